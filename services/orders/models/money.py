"""Money from clients."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.access import clients_of
from services.chassis.actor import Actor
from services.chassis.columns import Money, Scaled, UtcDateTime
from services.chassis.tables import Record
from services.orders.models.base import Base
from services.orders.models.orders import Order


class Payment(Record, Base):
    __tablename__ = "payments"

    number: Mapped[str] = mapped_column(String(40))
    organization_id: Mapped[UUID] = mapped_column(Uuid)
    partner_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    legal_entity_id: Mapped[UUID | None] = mapped_column(Uuid)
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey(Order.id), index=True)
    paid_on: Mapped[date] = mapped_column(index=True)
    currency: Mapped[str] = mapped_column(String(3))
    amount: Mapped[Decimal] = mapped_column(Money)
    hryvnia_amount: Mapped[Decimal | None] = mapped_column(Money)
    """What came, where the order is in a currency and paid in hryvnias; `amount` is that at `rate`."""
    rate: Mapped[Decimal | None] = mapped_column(Scaled(6))
    purpose: Mapped[str | None] = mapped_column(String(4000), info={"personal": True})
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_on: Mapped[date | None]
    """The day of the movement back; the payment itself stays as it was."""
    cancel_reason: Mapped[str | None] = mapped_column(String(200), info={"personal": True})

    __table_args__ = (
        UniqueConstraint("organization_id", "number"),
        Index(None, "partner_id", "organization_id"),
    )

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return clients_of(actor, cls.partner_id)
