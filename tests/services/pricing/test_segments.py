"""Segments of items: gathered by hand, by indicators, by formula; live and snapshots; who came and who left (N3)."""

from typing import Any
from uuid import UUID

import pytest

from services.chassis.errors import EXISTS, FORBIDDEN, NOT_FOUND
from services.chassis.ids import uuid7
from services.chassis.jobs import start_daily, work_once
from services.chassis.segment_words import SEGMENT_NOT_KEPT
from services.chassis.segments import members_of, segments_of
from services.chassis.startup import jobs_of
from services.pricing import contracts
from services.pricing.segment_fields import FIELDS
from services.pricing.segments import ITEMS
from tests.services.cast import HEAD, KALYNA, PRICER, TARAS
from tests.services.every_criterion import every_criterion
from tests.services.pricing.desk import Desk
from tests.services.pricing.segmented import a_segment, changes, pin, refresh, rows, says, skus

BRANDED = says("brand", value="Булава")


@pytest.fixture
def goods(desk: Desk) -> dict[str, str]:
    """Three of one brand at 50, 100 and 150, one of another at 100, one of none and without a price."""
    made = {
        name: desk.an_item(name, price=price, brand="Булава")
        for name, price in (("A-50", "50"), ("A-100", "100"), ("A-150", "150"))
    }
    made["B-100"] = desk.an_item("B-100", name="Щит вигаданий", price="100", brand="Щит")
    made["C"] = desk.an_item("C", name="Меч вигаданий", kind="service")
    return made


def asked(desk: Desk, segment: dict[str, Any], *items: str) -> set[str]:
    """Those of these items that are in the segment, as documents ask."""
    with desk.bench.database.read() as session:
        reader = desk.bench.runtime.reader(session, PRICER)
        found = segments_of(reader, ITEMS, [UUID(item) for item in items], [UUID(segment["id"])])
        of_all = members_of(reader, ITEMS, [UUID(segment["id"])])[UUID(segment["id"])]
    chosen = {str(item) for item, of in found.items() if of}
    assert chosen == {str(item) for item in of_all} & set(items)
    return chosen


# ------------------------------------------------------------ ways


def test_by_hand_just_those_put_in_are_members(desk: Desk, goods: dict[str, str]) -> None:
    segment = a_segment(desk)
    assert skus(desk, segment) == []
    pin(desk, segment, put_in=[goods["A-50"], goods["C"]])
    assert skus(desk, segment) == ["A-50", "C"]
    assert asked(desk, segment, *goods.values()) == {goods["A-50"], goods["C"]}
    pin(desk, segment, leave_to_rule=[goods["C"]])
    assert skus(desk, segment) == ["A-50"]


@pytest.mark.parametrize(
    ("rule", "members"),
    [
        (BRANDED, ["A-100", "A-150", "A-50"]),
        ({"all_of": [BRANDED, says("price", "at_least", "100")]}, ["A-100", "A-150"]),
        ({"none_of": [BRANDED]}, ["B-100", "C"]),
        ({"any_of": [says("price", "less", "60"), says("kind", value="service")]}, ["A-50", "C"]),
        (says("name", "contains", "щит"), ["B-100"]),
        (says("price", "empty"), ["C"]),
        (says("vat_rate", "one_of", values=["7", "14"]), []),
    ],
)
def test_by_indicators_whoever_the_tree_chooses_is_a_member(
    desk: Desk, goods: dict[str, str], rule: dict[str, Any], members: list[str]
) -> None:
    segment = a_segment(desk, rule=rule)
    assert segment["rule"] == rule
    assert skus(desk, segment) == members
    assert asked(desk, segment, *goods.values()) == {goods[sku] for sku in members}


@pytest.mark.parametrize(
    ("formula", "members"),
    [
        ('item.brand == "Булава"', ["A-100", "A-150", "A-50"]),
        ("item.price >= 1000000", ["A-100", "A-150", "B-100"]),
        ('item.brand == "" || item.price < 600000', ["A-50", "C"]),
        ('["Щит", "Меч"].exists(word, item.name.startsWith(word))', ["B-100", "C"]),
        ("10 / (item.price - 1000000) > 0", []),
        ("!item.withdrawn", ["A-100", "A-150", "A-50", "B-100", "C"]),
    ],
)
def test_by_formula_whoever_it_holds_of_is_a_member(
    desk: Desk, goods: dict[str, str], formula: str, members: list[str]
) -> None:
    live = a_segment(desk, formula=formula)
    assert skus(desk, live) == members
    assert asked(desk, live, *goods.values()) == {goods[sku] for sku in members}
    kept = refresh(desk, a_segment(desk, "Знімок", formula=formula, answer="snapshot"))
    assert skus(desk, kept) == members


