"""The constructor's help: a formula is checked and tried on an item before it is saved; nothing is written (T1)."""

from typing import Any

from services.chassis.ids import uuid7
from services.pricing import contracts
from services.pricing.models import ItemPrice, PriceSetting
from tests.services.cast import HEAD, KALYNA, PRICER
from tests.services.pricing.desk import JANUARY, Desk
from tests.services.pricing.test_formulas import MARCH, faults
from tests.services.pricing.test_formulas_of_receipts import received


def check(desk: Desk, formula: str, **more: Any) -> dict[str, Any]:
    return desk.bench.do(contracts.CHECK_FORMULA, {"formula": formula, **more}, by=PRICER)


def test_a_formula_is_checked_without_being_saved(desk: Desk) -> None:
    before = (desk.bench.rows(ItemPrice), desk.bench.rows(PriceSetting), desk.bench.told())
    found = check(desk, 'price["RETAIL"] / 10 * 9 + cost')
    assert (found["gives"], found["price_types"], found["names"]) == ("number", ["RETAIL"], ["cost"])
    assert [one["code"] for one in found["warnings"]] == ["division_truncates"]
    assert found["trial"] is None
    assert (desk.bench.rows(ItemPrice), desk.bench.rows(PriceSetting), desk.bench.told()) == before


def test_warnings_say_what_a_formula_does_that_nobody_expects(desk: Desk) -> None:
    said = {formula: [one["code"] for one in check(desk, formula)["warnings"]] for formula in (
        "120000", "item.name", 'item.brand == "Promin"', "price.RETAIL", "purchase / 3")}  # fmt: skip
    assert list(said.values()) == [["follows_nothing"], ["not_for_prices"], [], [], ["division_truncates"]]


def test_a_formula_is_tried_on_an_item_with_its_values(desk: Desk) -> None:
    lamp = desk.an_item("LAMP", price="100.30", brand="Promin")
    trial = check(desk, 'item.brand == "Promin" ? price.RETAIL * 9 / 10 : cost', item_id=lamp, on=MARCH)["trial"]
    assert trial == {
        "outcome": "gave",
        "values": [
            {"name": 'price["RETAIL"]', "value": "100.3000"},
            {"name": "cost", "value": None},
            {"name": "item.brand", "value": "Promin"},
        ],
        "result": "902700",
        "unrounded": "90.2700",
        "misfits": [],
    }


def test_a_trial_says_what_it_lacks_and_what_fails(desk: Desk) -> None:
    lamp = desk.an_item("LAMP", price="100")
    formulas = ("cost + 1", "price.RETAIL / 0", "price.RETAIL < 0", "price.RETAIL - 9000000")
    trials = [check(desk, formula, item_id=lamp, on=MARCH)["trial"] for formula in formulas]
    assert [(one["outcome"], one["result"], one["unrounded"]) for one in trials] == [
        ("lacks", None, None),
        ("failed", None, None),
        ("gave", "false", None),
        ("gave", "-8000000", "0.0000"),
    ]


def test_a_trial_is_in_the_currency_and_vat_kind_of_its_type(desk: Desk) -> None:
    euro = desk.a_price_type("EURO", currency="EUR", vat_included=False)
    lamp = desk.an_item("LAMP", price="1200")
    asked = {"price_type_id": euro, "item_id": lamp, "on": MARCH}
    assert check(desk, "price.RETAIL", **asked)["trial"]["outcome"] == "lacks"
    desk.bench.do(contracts.SET_EXCHANGE_RATE, {"currency": "EUR", "on": JANUARY, "rate": "48"}, by=PRICER)
    assert check(desk, "price.RETAIL", **asked)["trial"]["unrounded"] == "20.8333"


def test_a_wrong_formula_is_refused_by_the_check_as_by_saving(desk: Desk) -> None:
    for formula in ("cost +", "item.foo", 'price["NONE"]', "cost * 1.5", "amount"):
        refusal = desk.bench.refuses(contracts.CHECK_FORMULA, {"formula": formula}, by=PRICER)
        saved = faults(desk, formula=formula)
        assert [(field.pointer, field.code) for field in refusal.fields] == saved


def test_an_item_or_a_type_that_is_not_there_is_named(desk: Desk) -> None:
    asked = {"formula": "cost", "item_id": uuid7(), "price_type_id": uuid7()}
    fields = desk.bench.refuses(contracts.CHECK_FORMULA, asked, by=PRICER).fields
    assert [(field.pointer, field.code) for field in fields] == [
        ("/item_id", "unknown_reference"),
        ("/price_type_id", "unknown_reference"),
    ]


def test_every_field_of_the_card_may_be_named(desk: Desk) -> None:
    names = {"name": "Лампа «Вигадана»", "name_en": "Lamp", "brand": "Promin", "unit": "шт", "kind": "goods"}
    group = desk.a_price_group("Світло")
    lamp = desk.an_item("LAMP", vat_rate="7", price_group_id=group, **names)
    expected = {"sku": "LAMP", "vat_rate": "7", "price_group": "Світло", **names}
    formula = " && ".join(f'item.{name} == "{value}"' for name, value in expected.items()) + " && !item.withdrawn"
    trial = check(desk, formula, item_id=lamp)["trial"]
    assert trial["result"] == "true"
    assert {one["name"]: one["value"] for one in trial["values"]} == {
        **{f"item.{name}": value for name, value in expected.items()},
        "item.withdrawn": "false",
    }
    bare = desk.an_item("BARE")
    assert check(desk, 'item.brand == ""', item_id=bare)["trial"]["result"] == "true"


def test_only_pricing_managers_and_administrators_check_formulas(desk: Desk) -> None:
    for actor in (HEAD, KALYNA.login):
        assert desk.bench.refuses(contracts.CHECK_FORMULA, {"formula": "cost"}, by=actor).code.name == "forbidden"


def test_a_trial_tells_what_receipts_told(desk: Desk) -> None:
    lamp = desk.an_item("LAMP")
    received(desk, lamp, "60", None)
    assert check(desk, "cost + purchase", item_id=lamp, on=MARCH)["trial"]["values"] == [
        {"name": "cost", "value": None},
        {"name": "purchase", "value": "72.0000"},
    ]
