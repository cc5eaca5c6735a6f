"""When an order's money is due (O3, R6): its payment steps, and what each shipment makes of the rest.

Source: semantics, "Offers" (payment stages) and "Orders": advance and prepayment count from the order's date, credit
from each shipment's; the last stage takes the odd cent; a shipment takes the order's whole free prepayment.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from services.chassis.money import half_up
from services.pricing.contracts import DayKind, PaymentStage, StageKind

_ZERO = Decimal(0)
_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True)
class Step:
    """A part of the order's money. `due_on`: none for credit, which is due after each shipment."""

    kind: StageKind
    percent: Decimal
    amount: Decimal
    due_on: date | None


@dataclass(frozen=True)
class Due:
    """A part of a shipment's money and the last day to pay it; it is overdue from the next day on."""

    due_on: date
    amount: Decimal


@dataclass(frozen=True)
class Owed:
    """What is not paid of a part of a shipment's money. `prepaid`: it was, before the shipment, and is not any more.
    `deposit`: left for packaging; no step of the order asks for it."""

    shipped_on: date
    due_on: date
    prepaid: bool
    amount: Decimal
    deposit: bool = False


@dataclass(frozen=True)
class Debt:
    """What a shipment makes: `offset` was paid before, the rest falls due."""

    offset: Decimal
    dues: tuple[Due, ...]


def steps(total: Decimal, ordered_on: date, stages: Sequence[PaymentStage], holidays: Collection[date]) -> list[Step]:
    """The order's money by stages, summing to it."""
    made: list[Step] = []
    for stage in stages:
        before = sum((step.amount for step in made), _ZERO)
        is_last = len(made) == len(stages) - 1
        amount = total - before if is_last else half_up(total * stage.percent / 100)
        due = None if stage.kind is StageKind.CREDIT else due_on(ordered_on, stage, holidays)
        made.append(Step(stage.kind, stage.percent, amount, due))
    return made


def shrunk(planned: Sequence[Step], by: Decimal, paid: Decimal) -> list[Step]:
    """Lines were cancelled or came back: the steps not yet paid are less by so much, the last first. What was paid
    beyond the new total is owed for nothing: then paid steps are less too, so that the steps sum to what is left."""
    covered = covers([step.amount for step in planned], paid)
    unpaid = sum((step.amount for step in planned), _ZERO) - sum(covered, _ZERO)
    too_much, left, made = max(by - unpaid, _ZERO), min(by, unpaid), []
    for step, kept in zip(reversed(planned), reversed(covered), strict=True):
        off = min(left, step.amount - kept)
        beyond = min(too_much, kept)
        left, too_much = left - off, too_much - beyond
        made.append(replace(step, amount=step.amount - off - beyond))
    return made[::-1]


def at_amounts(planned: Sequence[Step], amounts: Sequence[Decimal]) -> list[Step]:
    """The steps at the amounts they were shrunk to."""
    return [replace(step, amount=amount) for step, amount in zip(planned, amounts, strict=True)]


def debt_of(
    amount: Decimal, free: Decimal, shipped_on: date, stages: Sequence[PaymentStage], holidays: Collection[date]
) -> Debt:
    """Of a shipment of `amount`, when `free` of what was paid on the order by then is not offset yet. Without credit
    stages the rest is due at once."""
    offset = min(amount, max(free, _ZERO))
    rest = amount - offset
    credit = [stage for stage in stages if stage.kind is StageKind.CREDIT]
    if not rest:
        return Debt(offset, ())
    if not credit:
        return Debt(offset, (Due(shipped_on, rest),))
    whole = sum((stage.percent for stage in credit), _ZERO)
    parts = [half_up(rest * stage.percent / whole) for stage in credit[:-1]]
    parts.append(rest - sum(parts, _ZERO))
    dues = [Due(due_on(shipped_on, stage, holidays), part) for stage, part in zip(credit, parts, strict=True)]
    return Debt(offset, tuple(dues))


def due_on(start: date, stage: PaymentStage, holidays: Collection[date]) -> date:
    return days_after(start, stage.shift, stage.days, holidays)


