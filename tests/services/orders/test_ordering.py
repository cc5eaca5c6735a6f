"""An order's life: created with prices from pricing, approved, cancelled, closed."""

from collections.abc import Callable
from typing import Any

import pytest

from services.chassis.ids import uuid7
from services.chassis.runtime import Incoming
from services.orders import contracts
from services.orders.models import Order
from services.partners import contracts as partners
from services.pricing import contracts as pricing
from tests.services.builders import CABLE, INSTALL, LAMP, Shop, a_quote
from tests.services.cast import (
    APPROVER,
    CASHIER,
    DZVIN,
    HEAD,
    KALYNA,
    KEEPER,
    PRICER,
    PROMIN,
    TARAS,
    TARAS_ID,
)


def test_a_new_order_awaits_approval_with_the_sums_of_its_quote(shop: Shop) -> None:
    order = shop.an_order((LAMP, "2"), (CABLE, "3"))
    assert (order["status"], order["state"], order["number"]) == ("on_approval", "awaiting_approval", "ORD-000001")
    assert (order["total"], order["vat"], order["payable"]) == ("270.09", "45.02", "270.09")
    assert [(line["position"], line["sku"], line["total"]) for line in order["lines"]] == [
        (1, "LAMP-10", "240.00"),
        (2, "CABLE-3", "30.09"),
    ]


def test_without_vat_in_prices_the_client_pays_it_on_top(shop: Shop) -> None:
    order = shop.an_order((LAMP, "2"), prices_with_vat=False)
    assert (order["total"], order["vat"], order["payable"]) == ("240.00", "48.00", "288.00")


def test_one_item_may_stand_on_two_lines_at_different_prices(shop: Shop) -> None:
    lines = [
        {"item_id": LAMP.id, "quantity": "1"},
        {"item_id": LAMP.id, "quantity": "1", "manual_price": "99.00"},
    ]
    order = shop.an_order(lines=lines)
    assert [line["price"] for line in order["lines"]] == ["120.0000", "99.0000"]
    assert order["total"] == "219.00"


def test_the_manager_of_an_order_is_the_client_s(shop: Shop) -> None:
    assert shop.an_order(by=HEAD)["manager_id"] == str(TARAS_ID)


def test_prices_are_asked_once_for_all_lines_on_the_order_s_date(shop: Shop) -> None:
    shop.an_order((LAMP, "2"), (CABLE, "3"), (INSTALL, "1"), ordered_on="2026-03-02")
    asked = [request for address, request in shop.bench.peers.questions if address == pricing.ASK_QUOTE.address]
    assert len(asked) == 1
    assert isinstance(asked[0], pricing.AskQuote)
    assert (str(asked[0].on), len(asked[0].lines), asked[0].vat_free) == ("2026-03-02", 3, False)


def test_an_organization_that_pays_no_vat_asks_for_prices_free_of_it(shop: Shop) -> None:
    terms = partners.TermsOfSale(
        partner_id=KALYNA.id,
        partner_name=KALYNA.name,
        legal_entity_id=None,
        manager_id=None,
        representative_id=None,
        organization_pays_vat=False,
    )
    shop.bench.peers.reply(partners.GET_TERMS_OF_SALE, terms)
    shop.an_order()
    asked = shop.bench.peers.questions[-1][1]
    assert isinstance(asked, pricing.AskQuote)
    assert asked.vat_free


def test_lines_without_a_price_are_refused_all_at_once(shop: Shop) -> None:
    def without_prices(asked: pricing.AskQuote, incoming: object) -> pricing.Quote:
        quote = a_quote(asked, incoming)  # type: ignore[arg-type]
        lines = [line.model_copy(update={"problem": "no_price"}) for line in quote.lines]
        return quote.model_copy(update={"lines": (quote.lines[0], *lines[1:])})

    shop.bench.peers.reply(pricing.ASK_QUOTE, without_prices)
    body = shop.order_body((LAMP, "1"), (CABLE, "1"), (INSTALL, "1"))
    refusal = shop.bench.refuses(contracts.CREATE_ORDER, body)
    assert (refusal.code.name, refusal.http_status) == ("no_price", 422)
    assert [field.pointer for field in refusal.fields] == ["/lines/1/item_id", "/lines/2/item_id"]
    assert shop.bench.rows(Order) == []


