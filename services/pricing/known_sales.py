"""What orders tell of goods that came in, were sold and came back: facts, the same however often and late they come."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func

from services.chassis.money import half_up
from services.chassis.statements import upsert
from services.chassis.tx import Reader, Tx
from services.orders.contracts import GoodsReturned, GoodsShipped, ReceiptView
from services.pricing.contracts import BASE_CURRENCY
from services.pricing.models import KnownReceipt, KnownSale
from services.pricing.rates import rates_from

_ZERO = Decimal(0)


def know_shipment(tx: Tx, shipment: GoodsShipped) -> None:
    _know(tx, shipment, shipment.shipped_on, sign=1)


def know_return(tx: Tx, returned: GoodsReturned) -> None:
    """A sale with minus signs on the day the goods came back."""
    _know(tx, returned, returned.returned_on, sign=-1)


def know_receipt(tx: Tx, receipt: ReceiptView) -> None:
    sums = _by_item(receipt.lines, ("quantity",))
    rows = [{"receipt_id": receipt.id, "item_id": item, **of} for item, of in sums.items()]
    if rows:
        upsert(tx.session, KnownReceipt.__table__, rows, ("receipt_id", "item_id"))


def _know(tx: Tx, told: GoodsShipped | GoodsReturned, on: date, *, sign: int) -> None:
    """Told before it carried its lines it is not known; a replay tells it whole."""
    common = {"document_id": told.id, "sold_on": on, "period": on.isoformat()[:7], "currency": told.currency}
    common |= {name: getattr(told, name) for name in ("organization_id", "partner_id", "manager_id")}
    rows = [
        {**common, "item_id": item, "quantity": of["quantity"] * sign, "revenue": of["revenue"] * sign}
        for item, of in _by_item(told.lines, ("quantity", "revenue")).items()
    ]
    if rows:
        upsert(tx.session, KnownSale.__table__, rows, ("document_id", "item_id"))


def _by_item(lines: Iterable[Any], names: tuple[str, ...]) -> dict[Any, dict[str, Decimal]]:
    """One item may stand on many lines."""
    sums: dict[Any, dict[str, Decimal]] = {}
    for line in lines:
        of = sums.setdefault(line.item_id, dict.fromkeys(names, _ZERO))
        for name in names:
            of[name] += getattr(line, name)
    return sums


def in_base_currency(reader: Reader, sales: Select[Any], first: date) -> Iterator[tuple[Any, Decimal]]:
    """Rows of sales for other money, none before `first`, each with what it was worth at its day's rate; where there is
    no rate it is left out. Added up by what the query selects, and by the day, before they are converted."""
    of = KnownSale.__table__.c
    kept = [*sales.selected_columns, of.sold_on, of.currency]
    summed = sales.add_columns(of.sold_on, of.currency, func.sum(of.revenue).label("revenue")).group_by(*kept)
    rows = list(reader.rows(summed))
    rates = rates_from(reader, {row.currency for row in rows}, first)
    for row in rows:
        worth = rates.converted(row.revenue, row.currency, BASE_CURRENCY, row.sold_on)
        if worth is not None:
            yield row, half_up(worth)
