"""Prices of some items in some types from the eve of a date on: read in one go, changed, compared with what was.

A package of an item is priced for itself: here it stands among the items, under its own id.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, or_, select

from services.chassis.ids import uuid7
from services.chassis.tx import Reader
from services.pricing.contracts import Origin
from services.pricing.knowledge import Written, before, known
from services.pricing.models import Item, ItemPackage, ItemPrice, PurchasePrice
from services.pricing.rules.deriving import Goods
from services.pricing.rules.following import Row, Series
from services.pricing.rules.graph import COST, PURCHASE, RECEIVED
from services.pricing.rules.item_fields import columns_named
from services.pricing.rules.lines import rate_of
from services.pricing.segment_fields import SOURCE, column_of

_PRICE, _PURCHASE, _ITEM = (one.__table__ for one in (ItemPrice, PurchasePrice, Item))
_EARLIER, _PACKAGE = _PURCHASE.alias("earlier"), ItemPackage.__table__


class Book:
    """`prices`: item → type → its series; what receipts tell stands among the types. `fields`: of items, that formulas
    name: no others are read."""

    def __init__(
        self, reader: Reader, items: Sequence[UUID], types: Collection[UUID], start: date, fields: Collection[str] = ()
    ):
        self.goods, self._item_of = _goods(reader, items, fields)
        self.prices: dict[UUID, dict[UUID, Series]] = {item: {one: {} for one in types} for item in items}
        self._kept: dict[tuple[UUID, UUID], dict[date, Any]] = {}
        self._ends: list[tuple[Series, date]] = []
        for row in reader.session.execute(_prices(items, types, start)):
            self._kept.setdefault((row.priced_id, row.price_type_id), {})[row.valid_from] = row
            self._put(row)
        self._put_ends()
        self._received = [] if RECEIVED.isdisjoint(types) else list(reader.session.execute(_purchases(items, start)))
        for row in self._received:
            self._put_received(row)

    def go_back(self, reader: Reader, moment: datetime) -> None:
        """Prices as they were known just before a moment; what is kept stays what they are compared with."""
        items = list(self.prices)
        for of in self.prices.values():
            of.update({one: {} for one in of if one not in RECEIVED})
        for row in known(reader, before(moment), items):
            self._put(row)
        self._put_ends()

    def _put(self, row: Any) -> None:
        series = self.prices[row.priced_id][row.price_type_id]
        series[row.valid_from] = _as_read(row)
        if row.valid_to is not None:
            self._ends.append((series, row.valid_to))

    def _put_ends(self) -> None:
        """Where no row follows one that ends."""
        for series, end in self._ends:
            series.setdefault(end, None)
        self._ends.clear()

    def forget_receipts_after(self, moment: datetime) -> None:
        """What goods were bought for and cost, as far as receipts had told by then."""
        for of in self.prices.values():
            of.update({one: {} for one in RECEIVED & of.keys()})
        for row in self._received:
            if row.known_from is None or row.known_from <= moment:
                self._put_received(row)

    def _put_received(self, row: Any) -> None:
        of = self.prices[row.item_id]
        for kind, value in ((PURCHASE, row.value), (COST, row.cost)):
            if kind in of and value:
                of[kind][row.received_on] = Row(value, Origin.MANUAL)

    def sign(self, setting_id: UUID) -> None:
        """Rows made since are of this setting."""
        for of in self.prices.values():
            for series in of.values():
                made = {first: row for first, row in series.items() if row and not row.setting}
                series.update({first: replace(row, setting=setting_id) for first, row in made.items()})

    def note_differences(self, written: Written) -> None:
        """Each row ends where the next one of its type begins."""
        for item, of in self.prices.items():
            for type_id, series in of.items():
                if type_id not in RECEIVED:
                    self._note(written, (item, type_id), series)

    def _note(self, written: Written, pair: tuple[UUID, UUID], series: Series) -> None:
        kept = self._kept.get(pair, {})
        written.gone += [row.id for first, row in kept.items() if series.get(first) is None]
        days = sorted(series)
        for first, end in zip(days, [*days[1:], None], strict=False):
            row, was = series[first], kept.get(first)
            if row is None:  # where the one before it ends
                continue
            if was is None:
                written.fresh.append(self._as_kept(uuid7(), pair, first, end, row))
            elif row != _as_read(was):
                written.gone.append(was.id)
                written.fresh.append(self._as_kept(was.id, pair, first, end, row))
            elif was.valid_to != end:
                written.ended.setdefault(end, []).append(was.id)

    def _as_kept(
        self, row_id: UUID, pair: tuple[UUID, UUID], first: date, end: date | None, row: Row
    ) -> dict[str, Any]:
        priced, type_id = pair
        item = self._item_of[priced]
        return {
            "id": row_id,
            "item_id": item,
            "package_id": None if item == priced else priced,
            "price_type_id": type_id,
            "value": row.value,
            "valid_from": first,
            "valid_to": end,
            "setting_id": row.setting,
            "origin": row.origin.value,
            "basis": row.basis,
            "held": row.held,
        }


def _as_read(row: Any) -> Row:
    return Row(row.value, Origin(row.origin), row.setting_id, row.basis, row.held)


def _goods(
    reader: Reader, items: Sequence[UUID], fields: Collection[str]
) -> tuple[dict[UUID, Goods], dict[UUID, UUID]]:
    """What calculation knows of each, and the item it is of. Packages are asked for where some id is no item's."""
    names = sorted(columns_named(fields))
    source = SOURCE if names else _ITEM
    card = [column_of(name).label(f"f_{name}") for name in names]
    columns = [_ITEM.c.id.label("item_id"), _ITEM.c.price_group_id, _ITEM.c.vat_rate, *card]
    rows = list(reader.session.execute(select(_ITEM.c.id, *columns).select_from(source).where(_ITEM.c.id.in_(items))))
    others = {*items}.difference(row.id for row in rows)
    if others:
        source = source.join(_PACKAGE, _PACKAGE.c.item_id == _ITEM.c.id)
        query = select(_PACKAGE.c.id, *columns).select_from(source).where(_PACKAGE.c.id.in_(others))
        rows += reader.session.execute(query)
    goods = {
        row.id: Goods(
            row.id,
            row.price_group_id,
            rate_of(row.vat_rate, vat_free=False),
            {name: getattr(row, f"f_{name}") for name in names},
        )
        for row in rows
    }
    return goods, {row.id: row.item_id for row in rows}


