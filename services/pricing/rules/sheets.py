"""What an edited workbook says of prices: which cells were edited, and which can't be taken (T8). Pure.

Source: capabilities, T8 and N4: what changed is shown first; a bad row is reported with its row number, column and
reason, and does not stop the good ones. Ours: edited is what differs from what the workbook was exported with,
whatever has become of the price since; of an item that stands in two rows neither counts; a price in an edited cell
is whole steps of its type's precision, as computed prices are.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from services.pricing.contracts import Way
from services.pricing.rules.cells import letters_of
from services.pricing.rules.deriving import HIGHEST_PRICE
from services.pricing.rules.graph import Kind

_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_NUMBER = re.compile(r"[-\u2212]?([0-9]{1,40}|[0-9]{1,3}( [0-9]{3}){1,12})([.,][0-9]{1,40})?")
_FINEST = Decimal("0.0001")


class Fault(Exception):
    """Why a cell can't be taken: a name in `contracts.SHEET_WRONG`, and what its sentence says."""

    def __init__(self, name: str, **values: str | Decimal):
        super().__init__(name)
        self.name, self.values = name, values


@dataclass(frozen=True)
class Wrong:
    """A faulty cell by its place, rows and columns from zero."""

    row: int
    column: int
    fault: Fault


@dataclass(frozen=True)
class Edit:
    """A price that was changed in its cell. `exported`: what stood there."""

    row: int
    column: int
    item: UUID
    kind: Kind
    exported: Decimal | None
    value: Decimal


@dataclass
class Found:
    edits: list[Edit] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)

    def fault(self, row: int, column: int, name: str, **values: str) -> None:
        self.wrong.append(Wrong(row, column, Fault(name, **values)))


@dataclass(frozen=True)
class Asked:
    """What a sheet is read against. `known`: headings that are no price types. `exported`: by item and type, what the
    sheet showed when it was made. `set_computed`: whether computed types may be set by hand."""

    known: int
    kinds: Mapping[str, Kind]
    items: Mapping[str, UUID]
    exported: Mapping[tuple[UUID, UUID], Decimal]
    set_computed: bool = False
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)


def code_of(heading: Any) -> str:
    """A heading's first word: under it the type's name and kind are written for people."""
    return next(iter(str(heading).split()), "")


def sku_of(cell: Any) -> str:
    """A SKU of digits alone may have become a number."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def read(rows: Sequence[Sequence[Any]], asked: Asked) -> Found:
    """`rows`: headings first, then an item each, its SKU in the first cell."""
    found = Found()
    columns = _columns(rows[0] if rows else (), asked, found)
    places: dict[UUID, list[int]] = {}
    for place, row in enumerate(rows[1:], 1):
        item = _item(place, row, asked, found)
        if item is not None:
            places.setdefault(item, []).append(place)
    for item, standing in places.items():
        for place in standing[1:]:
            found.fault(place, 0, "item_twice", first=str(standing[0] + 1))
        if len(standing) == 1:
            _take(standing[0], rows[standing[0]], item, columns, asked, found)
    found.wrong.sort(key=lambda one: (one.row, one.column))
    found.edits.sort(key=lambda one: (one.row, one.column))
    return found


def _columns(headings: Sequence[Any], asked: Asked, found: Found) -> dict[int, Kind]:
    columns: dict[int, Kind] = {}
    for place, heading in enumerate(headings):
        code = code_of(heading)
        if place < asked.known or not code:
            continue
        kind = asked.kinds.get(code)
        if kind is None:
            found.fault(0, place, "column_unknown")
        elif kind in columns.values():
            first = next(other for other, one in columns.items() if one == kind)
            found.fault(0, place, "column_twice", first=letters_of(first))
        else:
            columns[place] = kind
    return columns


def _item(place: int, row: Sequence[Any], asked: Asked, found: Found) -> UUID | None:
    sku = sku_of(row[0]) if row else ""
    if not sku:
        if any(cell != "" for cell in row):
            found.fault(place, 0, "item_missing")
        return None
    item = asked.items.get(sku)
    if item is None:
        found.fault(place, 0, "item_unknown")
    return item


def _take(place: int, row: Sequence[Any], item: UUID, columns: Mapping[int, Kind], asked: Asked, found: Found) -> None:
    for column, kind in columns.items():
        exported = asked.exported.get((item, kind.id))
        try:
            value = _edited(row[column], asked.errors.get((place, column)), kind, exported, asked)
        except Fault as fault:
            found.wrong.append(Wrong(place, column, fault))
        else:
            if value is not None:
                found.edits.append(Edit(place, column, item, kind, exported, value))


def _edited(cell: Any, error: str | None, kind: Kind, exported: Decimal | None, asked: Asked) -> Decimal | None:
    """None: as it was exported. Raises Fault."""
    computed = kind.way is not Way.MANUAL and not asked.set_computed
    try:
        value = None if cell == "" and error is None else _number(cell, error)
    except Fault:
        if computed:
            raise _read_only(exported) from None
        raise
    if value == exported:
        return None
    if computed:
        raise _read_only(exported)
    if value is None:
        raise Fault("emptied")
    return _price(value, kind)


def _read_only(exported: Decimal | None) -> Fault:
    return Fault("read_only", exported="—" if exported is None else exported)


def _number(cell: Any, error: str | None) -> Decimal:
    if error is not None:
        raise Fault("formula_error")
    if not isinstance(cell, bool | int | float | str):  # dates, times and durations are all there is besides
        raise Fault("a_date")
    if isinstance(cell, bool):
        raise Fault("not_a_number")
    if not isinstance(cell, str):
        number = Decimal(format(cell, ".15g"))  # a double holds so many digits for certain, and no price has more
        if number.is_finite():
            return number
        raise Fault("not_a_number")
    text = _SPACES.sub(" ", cell).strip()
    if not _NUMBER.fullmatch(text):
        raise Fault("not_a_number")
    return Decimal(text.replace(" ", "").replace(",", ".").replace("\u2212", "-"))


def _price(value: Decimal, kind: Kind) -> Decimal:
    """As prices are kept, with 4 decimals."""
    if value < 0:
        raise Fault("negative")
    if value > HIGHEST_PRICE:
        raise Fault("too_large", most=HIGHEST_PRICE)
    step = max(kind.precision, _FINEST)
    if value % step:
        raise Fault("too_fine", step=step)
    return value.quantize(_FINEST)


def shown(number: str | Decimal, point: str) -> str:
    """In digits as people write them, two decimals at least where there are any."""
    if isinstance(number, str):
        return number
    whole, _, rest = format(number.normalize(), "f").partition(".")
    return f"{whole}{point}{rest.ljust(2, '0')}" if rest else whole
