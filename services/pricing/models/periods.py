"""Periods of regular offers (O2, O7)."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, String, UniqueConstraint, Uuid, false
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.access import clients_of
from services.chassis.actor import Actor
from services.chassis.columns import Money
from services.chassis.tables import Record
from services.pricing.models.base import Base
from services.pricing.models.offers import Offer


class OfferPeriod(Record, Base):
    """What a regular offer plans from one day to another: it stays as it was opened, whatever becomes of the terms.

    What a standard offer plans is of all its clients: managers, who see their own clients' sales alone, do not see it.
    """

    __tablename__ = "offer_periods"

    offer_id: Mapped[UUID] = mapped_column(ForeignKey(Offer.id))
    organization_id: Mapped[UUID] = mapped_column(Uuid)
    partner_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    title: Mapped[str] = mapped_column(String(200))
    assignee_id: Mapped[UUID | None] = mapped_column(Uuid)
    starts_on: Mapped[date]
    due_on: Mapped[date] = mapped_column(index=True)
    """The last day."""
    amount: Mapped[Decimal] = mapped_column(Money)
    currency: Mapped[str] = mapped_column(String(3))
    status: Mapped[str] = mapped_column(String(20))
    result: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (UniqueConstraint("offer_id", "starts_on"), Index(None, "status", "due_on"))

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return false() if actor.is_client else clients_of(actor, cls.partner_id)
