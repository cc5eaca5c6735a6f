"""How offers are fulfilled (O7): read-only SQL over what orders told, only the actor's clients."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, case, func, literal, or_, select, type_coerce, union_all

from services.chassis.access import same_client
from services.chassis.columns import Money, Quantity
from services.chassis.money import half_up
from services.chassis.references import demand_period
from services.chassis.tx import Reader
from services.pricing.contracts import FulfilmentAsked, FulfilmentReport, FulfilmentRow, PeriodStatus, PlannedPeriod
from services.pricing.models import Offer, OfferedDay, OfferedDue, OfferedOrder, OfferedPackaging, OfferPeriod
from services.pricing.regular import sold_in

_ZERO = Decimal(0)
_COUNTS = ("orders", "deviated_orders", "lines", "deviated_lines")
_SUMS = ("ordered", "sold", "paid", "overdue", "deposits")
_QUANTITIES = ("packaging", "packaging_overdue")
_TYPES = dict.fromkeys(_COUNTS, Integer()) | dict.fromkeys(_SUMS, Money()) | dict.fromkeys(_QUANTITIES, Quantity())
_OF_OFFER = ("number", "name", "kind", "organization_id", "partner_id")


def report_offer_fulfilment(reader: Reader, asked: FulfilmentAsked) -> FulfilmentReport:
    """One statement whatever there is to count, two more where offers are regular."""
    demand_period(reader, asked.date_from, asked.date_to)
    on = asked.on or reader.today
    found = list(reader.rows(_query(reader, asked, on)))
    periods = _periods(reader, asked, {row.offer_id for row in found})
    rows = tuple(_row(row, periods.get((row.offer_id, row.currency), ())) for row in found)
    return FulfilmentReport(date_from=asked.date_from, date_to=asked.date_to, on=on, rows=rows)


def _query(reader: Reader, asked: FulfilmentAsked, on: date) -> Select[Any]:
    told = union_all(*_parts(reader, asked, on)).subquery()
    sums = [type_coerce(func.sum(told.c[name]), kept).label(name) for name, kept in _TYPES.items()]
    offer = [getattr(Offer, name) for name in _OF_OFFER]
    return (
        select(told.c.offer_id, *offer, told.c.currency, *sums)
        .join(Offer, Offer.id == told.c.offer_id)
        .group_by(told.c.offer_id, *offer, told.c.currency)
        .order_by(Offer.number.desc(), Offer.organization_id, told.c.currency)
        .limit(asked.limit)
    )


def _parts(reader: Reader, asked: FulfilmentAsked, on: date) -> list[Any]:
    """Of orders, days, dues and plans, each by offer and currency; what a part does not count is nothing in it."""
    order, day, due, crates = OfferedOrder, OfferedDay, OfferedDue, OfferedPackaging
    chosen = [reader.visible(order), *_chosen(asked)]
    made = {
        "orders": func.count(),
        "deviated_orders": func.count().filter(order.deviated),
        "lines": func.sum(order.lines),
        "deviated_lines": func.sum(order.deviated_lines),
        "ordered": func.sum(order.payable),
    }
    moved = {"sold": func.sum(day.sold), "paid": func.sum(day.paid)}
    owed = {
        "packaging": func.sum(crates.quantity),
        "packaging_overdue": func.sum(case((crates.due_on < on, crates.quantity), else_=literal(_ZERO, Quantity()))),
        "deposits": func.sum(crates.deposit),
    }
    moves = or_(moved["sold"] != _ZERO, moved["paid"] != _ZERO)
    return [
        _part(made).where(*chosen, order.agreed, order.ordered_on.between(asked.date_from, asked.date_to)),
        _part(moved)
        .join(day, day.order_id == order.id)
        .where(*chosen, day.on.between(asked.date_from, asked.date_to))
        .having(moves),
        _part({"overdue": func.sum(due.amount)})
        .join(due, due.order_id == order.id)
        .where(*chosen, due.due_on < on, due.since <= on)
        .having(func.sum(due.amount) != _ZERO),
        _part(owed)
        .join(crates, crates.order_id == order.id)
        .where(*chosen, crates.since <= on)
        .having(owed["packaging"] != literal(_ZERO, Quantity())),
        _part({}, OfferPeriod).where(*_touched(reader, asked)),
    ]


def _part(counted: dict[str, Any], of: Any = OfferedOrder) -> Any:
    columns = [
        type_coerce(counted.get(name, literal(0 if name in _COUNTS else _ZERO, kept)), kept).label(name)
        for name, kept in _TYPES.items()
    ]
    key = (of.offer_id, of.currency)
    return select(*key, *columns).select_from(of).group_by(*key)


def _chosen(asked: FulfilmentAsked, of: Any = OfferedOrder) -> list[ColumnElement[bool]]:
    found = []
    if asked.offer_id is not None:
        found.append(of.offer_id == asked.offer_id)
    if asked.organization_id is not None:
        found.append(of.organization_id == asked.organization_id)
    if asked.partner_id is not None:
        found.append(same_client(of.partner_id, asked.partner_id))
    return found


def _row(row: Any, periods: Sequence[PlannedPeriod]) -> FulfilmentRow:
    share = half_up(Decimal(row.deviated_lines) * 100 / row.lines) if row.lines else None
    return FulfilmentRow(**row._mapping, deviated_percent=share, periods=tuple(periods))


def _touched(reader: Reader, asked: FulfilmentAsked) -> list[ColumnElement[bool]]:
    """Periods that touch the report's. Asked for a client, only those of its own offers."""
    in_time = (OfferPeriod.starts_on <= asked.date_to, OfferPeriod.due_on >= asked.date_from)
    stands = OfferPeriod.status != PeriodStatus.CANCELLED
    return [*in_time, stands, reader.visible(OfferPeriod), *_chosen(asked, OfferPeriod)]


def _periods(
    reader: Reader, asked: FulfilmentAsked, offers: Collection[UUID]
) -> dict[tuple[UUID, str], list[PlannedPeriod]]:
    query = select(OfferPeriod).where(*_touched(reader, asked), OfferPeriod.offer_id.in_(offers))
    periods = list(reader.session.scalars(query.order_by(OfferPeriod.starts_on)))
    sold = sold_in(reader, periods)
    found: dict[tuple[UUID, str], list[PlannedPeriod]] = {}
    for one in periods:
        made = sold.get(one.id, _ZERO)
        told = PlannedPeriod(
            starts_on=one.starts_on,
            ends_on=one.due_on,
            planned=one.amount,
            sold=made,
            percent=half_up(made * 100 / one.amount) if one.amount else Decimal(100),
        )
        found.setdefault((one.offer_id, one.currency), []).append(told)
    return found
