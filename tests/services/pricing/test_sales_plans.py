"""Sales plans: set, agreed, taken back; and what was sold against them, each seeing the rows that are theirs (N2)."""

from typing import Any
from uuid import UUID

import pytest

from services.chassis.ids import uuid7
from services.partners import contracts as partners
from services.pricing import contracts
from services.pricing.models import SalesPlan
from tests.services.bench import Bench
from tests.services.cast import (
    DARYNA,
    DARYNA_ID,
    DZVIN,
    FOREMAN,
    HEAD,
    PRICER,
    STRANGER,
    SVITLODIM,
    TARAS,
    TARAS_ID,
)
from tests.services.pricing.selling import Selling

NOVEMBER, DECEMBER = "2026-11", "2026-12"


@pytest.fixture
def selling(pricing: Bench, monkeypatch: pytest.MonkeyPatch) -> Selling:
    selling = Selling(pricing, monkeypatch)
    for staff, name in ((TARAS_ID, "Тарас Перший"), (DARYNA_ID, "Дарина Друга")):
        rest = dict.fromkeys(("position", "email", "department_id", "superior_id"))
        view = partners.StaffView(id=staff, organization_id=SVITLODIM, full_name=name, version=1, **rest)
        pricing.hear(partners.STAFF_CHANGED, view)
    return selling


def rows_of(by: str, selling: Selling, *rows: tuple[Any, str]) -> list[dict[str, str]]:
    known = selling.goods if by == "item" else {}
    return [{"key": str(known.get(key, key)), "amount": amount} for key, amount in rows]


def set_plan(selling: Selling, by: str, *rows: tuple[Any, str], month: str = NOVEMBER) -> dict[str, Any]:
    body = {"month": month, "by": by, "rows": rows_of(by, selling, *rows)}
    return selling.bench.do(contracts.SET_SALES_PLAN, body, by=PRICER)


def agree(selling: Selling, plan: dict[str, Any]) -> dict[str, Any]:
    return selling.bench.do(contracts.AGREE_SALES_PLAN, {"id": plan["id"]}, by=HEAD)


def report(selling: Selling, by: str, first: str = NOVEMBER, last: str = NOVEMBER, **how: Any) -> dict[str, Any]:
    who = how.pop("who", HEAD)
    asked = {"by": by, "month_from": first, "month_to": last, **how}
    return selling.bench.do(contracts.REPORT_SALES_PLAN, asked, by=who)


