"""Packaging that came back from clients."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String, UniqueConstraint, Uuid, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.chassis.access import clients_of
from services.chassis.actor import Actor
from services.chassis.columns import Money, Quantity, UtcDateTime
from services.chassis.tables import Part, Record
from services.orders.models.base import Base
from services.orders.models.orders import Order
from services.orders.models.shipments import Shipment, ShippedPackaging
from services.orders.models.stock import Warehouse


class PackagingReturn(Record, Base):
    __tablename__ = "packaging_returns"

    number: Mapped[str] = mapped_column(String(40))
    shipment_id: Mapped[UUID] = mapped_column(ForeignKey(Shipment.id), index=True)
    order_id: Mapped[UUID] = mapped_column(ForeignKey(Order.id), index=True)
    organization_id: Mapped[UUID] = mapped_column(Uuid)
    partner_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    warehouse_id: Mapped[UUID] = mapped_column(ForeignKey(Warehouse.id))
    returned_on: Mapped[date]
    currency: Mapped[str] = mapped_column(String(3))
    deposit: Mapped[Decimal] = mapped_column(Money)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_on: Mapped[date | None]
    cancel_reason: Mapped[str | None] = mapped_column(String(200), info={"personal": True})

    lines: Mapped[list["PackagingReturnLine"]] = relationship(order_by="PackagingReturnLine.id", lazy="selectin")

    __table_args__ = (UniqueConstraint("organization_id", "number"),)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return clients_of(actor, cls.partner_id)


class PackagingReminder(Record, Base):
    """Packaging of a shipment is overdue: a task of whoever has the client. `due_on`: the day it was due back by."""

    __tablename__ = "packaging_reminders"

    shipment_id: Mapped[UUID] = mapped_column(ForeignKey(Shipment.id), unique=True)
    organization_id: Mapped[UUID] = mapped_column(Uuid)
    partner_id: Mapped[UUID] = mapped_column(Uuid)
    title: Mapped[str] = mapped_column(String(200))
    assignee_id: Mapped[UUID | None] = mapped_column(Uuid)
    due_on: Mapped[date]
    status: Mapped[str] = mapped_column(String(10))

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return false() if actor.is_client else clients_of(actor, cls.partner_id)


class PackagingReturnLine(Part, Base):
    """What came back of one item, and what of the deposit goes back with it."""

    __tablename__ = "packaging_return_lines"

    return_id: Mapped[UUID] = mapped_column(ForeignKey(PackagingReturn.id), index=True)
    packaging_id: Mapped[UUID] = mapped_column(ForeignKey(ShippedPackaging.id), index=True)
    item_id: Mapped[UUID] = mapped_column(Uuid)
    quantity: Mapped[Decimal] = mapped_column(Quantity)
    deposit: Mapped[Decimal] = mapped_column(Money)

    @property
    def root_id(self) -> UUID:
        return self.return_id
