"""Packaging under offers: its deposit at pricing's own prices, its day by pricing's calendar, and what is not returned
in the report on fulfilment. Two real services and a clock for both."""

from typing import Any

import pytest

from services.orders import contracts as orders
from services.pricing import contracts
from services.pricing.models import OfferedPackaging
from tests.services.cast import DARYNA, HEAD, KEEPER, PRICER
from tests.services.till import Till

APRIL = {"date_from": "2026-04-01", "date_to": "2026-04-30"}
AGREED = {"packaging_days": 10, "packaging_deposit": True}


@pytest.fixture
def crate(till: Till) -> str:
    """Of 60.00, and a hundred of them in the warehouse."""
    till.on("2026-04-10")
    crate = till.desk.an_item("CRATE", price="60", kind="returnable_packaging")
    goods = {"item_id": crate, "quantity": "100", "price": "40"}
    till.orders.do(orders.RECEIVE_GOODS, {"warehouse_id": till.shop.warehouse, "lines": [goods]}, by=KEEPER)
    return crate


def an_offer(till: Till, **terms: Any) -> dict[str, Any]:
    return till.desk.an_offer(terms={"price_type_id": till.desk.retail, **(terms or AGREED)})


def under(till: Till, offer: dict[str, Any]) -> dict[str, Any]:
    """To be fulfilled: ten pieces of work at 100.00."""
    known = till.pricing.listed(contracts.LIST_ITEMS, q="WORK")
    work = known[0]["id"] if known else till.an_item("WORK", "100")
    return till.order((work, "10"), offer_id=offer["id"], card_id=None)


def ship(till: Till, order: dict[str, Any], crate: str, number: str, quantity: str = "1") -> dict[str, Any]:
    lines = [{"line_id": order["lines"][0]["id"], "quantity": quantity}]
    packaging = [{"item_id": crate, "quantity": number}]
    return till.do(orders.SHIP_GOODS, {"order_id": order["id"], "lines": lines, "packaging": packaging}, by=KEEPER)


def take(till: Till, shipment: dict[str, Any], crate: str, number: str) -> dict[str, Any]:
    lines = [{"item_id": crate, "quantity": number}]
    return till.do(orders.RETURN_PACKAGING, {"shipment_id": shipment["id"], "lines": lines}, by=KEEPER)


def report(till: Till, by: Any = HEAD, **asked: Any) -> list[tuple[str, str, str]]:
    """(not returned, overdue, deposits) of each offer."""
    rows = till.pricing.do(contracts.REPORT_OFFER_FULFILMENT, {**APRIL, **asked}, by=by)["rows"]
    return [(row["packaging"], row["packaging_overdue"], row["deposits"]) for row in rows]


# ---------------------------------------------------------------- terms


def test_the_deposit_is_the_price_of_the_order_s_day_whatever_it_is_at_the_shipment(till: Till, crate: str) -> None:
    order = under(till, an_offer(till))
    till.on("2026-04-20")
    till.desk.price((crate, "75"), on="2026-04-15")
    assert ship(till, order, crate, "3")["deposit"] == "180.00"


def test_packaging_withdrawn_since_still_goes_and_has_its_deposit(till: Till, crate: str) -> None:
    order = under(till, an_offer(till))
    till.pricing.do(contracts.CHANGE_ITEM, {"id": crate, "withdrawn": True}, by=PRICER)
    assert ship(till, order, crate, "1")["deposit"] == "60.00"


def test_business_days_are_counted_by_the_offer_s_calendar(till: Till, crate: str) -> None:
    calendar = till.pricing.do(contracts.ADD_CALENDAR, {"name": "Свята", "holidays": ["2026-04-13"]}, by=PRICER)
    terms = {"packaging_days": 2, "packaging_day_kind": "business", "calendar_id": calendar["id"]}
    shipment = ship(till, under(till, an_offer(till, **terms)), crate, "1")
    # the 10th is a Friday, the 13th a holiday
    assert shipment["packaging"][0]["due_on"] == "2026-04-15"