def _prices(items: Sequence[UUID], types: Collection[UUID], start: date) -> Select[Any]:
    holds = or_(_PRICE.c.valid_to.is_(None), _PRICE.c.valid_to >= start)
    return select(_PRICE).where(_PRICE.c.priced_id.in_(items), _PRICE.c.price_type_id.in_(types), holds)


def _purchases(items: Sequence[UUID], start: date) -> Select[Any]:
    """The latest by the date that tells a price and the latest that tells a cost, and all later ones; of one date the
    latest receipt comes last, and counts."""
    bought, cost = _begun(start, _EARLIER.c.value > 0), _begun(start, _EARLIER.c.cost.is_not(None))
    on = _PURCHASE.c.received_on
    later = or_(and_(bought.is_(None), cost.is_(None)), on >= bought, on >= cost)
    query = select(_PURCHASE).where(_PURCHASE.c.item_id.in_(items), later)
    return query.order_by(on, _PURCHASE.c.received_at, _PURCHASE.c.receipt_id)


def _begun(start: date, told: ColumnElement[bool]) -> ScalarSelect[Any]:
    query = select(func.max(_EARLIER.c.received_on)).where(_EARLIER.c.item_id == _PURCHASE.c.item_id, told)
    return query.where(_EARLIER.c.received_on <= start).scalar_subquery()
