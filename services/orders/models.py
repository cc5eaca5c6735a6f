"""Tables of orders. Dumb: columns, who may see a row, and nothing else."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from services.chassis.access import clients_of, everybody, office_only
from services.chassis.actor import Actor
from services.chassis.columns import (
    JsonText,
    Money,
    Percent,
    Price,
    Quantity,
    SortKey,
    UtcDateTime,
    keep_keys,
)
from services.chassis.ids import uuid7
from services.chassis.tables import FED_BY_EVENTS, Part, Record, service_metadata


class Base(DeclarativeBase):
    metadata = service_metadata()


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


class KnownItem(Base):
    """What reports call an item; fed by pricing's events."""

    __tablename__ = "known_items"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    epoch: Mapped[int] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(Integer)
    sku: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200))

    __table_args__ = ({"info": FED_BY_EVENTS},)


class KnownStaff(Base):
    """What reports call a manager; fed by partners' events."""

    __tablename__ = "known_staff"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    epoch: Mapped[int] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(String(200), info={"personal": True})

    __table_args__ = ({"info": FED_BY_EVENTS},)


class Order(Record, Base):
    __tablename__ = "orders"

    number: Mapped[str] = mapped_column(String(40))
    organization_id: Mapped[UUID] = mapped_column(Uuid)
    partner_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    legal_entity_id: Mapped[UUID | None] = mapped_column(Uuid)
    manager_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    deal_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    warehouse_id: Mapped[UUID] = mapped_column(ForeignKey(Warehouse.id))
    ordered_on: Mapped[date] = mapped_column(index=True)
    status: Mapped[str] = mapped_column(String(20), index=True)
    state: Mapped[str] = mapped_column(String(30), index=True)
    currency: Mapped[str] = mapped_column(String(3))
    prices_with_vat: Mapped[bool]
    total: Mapped[Decimal] = mapped_column(Money)
    vat: Mapped[Decimal] = mapped_column(Money)
    payable: Mapped[Decimal] = mapped_column(Money)
    paid: Mapped[Decimal] = mapped_column(Money)
    shipped_amount: Mapped[Decimal] = mapped_column(Money)
    comment: Mapped[str | None] = mapped_column(String(4000))
    cancel_reason: Mapped[str | None] = mapped_column(String(200))
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    approved_by: Mapped[UUID | None] = mapped_column(Uuid)

    lines: Mapped[list["OrderLine"]] = relationship(order_by="OrderLine.position", lazy="selectin")

    __table_args__ = (UniqueConstraint("organization_id", "number"),)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return clients_of(actor, cls.partner_id)


class OrderLine(Part, Base):
    """`total` and `vat` as the document's prices are; `shipped_total`: what was charged for the shipped part."""

    __tablename__ = "order_lines"

    order_id: Mapped[UUID] = mapped_column(ForeignKey(Order.id), index=True)
    position: Mapped[int]
    item_id: Mapped[UUID] = mapped_column(Uuid)
    sku: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200))
    unit: Mapped[str] = mapped_column(String(20))
    needs_stock: Mapped[bool]
    quantity: Mapped[Decimal] = mapped_column(Quantity)
    price: Mapped[Decimal] = mapped_column(Price)
    listed_price: Mapped[Decimal | None] = mapped_column(Price)
    discount: Mapped[Decimal] = mapped_column(Percent)
    total: Mapped[Decimal] = mapped_column(Money)
    vat_rate: Mapped[str] = mapped_column(String(10))
    vat: Mapped[Decimal] = mapped_column(Money)
    reserved: Mapped[Decimal] = mapped_column(Quantity)
    shipped: Mapped[Decimal] = mapped_column(Quantity)
    shipped_total: Mapped[Decimal] = mapped_column(Money)
    shipped_vat: Mapped[Decimal] = mapped_column(Money)
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JsonText)

    @property
    def root_id(self) -> UUID:
        return self.order_id

    @property
    def open(self) -> Decimal:
        return self.quantity - self.shipped


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

    @property
    def root_id(self) -> UUID:
        return self.receipt_id


class Shipment(Record, Base):
    __tablename__ = "shipments"

    number: Mapped[str] = mapped_column(String(40))
    order_id: Mapped[UUID] = mapped_column(ForeignKey(Order.id), index=True)
    organization_id: Mapped[UUID] = mapped_column(Uuid)
    partner_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    legal_entity_id: Mapped[UUID | None] = mapped_column(Uuid)
    manager_id: Mapped[UUID | None] = mapped_column(Uuid)
    shipped_on: Mapped[date] = mapped_column(index=True)
    period: Mapped[str] = mapped_column(String(7))
    """The month, `2026-11`: both databases group by it alike."""
    currency: Mapped[str] = mapped_column(String(3))
    total: Mapped[Decimal] = mapped_column(Money)
    revenue: Mapped[Decimal] = mapped_column(Money)

    lines: Mapped[list["ShipmentLine"]] = relationship(order_by="ShipmentLine.id", lazy="selectin")

    __table_args__ = (UniqueConstraint("organization_id", "number"),)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return clients_of(actor, cls.partner_id)


class ShipmentLine(Part, Base):
    """`total`: what the client owes for it, VAT included; `revenue` without VAT; `cost` fixed at shipment."""

    __tablename__ = "shipment_lines"

    shipment_id: Mapped[UUID] = mapped_column(ForeignKey(Shipment.id), index=True)
    line_id: Mapped[UUID] = mapped_column(ForeignKey(OrderLine.id))
    item_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    quantity: Mapped[Decimal] = mapped_column(Quantity)
    total: Mapped[Decimal] = mapped_column(Money)
    vat: Mapped[Decimal] = mapped_column(Money)
    revenue: Mapped[Decimal] = mapped_column(Money)
    cost: Mapped[Decimal] = mapped_column(Money)

    @property
    def root_id(self) -> UUID:
        return self.shipment_id


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
    purpose: Mapped[str | None] = mapped_column(String(4000))

    __table_args__ = (
        UniqueConstraint("organization_id", "number"),
        Index(None, "partner_id", "organization_id"),
    )

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return clients_of(actor, cls.partner_id)
