"""What orders tell of each order under an offer: pricing counts from it how offers are fulfilled (O7)."""

from datetime import date
from uuid import UUID

from services.chassis.contracts import Message
from services.chassis.fields import CurrencyCode, MoneyAmount
from services.chassis.sums import MoneySum, QuantitySum
from services.orders.contracts.base import OrderStatus, api


class OrderDay(Message):
    """What of an order's money moved on a day. `sold`: shipped less returned, what the client owes for it; `paid`:
    what came less what went back or elsewhere. Either may be below zero."""

    on: date
    sold: MoneySum
    paid: MoneySum


class OrderOwed(Message):
    """From the day `since` on, so much more (less, below zero) is not paid of what is to be paid by `due_on`, its last
    day. What was overdue on a day, all of that day's documents counted, is the sum of those that began by then and
    whose last day was before it."""

    since: date
    due_on: date
    amount: MoneySum


class OrderPackaging(Message):
    """From the day `since` on, so much more packaging (less, below zero) is owed that is to be returned by `due_on`
    (null: whenever), with a `deposit` left for it, in the order's currency. Items are counted together, in units."""

    since: date
    due_on: date | None
    quantity: QuantitySum
    deposit: MoneySum


class OfferOrder(Message):
    """An order under an offer, in the order's `currency`. `payable`: what the client owes for all of it. `lines`:
    without those cancelled whole; `deviated_lines`: those whose price or discount departs from the offer's terms;
    `deviated`: the order departs from them in anything. `days` and `owed` are in the order of their days.

    `owed` is by the order's own money: where debts are kept by contract, what the contract's other orders have too
    much does not pay for this one. Advance and prepayment are owed of approved orders, from the order's day on, as the
    steps are now. Deposits for packaging are owed too. `packaging` counts as `owed` does, what is not returned. Of more
    than 300 rows the earliest are told together, on the last of their days."""

    id: UUID
    offer_id: UUID
    offer_version: int | None
    organization_id: UUID
    partner_id: UUID
    ordered_on: date
    status: OrderStatus
    currency: CurrencyCode
    payable: MoneyAmount
    lines: int
    deviated_lines: int
    deviated: bool
    days: tuple[OrderDay, ...]
    owed: tuple[OrderOwed, ...]
    packaging: tuple[OrderPackaging, ...] = ()
    version: int


OFFER_ORDER_CHANGED = api.state("offer_order_changed", OfferOrder, subject="order")
