"""Changing an order: priced anew by one question, bounded by what was done, approved again where it departs further."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.chassis.errors import STALE
from services.chassis.ids import uuid7
from services.orders import contracts
from services.partners import contracts as partners
from services.pricing import contracts as pricing
from tests.services.builders import CABLE, INSTALL, LAMP, Good, Shop, a_partner, a_quote_under, offer_terms
from tests.services.cast import APPROVER, DARYNA, DZVIN, KALYNA


def kept(order: dict[str, Any], position: int, **changes: Any) -> dict[str, Any]:
    line = order["lines"][position - 1]
    return {"line_id": line["id"], "item_id": line["item_id"], "quantity": line["quantity"], **changes}


def new(good: Good, quantity: str, **more: Any) -> dict[str, Any]:
    return {"item_id": good.id, "quantity": quantity, **more}


def change(shop: Shop, order: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return shop.bench.do(contracts.CHANGE_ORDER, {"id": order["id"], **changes})


def refuse(shop: Shop, order: dict[str, Any], **changes: Any) -> list[tuple[str, str]]:
    refusal = shop.bench.refuses(contracts.CHANGE_ORDER, {"id": order["id"], **changes})
    return [(field.pointer, field.code) for field in refusal.fields]


def test_lines_are_changed_added_and_left_out_and_priced_by_one_question(shop: Shop) -> None:
    order = shop.an_order((LAMP, "2"), (CABLE, "3"))
    asked = len(shop.bench.peers.questions)
    after = change(shop, order, lines=[kept(order, 1, quantity="1"), new(INSTALL, "1")])
    assert len(shop.bench.peers.questions) == asked + 1
    assert [(line["position"], line["sku"], line["total"]) for line in after["lines"]] == [
        (1, "LAMP-10", "120.00"),
        (3, "INSTALL", "1500.00"),
    ]
    assert after["lines"][0]["id"] == order["lines"][0]["id"]
    assert (after["total"], after["vat"], after["payable"]) == ("1620.00", "270.00", "1620.00")
    assert shop.now(order)["lines"] == after["lines"]


def test_a_change_is_priced_on_the_order_s_own_day_and_terms(shop: Shop) -> None:
    shop.bench.peers.reply(pricing.ASK_QUOTE, a_quote_under())
    order = shop.an_order(offer_id=offer_terms().id, prices_with_vat=False, ordered_on="2026-03-02")
    change(shop, order, lines=[new(LAMP, "1")])
    asked = shop.bench.peers.questions[-1][1]
    assert isinstance(asked, pricing.AskQuote)
    assert (str(asked.on), asked.offer_id, asked.prices_with_vat) == ("2026-03-02", offer_terms().id, False)


def test_the_payment_steps_follow_the_new_total(shop: Shop) -> None:
    order = shop.under_offer((LAMP, "2"), payment_stages=[{"kind": "advance", "percent": "100"}])
    after = change(shop, order, lines=[kept(order, 1, quantity="3")])
    assert ([step["amount"] for step in after["payment_steps"]], after["advance"]) == (["360.00"], "360.00")


def test_other_fields_change_alone_and_null_takes_them_away(shop: Shop) -> None:
    order = shop.an_order(carrier="Вигадана пошта", comment="Терміново")
    asked = len(shop.bench.peers.questions)
    said = {
        "delivery": "carrier",
        "zone": "Схід",
        "priority": 2,
        "wished_from": "2026-12-01",
        "wished_to": "2026-12-01",
    }
    after = change(shop, order, **said, comment=None)
    assert {name: after[name] for name in said} == said
    assert (after["carrier"], after["comment"]) == ("Вигадана пошта", None)
    assert len(shop.bench.peers.questions) == asked


@pytest.mark.parametrize(("last", "refused"), [("2026-11-30", True), ("2026-12-01", False), ("2026-12-02", False)])
def test_the_wished_days_are_a_period_also_with_the_one_kept(shop: Shop, last: str, refused: bool) -> None:
    order = shop.an_order(wished_from="2026-12-01")
    if refused:
        assert refuse(shop, order, wished_to=last) == [("/wished_to", "wished_period")]
    else:
        assert change(shop, order, wished_to=last)["wished_to"] == last


def test_the_prices_of_the_terms_are_put_back(shop: Shop) -> None:
    order = shop.an_order(lines=[new(LAMP, "1", manual_price="99.00"), new(CABLE, "1")])
    assert order["lines"][0]["manual_price"] == "99.0000"
    after = change(shop, order, set_price_by_terms=True)
    assert [(line["price"], line["manual_price"]) for line in after["lines"]] == [("120.0000", None), ("10.0300", None)]
    assert after["total"] == "130.03"


# ---------------------------------------------------------------- bounds


@pytest.mark.parametrize(("quantity", "allowed"), [("1.999", False), ("2", True), ("2.001", True)])
def test_no_less_than_is_reserved_can_be_ordered(shop: Shop, quantity: str, allowed: bool) -> None:
    shop.receive((LAMP, "9", "60.00"))
    order = shop.an_order((LAMP, "2"), status="to_fulfil")
    shop.supply(order, "reserve")
    lines = [kept(order, 1, quantity=quantity)]
    if allowed:
        assert change(shop, order, lines=lines)["lines"][0]["reserved"] == "2.000"
    else:
        assert refuse(shop, order, lines=lines) == [("/lines/0/quantity", "line_reserved")]


def test_everything_done_already_bounds_the_change_and_all_faults_are_named(shop: Shop) -> None:
    shop.receive((LAMP, "9", "60.00"), (CABLE, "9", "5.00"))
    order = shop.an_order((LAMP, "2"), (CABLE, "2"), (LAMP, "1"), (CABLE, "1"), status="to_fulfil")
    shop.ship(order, (1, "1"), (3, "1"))
    shop.supply(order, "reserve", 2, 4)
    lines = [
        kept(order, 1, quantity="3"),
        kept(order, 2, item_id=LAMP.id),
        kept(order, 2),
        {**new(LAMP, "1"), "line_id": uuid7()},
    ]
    assert refuse(shop, order, lines=lines) == [
        ("/lines/0/quantity", "line_begun"),
        ("/lines/1/item_id", "line_reserved"),
        ("/lines/2/line_id", "line_twice"),
        ("/lines/3/line_id", "unknown_reference"),
        ("/lines", "line_begun"),
        ("/lines", "line_reserved"),
    ]
    assert len(shop.now(order)["lines"]) == 4


def test_a_line_shipped_in_part_keeps_its_price_and_more_is_a_new_line(shop: Shop) -> None:
    shop.receive((LAMP, "9", "60.00"))
    order = shop.an_order(lines=[new(LAMP, "2", manual_price="99.00")], status="to_fulfil")
    shop.ship(order, (1, "1"))
    after = change(shop, order, lines=[kept(order, 1), new(LAMP, "1")])
    assert [(line["price"], line["shipped"]) for line in after["lines"]] == [
        ("99.0000", "1.000"),
        ("120.0000", "0.000"),
    ]


def test_an_order_changed_meanwhile_is_not_changed_by_an_old_price(shop: Shop) -> None:
    order = shop.an_order()

    def meanwhile(asked: pricing.AskQuote, incoming: Any) -> pricing.Quote:
        shop.bench.peers.reply(pricing.ASK_QUOTE, a_quote_under())
        change(shop, order, comment="Інше")
        return a_quote_under()(asked, incoming)

    shop.bench.peers.reply(pricing.ASK_QUOTE, meanwhile)
    refusal = shop.bench.refuses(contracts.CHANGE_ORDER, {"id": order["id"], "lines": [new(LAMP, "1")]})
    assert refusal.code == STALE


def test_an_order_that_has_ended_is_not_changed(shop: Shop) -> None:
    order = shop.an_order()
    shop.bench.do(contracts.CANCEL_ORDER, {"id": order["id"], "reason": "Передумали"})
    refusal = shop.bench.refuses(contracts.CHANGE_ORDER, {"id": order["id"], "comment": "Ще"})
    assert refusal.code.name == "order_ended"


def test_another_manager_s_order_is_not_there(shop: Shop) -> None:
    body = {"id": shop.an_order()["id"], "comment": "Моє"}
    assert shop.bench.refuses(contracts.CHANGE_ORDER, body, by=DARYNA).http_status == 404


# ---------------------------------------------------------------- approval again


def small_orders_need_approval(shop: Shop) -> dict[str, Any]:
    """240, where 300 is the least; approved."""
    return shop.under_offer((LAMP, "2"), minimum_amount="300.00", status="to_fulfil")


def test_an_approved_order_stays_so_when_it_departs_no_further(shop: Shop) -> None:
    order = small_orders_need_approval(shop)
    for changes in ({"comment": "Ще"}, {"lines": [kept(order, 1), new(CABLE, "1")]}):
        after = change(shop, order, **changes)
        assert (after["status"], after["awaits"]) == ("to_fulfil", [])
        assert after["deviations"][0]["approved_by"] == str(APPROVER.user_id)


def test_a_greater_departure_sends_it_back(shop: Shop) -> None:
    order = small_orders_need_approval(shop)
    after = change(shop, order, lines=[kept(order, 1, quantity="1")])
    assert (after["status"], after["state"], after["awaits"]) == (
        "on_approval",
        "awaiting_approval",
        ["commercial_approver"],
    )
    assert (after["approved_at"], after["approved_by"]) == (None, None)


def test_a_new_departure_sends_it_back_to_its_approver_alone(shop: Shop) -> None:
    order = shop.under_offer((LAMP, "2"), delivery_days=5, minimum_amount="300.00")
    early = date.fromisoformat(order["ordered_on"]) + timedelta(4)
    after = change(shop, order, wished_to=early)
    assert (after["status"], after["awaits"]) == ("on_approval", ["logistics_approver"])


def test_a_departure_taken_back_needs_no_approval_of_its_kind(shop: Shop) -> None:
    order = shop.under_offer((LAMP, "2"), minimum_amount="300.00", status="on_approval")
    after = change(shop, order, lines=[kept(order, 1, quantity="3")])
    assert (after["deviations"], after["awaits"]) == ([], ["commercial_approver"])


# ---------------------------------------------------------------- whom it names


def test_the_contact_person_is_the_client_s(shop: Shop) -> None:
    person = {"id": uuid7(), "full_name": "Марія Вигадана"}
    card = {
        **a_partner().model_dump(),
        "notes": None,
        "legal_entities": (),
        "contact_persons": (person,),
        "details": (),
    }
    shop.bench.peers.reply(partners.GET_PARTNER, partners.PartnerView.model_validate(card))
    order = shop.an_order(client=KALYNA, contact_person_id=person["id"])
    assert order["contact_person_id"] == str(person["id"])
    assert refuse(shop, order, contact_person_id=uuid7()) == [("/contact_person_id", "unknown_reference")]


def test_the_address_of_a_person_erased_is_forgotten(shop: Shop) -> None:
    mine, other = shop.an_order(address="Вигадана, 7"), shop.an_order(client=DZVIN, address="Вигадана, 8")
    for _ in range(2):
        shop.bench.hear(partners.PARTNER_ERASED, partners.PartnerErased(partner_id=KALYNA.id), event_id=KALYNA.id)
    assert (shop.now(mine)["address"], shop.now(other)["address"]) == (None, "Вигадана, 8")
    assert "Вигадана, 7" not in str([row.changes for row in shop.bench.audit(mine["id"])])


def typed_too_low(asked: pricing.AskQuote, incoming: Any) -> pricing.Quote:
    """Each typed price is half of what the rules say, whatever the item."""
    quote = a_quote_under(manual_limit="10")(asked, incoming)
    lines = [
        line.model_copy(update={"rule_price": line.price * 2, "needs_approval": said.manual_price is not None})
        for line, said in zip(quote.lines, asked.lines, strict=True)
    ]
    return quote.model_copy(update={"lines": tuple(lines)})


@pytest.mark.parametrize(("good", "status"), [(LAMP, "to_fulfil"), (CABLE, "on_approval")])
def test_what_was_allowed_for_one_item_is_not_allowed_for_another(shop: Shop, good: Good, status: str) -> None:
    shop.bench.peers.reply(pricing.ASK_QUOTE, typed_too_low)
    asked = [new(LAMP, "1", manual_price="60.00")]
    order = shop.an_order(lines=asked, offer_id=offer_terms().id, status="to_fulfil")
    after = change(shop, order, lines=[kept(order, 1, item_id=good.id, manual_price="60.00")])
    assert (after["deviations"][0]["kind"], after["status"]) == ("price", status)


def test_a_line_that_becomes_goods_is_to_be_supplied_and_a_service_is_not(shop: Shop) -> None:
    order = shop.an_order((INSTALL, "1"), (LAMP, "1"), status="to_fulfil")
    after = change(shop, order, lines=[kept(order, 1, item_id=LAMP.id), kept(order, 2, item_id=INSTALL.id)])
    assert [line["supply"] for line in after["lines"]] == ["to_supply", "none"]
    assert after["state"] == "awaiting_supply"


def test_a_line_set_aside_stays_so_when_its_quantity_changes(shop: Shop) -> None:
    order = shop.an_order((LAMP, "1"), status="to_fulfil")
    shop.supply(order, "none")
    after = change(shop, order, lines=[kept(order, 1, quantity="2")])
    assert after["lines"][0]["supply"] == "none"
