"""Where the fields of an item are kept that formulas name, and rules of segments choose by (N3)."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import func, literal, or_, select
from sqlalchemy.orm import aliased

from services.chassis.criteria import FieldKind, Fields, Known
from services.pricing.groupings import inside
from services.pricing.models import (
    Item,
    ItemIndicators,
    ItemPrice,
    PriceGroup,
    PriceType,
    ProductCategory,
    Season,
    SeasonalGroup,
)
from services.pricing.rules.item_fields import ATTRIBUTES, OF_SEGMENTS, ItemField

_PRICE, _TYPE = aliased(ItemPrice), aliased(PriceType)


def _categories(ids: Sequence[UUID]) -> Any:
    return select(inside(*ids).c.category_id)


def _price_for_sales(today: date) -> Any:
    """Of the price type marked for sales, on the day; in its currency."""
    holds = (_PRICE.valid_from <= today, or_(_PRICE.valid_to.is_(None), _PRICE.valid_to > today))
    query = select(_PRICE.value).join(_TYPE, _TYPE.id == _PRICE.price_type_id)
    return query.where(_PRICE.priced_id == Item.id, _TYPE.for_sales.is_(True), *holds).scalar_subquery()


def _or_zero(column: Any) -> Any:
    """An item that nothing is told of sold nothing."""
    return func.coalesce(column, literal(Decimal(0), column.type))


def _name_of(model: Any, item_s: Any) -> Any:
    return select(model.name).where(model.id == item_s).correlate(Item).scalar_subquery()


SOURCE = Item.__table__.outerjoin(PriceGroup.__table__, PriceGroup.id == Item.price_group_id).outerjoin(
    ItemIndicators.__table__, ItemIndicators.item_id == Item.id
)
"""What all columns below come from."""

_COLUMNS: Mapping[str, Any] = {
    "price_group": PriceGroup.name,
    "product_category": _name_of(ProductCategory, Item.product_category_id),
    "season": _name_of(Season, Item.season_id),
    "seasonal_group": _name_of(SeasonalGroup, Item.seasonal_group_id),
    "price": _price_for_sales,
    "turnover": _or_zero(ItemIndicators.turnover),
    "quantity_sold": _or_zero(ItemIndicators.quantity_sold),
    "rating": func.coalesce(Item.fixed_rating, ItemIndicators.rating),
}
"""Of fields that are not a column of that name."""


def column_of(name: str) -> Any:
    if name in _COLUMNS:
        return _COLUMNS[name]
    return getattr(Item, name) if name in Item.__table__.c else getattr(ItemIndicators, name)


def _known(name: str, one: ItemField) -> Known:
    folded = Item.search_key if name == "name" else None
    return Known(one.kind, column_of(name), one.choices, folded=folded, places=one.places)


FIELDS: Fields = {
    **{name: _known(name, one) for name, one in OF_SEGMENTS.items()},
    "price_group_id": Known(FieldKind.ID, Item.price_group_id, of=PriceGroup),
    "product_category_id": Known(FieldKind.ID, Item.product_category_id, of=ProductCategory, inside=_categories),
    "season_id": Known(FieldKind.ID, Item.season_id, of=Season),
    "seasonal_group_id": Known(FieldKind.ID, Item.seasonal_group_id, of=SeasonalGroup),
}
"""What formulas name, and records by their ids."""
OF_FORMULAS: Mapping[str, Any] = {ATTRIBUTES: Item.attributes}
"""What they name besides: columns that no rule chooses by."""
