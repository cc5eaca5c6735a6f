"""What items are put into: seasons, seasonal groups, and product categories inside one another."""

from typing import Any

import pytest

from services.chassis.contracts import Operation
from services.chassis.ids import uuid7
from services.pricing import contracts
from tests.services.cast import KALYNA, PRICER, TARAS
from tests.services.pricing.desk import Desk

NAMED = [
    (contracts.ADD_SEASON, contracts.CHANGE_SEASON, contracts.LIST_SEASONS),
    (contracts.ADD_SEASONAL_GROUP, contracts.CHANGE_SEASONAL_GROUP, contracts.LIST_SEASONAL_GROUPS),
    (contracts.ADD_PRICE_GROUP, contracts.CHANGE_PRICE_GROUP, contracts.LIST_PRICE_GROUPS),
]


def a_category(desk: Desk, name: str, parent: str | None = None) -> str:
    body = {"name": name, "parent_id": parent}
    category: str = desk.bench.do(contracts.ADD_PRODUCT_CATEGORY, body, by=PRICER)["id"]
    return category


def move(desk: Desk, category: str, parent: str | None) -> dict[str, Any]:
    return desk.bench.do(contracts.CHANGE_PRODUCT_CATEGORY, {"id": category, "parent_id": parent}, by=PRICER)


@pytest.mark.parametrize(("add", "change", "listing"), NAMED)
def test_names_are_added_changed_and_listed_in_ukrainian_order(
    desk: Desk, add: Operation, change: Operation, listing: Operation
) -> None:
    made = [desk.bench.do(add, {"name": name}, by=PRICER) for name in ("Щит", "Ґанок")]
    desk.bench.do(change, {"id": made[0]["id"], "name_en": "Shield"}, by=PRICER)
    changed = desk.bench.do(change, {"id": made[0]["id"], "name": "Абажур"}, by=PRICER)
    assert (changed["name"], changed["name_en"], changed["version"]) == ("Абажур", "Shield", 3)
    assert [row["name"] for row in desk.bench.listed(listing)] == ["Абажур", "Ґанок"]
    assert [row["name"] for row in desk.bench.listed(listing, id=[made[1]["id"]])] == ["Ґанок"]


@pytest.mark.parametrize(("add", "change", "listing"), NAMED)
def test_a_name_is_used_once(desk: Desk, add: Operation, change: Operation, listing: Operation) -> None:
    first, second = (desk.bench.do(add, {"name": name}, by=PRICER)["id"] for name in ("Зима", "Літо"))
    assert desk.bench.refuses(add, {"name": "Зима"}, by=PRICER).code.name == "exists"
    assert desk.bench.refuses(change, {"id": second, "name": "Зима"}, by=PRICER).code.name == "exists"
    assert desk.bench.do(change, {"id": first, "name": "Зима"}, by=PRICER)["version"] == 1
    assert len(desk.bench.listed(listing)) == 2


def test_a_category_is_found_with_all_that_lies_in_it(desk: Desk) -> None:
    light = a_category(desk, "Світло")
    lamps = a_category(desk, "Лампи", light)
    desk_lamps = a_category(desk, "Настільні", lamps)
    cables = a_category(desk, "Кабелі")
    for sku, category in (("A", light), ("B", desk_lamps), ("C", cables), ("D", None)):
        desk.an_item(sku, product_category_id=category)

    def found(category: str) -> list[str]:
        rows = desk.bench.listed(contracts.LIST_ITEMS, product_category_id=category, order="sku", by=KALYNA.login)
        return [row["sku"] for row in rows]

    assert [found(one) for one in (light, lamps, desk_lamps, cables)] == [["A", "B"], ["B"], ["B"], ["C"]]
    assert [found(one) for one in (str(uuid7()),)] == [[]]
    move(desk, lamps, cables)
    assert [found(one) for one in (light, cables)] == [["A"], ["B", "C"]]
    inside = desk.bench.listed(contracts.LIST_PRODUCT_CATEGORIES, parent_id=cables)
    assert [row["name"] for row in inside] == ["Лампи"]
    assert [row["name"] for row in desk.bench.listed(contracts.LIST_PRODUCT_CATEGORIES, q="ламп")] == ["Лампи"]


def test_a_category_put_inside_itself_is_refused_and_the_circle_is_named(desk: Desk) -> None:
    light = a_category(desk, "Світло")
    lamps = a_category(desk, "Лампи", light)
    small = a_category(desk, "Настільні", lamps)
    for parent, circle in (
        (small, "Світло → Настільні → Лампи → Світло"),
        (lamps, "Світло → Лампи → Світло"),
        (light, "Світло → Світло"),
    ):
        body = {"id": light, "parent_id": parent}
        refusal = desk.bench.refuses(contracts.CHANGE_PRODUCT_CATEGORY, body, by=PRICER)
        assert [(one.pointer, one.code) for one in refusal.fields] == [("/parent_id", "product_categories_in_a_circle")]
        assert circle in refusal.fields[0].message
    assert move(desk, small, None)["parent_id"] is None
    assert move(desk, light, small)["parent_id"] == small


def test_two_categories_of_one_name_lie_in_different_places(desk: Desk) -> None:
    light, cables = a_category(desk, "Світло"), a_category(desk, "Кабелі")
    a_category(desk, "Інше", light)
    other = a_category(desk, "Інше", cables)
    body = {"name": "інше", "parent_id": light}
    assert desk.bench.refuses(contracts.ADD_PRODUCT_CATEGORY, body, by=PRICER).fields[0].pointer == "/name"
    move_there = {"id": other, "parent_id": light}
    assert desk.bench.refuses(contracts.CHANGE_PRODUCT_CATEGORY, move_there, by=PRICER).code.name == "exists"


def test_an_unknown_parent_is_named(desk: Desk) -> None:
    category = a_category(desk, "Світло")
    nobody = {"name": "Лампи", "parent_id": uuid7()}
    assert desk.bench.refuses(contracts.ADD_PRODUCT_CATEGORY, nobody, by=PRICER).fields[0].pointer == "/parent_id"
    nobody = {"id": category, "parent_id": uuid7()}
    refusal = desk.bench.refuses(contracts.CHANGE_PRODUCT_CATEGORY, nobody, by=PRICER)
    assert refusal.fields[0].code == "unknown_reference"


def test_who_sells_does_not_arrange_the_catalogue(desk: Desk) -> None:
    assert desk.bench.refuses(contracts.ADD_SEASON, {"name": "Зима"}, by=TARAS).code.name == "forbidden"
