"""What formulas name of an item, `item.brand`: a field is a line here, and formulas of prices and of segments know it
(T1, N3), as do the rules of segments. Its column has its name, or stands in `segment_fields.py`. Pure.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, get_args

from services.chassis.criteria import FieldKind
from services.pricing.contracts import Gives, ItemKind, SalesRating, VatRate


class ItemField(NamedTuple):
    """`places`: decimals of an amount in the rules of segments."""

    kind: FieldKind
    choices: tuple[str, ...] = ()
    places: int = 0


_TEXT, _YES_NO, _DATE = ItemField(FieldKind.TEXT), ItemField(FieldKind.YES_NO), ItemField(FieldKind.DATE)
_MONEY, _QUANTITY = ItemField(FieldKind.MONEY, places=2), ItemField(FieldKind.QUANTITY, places=3)


def _choice(choices: Iterable[str]) -> ItemField:
    return ItemField(FieldKind.CHOICE, tuple(str(one) for one in choices))


FIELDS: Mapping[str, ItemField] = {
    "sku": _TEXT,
    "name": _TEXT,
    "name_en": _TEXT,
    "brand": _TEXT,
    "kind": _choice(ItemKind),
    "unit": _TEXT,
    "vat_rate": _choice(get_args(VatRate)),
    "withdrawn": _YES_NO,
    "price_group": _TEXT,
    "product_category": _TEXT,
    "season": _TEXT,
    "seasonal_group": _TEXT,
    "uktzed_code": _TEXT,
    "dkpp_code": _TEXT,
    "turnover": _MONEY,
    "quantity_sold": _QUANTITY,
    "last_sale": _DATE,
    "stock": _QUANTITY,
    "abc": _choice("ABC"),
    "xyz": _choice("XYZ"),
    "rating": _choice(SalesRating),
}
OF_SEGMENTS: Mapping[str, ItemField] = {**FIELDS, "price": ItemField(FieldKind.MONEY, places=4)}
"""The price for sales too. Formulas of prices name it as a price, `price.RETAIL`, or they would not follow it."""

_GIVES: Mapping[FieldKind, Gives] = {
    FieldKind.TEXT: Gives.TEXT,
    FieldKind.CHOICE: Gives.TEXT,
    FieldKind.DATE: Gives.TEXT,
    FieldKind.MONEY: Gives.NUMBER,
    FieldKind.QUANTITY: Gives.NUMBER,
    FieldKind.YES_NO: Gives.TRUTH,
}
_WHOLE = {FieldKind.MONEY: 4, FieldKind.QUANTITY: 3}
"""Ten-thousandths, thousandths."""


def vocabulary(fields: Mapping[str, ItemField]) -> dict[str, Gives]:
    return {name: _GIVES[one.kind] for name, one in fields.items()}


def in_formula(card: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """As formulas take them: money in whole ten-thousandths, quantities in thousandths, a date as 2026-11-30. A text or
    a date that is not filled in is empty; a number that is not is not there."""
    taken = {name: _taken(OF_SEGMENTS[name].kind, card.get(name)) for name in names}
    return {name: value for name, value in taken.items() if value is not None}


def _taken(kind: FieldKind, value: Any) -> Any:
    if value is None:
        return "" if _GIVES[kind] is Gives.TEXT else None
    if kind in _WHOLE:
        return int(value.scaleb(_WHOLE[kind]))
    return value.isoformat() if kind is FieldKind.DATE else value


def as_told(card: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """The same by their whole names as people read them: amounts as the card has them; none: it has none."""
    names = tuple(names)
    taken = in_formula(card, names)
    return {f"item.{name}": card.get(name) if is_amount(name) else taken[name] for name in names}


def is_amount(name: str) -> bool:
    return OF_SEGMENTS[name].kind in _WHOLE
