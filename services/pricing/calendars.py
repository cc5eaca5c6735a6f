"""Use cases of calendars of holidays."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from services.chassis.references import demand_new
from services.chassis.tx import Reader, Tx
from services.pricing.contracts import AddCalendar, ChangeCalendar
from services.pricing.models import Calendar

_BACK = timedelta(days=366)
"""Documents are dated back, but not so far: what is older would only be carried along by every order."""


def add_calendar(tx: Tx, command: AddCalendar) -> Calendar:
    demand_new(tx, Calendar.name, command.name)
    return tx.add(Calendar(name=command.name, holidays=_in_order(command.holidays)))


def change_calendar(tx: Tx, command: ChangeCalendar) -> Calendar:
    calendar = tx.get(Calendar, command.id)
    if command.name is not None and command.name != calendar.name:
        demand_new(tx, Calendar.name, command.name)
        calendar.name = command.name
    if command.holidays is not None:
        calendar.holidays = _in_order(command.holidays)
    return calendar


def holidays_from(reader: Reader, calendar_id: UUID, day: date) -> list[date]:
    """Those that a document of this day may come upon, whoever asks: clients order under them too."""
    kept = reader.session.scalar(select(Calendar.holidays).where(Calendar.id == calendar_id)) or []
    first = day - _BACK if day - date.min > _BACK else date.min
    return [one for one in map(date.fromisoformat, kept) if one >= first]


def _in_order(days: Iterable[date]) -> list[str]:
    return sorted({day.isoformat() for day in days})
