"""What orders tell of orders with a card, and what the ledger makes of it.

Facts and states may come in any order and any number of times: each is kept by its id, and the ledger is brought to
what all of them together say. So a replay changes nothing, and a payment that is cancelled takes its accrual back.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.chassis.statements import insert_ignoring
from services.chassis.tx import Tx
from services.pricing.bonus_ledger import Ledger, Source, ledger_of
from services.pricing.bonuses import card_order
from services.pricing.contracts import BONUSES_WITHHELD, BonusMoment, BonusRule
from services.pricing.models import CardOrder, CardReturn, CardShipment
from services.pricing.rules import bonuses as rules

BASE_CURRENCY = "UAH"
"""A bonus is a hryvnia: shipments in other money earn none."""


def hear_order(tx: Tx, told: Any, on: date) -> None:
    """The order's money and bonuses as they stand."""
    ledger = ledger_of(tx, told.card_id)
    if ledger is None:
        return
    order = _order(tx, told.id, told.card_id, told.partner_id)
    order.stands, order.paid, order.paid_on = told.bonuses, told.paid, told.paid_on
    _settle(ledger, order, on, told.paid_on)


def hear_let_go(tx: Tx, told: Any, on: date) -> None:
    """The order was not made after all: what was spent for it comes back, and nothing is spent for it any more."""
    ledger = ledger_of(tx, told.card_id)
    if ledger is None:
        return
    order = _order(tx, told.id, told.card_id, told.partner_id)
    order.stands, order.dropped = rules.NOTHING, True
    _settle(ledger, order, on)


def hear_shipment(tx: Tx, told: Any) -> None:
    ledger = ledger_of(tx, told.card_id)
    if ledger is None:
        return
    order = _order(tx, told.order_id, told.card_id, told.partner_id)
    rule = ledger.rule if told.currency == BASE_CURRENCY else None
    row = {"id": told.id, "order_id": told.order_id, "shipped_on": told.shipped_on, "payable": told.total}
    row |= {"rule": rule and rule.model_dump(mode="json"), "accrued": rules.NOTHING, "withheld": rules.NOTHING}
    tx.session.execute(insert_ignoring(tx.session, CardShipment.__table__), row)
    _settle(ledger, order, told.shipped_on, order.paid_on)


def hear_return(tx: Tx, told: Any) -> None:
    ledger = ledger_of(tx, told.card_id)
    if ledger is None:
        return
    order = _order(tx, told.order_id, told.card_id, told.partner_id)
    row = {"id": told.id, "order_id": told.order_id, "shipment_id": told.shipment_id}
    row |= {"payable": told.total, "bonuses": told.bonuses}
    tx.session.execute(insert_ignoring(tx.session, CardReturn.__table__), row)
    _settle(ledger, order, told.returned_on, told.returned_on)


def _order(tx: Tx, order_id: UUID, card_id: UUID, partner_id: UUID) -> CardOrder:
    """The order's row, made where nothing was told of it yet. The card is locked before: one of them at a time."""
    found = tx.locked(CardOrder, CardOrder.id == order_id)
    return found[0] if found else tx.add(card_order(order_id, card_id, partner_id))


def _settle(ledger: Ledger, order: CardOrder, on: date, earned_on: date | None = None) -> None:
    """Give back first: what comes back may be taken back for what was accrued. `earned_on`: the day from which what
    waited for money is earned, if it is now."""
    tx = ledger.tx
    shipments = list(tx.session.scalars(_of(CardShipment, order)))
    returns = list(tx.session.scalars(_of(CardReturn, order)))
    if order.stands is not None:
        wanted = max(order.stands - sum((one.bonuses for one in returns), rules.NOTHING), rules.NOTHING)
        if order.spent > wanted:
            ledger.give_back(order.spent - wanted, on, Source(order_id=order.id))
            order.spent = wanted
        elif order.spent < wanted:
            # this service was restored to a moment before the spending: the order has its bonuses all the same
            order.spent += ledger.spend(wanted - order.spent, on, Source(order_id=order.id))
    for shipment, due in zip(shipments, rules.due(_shipped(shipments, returns), order.paid), strict=True):
        _accrue(ledger, order, shipment, due, on, max(earned_on or on, shipment.shipped_on))
    withheld = sum((one.withheld for one in shipments), rules.NOTHING)
    returned = sum((one.payable for one in returns), rules.NOTHING)
    if (withheld, returned) != (order.withheld, order.returned):
        order.withheld, order.returned = withheld, returned
        tx.announce(BONUSES_WITHHELD, order)


def _of(table: Any, order: CardOrder) -> Any:
    """In the order they were made: ids grow with time."""
    return select(table).where(table.order_id == order.id).order_by(table.id)


def _shipped(shipments: Sequence[CardShipment], returns: Sequence[CardReturn]) -> list[rules.Shipped]:
    back: dict[UUID, Decimal] = {}
    for one in returns:
        back[one.shipment_id] = back.get(one.shipment_id, rules.NOTHING) + one.payable
    return [rules.Shipped(one.payable - back.get(one.id, rules.NOTHING), _rule(one)) for one in shipments]


def _rule(shipment: CardShipment) -> BonusRule | None:
    return BonusRule.model_validate(shipment.rule) if shipment.rule else None


def _accrue(ledger: Ledger, order: CardOrder, shipment: CardShipment, due: Decimal, on: date, paid_on: date) -> None:
    """Bring the ledger to what the shipment has earned. What was withheld before is not accrued anew."""
    source = Source(order.id, shipment.id)
    more = due - shipment.accrued
    if more < 0:
        shipment.withheld += -more - ledger.take_back(-more, on, source)
    elif more > 0:
        forgiven = min(more, shipment.withheld)
        shipment.withheld -= forgiven
        rule = _rule(shipment)
        assert rule is not None, "without a rule nothing is due"
        if more > forgiven:
            earned_on = shipment.shipped_on if rule.accrue is BonusMoment.AT_SHIPMENT else paid_on
            ledger.accrue(more - forgiven, earned_on, rules.life(rule, earned_on), source)
    shipment.accrued = due