def lines(found: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [(row["name"], row["plan"], row["fact"], row["percent"]) for row in found["rows"]]


def test_an_agreed_plan_by_item_is_compared_with_what_was_sold(selling: Selling) -> None:
    agree(selling, set_plan(selling, "item", ("LAMP", "1000"), ("CABLE", "400")))
    selling.ship(("LAMP", "10", "900.00"), ("DRILL", "1", "50.00"), on="2026-11-01")
    selling.ship(("LAMP", "5", "450.00"), on="2026-11-30")
    selling.give_back(("LAMP", "1", "100.00"), on="2026-11-30")
    selling.ship(("LAMP", "5", "7000.00"), on="2026-10-31")
    selling.ship(("CABLE", "5", "7000.00"), on="2026-12-01")
    found = report(selling, "item")
    assert lines(found) == [
        ("Товар LAMP", "1000.00", "1250.00", "125.00"),
        ("Товар CABLE", "400.00", "0.00", "0.00"),
        ("Товар DRILL", None, "50.00", None),
    ]
    assert (found["plan"], found["fact"], found["percent"], found["left_off"]) == ("1400.00", "1300.00", "92.86", 0)
    assert report(selling, "item", DECEMBER, DECEMBER)["rows"][0]["plan"] is None


def test_months_stand_one_after_another_and_rows_beyond_the_limit_are_counted(selling: Selling) -> None:
    agree(selling, set_plan(selling, "item", ("LAMP", "1000")))
    agree(selling, set_plan(selling, "item", ("CABLE", "10"), month=DECEMBER))
    selling.ship(("LAMP", "1", "100.00"), on="2026-12-01")
    found = report(selling, "item", NOVEMBER, DECEMBER)
    assert [(row["month"], row["name"]) for row in found["rows"]] == [
        (NOVEMBER, "Товар LAMP"),
        (DECEMBER, "Товар CABLE"),
        (DECEMBER, "Товар LAMP"),
    ]
    short = report(selling, "item", NOVEMBER, DECEMBER, limit=1)
    assert (len(short["rows"]), short["left_off"], short["plan"], short["fact"]) == (1, 2, "1010.00", "100.00")


def test_a_category_s_plan_counts_what_lies_in_it_and_is_summed_once(selling: Selling) -> None:
    bench = selling.bench
    tools = bench.do(contracts.ADD_PRODUCT_CATEGORY, {"name": "Інструмент"}, by=PRICER)["id"]
    drills = bench.do(contracts.ADD_PRODUCT_CATEGORY, {"name": "Дрилі", "parent_id": tools}, by=PRICER)["id"]
    bench.do(contracts.CHANGE_ITEM, {"id": selling.goods["DRILL"], "product_category_id": drills}, by=PRICER)
    bench.do(contracts.CHANGE_ITEM, {"id": selling.goods["LAMP"], "product_category_id": tools}, by=PRICER)
    selling.ship(("LAMP", "1", "300.00"), ("DRILL", "1", "200.00"), on="2026-11-15")
    agree(selling, set_plan(selling, "product_category", (tools, "1000"), (drills, "100")))
    found = report(selling, "product_category")
    assert lines(found) == [("Інструмент", "1000.00", "500.00", "50.00"), ("Дрилі", "100.00", "200.00", "200.00")]
    assert (found["plan"], found["fact"]) == ("1000.00", "500.00")


@pytest.mark.parametrize(
    ("by", "add", "field"),
    [
        ("season", contracts.ADD_SEASON, "season_id"),
        ("seasonal_group", contracts.ADD_SEASONAL_GROUP, "seasonal_group_id"),
    ],
)
def test_plans_by_season(selling: Selling, by: str, add: Any, field: str) -> None:
    winter = selling.bench.do(add, {"name": "Зима"}, by=PRICER)["id"]
    selling.bench.do(contracts.CHANGE_ITEM, {"id": selling.goods["LAMP"], field: winter}, by=PRICER)
    selling.ship(("LAMP", "1", "300.00"), on="2026-11-15")
    agree(selling, set_plan(selling, by, (winter, "600")))
    assert lines(report(selling, by)) == [("Зима", "600.00", "300.00", "50.00")]


def test_plans_by_price_group_and_rating_count_items_as_they_stand_today(selling: Selling) -> None:
    group = selling.a_price_group()
    selling.bench.do(contracts.CHANGE_ITEM, {"id": selling.goods["LAMP"], "price_group_id": group}, by=PRICER)
    selling.ship(("LAMP", "1", "300.00"), ("CABLE", "1", "200.00"), on="2026-11-15")
    agree(selling, set_plan(selling, "price_group", (group, "600")))
    assert lines(report(selling, "price_group")) == [
        ("Інструмент вигаданий", "600.00", "300.00", "50.00"),
        (None, None, "200.00", None),
    ]
    agree(selling, set_plan(selling, "rating", ("hit", "400"), ("steady", "100")))
    assert lines(report(selling, "rating"))[-1] == (None, None, "500.00", None)  # nothing is rated yet
    selling.recompute()
    rated = report(selling, "rating")["rows"]
    assert [(row["key"], row["plan"], row["fact"], row["percent"]) for row in rated] == [
        ("hit", "400.00", "300.00", "75.00"),
        ("steady", "100.00", "200.00", "200.00"),
    ]


def test_people_see_their_own_rows_and_heads_those_of_their_people(selling: Selling) -> None:
    agree(selling, set_plan(selling, "manager", (TARAS_ID, "1000"), (DARYNA_ID, "500")))
    agree(selling, set_plan(selling, "item", ("LAMP", "1500")))
    selling.ship(("LAMP", "1", "800.00"), on="2026-11-10")
    selling.ship(("LAMP", "1", "100.00"), on="2026-11-10", client=DZVIN)
    tarasova = ("Тарас Перший", "1000.00", "800.00", "80.00")
    darynyna = ("Дарина Друга", "500.00", "100.00", "20.00")
    assert lines(report(selling, "manager")) == [tarasova, darynyna]
    for who, wanted in ((TARAS, [tarasova]), (FOREMAN, [tarasova]), (DARYNA, [darynyna]), (STRANGER, [])):
        assert lines(report(selling, "manager", who=who)) == wanted
    found = report(selling, "manager", who=TARAS)
    assert (found["plan"], found["fact"], found["percent"]) == ("1000.00", "800.00", "80.00")
    assert lines(report(selling, "item")) == [("Товар LAMP", "1500.00", "900.00", "60.00")]
    # what the whole firm plans for lamps is not for a manager to be measured by
    assert lines(report(selling, "item", who=TARAS)) == [("Товар LAMP", None, "800.00", None)]


def test_other_money_counts_at_its_day_s_rate(selling: Selling) -> None:
    selling.bench.do(contracts.SET_EXCHANGE_RATE, {"currency": "EUR", "on": "2026-11-05", "rate": "40"}, by=PRICER)
    agree(selling, set_plan(selling, "item", ("LAMP", "1000")))
    selling.ship(("LAMP", "1", "10.00"), on="2026-11-05", currency="EUR")
    selling.ship(("LAMP", "1", "10.00"), on="2026-11-04", currency="EUR")
    selling.ship(("LAMP", "1", "100.00"), on="2026-11-05")
    for by in ("item", "price_group", "rating", "manager"):
        assert report(selling, by)["fact"] == "500.00"


def test_only_agreed_plans_count_and_they_stand_until_they_are_taken_back(selling: Selling) -> None:
    plan = set_plan(selling, "item", ("LAMP", "1000"))
    assert (plan["status"], plan["total"], report(selling, "item")["plan"]) == ("draft", "1000.00", None)
    again = set_plan(selling, "item", ("LAMP", "700"), ("CABLE", "1"))
    assert (again["id"], again["total"], again["version"]) == (plan["id"], "701.00", 2)
    agreed = agree(selling, plan)
    assert agreed["agreed_at"] is not None
    assert report(selling, "item")["plan"] == "701.00"
    body = {"month": NOVEMBER, "by": "item", "rows": rows_of("item", selling, ("LAMP", "1"))}
    assert selling.bench.refuses(contracts.SET_SALES_PLAN, body, by=PRICER).code.name == "sales_plan_agreed"
    refused = selling.bench.refuses(contracts.AGREE_SALES_PLAN, {"id": plan["id"]}, by=HEAD)
    assert refused.code.name == "sales_plan_agreed"
    back = selling.bench.do(contracts.REOPEN_SALES_PLAN, {"id": plan["id"]}, by=HEAD)
    assert (back["status"], back["agreed_at"], report(selling, "item")["plan"]) == ("draft", None, None)
    refused = selling.bench.refuses(contracts.REOPEN_SALES_PLAN, {"id": plan["id"]}, by=HEAD)
    assert refused.code.name == "sales_plan_not_agreed"
    assert set_plan(selling, "item", ("LAMP", "1"))["total"] == "1.00"


def test_every_faulty_row_is_named_and_nothing_is_kept(selling: Selling) -> None:
    lamp, cable = selling.goods["LAMP"], selling.goods["CABLE"]
    rows = [{"key": key, "amount": "1"} for key in (lamp, str(uuid7()), "hit", cable, lamp)]
    refused = selling.bench.refuses(
        contracts.SET_SALES_PLAN, {"month": NOVEMBER, "by": "item", "rows": rows}, by=PRICER
    )
    assert [(field.pointer, field.code) for field in refused.fields] == [
        ("/rows/1/key", "unknown_reference"),
        ("/rows/2/key", "plan_key"),
        ("/rows/4/key", "plan_row_twice"),
    ]
    rows = [{"key": key, "amount": "1"} for key in ("hit", lamp, "hit")]
    refused = selling.bench.refuses(
        contracts.SET_SALES_PLAN, {"month": NOVEMBER, "by": "rating", "rows": rows}, by=PRICER
    )
    assert [(field.pointer, field.code) for field in refused.fields] == [
        ("/rows/1/key", "plan_key"),
        ("/rows/2/key", "plan_row_twice"),
    ]
    assert "hit, steady, slow, dead" in refused.fields[0].message
    assert selling.bench.rows(SalesPlan) == []


@pytest.mark.parametrize(("last", "code"), [("2026-10", "period"), ("2029-10", None), ("2029-11", "plan_months")])
def test_a_report_is_of_one_to_36_months(selling: Selling, last: str, code: str | None) -> None:
    asked = {"by": "item", "month_from": NOVEMBER, "month_to": last}
    if code is None:
        assert report(selling, "item", NOVEMBER, last)["rows"] == []
    else:
        refused = selling.bench.refuses(contracts.REPORT_SALES_PLAN, asked)
        assert [(field.pointer, field.code) for field in refused.fields] == [("/month_to", code)]


def test_plans_are_listed_and_shown(selling: Selling) -> None:
    first = agree(selling, set_plan(selling, "item", ("LAMP", "1000")))
    second = set_plan(selling, "rating", ("hit", "5"), month=DECEMBER)
    listed = selling.bench.listed(contracts.LIST_SALES_PLANS, by=PRICER)
    assert [(row["id"], row["status"]) for row in listed] == [(second["id"], "draft"), (first["id"], "agreed")]
    found = selling.bench.do(contracts.LIST_SALES_PLANS, {"status": ["agreed"], "by": ["item"]}, by=PRICER)["items"]
    assert [row["id"] for row in found] == [first["id"]]
    shown = selling.bench.do(contracts.GET_SALES_PLAN, {"id": second["id"]}, by=PRICER)
    assert shown["rows"] == [{"key": "hit", "amount": "5.00"}]
    assert UUID(shown["id"]) == selling.bench.rows(SalesPlan, SalesPlan.month == DECEMBER)[0].id


def test_a_report_takes_as_many_statements_for_one_row_as_for_a_hundred(selling: Selling) -> None:
    def statements() -> int:
        with selling.bench.statements() as seen:
            report(selling, "item")
        return len(seen)

    agree(selling, set_plan(selling, "item", ("LAMP", "1000")))
    few = statements()
    for number in range(100):
        selling.goods[f"S-{number}"] = selling.an_item(f"S-{number}")
    selling.ship(*((sku, "1", "10.00") for sku in selling.goods), on="2026-11-03")
    assert statements() == few
