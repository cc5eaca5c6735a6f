"""Use cases of money: payments and their cancelling, refunds, money moved by hand."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from services.chassis.access import are_one_client, remember_asked
from services.chassis.messages import Language
from services.chassis.references import at_fields
from services.chassis.tx import Tx
from services.orders import hryvnias
from services.orders.bonuses import demand_counted
from services.orders.contracts import (
    MONEY_REFUNDED,
    MORE_THAN_PAID,
    OFFSET_MISMATCH,
    OFFSET_OF_NOTHING,
    ORDER_TAKES_NO_MONEY,
    PAYMENT_CANCELLED,
    PAYMENT_IS_CANCELLED,
    PAYMENT_IS_SPENT,
    PAYMENT_MISMATCH,
    PAYMENT_RECEIVED,
    CancelPayment,
    GiveRefund,
    OffsetMoney,
    OrderStatus,
    ReceivePayment,
    SettlementKind,
)
from services.orders.models import Offset, Order, Payment, Refund, Settlement
from services.orders.progress import changed
from services.orders.settlements import Account, Part, coming, leaving, lock, move, on_account
from services.partners.contracts import TermsOfSale
from services.pricing.contracts import BASE_CURRENCY

_ZERO = Decimal(0)


def receive_payment(tx: Tx, command: ReceivePayment, terms: TermsOfSale, bank_rate: Decimal | None = None) -> Payment:
    """Money of an order, or of the client: then the oldest dues are paid, and the rest stays on account. `bank_rate`:
    the National Bank's of the payment's day, where the order is paid in hryvnias at it."""
    order = _named_order(tx, command)
    _demand_takes_money(order, "/order_id", tx.actor.language)
    remember_asked(tx.session, terms)
    money = hryvnias.counted(tx, command, order, bank_rate)
    account = _account(order, command, terms)
    parts = coming(tx, account, order, money.amount)
    payment = Payment(
        **account.__dict__,
        **money.__dict__,
        order_id=command.order_id,
        paid_on=command.paid_on or tx.today,
        purpose=command.purpose,
    )
    payment.number = tx.number("PAY", command.organization_id)
    tx.add(payment)
    _move(tx, account, parts, payment, SettlementKind.PAYMENT, payment.paid_on, sign=-1)
    tx.announce(PAYMENT_RECEIVED, payment)
    return payment


def cancel_payment(tx: Tx, command: CancelPayment) -> Payment:
    """A movement back of all that the payment brought, today. Orders it paid are not paid by it again."""
    payment = tx.get(Payment, command.id)
    if payment.cancelled_at is not None:
        raise PAYMENT_IS_CANCELLED()
    account = Account.of(payment)
    parts = _brought_by(tx, account, payment)
    payment.cancelled_at = tx.now
    payment.cancelled_on = max(tx.today, payment.paid_on)
    payment.cancel_reason = command.reason
    _move(tx, account, parts, payment, SettlementKind.PAYMENT, payment.cancelled_on, sign=1)
    tx.touch(payment)
    tx.announce(PAYMENT_CANCELLED, payment)
    return payment


def give_refund(tx: Tx, command: GiveRefund, terms: TermsOfSale, bank_rate: Decimal | None = None) -> Refund:
    """`bank_rate`: as of a payment, of the refund's day."""
    order = _named_order(tx, command)
    remember_asked(tx.session, terms)
    money = hryvnias.counted(tx, command, order, bank_rate)
    account = _account(order, command, terms)
    parts = _going(tx, account, order, money.amount)
    refund = Refund(
        **account.__dict__,
        **money.__dict__,
        order_id=command.order_id,
        refunded_on=command.refunded_on or tx.today,
        purpose=command.purpose,
    )
    refund.number = tx.number("RFD", command.organization_id)
    tx.add(refund)
    _move(tx, account, parts, refund, SettlementKind.REFUND, refund.refunded_on, sign=1)
    tx.announce(MONEY_REFUNDED, refund)
    return refund


def offset_money(tx: Tx, command: OffsetMoney) -> Offset:
    source, target = _ends(tx, command)
    order = source or target
    assert order is not None
    _demand_takes_money(target, "/to_order_id", tx.actor.language)
    # two accounts where the orders are of cards that were merged: each order's money stays with its own
    account, other = Account.of(order), Account.of(target or order)
    going = _going(tx, account, source, command.amount)
    # to the account, and not through it to whatever is due: the order it came from would take it back
    arriving = coming(tx, other, target, command.amount) if target else [Part(None, account.object, command.amount)]
    offset = Offset(
        **account.__dict__,
        from_order_id=command.from_order_id,
        to_order_id=command.to_order_id,
        offset_on=command.offset_on or tx.today,
        amount=command.amount,
        comment=command.comment,
    )
    offset.number = tx.number("OFS", order.organization_id)
    tx.add(offset)
    _move(tx, account, going, offset, SettlementKind.OFFSET, offset.offset_on, sign=1)
    _move(tx, other, arriving, offset, SettlementKind.OFFSET, offset.offset_on, sign=-1)
    return offset


