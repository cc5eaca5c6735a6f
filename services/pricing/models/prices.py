"""Price types, price settings, the history of prices, and what goods were bought for."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Computed, ForeignKey, Index, String, Text, Uuid, false, text
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.access import office_only
from services.chassis.actor import Actor
from services.chassis.columns import JsonText, Percent, Price, Scaled, UtcDateTime
from services.chassis.ids import uuid7
from services.chassis.tables import Record
from services.pricing.models.base import Base
from services.pricing.models.catalogue import Item


class PriceType(Record, Base):
    __tablename__ = "price_types"

    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    currency: Mapped[str] = mapped_column(String(3))
    vat_included: Mapped[bool]
    for_sales: Mapped[bool]
    way: Mapped[str] = mapped_column(String(20), server_default="manual")
    base_id: Mapped[UUID | None] = mapped_column(Uuid)
    markup: Mapped[Decimal | None] = mapped_column(Percent)
    formula: Mapped[str | None] = mapped_column(Text)
    condition: Mapped[str | None] = mapped_column(Text)
    precision: Mapped[Decimal] = mapped_column(Price, server_default="100")
    rounding: Mapped[list[dict[str, Any]]] = mapped_column(JsonText, server_default="[]")
    """Rows as `RoundingRow` has them."""
    threshold: Mapped[Decimal | None] = mapped_column(Percent)
    set_on_receipt: Mapped[bool] = mapped_column(server_default=false())
    groups: Mapped[list[dict[str, Any]]] = mapped_column(JsonText, server_default="[]")
    """Rows as `Refinement` has them: few, read whole with the type, never searched."""

    __table_args__ = (
        Index(
            "uq_price_types_for_sales",
            "for_sales",
            unique=True,
            sqlite_where=text("for_sales"),
            postgresql_where=text("for_sales"),
        ),
    )
    """At most one, whoever adds another at the same moment."""

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return office_only(actor)


class PriceSetting(Record, Base):
    __tablename__ = "price_settings"

    number: Mapped[str] = mapped_column(String(40), unique=True)
    effective_from: Mapped[date]
    count: Mapped[int]
    computed: Mapped[int] = mapped_column(server_default="0")
    held: Mapped[int] = mapped_column(server_default="0")
    ended: Mapped[int] = mapped_column(server_default="0")
    receipt_id: Mapped[UUID | None] = mapped_column(Uuid)
    status: Mapped[str] = mapped_column(String(20), server_default="agreed")
    """Draft, agreed or cancelled; that an agreed one is effective follows from the day."""
    said: Mapped[list[dict[str, Any]]] = mapped_column(JsonText, server_default="[]")
    """Rows of a draft, as `NewPrice` has them."""
    agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    """When it began to be known: settings were agreed, and are made again, in this order. None: a draft."""
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    rules_id: Mapped[UUID | None] = mapped_column(Uuid)
    """The price types as they were when it was agreed."""

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return office_only(actor)


def of_unit_or_package() -> Mapped[UUID]:
    """What a price is of: the item's unit goes by the item's id, a package by its own. Made by the database, so that
    prices written by a version that knew no packages are of units."""
    return mapped_column(Uuid, Computed("coalesce(package_id, item_id)", persisted=True), nullable=True)


class ItemPrice(Base):
    """One row of a price's history; rows of one item, package and type never overlap in time."""

    __tablename__ = "item_prices"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)
    item_id: Mapped[UUID] = mapped_column(ForeignKey(Item.id), index=True)
    package_id: Mapped[UUID | None] = mapped_column(Uuid)
    priced_id: Mapped[UUID] = of_unit_or_package()
    price_type_id: Mapped[UUID] = mapped_column(ForeignKey(PriceType.id))
    value: Mapped[Decimal] = mapped_column(Price)
    valid_from: Mapped[date] = mapped_column(index=True)
    valid_to: Mapped[date | None]
    """The first day on which it no longer holds; none: still open."""
    setting_id: Mapped[UUID] = mapped_column(ForeignKey(PriceSetting.id), index=True)
    origin: Mapped[str] = mapped_column(String(20), server_default="manual")
    basis: Mapped[dict[str, Any] | None] = mapped_column(JsonText)
    """How it was computed, as `rules.following.Basis` tells it; none: a person set it."""
    held: Mapped[dict[str, Any] | None] = mapped_column(JsonText)
    """The latest computed price that did not move it, as `rules.following.Held` tells it."""
    known_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Since when the row is known as it stands here; before, `PastPrice` has it. None: nobody wrote it down."""

    __table_args__ = (Index("uq_item_prices_period", "priced_id", "price_type_id", "valid_from", unique=True),)


class PurchasePrice(Base):
    """What an item was bought for, and costs on average since: of a unit, in hryvnias, without VAT; fed by receipts,
    each applied once. Prices follow from it, so it is this service's own history, kept by a restore as they are."""

    __tablename__ = "purchase_prices"

    receipt_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    item_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    value: Mapped[Decimal] = mapped_column(Price)
    """Zero: the goods came for nothing, which changes only what a unit costs on average."""
    received_on: Mapped[date]
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """When the receipt was made: of two on one date the later counts."""
    number: Mapped[str] = mapped_column(String(40))
    known_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Settings agreed before did not know of it, those agreed then or later did. None: all did, as far as we know."""
    cost: Mapped[Decimal | None] = mapped_column(Price)
    """What a unit costs on average once these goods have come in, in the organization that received them."""

    __table_args__ = (Index("ix_purchase_prices_item", "item_id", "received_on"),)


class ExchangeRate(Record, Base):
    """Hryvnias for one unit of a currency, from a date."""

    __tablename__ = "exchange_rates"

    currency: Mapped[str] = mapped_column(String(3))
    on: Mapped[date]
    rate: Mapped[Decimal] = mapped_column(Scaled(6))

    __table_args__ = (Index("uq_exchange_rates_day", "currency", "on", unique=True),)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return office_only(actor)
