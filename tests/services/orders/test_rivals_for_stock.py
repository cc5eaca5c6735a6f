"""Who wants the same goods at once takes turns: no piece is promised or shipped twice, nobody waits in a ring."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from services.orders import contracts
from tests.services.builders import CABLE, LAMP, Shop, shipping_body
from tests.services.cast import KEEPER
from tests.services.orders.crates import ordered, ship, take
from tests.services.orders.money import at_once


def orders_of_both(shop: Shop, many: int) -> list[dict[str, Any]]:
    """Half of them name the items the other way round."""
    made = []
    for place in range(many):
        lines = [(LAMP, "1"), (CABLE, "1")]
        made.append(shop.an_order(*lines[:: 1 if place % 2 else -1], status="to_fulfil"))
    return made


def test_batches_that_overlap_ship_every_order_once(shop: Shop) -> None:
    shop.receive((LAMP, "9", "60.00"), (CABLE, "9", "5.00"))
    ids = [order["id"] for order in orders_of_both(shop, 4)]
    wishes = [ids, ids[::-1], ids[1:3], ids[2:]]
    tasks: list[Callable[[], Any]] = [
        lambda wish=wish: shop.bench.do(contracts.SHIP_ORDERS, {"order_ids": wish}, by=KEEPER) for wish in wishes
    ]
    answers = at_once(tasks)
    assert set(answers) <= {"done", "batch_refused"}
    assert "done" in answers
    shipped = shop.bench.listed(contracts.LIST_SHIPMENTS)
    assert len({one["order_id"] for one in shipped}) == len(shipped)
    assert shop.stock(LAMP)[0] == f"{Decimal(9) - len(shipped):.3f}"


def test_distribution_reservations_and_shipments_at_once_promise_no_piece_twice(shop: Shop) -> None:
    shop.receive((LAMP, "4", "60.00"), (CABLE, "4", "5.00"))
    orders = orders_of_both(shop, 8)
    body = {"warehouse_id": shop.warehouse}
    tasks: list[Callable[[], Any]] = [lambda: shop.bench.do(contracts.ALLOCATE_STOCK, body, by=KEEPER)] * 2
    tasks += [lambda one=one: shop.supply(one, "reserve", 2) for one in orders[:2]]
    tasks += [lambda one=one: shop.bench.do(contracts.SHIP_GOODS, shipping_body(one), by=KEEPER) for one in orders[2:5]]
    assert set(at_once(tasks)) <= {"done", "not_enough_stock"}
    lines = [line for order in orders for line in shop.now(order)["lines"]]
    for good in (LAMP, CABLE):
        of_good = [line for line in lines if line["sku"] == good.sku]
        shipped, reserved = (sum(Decimal(line[name]) for line in of_good) for name in ("shipped", "reserved"))
        assert shop.stock(good) == (f"{4 - shipped:.3f}", f"{reserved:.3f}", f"{4 - shipped - reserved:.3f}")
        assert shipped + reserved == 4


def test_a_warehouse_that_never_held_the_crates_is_locked_before_its_stock(shop: Shop) -> None:
    """As by receipts: who locked them the other way round would wait in a ring."""
    shipment, yard = ship(shop, ordered(shop), "5"), shop.open_warehouse("Тарний двір")
    with shop.bench.statements() as seen:
        take(shop, shipment, "2", warehouse_id=yard)
    locks = [one for one in seen if "ORDER BY warehouses.id" in one or "ORDER BY stock.item_id" in one]
    assert ["FROM warehouses" in one for one in locks] == [True, False]