def test_a_warehouse_of_another_organization_is_refused(shop: Shop) -> None:
    foreign = shop.open_warehouse("Чужий склад", PROMIN)
    refusal = shop.bench.refuses(contracts.CREATE_ORDER, shop.order_body(warehouse_id=foreign))
    assert refusal.code.name == "foreign_warehouse"


def test_an_unknown_warehouse_is_named_at_its_field(shop: Shop) -> None:
    refusal = shop.bench.refuses(contracts.CREATE_ORDER, shop.order_body(warehouse_id=uuid7()))
    assert (refusal.code.name, refusal.fields[0].pointer) == ("unknown_reference", "/warehouse_id")


@pytest.mark.parametrize(("quantity", "taken"), [("-1", False), ("0", False), ("0.001", True), ("0.0001", False)])
def test_a_quantity_is_positive_and_has_three_decimals_at_most(shop: Shop, quantity: str, taken: bool) -> None:
    body = shop.order_body((LAMP, quantity))
    if taken:
        assert shop.bench.do(contracts.CREATE_ORDER, body)["lines"][0]["quantity"] == quantity
    else:
        assert shop.bench.refuses(contracts.CREATE_ORDER, body).fields[0].pointer == "/lines/0/quantity"


def test_an_order_without_lines_is_refused(shop: Shop) -> None:
    refusal = shop.bench.refuses(contracts.CREATE_ORDER, shop.order_body(lines=[]))
    assert [field.pointer for field in refusal.fields] == ["/lines"]


def test_each_organization_numbers_its_own_orders(shop: Shop) -> None:
    other = shop.open_warehouse("Другий склад", PROMIN)
    made = [shop.an_order(), shop.an_order(), shop.an_order(organization_id=PROMIN, warehouse_id=other)]
    assert [order["number"] for order in made] == ["ORD-000001", "ORD-000002", "ORD-000001"]


# ---------------------------------------------------------------- approving


def test_approval_says_who_and_when_and_opens_the_order(shop: Shop) -> None:
    order = shop.an_order(status="to_fulfil")
    assert (order["status"], order["state"]) == ("to_fulfil", "awaiting_supply")
    assert order["approved_by"] == str(APPROVER.user_id)
    assert order["approved_at"] is not None


def test_services_alone_are_ready_to_ship_once_approved(shop: Shop) -> None:
    assert shop.an_order((INSTALL, "1"), status="to_fulfil")["state"] == "ready_to_ship"


@pytest.mark.parametrize("actor", [TARAS, KEEPER, CASHIER, PRICER, KALYNA.login])
def test_only_approvers_and_heads_approve(shop: Shop, actor: Any) -> None:
    order = shop.an_order()
    refusal = shop.bench.refuses(contracts.APPROVE_ORDER, {"id": order["id"]}, by=actor)
    assert refusal.code.name == "forbidden"


# ---------------------------------------------------------------- statuses


def closed_order(shop: Shop) -> dict[str, Any]:
    order = shop.an_order((INSTALL, "1"), status="to_fulfil")
    shop.ship(order)
    shop.pay(order, "1500.00")
    return shop.bench.do(contracts.CLOSE_ORDER, {"id": order["id"]})


def cancelled_order(shop: Shop) -> dict[str, Any]:
    return shop.bench.do(contracts.CANCEL_ORDER, {"id": shop.an_order()["id"], "reason": "Передумали"})


def bodies(order: dict[str, Any]) -> dict[str, dict[str, Any]]:
    by_id = {"id": order["id"]}
    return {
        "approve": by_id,
        "reserve": by_id,
        "close": by_id,
        "cancel": {**by_id, "reason": "Передумали"},
        "ship": {"order_id": order["id"]},
    }


OPERATIONS = {
    "approve": contracts.APPROVE_ORDER,
    "reserve": contracts.RESERVE_ORDER,
    "close": contracts.CLOSE_ORDER,
    "cancel": contracts.CANCEL_ORDER,
    "ship": contracts.SHIP_GOODS,
}


