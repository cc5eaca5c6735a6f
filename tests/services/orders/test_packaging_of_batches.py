"""Several orders are shipped at once, each with packaging of its own; what is wrong with any is told, and none goes."""

from typing import Any

from services.chassis.ids import uuid7
from services.orders import contracts
from services.orders.models import Shipment
from services.pricing import contracts as pricing
from tests.services.builders import CRATE, INSTALL, LAMP, Shop, a_quote
from tests.services.cast import KEEPER
from tests.services.orders.crates import MONDAY, ordered, owed


def batch(*orders: dict[str, Any], crates: tuple[tuple[int, str], ...] = ()) -> dict[str, Any]:
    """`crates`: with which of the orders, how many."""
    packaging = [{"order_id": orders[place]["id"], "item_id": CRATE.id, "quantity": number} for place, number in crates]
    return {"order_ids": [order["id"] for order in orders], "packaging": packaging, "shipped_on": MONDAY}


def told(refusal: Any) -> list[tuple[str, str]]:
    return [(field.pointer, field.code) for field in refusal.fields]


def test_each_order_of_a_batch_takes_its_own_crates(shop: Shop) -> None:
    first, second, third = (ordered(shop, (INSTALL, "1"), crates="10") for _ in range(3))
    body = batch(first, second, third, crates=((0, "3"), (2, "1"), (2, "1.5")))
    made = shop.bench.do(contracts.SHIP_ORDERS, body, by=KEEPER)
    seen = [(one["order_id"], one["deposit"], [of["quantity"] for of in one["packaging"]]) for one in made["shipments"]]
    assert seen == [
        (first["id"], "180.30", ["3.000"]),
        (second["id"], "0.00", []),
        (third["id"], "150.25", ["2.500"]),
    ]
    assert [of["due_on"] for one in made["shipments"] for of in one["packaging"]] == ["2026-03-12"] * 2
    assert shop.stock(CRATE)[0] == "24.500"
    assert sorted(row[2] for row in owed(shop)) == ["2.500", "3.000"]
    assert [shop.now(order)["deposits"] for order in (first, second, third)] == ["180.30", "0.00", "150.25"]


def test_crates_free_in_the_warehouse_go_to_the_orders_in_the_order_they_are_named(shop: Shop) -> None:
    first, second = ordered(shop, (INSTALL, "1"), crates="5"), ordered(shop, (CRATE, "1"), (INSTALL, "1"), crates="1")
    body = batch(second, first, crates=((1, "3"), (0, "3")))
    refusal = shop.bench.refuses(contracts.SHIP_ORDERS, body, by=KEEPER)
    assert refusal.code.name == "batch_refused"
    assert told(refusal) == [("/packaging/0/quantity", "not_enough_stock")], "one is sold, three go with the second"
    shop.bench.do(contracts.SHIP_ORDERS, batch(second, first, crates=((1, "2"), (0, "3"))), by=KEEPER)
    assert shop.stock(CRATE)[0] == "0.000"


def test_whatever_is_wrong_with_a_batch_is_told_at_once_and_nothing_is_shipped(shop: Shop) -> None:
    crates, good = ordered(shop, (INSTALL, "1"), crates="2"), ordered(shop, (INSTALL, "1"), crates="0.5")
    short, unapproved = shop.an_order((LAMP, "1"), status="to_fulfil"), shop.an_order((INSTALL, "1"))
    stranger = shop.an_order((INSTALL, "1"), status="to_fulfil")
    body = batch(crates, good, short, unapproved, crates=((0, "9"), (1, "1"), (3, "99")))
    body["packaging"] += [
        {"order_id": good["id"], "item_id": LAMP.id, "quantity": "1"},
        {"order_id": unapproved["id"], "item_id": uuid7(), "quantity": "1"},
        {"order_id": stranger["id"], "item_id": CRATE.id, "quantity": "1"},
    ]
    refusal = shop.bench.refuses(contracts.SHIP_ORDERS, body, by=KEEPER)
    assert (refusal.code.name, refusal.http_status) == ("batch_refused", 409)
    assert sorted(told(refusal)) == [
        ("/order_ids/2", "not_enough_stock"),
        ("/order_ids/3", "order_status"),
        ("/packaging/0/quantity", "not_enough_stock"),
        ("/packaging/3/item_id", "not_packaging"),
        ("/packaging/4/item_id", "unknown_reference"),
        ("/packaging/5/order_id", "unknown_reference"),
    ]
    assert shop.bench.rows(Shipment) == []
    assert shop.stock(CRATE)[0] == "2.500"


def test_a_deposit_without_a_price_is_told_where_it_is_asked_for(shop: Shop) -> None:
    first, second = (ordered(shop, (INSTALL, "1")) for _ in range(2))

    def unpriced(asked: pricing.AskQuote, incoming: Any) -> pricing.Quote:
        quote = a_quote(asked, incoming)
        return quote.model_copy(
            update={"lines": tuple(line.model_copy(update={"problem": "no_price"}) for line in quote.lines)}
        )

    shop.bench.peers.reply(pricing.ASK_QUOTE, unpriced)
    refusal = shop.bench.refuses(contracts.SHIP_ORDERS, batch(first, second, crates=((1, "1"),)), by=KEEPER)
    assert told(refusal) == [("/packaging/0/item_id", "no_deposit_price")]


def test_the_same_batch_twice_takes_its_crates_once(shop: Shop) -> None:
    body = batch(ordered(shop, (INSTALL, "1")), crates=((0, "4"),))
    first, again = (shop.bench.do(contracts.SHIP_ORDERS, body, by=KEEPER, key="morning") for _ in range(2))
    assert first == again
    assert shop.stock(CRATE)[0] == "16.000"


def test_statements_do_not_grow_with_the_lines_of_packaging(shop: Shop) -> None:
    counts = []
    for lines in (1, 1, 9):
        orders = [ordered(shop, (INSTALL, "1")) for _ in range(2)]
        body = batch(*orders, crates=tuple((place % 2, "1") for place in range(2 * lines)))
        with shop.bench.statements() as seen:
            shop.bench.do(contracts.SHIP_ORDERS, body, by=KEEPER)
        counts.append(len(seen))
    assert counts[1] == counts[2]
