"""The sales report against figures counted by hand.

February: Kalyna 10 lamps (1200.00 with VAT, 1000.00 without; cost 10 × 60 = 600.00) and installing (1250.00)
March:    Dzvin  5 lamps (600.00, 500.00 without; cost 300.00); Kalyna 1 lamp (120.00, 100.00; cost 60.00)
"""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import update

from services.orders import contracts
from services.orders.models import Order, Shipment
from services.partners import contracts as partners
from services.pricing import contracts as pricing
from tests.services.builders import INSTALL, LAMP, Shop, line_parts
from tests.services.cast import DARYNA, DARYNA_ID, DZVIN, FOREMAN, HEAD, KALYNA, PROMIN, SVITLODIM, TARAS, TARAS_ID
from tests.services.news import NEWS

YEAR = {"date_from": "2026-01-01", "date_to": "2026-12-31"}


@pytest.fixture
def sold(shop: Shop) -> Shop:
    for good in (LAMP, INSTALL):
        shop.bench.hear(pricing.ITEM_CHANGED, good.view())
    staff = {"organization_id": SVITLODIM, "position": None, "email": None, "department_id": None, "superior_id": None}
    for one, name in ((TARAS_ID, "Тарас Перший"), (DARYNA_ID, "Дарина Друга")):
        view = partners.StaffView.model_validate({**staff, "id": one, "full_name": name, "version": 1})
        shop.bench.hear(partners.STAFF_CHANGED, view)
    shop.receive((LAMP, "100", "60.00"))
    february = shop.an_order((LAMP, "10"), (INSTALL, "1"), status="to_fulfil")
    shop.ship(february, (1, "10"), (2, "1"), on=date(2026, 2, 28))
    dzvin = shop.an_order((LAMP, "5"), client=DZVIN, status="to_fulfil")
    shop.ship(dzvin, (1, "5"), on=date(2026, 3, 1))
    march = shop.an_order((LAMP, "1"), status="to_fulfil")
    shop.ship(march, (1, "1"), on=date(2026, 3, 31))
    return shop


def report(shop: Shop, by: Any = HEAD, **asked: Any) -> dict[str, Any]:
    return shop.bench.do(contracts.REPORT_SALES, {**YEAR, **asked}, by=by)


def figures(made: dict[str, Any]) -> list[tuple[str, str, str, str, str, int]]:
    """(name, quantity, revenue, cost, margin, shipments) by key."""
    names = ("name", "quantity", "revenue", "cost", "margin", "shipments")
    return sorted(tuple(row[name] for name in names) for row in made["rows"])


def test_by_month(sold: Shop) -> None:
    made = report(sold, by=HEAD)
    assert figures(made) == [
        ("2026-02", "11.000", "2250.00", "600.00", "1650.00", 1),
        ("2026-03", "6.000", "600.00", "360.00", "240.00", 2),
    ]
    assert (made["revenue"], made["cost"], made["margin"], made["currency"]) == ("2850.00", "960.00", "1890.00", "UAH")


def grouped(shop: Shop, by: str) -> list[tuple[str, str, str, str, str, int]]:
    return figures(shop.bench.do(contracts.REPORT_SALES, {**YEAR, "by": by}))


def test_by_client(sold: Shop) -> None:
    assert grouped(sold, "client") == [
        (DZVIN.name, "5.000", "500.00", "300.00", "200.00", 1),
        (KALYNA.name, "12.000", "2350.00", "660.00", "1690.00", 2),
    ]


def test_by_item(sold: Shop) -> None:
    assert grouped(sold, "item") == [
        (LAMP.name, "16.000", "1600.00", "960.00", "640.00", 3),
        (INSTALL.name, "1.000", "1250.00", "0.00", "1250.00", 1),
    ]


def test_by_manager(sold: Shop) -> None:
    assert grouped(sold, "manager") == [
        ("Дарина Друга", "5.000", "500.00", "300.00", "200.00", 1),
        ("Тарас Перший", "12.000", "2350.00", "660.00", "1690.00", 2),
    ]


@pytest.mark.parametrize("by", list(contracts.SalesBy))
def test_every_grouping_sums_to_the_same_totals(sold: Shop, by: str) -> None:
    made = sold.bench.do(contracts.REPORT_SALES, {**YEAR, "by": by})
    assert (made["revenue"], made["cost"], made["margin"]) == ("2850.00", "960.00", "1890.00")


@pytest.mark.parametrize(
    ("start", "end", "revenue"),
    [
        ("2026-02-28", "2026-02-28", "2250.00"),
        ("2026-03-01", "2026-03-30", "500.00"),
        ("2026-03-01", "2026-03-31", "600.00"),
        ("2026-03-02", "2026-03-31", "100.00"),
        ("2026-04-01", "2026-04-30", "0.00"),
    ],
)
def test_both_days_of_the_period_are_included(sold: Shop, start: str, end: str, revenue: str) -> None:
    asked = {"date_from": start, "date_to": end}
    assert sold.bench.do(contracts.REPORT_SALES, asked)["revenue"] == revenue


