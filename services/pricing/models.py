"""Tables of pricing. Dumb: columns, who may see a row, and nothing else."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Uuid, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from services.chassis.access import everybody, office_only
from services.chassis.actor import Actor
from services.chassis.columns import Price, SearchKey, SortKey, keep_keys
from services.chassis.ids import uuid7
from services.chassis.tables import Record, service_metadata


class Base(DeclarativeBase):
    metadata = service_metadata()


class Item(Record, Base):
    __tablename__ = "items"

    sku: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(SortKey, index=True)
    search_key: Mapped[str] = mapped_column(SearchKey)
    name_en: Mapped[str | None] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(30))
    unit: Mapped[str] = mapped_column(String(20))
    vat_rate: Mapped[str] = mapped_column(String(10))
    withdrawn: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return everybody(actor)


keep_keys(Item.name, search="search_key")


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
