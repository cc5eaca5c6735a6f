"""Warehouses, what lies in them, and what it cost."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    String,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.chassis.access import everybody, office_only
from services.chassis.actor import Actor
from services.chassis.columns import (
    Price,
    Quantity,
    SortKey,
    keep_keys,
)
from services.chassis.ids import uuid7
from services.chassis.tables import Part, Record
from services.orders.models.base import Base


class Warehouse(Record, Base):
    __tablename__ = "warehouses"

    organization_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(SortKey)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return everybody(actor)


keep_keys(Warehouse.name)


class Stock(Base):
    """What lies in a warehouse and what of it is promised. The last guard against selling what is not there."""

    __tablename__ = "stock"

    id: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid7)
    item_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    warehouse_id: Mapped[UUID] = mapped_column(ForeignKey(Warehouse.id), primary_key=True)
    on_hand: Mapped[Decimal] = mapped_column(Quantity)
    reserved: Mapped[Decimal] = mapped_column(Quantity)

    __table_args__ = (
        CheckConstraint("reserved >= 0", name="reserved_not_negative"),
        CheckConstraint("on_hand >= reserved", name="reserved_not_above_on_hand"),
    )


class ItemCost(Base):
    """Moving weighted average of receipts without VAT, per organization: `value` is what `quantity` cost."""

    __tablename__ = "item_costs"

    organization_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    item_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    quantity: Mapped[Decimal] = mapped_column(Quantity)
    value: Mapped[Decimal] = mapped_column(Price)


class Receipt(Record, Base):
    __tablename__ = "receipts"

    number: Mapped[str] = mapped_column(String(40))
    organization_id: Mapped[UUID] = mapped_column(Uuid)
    warehouse_id: Mapped[UUID] = mapped_column(ForeignKey(Warehouse.id))
    supplier_id: Mapped[UUID | None] = mapped_column(Uuid)
    received_on: Mapped[date]

    lines: Mapped[list["ReceiptLine"]] = relationship(order_by="ReceiptLine.id", lazy="selectin")

    __table_args__ = (UniqueConstraint("organization_id", "number"),)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return office_only(actor)


class ReceiptLine(Part, Base):
    __tablename__ = "receipt_lines"

    receipt_id: Mapped[UUID] = mapped_column(ForeignKey(Receipt.id), index=True)
    item_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    quantity: Mapped[Decimal] = mapped_column(Quantity)
    price: Mapped[Decimal] = mapped_column(Price)
    cost: Mapped[Decimal | None] = mapped_column(Price)
    """The average cost of a unit once the whole receipt is in; none: received before this was kept."""

    @property
    def root_id(self) -> UUID:
        return self.receipt_id
