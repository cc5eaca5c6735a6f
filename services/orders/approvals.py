"""What an order departs from, who must allow it, and who did (R2)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from services.chassis.actor import Role
from services.chassis.contracts import ById
from services.chassis.tx import Tx
from services.orders import debts
from services.orders.contracts import (
    APPROVAL_OF_OTHERS,
    HEADS,
    DeviationKind,
    OrderStatus,
    SetApprovalRule,
)
from services.orders.models import ApprovalRule, Order
from services.orders.progress import changed, demand_status, state_of
from services.orders.rules import amounts, deviations
from services.orders.rules.deviations import Found
from services.orders.steps import holidays_of, stages_of
from services.pricing.contracts import TermsOfOffer

_COMMERCIAL, _FINANCIAL = Role.COMMERCIAL_APPROVER, Role.FINANCIAL_APPROVER
_APPROVERS = {
    DeviationKind.PRICE: _COMMERCIAL,
    DeviationKind.DISCOUNT: _COMMERCIAL,
    DeviationKind.MINIMUM_AMOUNT: _COMMERCIAL,
    DeviationKind.PAYMENT: _FINANCIAL,
    DeviationKind.CREDIT_LIMIT: _FINANCIAL,
    DeviationKind.OVERDUE_DEBT: _FINANCIAL,
    DeviationKind.DELIVERY: Role.LOGISTICS_APPROVER,
}


_OF_LINES = (DeviationKind.PRICE, DeviationKind.DISCOUNT)


def approve_order(tx: Tx, command: ById) -> Order:
    """Administrators and heads of sales approve all there is; others what is their role's."""
    order = tx.get(Order, command.id)
    demand_status(order, OrderStatus.ON_APPROVAL)
    awaited = [Role(role) for role in order.awaits] or [_COMMERCIAL]
    mine = [role for role in awaited if role in tx.actor.roles or tx.actor.roles & HEADS]
    if not mine:
        raise APPROVAL_OF_OTHERS(role=awaited[0])
    order.awaits = [role for role in awaited if role not in mine]
    signed = {"approved_by": str(tx.actor.user_id), "approved_at": tx.now.isoformat()}
    order.deviations = [
        {**one, **signed} if one["approver"] in mine and one["approved_by"] is None else one for one in order.deviations
    ]
    if not order.awaits:
        _let_pass(tx, order)
        order.approved_by = tx.actor.user_id
    changed(tx, order)
    return order


@dataclass(frozen=True)
class Agreed:
    """Who agreed the lines' prices and discounts before there was an order, and when: in its proposal."""

    by: UUID
    at: datetime


def judge_new(tx: Tx, order: Order, *, passes: bool, agreed: Agreed | None = None) -> None:
    """Say of a new order what must be approved. `passes`: without deviations that somebody has still to allow, it needs
    nobody. `agreed`: what its lines depart from the terms was allowed already."""
    _judge(tx, order)
    if agreed is not None:
        signed = {"approved_by": str(agreed.by), "approved_at": agreed.at.isoformat()}
        order.deviations = [{**one, **signed} if one["kind"] in _OF_LINES else one for one in order.deviations]
    _await(tx, order, passes=passes, new_rate=order.contract_rate is not None)


Owed = Mapping[DeviationKind, Decimal]
"""By how much the client owes more than the terms of an order bear, by kind."""


def owed_before(tx: Tx, order: Order) -> Owed:
    """To be asked before an approved order is changed: what other documents did to the client's debt since it was
    approved is not the change's doing."""
    if order.status != OrderStatus.TO_FULFIL:
        return {}
    return {one.kind: one.size for one in _worst(_of_client(tx, order))}


def judge_again(tx: Tx, order: Order, owed: Owed, *, passes: bool, new_rate: bool = False) -> None:
    """An order changed: what was approved stays so up to its size and its line's quantity; anything that the change
    adds sends it back to approval. `owed`: before the change. `new_rate`: of the contract; it departs from nothing, and
    yet it goes back."""
    approved = _approved(order)
    _judge(tx, order)
    if order.status == OrderStatus.TO_FULFIL:
        if not new_rate and not any(_is_added(one, owed) for one in order.deviations):
            # where the client owes more by now, what was allowed of it stays allowed
            order.deviations = [one if one["approved_by"] else approved.get(_key(one), one) for one in order.deviations]
            return
        order.status = OrderStatus.ON_APPROVAL
        order.approved_at = order.approved_by = None
    unseen = order.contract_rate is not None and _COMMERCIAL in order.awaits
    _await(tx, order, passes=passes, new_rate=new_rate or unseen)


def set_approval_rule(tx: Tx, command: SetApprovalRule) -> ApprovalRule:
    known = tx.locked(ApprovalRule, ApprovalRule.organization_id == command.organization_id)
    if not known:
        return tx.add(ApprovalRule(**command.__dict__))
    known[0].pass_without_deviations = command.pass_without_deviations
    return known[0]


def _await(tx: Tx, order: Order, *, passes: bool, new_rate: bool) -> None:
    """Those whose approval it needs. A rate is as good as a price: the commercial approver sees it, whatever passes by
    rule and whoever else is asked."""
    awaited = _awaited(order)
    if new_rate and _COMMERCIAL not in awaited:
        awaited = [_COMMERCIAL, *awaited]
    if not awaited and passes:
        _let_pass(tx, order)
    else:
        order.awaits = awaited or [_COMMERCIAL]


def _let_pass(tx: Tx, order: Order) -> None:
    order.status, order.awaits, order.approved_at = OrderStatus.TO_FULFIL, [], tx.now
    order.state = state_of(order)


