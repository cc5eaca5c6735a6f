"""The worked cases of the specification, kept outside the project: what today's rules can answer is compared.

Cases of work still to come are skipped by name, with what they wait for, so that the count never lies.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.orders.contracts import OrderStatus
from services.orders.rules import schedule
from services.orders.rules.state import Line, Money, state_of
from services.pricing.contracts import PaymentStage, StageKind
from services.pricing.rules.history import place
from services.pricing.rules.lines import found_at, rate_of, total_of, vat_of
from services.pricing.rules.places import Place

PATH = Path(__file__).parents[2] / ".." / "shared" / "spec" / "worked-cases.yaml"
AWAITED = {
    "rounding": "calculated price types with rounding (T1-T3)",
    "graph": "the graph of price types (T2-T5)",
    "history": "cancelling settings and the known-time clock (T6, T7)",
    "line": "offers (T10, O4)",
    "discount": "discounts (T12)",
    "loyalty": "loyalty cards (T13)",
}
ANSWERED_BEYOND_STATES = ("W13", "W14", "W28")


def _cases() -> list[dict[str, Any]]:
    return list(yaml.safe_load(PATH.read_text())["cases"]) if PATH.exists() else []


def _topic(case: dict[str, Any]) -> str:
    return str(case["id"]).split("-")[1]


def _answered(case: dict[str, Any]) -> bool:
    return _topic(case) in ("state", "payment") or str(case["id"])[:3] in ANSWERED_BEYOND_STATES


def _parameters(topic: str) -> list[Any]:
    found = [pytest.param(case, id=case["id"]) for case in _cases() if _answered(case) and _topic(case) == topic]
    return found or [pytest.param(None, id="absent")]


def _given(case: dict[str, Any] | None) -> dict[str, Any]:
    if case is None:
        pytest.skip(f"THE WORKED CASES ARE ABSENT ({PATH}): none of them was compared")
    return case


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


@pytest.mark.parametrize("case", _parameters("state"))
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


@pytest.mark.parametrize("case", _parameters("payment"))
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


# ---------------------------------------------------------------- the history of a price


@pytest.mark.parametrize("case", _parameters("history"))
def test_settings_dated_in_the_past_and_the_future_give_the_prices_of_the_case(case: dict[str, Any] | None) -> None:
    case = _given(case)
    rows: dict[date, tuple[str, date | None]] = {}
    for setting in sorted(case["given"]["settings"], key=lambda one: str(one["recorded"])):
        start = date.fromisoformat(setting["from"])
        placed = place(rows, start)
        if placed.cuts is not None:
            rows[placed.cuts] = (rows[placed.cuts][0], start)
        rows[start] = (setting["value"], placed.valid_to)
    for answer in case["expected"]["answers"]:
        assert _price_on(rows, date.fromisoformat(answer["date"])) == answer["price"], answer["date"]


def _price_on(rows: dict[date, tuple[str, date | None]], day: date) -> str:
    holding = [value for start, (value, end) in rows.items() if start <= day and (end is None or day < end)]
    assert len(holding) <= 1, "rows overlap"
    return holding[0] if holding else "none"


# ---------------------------------------------------------------- VAT of lines


def _documents(case: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    expected = {document["document"]: document for document in case["expected"]["documents"]}
    for document in case["given"]["documents"]:
        yield document, expected[document["document"]]


@pytest.mark.parametrize("case", _parameters("discount"))
def test_vat_is_rounded_per_line_both_ways_as_in_the_case(case: dict[str, Any] | None) -> None:
    case = _given(case)
    rates = {item["code"]: item["vat"] for item in case["given"]["items"]}
    with_vat = {kind["code"]: kind["vat_included"] for kind in case["given"]["price_types"]}
    prices = {(price["item"], price["type"]): Decimal(price["value"]) for price in case["given"]["prices"]}
    for document, expected in _documents(case):
        kind = case["given"]["offers"][document["offer"]]["main_price_type"]
        wants = document["vat"] == "included"
        total = vat = Decimal(0)
        for line, wanted in zip(document["lines"], expected["lines"], strict=True):
            rate = rate_of(rates[line["item"]], vat_free=False)
            listed = Place("price_type", prices[line["item"], kind], with_vat[kind], of=kind)
            price = found_at([listed], rate=rate, with_vat=wants, language="uk").price
            assert price is not None
            assert price == Decimal(wanted["price"])
            amount = total_of(Decimal(line["quantity"]), price, Decimal(0))
            tax = vat_of(amount, rate, with_vat=wants)
            assert (amount, tax) == (Decimal(wanted["total"]), Decimal(wanted["vat"]))
            total, vat = total + amount, vat + tax
        payable = total if wants else total + vat
        assert (total, vat, payable) == tuple(Decimal(expected[name]) for name in ("total", "vat", "payable"))


# ---------------------------------------------------------------- the rest


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=case["id"]) for case in _cases() if not _answered(case)] or [None]
)
def test_this_case_awaits_later_work(case: dict[str, Any] | None) -> None:
    case = _given(case)
    pytest.skip(f"{case['id']} awaits {AWAITED[_topic(case)]}")


def test_every_case_is_either_answered_or_awaited_by_name() -> None:
    cases = _cases()
    if not cases:
        _given(None)
    unnamed = [case["id"] for case in cases if not _answered(case) and _topic(case) not in AWAITED]
    assert unnamed == []
    assert sum(_answered(case) for case in cases) == 9