def test_an_organization_s_sales_are_its_own(sold: Shop) -> None:
    assert report(sold, organization_id=PROMIN)["rows"] == []
    assert report(sold, organization_id=SVITLODIM)["revenue"] == "2850.00"


def test_a_manager_s_report_counts_only_the_team_s_clients(sold: Shop) -> None:
    assert report(sold, by=TARAS)["revenue"] == report(sold, by=FOREMAN)["revenue"] == "2350.00"
    assert report(sold, by=DARYNA)["revenue"] == "500.00"


def test_a_client_is_given_no_report(sold: Shop) -> None:
    assert sold.bench.refuses(contracts.REPORT_SALES, YEAR, by=KALYNA.login).code.name == "forbidden"


def test_a_report_is_one_statement_however_much_was_sold(sold: Shop) -> None:
    with sold.bench.statements() as seen:
        report(sold)
    assert len(seen) == 1


def test_sales_in_another_currency_are_not_added_to_hryvnias(sold: Shop) -> None:
    with sold.bench.database.write() as session:
        session.execute(update(Shipment).where(Shipment.partner_id == DZVIN.id).values(currency="USD"))
    assert report(sold)["revenue"] == "2350.00"


def test_a_period_that_ends_before_it_begins_is_refused(sold: Shop) -> None:
    refusal = sold.bench.refuses(contracts.REPORT_SALES, {"date_from": "2026-03-01", "date_to": "2026-02-28"})
    assert [(field.pointer, field.code) for field in refusal.fields] == [("/date_to", "period")]


@pytest.fixture
def returned(sold: Shop) -> Shop:
    """Two of Kalyna's ten lamps of February come back in March: 200.00 without VAT, at a cost of 120.00."""
    shipment = next(row for row in sold.bench.listed(contracts.LIST_SHIPMENTS) if row["shipped_on"] == "2026-02-28")
    order = sold.bench.do(contracts.GET_ORDER, {"id": shipment["order_id"]})
    back = {"shipment_id": shipment["id"], "lines": line_parts(order, (1, "2")), "reason": "Не підійшли"}
    sold.bench.do(contracts.RETURN_GOODS, {**back, "returned_on": "2026-03-10"})
    return sold


def test_what_came_back_lessens_the_month_in_which_it_came_back(returned: Shop) -> None:
    assert figures(report(returned)) == [
        ("2026-02", "11.000", "2250.00", "600.00", "1650.00", 1),
        ("2026-03", "4.000", "400.00", "240.00", "160.00", 2),
    ]


def test_a_period_of_returns_only_is_below_zero(returned: Shop) -> None:
    made = report(returned, date_from="2026-03-02", date_to="2026-03-30")
    assert figures(made) == [("2026-03", "-2.000", "-200.00", "-120.00", "-80.00", 0)]


def test_a_return_is_the_item_s_the_client_s_and_the_manager_s_own(returned: Shop) -> None:
    assert (LAMP.name, "14.000", "1400.00", "840.00", "560.00", 3) in grouped(returned, "item")
    assert (KALYNA.name, "10.000", "2150.00", "540.00", "1610.00", 2) in grouped(returned, "client")
    assert ("Тарас Перший", "10.000", "2150.00", "540.00", "1610.00", 2) in grouped(returned, "manager")


@pytest.mark.parametrize("by", list(contracts.SalesBy))
def test_every_grouping_sums_to_the_same_totals_after_a_return(returned: Shop, by: str) -> None:
    made = (
        report(returned, by=HEAD) if by == "period" else returned.bench.do(contracts.REPORT_SALES, {**YEAR, "by": by})
    )
    assert (made["revenue"], made["cost"], made["margin"]) == ("2650.00", "840.00", "1810.00")


def test_a_colleague_s_return_is_in_nobody_else_s_report(returned: Shop) -> None:
    assert report(returned, by=DARYNA)["revenue"] == "500.00"
    assert report(returned, by=TARAS)["revenue"] == "2150.00"
    assert report(returned, organization_id=PROMIN)["rows"] == []


def test_by_offer(sold: Shop) -> None:
    offer, told = NEWS[pricing.OFFER_CHANGED.address]
    assert isinstance(told, pricing.OfferRow)
    sold.bench.hear(pricing.OFFER_CHANGED, told)
    with sold.bench.database.write() as session:
        session.execute(update(Order).where(Order.partner_id == DZVIN.id).values(offer_id=offer))
    made = sold.bench.do(contracts.REPORT_SALES, {**YEAR, "by": "offer"})
    assert sorted((row["key"], row["name"], row["revenue"]) for row in made["rows"]) == [
        ("", None, "2350.00"),
        (str(offer), told.name, "500.00"),
    ]
