"""Calendars of holidays."""

from sqlalchemy import ColumnElement, String
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.access import office_only
from services.chassis.actor import Actor
from services.chassis.columns import JsonText, SortKey, keep_keys
from services.chassis.tables import Record
from services.pricing.models.base import Base


class Calendar(Record, Base):
    __tablename__ = "calendars"

    name: Mapped[str] = mapped_column(String(200), unique=True)
    sort_key: Mapped[str] = mapped_column(SortKey, index=True)
    holidays: Mapped[list[str]] = mapped_column(JsonText)
    """ISO dates in their order, each once."""

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return office_only(actor)


keep_keys(Calendar.name)
