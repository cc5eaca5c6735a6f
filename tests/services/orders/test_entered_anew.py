"""What was recorded by mistake counts until the day it is cancelled, as it was recorded: documents are corrected by
reversal, never by edit. Entered anew for an earlier day, both count on the days between."""

from datetime import date, timedelta

from services.orders import contracts
from tests.services.builders import CRATE, Shop
from tests.services.cast import KALYNA
from tests.services.orders.crates import MONDAY, cancelled, ordered, owed, ship, take
from tests.services.orders.money import cancel, register
from tests.services.orders.test_packaging import DAY


def seen_on(shop: Shop, name: str, *days: date) -> list[str]:
    asked = [{"partner_id": KALYNA.id, "on": day} for day in days]
    return [shop.bench.do(contracts.GET_BALANCE, one)["rows"][0][name] for one in asked]


def test_a_return_of_crates_counts_until_it_is_cancelled(shop: Shop) -> None:
    order = ordered(shop)
    shipment = ship(shop, order, "5")
    wrong = take(shop, shipment, "2", returned_on=MONDAY + 3 * DAY)
    today = date.fromisoformat(cancelled(shop, wrong)["cancelled_on"])
    take(shop, shipment, "2", returned_on=MONDAY + 2 * DAY)
    days = (MONDAY + DAY, MONDAY + 2 * DAY, MONDAY + 3 * DAY, today - timedelta(1), today)
    assert seen_on(shop, "deposits", *days) == ["300.50", "180.30", "60.10", "60.10", "180.30"]
    assert [row[:3] for row in register(shop)] == [
        ("shipment", "SHP-000001", "15000.00"),
        ("deposit", "SHP-000001", "300.50"),
        ("given_back", "PKR-000002", "-120.20"),
        ("given_back", "PKR-000001", "-120.20"),
        ("given_back", "PKR-000001", "120.20"),
    ]
    # what is out is shown as of today alone, and there it counts once
    assert owed(shop) == [("5.000", "2.000", "3.000", "2026-03-12", True, "180.30")]
    assert (shop.stock(CRATE)[0], shop.now(order)["deposits"]) == ("17.000", "180.30")


def test_entered_anew_from_the_day_of_cancelling_it_counts_once_on_every_day(shop: Shop) -> None:
    shipment = ship(shop, ordered(shop), "5")
    wrong = take(shop, shipment, "3", returned_on=MONDAY + 3 * DAY)
    today = date.fromisoformat(cancelled(shop, wrong)["cancelled_on"])
    take(shop, shipment, "2", returned_on=today)
    assert seen_on(shop, "deposits", MONDAY + 3 * DAY, today - timedelta(1), today) == ["120.20", "120.20", "180.30"]


def test_a_payment_counts_until_it_is_cancelled(shop: Shop) -> None:
    order = ordered(shop)
    ship(shop, order, "1")
    wrong = shop.pay(order, "1000.00", paid_on=MONDAY + 3 * DAY)
    today = date.fromisoformat(cancel(shop, wrong)["cancelled_on"])
    shop.pay(order, "1000.00", paid_on=MONDAY + 2 * DAY)
    days = (MONDAY + DAY, MONDAY + 2 * DAY, MONDAY + 3 * DAY, today - timedelta(1), today)
    assert seen_on(shop, "paid", *days) == ["0.00", "1000.00", "2000.00", "2000.00", "1000.00"]
    assert shop.now(order)["paid"] == "1000.00"
