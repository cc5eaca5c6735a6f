"""The whole card of an item: packages, barcodes, codes, attributes, and how items are found by them (N1)."""

from typing import Any

import pytest

from services.chassis.ids import uuid7
from services.pricing import contracts
from services.pricing.contracts import as_scanned, check_digit
from tests.services.builders import Catalogue
from tests.services.cast import KALYNA, PRICER
from tests.services.pricing.desk import Desk

UNIT, BOX, SMALL = "4820000000017", "4820000000024", "96385074"
A_BOX = {"name": "Ящик", "factor": "12", "weight": "4.6", "default": True, "barcodes": [{"code": BOX}]}
A_PALLET = {"name": "Палета", "factor": "480.5", "barcodes": [{"kind": "code_128", "code": "PALLET 7/1"}]}


def change(catalogue: Catalogue, item: str, **what: Any) -> dict[str, Any]:
    return catalogue.bench.do(contracts.CHANGE_ITEM, {"id": item, **what}, by=PRICER)


def card(catalogue: Catalogue, item: str) -> dict[str, Any]:
    return catalogue.bench.do(contracts.GET_ITEM, {"id": item})


def found(catalogue: Catalogue, **filters: Any) -> list[str]:
    return [row["sku"] for row in catalogue.bench.listed(contracts.LIST_ITEMS, order="sku", **filters)]


def faults(catalogue: Catalogue, body: dict[str, Any]) -> dict[str, str]:
    operation = contracts.CHANGE_ITEM if "id" in body else contracts.ADD_ITEM
    return {one.pointer: one.code for one in catalogue.bench.refuses(operation, body, by=PRICER).fields}


def test_a_card_is_written_whole_and_shown_as_it_was_written(desk: Desk) -> None:
    season = desk.bench.do(contracts.ADD_SEASON, {"name": "Зима 2026"}, by=PRICER)["id"]
    group = desk.bench.do(contracts.ADD_SEASONAL_GROUP, {"name": "Опалення"}, by=PRICER)["id"]
    category = desk.bench.do(contracts.ADD_PRODUCT_CATEGORY, {"name": "Лампи"}, by=PRICER)["id"]
    item = desk.an_item(
        "LAMP",
        brand="Вигадана",
        uktzed_code="9405210000",
        product_category_id=category,
        season_id=season,
        seasonal_group_id=group,
        weight="0.35",
        volume="0.0021",
        packages=[A_BOX, A_PALLET],
        barcodes=[{"code": UNIT}],
        attributes=[
            {"name": "Колір", "text": "зелений"},
            {"name": "Потужність", "number": "60.5"},
            {"name": "Вогнетривка", "yes": False},
        ],
    )
    shown = card(desk, item)
    assert [(one["name"], one["factor"], one["weight"], one["default"]) for one in shown["packages"]] == [
        ("Ящик", "12.000", "4.600000", True),
        ("Палета", "480.500", None, False),
    ]
    assert [one["barcodes"] for one in shown["packages"]] == [
        [{"kind": "ean_13", "code": BOX}],
        [{"kind": "code_128", "code": "PALLET 7/1"}],
    ]
    assert shown["barcodes"] == [{"kind": "ean_13", "code": UNIT}]
    assert (shown["uktzed_code"], shown["dkpp_code"]) == ("9405210000", None)
    assert (shown["weight"], shown["volume"]) == ("0.350000", "0.002100")
    assert (shown["product_category_id"], shown["season_id"], shown["seasonal_group_id"]) == (category, season, group)
    assert [(one["text"], one["number"], one["yes"]) for one in shown["attributes"]] == [
        ("зелений", None, None),
        (None, "60.5000", None),
        (None, None, False),
    ]


def test_other_services_hear_no_more_of_a_card_than_before(catalogue: Catalogue) -> None:
    catalogue.an_item("LAMP", packages=[A_BOX], barcodes=[{"code": UNIT}], uktzed_code="9405")
    told = catalogue.bench.events()[-1]["data"]
    assert set(told) == set(contracts.ItemView.model_fields)


