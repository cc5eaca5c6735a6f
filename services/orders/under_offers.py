"""How an order fulfils its offer, from its lines and from the register: what pricing is told of it (O7)."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import func, select

from services.chassis.tx import Reader
from services.orders.contracts import (
    CHARGES,
    OfferOrder,
    OrderDay,
    OrderOwed,
    OrderPackaging,
    OrderStatus,
    SettlementKind,
)
from services.orders.models import (
    Order,
    PackagingReturn,
    PackagingReturnLine,
    Settlement,
    ShipmentDue,
    ShippedPackaging,
)
from services.orders.rules import schedule
from services.orders.rules.fulfilment import Credit, Part, changes, gathered, open_on
from services.orders.steps import holidays_of, stages_of, steps_of
from services.pricing.contracts import PaymentStage, StageKind

_ZERO = Decimal(0)
_GOODS = (SettlementKind.SHIPMENT, SettlementKind.RETURN)
_DEPOSITS = (SettlementKind.DEPOSIT, SettlementKind.GIVEN_BACK)
_AGREED = (OrderStatus.TO_FULFIL, OrderStatus.CLOSED)


def offer_order(reader: Reader, order: Order) -> OfferOrder:
    """Of the order's own rows alone: it changes only where the order does, and a replay tells the same."""
    standing = [line for line in order.lines if line.cancelled < line.quantity]
    departed = {one["line_id"] for one in order.deviations}
    moved = _moved(reader, order)
    told = {name: getattr(order, name) for name in OfferOrder.model_fields if hasattr(Order, name)}
    return OfferOrder.model_validate(
        {
            **told,
            "lines": len(standing),
            "deviated_lines": sum(str(line.id) in departed for line in standing),
            "deviated": bool(order.deviations),
            "days": _days(moved),
            "owed": _owed(reader, order, moved),
            "packaging": _packaging(reader, order),
        }
    )


def _moved(reader: Reader, order: Order) -> Sequence[Any]:
    """The order's movements in the register by object, day and kind."""
    if order.version == 1 and not (order.paid or order.shipped_amount):
        return ()  # just made, as many orders are: nothing can have moved and come back
    key = (Settlement.object_id, Settlement.moved_on, Settlement.kind)
    query = select(*key, func.sum(Settlement.amount).label("amount")).where(Settlement.order_id == order.id)
    return list(reader.rows(query.group_by(*key)))


def _days(moved: Sequence[Any]) -> list[OrderDay]:
    counted = (row for row in moved if row.kind not in _DEPOSITS)
    sums = ((row.moved_on, (row.amount, _ZERO) if row.kind in _GOODS else (_ZERO, -row.amount)) for row in counted)
    return [OrderDay(on=on, sold=sold, paid=paid) for on, (sold, paid) in gathered(sums)]


def _owed(reader: Reader, order: Order, moved: Sequence[Any]) -> list[OrderOwed]:
    has_shipped = any(line.shipped for line in order.lines)
    if order.status == OrderStatus.CANCELLED or not (has_shipped or order.status in _AGREED):
        return []
    parts = _parts(reader, order) if has_shipped else []
    paying = [_credit(row) for row in moved if row.kind not in CHARGES]
    terms = _Terms(steps_of(order), stages_of(order), holidays_of(order))
    days = {order.ordered_on, *(part.shipped_on for part in parts), *(row.moved_on for row in moved)}
    states = []
    for day in sorted(days):
        by_then = [row for row in moved if row.moved_on <= day]
        paid = sum((-row.amount for row in by_then if row.kind not in (*_GOODS, *_DEPOSITS)), _ZERO)
        deposits = sum((row.amount for row in by_then if row.kind in _DEPOSITS), _ZERO)
        owed = open_on(day, parts, paying)
        states.append((day, _owed_by(terms, paid, deposits, owed)))
    rows = gathered(changes(states))
    return [OrderOwed(since=since, due_on=due_on, amount=amount) for (since, due_on), (amount,) in rows if amount]


def _credit(row: Any) -> Credit:
    came_back = row.kind in (SettlementKind.RETURN, SettlementKind.GIVEN_BACK)
    deposit = row.kind == SettlementKind.GIVEN_BACK if came_back else None
    return Credit(row.object_id, row.moved_on, -row.amount, deposit)


def _packaging(reader: Reader, order: Order) -> list[OrderPackaging]:
    """What went with shipments, less what came back, more again where a return was cancelled."""
    if not order.has_packaging:
        return []
    went, back, line = ShippedPackaging, PackagingReturn, PackagingReturnLine
    returned = (
        select(back.returned_on, went.due_on, line.quantity, line.deposit, back.cancelled_on)
        .join(line, line.return_id == back.id)
        .join(went, went.id == line.packaging_id)
        .where(back.order_id == order.id)
    )
    shipped = select(went.shipped_on, went.due_on, went.quantity, went.deposit).where(went.order_id == order.id)
    moved = [((row.shipped_on, row.due_on or date.max), (row.quantity, row.deposit)) for row in reader.rows(shipped)]
    for row in reader.rows(returned):
        due_on = row.due_on or date.max
        moved.append(((row.returned_on, due_on), (-row.quantity, -row.deposit)))
        if row.cancelled_on is not None:
            moved.append(((row.cancelled_on, due_on), (row.quantity, row.deposit)))
    return [
        OrderPackaging(since=since, due_on=None if due_on == date.max else due_on, quantity=quantity, deposit=deposit)
        for (since, due_on), (quantity, deposit) in gathered(moved)
        if quantity or deposit
    ]


class _Terms(NamedTuple):
    steps: Sequence[schedule.Step]
    stages: Sequence[PaymentStage]
    holidays: Collection[date]


def _owed_by(terms: _Terms, paid: Decimal, deposits: Decimal, owed: Sequence[schedule.Owed]) -> dict[date, Decimal]:
    """What is not paid by last days: of steps that have a day, of shipments what no such step lacks already, and of
    deposits."""
    needed = sum((step.amount for step in terms.steps if step.kind is not StageKind.CREDIT), _ZERO)
    on_goods = schedule.spent_on_goods(paid, deposits, owed)
    of_steps = schedule.of_steps(paid, on_goods, needed)
    covered = schedule.covers([step.amount for step in terms.steps], of_steps)
    steps = zip(terms.steps, covered, strict=True)
    dues = [schedule.Due(step.due_on, step.amount - part) for step, part in steps if step.due_on is not None]
    if terms.steps:
        goods = [one for one in owed if not one.deposit]
        lent = of_steps - on_goods
        fallen, beside = schedule.fallen_due(terms.steps, covered, terms.stages, terms.holidays, goods, lent)
        dues += [due for dues_of_step in (*fallen, beside) for due in dues_of_step]
    dues += [schedule.Due(one.due_on, one.amount) for one in owed if one.deposit or not terms.steps]
    by_day: dict[date, Decimal] = {}
    for due in dues:
        by_day[due.due_on] = by_day.get(due.due_on, _ZERO) + due.amount
    return by_day


def _parts(reader: Reader, order: Order) -> list[Part]:
    """In the turn in which money pays them."""
    names = ("object_id", "shipped_on", "due_on", "prepaid", "amount", "deposit")
    turns = (ShipmentDue.prepaid.desc(), ShipmentDue.due_on, ShipmentDue.id)
    query = select(*[getattr(ShipmentDue, name) for name in names]).where(ShipmentDue.order_id == order.id)
    return [Part(*row) for row in reader.rows(query.order_by(*turns))]
