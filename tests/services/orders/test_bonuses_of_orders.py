"""Bonuses on orders: shared over the lines, given back with what is cancelled or returned, never lost (T13)."""

from decimal import Decimal
from typing import Any

import pytest

from services.chassis.errors import UNAVAILABLE
from services.chassis.ids import uuid7
from services.orders import bonuses, contracts
from services.orders.models import BonusHold, Order
from services.orders.rules.bonuses import part_of, shared
from services.pricing import contracts as pricing
from tests.services.builders import a_quote
from tests.services.cast import HEAD, KALYNA, PRICER
from tests.services.till import Till

D = Decimal
CREATE = contracts.CREATE_ORDER


def lines(order: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(bonuses, total, VAT) of each."""
    return [(line["bonuses"], line["total"], line["vat"]) for line in order["lines"]]


# ---------------------------------------------------------------- on the lines


def test_bonuses_are_a_discount_shared_over_the_lines_with_vat_after_it(
    till: Till, card: str, lamp: str, cable: str
) -> None:
    order = till.order((lamp, "3"), (cable, "2"), bonuses="60")
    assert lines(order) == [("50.00", "250.00", "41.67"), ("10.00", "50.00", "8.33")]
    assert (order["bonuses"], order["total"], order["payable"]) == ("60.00", "300.00", "300.00")
    reason = order["lines"][0]["reasons"][-1]
    assert (reason["rule"], reason["before"], reason["after"]) == ("bonuses", "300.0000", "250.0000")
    assert reason["text"] == "50.00 of 300.00 paid with bonuses of the card"
    assert till.balance() == "140.00"


def test_where_vat_is_on_top_it_is_on_top_of_what_is_left(till: Till, card: str, lamp: str) -> None:
    order = till.order((lamp, "3"), bonuses="50", prices_with_vat=False)
    assert lines(order) == [("50.00", "200.00", "40.00")]
    assert order["payable"] == "240.00"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"card_id": None}, "bonuses_need_card"),
        ({"bonuses": "200.01", "many": "9"}, "not_enough_bonuses"),
        ({"bonuses": "50.01"}, "bonus_limit"),
        ({"bonuses": "0"}, "invalid"),
        ({"card_id": uuid7()}, "not_found"),
    ],
)
def test_bonuses_that_cannot_be_spent_are_refused_and_no_order_is_made(
    till: Till, card: str, lamp: str, more: dict[str, Any], code: str
) -> None:
    said = {"bonuses": "10", **more}
    body = till.body((lamp, said.pop("many", "1")), **said)
    assert till.orders.refuses(CREATE, body).code.name == code
    till.carry()
    assert till.balance() == "200.00"
    assert till.orders.rows(Order) == []


def test_what_pricing_refuses_is_told_in_the_language_of_who_ordered(till: Till, card: str, lamp: str) -> None:
    till.pricing.do(pricing.SET_BONUS_RULE, {"id": till.kind, "bonus": None}, by=PRICER)
    refusal = till.orders.refuses(CREATE, till.body((lamp, "1"), bonuses="10"))
    assert refusal.code.name == "card_without_bonuses"
    assert [field.message for field in refusal.fields] == [refusal.sentence("en")]


def test_an_order_in_other_money_takes_no_bonuses(till: Till, card: str) -> None:
    in_dollars = lambda asked, incoming: a_quote(asked, incoming).model_copy(update={"currency": "USD"})  # noqa: E731
    till.orders.peers.reply(pricing.ASK_QUOTE, in_dollars)
    body = till.shop.order_body(card_id=card, bonuses="10")
    assert till.orders.refuses(CREATE, body).code.name == "bonuses_in_hryvnias"


def test_a_client_spends_bonuses_of_its_own_card(till: Till, card: str, lamp: str) -> None:
    order = till.orders.do(CREATE, till.body((lamp, "1"), bonuses="50"), by=KALYNA.login)
    assert order["bonuses"] == "50.00"
    assert till.balance() == "150.00"


def test_bonuses_may_pay_all(till: Till, lamp: str) -> None:
    till.on("2026-04-10")
    till.a_card(limit="100")
    till.accrue("100")
    order = till.order((lamp, "1"), bonuses="100")
    till.ship(order)
    assert till.shop.now(order)["state"] == "ready_to_close"
    assert till.balance() == "0.00"


# ---------------------------------------------------------------- nothing is lost in between


def test_a_repeated_command_spends_once(till: Till, card: str, lamp: str) -> None:
    body = till.body((lamp, "1"), bonuses="50")
    first = till.orders.do(CREATE, body, key="order-1")
    assert till.orders.do(CREATE, body, key="order-1")["id"] == first["id"]
    till.carry()
    assert till.balance() == "150.00"


def test_a_repeat_that_comes_while_the_order_is_being_made_gets_the_order(till: Till, card: str, lamp: str) -> None:
    body, made = till.body((lamp, "4"), bonuses="200"), []
    really = till.pricing.answers(pricing.ASK_QUOTE)

    def meanwhile(asked: Any, incoming: Any) -> Any:
        till.orders.peers.reply(pricing.ASK_QUOTE, really)
        made.append(till.orders.do(CREATE, body, key="order-1"))
        return really(asked, incoming)

    till.orders.peers.reply(pricing.ASK_QUOTE, meanwhile)
    assert till.orders.do(CREATE, body, key="order-1") == made[0]
    till.carry()
    assert till.balance() == "0.00"
    assert [hold.state for hold in till.orders.rows(BonusHold)] == ["used"]


def test_an_order_that_is_refused_after_the_spending_gives_it_back(till: Till, card: str, lamp: str) -> None:
    body = till.body((lamp, "1"), bonuses="50", warehouse_id=uuid7())
    assert till.orders.refuses(CREATE, body, key="order-1").code.name == "unknown_reference"
    assert till.balance() == "150.00"
    till.carry()
    assert till.balance() == "200.00"
    right = till.body((lamp, "1"), bonuses="50")
    till.orders.do(CREATE, right, key="order-1")
    assert till.balance() == "150.00"


def test_a_command_whose_process_died_goes_on_with_what_it_spent(
    till: Till, card: str, lamp: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = till.body((lamp, "1"), bonuses="50")
    _die_after_spending(till, body, monkeypatch)
    assert till.balance() == "150.00"
    order = till.orders.do(CREATE, body, key="order-1")
    till.carry()
    assert (order["bonuses"], till.balance()) == ("50.00", "150.00")
    assert [hold.state for hold in till.orders.rows(BonusHold)] == ["used"]


def test_what_a_process_that_died_had_spent_comes_back_by_itself(
    till: Till, card: str, lamp: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _die_after_spending(till, till.body((lamp, "1"), bonuses="50"), monkeypatch)
    till.run_daily("orders")
    assert till.balance() == "150.00", "the command may still be on its way"
    till.on("2026-04-11")
    till.run_daily("orders")
    assert till.balance() == "200.00"
    assert [hold.state for hold in till.orders.rows(BonusHold)] == ["let_go"]


def test_what_is_let_go_when_its_accrual_is_over_lives_as_long_as_a_new_one(
    till: Till, lamp: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    till.on("2026-04-10")
    till.a_card(lives=30)
    till.accrue("50", expires="2026-04-10")
    _die_after_spending(till, till.body((lamp, "1"), bonuses="50"), monkeypatch)
    till.on("2026-04-11")
    till.run_daily("orders")
    assert till.entries()[-1] == ("given_back", "2026-04-11", "50.00")
    assert [(lot["rest"], lot["expires_on"]) for lot in till.bonuses()["lots"]] == [("50.00", "2026-05-11")]


def test_an_answer_that_never_came_gives_back_what_may_have_been_spent(till: Till, card: str, lamp: str) -> None:
    really = till.pricing.answers(pricing.SPEND_BONUSES)

    def lost(asked: Any, incoming: Any) -> Any:
        really(asked, incoming)
        raise UNAVAILABLE(service="pricing")

    till.orders.peers.reply(pricing.SPEND_BONUSES, lost)
    assert till.orders.refuses(CREATE, till.body((lamp, "1"), bonuses="50"), key="order-1").code.name == "unavailable"
    assert till.balance() == "150.00"
    till.carry()
    assert till.balance() == "200.00"


def _die_after_spending(till: Till, body: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Bonuses are spent, and the process is gone: neither is the order made nor are they let go."""

    def die(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(bonuses, "use", die)
        patched.setattr(bonuses, "let_go", die)
        with pytest.raises(KeyboardInterrupt):
            till.orders.reply(CREATE, body, by=HEAD, key="order-1")
    till.carry()


# ---------------------------------------------------------------- less of the order


def test_a_cancelled_order_gives_back_all_it_spent(till: Till, card: str, lamp: str) -> None:
    order = till.order((lamp, "2"), bonuses="50")
    till.do(contracts.CANCEL_ORDER, {"id": order["id"], "reason": "Передумали"})
    assert till.balance() == "200.00"


def test_cancelled_lines_give_back_their_part(till: Till, card: str, lamp: str, cable: str) -> None:
    order = till.order((lamp, "3"), (cable, "2"), bonuses="60")
    till.ship(order, (1, "1"))
    named = [{"line_id": line["id"]} for line in order["lines"]]
    order = till.do(contracts.CANCEL_LINES, {"id": order["id"], "lines": named, "reason": "Немає"})
    assert lines(order) == [("16.67", "83.33", "13.89"), ("0.00", "0.00", "0.00")]
    # 200 - 60 + 43.33 given back, and 5 percent of 83.33
    assert till.balance() == "187.50"


def test_a_smaller_order_takes_no_more_than_the_limit_of_what_is_left(till: Till, card: str, lamp: str) -> None:
    order = till.order((lamp, "3"), (lamp, "1"), bonuses="200")
    assert lines(order) == [("150.00", "150.00", "25.00"), ("50.00", "50.00", "8.33")]
    first = {"line_id": order["lines"][0]["id"], "item_id": lamp, "quantity": "1"}
    changed = till.do(contracts.CHANGE_ORDER, {"id": order["id"], "lines": [first]})
    assert (changed["bonuses"], lines(changed)) == ("50.00", [("50.00", "50.00", "8.33")])
    assert till.balance() == "150.00"
    assert [reason["rule"] for reason in changed["lines"][0]["reasons"]].count("bonuses") == 1


def test_a_larger_order_spends_what_it_spent_and_shares_it_anew(till: Till, card: str, lamp: str, cable: str) -> None:
    order = till.order((lamp, "3"), bonuses="60")
    first = {"line_id": order["lines"][0]["id"], "item_id": lamp, "quantity": "3"}
    more = {"item_id": cable, "quantity": "2"}
    changed = till.do(contracts.CHANGE_ORDER, {"id": order["id"], "lines": [first, more]})
    assert lines(changed) == [("50.00", "250.00", "41.67"), ("10.00", "50.00", "8.33")]
    assert till.balance() == "140.00"


def test_a_line_that_is_shipped_in_part_keeps_its_bonuses(till: Till, card: str, lamp: str, cable: str) -> None:
    order = till.order((lamp, "3"), (cable, "2"), bonuses="60")
    till.ship(order, (1, "1"))
    named = [
        {"line_id": line["id"], "item_id": line["item_id"], "quantity": line["quantity"]} for line in order["lines"]
    ]
    named[1]["quantity"] = "1"
    changed = till.do(contracts.CHANGE_ORDER, {"id": order["id"], "lines": named})
    assert lines(changed) == [("50.00", "250.00", "41.67"), ("10.00", "20.00", "3.33")]


def test_a_comment_changes_no_bonuses(till: Till, card: str, lamp: str) -> None:
    order = till.order((lamp, "3"), bonuses="60")
    changed = till.do(contracts.CHANGE_ORDER, {"id": order["id"], "comment": "Подзвонити"})
    assert (lines(changed), till.balance()) == (lines(order), "140.00")


# ---------------------------------------------------------------- the rules


@pytest.mark.parametrize(
    ("asked", "limit", "begun", "totals", "parts"),
    [
        ("150", "100", [], ["800", "450"], ["96.00", "54.00"]),
        ("0.01", "100", [], ["10", "10"], ["0.01", "0.00"]),
        ("60", "50", [], ["100"], ["50.00"]),
        ("60", "50", [("100", "50")], ["20"], ["10.00"]),
        ("60", "10", [("100", "50")], ["20"], ["0"]),
        ("60", "100", [("100", "10")], ["20", "20"], ["20.00", "20.00"]),
    ],
)
def test_how_bonuses_lie_on_lines(asked: str, limit: str, begun: Any, totals: list[str], parts: list[str]) -> None:
    kept = [(D(total), D(own)) for total, own in begun]
    assert shared(D(asked), D(limit), kept, [D(total) for total in totals]) == [D(part) for part in parts]


def test_pieces_of_a_line_sum_to_its_bonuses() -> None:
    pieces = [part_of(D("10"), D(1), of=D(3), before=D(done)) for done in range(3)]
    assert pieces == [D("3.33"), D("3.34"), D("3.33")]