def test_returnable_packaging_is_an_item_of_its_kind(catalogue: Catalogue) -> None:
    catalogue.an_item("CRATE", kind="returnable_packaging")
    catalogue.an_item("LAMP")
    assert found(catalogue, kind=["returnable_packaging"]) == ["CRATE"]


def test_a_card_with_many_faults_names_each(catalogue: Catalogue) -> None:
    catalogue.an_item("OTHER", barcodes=[{"code": UNIT}])
    package = {"name": "Ящик", "factor": "12"}
    body = {
        "sku": "LAMP",
        "name": "Лампа вигадана",
        "uktzed_code": "9405",
        "dkpp_code": "62.01",
        "product_category_id": uuid7(),
        "season_id": uuid7(),
        "seasonal_group_id": uuid7(),
        "price_group_id": uuid7(),
        "packages": [
            {**package, "default": True},
            {**package, "name": "  ящик ", "default": True, "barcodes": [{"code": BOX}, {"code": UNIT}]},
        ],
        "barcodes": [{"code": BOX}],
        "attributes": [
            {"name": "Колір"},
            {"name": "колір", "text": "синій"},
            {"name": "Висота", "text": "висока", "number": "3"},
        ],
    }
    assert faults(catalogue, body) == {
        "/dkpp_code": "uktzed_or_dkpp",
        "/product_category_id": "unknown_reference",
        "/season_id": "unknown_reference",
        "/seasonal_group_id": "unknown_reference",
        "/price_group_id": "unknown_reference",
        "/packages/1/name": "package_twice",
        "/packages/1/default": "package_default_twice",
        "/packages/1/barcodes/0/code": "barcode_twice",
        "/packages/1/barcodes/1/code": "barcode_taken",
        "/attributes/0": "attribute_value",
        "/attributes/1/name": "attribute_twice",
        "/attributes/2": "attribute_value",
    }
    assert found(catalogue) == ["OTHER"]


@pytest.mark.parametrize(
    ("field", "value", "pointer", "code"),
    [
        ("uktzed_code", "94051", "/uktzed_code", "uktzed_code"),
        ("uktzed_code", "94052100001", "/uktzed_code", "uktzed_code"),
        ("uktzed_code", "٩٤٠٥", "/uktzed_code", "uktzed_code"),
        ("dkpp_code", "6201", "/dkpp_code", "dkpp_code"),
        ("dkpp_code", "62.01.11-00.0", "/dkpp_code", "dkpp_code"),
        ("weight", "-1", "/weight", "greater_than_equal"),
        ("packages", [{"name": "Ящик", "factor": "0"}], "/packages/0/factor", "greater_than"),
        ("packages", [{"name": "Ящик", "factor": "0.0001"}], "/packages/0/factor", "decimal_max_places"),
        ("barcodes", [{"code": "4820000000018"}], "/barcodes/0/code", "barcode_check_digit"),
        ("barcodes", [{"code": "482000000001"}], "/barcodes/0/code", "barcode_digits"),
        ("barcodes", [{"code": "48200000000१7"}], "/barcodes/0/code", "barcode_signs"),
        ("barcodes", [{"kind": "ean_8", "code": "96385075"}], "/barcodes/0/code", "barcode_check_digit"),
        ("barcodes", [{"kind": "upc_a", "code": "036000291453"}], "/barcodes/0/code", "barcode_check_digit"),
        ("barcodes", [{"kind": "code_128", "code": " X"}], "/barcodes/0/code", "barcode_signs"),
        ("barcodes", [{"kind": "code_128", "code": "X" * 49}], "/barcodes/0/code", "barcode_signs"),
        ("attributes", [{"name": "N", "yes": True}] * 51, "/attributes", "too_long"),
    ],
)
def test_what_can_be_no_such_thing_is_refused_at_its_place(
    catalogue: Catalogue, field: str, value: Any, pointer: str, code: str
) -> None:
    assert faults(catalogue, {"sku": "LAMP", "name": "Лампа", field: value}) == {pointer: code}


@pytest.mark.parametrize("code", ["9405", "940521", "94052100", "9405210000"])
def test_uktzed_codes_have_4_6_8_or_10_digits(catalogue: Catalogue, code: str) -> None:
    assert card(catalogue, catalogue.an_item("LAMP", uktzed_code=code))["uktzed_code"] == code


