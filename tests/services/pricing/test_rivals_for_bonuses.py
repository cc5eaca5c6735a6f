"""Two hundred orders want the bonuses of one card at once: never below zero, and the ledger balances."""

from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from services.chassis.ids import uuid7
from services.pricing import contracts
from services.pricing.models import BonusEntry, BonusLot, CardOrder
from tests.services.bench import Bench
from tests.services.cast import ADMIN, KALYNA, PRICER
from tests.services.orders.money import at_once
from tests.services.pricing.desk import JANUARY, Desk

RIVALS = 200


@pytest.fixture
def card(desk: Desk) -> str:
    """Anonymous, with 70.00 of bonuses in seven accruals."""
    body = {"name": "Спільна", "personal": False, "bonus": {"percent": "5", "limit": "100"}}
    kind = desk.bench.do(contracts.ADD_CARD_KIND, body, by=PRICER)["id"]
    issued = {"code": "R-1", "kind_id": kind, "valid_from": JANUARY}
    card: str = desk.bench.do(contracts.ISSUE_CARD, issued)["id"]
    desk.bench.do(contracts.ACTIVATE_CARD, {"id": card})
    for day in range(1, 8):
        accrual = {"id": card, "amount": "10.00", "reason": "Залишок", "accrued_on": f"2026-02-{day:02d}"}
        desk.bench.do(contracts.ACCRUE_BONUSES, accrual)
    return card


def spending(bench: Bench, card: str, amount: str, order: UUID | None = None) -> Callable[[], Any]:
    about = {"card_id": card, "order_id": order or uuid7(), "partner_id": KALYNA.id}
    return lambda: bench.do(contracts.SPEND_BONUSES, {**about, "amount": amount, "total": "100.00"}, by=ADMIN)


def held(bench: Bench) -> tuple[Decimal, Decimal, Decimal]:
    """What the card holds by its lots, by its entries, and what was spent by its orders."""
    lots = sum((lot.rest for lot in bench.rows(BonusLot)), Decimal(0))
    entries = sum((entry.amount for entry in bench.rows(BonusEntry)), Decimal(0))
    return lots, entries, sum((order.spent for order in bench.rows(CardOrder)), Decimal(0))


def test_two_hundred_spendings_of_one_card_at_once_never_take_more_than_there_is(desk: Desk, card: str) -> None:
    answers = Counter(at_once([spending(desk.bench, card, "3.00") for _ in range(RIVALS)]))
    assert answers == {"done": 23, "not_enough_bonuses": RIVALS - 23}
    assert held(desk.bench) == (Decimal("1.00"), Decimal("1.00"), Decimal("69.00"))
    assert all(lot.rest >= 0 for lot in desk.bench.rows(BonusLot))
    assert desk.bench.do(contracts.GET_CARD_BONUSES, {"id": card})["balance"] == "1.00"


def test_one_order_asked_two_hundred_times_at_once_spends_once(desk: Desk, card: str) -> None:
    answers = at_once([spending(desk.bench, card, "30.00", UUID(int=7))] * RIVALS)
    assert Counter(answers) == {"done": RIVALS}
    assert held(desk.bench) == (Decimal("40.00"), Decimal("40.00"), Decimal("30.00"))
