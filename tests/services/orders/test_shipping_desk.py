"""The shipment workplace: what can be shipped now, several orders at once, nobody in breach (R9)."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.chassis.actor import Actor
from services.chassis.ids import uuid7
from services.orders import contracts
from services.orders.models import Shipment
from services.partners import contracts as partners
from services.pricing import contracts as pricing
from tests.services.builders import CABLE, INSTALL, LAMP, Shop, a_quote, shipping_body
from tests.services.cast import DARYNA, DZVIN, HEAD, KALYNA, KEEPER, PROMIN, TARAS

PAPER = {"number": "ДВ-17", "on": "2026-11-20", "person": "Вигаданий Водій"}


def desk(shop: Shop, **more: Any) -> list[tuple[str, bool]]:
    return [(row["number"], row["whole"]) for row in shop.bench.listed(contracts.LIST_SHIPPING_DESK, **more)]


def batch(*orders: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"order_ids": [order["id"] for order in orders], **more}


def test_an_order_is_on_the_desk_when_something_of_it_can_be_shipped(shop: Shop) -> None:
    lamps, both, cable, service = (
        shop.an_order(*lines, status="to_fulfil")
        for lines in ([(LAMP, "2")], [(LAMP, "2"), (CABLE, "1")], [(CABLE, "1")], [(INSTALL, "1")])
    )
    shop.an_order((INSTALL, "1"))
    shop.receive((LAMP, "2", "60.00"))
    assert desk(shop, order="number") == [(lamps["number"], True), (both["number"], False), (service["number"], True)]
    assert desk(shop, whole=False) == [(both["number"], False)]
    shop.supply(lamps, "reserve")
    assert [number for number, _ in desk(shop, order="number")] == [lamps["number"], service["number"]]
    assert cable["number"] not in str(desk(shop))


@pytest.mark.parametrize(("stock", "whole"), [("2.999", False), ("3", True), ("3.001", True)])
def test_lines_of_one_item_share_what_is_free_of_it(shop: Shop, stock: str, whole: bool) -> None:
    shop.receive((LAMP, "1", "60.00"))
    order = shop.an_order((LAMP, "2"), (LAMP, "2"), status="to_fulfil")
    line = {"line_id": order["lines"][0]["id"], "quantity": "1"}
    shop.bench.do(contracts.RESERVE_ORDER, {"id": order["id"], "lines": [line]})
    shop.receive((LAMP, stock, "60.00"))
    assert desk(shop) == [(order["number"], whole)]


def test_the_desk_takes_two_statements_however_many_lines_its_orders_have(shop: Shop) -> None:
    """Who is banned, and the list."""
    shop.receive((LAMP, "99", "60.00"))
    for lines in (1, 9):
        shop.an_order(*[(LAMP, "1")] * lines, status="to_fulfil")
        with shop.bench.statements() as seen:
            desk(shop)
        assert len(seen) == 2


def test_the_most_urgent_stand_first_and_pages_go_on(shop: Shop) -> None:
    usual, urgent = (shop.an_order((INSTALL, "1"), status="to_fulfil", priority=priority) for priority in (5, 1))
    pages = list(shop.bench.pages(contracts.LIST_SHIPPING_DESK, 1))
    assert [row["number"] for page in pages for row in page] == [urgent["number"], usual["number"]]


@pytest.mark.parametrize(("paid", "shown"), [("239.99", False), ("240.00", True), ("240.01", True)])
def test_an_unpaid_prepayment_keeps_an_order_off_the_desk(shop: Shop, paid: str, shown: bool) -> None:
    shop.receive((LAMP, "2", "60.00"))
    order = shop.under_offer((LAMP, "2"), payment_stages=[{"kind": "prepayment", "percent": "100"}])
    shop.pay(order, paid)
    assert len(desk(shop)) == shown


def test_lines_set_aside_are_not_to_be_shipped(shop: Shop) -> None:
    shop.receive((LAMP, "2", "60.00"))
    order = shop.an_order((LAMP, "2"), (CABLE, "1"), status="to_fulfil")
    shop.supply(order, "none", 2)
    assert desk(shop) == [(order["number"], True)]
    shop.supply(order, "none", 1)
    assert desk(shop) == []


@pytest.mark.parametrize(("by", "seen"), [(TARAS, 1), (DARYNA, 0), (KEEPER, 1)])
def test_a_manager_has_own_clients_on_the_desk(shop: Shop, by: Actor, seen: int) -> None:
    shop.an_order((INSTALL, "1"), status="to_fulfil", client=KALYNA)
    assert len(desk(shop, by=by)) == seen


# ---------------------------------------------------------------- a client in breach


def in_breach(shop: Shop, overdue_since: int, **terms: Any) -> dict[str, Any]:
    """An order under these terms of a client that owes 1500 since so many days."""
    order = shop.under_offer((INSTALL, "1"), **terms)
    shop.bench.peers.reply(pricing.ASK_QUOTE, a_quote)
    owing = shop.an_order((INSTALL, "1"), status="to_fulfil")
    shop.ship(owing, on=date.fromisoformat(owing["ordered_on"]) - timedelta(overdue_since))
    return order


@pytest.mark.parametrize(("days", "banned"), [(5, False), (6, True)])
def test_nothing_is_shipped_to_a_client_in_breach(shop: Shop, days: int, banned: bool) -> None:
    order = in_breach(shop, days, breach_days=5)
    assert len(desk(shop)) == (not banned)
    if banned:
        refusal = shop.bench.refuses(contracts.SHIP_GOODS, shipping_body(order), by=KEEPER)
        assert (refusal.code.name, refusal.values) == ("client_in_breach", {"overdue": "1500.00", "currency": "UAH"})
    else:
        shop.ship(order)


def test_when_the_money_comes_the_ban_ends(shop: Shop) -> None:
    order = in_breach(shop, 9, breach_amount="100.00")
    shop.pay({**order, "id": None}, "1400.00")
    assert shop.ship(order)["total"] == "1500.00"


def test_overdue_debt_that_an_approver_has_allowed_is_no_ban(shop: Shop) -> None:
    first = in_breach(shop, 9, breach_days=5)
    allowed = shop.under_offer((INSTALL, "1"), breach_days=5, status="on_approval")
    shop.bench.do(contracts.APPROVE_ORDER, {"id": allowed["id"]}, by=HEAD)
    assert desk(shop) == [(allowed["number"], True)]
    shop.ship(allowed)
    assert shop.bench.refuses(contracts.SHIP_GOODS, shipping_body(first), by=KEEPER).code.name == "client_in_breach"


# ---------------------------------------------------------------- several at once


def test_several_orders_are_shipped_whole_with_the_recipient_s_paper(shop: Shop) -> None:
    shop.receive((LAMP, "9", "60.00"))
    orders = [shop.an_order((LAMP, "2"), (INSTALL, "1"), status="to_fulfil") for _ in range(2)]
    made = shop.bench.do(contracts.SHIP_ORDERS, batch(*orders, power_of_attorney=PAPER), by=KEEPER)
    assert [one["order_id"] for one in made["shipments"]] == [order["id"] for order in orders]
    assert [one["number"] for one in made["shipments"]] == ["SHP-000001", "SHP-000002"]
    assert [one["power_of_attorney"] for one in made["shipments"]] == [PAPER, PAPER]
    assert shop.stock(LAMP) == ("5.000", "0.000", "5.000")
    assert [shop.now(order)["state"] for order in orders] == ["awaiting_payment"] * 2
    assert sorted(shop.bench.told()[-4:]) == ["goods_shipped"] * 2 + ["order_changed"] * 2


def test_one_order_that_cannot_be_shipped_whole_ships_none_and_every_fault_is_named(shop: Shop) -> None:
    shop.receive((LAMP, "3", "60.00"))
    good, short = (shop.an_order((LAMP, "2"), status="to_fulfil") for _ in range(2))
    missing = shop.an_order((CABLE, "1"), (LAMP, "9"), status="to_fulfil")
    unapproved = shop.an_order((LAMP, "1"))
    refusal = shop.bench.refuses(contracts.SHIP_ORDERS, batch(unapproved, good, missing, short), by=KEEPER)
    assert (refusal.code.name, refusal.http_status) == ("batch_refused", 409)
    assert sorted((field.pointer, field.code) for field in refusal.fields) == [
        ("/order_ids/0", "order_status"),
        ("/order_ids/2", "not_enough_stock"),
        ("/order_ids/2", "not_enough_stock"),
        ("/order_ids/3", "not_enough_stock"),
    ]
    assert shop.bench.rows(Shipment) == []
    assert shop.stock(LAMP)[0] == "3.000"


def test_each_order_s_own_reservation_counts_for_it(shop: Shop) -> None:
    shop.receive((LAMP, "4", "60.00"))
    orders = [shop.an_order((LAMP, "2"), status="to_fulfil") for _ in range(2)]
    shop.supply(orders[1], "reserve")
    shop.bench.do(contracts.SHIP_ORDERS, batch(*orders), by=KEEPER)
    assert shop.stock(LAMP) == ("0.000", "0.000", "0.000")


def test_orders_of_two_organizations_and_warehouses_go_together(shop: Shop) -> None:
    other = shop.open_warehouse("Другий склад", PROMIN)
    line = {"item_id": LAMP.id, "quantity": "2", "price": "60.00"}
    shop.bench.do(contracts.RECEIVE_GOODS, {"warehouse_id": other, "lines": [line]}, by=KEEPER)
    shop.receive((LAMP, "2", "60.00"))
    orders = [
        shop.an_order((LAMP, "2"), status="to_fulfil"),
        shop.an_order((LAMP, "2"), status="to_fulfil", organization_id=PROMIN, warehouse_id=other),
    ]
    made = shop.bench.do(contracts.SHIP_ORDERS, batch(*orders), by=KEEPER)
    assert [one["number"] for one in made["shipments"]] == ["SHP-000001", "SHP-000001"]


@pytest.mark.parametrize("client", [DZVIN, None])
def test_another_s_order_or_none_is_not_found_where_it_is_named(shop: Shop, client: Any) -> None:
    own = shop.an_order((INSTALL, "1"), status="to_fulfil")
    other = shop.an_order((INSTALL, "1"), status="to_fulfil", client=client) if client else {"id": uuid7()}
    refusal = shop.bench.refuses(contracts.SHIP_ORDERS, batch(own, other), by=TARAS)
    assert (refusal.http_status, [field.pointer for field in refusal.fields]) == (404, ["/order_ids/1"])


def test_an_order_named_twice_is_shipped_once(shop: Shop) -> None:
    order = shop.an_order((INSTALL, "1"), status="to_fulfil")
    assert len(shop.bench.do(contracts.SHIP_ORDERS, batch(order, order), by=KEEPER)["shipments"]) == 1


def test_the_same_batch_twice_is_shipped_once(shop: Shop) -> None:
    order = shop.an_order((INSTALL, "2"), status="to_fulfil")
    first = shop.bench.do(contracts.SHIP_ORDERS, batch(order), by=KEEPER, key="morning")
    assert shop.bench.do(contracts.SHIP_ORDERS, batch(order), by=KEEPER, key="morning") == first


def test_reads_do_not_grow_with_the_orders_of_a_batch(shop: Shop) -> None:
    reads = []
    for many in (2, 8):
        orders = [shop.an_order((LAMP, "1"), (CABLE, "1"), status="to_fulfil") for _ in range(many)]
        shop.receive((LAMP, str(many), "60.00"), (CABLE, str(many), "5.00"))
        with shop.bench.statements() as seen:
            shop.bench.do(contracts.SHIP_ORDERS, batch(*orders), by=KEEPER)
        reads.append(len([one for one in seen if one.startswith("SELECT")]))
    assert reads[0] == reads[1]


def test_the_recipient_of_a_client_who_was_erased_is_forgotten(shop: Shop) -> None:
    order = shop.an_order((INSTALL, "1"), status="to_fulfil")
    shipment = shop.bench.do(contracts.SHIP_GOODS, {**shipping_body(order), "power_of_attorney": PAPER}, by=KEEPER)
    assert shipment["power_of_attorney"] == PAPER
    shop.bench.hear(partners.PARTNER_ERASED, partners.PartnerErased(partner_id=KALYNA.id), event_id=KALYNA.id)
    assert shop.bench.do(contracts.GET_SHIPMENT, {"id": shipment["id"]})["power_of_attorney"] is None
    assert PAPER["person"] not in str([row.changes for row in shop.bench.audit(shipment["id"])])
