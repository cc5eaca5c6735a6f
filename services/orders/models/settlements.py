"""The register of settlements: what moved a client's debt, and when the money for each shipment is due.

Nothing in it is ever changed or taken away: a cancelled payment is a movement back. Every sum is taken from it.
"""

from datetime import date
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, String, UniqueConstraint, Uuid, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.chassis.access import clients_of
from services.chassis.actor import Actor
from services.chassis.columns import Money, Scaled
from services.chassis.tables import Record
from services.orders.models.base import Base
from services.orders.models.orders import Order
from services.orders.models.shipments import Shipment


class OfAccount:
    """Whose debt: nothing is offset across organizations, legal entities and currencies."""

    organization_id: Mapped[UUID] = mapped_column(Uuid)
    partner_id: Mapped[UUID] = mapped_column(Uuid)
    legal_entity_id: Mapped[UUID | None] = mapped_column(Uuid)
    currency: Mapped[str] = mapped_column(String(3))


class OfObject(OfAccount):
    """`object_id`: the contract, order, shipment or account that the debt is kept by (O4)."""

    object_kind: Mapped[str] = mapped_column(String(10))
    object_id: Mapped[UUID] = mapped_column(Uuid, index=True)


class SettlementAccount(OfAccount, Base):
    """Where money that belongs to no order lies. Its row is the lock: two refunds of it take turns.

    `id` follows from the four columns (see `settlements.Account`).
    """

    __tablename__ = "settlement_accounts"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)


class Settlement(Record, OfObject, Base):
    """A movement: `amount` is positive where the client owes more by it. `order_id`: whose money it is."""

    __tablename__ = "settlements"
    audited: ClassVar[bool] = False
    """Its document is."""

    order_id: Mapped[UUID | None] = mapped_column(ForeignKey(Order.id), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    document_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    number: Mapped[str] = mapped_column(String(40))
    """The document's."""
    moved_on: Mapped[date]
    amount: Mapped[Decimal] = mapped_column(Money)

    __table_args__ = (Index(None, "partner_id", "moved_on"),)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return clients_of(actor, cls.partner_id)


class ShipmentDue(Record, OfObject, Base):
    """A part of a shipment's money and the last day to pay it. `prepaid`: money paid before was taken for it."""

    __tablename__ = "shipment_dues"
    audited: ClassVar[bool] = False
    """It follows from the shipment."""

    order_id: Mapped[UUID] = mapped_column(ForeignKey(Order.id), index=True)
    shipment_id: Mapped[UUID] = mapped_column(ForeignKey(Shipment.id), index=True)
    shipment: Mapped[Shipment] = relationship(lazy="raise")
    """So that its row is written first."""
    shipped_on: Mapped[date]
    due_on: Mapped[date]
    prepaid: Mapped[bool]
    deposit: Mapped[bool] = mapped_column(server_default=false())
    """Left for packaging: no payment step asks for it."""
    amount: Mapped[Decimal] = mapped_column(Money)

    __table_args__ = (Index(None, "partner_id"),)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return clients_of(actor, cls.partner_id)


class Refund(Record, OfAccount, Base):
    """Money given back to a client."""

    __tablename__ = "refunds"

    number: Mapped[str] = mapped_column(String(40))
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey(Order.id), index=True)
    refunded_on: Mapped[date]
    amount: Mapped[Decimal] = mapped_column(Money)
    hryvnia_amount: Mapped[Decimal | None] = mapped_column(Money)
    """What went, as of a payment."""
    rate: Mapped[Decimal | None] = mapped_column(Scaled(6))
    purpose: Mapped[str | None] = mapped_column(String(4000), info={"personal": True})

    __table_args__ = (UniqueConstraint("organization_id", "number"), Index(None, "partner_id"))

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return clients_of(actor, cls.partner_id)


class Offset(Record, OfAccount, Base):
    """Money moved by hand from one order to another, or between an order and the client's account (no order)."""

    __tablename__ = "offsets"

    number: Mapped[str] = mapped_column(String(40))
    from_order_id: Mapped[UUID | None] = mapped_column(ForeignKey(Order.id))
    to_order_id: Mapped[UUID | None] = mapped_column(ForeignKey(Order.id))
    offset_on: Mapped[date]
    amount: Mapped[Decimal] = mapped_column(Money)
    comment: Mapped[str | None] = mapped_column(String(4000), info={"personal": True})

    __table_args__ = (UniqueConstraint("organization_id", "number"), Index(None, "partner_id"))

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return clients_of(actor, cls.partner_id)