@pytest.mark.parametrize("code", ["62.01", "62.01.1", "62.01.11", "62.01.11-00", "62.01.11-00.00"])
def test_dkpp_codes_are_a_class_or_what_lies_below_it(catalogue: Catalogue, code: str) -> None:
    item = catalogue.an_item("INSTALL", kind="service", dkpp_code=code)
    assert card(catalogue, item)["dkpp_code"] == code


@pytest.mark.parametrize(
    ("body", "digit"), [("482000000001", "7"), ("400638133393", "1"), ("9638507", "4"), ("03600029145", "2")]
)
def test_the_last_digit_of_a_barcode_follows_from_the_others(body: str, digit: str) -> None:
    assert check_digit(body) == digit


def test_one_code_takes_the_place_of_the_other(catalogue: Catalogue) -> None:
    item = catalogue.an_item("LAMP", uktzed_code="9405")
    assert faults(catalogue, {"id": item, "dkpp_code": "62.01"}) == {"/dkpp_code": "uktzed_or_dkpp"}
    changed = change(catalogue, item, dkpp_code="62.01", uktzed_code=None)
    assert (changed["dkpp_code"], changed["uktzed_code"]) == ("62.01", None)


# ---------------------------------------------------------------- changing


def test_fields_not_given_stay_and_null_takes_away(catalogue: Catalogue) -> None:
    item = catalogue.an_item("LAMP", weight="0.35", packages=[A_BOX], barcodes=[{"code": UNIT}], brand="Вигадана")
    before = card(catalogue, item)
    assert change(catalogue, item, weight=None) == {**before, "weight": None, "version": 2}
    assert change(catalogue, item, packages=None, barcodes=None, attributes=None) == {
        **before,
        "weight": None,
        "version": 2,
    }


def test_a_package_of_the_same_name_stays_the_same_and_one_left_out_is_withdrawn(catalogue: Catalogue) -> None:
    item = catalogue.an_item("LAMP", packages=[A_BOX, A_PALLET])
    box, pallet = (one["id"] for one in card(catalogue, item)["packages"])
    changed = change(catalogue, item, packages=[{"name": "ящик", "factor": "10"}])
    assert changed["version"] == 2
    assert [(one["id"], one["name"], one["factor"], one["withdrawn"]) for one in changed["packages"]] == [
        (box, "ящик", "10.000", False),
        (pallet, "Палета", "480.500", True),
    ]
    assert [one["barcodes"] for one in changed["packages"]] == [[], []]
    again = change(catalogue, item, packages=[A_PALLET])["packages"]
    assert [(one["id"], one["withdrawn"]) for one in again] == [(pallet, False), (box, True)]


def test_a_barcode_moves_from_the_unit_to_a_package(catalogue: Catalogue) -> None:
    item = catalogue.an_item("LAMP", packages=[A_BOX], barcodes=[{"code": UNIT}, {"kind": "ean_8", "code": SMALL}])
    moved = {**A_BOX, "barcodes": [{"code": UNIT}]}
    changed = change(catalogue, item, packages=[moved], barcodes=[{"code": BOX}])
    assert [one["code"] for one in changed["barcodes"]] == [BOX]
    assert [one["code"] for one in changed["packages"][0]["barcodes"]] == [UNIT]


def test_barcodes_not_written_anew_are_in_the_way_of_new_ones(catalogue: Catalogue) -> None:
    item = catalogue.an_item("LAMP", packages=[A_BOX], barcodes=[{"code": UNIT}])
    twice = {"id": item, "barcodes": [{"code": UNIT}, {"code": BOX}]}
    assert faults(catalogue, twice) == {"/barcodes/1/code": "barcode_twice"}
    twice = {"id": item, "packages": [{**A_BOX, "barcodes": [{"code": UNIT}]}]}
    assert faults(catalogue, twice) == {"/packages/0/barcodes/0/code": "barcode_twice"}


