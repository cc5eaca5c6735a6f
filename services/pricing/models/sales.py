"""What items sell, as orders tell it, and the figures that follow from it (N2, N3)."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.access import clients_of, office_only
from services.chassis.actor import Actor
from services.chassis.columns import Money, Percent, Quantity, UtcDateTime
from services.chassis.tables import FED_BY_EVENTS, Record
from services.pricing.models.base import Base
from services.pricing.models.catalogue import Item


class KnownSale(Base):
    """What of an item one shipment gave; of a return below zero, on the day the goods came back. Money without VAT, in
    the document's currency. A fact: told again it says the same."""

    __tablename__ = "known_sales"

    document_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    item_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    sold_on: Mapped[date]
    period: Mapped[str] = mapped_column(String(7))
    """The month, `2026-11`, as orders have it."""
    organization_id: Mapped[UUID] = mapped_column(Uuid)
    partner_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    manager_id: Mapped[UUID | None] = mapped_column(Uuid)
    currency: Mapped[str] = mapped_column(String(3))
    quantity: Mapped[Decimal] = mapped_column(Quantity)
    revenue: Mapped[Decimal] = mapped_column(Money)

    __table_args__ = (
        Index("ix_known_sales_sold_on", "sold_on", "item_id"),
        Index("ix_known_sales_item", "item_id", "sold_on"),
        {"info": FED_BY_EVENTS},
    )

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return clients_of(actor, cls.partner_id)


class KnownReceipt(Base):
    """How much of an item a receipt brought in: with sales it says what there is."""

    __tablename__ = "known_receipts"

    receipt_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    item_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, index=True)
    quantity: Mapped[Decimal] = mapped_column(Quantity)

    __table_args__ = ({"info": FED_BY_EVENTS},)


class ItemIndicators(Base):
    """What an item sold in the window, and what it is counted among. Computed for all items at once; an item added
    since has no row. `turnover`: without VAT, in the base currency."""

    __tablename__ = "item_indicators"

    item_id: Mapped[UUID] = mapped_column(ForeignKey(Item.id), primary_key=True)
    turnover: Mapped[Decimal] = mapped_column(Money, index=True)
    quantity_sold: Mapped[Decimal] = mapped_column(Quantity)
    last_sale: Mapped[date | None] = mapped_column(index=True)
    """The day of the last shipment, in the window or before it."""
    abc: Mapped[str | None] = mapped_column(String(1))
    xyz: Mapped[str | None] = mapped_column(String(1))
    """None: the window holds fewer than two whole months."""
    stock: Mapped[Decimal | None] = mapped_column(Quantity)
    """On hand in all warehouses; none: a service, or nothing was told of its coming in."""
    rating: Mapped[str | None] = mapped_column(String(10), index=True)
    """What a person fixed, else what sales say; none: new, and not sold yet."""
    rating_by_sales: Mapped[str | None] = mapped_column(String(10))
    computed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return office_only(actor)


class IndicatorRules(Record, Base):
    """The window and the bounds by which items are ranked: one row at most, made when they are first set."""

    __tablename__ = "indicator_rules"

    window_days: Mapped[int]
    abc_a: Mapped[Decimal] = mapped_column(Percent)
    abc_b: Mapped[Decimal] = mapped_column(Percent)
    xyz_x: Mapped[Decimal] = mapped_column(Percent)
    xyz_y: Mapped[Decimal] = mapped_column(Percent)
    hit_percent: Mapped[Decimal] = mapped_column(Percent)
    slow_after_months: Mapped[int]
    dead_after_months: Mapped[int]

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return office_only(actor)
