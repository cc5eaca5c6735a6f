"""What formulas name of an item, `item.brand`: a field is a line here, and formulas of prices and of segments know it
(T1, N3), as do the rules of segments. Its column has its name, or stands in `segment_fields.py`. Free attributes are
fields of formulas too, `item.attribute["Колір"]`, told from the rest by that spelling. Pure.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple, get_args

from services.chassis.criteria import FieldKind
from services.chassis.text import search_key
from services.pricing.contracts import Gives, ItemKind, SalesRating, VatRate


class ItemField(NamedTuple):
    """`places`: decimals of an amount in the rules of segments."""

    kind: FieldKind
    choices: tuple[str, ...] = ()
    places: int = 0


_TEXT, _YES_NO, _DATE = ItemField(FieldKind.TEXT), ItemField(FieldKind.YES_NO), ItemField(FieldKind.DATE)
_MONEY, _QUANTITY = ItemField(FieldKind.MONEY, places=2), ItemField(FieldKind.QUANTITY, places=3)
_MEASURE = ItemField(FieldKind.QUANTITY, places=6)
"""In formulas weight is whole milligrams, volume whole cubic centimetres."""


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
    "weight": _MEASURE,
    "volume": _MEASURE,
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

ATTRIBUTE, ATTRIBUTES = "attribute", "attributes"
"""What formulas call an item's own attributes, and the column with all of them."""

_GIVES: Mapping[FieldKind, Gives] = {
    FieldKind.TEXT: Gives.TEXT,
    FieldKind.CHOICE: Gives.TEXT,
    FieldKind.DATE: Gives.TEXT,
    FieldKind.MONEY: Gives.NUMBER,
    FieldKind.QUANTITY: Gives.NUMBER,
    FieldKind.YES_NO: Gives.TRUTH,
}
_WHOLE: Mapping[str, int] = {
    **{name: 4 for name, one in OF_SEGMENTS.items() if one.kind is FieldKind.MONEY},
    **{name: one.places for name, one in OF_SEGMENTS.items() if one.kind is FieldKind.QUANTITY},
}
"""Decimals of amounts, each of which is a whole number in formulas: money always ten-thousandths."""
_OF_NUMBERS = 4
"""Those of attributes have as many as money."""
_SAID = {str: Gives.TEXT, Decimal: Gives.NUMBER, bool: Gives.TRUTH}
_BEGINS = f"{ATTRIBUTE}["


def vocabulary(fields: Mapping[str, ItemField]) -> dict[str, Gives]:
    return {name: _GIVES[one.kind] for name, one in fields.items()}


def attribute_field(name: str) -> str:
    """The field that an attribute is: as it stands in formulas."""
    return f"{_BEGINS}{quoted(name)}]"


def quoted(text: str) -> str:
    """As a text stands in formulas, which know no way to say a quote inside its own kind of quotes."""
    quote = "'" if '"' in text else '"'
    return f"{quote}{text}{quote}"


def is_attribute(field: str) -> bool:
    return field.startswith(_BEGINS)


def _name(field: str) -> str:
    """Of the attribute that a field is."""
    return field[len(_BEGINS) + 1 : -2]


def key_of(field: str) -> str:
    """Of an attribute: the same however its name is spelled, «Колір» or «колір»."""
    return _key(_name(field))


def columns_named(fields: Iterable[str]) -> set[str]:
    """What of the card is read for them: all attributes are in one column."""
    return {ATTRIBUTES if is_attribute(field) else field for field in fields}


def in_formula(card: Mapping[str, Any], fields: Iterable[str]) -> dict[str, Any]:
    """As formulas take them: amounts as whole numbers, in the least unit there is, a date as 2026-11-30. A text or a
    date that is not filled in is empty; a number that is not, and an attribute that the item does not have, is not
    there."""
    fields = tuple(fields)
    taken = {field: _taken(field, card.get(field)) for field in fields if field in OF_SEGMENTS}
    found = {field: value for field, value in taken.items() if value is not None}
    if len(taken) < len(fields):
        said = _said_of(card, fields).items()
        found[ATTRIBUTE] = {_name(field): _whole(value, _OF_NUMBERS) for field, value in said if value is not None}
    return found


def _taken(field: str, value: Any) -> Any:
    kind = OF_SEGMENTS[field].kind
    if value is None:
        return "" if _GIVES[kind] is Gives.TEXT else None
    if field in _WHOLE:
        return _whole(value, _WHOLE[field])
    return value.isoformat() if kind is FieldKind.DATE else value


def _whole(value: Any, places: int) -> Any:
    return int(value.scaleb(places)) if isinstance(value, Decimal) else value


def _said_of(card: Mapping[str, Any], fields: Iterable[str]) -> dict[str, str | Decimal | bool | None]:
    """What the card says of the attributes among these fields; none: nothing."""
    rows = {_key(row["name"]): row for row in card.get(ATTRIBUTES, ())}
    return {field: _value(rows.get(key_of(field))) for field in fields if is_attribute(field)}


def _value(row: Mapping[str, Any] | None) -> str | Decimal | bool | None:
    if row is None:
        return None
    return Decimal(row["number"]) if "number" in row else row.get("text", row.get("yes"))


@lru_cache(maxsize=4096)
def _key(name: str) -> str:
    """By which a card knows two names for one."""
    return search_key(name)


def misfits(card: Mapping[str, Any], attributes: Mapping[str, Gives | None]) -> dict[str, tuple[Gives, Gives]]:
    """Attributes of which the item says something else than a formula takes them for: field → what it is, what it is
    taken for. `attributes`: as `Formula` has them."""
    if not attributes:
        return {}
    kinds = {field: _SAID.get(type(value)) for field, value in _said_of(card, attributes).items()}
    both = {field: (said, attributes[field]) for field, said in kinds.items()}
    return {field: (said, taken) for field, (said, taken) in both.items() if said and taken and said is not taken}


def as_told(card: Mapping[str, Any], fields: Iterable[str]) -> dict[str, Any]:
    """The same by their whole names as people read them: amounts as the card has them; attributes as they stand in a
    formula, texts in quotes, for no name tells their kind; none: it has none."""
    fields = tuple(fields)
    taken = in_formula(card, fields)
    told = {field: card.get(field) if is_amount(field) else taken[field] for field in fields if field in OF_SEGMENTS}
    if ATTRIBUTE in taken:
        told |= {field: _as_written(value) for field, value in _said_of(card, fields).items()}
    return {f"item.{field}": told[field] for field in fields}


def _as_written(value: str | Decimal | bool | None) -> str | None:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return None if value is None else str(value).lower() if isinstance(value, bool) else quoted(value)


def is_amount(field: str) -> bool:
    return field in _WHOLE