def test_a_barcode_belongs_to_one_item_until_it_is_taken_off(catalogue: Catalogue) -> None:
    lamp, other = catalogue.an_item("LAMP", barcodes=[{"code": UNIT}]), catalogue.an_item("OTHER")
    refusal = catalogue.bench.refuses(
        contracts.CHANGE_ITEM, {"id": other, "barcodes": [{"kind": "code_128", "code": UNIT}]}, by=PRICER
    )
    assert [(one.pointer, one.code) for one in refusal.fields] == [("/barcodes/0/code", "barcode_taken")]
    assert "LAMP" in refusal.fields[0].message
    change(catalogue, lamp, barcodes=[])
    assert change(catalogue, other, barcodes=[{"code": UNIT}])["barcodes"][0]["code"] == UNIT


def test_what_a_card_was_is_on_record(catalogue: Catalogue) -> None:
    item = catalogue.an_item("LAMP", packages=[A_BOX])
    change(catalogue, item, packages=[{**A_BOX, "factor": "10"}])
    changes = catalogue.bench.audit(item)[-1].changes
    assert [one["factor"] for name, one in changes.items() if name.startswith("ItemPackage")] == [["12.000", "10.000"]]


# ---------------------------------------------------------------- finding


def test_a_scanner_finds_the_unit_or_the_package(catalogue: Catalogue) -> None:
    item = catalogue.an_item("LAMP", packages=[A_BOX], barcodes=[{"kind": "upc_a", "code": "036000291452"}])
    box = card(catalogue, item)["packages"][0]["id"]
    for scanned, package in ((BOX, box), ("036000291452", None), ("0036000291452", None)):
        answer = catalogue.bench.do(contracts.GET_ITEM_BY_BARCODE, {"code": scanned}, by=KALYNA.login)
        assert (answer["item"]["sku"], answer["package_id"]) == ("LAMP", package)
        assert found(catalogue, barcode=scanned) == ["LAMP"]
    assert catalogue.bench.refuses(contracts.GET_ITEM_BY_BARCODE, {"code": UNIT}).code.name == "not_found"
    assert found(catalogue, barcode=UNIT) == []


def test_upc_and_ean_of_one_barcode_are_one() -> None:
    assert as_scanned("036000291452") == as_scanned("0036000291452") == "0036000291452"
    assert as_scanned("036000291453") == "036000291453", "no UPC: its last digit is another"


@pytest.mark.parametrize(
    ("query", "skus"),
    [("0000017", ["LAMP-10"]), ("lamp-1", ["LAMP-10"]), ("вигадана 482000", ["LAMP-10"]), ("pallet", ["LAMP-10"])],
)
def test_items_are_searched_by_name_sku_and_barcode(catalogue: Catalogue, query: str, skus: list[str]) -> None:
    item = catalogue.an_item("LAMP-10", packages=[A_PALLET], barcodes=[{"code": UNIT}])
    catalogue.an_item("CABLE-3", "Кабель вигаданий")
    assert found(catalogue, q=query) == skus
    change(catalogue, item, name="Лампа вигадана нова")
    assert found(catalogue, q=query) == skus


def test_a_barcode_taken_off_is_not_searched_by(catalogue: Catalogue) -> None:
    item = catalogue.an_item("LAMP", barcodes=[{"code": UNIT}])
    change(catalogue, item, barcodes=[])
    assert found(catalogue, q=UNIT) == []


def test_items_are_filtered_by_what_they_are_put_into(desk: Desk) -> None:
    seasons = [desk.bench.do(contracts.ADD_SEASON, {"name": name}, by=PRICER)["id"] for name in ("Зима", "Літо")]
    group = desk.bench.do(contracts.ADD_SEASONAL_GROUP, {"name": "Опалення"}, by=PRICER)["id"]
    desk.an_item("A", season_id=seasons[0], brand="Перша")
    desk.an_item("B", season_id=seasons[1], seasonal_group_id=group, brand="Друга")
    desk.an_item("C", brand="Друга")
    assert found(desk, season_id=[seasons[0]]) == ["A"]
    assert found(desk, season_id=seasons) == ["A", "B"]
    assert found(desk, seasonal_group_id=[group]) == ["B"]
    assert found(desk, brand=["Друга"]) == ["B", "C"]
    assert found(desk, brand=["Друга"], season_id=seasons) == ["B"]