# ---------------------------------------------------------------- the report


def test_what_is_not_returned_is_told_by_offer(till: Till, crate: str) -> None:
    first, second = an_offer(till), an_offer(till, packaging_days=3)
    order = under(till, first)
    shipment = ship(till, order, crate, "5")
    ship(till, order, crate, "1.5")
    ship(till, under(till, second), crate, "2")
    assert sorted(report(till)) == [("2.000", "0.000", "0.00"), ("6.500", "0.000", "390.00")]
    take(till, shipment, crate, "4")
    assert sorted(report(till)) == [("2.000", "0.000", "0.00"), ("2.500", "0.000", "150.00")]


@pytest.mark.parametrize(
    ("on", "wanted"),
    [
        ("2026-04-10", ("5.000", "0.000", "300.00")),
        ("2026-04-20", ("5.000", "0.000", "300.00")),  # the last day
        ("2026-04-21", ("5.000", "5.000", "300.00")),
        ("2026-04-24", ("5.000", "5.000", "300.00")),
        ("2026-04-25", ("3.000", "3.000", "180.00")),  # two came on this day
        ("2026-04-28", ("5.000", "5.000", "300.00")),  # and were cancelled on this
    ],
)
def test_packaging_is_overdue_from_the_day_after_its_last_as_of_any_day(
    till: Till, crate: str, on: str, wanted: tuple[str, str, str]
) -> None:
    shipment = ship(till, under(till, an_offer(till)), crate, "5")
    till.on("2026-04-25")
    returned = take(till, shipment, crate, "2")
    till.on("2026-04-28")
    till.do(orders.CANCEL_PACKAGING_RETURN, {"id": returned["id"], "reason": "Не ті ящики"}, by=KEEPER)
    assert report(till, on=on) == [wanted]


def test_packaging_without_a_day_is_never_overdue(till: Till, crate: str) -> None:
    ship(till, under(till, an_offer(till, packaging_deposit=True)), crate, "5")
    assert report(till, on="9999-12-31") == [("5.000", "0.000", "300.00")]


def test_an_offer_with_nothing_but_packaging_out_stands_in_the_report(till: Till, crate: str) -> None:
    order = under(till, an_offer(till, packaging_days=3))
    shipment = ship(till, order, crate, "5")
    till.pay(order, "100")
    later = {"date_from": "2026-06-01", "date_to": "2026-06-30", "on": "2026-04-12"}
    assert report(till, **later) == [("5.000", "0.000", "0.00")]
    till.on("2026-04-12")
    take(till, shipment, crate, "5")
    assert report(till, **later) == []


def test_an_overdue_deposit_is_overdue_money(till: Till, crate: str) -> None:
    stages = [{"kind": "credit", "percent": "100", "shift": 30}]
    ship(till, under(till, an_offer(till, **AGREED, payment_stages=stages)), crate, "1")
    rows = till.pricing.do(contracts.REPORT_OFFER_FULFILMENT, {**APRIL, "on": "2026-04-11"})["rows"]
    assert [(row["sold"], row["overdue"]) for row in rows] == [("100.00", "60.00")]


def test_others_clients_packaging_is_not_counted(till: Till, crate: str) -> None:
    ship(till, under(till, an_offer(till)), crate, "5")
    assert report(till, by=DARYNA) == []


def test_a_replay_tells_the_same(till: Till, crate: str) -> None:
    shipment = ship(till, under(till, an_offer(till)), crate, "5")
    take(till, shipment, crate, "2")

    def kept() -> list[tuple[Any, ...]]:
        rows = till.pricing.rows(OfferedPackaging)
        return sorted((row.since, row.due_on, row.quantity, row.deposit) for row in rows)

    before = kept()
    till.replay()
    assert kept() == before
    assert len(before) == 1, "one day, one last day: 5 out, 2 back"
