"""What items sell: heard of orders, counted in a window, ranked; the bounds are a document (N2, N3)."""

from decimal import Decimal
from typing import Any

import pytest

from services.chassis.ids import uuid7
from services.chassis.jobs import Job, start_daily
from services.chassis.startup import jobs_of
from services.pricing import contracts, indicators
from services.pricing.models import ItemIndicators, KnownReceipt, KnownSale
from tests.services.bench import Bench
from tests.services.cast import PRICER
from tests.services.pricing.selling import TODAY, Selling

TABLES = (KnownSale, KnownReceipt)


@pytest.fixture
def selling(pricing: Bench, monkeypatch: pytest.MonkeyPatch) -> Selling:
    return Selling(pricing, monkeypatch)


def told(selling: Selling) -> list[list[str]]:
    return [sorted(map(str, selling.bench.rows(table))) for table in TABLES]


def test_a_lamp_s_year_is_counted_from_shipments_returns_and_receipts(selling: Selling) -> None:
    selling.receive(("LAMP", "30"), ("LAMP", "10"), ("CABLE", "100"))
    selling.ship(("LAMP", "5", "500.00"), ("LAMP", "1", "90.00"), ("CABLE", "40", "400.00"), on="2026-10-05")
    selling.ship(("LAMP", "10", "1000.00"), on="2026-11-20")
    selling.give_back(("LAMP", "2", "200.00"), on="2026-11-25")
    selling.recompute()
    row = selling.indicators("LAMP")
    assert {name: row[name] for name in ("turnover", "quantity_sold", "last_sale", "stock", "abc", "rating")} == {
        "turnover": "1390.00",
        "quantity_sold": "14.000",
        "last_sale": "2026-11-20",
        "stock": "26.000",
        "abc": "A",
        "rating": "hit",
    }
    assert row["computed_at"].startswith(TODAY)
    assert selling.shown("turnover") == {"LAMP": "1390.00", "CABLE": "400.00", "DRILL": "0.00"}
    # before the cable there are 1390 of 1790: 77.7 percent
    assert selling.shown("abc") == {"LAMP": "A", "CABLE": "A", "DRILL": "C"}
    # the drill has been in the catalogue since January
    assert selling.shown("rating") == {"LAMP": "hit", "CABLE": "steady", "DRILL": "dead"}


@pytest.mark.parametrize(
    ("on", "turnover", "last_sale"),
    [
        ("2025-12-01", "0.00", "2025-12-01"),
        ("2025-12-02", "100.00", "2025-12-02"),
        ("2026-12-01", "100.00", "2026-12-01"),
    ],
)
def test_the_window_is_365_days_with_today_and_the_last_sale_may_be_before_it(
    selling: Selling, on: str, turnover: str, last_sale: str
) -> None:
    selling.ship(("LAMP", "1", "100.00"), on=on)
    selling.recompute()
    assert (selling.indicators("LAMP")["turnover"], selling.indicators("LAMP")["last_sale"]) == (turnover, last_sale)


def test_variation_is_over_twelve_whole_months_those_without_sales_being_zero(selling: Selling) -> None:
    """Of December 2025, which the window begins in the midst of, all is counted; of this December nothing."""
    for month in ("2025-12", *(f"2026-{number:02d}" for number in range(1, 12))):
        selling.ship(("LAMP", "10", "100.00"), ("CABLE", "10", "100.00"), on=f"{month}-01")
        if month != "2026-11":
            selling.ship(("DRILL", "10", "100.00"), on=f"{month}-28")
    selling.ship(("LAMP", "500", "5000.00"), on=TODAY)
    selling.give_back(("CABLE", "5", "50.00"), on="2026-11-30")
    selling.recompute()
    # the cable: eleven times 10 and once 5 deviate by 14.4 percent; the drill: eleven and a zero by 30.2
    assert selling.shown("xyz") == {"LAMP": "X", "CABLE": "Y", "DRILL": "Z"}
    selling.bench.do(contracts.SET_INDICATOR_RULES, {"window_days": 60}, by=PRICER)
    selling.recompute()
    assert set(selling.shown("xyz").values()) == {None}


