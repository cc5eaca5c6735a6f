"""The bonus ledger of a card: what may be spent when, what expires, who sees it, and what its rules are (T13)."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from services.chassis.ids import uuid7
from services.orders import contracts as orders
from services.partners import contracts as partners
from services.pricing import contracts
from services.pricing.models import CardOrder
from services.pricing.rules import bonuses as rules
from tests.services.cast import ADMIN, DARYNA, DZVIN, KALYNA, PRICER, TARAS
from tests.services.till import AFTER_PAYMENT, Till

D = Decimal


@pytest.fixture
def card(till: Till) -> str:
    till.on("2026-04-10")
    return till.a_card(limit="50")


def spending(till: Till, amount: str, total: str = "1000", **more: Any) -> dict[str, Any]:
    about = {"card_id": till.card, "order_id": uuid7(), "partner_id": KALYNA.id}
    return {**about, "amount": amount, "total": total, **more}


def spend(till: Till, amount: str, **more: Any) -> dict[str, Any]:
    return till.pricing.do(contracts.SPEND_BONUSES, spending(till, amount, **more), by=ADMIN)


def refused(till: Till, amount: str, **more: Any) -> str:
    return till.pricing.refuses(contracts.SPEND_BONUSES, spending(till, amount, **more), by=ADMIN).code.name


# ---------------------------------------------------------------- spending


def test_the_oldest_accruals_are_spent_first(till: Till, card: str) -> None:
    for amount, day in (("30", "2026-03-01"), ("20", "2026-01-15"), ("50", "2026-02-01")):
        till.accrue(amount, on=day)
    spend(till, "60")
    assert [(lot["accrued_on"], lot["rest"]) for lot in till.bonuses()["lots"]] == [
        ("2026-02-01", "10.00"),
        ("2026-03-01", "30.00"),
    ]
    assert till.balance() == "40.00"


@pytest.mark.parametrize(("amount", "answer"), [("99.99", None), ("100.00", None), ("100.01", "not_enough_bonuses")])
def test_no_more_is_spent_than_there_is(till: Till, card: str, amount: str, answer: str | None) -> None:
    till.accrue("100")
    if answer:
        assert refused(till, amount) == answer
    else:
        assert spend(till, amount)["spent"] == amount


@pytest.mark.parametrize(("amount", "answer"), [("49.99", None), ("50.00", None), ("50.01", "bonus_limit")])
def test_bonuses_pay_up_to_the_limit_of_the_lines(till: Till, card: str, amount: str, answer: str | None) -> None:
    till.accrue("100")
    if answer:
        assert refused(till, amount, total="100.00") == answer
    else:
        assert spend(till, amount, total="100.00")["limit_percent"] == "50.0000"


@pytest.mark.parametrize(
    ("today", "spendable"),
    [("2026-04-19", "0.00"), ("2026-04-20", "10.00"), ("2026-04-30", "10.00"), ("2026-05-01", "0.00")],
)
def test_an_accrual_is_spent_from_its_first_day_to_its_last(till: Till, today: str, spendable: str) -> None:
    till.on("2026-04-10")
    till.a_card(percent="10", in_force_after=10, lives=10)
    till.ship(till.order((till.an_item("A", "100"), "1")))
    till.on(today)
    assert (till.balance(), till.bonuses()["available"]) == ("10.00", spendable)
    if spendable == "0.00":
        assert refused(till, "0.01") == "not_enough_bonuses"
    else:
        spend(till, "10.00")


def test_a_card_that_is_blocked_or_out_of_date_spends_nothing(till: Till, card: str) -> None:
    till.accrue("100")
    till.on("2025-12-31")
    assert refused(till, "1") == "card_out_of_date"
    till.on("2026-04-10")
    assert till.bonuses()["available"] == "100.00"
    till.pricing.do(contracts.BLOCK_CARD, {"id": card})
    assert refused(till, "1") == "card_not_active"
    assert (till.balance(), till.bonuses()["available"]) == ("100.00", "0.00")
    assert refused(till, "1", card_id=uuid7()) == "not_found"


def test_a_kind_without_a_rule_spends_nothing(till: Till, card: str) -> None:
    till.accrue("100")
    till.pricing.do(contracts.SET_BONUS_RULE, {"id": till.kind, "bonus": None}, by=PRICER)
    assert refused(till, "1") == "card_without_bonuses"
    assert (till.bonuses()["limit"], till.bonuses()["available"]) == (None, "0.00")


def test_other_bonuses_of_the_same_order_are_refused(till: Till, card: str) -> None:
    till.accrue("100")
    order = uuid7()
    assert spend(till, "10", order_id=order) == spend(till, "10", order_id=order)
    assert refused(till, "11", order_id=order) == "bonuses_of_order"
    assert till.balance() == "90.00"


def test_bonuses_of_an_order_that_was_given_up_come_back_and_are_not_spent_again(till: Till, card: str) -> None:
    till.accrue("100")
    order = uuid7()
    spend(till, "10", order_id=order)
    gone = orders.BonusesLetGo(id=order, card_id=UUID(card), partner_id=KALYNA.id)
    for _ in range(2):
        till.pricing.hear(orders.BONUSES_LET_GO, gone, replayed=True)
    assert till.balance() == "100.00"
    assert refused(till, "10", order_id=order) == "bonuses_of_order"


def test_what_is_let_go_before_it_was_spent_is_never_spent(till: Till, card: str) -> None:
    till.accrue("100")
    order = uuid7()
    till.pricing.hear(orders.BONUSES_LET_GO, orders.BonusesLetGo(id=order, card_id=UUID(card), partner_id=KALYNA.id))
    assert refused(till, "10", order_id=order) == "bonuses_of_order"
    assert till.balance() == "100.00"


@pytest.mark.parametrize(("held", "left"), [("100", "70.00"), ("30", "0.00"), ("20", "0.00")])
def test_what_a_restore_forgot_an_order_spent_is_spent_when_it_is_told_again(
    till: Till, card: str, held: str, left: str
) -> None:
    till.accrue(held, on="2026-01-01")
    about = {"id": uuid7(), "card_id": UUID(card), "partner_id": KALYNA.id, "paid": D("0.00")}
    order = orders.CardOrder(**about, bonuses=D("30.00"), version=1)
    for _ in range(2):
        till.pricing.hear(orders.CARD_ORDER_CHANGED, order, replayed=True)
        assert till.balance() == left


# ---------------------------------------------------------------- expiry


def test_the_daily_job_takes_what_has_had_its_day_and_nothing_else(till: Till, card: str) -> None:
    till.accrue("10", expires="2026-04-30")
    till.accrue("20", expires="2026-05-01")
    till.accrue("40")
    till.on("2026-05-01")
    till.run_daily()
    assert till.balance() == "60.00"
    till.run_daily()
    till.on("2026-05-02")
    till.run_daily()
    assert till.entries()[-2:] == [("expired", "2026-05-01", "-10.00"), ("expired", "2026-05-02", "-20.00")]
    assert till.balance() == "40.00"


def test_every_card_expires_however_many_there_are(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.pricing.jobs.CARDS", 2)
    till.on("2026-04-10")
    till.a_card()
    cards = []
    for number in range(5):
        body = {"code": f"M-{number}", "kind_id": till.kind, "partner_id": KALYNA.id, "valid_from": "2026-01-01"}
        till.card = till.pricing.do(contracts.ISSUE_CARD, body)["id"]
        till.accrue("1", expires="2026-04-10")
        cards.append(till.card)
    till.on("2026-04-11")
    till.run_daily()
    for till.card in cards:
        assert till.balance() == "0.00"


def test_what_comes_back_to_an_accrual_that_is_over_lives_as_long_as_a_new_one(till: Till) -> None:
    till.on("2026-04-10")
    till.a_card(lives=30)
    till.accrue("10", expires="2026-04-20")
    order = till.order((till.an_item("A", "100"), "1"), bonuses="4")
    till.on("2026-04-25")
    till.do(orders.CANCEL_ORDER, {"id": order["id"], "reason": "Передумали"})
    assert till.balance() == "4.00"
    assert [(lot["rest"], lot["expires_on"]) for lot in till.bonuses()["lots"]] == [("4.00", "2026-05-25")]
    assert [entry for entry in till.entries() if entry[0] == "expired"] == [("expired", "2026-04-25", "-6.00")]


def test_what_comes_back_comes_to_the_last_accrual_taken(till: Till, card: str) -> None:
    till.accrue("30", on="2026-03-01")
    till.accrue("30", on="2026-03-02")
    order = till.order((till.an_item("A", "100"), "1"), bonuses="50")
    till.do(orders.CANCEL_ORDER, {"id": order["id"], "reason": "Передумали"})
    assert [(lot["accrued_on"], lot["rest"]) for lot in till.bonuses()["lots"]] == [
        ("2026-03-01", "30.00"),
        ("2026-03-02", "30.00"),
    ]
    order = till.order((till.an_item("B", "100"), "1"), bonuses="50")
    less = {"line_id": order["lines"][0]["id"], "item_id": order["lines"][0]["item_id"], "quantity": "0.5"}
    till.do(orders.CHANGE_ORDER, {"id": order["id"], "lines": [less]})
    assert [(lot["accrued_on"], lot["rest"]) for lot in till.bonuses()["lots"]] == [
        ("2026-03-01", "5.00"),
        ("2026-03-02", "30.00"),
    ]


# ---------------------------------------------------------------- by hand, and who sees


def test_bonuses_by_hand_say_why_and_do_not_end_before_they_begin(till: Till, card: str) -> None:
    till.accrue("10.50", on="2026-03-01", expires="2026-03-01")
    row = till.pricing.listed(contracts.LIST_BONUS_ENTRIES, card_id=[card])[0]
    assert (row["kind"], row["on"], row["amount"], row["reason"]) == ("accrued", "2026-03-01", "10.50", "Залишок")
    body = {"id": card, "amount": "1", "reason": "Подарунок", "accrued_on": "2026-03-02", "expires_on": "2026-03-01"}
    refusal = till.pricing.refuses(contracts.ACCRUE_BONUSES, body)
    assert (refusal.code.name, refusal.fields[0].pointer) == ("bonuses_end_before", "/expires_on")


def test_entries_are_found_by_card_client_kind_order_and_day(till: Till, card: str) -> None:
    till.accrue("10", on="2026-03-01")
    order = str(uuid7())
    spend(till, "4", order_id=order)

    def found(**filters: Any) -> list[str]:
        return [row["amount"] for row in till.pricing.listed(contracts.LIST_BONUS_ENTRIES, **filters)]

    assert sorted(found()) == ["-4.00", "10.00"]
    assert found(kind=["spent"]) == found(order_id=order) == found(on_from="2026-04-10") == ["-4.00"]
    assert found(on_to="2026-03-01") == ["10.00"]
    assert len(found(card_id=[card])) == len(found(partner_id=KALYNA.id)) == 2
    assert found(card_id=[uuid7()]) == found(partner_id=DZVIN.id) == []


def test_another_s_client_s_ledger_is_not_there(till: Till, card: str) -> None:
    till.accrue("10")
    for somebody in (DARYNA, DZVIN.login):
        assert till.pricing.listed(contracts.LIST_BONUS_ENTRIES, by=somebody) == []
        refusal = till.pricing.refuses(contracts.GET_CARD_BONUSES, {"id": card}, by=somebody)
        assert refusal.code.name == "not_found"
    for own in (TARAS, KALYNA.login):
        assert len(till.pricing.listed(contracts.LIST_BONUS_ENTRIES, by=own)) == 1
        assert till.pricing.do(contracts.GET_CARD_BONUSES, {"id": card}, by=own)["balance"] == "10.00"


# ---------------------------------------------------------------- rules


def test_a_rule_that_changes_leaves_what_was_shipped_as_it_was(till: Till) -> None:
    till.on("2026-04-10")
    till.a_card(percent="10", accrue=AFTER_PAYMENT)
    order = till.order((till.an_item("A", "100"), "1"))
    till.ship(order)
    rule = {"id": till.kind, "bonus": {"percent": "1", "limit": "10"}}
    shown = till.pricing.do(contracts.SET_BONUS_RULE, rule, by=PRICER)["bonus"]
    assert (shown["percent"], shown["accrue"], shown["lives"]) == ("1.0000", "at_shipment", None)
    till.pay(order, "100.00")
    assert till.balance() == "10.00"
    till.ship(till.order((till.an_item("B", "100"), "1")))
    assert till.balance() == "11.00"


def test_shipments_in_other_money_earn_nothing(till: Till, card: str) -> None:
    about = {"order_id": uuid7(), "organization_id": uuid7(), "partner_id": KALYNA.id, "manager_id": None}
    said = {"shipped_on": date(2026, 4, 10), "currency": "USD", "total": D("100.00"), "revenue": D("83.33")}
    shipment = orders.GoodsShipped(id=uuid7(), number="SHP-1", **about, **said, card_id=UUID(card))
    till.pricing.hear(orders.GOODS_SHIPPED, shipment)
    assert till.balance() == "0.00"
    assert len(till.pricing.rows(CardOrder)) == 1


AT_ONCE = contracts.BonusRule(percent=D("5"), limit=D("50"))
WHEN_PAID = contracts.BonusRule(percent=D("5"), limit=D("50"), accrue=contracts.BonusMoment.AFTER_PAYMENT)


@pytest.mark.parametrize(
    ("paid", "earned"),
    [
        (None, ["0.00", "0.00"]),
        ("99.99", ["0.00", "0.00"]),
        ("100.00", ["5.00", "0.00"]),
        ("299.99", ["5.00", "0.00"]),
        ("300.00", ["5.00", "10.00"]),
        ("300.01", ["5.00", "10.00"]),
    ],
)
def test_money_pays_the_shipments_in_their_order(paid: str | None, earned: list[str]) -> None:
    shipments = [rules.Shipped(D("100.00"), WHEN_PAID), rules.Shipped(D("200.00"), WHEN_PAID)]
    found = rules.due(shipments, None if paid is None else D(paid))
    assert [f"{one:.2f}" for one in found] == earned


def test_at_shipment_nothing_is_waited_for_and_without_a_rule_nothing_is_earned() -> None:
    assert rules.due([rules.Shipped(D("1333.33"), AT_ONCE), rules.Shipped(D("10"), None)], None) == [D("66.67"), D(0)]


@pytest.mark.parametrize(
    ("payable", "earned"), [("0.09", "0.00"), ("0.10", "0.01"), ("0.29", "0.01"), ("0.30", "0.02")]
)
def test_fractions_are_kept_to_the_cent_half_up(payable: str, earned: str) -> None:
    assert rules.share(D(payable), D("5")) == D(earned)


def test_the_limit_in_money_is_cut_to_the_cent() -> None:
    assert rules.most(D("0.99"), D("33.3333")) == D("0.32")
    assert rules.is_within(D("0.32"), D("0.99"), D("33.3333"))
    assert not rules.is_within(D("0.33"), D("0.99"), D("33.3333"))


def test_why_bonuses_were_given_goes_with_the_client_that_is_erased(till: Till, card: str) -> None:
    till.accrue("10")
    assert till.pricing.holding("Залишок") == ["bonus_entries.reason"]
    erased = partners.PartnerErased(partner_id=KALYNA.id)
    till.pricing.hear(partners.PARTNER_ERASED, erased, subject_id=uuid7())
    assert till.pricing.holding("Залишок") == []
    assert till.balance() == "10.00"
