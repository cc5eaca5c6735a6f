"""Prices out to Excel and back (T8): what was edited is shown and set, the rest is left, broken cells are named."""

from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from services.pricing import contracts
from services.pricing.models import PriceSetting
from tests.services.cast import HEAD, KALYNA, PRICER, TARAS
from tests.services.pricing.desk import JANUARY, Desk
from tests.services.pricing.sheets import MARCH, a_book, body, cells_of, changes, edited, exported, preview, problems
from tests.services.pricing.test_price_types import a_markup

MAY = "2026-05-01"
UKRAINIAN = replace(PRICER, language="uk")


@pytest.fixture
def dealer(desk: Desk) -> str:
    """Computed: retail and 20 %."""
    return a_markup(desk, "DEALER")


@pytest.fixture
def lamp(desk: Desk) -> str:
    return desk.an_item("LAMP", "Лампа", price="100")


def set_sheet(desk: Desk, data: bytes, on: str = MARCH, **more: Any) -> dict[str, Any]:
    how = {"key": more.pop("key")} if "key" in more else {}
    return desk.bench.do(contracts.SET_PRICE_SHEET, body(data, on, **more), by=PRICER, **how)


# ---------------------------------------------------------------- out


def test_a_workbook_has_a_row_for_each_item_and_a_column_for_each_type(desk: Desk, dealer: str, lamp: str) -> None:
    desk.an_item("CABLE", "Кабель", unit="м")
    cells = cells_of(exported(desk, desk.retail, dealer, on=MARCH))
    assert cells == {
        "A1": "SKU",
        "B1": "Name",
        "C1": "Unit",
        "D1": "RETAIL\nВид RETAIL, UAH with VAT",
        "E1": "DEALER\nВид DEALER, UAH with VAT\nread-only: computed",
        "A2": "CABLE",
        "B2": "Кабель",
        "C2": "м",
        "A3": "LAMP",
        "B3": "Лампа",
        "C3": "шт",
        "D3": 100.0,
        "E3": 120.0,
    }


def test_headings_and_names_are_in_the_asker_s_language(desk: Desk) -> None:
    desk.an_item("LAMP", "Лампа", name_en="Lamp")
    assert [cells_of(exported(desk, desk.retail, by=by))["B2"] for by in (PRICER, UKRAINIAN)] == ["Lamp", "Лампа"]
    assert cells_of(exported(desk, desk.retail, by=UKRAINIAN))["A1"] == "Артикул"


def test_items_are_chosen_by_ids_or_groups_and_withdrawn_ones_by_ids_alone(desk: Desk, lamp: str) -> None:
    tools = desk.a_price_group()
    desk.an_item("SAW", price_group_id=tools)
    old = desk.an_item("OLD", price_group_id=tools)
    desk.bench.do(contracts.CHANGE_ITEM, {"id": old, "withdrawn": True}, by=PRICER)

    def skus(**asked: Any) -> list[str]:
        cells = cells_of(exported(desk, desk.retail, **asked))
        return sorted(value for place, value in cells.items() if place.startswith("A") and place != "A1")

    assert skus() == ["LAMP", "SAW"]
    assert skus(price_group_id=[tools]) == ["SAW"]
    assert skus(item_id=[old, lamp]) == ["LAMP", "OLD"]
    assert skus(item_id=[old, lamp], price_group_id=[tools]) == ["OLD"]


def test_names_that_look_like_formulas_are_texts(desk: Desk) -> None:
    names = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x.example","y")', "1E5", "007"]
    for place, name in enumerate(names):
        desk.an_item(f"ITEM-{place}", name)
    data = exported(desk, desk.retail)
    cells = cells_of(data)
    assert sorted(value for place, value in cells.items() if place.startswith("B") and place != "B1") == sorted(names)
    assert b"<f>" not in _part(data, "xl/worksheets/sheet1.xml")


def _part(data: bytes, name: str) -> bytes:
    with ZipFile(BytesIO(data)) as archive:
        return archive.read(name)


