"""Calendars of holidays, shared by offers (O3): which days are not business days besides Saturdays and Sundays."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.actor import OFFICE, Role
from services.chassis.contracts import ById, Message, one_of
from services.chassis.errors import EXISTS
from services.chassis.fields import Name
from services.chassis.moments import Day
from services.pricing.contracts.base import api

_KEEPERS = frozenset({Role.ADMINISTRATOR, Role.HEAD_OF_SALES, Role.PRICING_MANAGER})
Holidays = Annotated[tuple[Day, ...], Field(max_length=1000)]


class AddCalendar(Message):
    """Days on which banks and people do not work; the same day twice is one."""

    name: Name
    holidays: Holidays = ()


class ChangeCalendar(Message):
    """Fields not given stay as they are; days given replace all days. Orders made already keep theirs."""

    id: UUID
    name: Name | None = None
    holidays: Holidays | None = None


class CalendarView(Message):
    """A calendar; its holidays in their order."""

    id: UUID
    name: str
    holidays: tuple[date, ...]
    version: int


ADD_CALENDAR = api.command(
    "add_calendar",
    "POST /calendars",
    AddCalendar,
    CalendarView,
    roles=_KEEPERS,
    en="Add a calendar of holidays",
    uk="Додати календар свят",
    errors=(EXISTS,),
    example={"name": "Свята України", "holidays": ["2027-01-01", "2027-03-08"]},
)
CHANGE_CALENDAR = api.command(
    "change_calendar",
    "PATCH /calendars/{id}",
    ChangeCalendar,
    CalendarView,
    roles=_KEEPERS,
    en="Change a calendar of holidays",
    uk="Змінити календар свят",
    errors=(EXISTS,),
    example={"holidays": ["2027-01-01", "2027-03-08", "2027-05-01"]},
)
GET_CALENDAR = api.query(
    "get_calendar", "GET /calendars/{id}", ById, CalendarView, roles=OFFICE, en="A calendar", uk="Календар"
)
LIST_CALENDARS = api.listing(
    "list_calendars",
    "GET /calendars",
    CalendarView,
    roles=OFFICE,
    en="Calendars of holidays",
    uk="Календарі свят",
    orders=("name", "-name"),
    filters=(one_of("id", UUID),),
)
