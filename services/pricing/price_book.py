"""Prices of some items in some types from the eve of a date on: read in one go, changed, compared with what was."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select

from services.chassis.ids import uuid7
from services.chassis.tx import Reader
from services.pricing.contracts import Origin
from services.pricing.knowledge import Written, before, known
from services.pricing.models import Item, ItemPrice, PurchasePrice
from services.pricing.rules.following import Goods, Row, Series
from services.pricing.rules.graph import PURCHASE
from services.pricing.rules.lines import rate_of

_PRICE, _PURCHASE, _ITEM = ItemPrice.__table__, PurchasePrice.__table__, Item.__table__
_EARLIER = _PURCHASE.alias("earlier")


class Book:
    """`prices`: item → type → its series; the purchase price stands among the types."""

    def __init__(self, reader: Reader, items: Sequence[UUID], types: Collection[UUID], start: date):
        self.goods = _goods(reader, items)
        self.prices: dict[UUID, dict[UUID, Series]] = {item: {one: {} for one in types} for item in items}
        self._kept: dict[tuple[UUID, UUID], dict[date, Any]] = {}
        for row in reader.session.execute(_prices(items, types, start)):
            self._kept.setdefault((row.item_id, row.price_type_id), {})[row.valid_from] = row
            self.prices[row.item_id][row.price_type_id][row.valid_from] = _as_read(row)
        self._bought = list(reader.session.execute(_purchases(items, start))) if PURCHASE in types else []
        for row in self._bought:
            self.prices[row.item_id][PURCHASE][row.received_on] = Row(row.value, Origin.MANUAL)

    def go_back(self, reader: Reader, moment: datetime) -> None:
        """Prices as they were known just before a moment; what is kept stays what they are compared with."""
        items = list(self.prices)
        for of in self.prices.values():
            of.update({one: {} for one in of if one != PURCHASE})
        for row in known(reader, before(moment), items):
            self.prices[row.item_id][row.price_type_id][row.valid_from] = _as_read(row)

    def forget_purchases_after(self, moment: datetime) -> None:
        """What goods were bought for, as far as receipts had told by then."""
        for of in self.prices.values():
            of[PURCHASE] = {}
        for row in self._bought:
            if row.known_from is None or row.known_from <= moment:
                self.prices[row.item_id][PURCHASE][row.received_on] = Row(row.value, Origin.MANUAL)

    def sign(self, setting_id: UUID) -> None:
        """Rows made since are of this setting."""
        for of in self.prices.values():
            for series in of.values():
                made = {first: replace(row, setting=setting_id) for first, row in series.items() if not row.setting}
                series.update(made)

    def note_differences(self, written: Written) -> None:
        """Each row ends where the next one of its type begins."""
        for item, of in self.prices.items():
            for type_id, series in of.items():
                if type_id != PURCHASE:
                    self._note(written, (item, type_id), series)

    def _note(self, written: Written, pair: tuple[UUID, UUID], series: Series) -> None:
        kept = self._kept.get(pair, {})
        written.gone += [row.id for first, row in kept.items() if first not in series]
        days = sorted(series)
        for first, end in zip(days, [*days[1:], None], strict=False):
            row, was = series[first], kept.get(first)
            if was is None:
                written.fresh.append(_as_kept(uuid7(), pair, first, end, row))
            elif row != _as_read(was):
                written.gone.append(was.id)
                written.fresh.append(_as_kept(was.id, pair, first, end, row))
            elif was.valid_to != end:
                written.ended.setdefault(end, []).append(was.id)


def _as_read(row: Any) -> Row:
    return Row(row.value, Origin(row.origin), row.setting_id, row.basis, row.held)


def _as_kept(row_id: UUID, pair: tuple[UUID, UUID], first: date, end: date | None, row: Row) -> dict[str, Any]:
    return {
        "id": row_id,
        "item_id": pair[0],
        "price_type_id": pair[1],
        "value": row.value,
        "valid_from": first,
        "valid_to": end,
        "setting_id": row.setting,
        "origin": row.origin.value,
        "basis": row.basis,
        "held": row.held,
    }


def _goods(reader: Reader, items: Sequence[UUID]) -> dict[UUID, Goods]:
    query = select(_ITEM.c.id, _ITEM.c.price_group_id, _ITEM.c.vat_rate).where(_ITEM.c.id.in_(items))
    return {
        row.id: Goods(row.id, row.price_group_id, rate_of(row.vat_rate, vat_free=False))
        for row in reader.session.execute(query)
    }


def _prices(items: Sequence[UUID], types: Collection[UUID], start: date) -> Select[Any]:
    holds = or_(_PRICE.c.valid_to.is_(None), _PRICE.c.valid_to >= start)
    return select(_PRICE).where(_PRICE.c.item_id.in_(items), _PRICE.c.price_type_id.in_(types), holds)


def _purchases(items: Sequence[UUID], start: date) -> Select[Any]:
    """The latest by the date, and all later ones; of one date the latest receipt comes last, and counts."""
    begun = (
        select(func.max(_EARLIER.c.received_on))
        .where(_EARLIER.c.item_id == _PURCHASE.c.item_id, _EARLIER.c.received_on <= start)
        .scalar_subquery()
    )
    query = select(_PURCHASE).where(_PURCHASE.c.item_id.in_(items))
    later = or_(begun.is_(None), _PURCHASE.c.received_on >= begun)
    return query.where(later).order_by(_PURCHASE.c.received_on, _PURCHASE.c.received_at, _PURCHASE.c.receipt_id)
