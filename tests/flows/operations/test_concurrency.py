"""Rivals on both databases: the stock is never oversold, an old version is refused, one key makes one order."""

from collections import Counter
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from services.chassis.settings import SERVICES
from tests.flows.operations.scene import Firm, a_client, an_order, at_once, one, priced_item, receive, rows, settle
from tests.house import Answer, Api, House

pytestmark = pytest.mark.flow

CLIENTS = 50
IN_STOCK = 20


def test_fifty_clients_ship_a_scarce_item_and_exactly_the_stock_leaves(own_house: House, firm: Firm, api: Api) -> None:
    orders = _rival_orders(api, firm, "SCARCE")

    def reserve_and_ship(order: Any) -> Answer:
        reserved = _post(api, f"/orders/{order['id']}/reserve", {})
        return _post(api, "/shipments", {"order_id": order["id"]}) if reserved.status == 200 else reserved

    answers = at_once([partial(reserve_and_ship, order) for order in orders])
    assert Counter(answer.status for answer in answers) == {201: IN_STOCK, 409: CLIENTS - IN_STOCK}
    lost = [answer.body for answer in answers if answer.status == 409]
    assert {body["code"] for body in lost} == {"not_enough_stock"}
    assert {body["detail"].split(" is free")[0] for body in lost} == {"Only 0 of SCARCE"}, "says what there is"
    assert _stock(own_house, orders) == (0, 0)
    assert _shipped(own_house, orders) == IN_STOCK
    _assert_nothing_deadlocked(own_house)


def test_reserving_shipping_and_cancelling_at_once_keep_the_stock_whole(own_house: House, firm: Firm, api: Api) -> None:
    orders = _rival_orders(api, firm, "RESTLESS")

    def live(place: int) -> Answer:
        order = orders[place]["id"]
        if place % 3 == 0:
            return _post(api, "/shipments", {"order_id": order})
        reserved = _post(api, f"/orders/{order}/reserve", {})
        if place % 3 == 1:
            return _post(api, f"/orders/{order}/cancel", {"reason": "Передумали"})
        return _post(api, "/shipments", {"order_id": order}) if reserved.status == 200 else reserved

    answers = at_once([partial(live, place) for place in range(CLIENTS)])
    assert {answer.status for answer in answers} <= {200, 201, 409}
    cancelled = [answer for place, answer in enumerate(answers) if place % 3 == 1]
    assert {answer.status for answer in cancelled} == {200}
    shipped = _shipped(own_house, orders)
    assert _stock(own_house, orders) == ((IN_STOCK - shipped) * 1000, 0)
    assert shipped == sum(answer.status == 201 for answer in answers)
    _assert_nothing_deadlocked(own_house)


def test_orders_of_the_same_items_in_opposite_order_do_not_wait_in_a_ring(
    own_house: House, firm: Firm, api: Api
) -> None:
    client = a_client(api, firm, "ТОВ «Кільце»")
    items = [priced_item(api, firm.price_type, f"RING-{number}") for number in range(2)]
    for item in items:
        receive(api, firm, item, CLIENTS)
    orders = []
    for number in range(CLIENTS):
        pair = items if number % 2 else items[::-1]
        body = {"organization_id": firm.organization, "partner_id": client, "warehouse_id": firm.warehouse}
        lines = [{"item_id": item, "quantity": "1"} for item in pair]
        orders.append(api.post("/orders", {**body, "lines": lines}))
        api.post(f"/orders/{orders[-1]['id']}/approve")
    answers = at_once([partial(_post, api, "/shipments", {"order_id": order["id"]}) for order in orders])
    assert {answer.status for answer in answers} == {201}
    assert _stock(own_house, orders) == (0, 0)
    _assert_nothing_deadlocked(own_house)


def test_the_second_of_two_editors_gets_412(own_house: House, firm: Firm, api: Api) -> None:
    client = a_client(api, firm, "ТОВ «Два редактори»")
    seen = {"If-Match": api.send("GET", f"/partners/{client}").headers["etag"]}

    def edit(name: str) -> Answer:
        return api.send("PATCH", f"/partners/{client}", {"notes": name}, {**seen, "Idempotency-Key": str(uuid4())})

    answers = at_once([partial(edit, name) for name in ("Перша", "Друга")])
    assert sorted(answer.status for answer in answers) == [200, 412]
    winner = next(answer.body for answer in answers if answer.status == 200)
    assert api.get(f"/partners/{client}")["notes"] == winner["notes"]
    assert api.get(f"/partners/{client}")["version"] == 2


def test_two_equal_requests_in_flight_at_once_make_one_order(own_house: House, firm: Firm, api: Api) -> None:
    client = a_client(api, firm, "ТОВ «Подвійний клік»")
    body = {
        "organization_id": firm.organization,
        "partner_id": client,
        "warehouse_id": firm.warehouse,
        "lines": [{"item_id": firm.item, "quantity": "1"}],
    }
    answers = at_once([partial(_post, api, "/orders", body, "double-click")] * 2)
    assert [answer.status for answer in answers] == [201, 201]
    assert answers[0].raw == answers[1].raw
    settle(own_house)
    ours = "SELECT count(*) FROM orders WHERE replace(CAST(partner_id AS text), '-', '') = :id"
    assert one(own_house, "orders", ours, id=client.replace("-", "")) == 1


def _rival_orders(api: Api, firm: Firm, sku: str) -> list[Any]:
    """One piece each, of an item there is not enough of."""
    item = priced_item(api, firm.price_type, sku)
    receive(api, firm, item, IN_STOCK)
    client = a_client(api, firm, f"ТОВ «Дефіцит {sku}»")
    return [an_order(api, firm, client, f"{sku}-{number}", 1, item) for number in range(CLIENTS)]


def _post(api: Api, path: str, body: Any, key: str | None = None) -> Answer:
    return api.send("POST", path, body, {"Idempotency-Key": key or str(uuid4())})


def _stock(house: House, orders: list[Any]) -> tuple[int, int]:
    """(on hand, reserved) of the orders' items together, in thousandths as stored; none may be below zero."""
    items = {line["item_id"].replace("-", "") for order in orders for line in order["lines"]}
    every = rows(house, "orders", "SELECT replace(CAST(item_id AS text), '-', ''), on_hand, reserved FROM stock")
    assert all(on_hand >= reserved >= 0 for _, on_hand, reserved in every)
    mine = [row for row in every if row[0] in items]
    return sum(row[1] for row in mine), sum(row[2] for row in mine)


def _shipped(house: House, orders: list[Any]) -> int:
    wanted = {order["id"].replace("-", "") for order in orders}
    shipped = rows(house, "orders", "SELECT replace(CAST(order_id AS text), '-', '') FROM shipments")
    return sum(row[0] in wanted for row in shipped)


def _assert_nothing_deadlocked(house: House) -> None:
    logs = [house.home / "log" / f"{service}.log" for service in SERVICES]
    assert not any("deadlock" in log.read_text().lower() for log in logs)
    if house.postgres is not None:
        database = house.database("orders")
        found = rows(house, "orders", "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        database.dispose()
        assert found == [(0,)]
