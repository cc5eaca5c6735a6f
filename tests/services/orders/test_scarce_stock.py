"""Scarce stock goes to the most urgent order first; what nobody can get is told as missing (R8)."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.chassis.ids import uuid7
from services.orders import contracts
from tests.services.builders import CABLE, INSTALL, LAMP, Shop
from tests.services.cast import DARYNA, HEAD, KALYNA, KEEPER, TARAS


def allocate(shop: Shop, **more: Any) -> list[tuple[str, str]]:
    """(number of the order, quantity), as given."""
    answer = shop.bench.do(contracts.ALLOCATE_STOCK, {"warehouse_id": shop.warehouse, **more}, by=KEEPER)
    return [(given["order_number"], given["quantity"]) for given in answer["given"]]


def waiting(shop: Shop, quantity: str = "2", **more: Any) -> dict[str, Any]:
    return shop.an_order((LAMP, quantity), status="to_fulfil", **more)


def test_priority_comes_first_then_the_earlier_approved_then_the_number(shop: Shop) -> None:
    late = shop.an_order((LAMP, "2"))
    usual, urgent, urgent_too = waiting(shop), waiting(shop, priority=1), waiting(shop, priority=1)
    shop.bench.do(contracts.APPROVE_ORDER, {"id": late["id"]})
    shop.receive((LAMP, "7", "60.00"))
    assert allocate(shop) == [
        (urgent["number"], "2.000"),
        (urgent_too["number"], "2.000"),
        (usual["number"], "2.000"),
        (late["number"], "1.000"),
    ]
    line = shop.now(late)["lines"][0]
    assert (line["reserved"], line["supply"]) == ("1.000", "reserve")
    assert shop.stock(LAMP) == ("7.000", "7.000", "0.000")


def test_what_is_given_once_is_not_given_again(shop: Shop) -> None:
    waiting(shop)
    shop.receive((LAMP, "9", "60.00"))
    assert [len(allocate(shop)) for _ in range(2)] == [1, 0]


def test_orders_that_may_not_be_supplied_get_nothing(shop: Shop) -> None:
    shop.an_order((LAMP, "2"))
    shop.under_offer((LAMP, "2"), payment_stages=[{"kind": "advance", "percent": "100"}])
    set_aside = waiting(shop)
    shop.supply(set_aside, "none")
    cancelled = waiting(shop)
    shop.bench.do(contracts.CANCEL_ORDER, {"id": cancelled["id"], "reason": "Передумали"})
    shop.receive((LAMP, "9", "60.00"))
    assert allocate(shop) == []


@pytest.mark.parametrize(("days", "gets"), [(-1, True), (0, True), (1, False)])
def test_a_line_to_be_reserved_by_a_date_waits_from_that_day_on(shop: Shop, days: int, gets: bool) -> None:
    order = waiting(shop)
    shop.supply(order, "reserve_by", on=date.fromisoformat(order["ordered_on"]) + timedelta(days))
    shop.receive((LAMP, "9", "60.00"))
    assert len(allocate(shop)) == gets


def test_a_dedicated_line_gets_the_rest_and_stays_dedicated(shop: Shop) -> None:
    shop.receive((LAMP, "1", "60.00"))
    order = waiting(shop)
    shop.supply(order, "dedicated")
    shop.receive((LAMP, "9", "60.00"))
    assert allocate(shop) == [(order["number"], "1.000")]
    assert shop.now(order)["lines"][0]["supply"] == "dedicated"


def test_only_the_items_named_are_given(shop: Shop) -> None:
    order = shop.an_order((LAMP, "2"), (CABLE, "3"), (INSTALL, "1"), status="to_fulfil")
    shop.receive((LAMP, "9", "60.00"), (CABLE, "9", "5.00"))
    assert allocate(shop, item_ids=[CABLE.id]) == [(order["number"], "3.000")]
    assert [line["reserved"] for line in shop.now(order)["lines"]] == ["0.000", "3.000", "0.000"]


def test_every_order_served_is_told_of_and_only_those(shop: Shop) -> None:
    first, second = waiting(shop, priority=1), waiting(shop)
    shop.receive((LAMP, "2", "60.00"))
    before = len(shop.bench.events())
    allocate(shop)
    assert [event["subject_id"] for event in shop.bench.events()[before:]] == [first["id"]]
    assert (shop.now(first)["state"], shop.now(second)["state"]) == ("ready_to_ship", "awaiting_supply")


def test_the_same_request_twice_gives_once_and_says_the_same(shop: Shop) -> None:
    waiting(shop)
    shop.receive((LAMP, "1", "60.00"))
    body = {"warehouse_id": shop.warehouse}
    first = shop.bench.do(contracts.ALLOCATE_STOCK, body, by=KEEPER, key="morning")
    shop.receive((LAMP, "1", "60.00"))
    assert shop.bench.do(contracts.ALLOCATE_STOCK, body, by=KEEPER, key="morning") == first


def test_an_unknown_warehouse_is_named(shop: Shop) -> None:
    refusal = shop.bench.refuses(contracts.ALLOCATE_STOCK, {"warehouse_id": uuid7()}, by=HEAD)
    assert [field.pointer for field in refusal.fields] == ["/warehouse_id"]


def test_a_manager_gives_nobody_s_stock_away(shop: Shop) -> None:
    refusal = shop.bench.refuses(contracts.ALLOCATE_STOCK, {"warehouse_id": shop.warehouse}, by=TARAS)
    assert refusal.code.name == "forbidden"


def test_reads_do_not_grow_with_the_orders(shop: Shop) -> None:
    """The orders that were served are written one by one where the database counts their versions so."""
    reads = []
    for many in (2, 12):
        for _ in range(many):
            waiting(shop, "1")
        shop.receive((LAMP, str(many), "60.00"))
        with shop.bench.statements() as seen:
            assert len(allocate(shop)) == many
        reads.append([one for one in seen if one.startswith("SELECT")])
    assert reads[0] == reads[1] or len(reads[0]) == len(reads[1])


# ---------------------------------------------------------------- demand


def demand(shop: Shop, **more: Any) -> list[tuple[str, str, str, bool]]:
    rows = shop.bench.listed(contracts.LIST_DEMAND, warehouse_id=shop.warehouse, **more)
    return [(row["needed"], row["free"], row["missing"], row["short"]) for row in rows]


@pytest.mark.parametrize(
    ("stock", "missing", "short"), [("2.999", "0.001", True), ("3", "0.000", False), ("3.001", "0.000", False)]
)
def test_missing_is_what_free_stock_does_not_cover(shop: Shop, stock: str, missing: str, short: bool) -> None:
    waiting(shop, "1")
    waiting(shop, "2")
    shop.receive((LAMP, stock, "60.00"))
    assert [(row[0], row[2], row[3]) for row in demand(shop)] == [("3.000", missing, short)]
    assert len(demand(shop, short=True)) == short


def test_an_item_that_never_came_is_missing_whole(shop: Shop) -> None:
    waiting(shop)
    assert demand(shop, item_id=[LAMP.id]) == [("2.000", "0.000", "2.000", True)]
    assert demand(shop, item_id=[CABLE.id]) == []


def test_what_is_reserved_shipped_or_set_aside_is_no_demand(shop: Shop) -> None:
    shop.receive((LAMP, "9", "60.00"))
    order = shop.an_order((LAMP, "5"), (LAMP, "1"), status="to_fulfil")
    shop.ship(order, (1, "1"))
    shop.bench.do(
        contracts.RESERVE_ORDER,
        {"id": order["id"], "lines": [{"line_id": order["lines"][0]["id"], "quantity": "1.5"}]},
    )
    shop.supply(order, "none", 2)
    assert [row[0] for row in demand(shop)] == ["2.500"]


def test_a_manager_sees_the_demand_of_own_clients(shop: Shop) -> None:
    waiting(shop, client=KALYNA)
    assert ([len(demand(shop, by=by)) for by in (TARAS, DARYNA, KEEPER)]) == [1, 0, 1]