def test_every_field_is_asked_in_every_comparison(desk: Desk, goods: dict[str, str]) -> None:
    """One and its opposite: who is in neither, or in both, the database compared with nothing."""
    adding = {
        "price_group_id": contracts.ADD_PRICE_GROUP,
        "product_category_id": contracts.ADD_PRODUCT_CATEGORY,
        "season_id": contracts.ADD_SEASON,
        "seasonal_group_id": contracts.ADD_SEASONAL_GROUP,
    }
    ids = {name: desk.bench.do(add, {"name": "Зимове"}, by=PRICER)["id"] for name, add in adding.items()}
    desk.bench.do(contracts.CHANGE_ITEM, {"id": goods["C"], **ids}, by=PRICER)
    for place, leaf in enumerate(every_criterion(FIELDS, **ids)):
        yes, no = (a_segment(desk, f"{place} {name}", rule={name: [leaf]}) for name in ("all_of", "none_of"))
        assert sorted([*skus(desk, yes), *skus(desk, no)]) == sorted(goods), leaf


def test_a_category_is_all_that_lies_in_it(desk: Desk, goods: dict[str, str]) -> None:
    def category(name: str, **more: str) -> str:
        made: str = desk.bench.do(contracts.ADD_PRODUCT_CATEGORY, {"name": name, **more}, by=PRICER)["id"]
        return made

    tools, clothes = category("Інструмент"), category("Одяг")
    drills = category("Дрилі", parent_id=category("Електричний", parent_id=tools))
    for sku, one in (("A-50", drills), ("A-100", tools), ("C", clothes)):
        desk.bench.do(contracts.CHANGE_ITEM, {"id": goods[sku], "product_category_id": one}, by=PRICER)
    within = a_segment(desk, rule=says("product_category_id", value=tools))
    assert skus(desk, within) == ["A-100", "A-50"]
    either = {"any_of": [says("product_category_id", value=one) for one in (drills, clothes)]}
    assert skus(desk, a_segment(desk, "Обидві", rule=either)) == ["A-50", "C"]
    several = says("product_category_id", "one_of", values=[tools, clothes])
    assert skus(desk, a_segment(desk, "Разом", rule=several)) == ["A-100", "A-50", "C"]
    outside = a_segment(desk, "Поза", rule=says("product_category_id", "differs", value=tools))
    assert skus(desk, outside) == ["A-150", "B-100", "C"]


def test_the_price_is_that_of_the_type_for_sales_today(desk: Desk, goods: dict[str, str]) -> None:
    segment = a_segment(desk, rule=says("price", "more", "1000"))
    desk.price((goods["A-50"], "2000"), on="2026-01-01", price_type=desk.a_price_type("OTHER"))
    desk.price((goods["A-100"], "2000"), on="2999-01-01")
    assert skus(desk, segment) == []
    desk.price((goods["A-150"], "2000"), on="2026-01-02")
    assert skus(desk, segment) == ["A-150"]


# ------------------------------------------------------------ hands


def test_a_hand_beats_the_rule_and_is_shown(desk: Desk, goods: dict[str, str]) -> None:
    segment = a_segment(desk, rule=BRANDED)
    pin(desk, segment, put_in=[goods["C"]], take_out=[goods["A-50"]])
    assert skus(desk, segment) == ["A-100", "A-150", "C"]
    shown = {row["sku"]: (row["member"], row["reason"], row["pinned"]) for row in rows(desk, segment)}
    assert shown == {
        "A-100": (True, "rule", None),
        "A-150": (True, "rule", None),
        "A-50": (False, "hand", "out"),
        "C": (True, "hand", "in"),
    }
    assert [row["sku"] for row in rows(desk, segment, pinned=["out"])] == ["A-50"]
    assert [row["sku"] for row in rows(desk, segment, reason=["hand"], member=True)] == ["C"]


