"""Goods handed over."""

from datetime import date
from decimal import Decimal
from typing import Any
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

from services.chassis.access import clients_of
from services.chassis.actor import Actor
from services.chassis.columns import (
    Money,
    Quantity,
)
from services.chassis.tables import Part, Record
from services.orders.models.base import Base
from services.orders.models.orders import Order, OrderLine


class ShipmentBatch(Record, Base):
    """Several orders shipped in one request."""

    __tablename__ = "shipment_batches"

    made_by: Mapped[UUID] = mapped_column(Uuid)
    shipments: Mapped[list["Shipment"]] = relationship(
        primaryjoin="ShipmentBatch.id == foreign(Shipment.batch_id)", order_by="Shipment.number", lazy="selectin"
    )

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Whose it was: others look at the shipments."""
        return cls.made_by == actor.user_id


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
    card_id: Mapped[UUID | None] = mapped_column(Uuid)
    batch_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    """Shipped together with others, several orders at once."""
    power_number: Mapped[str | None] = mapped_column(String(200))
    power_on: Mapped[date | None]
    power_person: Mapped[str | None] = mapped_column(String(200), info={"personal": True})
    """The recipient's power of attorney."""

    lines: Mapped[list["ShipmentLine"]] = relationship(order_by="ShipmentLine.id", lazy="selectin")

    packaging: Mapped[list["ShippedPackaging"]] = relationship(order_by="ShippedPackaging.id", lazy="selectin")

    __table_args__ = (UniqueConstraint("organization_id", "number"),)

    @property
    def deposit(self) -> Decimal:
        return sum((one.deposit for one in self.packaging), Decimal(0))

    @property
    def power_of_attorney(self) -> dict[str, Any] | None:
        """None too when the person was erased."""
        if self.power_person is None:
            return None
        return {"number": self.power_number, "on": self.power_on, "person": self.power_person}

    @property
    def cost(self) -> Decimal:
        return sum((line.cost for line in self.lines), Decimal(0))

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
    bonuses: Mapped[Decimal] = mapped_column(Money, server_default="0")
    total: Mapped[Decimal] = mapped_column(Money)
    vat: Mapped[Decimal] = mapped_column(Money)
    revenue: Mapped[Decimal] = mapped_column(Money)
    cost: Mapped[Decimal] = mapped_column(Money)

    @property
    def root_id(self) -> UUID:
        return self.shipment_id


class ShippedPackaging(Part, Base):
    """Our packaging that went with a shipment, a row for each item. `returned` and `given_back`: what of `quantity` and
    of `deposit` came and went back by returns that are not cancelled."""

    __tablename__ = "shipped_packaging"

    shipment_id: Mapped[UUID] = mapped_column(ForeignKey(Shipment.id), index=True)
    order_id: Mapped[UUID] = mapped_column(ForeignKey(Order.id), index=True)
    organization_id: Mapped[UUID] = mapped_column(Uuid)
    partner_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    item_id: Mapped[UUID] = mapped_column(Uuid)
    sku: Mapped[str] = mapped_column(String(60))
    shipped_on: Mapped[date] = mapped_column(index=True)
    due_on: Mapped[date | None] = mapped_column(index=True)
    quantity: Mapped[Decimal] = mapped_column(Quantity)
    returned: Mapped[Decimal] = mapped_column(Quantity)
    currency: Mapped[str] = mapped_column(String(3))
    deposit: Mapped[Decimal] = mapped_column(Money)
    given_back: Mapped[Decimal] = mapped_column(Money)

    __table_args__ = (CheckConstraint("returned >= 0 AND returned <= quantity", name="returned_within_quantity"),)

    @property
    def root_id(self) -> UUID:
        return self.shipment_id

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return clients_of(actor, cls.partner_id)