def test_other_money_is_counted_at_its_day_s_rate_and_without_one_not_at_all(selling: Selling) -> None:
    for on, rate in (("2026-11-01", "40"), ("2026-11-10", "42.5")):
        selling.bench.do(contracts.SET_EXCHANGE_RATE, {"currency": "EUR", "on": on, "rate": rate}, by=PRICER)
    selling.ship(("LAMP", "1", "10.00"), on="2026-11-09", currency="EUR")
    selling.ship(("LAMP", "1", "10.01"), on="2026-11-10", currency="EUR")
    selling.ship(("LAMP", "1", "7.00"), on="2026-10-31", currency="EUR")
    selling.ship(("CABLE", "1", "7.00"), on="2026-11-10", currency="USD")
    selling.recompute()
    row = selling.indicators("LAMP")
    assert (row["turnover"], row["quantity_sold"]) == ("825.43", "3.000")  # 400 and 425.425
    assert (selling.indicators("CABLE")["turnover"], selling.indicators("CABLE")["quantity_sold"]) == ("0.00", "1.000")


@pytest.mark.parametrize(("received", "stock"), [("9.999", None), ("10", "0.000"), ("10.001", "0.001")])
def test_stock_is_not_known_where_more_went_out_than_came_in(
    selling: Selling, received: str, stock: str | None
) -> None:
    selling.receive(("LAMP", received))
    selling.ship(("LAMP", "10", "100.00"))
    selling.recompute()
    assert (selling.indicators("LAMP")["stock"], selling.indicators("CABLE")["stock"]) == (stock, None)


def test_a_service_has_no_stock(selling: Selling) -> None:
    selling.goods["INSTALL"] = selling.an_item("INSTALL", kind="service")
    selling.receive(("INSTALL", "1"))
    selling.recompute()
    assert selling.indicators("INSTALL")["stock"] is None


def test_what_was_told_of_sales_comes_out_the_same_however_often_and_late_it_is_told(selling: Selling) -> None:
    def tell(**how: Any) -> None:
        selling.receive(("LAMP", "30"), ("LAMP", "10"), **how)
        selling.ship(("LAMP", "5", "500.00"), ("LAMP", "1", "90.00"), name="one", **how)
        selling.give_back(("LAMP", "2", "200.00"), name="one", **how)

    selling.give_back(("LAMP", "2", "200.00"), name="one")
    tell()
    once = told(selling)
    assert [len(rows) for rows in once] == [2, 1]
    tell(replayed=True)
    assert told(selling) == once


def test_a_shipment_told_before_events_carried_lines_is_known_once_it_is_replayed(selling: Selling) -> None:
    selling.ship(name="old", revenue="500.00")
    assert selling.bench.rows(KnownSale) == []
    selling.ship(("LAMP", "5", "500.00"), name="old", replayed=True)
    selling.recompute()
    assert selling.indicators("LAMP")["turnover"] == "500.00"


def test_sales_of_an_item_that_is_not_in_the_catalogue_are_kept_and_not_ranked(selling: Selling) -> None:
    selling.ship((str(uuid7()), "1", "100.00"))
    selling.recompute()
    assert len(selling.bench.rows(KnownSale)) == 1
    assert set(selling.shown("turnover")) == {"LAMP", "CABLE", "DRILL"}


def test_computing_again_changes_what_changed_and_says_when(selling: Selling) -> None:
    selling.ship(("LAMP", "1", "100.00"))
    selling.recompute()
    selling.on("2026-12-05")
    selling.ship(("CABLE", "1", "300.00"), on="2026-12-04")
    selling.recompute()
    assert selling.shown("turnover") == {"CABLE": "300.00", "LAMP": "100.00", "DRILL": "0.00"}
    assert {one[:10] for one in selling.shown("computed_at").values()} == {"2026-12-05"}


def test_items_are_ranked_every_day_by_themselves_once(selling: Selling) -> None:
    selling.ship(("LAMP", "1", "100.00"))
    for _ in range(2):
        start_daily(selling.bench.runtime, jobs_of("pricing"))
        selling.work()
    assert selling.indicators("LAMP")["turnover"] == "100.00"
    done = [job for job in selling.bench.rows(Job) if job.kind == "recompute_item_indicators"]
    assert [(job.status, job.done, job.total) for job in done] == [("done", 3, 3)]


def test_computing_takes_as_many_statements_for_three_items_as_for_a_hundred(selling: Selling) -> None:
    def statements() -> int:
        selling.ship(*((sku, "1", "10.00") for sku in selling.goods), name=str(uuid7()))
        selling.bench.do(contracts.RECOMPUTE_INDICATORS, by=PRICER)
        with selling.bench.statements() as seen:
            selling.work()
        return len(seen)

    statements()
    three = statements()
    for number in range(100):
        selling.goods[f"S-{number}"] = selling.an_item(f"S-{number}")
    statements()
    assert statements() == three