@pytest.mark.parametrize("answer", ["live", "snapshot"])
def test_hands_stay_whatever_becomes_of_the_rule(desk: Desk, goods: dict[str, str], answer: str) -> None:
    segment = a_segment(desk, rule=BRANDED, answer=answer)
    pin(desk, segment, put_in=[goods["C"]], take_out=[goods["A-50"]])
    if answer == "snapshot":
        refresh(desk, segment)
    changed = {"id": segment["id"], "rule": says("sku", "starts_with", "A-5")}
    desk.bench.do(contracts.CHANGE_ITEM_SEGMENT, changed, by=PRICER)
    if answer == "snapshot":
        assert skus(desk, segment) == ["A-100", "A-150", "C"]  # it holds on until it is refreshed
        refresh(desk, segment)
    assert skus(desk, segment) == ["C"]
    pin(desk, segment, leave_to_rule=[goods["C"], goods["A-50"]])
    assert skus(desk, segment) == ["A-50"]


def test_an_item_the_rule_chooses_too_stays_when_the_hand_is_taken_off(desk: Desk, goods: dict[str, str]) -> None:
    segment = refresh(desk, a_segment(desk, rule=BRANDED, answer="snapshot"))
    pin(desk, segment, put_in=[goods["A-50"]], take_out=[goods["A-100"]])
    assert changes(desk, segment, reason=["hand"]) == [("A-100", "left", "hand")]  # the other one was a member already
    pin(desk, segment, leave_to_rule=[goods["A-50"], goods["A-100"]])
    assert skus(desk, segment) == ["A-100", "A-150", "A-50"]
    assert changes(desk, segment, reason=["hand"]) == [("A-100", "came", "hand"), ("A-100", "left", "hand")]


def test_unknown_and_twice_named_items_are_refused_together(desk: Desk, goods: dict[str, str]) -> None:
    segment = a_segment(desk)
    said = {"put_in": [goods["C"], str(uuid7())], "take_out": [goods["C"]], "leave_to_rule": [str(uuid7())]}
    refusal = desk.bench.refuses(contracts.PIN_ITEM_SEGMENT_MEMBERS, {"segment_id": segment["id"], **said}, by=PRICER)
    assert [(one.pointer, one.code) for one in refusal.fields] == [
        ("/put_in/1", "unknown_reference"),
        ("/take_out/0", "member_pinned_twice"),
        ("/leave_to_rule/0", "unknown_reference"),
    ]
    assert rows(desk, segment) == []


# ------------------------------------------------------------ snapshots


def test_a_snapshot_holds_still_until_it_is_refreshed(desk: Desk, goods: dict[str, str]) -> None:
    segment = a_segment(desk, rule=BRANDED, answer="snapshot")
    assert (segment["refreshed_at"], skus(desk, segment)) == (None, [])
    assert refresh(desk, segment)["refreshed_at"]
    assert skus(desk, segment) == ["A-100", "A-150", "A-50"]
    desk.bench.do(contracts.CHANGE_ITEM, {"id": goods["A-50"], "brand": "Щит"}, by=PRICER)
    desk.bench.do(contracts.CHANGE_ITEM, {"id": goods["B-100"], "brand": "Булава"}, by=PRICER)
    assert skus(desk, segment) == ["A-100", "A-150", "A-50"]
    assert asked(desk, segment, *goods.values()) == {goods[sku] for sku in ("A-100", "A-150", "A-50")}
    refresh(desk, segment)
    assert skus(desk, segment) == ["A-100", "A-150", "B-100"]
    latest = changes(desk, segment)[:2]
    assert sorted(latest) == [("A-50", "left", "rule"), ("B-100", "came", "rule")]
    assert len(changes(desk, segment)) == 5
    refresh(desk, segment)
    assert len(changes(desk, segment)) == 5  # nothing changed, nothing is told


def test_who_is_held_by_hand_neither_comes_nor_leaves_by_the_rule(desk: Desk, goods: dict[str, str]) -> None:
    segment = a_segment(desk, rule=BRANDED, answer="snapshot")
    pin(desk, segment, put_in=[goods["A-50"]], take_out=[goods["A-100"]])
    refresh(desk, segment)
    assert changes(desk, segment) == [("A-150", "came", "rule"), ("A-50", "came", "hand")]
    for item in ("A-50", "A-100"):
        desk.bench.do(contracts.CHANGE_ITEM, {"id": goods[item], "brand": None}, by=PRICER)
    refresh(desk, segment)
    assert len(changes(desk, segment)) == 2
    pin(desk, segment, leave_to_rule=[goods["A-50"], goods["A-100"]])
    assert skus(desk, segment) == ["A-150"]


