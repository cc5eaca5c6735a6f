"""The payment steps of an order, computed from what it keeps; and what must be paid before it goes on (R6)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from services.orders.contracts import ADVANCE_UNPAID, PREPAYMENT_UNPAID, PaymentStep
from services.orders.models import Order
from services.orders.rules import amounts, schedule
from services.pricing.contracts import PaymentStage, StageKind

_ZERO = Decimal(0)


def stages_of(order: Order) -> list[PaymentStage]:
    return [PaymentStage.model_validate(stage) for stage in order.payment_stages]


def holidays_of(order: Order) -> set[date]:
    return {date.fromisoformat(day) for day in order.holidays}


def steps_of(order: Order) -> list[schedule.Step]:
    if not order.payment_stages:
        return []
    planned = schedule.steps(order.payable, order.ordered_on, stages_of(order), holidays_of(order))
    shrunk = [Decimal(amount) for amount in order.step_amounts]
    return schedule.at_amounts(planned, shrunk) if shrunk else planned


def plan_steps(order: Order) -> None:
    """The order has another total or other stages: its steps are as the stages' percents say, less what came back."""
    order.step_amounts = []
    shrink_steps(order, _returned(order))


def shrink_steps(order: Order, by: Decimal) -> None:
    """Lines are about to be cancelled, or goods came back: nobody will pay for them. To be called before the order's
    total is less."""
    planned = steps_of(order)
    if by:
        planned = schedule.shrunk(planned, by, order.paid)
        order.step_amounts = [str(step.amount) for step in planned]
    _keep_needed(order, planned)


def demand_advance(order: Order) -> None:
    if order.paid < order.advance:
        raise ADVANCE_UNPAID(missing=str(order.advance - order.paid), currency=order.currency)


def demand_prepayment(order: Order) -> None:
    needed = order.advance + order.prepayment
    if order.paid < needed:
        raise PREPAYMENT_UNPAID(missing=str(needed - order.paid), currency=order.currency)


def shown_steps(order: Order, owed: Sequence[schedule.Owed], today: date) -> tuple[PaymentStep, ...]:
    """`owed`: what is not paid of the order's shipments and deposits, as the balance has it."""
    planned = steps_of(order)
    on_goods = schedule.spent_on_goods(order.paid, order.deposits, owed)
    paid = schedule.of_steps(order.paid, on_goods, order.advance + order.prepayment)
    covered = schedule.covers([step.amount for step in planned], paid)
    goods = [one for one in owed if not one.deposit]
    fallen, _ = schedule.fallen_due(planned, covered, stages_of(order), holidays_of(order), goods, paid - on_goods)
    return tuple(_shown(*one, today) for one in zip(planned, covered, fallen, strict=True))


def _shown(step: schedule.Step, paid: Decimal, fallen: Sequence[schedule.Due], today: date) -> PaymentStep:
    dues = fallen if step.due_on is None else [schedule.Due(step.due_on, step.amount - paid)]
    return PaymentStep(
        kind=step.kind,
        percent=step.percent,
        amount=step.amount,
        due_on=min((due.due_on for due in dues), default=None),
        paid=paid,
        overdue=sum((due.amount for due in dues if due.due_on < today), _ZERO),
    )


def _returned(order: Order) -> Decimal:
    """What came back of the order so far: lines stay shipped, what is owed for them does not."""
    shipped = sum((line.shipped_total for line in order.lines), _ZERO)
    vat = sum((line.shipped_vat for line in order.lines), _ZERO)
    return amounts.payable(shipped, vat, prices_with_vat=order.prices_with_vat) - order.shipped_amount


def _keep_needed(order: Order, planned: list[schedule.Step]) -> None:
    order.advance = schedule.required(planned, StageKind.ADVANCE)
    order.prepayment = schedule.required(planned, StageKind.PREPAYMENT)
