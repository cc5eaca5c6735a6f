"""A price setting is cancelled: the rows are left that the remaining settings would have made in the order in which
they were agreed (T7).

Prices go back to what was known just before it was agreed; what was agreed after it is made again on top, by the price
types as they were then. So whatever an earlier change of a type left alone stays alone.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.chassis.contracts import ById
from services.chassis.tx import Tx
from services.pricing.contracts import PRICES_CANCELLED, SETTING_CANCELLED, SETTING_TOO_OLD, SettingStatus
from services.pricing.knowledge import Written, moment, rules_of, write
from services.pricing.models import PriceSetting, PriceSettingEntry
from services.pricing.price_book import Book
from services.pricing.recalculation import CHUNK, Following, Wanted, locked_kinds
from services.pricing.rules.graph import RECEIVED
from services.pricing.rules.saying import Said

_SETTING: Any = PriceSetting.__table__
_ENTRY: Any = PriceSettingEntry.__table__


def cancel_price_setting(tx: Tx, command: ById) -> PriceSetting:
    kinds = locked_kinds(tx)
    setting = tx.get(PriceSetting, command.id)
    if setting.status == SettingStatus.CANCELLED:
        raise SETTING_CANCELLED()
    if setting.agreed_at is None and setting.status != SettingStatus.DRAFT:
        raise SETTING_TOO_OLD()
    setting.cancelled_at = moment(tx)
    setting.status = SettingStatus.CANCELLED
    if setting.agreed_at is not None:
        tx.session.flush()  # what is asked below sees it cancelled
        types = {*RECEIVED, *(kind.id for kind in kinds)}
        items = list(tx.session.scalars(select(_ENTRY.c.item_id).where(_ENTRY.c.setting_id == setting.id).distinct()))
        for place in range(0, len(items), CHUNK):
            written = _without(tx, items[place : place + CHUNK], types, setting.agreed_at)
            write(tx, written, setting.id, setting.cancelled_at)
        tx.announce(PRICES_CANCELLED, setting)
    return setting


def _without(tx: Tx, items: Sequence[UUID], types: set[UUID], agreed_at: datetime) -> Written:
    """What is to be written of some items; statements for each setting agreed since, none for each item."""
    settings = _settings_of(tx, items)
    since = _last_clean(agreed_at, settings)
    again = [one for one in settings if one.agreed_at >= since and one.status == SettingStatus.AGREED]
    said, rules = _said(tx, items, [one.id for one in again]), rules_of(tx, {one.rules_id for one in again})
    ways = [Following(tx, rules[one.rules_id], Wanted(one.effective_from, said[one.id])) for one in again]
    book = Book(tx, items, types, date.min, frozenset().union(*(way.fields for way in ways)))
    book.go_back(tx, since)
    for one, way in zip(again, ways, strict=True):
        book.forget_receipts_after(one.agreed_at)
        for item in said[one.id]:
            way.take(book, item)
        book.sign(one.id)
    written = Written()
    book.note_differences(written)
    return written


def _settings_of(tx: Tx, items: Sequence[UUID]) -> list[Any]:
    """In the order in which they were agreed."""
    theirs = select(_ENTRY.c.setting_id).where(_ENTRY.c.item_id.in_(items))
    names = ("id", "effective_from", "status", "agreed_at", "cancelled_at", "rules_id")
    query = select(*[_SETTING.c[name] for name in names]).where(_SETTING.c.id.in_(theirs))
    return list(tx.session.execute(query.order_by(_SETTING.c.agreed_at)))


def _last_clean(since: datetime, settings: Sequence[Any]) -> datetime:
    """Just before this moment, not later than `since`, nothing was known of any setting that is cancelled by now."""
    for one in reversed(settings):
        if one.status == SettingStatus.CANCELLED and one.agreed_at < since <= one.cancelled_at:
            since = one.agreed_at
    return since


def _said(tx: Tx, items: Sequence[UUID], settings: Sequence[UUID]) -> dict[UUID, dict[UUID, dict[UUID, Said]]]:
    """Setting → item → price type."""
    found: dict[UUID, dict[UUID, dict[UUID, Said]]] = {}
    query = select(_ENTRY).where(_ENTRY.c.item_id.in_(items), _ENTRY.c.setting_id.in_(settings))
    for row in tx.session.execute(query):
        found.setdefault(row.setting_id, {}).setdefault(row.item_id, {})[row.price_type_id] = Said(
            row.value, row.percent
        )
    return found