@pytest.mark.parametrize("more", [{}, {"rule": BRANDED}, {"formula": "item.withdrawn"}])
def test_what_answers_live_is_not_refreshed(desk: Desk, more: dict[str, Any]) -> None:
    segment = a_segment(desk, **more)
    refusal = desk.bench.refuses(contracts.REFRESH_ITEM_SEGMENT, {"id": segment["id"]}, by=PRICER)
    assert refusal.code is SEGMENT_NOT_KEPT


def test_a_snapshot_made_live_answers_as_of_now_and_keeps_hands(desk: Desk, goods: dict[str, str]) -> None:
    segment = refresh(desk, a_segment(desk, rule=BRANDED, answer="snapshot"))
    pin(desk, segment, take_out=[goods["A-50"]])
    desk.bench.do(contracts.CHANGE_ITEM, {"id": goods["A-100"], "brand": None}, by=PRICER)
    live = desk.bench.do(contracts.CHANGE_ITEM_SEGMENT, {"id": segment["id"], "answer": "live"}, by=PRICER)
    assert (live["refreshed_at"], skus(desk, segment)) == (None, ["A-150"])
    by_hand = desk.bench.do(contracts.CHANGE_ITEM_SEGMENT, {"id": segment["id"], "way": "by_hand"}, by=PRICER)
    assert (by_hand["rule"], skus(desk, segment)) == (None, [])
    assert [row["pinned"] for row in rows(desk, segment)] == ["out"]


@pytest.mark.parametrize("more", [{"rule": BRANDED}, {"formula": 'item.brand == "Булава"'}])
def test_where_there_are_very_many_items_a_refresh_is_a_job(
    desk: Desk, goods: dict[str, str], monkeypatch: pytest.MonkeyPatch, more: dict[str, Any]
) -> None:
    monkeypatch.setattr("services.pricing.segments.AT_ONCE", 4)
    monkeypatch.setattr("services.chassis.segment_keeping.PART", 2)
    segment = a_segment(desk, answer="snapshot", **more)
    asked_for = refresh(desk, segment)
    assert asked_for["refresh_job"].startswith("pricing.")
    assert asked_for["refreshed_at"] is None
    work_once(desk.bench.runtime, jobs_of("pricing"))  # and here the process is killed; another one goes on
    while work_once(desk.bench.runtime, jobs_of("pricing")):
        pass
    done = desk.bench.do(contracts.GET_ITEM_SEGMENT, {"id": segment["id"]})
    assert done["refreshed_at"]
    assert done["refresh_job"] is None
    assert skus(desk, segment) == ["A-100", "A-150", "A-50"]
    assert len(changes(desk, segment)) == 3