@pytest.mark.parametrize(
    ("status", "refused"),
    [
        ("on_approval", ("reserve", "close", "ship")),
        ("to_fulfil", ("approve",)),
        ("closed", ("approve", "reserve", "close", "cancel", "ship")),
        ("cancelled", ("approve", "reserve", "close", "cancel", "ship")),
    ],
)
def test_what_the_status_does_not_allow_is_a_conflict_and_changes_nothing(
    shop: Shop, status: str, refused: tuple[str, ...]
) -> None:
    makers: dict[str, Callable[[], dict[str, Any]]] = {
        "on_approval": shop.an_order,
        "to_fulfil": lambda: shop.an_order(status="to_fulfil"),
        "closed": lambda: closed_order(shop),
        "cancelled": lambda: cancelled_order(shop),
    }
    order = makers[status]()
    told = len(shop.bench.events())
    for name in refused:
        refusal = shop.bench.refuses(OPERATIONS[name], bodies(order)[name], by=HEAD)
        said = "order_ended" if status in ("closed", "cancelled") else "order_status"
        assert (refusal.code.name, refusal.http_status) == (said, 409), name
        assert refusal.values["status"] == status
    assert len(shop.bench.events()) == told
    assert shop.now(order)["version"] == order["version"]


# ---------------------------------------------------------------- cancelling and closing


def test_cancelling_keeps_the_reason_and_releases_the_reservation(shop: Shop) -> None:
    shop.receive((LAMP, "5", "60.00"))
    order = shop.an_order((LAMP, "2"), status="to_fulfil")
    shop.bench.do(contracts.RESERVE_ORDER, {"id": order["id"]})
    assert shop.stock(LAMP) == ("5.000", "2.000", "3.000")
    cancelled = shop.bench.do(contracts.CANCEL_ORDER, {"id": order["id"], "reason": "Клієнт передумав"})
    assert (cancelled["status"], cancelled["state"]) == ("cancelled", "cancelled")
    assert cancelled["cancel_reason"] == "Клієнт передумав"
    assert shop.stock(LAMP) == ("5.000", "0.000", "5.000")
    assert cancelled["lines"][0]["reserved"] == "0.000"


def test_cancelling_demands_a_reason(shop: Shop) -> None:
    order = shop.an_order()
    refusal = shop.bench.refuses(contracts.CANCEL_ORDER, {"id": order["id"], "reason": " "})
    assert [field.pointer for field in refusal.fields] == ["/reason"]


@pytest.mark.parametrize("begun", ["paid", "shipped"])
def test_an_order_with_money_or_goods_under_way_is_not_cancelled(shop: Shop, begun: str) -> None:
    shop.receive((LAMP, "5", "60.00"))
    order = shop.an_order((LAMP, "2"), status="to_fulfil")
    if begun == "paid":
        shop.pay(order, "0.01")
    else:
        shop.ship(order, (1, "0.001"))
    refusal = shop.bench.refuses(contracts.CANCEL_ORDER, {"id": order["id"], "reason": "Передумали"})
    assert (refusal.code.name, refusal.http_status) == ("order_in_progress", 409)


@pytest.mark.parametrize(("paid", "closes"), [("1499.99", False), ("1500.00", True), ("1500.01", True)])
def test_an_order_closes_when_all_is_shipped_and_paid_to_the_cent(shop: Shop, paid: str, closes: bool) -> None:
    order = shop.an_order((INSTALL, "1"), status="to_fulfil")
    shop.ship(order)
    shop.pay(order, paid)
    if closes:
        closed = shop.bench.do(contracts.CLOSE_ORDER, {"id": order["id"]})
        assert (closed["status"], closed["state"]) == ("closed", "closed")
    else:
        refusal = shop.bench.refuses(contracts.CLOSE_ORDER, {"id": order["id"]})
        assert (refusal.code.name, refusal.values["state"]) == ("not_ready_to_close", "awaiting_payment")


def test_an_order_with_an_open_line_is_not_closed_though_paid(shop: Shop) -> None:
    order = shop.an_order((INSTALL, "2"), status="to_fulfil")
    shop.ship(order, (1, "1"))
    shop.pay(order, "3000.00")
    refusal = shop.bench.refuses(contracts.CLOSE_ORDER, {"id": order["id"]})
    assert refusal.values["state"] == "shipping"


