"""Items with their packages and barcodes, and the groups they are put into."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String, UniqueConstraint, Uuid, event, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.chassis import text
from services.chassis.access import everybody, office_only
from services.chassis.actor import Actor
from services.chassis.columns import JsonText, Quantity, Scaled, SearchKey, SortKey, keep_keys
from services.chassis.tables import Part, Record
from services.pricing.models.base import Base


class Group(Record):
    """Mixin of a name that items are put under; no two of a kind have the same."""

    name: Mapped[str] = mapped_column(String(200), unique=True)
    name_en: Mapped[str | None] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(SortKey, index=True)


class PriceGroup(Group, Base):
    __tablename__ = "price_groups"

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return office_only(actor)


keep_keys(PriceGroup.name)


class ProductCategory(Record, Base):
    """What kind of thing an item is; categories lie in one another."""

    __tablename__ = "product_categories"

    name: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str | None] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(SortKey, index=True)
    search_key: Mapped[str] = mapped_column(SearchKey)
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("product_categories.id"), index=True)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return everybody(actor)


keep_keys(ProductCategory.name, search="search_key")


class Season(Group, Base):
    """A collection: what is sold in one season, and not in the same season of the next year."""

    __tablename__ = "seasons"

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return everybody(actor)


keep_keys(Season.name)


class SeasonalGroup(Group, Base):
    """Items whose sales rise and fall alike in the course of a year."""

    __tablename__ = "seasonal_groups"

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return everybody(actor)


keep_keys(SeasonalGroup.name)


class Item(Record, Base):
    __tablename__ = "items"

    sku: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(SortKey, index=True)
    search_key: Mapped[str] = mapped_column(SearchKey)
    """The name, the SKU and all barcodes."""
    name_en: Mapped[str | None] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(30))
    unit: Mapped[str] = mapped_column(String(20))
    vat_rate: Mapped[str] = mapped_column(String(10))
    withdrawn: Mapped[bool] = mapped_column(default=False)
    price_group_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    brand: Mapped[str | None] = mapped_column(String(200), index=True)
    uktzed_code: Mapped[str | None] = mapped_column(String(10))
    dkpp_code: Mapped[str | None] = mapped_column(String(20))
    product_category_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    season_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    seasonal_group_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    weight: Mapped[Decimal | None] = mapped_column(Scaled(6))
    """Of one unit, in kilograms."""
    volume: Mapped[Decimal | None] = mapped_column(Scaled(6))
    """Of one unit, in cubic metres."""
    attributes: Mapped[list[dict[str, Any]]] = mapped_column(JsonText, server_default="[]")
    """Rows as `ItemAttribute` has them."""

    fixed_rating: Mapped[str | None] = mapped_column(String(10))
    """What a person said of its sales, whatever they say themselves."""

    packages: Mapped[list["ItemPackage"]] = relationship(order_by="ItemPackage.position", cascade="all, delete-orphan")
    barcodes: Mapped[list["ItemBarcode"]] = relationship(order_by="ItemBarcode.position", cascade="all, delete-orphan")
    """Those of packages too."""

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return everybody(actor)


keep_keys(Item.name)


def keep_search_key(item: Item, *codes: str, **new: str) -> None:
    """`codes`: of all barcodes, which whoever writes them tells; `new`: what is about to be set."""
    named = {name: vars(item).get(name, "") for name in ("name", "sku")} | new
    item.search_key = text.search_key(" ".join((*named.values(), *codes)))


@event.listens_for(Item.name, "set")
def _with_name(item: Item, value: str, *_: Any) -> None:
    keep_search_key(item, name=value)


@event.listens_for(Item.sku, "set")
def _with_sku(item: Item, value: str, *_: Any) -> None:
    keep_search_key(item, sku=value)


class ItemPackage(Part, Base):
    """So many units of an item that are sold as one. Never taken out: prices and documents name it."""

    __tablename__ = "item_packages"

    item_id: Mapped[UUID] = mapped_column(ForeignKey(Item.id))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    search_key: Mapped[str] = mapped_column(SearchKey)
    factor: Mapped[Decimal] = mapped_column(Quantity)
    """Units in one."""
    weight: Mapped[Decimal | None] = mapped_column(Scaled(6))
    volume: Mapped[Decimal | None] = mapped_column(Scaled(6))
    is_default: Mapped[bool] = mapped_column(default=False, server_default=false())
    withdrawn: Mapped[bool] = mapped_column(default=False, server_default=false())

    __table_args__ = (UniqueConstraint("item_id", "search_key"),)

    @property
    def root_id(self) -> UUID:
        return self.item_id


keep_keys(ItemPackage.name, sort=None, search="search_key")


class ItemBarcode(Part, Base):
    """A barcode of an item's unit, or of a package of it."""

    __tablename__ = "item_barcodes"

    item_id: Mapped[UUID] = mapped_column(ForeignKey(Item.id), index=True)
    package_id: Mapped[UUID | None] = mapped_column(ForeignKey(ItemPackage.id))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    code: Mapped[str] = mapped_column(String(48))
    scanned: Mapped[str] = mapped_column(String(48), unique=True)
    """As `as_scanned` has it: one thing is read whatever the scanner makes of it."""

    package: Mapped[ItemPackage | None] = relationship()

    @property
    def root_id(self) -> UUID:
        return self.item_id
