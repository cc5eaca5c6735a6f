"""Items and the groups they are priced by."""

from uuid import UUID

from sqlalchemy import ColumnElement, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.access import everybody, office_only
from services.chassis.actor import Actor
from services.chassis.columns import SearchKey, SortKey, keep_keys
from services.chassis.tables import Record
from services.pricing.models.base import Base


class PriceGroup(Record, Base):
    __tablename__ = "price_groups"

    name: Mapped[str] = mapped_column(String(200), unique=True)
    name_en: Mapped[str | None] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(SortKey, index=True)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return office_only(actor)


keep_keys(PriceGroup.name)


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
    price_group_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    brand: Mapped[str | None] = mapped_column(String(200))

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return everybody(actor)


keep_keys(Item.name, search="search_key")
