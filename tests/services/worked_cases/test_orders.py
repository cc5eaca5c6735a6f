"""Orders: the state after every event, payment steps, what falls due (R6, R7)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from services.orders.contracts import OrderStatus
from services.orders.rules import schedule
from services.orders.rules.state import Line, Money, state_of
from services.pricing.contracts import PaymentStage, StageKind
from tests.services.worked_cases.cases import given as _given
from tests.services.worked_cases.cases import of_topics

# ---------------------------------------------------------------- the state of an order


class Told:
    """An order as a case tells it, event by event."""

    def __init__(self, given: dict[str, Any]):
        ordered_on = date.fromisoformat(given["order"]["date"])
        self.stages = _stages(given["order"]["stages"])
        self.steps = schedule.steps(Decimal(given["order"]["total"]), ordered_on, self.stages, ())
        self.offsets, self.dues = Decimal(0), list[schedule.Due]()
        self.status = OrderStatus.ON_APPROVAL
        self.paid = self.shipped = Decimal(0)
        self.payments: dict[str, Decimal] = {}
        self.lines = {
            line["line"]: {
                "quantity": Decimal(line["quantity"]),
                "reserved": Decimal(0),
                "shipped": Decimal(0),
                "needs_stock": line["kind"] == "goods",
                "supply_planned": False,
            }
            for line in given["lines"]
        }

    def hear(self, event: dict[str, Any]) -> None:
        getattr(self, f"_{event['event'].replace(' ', '_')}")(event)

    @property
    def money(self) -> Money:
        advance, prepayment = (schedule.required(self.steps, StageKind(kind)) for kind in ("advance", "prepayment"))
        return Money(self.paid, self.shipped, advance, prepayment)

    def missing(self) -> Decimal:
        needed = self.money.advance
        if self.state == "awaiting prepayment":
            needed += self.money.prepayment
        return needed - self.paid

    def overdue(self, today: date) -> Decimal:
        return schedule.overdue(self.steps, self.offsets, self.dues, self.paid, today)

    @property
    def state(self) -> str:
        lines = [Line(**line) for line in self.lines.values()]
        return state_of(self.status, lines, self.money).replace("_", " ")

    def _created(self, _: dict[str, Any]) -> None:
        self.status = OrderStatus.ON_APPROVAL

    def _approved(self, _: dict[str, Any]) -> None:
        self.status = OrderStatus.TO_FULFIL

    def _closed(self, _: dict[str, Any]) -> None:
        self.status = OrderStatus.CLOSED

    def _paid(self, event: dict[str, Any]) -> None:
        self.payments[event["step"]] = Decimal(event["amount"])
        self.paid += Decimal(event["amount"])

    def _refunded(self, event: dict[str, Any]) -> None:
        self.paid -= Decimal(event["amount"])

    def _payment_cancelled(self, event: dict[str, Any]) -> None:
        self.paid -= self.payments[event["of"]]

    def _supply(self, event: dict[str, Any]) -> None:
        self.lines[event["line"]]["supply_planned"] = True

    def _reserved(self, event: dict[str, Any]) -> None:
        self.lines[event["line"]]["reserved"] += Decimal(event["quantity"])

    def _shipped(self, event: dict[str, Any]) -> None:
        line, quantity = self.lines[event["line"]], Decimal(event["quantity"])
        line["shipped"] += quantity
        line["reserved"] = max(line["reserved"] - quantity, Decimal(0))
        self.shipped += Decimal(event["amount"])
        shipped_on = date.fromisoformat(event["date"])
        debt = schedule.debt_of(Decimal(event["amount"]), self.paid - self.offsets, shipped_on, self.stages, ())
        self.offsets += debt.offset
        self.dues += debt.dues


@pytest.mark.parametrize("case", of_topics("state"))
def test_an_order_passes_through_the_states_of_the_case(case: dict[str, Any] | None) -> None:
    case = _given(case)
    order = Told(case["given"])
    expected = {state["after"]: state for state in case["expected"]["states"]}
    compared = 0
    for event in case["given"]["events"]:
        order.hear(event)
        if event["step"] in expected:
            wanted = expected[event["step"]]
            assert order.state == wanted["state"], f"after step {event['step']}"
            if "debt" in wanted:
                assert order.money.debt == Decimal(wanted["debt"])
            if "missing" in wanted:
                assert order.missing() == Decimal(wanted["missing"])
                assert order.overdue(date.fromisoformat(event["date"])) == Decimal(wanted["overdue"])
            compared += 1
    assert compared == len(expected)


# ---------------------------------------------------------------- payment steps


def _stages(told: list[dict[str, Any]]) -> list[PaymentStage]:
    return [
        PaymentStage(kind=one["kind"], percent=one["percent"], shift=one["shift"], days=one["days"]) for one in told
    ]


@pytest.mark.parametrize("case", of_topics("payment"))
def test_steps_and_what_falls_due_for_shipments_are_those_of_the_case(case: dict[str, Any] | None) -> None:
    given, expected = _given(case)["given"], _given(case)["expected"]
    stages = _stages(given["stages"])
    holidays = [date.fromisoformat(day) for day in given.get("calendar", {}).get("holidays", ())]
    total, ordered_on = Decimal(given["order"]["total"]), date.fromisoformat(given["order"]["date"])
    steps = schedule.steps(total, ordered_on, stages, holidays)
    told = [{"kind": step.kind.value, "amount": str(step.amount), "due": str(step.due_on)} for step in steps]
    assert told == [{"due": "None", **step} for step in expected["stages"]]
    offset = Decimal(0)
    for shipment, wanted in zip(given["shipments"], expected["shipments"], strict=True):
        paid = sum((Decimal(one["amount"]) for one in given["payments"] if one["date"] <= shipment["date"]), Decimal(0))
        shipped_on = date.fromisoformat(shipment["date"])
        debt = schedule.debt_of(Decimal(shipment["amount"]), paid - offset, shipped_on, stages, holidays)
        assert debt.offset == Decimal(wanted["offset"])
        assert [{"date": str(due.due_on), "amount": str(due.amount)} for due in debt.dues] == wanted["due"]
        offset += debt.offset
