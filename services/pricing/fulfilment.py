"""How offers are fulfilled (O7): read-only SQL over what orders told, only the actor's clients."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, func, literal, select, type_coerce, union_all

from services.chassis.access import same_client
from services.chassis.columns import Money
from services.chassis.money import half_up
from services.chassis.references import demand_period
from services.chassis.tx import Reader
from services.pricing.contracts import FulfilmentAsked, FulfilmentReport, FulfilmentRow
from services.pricing.models import Offer, OfferedDay, OfferedDue, OfferedOrder

_COUNTS = ("orders", "deviated_orders", "lines", "deviated_lines")
_SUMS = ("ordered", "sold", "paid", "overdue")
_OF_OFFER = ("number", "name", "kind", "organization_id", "partner_id")


def report_offer_fulfilment(reader: Reader, asked: FulfilmentAsked) -> FulfilmentReport:
    """One statement whatever there is to count."""
    demand_period(reader, asked.date_from, asked.date_to)
    on = asked.on or reader.today
    rows = tuple(_row(row) for row in reader.rows(_query(reader, asked, on)))
    return FulfilmentReport(date_from=asked.date_from, date_to=asked.date_to, on=on, rows=rows)


def _query(reader: Reader, asked: FulfilmentAsked, on: date) -> Select[Any]:
    told = union_all(*_parts(reader, asked, on)).subquery()
    counts = [func.sum(told.c[name]).label(name) for name in _COUNTS]
    sums = [type_coerce(func.sum(told.c[name]), Money()).label(name) for name in _SUMS]
    offer = [getattr(Offer, name) for name in _OF_OFFER]
    return (
        select(told.c.offer_id, *offer, told.c.currency, *counts, *sums)
        .join(Offer, Offer.id == told.c.offer_id)
        .group_by(told.c.offer_id, *offer, told.c.currency)
        .order_by(Offer.number.desc(), Offer.organization_id, told.c.currency)
        .limit(asked.limit)
    )


def _parts(reader: Reader, asked: FulfilmentAsked, on: date) -> list[Any]:
    """Of orders, of days and of dues, each by offer and currency; what a part does not count is nothing in it."""
    order, day, due = OfferedOrder, OfferedDay, OfferedDue
    chosen = [reader.visible(order), *_chosen(asked)]
    made = {
        "orders": func.count(),
        "deviated_orders": func.count().filter(order.deviated),
        "lines": func.sum(order.lines),
        "deviated_lines": func.sum(order.deviated_lines),
        "ordered": func.sum(order.payable),
    }
    moved = {"sold": func.sum(day.sold), "paid": func.sum(day.paid)}
    return [
        _part(made).where(*chosen, order.agreed, order.ordered_on.between(asked.date_from, asked.date_to)),
        _part(moved).join(day, day.order_id == order.id).where(*chosen, day.on.between(asked.date_from, asked.date_to)),
        _part({"overdue": func.sum(due.amount)})
        .join(due, due.order_id == order.id)
        .where(*chosen, due.due_on < on, due.since <= on),
    ]


def _part(counted: dict[str, Any]) -> Any:
    columns = [
        type_coerce(counted.get(name, literal(0)), Integer()).label(name)
        if name in _COUNTS
        else type_coerce(counted.get(name, literal(Decimal(0), Money())), Money()).label(name)
        for name in (*_COUNTS, *_SUMS)
    ]
    key = (OfferedOrder.offer_id, OfferedOrder.currency)
    return select(*key, *columns).select_from(OfferedOrder).group_by(*key)


def _chosen(asked: FulfilmentAsked) -> list[ColumnElement[bool]]:
    found = []
    if asked.offer_id is not None:
        found.append(OfferedOrder.offer_id == asked.offer_id)
    if asked.organization_id is not None:
        found.append(OfferedOrder.organization_id == asked.organization_id)
    if asked.partner_id is not None:
        found.append(same_client(OfferedOrder.partner_id, asked.partner_id))
    return found


def _row(row: Any) -> FulfilmentRow:
    share = half_up(Decimal(row.deviated_lines) * 100 / row.lines) if row.lines else None
    return FulfilmentRow(**row._mapping, deviated_percent=share)
