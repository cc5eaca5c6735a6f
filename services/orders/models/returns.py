"""Goods that came back from clients."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.chassis.access import clients_of
from services.chassis.actor import Actor
from services.chassis.columns import Money, Quantity
from services.chassis.tables import Part, Record
from services.orders.models.base import Base
from services.orders.models.orders import Order, OrderLine
from services.orders.models.shipments import Shipment, ShipmentLine


class GoodsReturn(Record, Base):
    __tablename__ = "goods_returns"

    number: Mapped[str] = mapped_column(String(40))
    shipment_id: Mapped[UUID] = mapped_column(ForeignKey(Shipment.id), index=True)
    order_id: Mapped[UUID] = mapped_column(ForeignKey(Order.id), index=True)
    organization_id: Mapped[UUID] = mapped_column(Uuid)
    partner_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    legal_entity_id: Mapped[UUID | None] = mapped_column(Uuid)
    manager_id: Mapped[UUID | None] = mapped_column(Uuid)
    returned_on: Mapped[date] = mapped_column(index=True)
    period: Mapped[str] = mapped_column(String(7))
    """The month, `2026-11`, as shipments have it."""
    currency: Mapped[str] = mapped_column(String(3))
    total: Mapped[Decimal] = mapped_column(Money)
    revenue: Mapped[Decimal] = mapped_column(Money)
    cost: Mapped[Decimal] = mapped_column(Money)
    card_id: Mapped[UUID | None] = mapped_column(Uuid)
    bonuses: Mapped[Decimal] = mapped_column(Money, server_default="0")
    """Given back to the card."""
    reason: Mapped[str] = mapped_column(String(200), info={"personal": True})

    lines: Mapped[list["GoodsReturnLine"]] = relationship(order_by="GoodsReturnLine.id", lazy="selectin")

    __table_args__ = (UniqueConstraint("organization_id", "number"),)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return clients_of(actor, cls.partner_id)


class GoodsReturnLine(Part, Base):
    """What came back of a shipment's line, at that line's own price and cost."""

    __tablename__ = "goods_return_lines"

    return_id: Mapped[UUID] = mapped_column(ForeignKey(GoodsReturn.id), index=True)
    shipment_line_id: Mapped[UUID] = mapped_column(ForeignKey(ShipmentLine.id), index=True)
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
        return self.return_id