def _is_added(deviation: dict[str, Any], owed: Owed) -> bool:
    """Nobody allowed it, and the order did not have it at this size before it was changed."""
    before = owed.get(deviation["kind"])
    return deviation["approved_by"] is None and (before is None or Decimal(deviation["size"]) > before)


def _approved(order: Order) -> dict[tuple[str, str | None], dict[str, Any]]:
    return {_key(one): one for one in order.deviations or () if one["approved_by"]}


def _key(deviation: dict[str, Any]) -> tuple[str, str | None]:
    return deviation["kind"], deviation["line_id"]


def _judge(tx: Tx, order: Order) -> None:
    known = _approved(order)
    quantities: dict[UUID | None, Decimal] = {line.id: line.quantity for line in order.lines}
    order.deviations = [
        _kept(found, quantities.get(found.line_id), known.get((found.kind, _text(found.line_id))))
        for found in _found(tx, order)
    ]


def _kept(found: Found, quantity: Decimal | None, approved: dict[str, Any] | None) -> dict[str, Any]:
    """`quantity`: of the line that departs. What was allowed for a few pieces was not allowed for more of them."""
    said = {name: _text(getattr(found, name)) for name in ("kind", "line_id", "limit", "actual", "beyond", "size")}
    said["quantity"] = _text(quantity)
    covered = approved is not None and Decimal(approved["size"]) >= found.size and _as_few(quantity, approved)
    signed = {name: approved[name] if approved and covered else None for name in ("approved_by", "approved_at")}
    return {**said, "approver": _APPROVERS[found.kind], **signed}


def _as_few(quantity: Decimal | None, approved: dict[str, Any]) -> bool:
    """Approvals given before quantities were kept with them are of the percent alone."""
    bound = approved.get("quantity")
    return quantity is None or bound is None or quantity <= Decimal(bound)


def _awaited(order: Order) -> list[Role]:
    open_kinds = {one["approver"] for one in order.deviations if one["approved_by"] is None}
    return [role for role in dict.fromkeys(_APPROVERS.values()) if role in open_kinds]


def _found(tx: Tx, order: Order) -> list[Found]:
    terms = TermsOfOffer.model_validate(order.terms) if order.terms else None
    found = list(_of_lines(order, terms.manual_limit if terms else None))
    if order.payment_stages:
        offered = terms.payment_stages if terms else ()
        found += _there(deviations.of_payment(stages_of(order), offered, order.ordered_on, holidays_of(order)))
    if terms is not None:
        wished = order.wished_to or order.wished_from
        found += _there(deviations.of_delivery(wished, order.ordered_on, terms.delivery_days))
        found += _there(deviations.of_minimum(order.payable, terms.minimum_amount))
    return _worst([*found, *_of_client(tx, order)])


def _of_client(tx: Tx, order: Order) -> list[Found]:
    """What departs because of all that the client owes."""
    terms = TermsOfOffer.model_validate(order.terms) if order.terms else None
    return [*_of_contract(tx, order), *(_of_debt(tx, order, terms) if terms else ())]


def _worst(found: Sequence[Found]) -> list[Found]:
    """Of two limits of one kind, the offer's and the contract's, the one that is exceeded by more."""
    kept: dict[tuple[DeviationKind, UUID | None], Found] = {}
    for one in found:
        known = kept.get((one.kind, one.line_id))
        if known is None or known.size < one.size:
            kept[one.kind, one.line_id] = one
    return list(kept.values())


def _of_lines(order: Order, limit: Decimal | None) -> Iterator[Found]:
    for line in order.lines:
        if line.needs_approval and line.cancelled == 0:
            is_discount = line.manual_discount is not None
            typed = deviations.Typed(line.id, line.price, line.discount, is_discount, line.rule_price)
            yield deviations.of_line(typed, limit)


def _of_contract(tx: Tx, order: Order) -> list[Found]:
    if order.contract_id is None or order.contract_limit is None:
        return []
    debt = debts.debt_under(tx, order.contract_id, order.currency) + _to_come(order)
    return _there(deviations.of_credit(debt, order.contract_limit))


def _to_come(order: Order) -> Decimal:
    """What will be owed for what is not shipped yet. Goods that came back stay shipped: they are not owed again."""
    shipped = sum((line.shipped_total for line in order.lines), Decimal(0))
    vat = sum((line.shipped_vat for line in order.lines), Decimal(0))
    return order.payable - amounts.payable(shipped, vat, prices_with_vat=order.prices_with_vat)


def _of_debt(tx: Tx, order: Order, terms: TermsOfOffer) -> Sequence[Found]:
    client = debts.Client(order.organization_id, order.partner_id, order.currency)
    found: list[Found] = []
    if terms.credit_limit is not None:
        debt = debts.debt_of(tx, client) + _to_come(order)
        found += _there(deviations.of_credit(debt, terms.credit_limit))
    return found + _there(breach_of(tx, client, terms, tx.today))


def breach_of(tx: Tx, client: debts.Client, terms: TermsOfOffer, today: date) -> Found | None:
    """The client's overdue debt, where it is more or older than the terms bear."""
    if terms.breach_days is None and terms.breach_amount is None:
        return None
    overdue = debts.overdue_of(tx, [client]).get(client, debts.Overdue(()))
    return breach_in(overdue, terms.breach_days, terms.breach_amount, today)


def breach_in(overdue: debts.Overdue, days: int | None, amount: Decimal | None, today: date) -> Found | None:
    too_long = Decimal(0) if days is None else overdue.on(today, longer_than=days)
    return deviations.of_overdue(overdue.on(today), amount, too_long)


def _there(found: Found | None) -> list[Found]:
    return [] if found is None else [found]


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