def test_bounds_are_kept_and_used_from_the_next_computing_on(selling: Selling) -> None:
    defaults = selling.bench.do(contracts.GET_INDICATOR_RULES, by=PRICER)
    assert (defaults["window_days"], defaults["abc_a"], defaults["hit_percent"]) == (365, "80.0000", "10.0000")
    selling.ship(("LAMP", "1", "600.00"), ("CABLE", "1", "400.00"), on="2026-10-30")
    bounds = {"abc_a": "50", "abc_b": "60", "hit_percent": "100", "slow_after_months": 1, "dead_after_months": 2}
    changed = selling.bench.do(contracts.SET_INDICATOR_RULES, bounds, by=PRICER)
    assert changed["window_days"] == 365
    selling.recompute()
    assert selling.shown("abc") == {"LAMP": "A", "CABLE": "C", "DRILL": "C"}
    assert selling.shown("rating") == {"LAMP": "slow", "CABLE": "slow", "DRILL": "dead"}
    selling.bench.do(contracts.SET_INDICATOR_RULES, {"window_days": 30}, by=PRICER)
    again = selling.bench.do(contracts.GET_INDICATOR_RULES, by=PRICER)
    assert (again["window_days"], again["abc_a"]) == (30, "80.0000")
    selling.recompute()
    assert selling.shown("turnover") == {"LAMP": "0.00", "CABLE": "0.00", "DRILL": "0.00"}


def test_bounds_that_do_not_ascend_are_all_named_and_nothing_is_set(selling: Selling) -> None:
    wrong = {"abc_a": "95", "abc_b": "95", "xyz_x": "30", "slow_after_months": 7, "dead_after_months": 7}
    refused = selling.bench.refuses(contracts.SET_INDICATOR_RULES, wrong, by=PRICER)
    assert [problem.pointer for problem in refused.fields] == ["/abc_b", "/xyz_y", "/dead_after_months"]
    assert selling.bench.do(contracts.GET_INDICATOR_RULES, by=PRICER)["abc_a"] == "80.0000"


def test_the_list_is_narrowed_by_class_rating_and_last_sale(selling: Selling) -> None:
    selling.ship(("LAMP", "1", "100.00"), on="2026-11-30")
    selling.ship(("CABLE", "1", "1.00"), on="2026-07-01")
    selling.recompute()

    def found(**filters: Any) -> list[str]:
        rows = selling.bench.listed(contracts.LIST_INDICATORS, by=PRICER, **filters)
        return [row["sku"] for row in rows]

    assert found() == ["LAMP", "CABLE", "DRILL"]
    assert found(order="turnover") == ["DRILL", "CABLE", "LAMP"]
    assert (found(abc=["C"]), found(abc=["A"])) == (["CABLE", "DRILL"], ["LAMP"])
    assert (found(rating=["slow", "dead"]), found(rating=["hit"])) == (["CABLE", "DRILL"], ["LAMP"])
    assert found(last_sale_from="2026-07-02") == ["LAMP"]
    pages = [[row["sku"] for row in page] for page in selling.bench.pages(contracts.LIST_INDICATORS, 1, by=PRICER)]
    assert pages == [["LAMP"], ["CABLE"], ["DRILL"]]


def test_the_largest_amounts_are_ranked_exactly(selling: Selling) -> None:
    for number in range(3):
        most = str(Decimal("999999999999.99"))
        selling.ship(("LAMP", "9999999.999", most), on=f"2026-1{number % 2}-01", name=str(number))
    selling.recompute()
    assert selling.indicators("LAMP")["turnover"] == "2999999999999.97"
    assert len(selling.bench.rows(ItemIndicators)) == 3


def test_a_first_sale_told_while_all_is_being_counted_stops_nothing(
    selling: Selling, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL each question of a writing transaction sees what was committed by then."""
    selling.ship(("LAMP", "2", "200.00"))
    looked_before = indicators._BY_ITEM.where(KnownSale.item_id != selling.item("LAMP"))
    monkeypatch.setattr(indicators, "_BY_ITEM", looked_before)
    assert selling.recompute()["sku"]
    assert selling.indicators("LAMP")["turnover"] == "200.00"
