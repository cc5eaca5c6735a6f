"""What segments of items may be chosen by: a field is a line here, and rules and formulas know it (N3)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, get_args
from uuid import UUID

from sqlalchemy import func, literal, or_, select
from sqlalchemy.orm import aliased

from services.chassis.criteria import FieldKind, Fields, Known
from services.pricing.contracts import Gives, ItemKind, SalesRating, VatRate
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
from services.pricing.rules.formulas import read_rule

_PRICE, _TYPE = aliased(ItemPrice), aliased(PriceType)


def _text(column: Any, folded: Any = None) -> Known:
    return Known(FieldKind.TEXT, column, folded=folded)


def _choice(column: Any, choices: Iterable[str]) -> Known:
    return Known(FieldKind.CHOICE, column, tuple(str(one) for one in choices))


def _record(column: Any, of: Any) -> Known:
    return Known(FieldKind.ID, column, of=of)


def _categories(ids: Sequence[UUID]) -> Any:
    return select(inside(*ids).c.category_id)


def _yes_no(column: Any) -> Known:
    return Known(FieldKind.YES_NO, column)


def _money(column: Any, places: int = 2) -> Known:
    return Known(FieldKind.MONEY, column, places=places)


def _quantity(column: Any) -> Known:
    return Known(FieldKind.QUANTITY, column, places=3)


def _date(column: Any) -> Known:
    return Known(FieldKind.DATE, column)


def _price_for_sales(today: date) -> Any:
    """Of the price type marked for sales, on the day; in its currency."""
    holds = (_PRICE.valid_from <= today, or_(_PRICE.valid_to.is_(None), _PRICE.valid_to > today))
    query = select(_PRICE.value).join(_TYPE, _TYPE.id == _PRICE.price_type_id)
    return query.where(_PRICE.priced_id == Item.id, _TYPE.for_sales.is_(True), *holds).scalar_subquery()


def _or_zero(column: Any) -> Any:
    """An item that nothing is told of sold nothing."""
    return func.coalesce(column, literal(Decimal(0), column.type))


SOURCE = Item.__table__.outerjoin(PriceGroup.__table__, PriceGroup.id == Item.price_group_id).outerjoin(
    ItemIndicators.__table__, ItemIndicators.item_id == Item.id
)
"""What all columns below come from."""

FIELDS: Fields = {
    "sku": _text(Item.sku),
    "name": _text(Item.name, folded=Item.search_key),
    "name_en": _text(Item.name_en),
    "brand": _text(Item.brand),
    "kind": _choice(Item.kind, ItemKind),
    "unit": _text(Item.unit),
    "vat_rate": _choice(Item.vat_rate, get_args(VatRate)),
    "withdrawn": _yes_no(Item.withdrawn),
    "price_group_id": _record(Item.price_group_id, PriceGroup),
    "price_group": _text(PriceGroup.name),
    "product_category_id": Known(FieldKind.ID, Item.product_category_id, of=ProductCategory, inside=_categories),
    "season_id": _record(Item.season_id, Season),
    "seasonal_group_id": _record(Item.seasonal_group_id, SeasonalGroup),
    "uktzed_code": _text(Item.uktzed_code),
    "dkpp_code": _text(Item.dkpp_code),
    "price": _money(_price_for_sales, places=4),
    "turnover": _money(_or_zero(ItemIndicators.turnover)),
    "quantity_sold": _quantity(_or_zero(ItemIndicators.quantity_sold)),
    "last_sale": _date(ItemIndicators.last_sale),
    "stock": _quantity(ItemIndicators.stock),
    "abc": _choice(ItemIndicators.abc, "ABC"),
    "xyz": _choice(ItemIndicators.xyz, "XYZ"),
    "rating": _choice(func.coalesce(Item.fixed_rating, ItemIndicators.rating), SalesRating),
}

_GIVES: Mapping[FieldKind, Gives] = {
    FieldKind.TEXT: Gives.TEXT,
    FieldKind.CHOICE: Gives.TEXT,
    FieldKind.DATE: Gives.TEXT,
    FieldKind.MONEY: Gives.NUMBER,
    FieldKind.QUANTITY: Gives.NUMBER,
    FieldKind.COUNT: Gives.NUMBER,
    FieldKind.YES_NO: Gives.TRUTH,
}
VOCABULARY = tuple((name, _GIVES[known.kind]) for name, known in FIELDS.items() if known.kind in _GIVES)
"""What formulas of segments may name: `item.brand`."""


def named_in(formula: str) -> tuple[str, ...]:
    return read_rule(formula, VOCABULARY).fields


def values_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as formulas take them: money in ten-thousandths, quantities in thousandths, a date as 2026-11-30. A text
    or a date that is not filled in is empty; a number that is not is not there, and no formula of it holds."""
    values = {name: _value(FIELDS[name].kind, value) for name, value in row.items()}
    return {name: value for name, value in values.items() if value is not None}


def _value(kind: FieldKind, value: Any) -> Any:
    if value is None:
        return "" if _GIVES[kind] is Gives.TEXT else None
    if kind is FieldKind.MONEY:
        return int(value.scaleb(4))
    if kind is FieldKind.QUANTITY:
        return int(value.scaleb(3))
    return value.isoformat() if kind is FieldKind.DATE else value