def _move(tx: Tx, account: Account, parts: list[Part], document: Any, kind: SettlementKind, on: Any, sign: int) -> None:
    move(tx, account, parts, document, kind, on, sign)
    for order in {part.order.id: part.order for part in parts if part.order is not None}.values():
        changed(tx, order)


def _going(tx: Tx, account: Account, order: Order | None, amount: Decimal) -> list[Part]:
    """Money that leaves an order or the account: no more than is there, less what is withheld for bonuses."""
    if order is None:
        lock(tx, account)
    else:
        demand_counted(tx, order)
    available = on_account(tx, account) if order is None else order.paid - order.withheld
    if amount > available:
        raise MORE_THAN_PAID(available=_said(available, account), wanted=_said(amount, account))
    return leaving(tx, order, amount) if order is not None else [Part(None, account.object, amount)]


def _brought_by(tx: Tx, account: Account, payment: Payment) -> list[Part]:
    """What a payment brought to each order and to the account, as it lies there now; refused if it no longer does."""
    if payment.order_id is None:
        lock(tx, account)
    of_payment = (Settlement.document_id == payment.id, Settlement.kind == SettlementKind.PAYMENT)
    query = select(Settlement.order_id, func.sum(Settlement.amount)).where(*of_payment).group_by(Settlement.order_id)
    brought = {order_id: -owed for order_id, owed in tx.rows(query)}
    orders = tx.locked(Order, Order.id.in_([order_id for order_id in brought if order_id is not None]))
    there = {order.id: order.paid for order in orders} | {None: on_account(tx, account) if None in brought else _ZERO}
    spent = sum((max(amount - there[order_id], _ZERO) for order_id, amount in brought.items()), _ZERO)
    if spent:
        raise PAYMENT_IS_SPENT(amount=_said(spent, account))
    parts = [part for order in orders for part in leaving(tx, order, brought[order.id])]
    return [*parts, Part(None, account.object, brought[None])] if None in brought else parts


def _ends(tx: Tx, command: OffsetMoney) -> tuple[Order | None, Order | None]:
    """The orders between which money is moved, locked in the order of their ids."""
    named = [command.from_order_id, command.to_order_id]
    if command.from_order_id == command.to_order_id:
        raise at_fields(OFFSET_OF_NOTHING, ["/from_order_id", "/to_order_id"], tx.actor.language)
    if None in named:
        # the account's lock comes before the orders': read first, without one
        order_id = command.from_order_id or command.to_order_id
        parties = tx.find(Order, Order.id == order_id, tx.visible(Order))
        if parties is not None:
            lock(tx, Account.of(parties))
    found = {order_id: tx.get(Order, order_id) for order_id in sorted(one for one in named if one is not None)}
    if len(found) > 1 and not _share_account(tx, *found.values()):
        raise at_fields(OFFSET_MISMATCH, ["/from_order_id", "/to_order_id"], tx.actor.language)
    return (found.get(named[0]) if named[0] else None), (found.get(named[1]) if named[1] else None)


def _named_order(tx: Tx, command: ReceivePayment | GiveRefund) -> Order | None:
    if command.order_id is None:
        return None
    order = tx.get(Order, command.order_id)
    _demand_same_parties(tx, order, command)
    return order


def _demand_takes_money(order: Order | None, pointer: str, language: Language) -> None:
    """Money that came for a cancelled order is the client's: on account, or of another order."""
    if order is not None and order.status == OrderStatus.CANCELLED:
        raise at_fields(ORDER_TAKES_NO_MONEY, [pointer], language)


def _account(order: Order | None, command: ReceivePayment | GiveRefund, terms: TermsOfSale) -> Account:
    """The order's own, also where its card was merged and the heir is named."""
    if order is not None:
        return Account.of(order)
    return Account(command.organization_id, command.partner_id, terms.legal_entity_id, command.currency)


def _share_account(tx: Tx, order: Order, other: Order) -> bool:
    """Whether money may be moved between them: one account, or two that are one because cards were merged."""
    mine, theirs = Account.of(order), Account.of(other)
    same = replace(theirs, partner_id=mine.partner_id) == mine
    return same and are_one_client(tx.session, mine.partner_id, theirs.partner_id)


def _demand_same_parties(tx: Tx, order: Order, command: ReceivePayment | GiveRefund) -> None:
    same = (
        are_one_client(tx.session, order.partner_id, command.partner_id)
        and order.organization_id == command.organization_id
        and command.currency in (order.currency, BASE_CURRENCY if hryvnias.paid_in_hryvnias(order) else None)
        and command.legal_entity_id in (None, order.legal_entity_id)
    )
    if not same:
        raise at_fields(PAYMENT_MISMATCH, ["/order_id"], tx.actor.language)


def _said(amount: Decimal, account: Account) -> str:
    return f"{max(amount, _ZERO):.2f} {account.currency}"
