"""Price types, price settings and the history of prices."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.access import office_only
from services.chassis.actor import Actor
from services.chassis.columns import Price
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

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return office_only(actor)


class ItemPrice(Base):
    """One row of a price's history; rows of one item and type never overlap in time."""

    __tablename__ = "item_prices"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)
    item_id: Mapped[UUID] = mapped_column(ForeignKey(Item.id))
    price_type_id: Mapped[UUID] = mapped_column(ForeignKey(PriceType.id))
    value: Mapped[Decimal] = mapped_column(Price)
    valid_from: Mapped[date] = mapped_column(index=True)
    valid_to: Mapped[date | None]
    """The first day on which it no longer holds; none: still open."""
    setting_id: Mapped[UUID] = mapped_column(ForeignKey(PriceSetting.id), index=True)

    __table_args__ = (Index("uq_item_prices_period", "item_id", "price_type_id", "valid_from", unique=True),)