# ---------------------------------------------------------------- the client's number


def test_a_client_s_number_of_an_order_brings_it_in_once(shop: Shop) -> None:
    order = shop.an_order(external_number="PO-7741")
    refusal = shop.bench.refuses(contracts.CREATE_ORDER, shop.order_body(external_number="PO-7741"))
    assert (refusal.code.name, [field.pointer for field in refusal.fields]) == (
        "external_number_taken",
        ["/external_number"],
    )
    shop.an_order(external_number="PO-7742")
    other = shop.an_order(client=DZVIN, external_number="PO-7741")
    found = shop.bench.listed(contracts.LIST_ORDERS, external_number=["PO-7741"])
    assert {row["id"] for row in found} == {order["id"], other["id"]}


# ---------------------------------------------------------------- a client's own order


def test_a_client_orders_at_our_prices_of_today(shop: Shop) -> None:
    assert shop.an_order(by=KALYNA.login)["total"] == "240.00"


def test_what_our_staff_decides_a_client_may_not_say_and_all_of_it_is_named(shop: Shop) -> None:
    said: dict[str, Any] = {
        "lines": [{"item_id": LAMP.id, "quantity": "1", "manual_price": "1.00", "manual_discount": "5"}],
        "ordered_on": "2020-01-01",
        "price_type_id": uuid7(),
    }
    refusal = shop.bench.refuses(contracts.CREATE_ORDER, shop.order_body(**said), by=KALYNA.login)
    assert refusal.code.name == "said_by_our_staff"
    assert sorted(field.pointer for field in refusal.fields) == [
        "/lines/0/manual_discount",
        "/lines/0/manual_price",
        "/ordered_on",
        "/price_type_id",
    ]


def test_a_client_sees_no_deals_and_names_none(shop: Shop) -> None:
    body = shop.order_body(deal_id=uuid7())
    refusal = shop.bench.refuses(contracts.CREATE_ORDER, body, by=KALYNA.login)
    assert (refusal.http_status, [field.pointer for field in refusal.fields]) == (404, ["/deal_id"])


def test_a_status_is_said_as_the_screen_has_it(shop: Shop) -> None:
    refusal = shop.bench.refuses(contracts.SHIP_GOODS, {"order_id": shop.an_order()["id"]}, by=HEAD)
    assert "«На погодженні»" in refusal.sentence("uk")
    assert "«До виконання»" in refusal.sentence("uk")
    assert "“On approval”" in refusal.sentence("en")


def _under_an_offer(asked: pricing.AskQuote, incoming: Incoming) -> pricing.Quote:
    """Pricing's answer for whoever names an offer: the same prices, and the offer's terms."""
    if asked.offer_id is None:
        return a_quote(asked, incoming)
    stages = [{"kind": "advance", "percent": "30"}, {"kind": "credit", "percent": "70", "shift": 14}]
    terms = {"id": asked.offer_id, "number": "OFR-000007", "name": "Гуртова", "kind": "standard", "version_number": 2}
    more = {"price_type_id": uuid7(), "currency": "UAH", "payment_stages": stages, "settled_by": "shipment"}
    quote = a_quote(asked, incoming)
    return quote.model_copy(update={"terms": pricing.TermsOfOffer.model_validate({**terms, **more})})


def test_an_order_keeps_the_terms_of_the_offer_it_is_made_under(shop: Shop) -> None:
    shop.bench.peers.reply(pricing.ASK_QUOTE, _under_an_offer)
    offer = str(uuid7())
    order = shop.an_order(offer_id=offer)
    assert (order["offer_id"], order["offer_version"], order["settled_by"]) == (offer, 2, "shipment")
    assert [(stage["kind"], stage["percent"]) for stage in order["payment_stages"]] == [
        ("advance", "30.0000"),
        ("credit", "70.0000"),
    ]
    assert [row["id"] for row in shop.bench.listed(contracts.LIST_ORDERS, offer_id=offer)] == [order["id"]]


def test_without_an_offer_the_whole_is_owed_at_shipment(shop: Shop) -> None:
    order = shop.an_order()
    assert (order["offer_id"], order["settled_by"], order["payment_stages"]) == (None, "order", [])