def test_a_refresh_under_way_begins_anew_when_the_rule_is_changed(
    desk: Desk, goods: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.pricing.segments.AT_ONCE", 4)
    monkeypatch.setattr("services.chassis.segment_keeping.PART", 2)
    segment = a_segment(desk, rule=BRANDED, answer="snapshot")
    refresh(desk, segment)
    work_once(desk.bench.runtime, jobs_of("pricing"))
    changed = {"id": segment["id"], "rule": {"none_of": [BRANDED]}}
    desk.bench.do(contracts.CHANGE_ITEM_SEGMENT, changed, by=PRICER)
    while work_once(desk.bench.runtime, jobs_of("pricing")):
        pass
    assert skus(desk, segment) == ["B-100", "C"]


def test_every_snapshot_is_refreshed_once_a_day(desk: Desk, goods: dict[str, str]) -> None:
    kept = [a_segment(desk, f"Знімок {place}", rule=BRANDED, answer="snapshot") for place in range(3)]
    a_segment(desk, "Живий", rule=BRANDED)
    by_hand = a_segment(desk, "Ручний")
    assert start_daily(desk.bench.runtime, jobs_of("pricing"))
    while work_once(desk.bench.runtime, jobs_of("pricing")):
        pass
    assert [skus(desk, one) for one in kept] == [["A-100", "A-150", "A-50"]] * 3
    shown = desk.bench.listed(contracts.LIST_ITEM_SEGMENTS, answer=["live"])
    assert [row["refreshed_at"] for row in shown] == [None, None]
    assert by_hand["answer"] == "live"


# ------------------------------------------------------------ what is refused


def test_every_fault_of_a_segment_is_named_at_once(desk: Desk) -> None:
    rule = {"any_of": [says("price_group_id", value=str(uuid7())), says("brend", value="Булава")]}
    body = {"name": "Хибний", "way": "by_formula", "rule": rule, "formula": "item.brend == cost"}
    refusal = desk.bench.refuses(contracts.ADD_ITEM_SEGMENT, body, by=PRICER)
    assert [(one.pointer, one.code) for one in refusal.fields] == [
        ("/rule", "segment_rule"),
        ("/rule/any_of/1/field", "criterion_field"),
        ("/rule/any_of/0/value", "unknown_reference"),
        ("/formula", "formula_name"),
    ]
    assert "item.brand" in refusal.fields[-1].message
    assert "price[" not in refusal.fields[-1].message


@pytest.mark.parametrize(
    ("way", "more", "pointers"),
    [
        ("by_hand", {"rule": BRANDED}, ["/rule"]),
        ("by_hand", {"formula": "true"}, ["/formula"]),
        ("by_indicators", {}, ["/rule"]),
        ("by_formula", {}, ["/formula"]),
        ("by_indicators", {"formula": "true"}, ["/rule", "/formula"]),
    ],
)
def test_a_segment_says_just_what_its_way_needs(
    desk: Desk, way: str, more: dict[str, Any], pointers: list[str]
) -> None:
    refusal = desk.bench.refuses(contracts.ADD_ITEM_SEGMENT, {"name": "Хибний", "way": way, **more}, by=PRICER)
    assert [one.pointer for one in refusal.fields] == pointers


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ('price["RETAIL"] > 5', "formula_name"),
        ("cost > 5", "formula_name"),
        ("has(price.RETAIL)", "formula_syntax"),
        ('"RETAIL" in price', "formula_name"),
        ("item.price", "condition_result"),
        ("item.price > 1.5", "formula_fraction"),
        ("item.price_group_id == 1", "formula_name"),
        ('item.name.matches("(a*)*b")', "formula_function"),
        ("(" * 300 + "true" + ")" * 300, "formula_too_large"),
        ("item.__class__", "formula_name"),
    ],
)
def test_a_formula_that_is_not_of_segments_or_would_do_harm_is_refused(desk: Desk, formula: str, code: str) -> None:
    body = {"name": "Хибний", "way": "by_formula", "formula": formula}
    refusal = desk.bench.refuses(contracts.ADD_ITEM_SEGMENT, body, by=PRICER)
    assert [(one.pointer, one.code) for one in refusal.fields] == [("/formula", code)]


def test_two_segments_of_one_name_are_refused(desk: Desk) -> None:
    a_segment(desk)
    other = a_segment(desk, "Інший")
    assert desk.bench.refuses(contracts.ADD_ITEM_SEGMENT, {"name": "Булавний"}, by=PRICER).code is EXISTS
    renamed = {"id": other["id"], "name": "Булавний"}
    assert desk.bench.refuses(contracts.CHANGE_ITEM_SEGMENT, renamed, by=PRICER).code is EXISTS


def test_segments_are_the_offices_alone(desk: Desk, goods: dict[str, str]) -> None:
    segment = a_segment(desk, rule=BRANDED)
    assert skus(desk, segment, by=TARAS) == ["A-100", "A-150", "A-50"]
    for operation in (contracts.LIST_ITEM_SEGMENT_MEMBERS, contracts.LIST_ITEM_SEGMENT_CHANGES):
        refusal = desk.bench.refuses(operation, {"segment_id": segment["id"]}, by=KALYNA.login)
        assert refusal.code is FORBIDDEN
        assert desk.bench.refuses(operation, {"segment_id": str(uuid7())}, by=HEAD).code is NOT_FOUND
    assert desk.bench.refuses(contracts.ADD_ITEM_SEGMENT, {"name": "Мій"}, by=TARAS).code is FORBIDDEN


def test_members_are_paged_by_name(desk: Desk, goods: dict[str, str]) -> None:
    for more in ({"rule": {"none_of": [says("sku", value="C")]}}, {"formula": 'item.sku != "C"'}):
        segment = a_segment(desk, f"За {len(more)} {next(iter(more))}", **more)
        pages = list(desk.bench.pages(contracts.LIST_ITEM_SEGMENT_MEMBERS, 2, segment_id=segment["id"]))
        assert [len(page) for page in pages] == [2, 2]
        assert len({row["sku"] for page in pages for row in page}) == 4
