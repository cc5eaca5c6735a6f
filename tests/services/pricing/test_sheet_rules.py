"""What a cell of an edited workbook says (T8), by plain values."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from services.pricing.contracts import Way
from services.pricing.rules.graph import Kind
from services.pricing.rules.sheets import Asked, code_of, read, shown, sku_of

LAMP, TORCH = uuid4(), uuid4()
NBSP, NARROW, THIN = "\u00a0", "\u202f", "\u2009"


def a_kind(code: str = "RETAIL", way: Way = Way.MANUAL, precision: str = "0.01") -> Kind:
    return Kind(uuid4(), code, way=way, precision=Decimal(precision))


def of_cell(
    cell: Any, kind: Kind | None = None, exported: str | None = "100", error: str = "", **more: Any
) -> Decimal | str | None:
    """The new price, the fault's name, or none: not edited."""
    of = kind or a_kind()
    was = {} if exported is None else {(LAMP, of.id): Decimal(exported)}
    asked = Asked(
        known=3,
        kinds={of.code: of},
        items={"LAMP": LAMP, "TORCH": TORCH},
        exported=was,
        errors={(1, 3): error} if error else {},
        **more,
    )
    found = read([["SKU", "Name", "Unit", of.code], ["LAMP", "Лампа", "шт", cell]], asked)
    assert len(found.edits) + len(found.wrong) <= 1
    if found.wrong:
        assert (found.wrong[0].row, found.wrong[0].column) == (1, 3)
        return found.wrong[0].fault.name
    return found.edits[0].value if found.edits else None


@pytest.mark.parametrize(
    "cell",
    [
        1234.56,
        "1234.56",
        "1234,56",
        "1 234,56",
        f"1{NBSP}234,56",
        f"1{NARROW}234,56",
        f"1{THIN}234,56",
        f" 1{NBSP}234,56{NBSP}",
        "1234,5600",
    ],
)
def test_a_price_is_read_as_ukrainians_and_programs_write_it(cell: Any) -> None:
    assert of_cell(cell) == Decimal("1234.5600")


@pytest.mark.parametrize(
    "cell",
    ["", "дорого", "1.234,56", "1,234.56", "12 34,56", "1 2345", "1e3", "1234 грн", "+5", "--5", "=5", "5%", "NaN", "∞",
     "٥", True, float("inf"), float("nan")],
)  # fmt: skip
def test_what_is_no_number_is_no_price(cell: Any) -> None:
    expected = "emptied" if cell == "" else "not_a_number"
    assert of_cell(cell) == expected


@pytest.mark.parametrize("cell", [date(2026, 5, 1), datetime(2026, 5, 1, 1), time(1, 30), timedelta(hours=2)])
def test_what_a_program_took_for_a_date_or_time_is_named_so(cell: Any) -> None:
    assert of_cell(cell) == "a_date"


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (-0.01, "negative"),
        ("-5", "negative"),
        ("\u22125", "negative"),
        (0, Decimal(0)),
        (-0.0, Decimal(0)),
        (0.01, Decimal("0.01")),
        (999999999.99, Decimal("999999999.99")),
        (1_000_000_000, "too_large"),
        ("9" * 40, "too_large"),
    ],
)
def test_a_price_is_between_nothing_and_a_billion(cell: Any, said: Any) -> None:
    assert of_cell(cell) == said


@pytest.mark.parametrize(
    ("precision", "cell", "said"),
    [
        ("0.01", 12.34, Decimal("12.34")),
        ("0.01", 12.345, "too_fine"),
        ("0.01", 100 / 3, "too_fine"),
        ("0.01", 0.1 + 0.2, Decimal("0.30")),
        ("0.0001", 12.3456, Decimal("12.3456")),
        ("0.0001", 12.34567, "too_fine"),
        ("0.05", 12.35, Decimal("12.35")),
        ("0.05", 12.34, "too_fine"),
        ("1", 12, Decimal(12)),
        ("1", "12,5", "too_fine"),
    ],
)
def test_an_edited_price_is_whole_steps_of_its_type(precision: str, cell: Any, said: Any) -> None:
    assert of_cell(cell, a_kind(precision=precision)) == said


