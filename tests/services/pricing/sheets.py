"""Workbooks in tests: exported, edited as a person would in a spreadsheet program, and sent back."""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any

from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from services.chassis.actor import Actor
from services.pricing import contracts
from services.pricing.rules.cells import address, position
from tests.services.cast import PRICER
from tests.services.pricing.desk import Desk

MARCH = "2026-03-01"
Cells = dict[str, Any]


def exported(desk: Desk, *types: str, by: Actor = PRICER, **asked: Any) -> bytes:
    file = desk.bench.do(contracts.EXPORT_PRICES, {"price_type_id": types, **asked}, by=by)
    return b64decode(file["content"])


def cells_of(data: bytes, sheet: int = 0) -> Cells:
    """Every cell that holds something, by its address."""
    with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
        rows = book.get_sheet_by_index(sheet).to_python(skip_empty_area=False)
    return {
        address(row, column): value for row, line in enumerate(rows) for column, value in enumerate(line) if value != ""
    }


def a_book(cells: Mapping[str, Any], about: Mapping[str, Any]) -> bytes:
    """A workbook of these cells: texts, numbers, dates and formulas ("=…" with its value) as a program writes them."""
    made = BytesIO()
    with Workbook(made, {"in_memory": True, "default_date_format": "dd.mm.yyyy"}) as book:
        for name, of in (("Prices", cells), ("Ugoda", about)):
            sheet = book.add_worksheet(name)
            for place, value in of.items():
                row, column = position(place)
                if isinstance(value, tuple):
                    sheet.write_formula(row, column, value[0], None, value[1])
                elif isinstance(value, str):
                    sheet.write_string(row, column, value)
                else:
                    sheet.write(row, column, value)
    return made.getvalue()


def edited(data: bytes, cells: Mapping[str, Any]) -> bytes:
    """The workbook with these cells changed; None empties one."""
    changed = {place: value for place, value in {**cells_of(data), **cells}.items() if value is not None}
    return a_book(changed, cells_of(data, 1))


def body(data: bytes, on: str = MARCH, **more: Any) -> dict[str, Any]:
    return {"effective_from": on, "file": b64encode(data).decode(), **more}


def preview(desk: Desk, data: bytes, on: str = MARCH, **more: Any) -> dict[str, Any]:
    return desk.bench.do(contracts.PREVIEW_PRICE_SHEET, body(data, on, **more), by=PRICER)


def changes(shown: Mapping[str, Any]) -> dict[str, tuple[str | None, str, str | None]]:
    """By cell: the price before, the new one, percent."""
    return {one["cell"]: (one["old"], one["new"], one["percent"]) for one in shown["changes"]}


def problems(shown: Mapping[str, Any]) -> dict[str, str]:
    """By cell: the code."""
    return {one["cell"]: one["code"] for one in shown["problems"]}


EDITED = {f"{column}{10 * row}": 1000 + row / 4 for column in "DE" for row in range(1, 11)}
"""Twenty prices of two types, by cell."""
BROKEN: dict[str, tuple[Any, str]] = {
    "D17": ("дорого", "sheet_not_a_number"),
    "E18": (-5, "sheet_negative"),
    "D19": (datetime(2026, 5, 1), "sheet_date"),
    "F20": (1, "sheet_read_only"),
    "A21": ("НЕМАЄ", "sheet_item_unknown"),
}
"""Five cells that can't be taken: what stands in them, and the code."""


def worked_on(data: bytes) -> bytes:
    """An exported workbook of three types after a person's work: 20 good prices, 5 broken cells."""
    return edited(data, {**EDITED, **{place: value for place, (value, _) in BROKEN.items()}})