def days_after(start: date, shift: int, days: DayKind, holidays: Collection[date]) -> date:
    """Where business days are counted, a shift of nothing that falls on a free day moves to the next one. What goes
    beyond the calendar is due on its last day."""
    try:
        return start + timedelta(days=shift) if days is DayKind.CALENDAR else _business_day(start, shift, holidays)
    except OverflowError:
        return date.max


def _business_day(day: date, left: int, holidays: Collection[date]) -> date:
    while left or _is_free(day, holidays):
        day += _DAY
        left -= 0 if _is_free(day, holidays) or not left else 1
    return day


def covers(amounts: Sequence[Decimal], paid: Decimal) -> list[Decimal]:
    """How much of each is covered when what was paid goes to them in their order."""
    covered: list[Decimal] = []
    for amount in amounts:
        part = max(min(amount, paid), _ZERO)
        covered.append(part)
        paid -= part
    return covered


def fallen_due(
    planned: Sequence[Step],
    covered: Sequence[Decimal],
    stages: Sequence[PaymentStage],
    holidays: Collection[date],
    owed: Sequence[Owed],
    lent: Decimal,
) -> tuple[list[list[Due]], list[Due]]:
    """What of the shipments' money each step has to be paid by: credit steps alone, each on its days from a shipment.
    Of what was prepaid and is not any more the advance and prepayment lack their part already; the rest is credit's.
    And what of it is owed because deposits took so much of a prepayment (`lent`): no step's, the earliest of it."""
    found: list[list[Due]] = [[] for _ in planned]
    beside: list[Due] = []
    credit = [place for place, step in enumerate(planned) if step.kind is StageKind.CREDIT]
    steps_and_paid = zip(planned, covered, strict=True)
    before = sum((step.amount - paid for step, paid in steps_and_paid if step.kind is not StageKind.CREDIT), _ZERO)
    for one in sorted(owed, key=lambda due: due.due_on):
        lacking = min(before, one.amount) if one.prepaid else _ZERO
        off = min(lent, one.amount - lacking)
        before, lent, left = before - lacking, lent - off, one.amount - lacking - off
        if off:
            beside.append(Due(one.due_on, off))
        if left and credit:
            # a shipment from before the stages were changed may have days of none of them
            days = [place for place in credit if due_on(one.shipped_on, stages[place], holidays) == one.due_on]
            place = credit[0] if one.prepaid else (days or credit[-1:])[0]
            found[place].append(Due(one.due_on, left))
    return found, beside


def spent_on_goods(paid: Decimal, deposits: Decimal, owed: Sequence[Owed]) -> Decimal:
    """What of an order's money has not paid for the deposits that were not given back."""
    return paid - deposits + sum((one.amount for one in owed if one.deposit), _ZERO)


def of_steps(paid: Decimal, on_goods: Decimal, needed: Decimal) -> Decimal:
    """What of an order's money its steps have. `needed`: the advance and prepayment. They are paid by all that was paid
    on the order, whatever deposits took of it since: so they lack what blocks the order. The other steps have what was
    spent on goods."""
    return max(on_goods, min(paid, needed))


def required(planned: Sequence[Step], kind: StageKind) -> Decimal:
    """What all steps of a kind come to."""
    return sum((step.amount for step in planned if step.kind is kind), _ZERO)


def overdue(planned: Sequence[Step], offsets: Decimal, dues: Sequence[Due], covered: Decimal, today: date) -> Decimal:
    """What should have been paid by yesterday and is not. `offsets`: what shipments took of prepayments; `covered`:
    paid and returned. A refund leaves uncovered what was taken already."""
    before = sum((step.amount for step in planned if step.due_on and step.due_on < today), _ZERO)
    after = sum((due.amount for due in dues if due.due_on < today), _ZERO)
    lacking = max(max(before, offsets) - covered, _ZERO)
    return lacking + max(after - max(covered - offsets, _ZERO), _ZERO)


def _is_free(day: date, holidays: Collection[date]) -> bool:
    return day.weekday() >= _SATURDAY or day in holidays