@pytest.mark.parametrize(("exported", "cell"), [("100", 100.0), ("12.3456", 12.3456), ("0.3", 0.1 + 0.2), (None, "")])
def test_what_stands_as_it_was_exported_is_not_edited_however_fine(exported: str | None, cell: Any) -> None:
    assert of_cell(cell, exported=exported) is None


def test_a_cell_that_had_no_price_may_get_one() -> None:
    assert of_cell(5, exported=None) == Decimal(5)


@pytest.mark.parametrize(("cell", "error"), [("", "#N/A"), (100.0, "#DIV/0!")])
def test_a_formula_that_failed_is_named_whatever_else_is_there(cell: Any, error: str) -> None:
    assert of_cell(cell, error=error) == "formula_error"


@pytest.mark.parametrize("way", [way for way in Way if way is not Way.MANUAL])
def test_computed_prices_are_read_only_unless_they_may_be_set(way: Way) -> None:
    kind = a_kind(way=way)
    assert of_cell(100.0, kind) is None
    for cell in (101, "", "дорого", date(2026, 5, 1), -1):
        assert of_cell(cell, kind) == "read_only"
    assert of_cell(101, kind, set_computed=True) == Decimal(101)
    assert of_cell("", kind, set_computed=True) == "emptied"


def faults(*rows: list[Any]) -> list[tuple[int, int, str]]:
    kind = a_kind()
    asked = Asked(known=3, kinds={"RETAIL": kind}, items={"LAMP": LAMP, "TORCH": TORCH}, exported={})
    return [(one.row, one.column, one.fault.name) for one in read(rows, asked).wrong]


HEAD = ["SKU", "Name", "Unit", "RETAIL"]


def test_every_further_row_of_an_item_is_named_and_none_of_them_counts() -> None:
    kind = a_kind()
    rows = [HEAD, ["LAMP", "", "", 1], ["TORCH", "", "", 2], ["LAMP", "", "", 3], ["LAMP", "", "", 4]]
    found = read(rows, Asked(known=3, kinds={"RETAIL": kind}, items={"LAMP": LAMP, "TORCH": TORCH}, exported={}))
    assert [(one.row, one.fault.name, one.fault.values["first"]) for one in found.wrong] == [
        (3, "item_twice", "2"),
        (4, "item_twice", "2"),
    ]
    assert [(one.item, one.value) for one in found.edits] == [(TORCH, Decimal(2))]


def test_rows_without_an_item_are_named_unless_they_are_empty() -> None:
    assert faults(HEAD, ["", "", "", ""], ["", "", "", 5], ["lamp", "", "", 5]) == [
        (2, 0, "item_missing"),
        (3, 0, "item_unknown"),
    ]


def test_headings_are_known_by_their_first_word() -> None:
    rows = [*HEAD, "RETAIL\nagain", "", "Коментар", "retail"], ["LAMP", "", "", "", "", "", "так", 5]
    assert faults(*rows) == [(0, 4, "column_twice"), (0, 6, "column_unknown"), (0, 7, "column_unknown")]
    assert [code_of(one) for one in ("RETAIL\nРоздріб, UAH", "  RETAIL ", "", 5.0)] == ["RETAIL", "RETAIL", "", "5.0"]


def test_an_empty_sheet_says_nothing() -> None:
    assert faults() == faults(HEAD) == faults([]) == []


def test_a_sku_of_digits_may_have_become_a_number() -> None:
    assert [sku_of(one) for one in (4820000000017.0, " LAMP ", 1.5, "007")] == ["4820000000017", "LAMP", "1.5", "007"]


@pytest.mark.parametrize(
    ("number", "text"), [("0.0100", "0,01"), ("1", "1"), ("100.5", "100,50"), ("999999999.9999", "999999999,9999")]
)
def test_numbers_in_reasons_read_as_people_write_them(number: str, text: str) -> None:
    assert shown(Decimal(number), ",") == text
