"""Returnable packaging goes with goods, is owed until its day, and comes back; its deposit is a part of the debt."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from services.chassis.ids import uuid7
from services.orders import contracts
from services.orders.models import ItemCost, PackagingReturn, Shipment
from services.pricing import contracts as pricing
from tests.services.builders import CRATE, GOODS, INSTALL, LAMP, Good, Shop, a_quote, a_quote_under, line_parts
from tests.services.cast import DARYNA, KALYNA, KEEPER, TARAS
from tests.services.orders.crates import AGREED, MONDAY, back, cancelled, ordered, owed, ship, take, with_crates
from tests.services.orders.money import at_once, balance, objects, refund, register

DAY = timedelta(1)


# ---------------------------------------------------------------- it goes with goods


def test_crates_leave_the_warehouse_with_the_goods_and_bring_no_revenue(shop: Shop) -> None:
    shop.receive((LAMP, "5", "60.00"))
    shipment = ship(shop, ordered(shop, (LAMP, "2")), "3")
    assert (shipment["total"], shipment["revenue"], shipment["deposit"]) == ("240.00", "200.00", "180.30")
    assert shop.stock(CRATE) == ("17.000", "0.000", "17.000")
    crates = shipment["packaging"]
    assert crates == [
        {"item_id": str(CRATE.id), "sku": "CRATE", "quantity": "3.000", "due_on": "2026-03-12", "deposit": "180.30"}
    ]
    assert owed(shop) == [("3.000", "0.000", "3.000", "2026-03-12", True, "180.30")]


def test_crates_stay_ours_and_keep_their_cost(shop: Shop) -> None:
    ship(shop, ordered(shop), "5")
    cost = next(row for row in shop.bench.rows(ItemCost) if row.item_id == CRATE.id)
    assert (cost.quantity, cost.value) == (Decimal(20), Decimal(800))


@pytest.mark.parametrize(("number", "shipped"), [("4.999", True), ("5", True), ("5.001", False)])
def test_no_more_crates_go_than_are_free(shop: Shop, number: str, shipped: bool) -> None:
    order = ordered(shop, crates="5")
    if shipped:
        assert ship(shop, order, number)["packaging"][0]["quantity"] == f"{Decimal(number):.3f}"
        return
    refusal = shop.bench.refuses(contracts.SHIP_GOODS, with_crates(order, number), by=KEEPER)
    assert (refusal.code.name, refusal.fields[0].pointer) == ("not_enough_stock", "/packaging/0/quantity")
    assert shop.bench.rows(Shipment) == []
    assert shop.stock(CRATE)[0] == "5.000"


def test_goods_and_packaging_of_one_item_share_what_is_free(shop: Shop) -> None:
    order = ordered(shop, (CRATE, "3"), crates="5")
    refusal = shop.bench.refuses(contracts.SHIP_GOODS, with_crates(order, "3"), by=KEEPER)
    assert (refusal.code.name, refusal.values["available"]) == ("not_enough_stock", "2")
    ship(shop, order, "2")
    assert shop.stock(CRATE)[0] == "0.000"


def test_one_refusal_names_goods_and_packaging_that_lack(shop: Shop) -> None:
    order = ordered(shop, (LAMP, "2"), crates="1")
    refusal = shop.bench.refuses(contracts.SHIP_GOODS, with_crates(order, "2", (1, "2")), by=KEEPER)
    assert [field.pointer for field in refusal.fields] == ["/lines/0/quantity", "/packaging/0/quantity"]


def test_only_returnable_packaging_goes_along(shop: Shop) -> None:
    order = ordered(shop)
    body = with_crates(order, "1")
    body["packaging"] += [{"item_id": one, "quantity": "1"} for one in (LAMP.id, uuid7())]
    refusal = shop.bench.refuses(contracts.SHIP_GOODS, body, by=KEEPER)
    assert [(field.pointer, field.code) for field in refusal.fields] == [
        ("/packaging/1/item_id", "not_packaging"),
        ("/packaging/2/item_id", "unknown_reference"),
    ]


def test_whatever_is_wrong_with_what_goes_along_is_told_at_once(shop: Shop) -> None:
    body = with_crates(ordered(shop, (LAMP, "2"), crates="3"), "4")
    body["packaging"].append({"item_id": LAMP.id, "quantity": "1"})
    refusal = shop.bench.refuses(contracts.SHIP_GOODS, body, by=KEEPER)
    assert (refusal.code.name, refusal.http_status) == ("invalid", 422)
    assert sorted((field.pointer, field.code) for field in refusal.fields) == [
        ("/lines/0/quantity", "not_enough_stock"),
        ("/packaging/0/quantity", "not_enough_stock"),
        ("/packaging/1/item_id", "not_packaging"),
    ]


def test_an_item_named_twice_is_one(shop: Shop) -> None:
    body = with_crates(ordered(shop), "1")
    body["packaging"].append({"item_id": CRATE.id, "quantity": "2.5"})
    shipment = shop.bench.do(contracts.SHIP_GOODS, body, by=KEEPER)
    assert [one["quantity"] for one in shipment["packaging"]] == ["3.500"]
    assert shipment["deposit"] == "210.35"


def test_the_same_request_ships_crates_once(shop: Shop) -> None:
    body = with_crates(ordered(shop), "1")
    first, again = (shop.bench.do(contracts.SHIP_GOODS, body, by=KEEPER, key="ship") for _ in range(2))
    assert first == again
    assert shop.stock(CRATE)[0] == "19.000"


# ---------------------------------------------------------------- terms


@pytest.mark.parametrize(
    ("terms", "due_on"),
    [
        ({"packaging_days": 0}, "2026-03-02"),
        ({"packaging_days": 6}, "2026-03-08"),
        ({"packaging_days": 5, "packaging_day_kind": "business"}, "2026-03-09"),
        ({"packaging_days": 5, "packaging_day_kind": "business", "holidays": ["2026-03-09"]}, "2026-03-10"),
        ({"packaging_deposit": True}, None),
    ],
)
def test_crates_are_due_by_the_days_of_the_offer(shop: Shop, terms: dict[str, Any], due_on: str | None) -> None:
    shipment = ship(shop, ordered(shop, **terms), "1")
    assert shipment["packaging"][0]["due_on"] == due_on


@pytest.mark.parametrize(("days", "overdue"), [(-1, True), (0, False), (1, False)])
def test_crates_are_overdue_from_the_day_after_their_last(shop: Shop, days: int, overdue: bool) -> None:
    today = date.fromisoformat(shop.an_order()["ordered_on"])
    ship(shop, ordered(shop), "1", on=today + (days - 10) * DAY)
    assert owed(shop)[0][4] is overdue
    assert len(owed(shop, overdue=overdue)) == 1
    assert owed(shop, overdue=not overdue) == []


def test_without_an_offer_crates_are_owed_without_day_and_deposit(shop: Shop) -> None:
    shop.receive((CRATE, "5", "40.00"))
    ship(shop, shop.an_order((INSTALL, "1"), status="to_fulfil"), "2")
    assert owed(shop) == [("2.000", "0.000", "2.000", None, False, "0.00")]
    assert balance(shop) == [("1500.00", "0.00", "1500.00")]


def test_a_deposit_without_a_price_is_refused(shop: Shop) -> None:
    order = ordered(shop)

    def unpriced(asked: pricing.AskQuote, incoming: Any) -> pricing.Quote:
        quote = a_quote(asked, incoming)
        return quote.model_copy(
            update={"lines": tuple(line.model_copy(update={"problem": "no_price"}) for line in quote.lines)}
        )

    shop.bench.peers.reply(pricing.ASK_QUOTE, unpriced)
    refusal = shop.bench.refuses(contracts.SHIP_GOODS, with_crates(order, "1"), by=KEEPER)
    assert (refusal.code.name, refusal.fields[0].pointer) == ("no_deposit_price", "/packaging/0/item_id")


def test_a_deposit_beyond_what_an_amount_may_be_is_refused(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    dear = Good("GOLD-CRATE", "Ящик золотий", "999999999.99", kind=pricing.ItemKind.RETURNABLE_PACKAGING)
    monkeypatch.setitem(GOODS, dear.id, dear)
    body = with_crates(ordered(shop), "1")
    body["packaging"].append({"item_id": dear.id, "quantity": "1001"})
    refusal = shop.bench.refuses(contracts.SHIP_GOODS, body, by=KEEPER)
    assert (refusal.code.name, refusal.fields[0].pointer) == ("amount_too_large", "/packaging/1/quantity")


# ---------------------------------------------------------------- deposits


def test_a_deposit_is_owed_from_the_shipment_and_no_more_once_the_crates_are_back(shop: Shop) -> None:
    order = ordered(shop)
    shipment = ship(shop, order, "3")
    returned = take(shop, shipment, "3", returned_on=MONDAY + DAY)
    assert returned["deposit"] == "180.30"
    assert register(shop) == [
        ("shipment", "SHP-000001", "15000.00", "15000.00"),
        ("deposit", "SHP-000001", "180.30", "15180.30"),
        ("given_back", "PKR-000001", "-180.30", "15000.00"),
    ]
    row = shop.bench.do(contracts.GET_BALANCE, {"partner_id": KALYNA.id, "on": MONDAY})["rows"][0]
    assert (row["deposits"], row["balance"]) == ("180.30", "15180.30")
    assert shop.now(order)["deposits"] == "0.00"


def test_an_order_is_settled_when_goods_and_deposit_are_paid(shop: Shop) -> None:
    order = ordered(shop)
    shipment = ship(shop, order, "1")
    shop.pay(order, "15000.00")
    assert shop.now(order)["state"] == "awaiting_payment"
    shop.pay(order, "60.10")
    assert shop.now(order)["state"] == "ready_to_close"
    shop.bench.do(contracts.CLOSE_ORDER, {"id": order["id"]})
    returned = take(shop, shipment)
    assert (shop.now(order)["state"], balance(shop)[0][2]) == ("closed", "-60.10")
    refund(shop, "60.10", order)
    cancelled(shop, returned)
    assert shop.now(order)["state"] == "awaiting_payment", "the deposit is owed again"


def test_a_prepayment_pays_for_goods_first_then_for_the_deposit(shop: Shop) -> None:
    stages = [{"kind": "prepayment", "percent": "10"}, {"kind": "credit", "percent": "90", "shift": 3000}]
    order = ordered(shop, **AGREED, payment_stages=stages)
    shop.pay(order, "15100.00", paid_on=MONDAY)
    ship(shop, order, "3")
    row = shop.bench.do(contracts.GET_BALANCE, {"partner_id": KALYNA.id})["rows"][0]
    assert (row["balance"], row["overdue"]) == ("80.30", "80.30")
    assert [step["paid"] for step in shop.now(order)["payment_steps"]] == ["1500.00", "13500.00"]


def test_money_for_the_deposit_is_not_the_steps_money(shop: Shop) -> None:
    order = ordered(shop, **AGREED, payment_stages=[{"kind": "credit", "percent": "100", "shift": 3000}])
    ship(shop, order, "3")
    shop.pay(order, "200.30")
    step = shop.now(order)["payment_steps"][0]
    assert (step["amount"], step["paid"], step["overdue"]) == ("15000.00", "20.00", "0.00")
    assert balance(shop) == [("15000.00", "200.30", "14980.00")]


def test_where_each_shipment_is_settled_by_itself_its_deposit_is_too(shop: Shop) -> None:
    order = ordered(shop, **AGREED, settled_by="shipment")
    first = ship(shop, order, "1", (1, "1"))
    ship(shop, order, "2", (1, "1"), on=MONDAY + DAY)
    shop.pay(order, "1560.10")
    assert objects(shop) == {"SHP-000002": "1620.20"}
    take(shop, first)
    assert objects(shop) == {"SHP-000002": "1560.10"}, "what was paid for it pays for the next shipment"


@pytest.mark.parametrize("with_vat", [True, False])
def test_deposits_given_back_piece_by_piece_sum_to_the_whole(shop: Shop, with_vat: bool) -> None:
    shop.receive((CRATE, "9", "40.00"))
    shop.bench.peers.reply(pricing.ASK_QUOTE, a_quote_under(**AGREED))
    order = shop.an_order((INSTALL, "1"), status="to_fulfil", offer_id=uuid7(), prices_with_vat=with_vat)
    shipment = ship(shop, order, "1.333")
    parts = [take(shop, shipment, number)["deposit"] for number in ("0.111", "0.777", "0.445")]
    assert sum(map(Decimal, parts)) == Decimal(shipment["deposit"]) == Decimal("80.11")


# ---------------------------------------------------------------- it comes back


@pytest.mark.parametrize(("number", "taken"), [("2.999", True), ("3", True), ("3.001", False)])
def test_no_more_comes_back_than_is_owed(shop: Shop, number: str, taken: bool) -> None:
    shipment = ship(shop, ordered(shop), "3")
    if taken:
        take(shop, shipment, number)
        return
    refusal = shop.bench.refuses(contracts.RETURN_PACKAGING, back(shipment, number), by=KEEPER)
    assert (refusal.code.name, refusal.values["left"]) == ("more_than_owed", "3")
    assert [field.pointer for field in refusal.fields] == ["/lines/0/quantity"]
    assert shop.bench.rows(PackagingReturn) == []


def test_what_came_back_is_not_owed_and_lies_in_the_warehouse(shop: Shop) -> None:
    shipment = ship(shop, ordered(shop), "5")
    take(shop, shipment, "1", "1")
    assert owed(shop) == [("5.000", "2.000", "3.000", "2026-03-12", True, "180.30")]
    assert take(shop, shipment)["lines"][0]["quantity"] == "3.000"
    assert shop.stock(CRATE)[0] == "20.000"
    assert owed(shop, is_owed=True) == []
    refusal = shop.bench.refuses(contracts.RETURN_PACKAGING, back(shipment), by=KEEPER)
    assert refusal.code.name == "nothing_to_return"


def test_crates_may_come_into_another_warehouse_of_ours(shop: Shop) -> None:
    shipment = ship(shop, ordered(shop), "5")
    yard, other = shop.open_warehouse("Тарний двір"), shop.open_warehouse("Чужий", organization_id=uuid7())
    take(shop, shipment, "2", warehouse_id=yard)
    rows = shop.bench.listed(contracts.LIST_STOCK, item_id=[CRATE.id], warehouse_id=yard)
    assert [row["on_hand"] for row in rows] == ["2.000"]
    for warehouse, code in ((other, "foreign_warehouse"), (str(uuid7()), "unknown_reference")):
        refusal = shop.bench.refuses(contracts.RETURN_PACKAGING, back(shipment, warehouse_id=warehouse), by=KEEPER)
        assert (refusal.code.name, refusal.fields[0].pointer) == (code, "/warehouse_id")


@pytest.mark.parametrize(("day", "taken"), [(-1, False), (0, True), (1, True)])
def test_crates_come_back_on_the_day_of_shipment_or_later(shop: Shop, day: int, taken: bool) -> None:
    shipment, on = ship(shop, ordered(shop), "1"), MONDAY + day * DAY
    if taken:
        assert take(shop, shipment, returned_on=on)["returned_on"] == str(on)
    else:
        refusal = shop.bench.refuses(contracts.RETURN_PACKAGING, back(shipment, returned_on=on), by=KEEPER)
        assert [field.pointer for field in refusal.fields] == ["/returned_on"]


def test_what_did_not_go_with_the_shipment_cannot_come_back(shop: Shop) -> None:
    shipment = ship(shop, ordered(shop), "1")
    body = {**back(shipment), "lines": [{"item_id": LAMP.id, "quantity": "1"}]}
    refusal = shop.bench.refuses(contracts.RETURN_PACKAGING, body, by=KEEPER)
    assert (refusal.code.name, refusal.fields[0].pointer) == ("unknown_reference", "/lines/0/item_id")


def test_whatever_is_wrong_with_a_return_is_told_at_once(shop: Shop) -> None:
    shipment = ship(shop, ordered(shop), "3")
    other = shop.open_warehouse("Чужий", organization_id=uuid7())
    body = back(shipment, "2", "2", warehouse_id=other, returned_on=MONDAY - DAY)
    body["lines"].append({"item_id": LAMP.id, "quantity": "1"})
    refusal = shop.bench.refuses(contracts.RETURN_PACKAGING, body, by=KEEPER)
    assert (refusal.code.name, refusal.http_status) == ("invalid", 422)
    assert sorted((field.pointer, field.code) for field in refusal.fields) == [
        ("/lines/1/quantity", "more_than_owed"),
        ("/lines/2/item_id", "unknown_reference"),
        ("/returned_on", "returned_too_early"),
        ("/warehouse_id", "foreign_warehouse"),
    ]
    assert shop.bench.rows(PackagingReturn) == []
    assert shop.stock(CRATE)[0] == "17.000"


def test_rivals_never_take_back_more_crates_than_are_owed(shop: Shop) -> None:
    shipment = ship(shop, ordered(shop), "10")
    answers = at_once([lambda: take(shop, shipment, "4")] * 4)
    assert answers == ["done", "done", "more_than_owed", "more_than_owed"]
    assert shop.stock(CRATE)[0] == "18.000"


# ---------------------------------------------------------------- a return is cancelled


def test_a_cancelled_return_leaves_all_as_if_it_had_not_been(shop: Shop) -> None:
    order = ordered(shop)
    shipment = ship(shop, order, "5")
    before = (owed(shop), shop.stock(CRATE), balance(shop), shop.now(order)["deposits"])
    view = cancelled(shop, take(shop, shipment, "2"))
    assert (view["cancel_reason"], view["cancelled_on"]) == ("Ящиків не привезли", view["returned_on"])
    assert (owed(shop), shop.stock(CRATE), balance(shop), shop.now(order)["deposits"]) == before
    refusal = shop.bench.refuses(contracts.CANCEL_PACKAGING_RETURN, {"id": view["id"], "reason": "Ще раз"}, by=KEEPER)
    assert refusal.code.name == "packaging_return_cancelled"


def test_a_return_is_not_cancelled_once_its_crates_went_elsewhere(shop: Shop) -> None:
    order = ordered(shop, crates="5")
    returned = take(shop, ship(shop, order, "5", (1, "1")))
    ship(shop, order, "1", (1, "1"))
    body = {"id": returned["id"], "reason": "Ящиків не привезли"}
    refusal = shop.bench.refuses(contracts.CANCEL_PACKAGING_RETURN, body, by=KEEPER)
    assert (refusal.code.name, refusal.fields[0].pointer) == ("not_enough_stock", "/lines/0/quantity")
    assert shop.stock(CRATE)[0] == "4.000"


# ---------------------------------------------------------------- who sees it, who hears of it


def test_others_clients_packaging_is_not_seen(shop: Shop) -> None:
    shipment = ship(shop, ordered(shop), "2")
    returned = take(shop, shipment, "1", by=TARAS)
    assert len(owed(shop, by=KALYNA.login)) == len(owed(shop, by=TARAS, partner_id=KALYNA.id)) == 1
    assert owed(shop, by=DARYNA) == []
    for operation, body in (
        (contracts.RETURN_PACKAGING, back(shipment)),
        (contracts.GET_PACKAGING_RETURN, {"id": returned["id"]}),
        (contracts.CANCEL_PACKAGING_RETURN, {"id": returned["id"], "reason": "Чуже"}),
    ):
        assert shop.bench.refuses(operation, body, by=DARYNA).http_status == 404
    assert shop.bench.listed(contracts.LIST_PACKAGING_RETURNS, by=DARYNA) == []
    rows = shop.bench.listed(contracts.LIST_PACKAGING_RETURNS, shipment_id=shipment["id"], by=KALYNA.login)
    assert [row["number"] for row in rows] == ["PKR-000001"]


def test_a_return_is_told_and_told_again_when_it_is_cancelled(shop: Shop) -> None:
    shipment = ship(shop, ordered(shop), "2")
    before = len(shop.bench.told())
    cancelled(shop, take(shop, shipment))
    news = shop.bench.told()[before:]
    assert sorted(set(news)) == ["offer_order_changed", "order_changed", "packaging_return_changed"]
    told = [one["data"] for one in shop.bench.events() if one["type"] == "orders.packaging_return_changed"]
    assert [(one["deposit"], bool(one["cancelled_on"])) for one in told] == [("120.20", False), ("120.20", True)]


MANY = [
    Good(f"CRATE-{place}", f"Ящик {place}", "10.00", kind=pricing.ItemKind.RETURNABLE_PACKAGING) for place in range(33)
]


def test_packaging_of_1_and_30_items_takes_the_same_number_of_statements(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    for good in MANY:
        monkeypatch.setitem(GOODS, good.id, good)
    counts = []
    for chosen in (MANY[:1], MANY[1:2], MANY[2:32]):
        order = ordered(shop, (INSTALL, "1"))
        shop.receive(*[(good, "5", "6.00") for good in chosen])
        body = {"order_id": order["id"], "lines": line_parts(order, (1, "1")), "shipped_on": MONDAY}
        body["packaging"] = [{"item_id": good.id, "quantity": "2"} for good in chosen]
        seen = []
        with shop.bench.statements() as shipping:
            shipment = shop.bench.do(contracts.SHIP_GOODS, body, by=KEEPER)
        with shop.bench.statements() as returning:
            returned = take(shop, shipment)
        with shop.bench.statements() as cancelling:
            cancelled(shop, returned)
        with shop.bench.statements() as listing:
            owed(shop, shipment_id=shipment["id"])
        seen = [len(one) for one in (shipping, returning, cancelling, listing)]
        counts.append(seen)
    assert counts[1] == counts[2]
    assert counts[2][3] == 1
