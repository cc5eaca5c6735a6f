"""Supply line by line: what each action takes, gives back, and when it may not be said (R4)."""

from typing import Any

import pytest

from services.chassis.ids import uuid7
from services.orders import contracts
from tests.services.builders import CABLE, INSTALL, LAMP, Shop, supply_body
from tests.services.cast import CASHIER


def line(order: dict[str, Any], position: int = 1) -> dict[str, Any]:
    found: dict[str, Any] = order["lines"][position - 1]
    return found


def test_goods_wait_as_demand_and_services_need_no_supply(shop: Shop) -> None:
    order = shop.an_order((LAMP, "2"), (INSTALL, "1"))
    assert [one["supply"] for one in order["lines"]] == ["to_supply", "none"]


def test_an_order_with_a_line_without_supply_is_ready_to_supply(shop: Shop) -> None:
    order = shop.an_order((LAMP, "2"), (CABLE, "1"), status="to_fulfil")
    assert shop.supply(order, "none", 2)["state"] == "ready_to_supply"
    assert shop.supply(order, "to_supply", 2)["state"] == "awaiting_supply"


@pytest.mark.parametrize("action", ["reserve", "ship"])
@pytest.mark.parametrize(("stock", "reserves"), [("1.999", False), ("2", True), ("2.001", True)])
def test_reserving_takes_a_line_whole_or_not_at_all(shop: Shop, action: str, stock: str, reserves: bool) -> None:
    shop.receive((LAMP, stock, "60.00"))
    order = shop.an_order((LAMP, "2"), status="to_fulfil")
    if reserves:
        after = shop.supply(order, action)
        assert (line(after)["reserved"], line(after)["supply"]) == ("2.000", action)
        assert after["state"] == "ready_to_ship"
    else:
        refusal = shop.bench.refuses(contracts.SUPPLY_ORDER, supply_body(order, action))
        assert (refusal.code.name, refusal.values["available"]) == ("not_enough_stock", "1.999")
        assert shop.now(order) == order


def test_dedicated_binds_what_is_free_and_waits_for_the_rest(shop: Shop) -> None:
    shop.receive((LAMP, "1.5", "60.00"))
    order = shop.an_order((LAMP, "2"), status="to_fulfil")
    after = shop.supply(order, "dedicated")
    assert (line(after)["reserved"], after["state"]) == ("1.500", "awaiting_supply")
    assert shop.stock(LAMP) == ("1.500", "1.500", "0.000")


def test_dedicated_goods_that_never_came_bind_nothing_yet(shop: Shop) -> None:
    order = shop.an_order((LAMP, "2"), status="to_fulfil")
    assert line(shop.supply(order, "dedicated"))["reserved"] == "0.000"


@pytest.mark.parametrize("action", ["none", "to_supply"])
def test_what_was_reserved_is_given_back(shop: Shop, action: str) -> None:
    shop.receive((LAMP, "5", "60.00"))
    order = shop.an_order((LAMP, "2"), status="to_fulfil")
    shop.supply(order, "reserve")
    assert line(shop.supply(order, action))["reserved"] == "0.000"
    assert shop.stock(LAMP) == ("5.000", "0.000", "5.000")


def test_what_one_line_gives_back_another_of_the_same_request_may_take(shop: Shop) -> None:
    shop.receive((LAMP, "2", "60.00"))
    order = shop.an_order((LAMP, "2"), (LAMP, "2"), status="to_fulfil")
    shop.supply(order, "reserve", 2)
    first, second = (one["id"] for one in order["lines"])
    body = [{"line_id": first, "action": "reserve"}, {"line_id": second, "action": "to_supply"}]
    after = shop.bench.do(contracts.SUPPLY_ORDER, {"id": order["id"], "lines": body})
    assert [one["reserved"] for one in after["lines"]] == ["2.000", "0.000"]


def test_reserving_says_so_on_the_line(shop: Shop) -> None:
    shop.receive((LAMP, "5", "60.00"))
    order = shop.an_order((LAMP, "2"), status="to_fulfil")
    assert line(shop.bench.do(contracts.RESERVE_ORDER, {"id": order["id"]}))["supply"] == "reserve"


def test_a_day_goes_with_reserving_by_a_date(shop: Shop) -> None:
    order = shop.an_order((LAMP, "2"), status="to_fulfil")
    after = shop.supply(order, "reserve_by", on="2026-12-31")
    assert (line(after)["supply"], line(after)["supply_on"]) == ("reserve_by", "2026-12-31")
    assert line(shop.supply(order, "to_supply"))["supply_on"] is None


def test_all_that_is_wrong_with_the_lines_is_named_at_once(shop: Shop) -> None:
    order = shop.an_order((LAMP, "2"), (INSTALL, "1"), (CABLE, "1"), status="to_fulfil")
    shop.bench.do(
        contracts.CANCEL_LINES, {"id": order["id"], "lines": [{"line_id": line(order, 3)["id"]}], "reason": "Ні"}
    )
    lines = [
        {"line_id": line(order)["id"], "action": "reserve_by"},
        {"line_id": line(order)["id"], "action": "to_supply", "on": "2026-12-31"},
        {"line_id": line(order, 2)["id"], "action": "to_supply"},
        {"line_id": uuid7(), "action": "to_supply"},
        {"line_id": line(order, 3)["id"], "action": "to_supply"},
    ]
    refusal = shop.bench.refuses(contracts.SUPPLY_ORDER, {"id": order["id"], "lines": lines})
    assert [(field.pointer, field.code) for field in refusal.fields] == [
        ("/lines/0/on", "supply_date"),
        ("/lines/1/on", "supply_date"),
        ("/lines/2/line_id", "service_not_supplied"),
        ("/lines/3/line_id", "unknown_reference"),
        ("/lines/4/line_id", "line_done"),
    ]


def test_an_order_on_approval_is_not_supplied_yet_but_may_be_taken_out(shop: Shop) -> None:
    order = shop.an_order()
    assert shop.bench.refuses(contracts.SUPPLY_ORDER, supply_body(order, "reserve")).code.name == "order_status"
    assert line(shop.supply(order, "none"))["supply"] == "none"


def test_lines_set_aside_are_neither_reserved_nor_shipped_with_the_rest(shop: Shop) -> None:
    shop.receive((LAMP, "9", "60.00"), (CABLE, "9", "5.00"))
    order = shop.an_order((LAMP, "2"), (CABLE, "1"), status="to_fulfil")
    shop.supply(order, "none", 2)
    reserved = shop.bench.do(contracts.RESERVE_ORDER, {"id": order["id"]})
    assert [one["reserved"] for one in reserved["lines"]] == ["2.000", "0.000"]
    assert [one["quantity"] for one in shop.ship(order)["lines"]] == ["2.000"]
    assert shop.now(order)["state"] == "ready_to_supply"


def test_a_cashier_supplies_nothing(shop: Shop) -> None:
    order = shop.an_order(status="to_fulfil")
    assert shop.bench.refuses(contracts.SUPPLY_ORDER, supply_body(order, "none"), by=CASHIER).code.name == "forbidden"
