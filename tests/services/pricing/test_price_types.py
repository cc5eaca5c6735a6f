"""Price types: what may be saved of one, how it is changed, and how its prices are computed anew."""

from typing import Any

import pytest

from services.chassis.errors import Refusal
from services.chassis.ids import uuid7
from services.chassis.jobs import work_once
from services.chassis.startup import jobs_of
from services.pricing import contracts
from tests.services.cast import HEAD, KALYNA, PRICER, TARAS
from tests.services.pricing.desk import JANUARY, Desk

MARCH = "2026-03-01"


def a_markup(desk: Desk, code: str, base: str = "", markup: str = "20", **more: Any) -> str:
    """A type computed from another: from the retail one unless said otherwise."""
    how = {"way": "markup_on_type", "base_id": base or desk.retail, "markup": markup, "vat_included": True}
    return desk.a_price_type(code, **how, **more)


def change(desk: Desk, price_type: str, **what: Any) -> dict[str, Any]:
    return desk.bench.do(contracts.CHANGE_PRICE_TYPE, {"id": price_type, **what}, by=PRICER)


def refused(desk: Desk, price_type: str, **what: Any) -> Refusal:
    return desk.bench.refuses(contracts.CHANGE_PRICE_TYPE, {"id": price_type, **what}, by=PRICER)


def recalculate(desk: Desk, price_type: str, day: str = MARCH) -> dict[str, Any]:
    ticket = desk.bench.do(contracts.RECALCULATE_PRICES, {"id": price_type, "effective_from": day}, by=PRICER)
    while work_once(desk.bench.runtime, jobs_of("pricing")):
        pass
    return ticket


# ---------------------------------------------------------------- saving


def test_a_type_is_shown_as_it_was_saved(desk: Desk) -> None:
    group = desk.a_price_group()
    rows = [{"price_from": "100", "step": "10", "direction": "up", "deduction": "0.10"}]
    dealer = a_markup(
        desk,
        "DEALER",
        rounding=rows,
        threshold="3",
        groups=[{"price_group_id": group, "markup": "5"}],
        precision="0.05",
    )
    shown = {row["id"]: row for row in desk.bench.listed(contracts.LIST_PRICE_TYPES)}
    assert shown[desk.retail]["way"] == "manual"
    assert (shown[dealer]["base_id"], shown[dealer]["markup"], shown[dealer]["threshold"]) == (
        desk.retail,
        "20.0000",
        "3.0000",
    )
    assert shown[dealer]["rounding"] == [
        {"price_from": "100.0000", "step": "10.0000", "direction": "up", "deduction": "0.1000"}
    ]
    assert [row["price_group_id"] for row in shown[dealer]["groups"]] == [group]
    assert shown[dealer]["precision"] == "0.0500"


@pytest.mark.parametrize(
    ("way", "said", "faults"),
    [
        (
            "manual",
            {"markup": "5", "set_on_receipt": True},
            {"/markup": "way_takes_not", "/set_on_receipt": "way_takes_not"},
        ),
        ("markup_on_type", {}, {"/base_id": "way_needs", "/markup": "way_needs"}),
        ("markup_on_purchase", {}, {"/markup": "way_needs"}),
        ("markup_on_purchase", {"markup": "0"}, {}),
    ],
)
def test_what_a_way_needs_and_what_it_has_no_use_for_is_named(
    desk: Desk, way: str, said: dict[str, Any], faults: dict[str, str]
) -> None:
    body = {"code": "NEW", "name": "Новий", "way": way, **said}
    if faults:
        found = desk.bench.refuses(contracts.ADD_PRICE_TYPE, body, by=PRICER).fields
        assert {field.pointer: field.code for field in found} == faults
    else:
        assert desk.bench.do(contracts.ADD_PRICE_TYPE, body, by=PRICER)["way"] == way


def test_every_fault_of_a_type_is_named_at_once(desk: Desk) -> None:
    group = desk.a_price_group()
    row = {"price_from": "1", "step": "1"}
    groups = [{"price_group_id": group}, {"price_group_id": group, "rounding": [row, row]}]
    groups += [{"price_group_id": uuid7(), "base_id": uuid7()}]
    more = {"way": "markup_on_type", "base_id": uuid7(), "rounding": [row, row], "groups": groups}
    refusal = desk.bench.refuses(contracts.ADD_PRICE_TYPE, {"code": "NEW", "name": "Новий", **more}, by=PRICER)
    assert sorted((field.pointer, field.code) for field in refusal.fields) == [
        ("/base_id", "unknown_reference"),
        ("/groups/1/price_group_id", "refinement_twice"),
        ("/groups/1/rounding/1/price_from", "rounding_twice"),
        ("/groups/2/base_id", "unknown_reference"),
        ("/groups/2/price_group_id", "unknown_reference"),
        ("/markup", "way_needs"),
        ("/rounding/1/price_from", "rounding_twice"),
    ]


def test_a_circle_is_refused_with_the_types_on_it(desk: Desk) -> None:
    dealer = a_markup(desk, "DEALER")
    export = a_markup(desk, "EXPORT", dealer)
    refusal = refused(desk, desk.retail, way="markup_on_type", base_id=export, markup="1")
    assert [(field.pointer, field.code) for field in refusal.fields] == [("/base_id", "price_types_in_a_circle")]
    assert "RETAIL → EXPORT → DEALER → RETAIL" in refusal.fields[0].message
    assert (
        next(row["way"] for row in desk.bench.listed(contracts.LIST_PRICE_TYPES) if row["code"] == "RETAIL") == "manual"
    )


def test_a_type_does_not_follow_itself(desk: Desk) -> None:
    dealer = a_markup(desk, "DEALER")
    assert "DEALER → DEALER" in refused(desk, dealer, base_id=dealer).fields[0].message


