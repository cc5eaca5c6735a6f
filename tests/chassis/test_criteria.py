"""Rules that choose records: what is refused and where, and that SQL chooses whom a plain reading chooses (N3, P11)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from sqlalchemy import Boolean, Column, Date, Integer, MetaData, String, Table, Uuid, insert, select

from services.chassis.columns import JsonText, Money, Quantity, SearchKey, UtcDateTime
from services.chassis.criteria import (
    COMPARISONS,
    DEPTH,
    PARTS,
    Compared,
    Comparison,
    Criterion,
    DaysAgo,
    FieldKind,
    Fields,
    Joint,
    Known,
    Tree,
    read_criteria,
)
from services.chassis.criteria_sql import condition
from services.chassis.database import Database
from services.chassis.errors import Refusal
from services.chassis.ids import uuid_for
from services.chassis.runtime import validated
from services.chassis.text import search_key
from services.chassis.tx import business_day
from tests.conftest import _new_url
from tests.services.cast import ADMIN

TODAY = date(2026, 3, 10)
COLOURS = ("red", "green", "blue")
IDS = [uuid_for("criteria", "thing", str(place)) for place in range(3)]
WORDS = ("Булава", "булава кована", "Mace", "mace 50%", "м_ч", "Їжак", "їжак' малий", "")
THINGS = Table(
    "things",
    MetaData(),
    Column("number", Integer, primary_key=True),
    Column("name", String(200)),
    Column("search_key", SearchKey),
    Column("brand", String(200)),
    Column("colour", String(20)),
    Column("roles", JsonText),
    Column("group_id", Uuid),
    Column("turnover", Money),
    Column("stock", Quantity),
    Column("orders", Integer),
    Column("last_sale", Date),
    Column("seen", UtcDateTime),
    Column("withdrawn", Boolean, nullable=False),
)
FIELDS: Fields = {
    "name": Known(FieldKind.TEXT, THINGS.c.name, folded=THINGS.c.search_key),
    "brand": Known(FieldKind.TEXT, THINGS.c.brand),
    "colour": Known(FieldKind.CHOICE, THINGS.c.colour, COLOURS),
    "roles": Known(FieldKind.SET, THINGS.c.roles, COLOURS),
    "group_id": Known(FieldKind.ID, THINGS.c.group_id, of=THINGS),
    "turnover": Known(FieldKind.MONEY, THINGS.c.turnover, places=2),
    "stock": Known(FieldKind.QUANTITY, THINGS.c.stock, places=3),
    "orders": Known(FieldKind.COUNT, THINGS.c.orders),
    "last_sale": Known(FieldKind.DATE, THINGS.c.last_sale),
    "seen": Known(FieldKind.DATE, THINGS.c.seen, instant=True),
    "withdrawn": Known(FieldKind.YES_NO, THINGS.c.withdrawn),
}

# ------------------------------------------------------------ a plain reading


def holds(tree: Tree, thing: dict[str, Any]) -> bool:
    if isinstance(tree, Compared):
        return _compares(tree, thing[tree.field], FIELDS[tree.field].kind)
    found = [holds(part, thing) for part in tree.parts]
    return {Joint.ALL: all(found), Joint.ANY: any(found), Joint.NONE: not any(found)}[tree.joint]


def _compares(one: Compared, value: Any, kind: FieldKind) -> bool:
    if one.comparison in (Comparison.EMPTY, Comparison.FILLED):
        nothing = not value if kind is FieldKind.SET else value is None
        return nothing == (one.comparison is Comparison.EMPTY)
    wanted = [TODAY - timedelta(days=item.days) if isinstance(item, DaysAgo) else item for item in one.values]
    if value is None:
        return one.comparison is Comparison.DIFFERS
    if isinstance(value, datetime):
        value = business_day(value)
    if one.comparison is Comparison.CONTAINS:
        return _contains(one, value, wanted[0], kind)
    return {
        Comparison.EQUALS: lambda: value == wanted[0],
        Comparison.DIFFERS: lambda: value != wanted[0],
        Comparison.ONE_OF: lambda: value in wanted,
        Comparison.STARTS_WITH: lambda: value.startswith(wanted[0]),
        Comparison.LESS: lambda: value < wanted[0],
        Comparison.AT_MOST: lambda: value <= wanted[0],
        Comparison.MORE: lambda: value > wanted[0],
        Comparison.AT_LEAST: lambda: value >= wanted[0],
    }[one.comparison]()


def _contains(one: Compared, value: Any, wanted: Any, kind: FieldKind) -> bool:
    if kind is FieldKind.TEXT and one.field == "name" and search_key(wanted):
        return search_key(wanted) in search_key(value)
    return wanted in value


# ------------------------------------------------------------ things and rules

MONEY = st.decimals(Decimal("-5"), Decimal("5"), places=2)
STOCK = st.decimals(Decimal("0"), Decimal("3"), places=3)
DAYS = st.integers(0, 6).map(lambda back: TODAY - timedelta(days=back))
MOMENTS = st.sampled_from(  # about midnight in Kyiv, which is 22:00 in UTC
    [
        datetime(2026, 3, day, hour, minute, second, tzinfo=UTC)
        for day in (6, 9, 10)
        for hour, minute, second in ((0, 0, 0), (21, 59, 59), (22, 0, 0))
    ]
)
VALUES: dict[FieldKind, st.SearchStrategy[Any]] = {
    FieldKind.TEXT: st.sampled_from([word for word in WORDS if word] + ["б", "М", "%", "_", " ", "50", "'"]),
    FieldKind.CHOICE: st.sampled_from(COLOURS),
    FieldKind.SET: st.sampled_from(COLOURS),
    FieldKind.ID: st.sampled_from(IDS).map(str),
    FieldKind.MONEY: MONEY.map(lambda value: format(value, "f")),
    FieldKind.QUANTITY: STOCK.map(lambda value: format(value, "f")),
    FieldKind.COUNT: st.integers(-2, 4),
    FieldKind.DATE: DAYS.map(str),
    FieldKind.YES_NO: st.booleans(),
}


@st.composite
def a_thing(draw: st.DrawFn) -> dict[str, Any]:
    def maybe(values: st.SearchStrategy[Any]) -> Any:
        return draw(st.none() | values)

    name = draw(st.sampled_from(WORDS))
    return {
        "name": name,
        "search_key": search_key(name),
        "brand": maybe(st.sampled_from(WORDS)),
        "colour": maybe(st.sampled_from(COLOURS)),
        "roles": maybe(st.lists(st.sampled_from(COLOURS), unique=True)),
        "group_id": maybe(st.sampled_from(IDS)),
        "turnover": maybe(MONEY),
        "stock": maybe(STOCK),
        "orders": maybe(st.integers(-2, 4)),
        "last_sale": maybe(DAYS),
        "seen": maybe(MOMENTS),
        "withdrawn": draw(st.booleans()),
    }


@st.composite
def a_leaf(draw: st.DrawFn) -> dict[str, Any]:
    name = draw(st.sampled_from(list(FIELDS)))
    kind = FIELDS[name].kind
    comparison = draw(st.sampled_from(COMPARISONS[kind]))
    leaf: dict[str, Any] = {"field": name, "comparison": comparison.value}
    if comparison in (Comparison.EMPTY, Comparison.FILLED):
        return leaf
    if comparison is Comparison.ONE_OF:
        return {**leaf, "values": draw(st.lists(VALUES[kind], min_size=1, max_size=3))}
    if kind is FieldKind.DATE and draw(st.booleans()):
        return {**leaf, "days_ago": draw(st.integers(0, 6))}
    return {**leaf, "value": draw(VALUES[kind])}


RULES = st.recursive(
    a_leaf(),
    lambda inner: st.tuples(st.sampled_from(list(Joint)), st.lists(inner, min_size=1, max_size=3)).map(
        lambda made: {made[0].value: made[1]}
    ),
    max_leaves=8,
)


def read(rule: dict[str, Any]) -> Any:
    return read_criteria(Criterion.model_validate(rule), FIELDS, "/rule", "en")


@pytest.fixture(scope="session")
def things(kind: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = Database(_new_url(kind, "criteria", request, tmp_path_factory))
    THINGS.metadata.create_all(database.writer)
    yield database
    database.dispose()


def _chosen_alike(things: Database, some: list[dict[str, Any]], rules: list[dict[str, Any]]) -> None:
    rows = [{**thing, "number": place} for place, thing in enumerate(some)]
    trees = [found.tree for rule in rules if (found := read(rule)).tree is not None]
    with things.write() as session:
        session.execute(THINGS.delete())
        session.execute(insert(THINGS), rows)
        for tree in trees:
            chosen = set(session.scalars(select(THINGS.c.number).where(condition(tree, FIELDS, TODAY))))
            assert chosen == {row["number"] for row in rows if holds(tree, row)}, tree


ON_ONE = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow)


@settings(max_examples=500, deadline=None, suppress_health_check=ON_ONE)
@given(some=st.lists(a_thing(), min_size=1, max_size=6), rule=RULES)
def test_sql_chooses_whom_a_plain_reading_chooses(
    kind: str, things: Database, some: list[dict[str, Any]], rule: dict[str, Any]
) -> None:
    if kind == "sqlite":
        _chosen_alike(things, some, [rule])


@settings(max_examples=60, deadline=None, suppress_health_check=ON_ONE)
@given(some=st.lists(a_thing(), min_size=1, max_size=8), rules=st.lists(RULES, min_size=1, max_size=4))
def test_sql_of_either_database_chooses_whom_a_plain_reading_chooses(
    things: Database, some: list[dict[str, Any]], rules: list[dict[str, Any]]
) -> None:
    _chosen_alike(things, some, rules)


# ------------------------------------------------------------ what is refused


def leaf(field: str = "brand", comparison: str = "equals", **more: Any) -> dict[str, Any]:
    return {"field": field, "comparison": comparison, **more}


def faults(rule: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one.pointer, one.code) for one in read(rule).problems]


def test_every_fault_is_named_at_its_place() -> None:
    rule = {
        "all_of": [
            leaf("colours", value="red"),
            {"any_of": [leaf("turnover", value="1.234"), leaf("turnover", "contains", value="1")]},
            {"none_of": [leaf("colour", "one_of", values=["red", "mauve"])]},
            {**leaf(value="A"), "any_of": [leaf(value="B")]},
        ]
    }
    assert faults(rule) == [
        ("/rule/all_of/0/field", "criterion_field"),
        ("/rule/all_of/1/any_of/0/value", "criterion_value"),
        ("/rule/all_of/1/any_of/1/comparison", "criterion_comparison"),
        ("/rule/all_of/2/none_of/0/values/1", "criterion_value"),
        ("/rule/all_of/3", "criterion_says_one_thing"),
    ]


@pytest.mark.parametrize(
    ("rule", "pointer"),
    [
        ({}, ""),
        ({"value": "A"}, "/field"),
        ({"field": "brand"}, "/comparison"),
        (leaf(), "/value"),
        (leaf(values=["A"]), "/value"),
        (leaf("brand", "one_of", value="A"), "/values"),
        (leaf("brand", "empty", value="A"), "/value"),
        (leaf("brand", "equals", days_ago=3), "/value"),
        (leaf("last_sale", "less", value="2026-01-01", days_ago=3), "/value"),
        (leaf("last_sale", "less", value="2026-02-30"), "/value"),
        (leaf("last_sale", "less", value="20260101"), "/value"),
        (leaf("orders", "less", value="1.5"), "/value"),
        (leaf("orders", "less", value=True), "/value"),
        (leaf("turnover", "less", value="1e5"), "/value"),
        (leaf("turnover", "less", value="9" * 15), ""),
        (leaf("withdrawn", value="yes"), "/value"),
        (leaf("withdrawn", "differs", value=True), "/comparison"),
        (leaf("group_id", value="not an id"), "/value"),
        (leaf("brand", value="a\x00b"), "/value"),
        (leaf("brand", value=True), "/value"),
    ],
)
def test_what_does_not_fit_its_field_is_refused(rule: dict[str, Any], pointer: str) -> None:
    allowed = rule.get("value") == "9" * 15  # fifteen whole digits are within what a column holds
    assert [one for one, _ in faults(rule)] == ([] if allowed else [f"/rule{pointer}"])


def test_faults_are_said_in_both_languages() -> None:
    rule = Criterion.model_validate(leaf("turnover", "less", value="?"))
    said = {one: read_criteria(rule, FIELDS, "", one).problems[0].message for one in ("uk", "en")}
    assert said["en"] == "The field turnover is compared with an amount of at most 2 decimals. Enter just that."
    assert said["uk"] == "Поле turnover порівнюється так: сума, знаків після крапки до 2. Введіть саме це."


@pytest.mark.parametrize("comparison", ["empty", "filled"])
def test_a_value_where_none_is_compared_is_said_to_be_left_out(comparison: str) -> None:
    rule = Criterion.model_validate(leaf("brand", comparison, value="A"))
    said = {one: read_criteria(rule, FIELDS, "", one).problems[0].message for one in ("uk", "en")}
    assert said["en"] == f"The comparison {comparison} needs nothing to compare with. Leave the value out."
    assert said["uk"] == f"Порівнянню {comparison} значення не потрібне. Приберіть його."


def _nested(depth: int) -> dict[str, Any]:
    rule = leaf(value="A")
    for _ in range(depth):
        rule = {"none_of": [rule]}
    return rule


def test_a_rule_is_bounded_in_depth_and_size() -> None:
    assert faults(_nested(DEPTH)) == []
    assert faults(_nested(DEPTH + 1)) == [("/rule", "criteria_too_large")]
    wide = {"all_of": [{"any_of": [leaf(value="A")] * 9}] * 9}
    assert faults(wide) == []
    assert faults({"all_of": [wide, leaf(value="B")] * 2}) == [("/rule", "criteria_too_large")]
    many = {"any_of": [leaf("brand", "one_of", values=["A"] * 200)] * 3}
    assert faults(many) == [("/rule", "criteria_too_large")]
    with pytest.raises(ValidationError):
        Criterion.model_validate({"all_of": [leaf(value="A")] * (PARTS + 1)})


def test_a_rule_nested_beyond_reason_is_refused_before_it_is_read() -> None:
    assert faults(_nested(100)) == [("/rule", "criteria_too_large")]
    with pytest.raises(Refusal) as refused:
        validated(Criterion, _nested(400), ADMIN)
    assert {one.code for one in refused.value.fields} == {"recursion_depth_exceeded"}


def test_records_that_ids_name_are_gathered_with_their_places() -> None:
    rule = {"any_of": [leaf("group_id", value=str(IDS[0])), leaf("group_id", "one_of", values=[str(IDS[1])])]}
    assert read(rule).named == [
        (THINGS, UUID(str(IDS[0])), "/rule/any_of/0/value"),
        (THINGS, UUID(str(IDS[1])), "/rule/any_of/1/values/0"),
    ]


def test_a_rule_is_shown_as_it_was_written() -> None:
    rule = {"all_of": [leaf("last_sale", "less", days_ago=90), {"none_of": [leaf("withdrawn", value=True)]}]}
    assert Criterion.model_validate(rule).model_dump(mode="json") == rule
