"""Loyalty: what lines take of a card, and its ledger after every event, by both services at work (T13)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from services.orders import contracts as orders
from services.pricing.models import Item
from tests.services.cast import HEAD
from tests.services.till import AFTER_PAYMENT, AT_SHIPMENT, Till
from tests.services.worked_cases.cases import Case, of_topics
from tests.services.worked_cases.cases import given as _given

ACCRUE = {"after the shipment is paid": AFTER_PAYMENT, "at shipment": AT_SHIPMENT}


class Story:
    """A card as a case tells of it, event by event; orders are made as the events need them."""

    def __init__(self, till: Till, given: Case):
        self.till, self.given = till, given
        self.order: dict[str, Any] = {}
        self.shipment: dict[str, Any] = {}
        till.on("2026-01-01")
        till.a_card(given["card_rule"]["percent"], ACCRUE[given["card_rule"]["accrue"]], limit="100", **self._life())
        for entry in given["opening"]:
            till.on(entry["date"])
            till.accrue(entry["amount"], expires=entry["expires"])

    def hear(self, event: Case) -> None:
        self.till.on(event["date"])
        getattr(self, f"_{event['event'].replace(' ', '_')}")(event)

    def _spent(self, event: Case) -> None:
        """On the case's lines; where it gives none, on one that the bonuses pay in part."""
        lines = self.given.get("lines") or [{"line": "1", "quantity": "1", "price": "500.00", "discount": "0"}]
        self.order = self._ordered(lines, bonuses=event["amount"])

    def _shipped(self, event: Case) -> None:
        if "payable" in event:
            returned = Decimal(next(one for one in self.given["events"] if one["event"] == "returned")["payable"])
            parts = [Decimal(event["payable"]) - returned, returned]
            self.order = self._ordered([{"quantity": "1", "price": str(part), "discount": "0"} for part in parts])
        self.shipment = self.till.ship(self.order)
        assert event.get("payable", self.shipment["total"]) == self.shipment["total"]

    def _paid(self, event: Case) -> None:
        self.till.pay(self.order, event["amount"])

    def _returned(self, event: Case) -> None:
        assert self.till.take_back(self.order, self.shipment, (2, "1"))["total"] == event["payable"]

    def _expiry_run(self, _: Case) -> None:
        self.till.run_daily()

    def _ordered(self, lines: list[Case], **more: Any) -> dict[str, Any]:
        place = len(self.till.pricing.rows(Item))
        items = [self.till.an_item(f"W-{place + number}", line["price"]) for number, line in enumerate(lines)]
        typed = [
            {"item_id": item, "quantity": line["quantity"]}
            | ({"manual_discount": line["discount"]} if Decimal(line["discount"]) else {})
            for item, line in zip(items, lines, strict=True)
        ]
        body = {**self.till.body(**more), "lines": typed}
        return self.till.approved(self.till.do(orders.CREATE_ORDER, body, by=HEAD))

    def _life(self) -> dict[str, int]:
        """Of what is accrued, where the case says when that expires."""
        lasting = [one for one in self.given["events"] if "expires" in one]
        days = {(date.fromisoformat(one["expires"]) - date.fromisoformat(one["date"])).days for one in lasting}
        return {"lives": days.pop()} if days else {}


@pytest.mark.parametrize("case", of_topics("loyalty"))
def test_the_ledger_after_every_event_is_that_of_the_case(till: Till, case: Case | None) -> None:
    case = _given(case)
    story = Story(till, case["given"])
    expected = {row["after"]: row for row in case["expected"]["balances"]}
    opening = len(till.entries())
    for event in case["given"]["events"]:
        before = len(till.entries())
        story.hear(event)
        wanted = expected.pop(event["step"])
        assert till.balance() == wanted["balance"], event
        if "entry" in wanted:
            assert [amount for _, _, amount in till.entries()[before:]] == [wanted["entry"]], event
    assert not expected
    accrued = [amount for kind, _, amount in till.entries()[opening:] if kind == "accrued"]
    assert accrued == [case["expected"].get("accrued", "40.00")]
    if "lines" in case["expected"]:
        _compare_lines(till.shop.now(story.order), case["expected"])


def _compare_lines(order: dict[str, Any], expected: Case) -> None:
    shown = [
        {
            "line": str(line["position"]),
            "total": str(Decimal(line["total"]) + Decimal(line["bonuses"])),
            "bonuses": line["bonuses"],
            "payable": line["total"],
        }
        for line in order["lines"]
    ]
    assert shown == expected["lines"]
    assert order["payable"] == expected["payable"]
