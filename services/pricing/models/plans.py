"""What is to be sold in a month, and what plans call the people they are of."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, String, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.actor import Actor
from services.chassis.columns import JsonText, Money, UtcDateTime
from services.chassis.tables import Record, Told
from services.pricing.models.base import Base


class SalesPlan(Record, Base):
    """One of a month by each dimension."""

    __tablename__ = "sales_plans"

    month: Mapped[str] = mapped_column(String(7))
    by: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(10))
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JsonText)
    """As `SalesPlanLine` has them. A report reads a few plans whole."""
    total: Mapped[Decimal] = mapped_column(Money)
    agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (UniqueConstraint("month", "by"),)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """What the whole firm plans is for those who see its clients. Plans by manager are for all of ours, each seeing
        the rows of its own people: whoever shows rows leaves the others out."""
        if actor.is_client:
            return false()
        return true() if actor.sees_all_clients else cls.by == "manager"


class KnownStaff(Told, Base):
    """What plans call a manager; fed by partners' events."""

    __tablename__ = "known_staff"

    name: Mapped[str] = mapped_column(String(200), info={"personal": True})