def test_more_prices_than_a_workbook_holds_are_refused_with_both_numbers(
    desk: Desk, dealer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in range(3):
        desk.an_item(f"ITEM-{place}")
    asked = {"price_type_id": [desk.retail, dealer]}
    for name, most, fits in (("MOST_PRICES", 6, True), ("MOST_PRICES", 5, False), ("MOST_ITEMS", 2, False)):
        with monkeypatch.context() as patched:
            patched.setattr(f"services.pricing.price_sheets.{name}", most)
            if fits:
                exported(desk, desk.retail, dealer)
            else:
                refusal = desk.bench.refuses(contracts.EXPORT_PRICES, asked, by=PRICER)
                assert (refusal.code, refusal.values["items"]) == (contracts.PRICES_TOO_MANY, 3)
                assert refusal.values["prices"] == 6


def test_unknown_types_are_named(desk: Desk, lamp: str) -> None:
    refusal = desk.bench.refuses(contracts.EXPORT_PRICES, {"price_type_id": [desk.retail, lamp]}, by=PRICER)
    assert [field.pointer for field in refusal.fields] == ["/price_type_id"]


def test_the_office_exports_and_those_who_price_import(desk: Desk, lamp: str) -> None:
    data = exported(desk, desk.retail, by=TARAS)
    refusal = desk.bench.refuses(contracts.EXPORT_PRICES, {"price_type_id": [desk.retail]}, by=KALYNA.login)
    assert refusal.code.name == "forbidden"
    for operation in (contracts.PREVIEW_PRICE_SHEET, contracts.SET_PRICE_SHEET):
        assert desk.bench.refuses(operation, body(data), by=HEAD).code.name == "forbidden"


def test_exporting_takes_as_many_statements_for_many_items_as_for_one(desk: Desk, dealer: str, lamp: str) -> None:
    counted = []
    for more in (0, 40):
        for place in range(more):
            desk.an_item(f"MORE-{place}", price="1")
        with desk.bench.statements() as seen:
            exported(desk, desk.retail, dealer)
        counted.append(len(seen))
    assert counted[0] == counted[1] <= 6


# ---------------------------------------------------------------- back in


def test_a_workbook_not_edited_changes_nothing(desk: Desk, dealer: str, lamp: str) -> None:
    data = exported(desk, desk.retail, dealer)
    shown = preview(desk, data)
    assert (shown["changes"], shown["followed"], shown["problems"], shown["read_only"]) == ([], [], [], ["DEALER"])
    assert desk.bench.refuses(contracts.SET_PRICE_SHEET, body(data), by=PRICER).code == contracts.SHEET_UNCHANGED


def test_edited_cells_are_shown_with_what_follows_and_set_by_one_setting(desk: Desk, dealer: str, lamp: str) -> None:
    cable = desk.an_item("CABLE", "Кабель")
    data = edited(exported(desk, desk.retail, dealer), {"D2": 12.5, "D3": 110})
    settings = len(desk.bench.rows(PriceSetting))
    shown = preview(desk, data)
    assert changes(shown) == {"D2": (None, "12.5000", None), "D3": ("100.0000", "110.0000", "10.00")}
    assert [(one["item_id"], one["old"], one["new"]) for one in shown["followed"]] == [
        (cable, None, "15.0000"),
        (lamp, "120.0000", "132.0000"),
    ]
    assert len(desk.bench.rows(PriceSetting)) == settings, "a preview writes nothing"
    setting = set_sheet(desk, data)
    assert (setting["count"], setting["computed"], setting["status"], setting["problems"]) == (2, 2, "effective", [])
    assert len(desk.bench.rows(PriceSetting)) == settings + 1
    assert desk.price_on(lamp, MARCH) == "110.0000"
    assert desk.price_on(lamp, MARCH, price_type_id=dealer) == "132.0000"
    assert desk.price_on(lamp, "2026-02-28") == "100.0000"


def test_a_draft_is_kept_and_agreed_later(desk: Desk, lamp: str) -> None:
    draft = set_sheet(desk, edited(exported(desk, desk.retail), {"D2": 110}), MAY, draft=True)
    assert (draft["status"], [row["value"] for row in draft["prices"]]) == ("draft", ["110.0000"])
    assert desk.price_on(lamp, MAY) == "100.0000"
    desk.bench.do(contracts.AGREE_PRICE_SETTING, {"id": draft["id"]}, by=PRICER)
    assert desk.price_on(lamp, MAY) == "110.0000"


def test_what_was_set_since_the_export_is_not_set_back(desk: Desk, lamp: str) -> None:
    """The cell was not edited: it is compared with what was exported, not with the price of today."""
    torch = desk.an_item("TORCH", "Ліхтар", price="50")
    data = exported(desk, desk.retail)
    desk.price((lamp, "130"), (torch, "60"), on="2026-02-01")
    data = edited(data, {"D3": 66})
    shown = preview(desk, data)
    assert changes(shown) == {"D3": ("60.0000", "66.0000", "10.00")}
    assert shown["changes"][0]["exported"] == "50.0000"
    set_sheet(desk, data)
    assert desk.price_on(lamp, MARCH) == "130.0000"
    change = preview(desk, edited(data, {"D2": 110}))["changes"][0]
    assert (change["exported"], change["old"], change["new"]) == ("100.0000", "130.0000", "110.0000")


def test_the_prices_of_another_day_are_exported_and_compared(desk: Desk, lamp: str) -> None:
    desk.price((lamp, "150"), on=MAY)
    data = exported(desk, desk.retail, on=MAY)
    assert cells_of(data)["D2"] == 150.0
    assert changes(preview(desk, data, MAY)) == {}
    assert changes(preview(desk, edited(data, {"D2": 100}), "2026-06-01")) == {"D2": ("150.0000", "100.0000", "-33.33")}


def test_a_repeated_request_sets_once_and_names_its_broken_cells_again(desk: Desk, lamp: str) -> None:
    desk.an_item("TORCH", "Ліхтар", price="50")
    data = edited(exported(desk, desk.retail), {"D2": 110, "D3": "багато"})
    first, second = (set_sheet(desk, data, key="once") for _ in range(2))
    assert first == second
    assert problems(first) == {"D3": "sheet_not_a_number"}
    assert (first["count"], desk.price_on(lamp, MARCH)) == (1, "110.0000")


def test_nothing_is_set_if_all_is_asked_for_and_a_cell_is_broken(desk: Desk, lamp: str) -> None:
    desk.an_item("TORCH", "Ліхтар", price="50")
    data = edited(exported(desk, desk.retail), {"D2": 110, "D3": -1})
    refusal = desk.bench.refuses(contracts.SET_PRICE_SHEET, body(data, whole=True), by=PRICER)
    assert [(field.pointer, field.code) for field in refusal.fields] == [("/file/D3", "sheet_negative")]
    assert desk.price_on(lamp, MARCH) == "100.0000"


def test_too_many_changed_prices_are_refused(desk: Desk, lamp: str, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.an_item("TORCH", "Ліхтар", price="50")
    data = edited(exported(desk, desk.retail), {"D2": 1, "D3": 2})
    for most, refused in ((1, True), (2, False)):
        monkeypatch.setattr("services.pricing.price_sheets.MOST_CHANGED", most)
        if refused:
            refusal = desk.bench.refuses(contracts.PREVIEW_PRICE_SHEET, body(data), by=PRICER)
            assert refusal.code == contracts.SHEET_CHANGES_TOO_MANY
        else:
            assert len(changes(preview(desk, data))) == 2


# ---------------------------------------------------------------- broken cells


def test_every_broken_cell_is_named_with_its_row_column_value_and_reason(desk: Desk, dealer: str, lamp: str) -> None:
    for place in range(8):
        desk.an_item(f"TORCH-{place}", f"Ліхтар {place}", price="50")
    cells = {
        "F1": "WHOLESALE",
        "G1": "RETAIL again",
        "A3": "NOBODY",
        "D4": "дорого",
        "D5": datetime(2026, 5, 1),
        "D6": -0.01,
        "D7": 50.005,
        "D8": 1_000_000_000,
        "D9": ("=1/0", "#DIV/0!"),
        "D10": None,
        "E10": 70,
        "A11": "LAMP",
        "D12": 5,
    }
    shown = preview(desk, edited(exported(desk, desk.retail, dealer), cells))
    assert problems(shown) == {
        "F1": "sheet_column_unknown",
        "G1": "sheet_column_twice",
        "A3": "sheet_item_unknown",
        "D4": "sheet_not_a_number",
        "D5": "sheet_date",
        "D6": "sheet_negative",
        "D7": "sheet_too_fine",
        "D8": "sheet_price_too_large",
        "D9": "sheet_formula_error",
        "D10": "sheet_emptied",
        "E10": "sheet_read_only",
        "A11": "sheet_item_twice",
        "A12": "sheet_item_missing",
    }
    assert shown["changes"] == []
    said = {one["cell"]: one for one in shown["problems"]}
    assert said["D4"] == {
        "cell": "D4",
        "row": 4,
        "column": "RETAIL",
        "value": "дорого",
        "code": "sheet_not_a_number",
        "message": "This is not a number. Enter the price in digits, like 1 234,56.",
    }
    assert (said["D9"]["value"], said["D10"]["value"], said["E10"]["value"]) == ("#DIV/0!", "", "70.0")
    assert said["D7"]["message"] == "Prices of this type are whole steps of 0.01. Enter it rounded."
    assert said["E10"]["message"].startswith("Prices of this type are computed; it was 60.")
    assert said["A11"]["message"].startswith("The item stands in row 2 too")
    assert said["G1"]["message"].startswith("The price type stands in column D too")


def test_reasons_are_in_the_asker_s_language(desk: Desk, lamp: str) -> None:
    asked = body(edited(exported(desk, desk.retail), {"D2": 0.001}))
    shown = desk.bench.do(contracts.PREVIEW_PRICE_SHEET, asked, by=UKRAINIAN)
    assert [one["message"] for one in shown["problems"]] == ["Ціни цього виду кратні 0,01. Округліть число."]


def test_computed_prices_are_set_by_hand_where_that_is_asked_for(desk: Desk, dealer: str, lamp: str) -> None:
    data = edited(exported(desk, desk.retail, dealer), {"E2": 125})
    assert problems(preview(desk, data)) == {"E2": "sheet_read_only"}
    assert changes(preview(desk, data, set_computed=True)) == {"E2": ("120.0000", "125.0000", "4.17")}
    set_sheet(desk, data, set_computed=True)
    assert desk.price_on(lamp, MARCH, price_type_id=dealer) == "125.0000"


def test_rows_and_columns_may_be_moved_and_taken_out(desk: Desk, dealer: str, lamp: str) -> None:
    desk.an_item("TORCH", "Ліхтар", price="50")
    data = exported(desk, desk.retail, dealer)
    moved = {"D1": "DEALER", "E1": "RETAIL", "A2": "TORCH", "D2": 60, "E2": 55, "A3": None, "B3": None, "C3": None}
    shown = preview(desk, edited(data, {**moved, "D3": None, "E3": None}))
    assert (changes(shown), shown["problems"]) == ({"E2": ("50.0000", "55.0000", "10.00")}, [])


# ---------------------------------------------------------------- not our workbook


@pytest.mark.parametrize(
    "about",
    [
        {},
        {"A1": "format", "B1": "2"},
        {"A1": "format", "B1": "1", "A2": "on", "B2": "01.03.2026"},
        {"A1": "format", "B1": "1", "A2": "on", "B2": JANUARY, "A3": "known_at", "B3": "2026-03-01T00:00:00"},
        {"A1": "format", "B1": "1", "A2": "on", "B2": date(2026, 1, 1), "A3": "known_at", "B3": 5},
    ],
)
def test_a_workbook_made_elsewhere_is_refused(desk: Desk, about: dict[str, Any]) -> None:
    data = a_book({"A1": "SKU", "D1": "RETAIL", "A2": "LAMP", "D2": 1}, about)
    for operation in (contracts.PREVIEW_PRICE_SHEET, contracts.SET_PRICE_SHEET):
        refusal = desk.bench.refuses(operation, body(data), by=PRICER)
        assert refusal.code == contracts.SHEET_FOREIGN
        assert [field.pointer for field in refusal.fields] == ["/file"]
