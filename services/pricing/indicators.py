"""What items sell, computed for all at once: sums by SQL, classes in one pass over them, rows that changed written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, insert, select, update

from services.chassis.jobs import Job, start_job
from services.chassis.statements import take_turns
from services.chassis.tx import Reader, Tx, business_day
from services.pricing.contracts import BASE_CURRENCY, ItemKind, RecomputeIndicators
from services.pricing.indicator_rules import rules_of
from services.pricing.known_sales import in_base_currency
from services.pricing.models import IndicatorRules, Item, ItemIndicators, KnownReceipt, KnownSale
from services.pricing.rules import ranking

RECOMPUTE = "recompute_item_indicators"
TURN = "item_indicators"
"""Who computes and who fixes a rating take turns: neither overwrites what the other has just said."""
_ZERO = Decimal(0)
_SALE = KnownSale.__table__.c


def recompute_indicators(tx: Tx, _: RecomputeIndicators) -> Job:
    return start_job(tx, RECOMPUTE, {})


LISTED = select(
    *ItemIndicators.__table__.c, Item.sku, Item.name, Item.fixed_rating.is_not(None).label("rating_fixed")
).join(Item, Item.id == ItemIndicators.item_id)
COLUMNS = {"id": ItemIndicators.item_id, "name": Item.sort_key}


@dataclass
class _Sold:
    """Of one item. `monthly`: (month, quantity)."""

    turnover: Decimal = _ZERO
    quantity: Decimal = _ZERO
    monthly: list[tuple[str, Decimal]] = field(default_factory=list)
    last_sale: date | None = None
    ever: Decimal = _ZERO
    """Quantity since the first sale told."""


_NOTHING = _Sold()


def recompute(tx: Tx) -> int:
    """All items as of today; how many there are."""
    take_turns(tx.session, [TURN])
    rules = rules_of(tx)
    items = list(tx.rows(_ITEMS))
    rows = {row["item_id"]: row for row in _ranked(tx, rules, items)}
    _write(tx, rows)
    return len(rows)


_ITEMS = select(Item.id, Item.sku, Item.kind, Item.created_at, Item.fixed_rating)


def _ranked(tx: Tx, rules: IndicatorRules, items: list[Any]) -> Iterator[dict[str, Any]]:
    window = ranking.Window(tx.today, rules.window_days)
    months = window.months
    sold = _sold(tx, window)
    received = {row.item_id: row.quantity for row in tx.rows(_RECEIVED)}
    sellers = {one.id: ranking.Seller(one.sku, sold.get(one.id, _NOTHING).turnover) for one in items}
    classes = ranking.abc(sellers, a=rules.abc_a, b=rules.abc_b)
    hits = ranking.hits(sellers, rules.hit_percent)
    for one in items:
        of = sold.get(one.id, _NOTHING)
        told = ranking.Sold(of.last_sale, business_day(one.created_at), one.id in hits)
        bounds = {"slow_after": rules.slow_after_months, "dead_after": rules.dead_after_months}
        by_sales = ranking.rating(told, window.last, **bounds)
        yield {
            "item_id": one.id,
            "turnover": of.turnover,
            "quantity_sold": of.quantity,
            "last_sale": of.last_sale,
            "abc": classes[one.id],
            "xyz": ranking.xyz(ranking.by_month(of.monthly, months), x=rules.xyz_x, y=rules.xyz_y),
            "stock": _stock(one.kind, received.get(one.id), of.ever),
            "rating": one.fixed_rating or by_sales,
            "rating_by_sales": by_sales,
        }


def _stock(kind: str, received: Decimal | None, sold: Decimal) -> Decimal | None:
    """What came in and was not sold. None where more was sold than is known to have come in: receipts made before this
    service heard of them are told by a replay."""
    if kind == ItemKind.SERVICE or received is None or received < sold:
        return None
    return received - sold


def _sold(reader: Reader, window: ranking.Window) -> dict[UUID, _Sold]:
    """By item. Three statements, however many items and sales there are."""
    found: dict[UUID, _Sold] = {}
    for row in reader.rows(_BY_ITEM):
        found[row.item_id] = _Sold(last_sale=row.last_sale, ever=row.quantity)
    # what is told between two of them may be the first sale of its item
    for row in reader.rows(_by_month(window)):
        of = found.setdefault(row.item_id, _Sold())
        of.quantity += row.in_window or _ZERO
        of.turnover += row.turnover or _ZERO
        of.monthly.append((row.period, row.quantity))
    for row, turnover in in_base_currency(reader, _other_money(window), window.first):
        found.setdefault(row.item_id, _Sold()).turnover += turnover
    return found


_RECEIVED = select(KnownReceipt.item_id, func.sum(KnownReceipt.quantity).label("quantity")).group_by(
    KnownReceipt.item_id
)
_BY_ITEM = select(
    _SALE.item_id,
    func.max(_SALE.sold_on).filter(_SALE.quantity > 0).label("last_sale"),
    func.sum(_SALE.quantity).label("quantity"),
).group_by(_SALE.item_id)


def _by_month(window: ranking.Window) -> Select[Any]:
    """From the first whole month or the first day of the window, whichever is earlier."""
    inside = _SALE.sold_on >= window.first
    first = min([f"{window.first:%Y-%m}", *window.months])
    return (
        select(
            _SALE.item_id,
            _SALE.period,
            func.sum(_SALE.quantity).label("quantity"),
            func.sum(_SALE.quantity).filter(inside).label("in_window"),
            func.sum(_SALE.revenue).filter(inside, _SALE.currency == BASE_CURRENCY).label("turnover"),
        )
        .where(_SALE.sold_on >= date.fromisoformat(f"{first}-01"), _SALE.sold_on <= window.last)
        .group_by(_SALE.item_id, _SALE.period)
    )


def _other_money(window: ranking.Window) -> Select[Any]:
    inside = (_SALE.sold_on >= window.first, _SALE.sold_on <= window.last)
    return select(_SALE.item_id).where(*inside, _SALE.currency != BASE_CURRENCY)


def _write(tx: Tx, rows: Mapping[UUID, dict[str, Any]]) -> None:
    """Most items sell today as they did yesterday: only what changed is written row by row, the time in one statement
    over all."""
    known = {row.item_id: row._mapping for row in tx.rows(select(*ItemIndicators.__table__.c))}
    new = [{**row, "computed_at": tx.now} for item, row in rows.items() if item not in known]
    if new:
        tx.session.execute(insert(ItemIndicators), new)
    changed = [row for item, row in rows.items() if item in known and _differs(row, known[item])]
    if changed:
        tx.session.execute(update(ItemIndicators), changed)
    tx.session.execute(update(ItemIndicators).values(computed_at=tx.now))


def _differs(row: Mapping[str, Any], known: Mapping[str, Any]) -> bool:
    return any(known[name] != value for name, value in row.items())