def test_a_circle_through_a_price_group_s_row_is_one_too(desk: Desk) -> None:
    dealer, export = a_markup(desk, "DEALER"), a_markup(desk, "EXPORT")
    change(desk, dealer, groups=[{"price_group_id": desk.a_price_group(), "base_id": export}])
    groups = [{"price_group_id": desk.a_price_group("Фарби"), "base_id": dealer}]
    refusal = refused(desk, export, groups=groups)
    assert [field.pointer for field in refusal.fields] == ["/groups/0/base_id"]


def test_what_is_not_given_stays_and_null_takes_away(desk: Desk) -> None:
    dealer = a_markup(desk, "DEALER", threshold="3")
    assert change(desk, dealer, name="Дилерський")["threshold"] == "3.0000"
    changed = change(desk, dealer, threshold=None, name=None)
    assert (changed["threshold"], changed["name"], changed["version"]) == (None, "Дилерський", 3)


def test_a_type_set_by_hand_again_forgets_what_computed_it(desk: Desk) -> None:
    dealer = a_markup(desk, "DEALER", threshold="3", groups=[{"price_group_id": desk.a_price_group()}])
    changed = change(desk, dealer, way="manual")
    left = {name: changed[name] for name in ("way", "base_id", "markup", "threshold", "groups", "rounding")}
    assert left == {"way": "manual", "base_id": None, "markup": None, "threshold": None, "groups": [], "rounding": []}


def test_a_type_that_follows_receipts_from_now_on_follows_no_type(desk: Desk) -> None:
    changed = change(desk, a_markup(desk, "DEALER"), way="markup_on_purchase", set_on_receipt=True)
    assert (changed["base_id"], changed["markup"], changed["set_on_receipt"]) == (None, "20.0000", True)


def test_sales_are_taken_over_by_the_type_marked_last(desk: Desk) -> None:
    dealer = a_markup(desk, "DEALER")
    assert change(desk, dealer, for_sales=True)["for_sales"] is True
    marked = [row["code"] for row in desk.bench.listed(contracts.LIST_PRICE_TYPES) if row["for_sales"]]
    assert marked == ["DEALER"]


@pytest.mark.parametrize("actor", [HEAD, TARAS, KALYNA.login])
@pytest.mark.parametrize("operation", [contracts.CHANGE_PRICE_TYPE, contracts.RECALCULATE_PRICES])
def test_only_pricing_managers_and_administrators_change_types(desk: Desk, operation: Any, actor: Any) -> None:
    body = {"id": desk.retail} | ({"effective_from": MARCH} if operation is contracts.RECALCULATE_PRICES else {})
    assert desk.bench.refuses(operation, body, by=actor).code.name == "forbidden"


# ---------------------------------------------------------------- computed anew


def test_a_changed_markup_moves_prices_when_they_are_computed_anew_and_not_before(desk: Desk) -> None:
    dealer = a_markup(desk, "DEALER")
    lamp = desk.an_item("LAMP", price="100")
    change(desk, dealer, markup="30")
    assert desk.price_on(lamp, "2026-04-01", price_type_id=dealer) == "120.0000"
    recalculate(desk, dealer)
    days = (JANUARY, "2026-02-28", MARCH, "2026-04-01")
    found = [desk.price_on(lamp, day, price_type_id=dealer) for day in days]
    assert found == ["120.0000", "120.0000", "130.0000", "130.0000"]


def test_what_follows_the_type_is_computed_with_it(desk: Desk) -> None:
    dealer = a_markup(desk, "DEALER")
    export = a_markup(desk, "EXPORT", dealer, markup="50")
    lamp = desk.an_item("LAMP", price="100")
    change(desk, dealer, markup="30")
    recalculate(desk, dealer)
    assert desk.price_on(lamp, MARCH, price_type_id=export) == "195.0000"


def test_a_recalculation_is_a_job_whose_steps_are_price_settings(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.pricing.jobs.CHUNK", 2)
    dealer = a_markup(desk, "DEALER")
    items = [desk.an_item(f"LAMP-{place}", price="100") for place in range(5)]
    change(desk, dealer, markup="30")
    told = len(desk.bench.told())
    body = {"id": dealer, "effective_from": MARCH}
    reply = desk.bench.reply(contracts.RECALCULATE_PRICES, body, by=PRICER)
    assert reply.status == 202
    work_once(desk.bench.runtime, jobs_of("pricing"))  # and here the process is killed; another one goes on
    while work_once(desk.bench.runtime, jobs_of("pricing")):
        pass
    assert desk.bench.told()[told:] == ["prices_set"] * 3
    assert [desk.price_on(item, MARCH, price_type_id=dealer) for item in items] == ["130.0000"] * 5


def test_computing_anew_twice_from_one_date_gives_the_same_history(desk: Desk) -> None:
    dealer = a_markup(desk, "DEALER", threshold="5")
    lamp = desk.an_item("LAMP", price="100")
    change(desk, dealer, markup="26")
    recalculate(desk, dealer)
    history = desk.history(lamp)
    recalculate(desk, dealer)
    assert desk.history(lamp) == history
    change(desk, dealer, markup="24")  # 124 against the day before's 120: held, and the 126 of that date is gone
    recalculate(desk, dealer)
    assert desk.price_on(lamp, MARCH, price_type_id=dealer) == "120.0000"


def test_a_type_set_by_hand_is_not_computed(desk: Desk) -> None:
    body = {"id": desk.retail, "effective_from": MARCH}
    assert desk.bench.refuses(contracts.RECALCULATE_PRICES, body, by=PRICER).code.name == "price_type_manual"
