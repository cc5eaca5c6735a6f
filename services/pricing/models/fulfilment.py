"""What orders told of the orders under offers (O7): emptied by a restore, filled by a replay."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, Index, Integer, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.access import clients_of
from services.chassis.actor import Actor
from services.chassis.columns import Money, Quantity
from services.chassis.tables import FED_BY_EVENTS
from services.pricing.models.base import Base


class OfferedOrder(Base):
    """An order as it stands; `id` is the order's. The inbox keeps what comes late from overwriting what is newer."""

    __tablename__ = "offered_orders"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    offer_id: Mapped[UUID] = mapped_column(Uuid)
    organization_id: Mapped[UUID] = mapped_column(Uuid)
    partner_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    ordered_on: Mapped[date] = mapped_column(index=True)
    currency: Mapped[str] = mapped_column(String(3))
    agreed: Mapped[bool]
    """Approved, and not cancelled."""
    payable: Mapped[Decimal] = mapped_column(Money)
    lines: Mapped[int] = mapped_column(Integer)
    deviated_lines: Mapped[int] = mapped_column(Integer)
    deviated: Mapped[bool]

    __table_args__ = (Index(None, "offer_id", "ordered_on"), {"info": FED_BY_EVENTS})

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return clients_of(actor, cls.partner_id)


class OfferedDay(Base):
    """What of an order's money moved on a day."""

    __tablename__ = "offered_days"

    order_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    on: Mapped[date] = mapped_column(primary_key=True, index=True)
    sold: Mapped[Decimal] = mapped_column(Money)
    paid: Mapped[Decimal] = mapped_column(Money)

    __table_args__ = ({"info": FED_BY_EVENTS},)


class OfferedDue(Base):
    """By how much what is not paid of an order, with its last day to pay, changed on a day: what is overdue follows
    from the day it is asked for."""

    __tablename__ = "offered_dues"

    order_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    since: Mapped[date] = mapped_column(primary_key=True)
    due_on: Mapped[date] = mapped_column(primary_key=True, index=True)
    amount: Mapped[Decimal] = mapped_column(Money)

    __table_args__ = ({"info": FED_BY_EVENTS},)


class OfferedPackaging(Base):
    """By how much the packaging of an order that is not returned changed on a day. `due_on`: its last day; the end of
    time where it may be returned whenever."""

    __tablename__ = "offered_packaging"

    order_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    since: Mapped[date] = mapped_column(primary_key=True)
    due_on: Mapped[date] = mapped_column(primary_key=True)
    quantity: Mapped[Decimal] = mapped_column(Quantity)
    deposit: Mapped[Decimal] = mapped_column(Money)

    __table_args__ = ({"info": FED_BY_EVENTS},)
