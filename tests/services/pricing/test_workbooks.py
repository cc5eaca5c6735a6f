"""Workbooks as strangers make them: read exactly, or refused within bounds of time and memory."""

import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from io import BytesIO
from itertools import pairwise
from random import Random
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.pricing.rules.cells import letters_of, position
from services.pricing.workbooks import MOST_UNPACKED, Heading, Read, TooLargeError, UnreadableError, read, write

SHEET, SHARED, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"
HEADINGS = [Heading("SKU", 10), Heading("RETAIL", 10)]
MOST_ROWS = 100
_HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_FOOT = "</sheetData></worksheet>"


@cache
def a_workbook() -> bytes:
    return write("Ціни", HEADINGS, [["LAMP", Decimal("12.3456")], ["TORCH", None]], [("on", "2026-03-01")])


def with_parts(parts: Mapping[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    """The workbook with these parts instead of its own."""
    made = BytesIO()
    with ZipFile(BytesIO(a_workbook())) as old, ZipFile(made, "w", method) as new:
        for name in dict.fromkeys([*old.namelist(), *parts]):
            new.writestr(name, parts.get(name) or old.read(name))
    return made.getvalue()


def a_sheet(cells: str) -> bytes:
    return with_parts({SHEET: f"{_HEAD}{cells}{_FOOT}".encode()})


def test_what_is_written_is_read() -> None:
    assert read(a_workbook(), MOST_ROWS) == (
        Read([["SKU", "RETAIL"], ["LAMP", 12.3456], ["TORCH", ""]], {}),
        Read([["on", "2026-03-01"]], {}),
    )


@settings(max_examples=500, deadline=None)
@given(st.decimals(0, Decimal("999999999.9999"), places=4))
def test_every_price_there_may_be_comes_back_exactly(price: Decimal) -> None:
    """As a double in the file, with 15 digits; a spreadsheet program keeps the double."""
    assert Decimal(format(float(price), ".15g")) == price
    assert Decimal(format(float(format(float(price), ".16G")), ".15g")) == price


@given(st.integers(0, 20_000), st.integers(0, 2_000_000))
def test_a_cell_s_address_names_its_place(column: int, row: int) -> None:
    assert position(f"{letters_of(column)}{row + 1}") == (row, column) if column < 18_278 else True


def test_columns_are_named_as_in_spreadsheets() -> None:
    names = [letters_of(column) for column in (0, 25, 26, 51, 52, 701, 702, 16_383)]
    assert names == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA", "XFD"]
    assert all(one != other for one, other in pairwise(names))


@pytest.mark.parametrize("place", ["", "1", "A", "AAAA1", "Я1", "A1B", "A-1", "$A$1"])
def test_what_is_no_address_is_refused(place: str) -> None:
    with pytest.raises(ValueError):
        position(place)


def test_a_formula_s_error_is_kept_and_its_value_is_read() -> None:
    cells = (
        '<row r="1"><c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B1"><f>2*2</f><v>4</v></c></row>'
        '<row r="2"><c r="B2" t="b"><v>1</v></c></row>'
    )
    assert read(a_sheet(cells), MOST_ROWS)[0] == Read([["", 4.0], ["", True]], {(0, 0): "#DIV/0!"})


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        b"SKU;RETAIL\nLAMP;1\n",
        b"<html>",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
        a_workbook()[:-40],
        a_workbook()[: len(a_workbook()) // 2],
        with_parts({}, ZIP_BZIP2),
        with_parts({BOOK: b"<workbook/>"}),
        with_parts({BOOK: b"not XML"}),
        with_parts({SHEET: b"<worksheet><sheetData><row></sheetData></worksheet>"}),
        with_parts({SHEET: b'<!DOCTYPE a [<!ENTITY b "cc">]><worksheet><sheetData/></worksheet>'}),
        a_sheet('<row r="1"><c r="ZZZZ1"><v>1</v></c></row>'),
        a_sheet('<row r="1"><c r="A1" t="s"><v>many</v></c></row>'),
    ],
    ids=range(14),
)
def test_what_is_no_workbook_is_unreadable(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        read(data, MOST_ROWS)


def _quiet(data: bytes) -> bool:
    """Whether it was refused as too large, with little more memory than the bound."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(TooLargeError):
        read(data, MOST_ROWS)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    return grown < 4 * MOST_UNPACKED


BOMBS: dict[str, Callable[[], bytes]] = {
    "a part twice as large as all may be": lambda: with_parts({SHEET: bytes(2 * MOST_UNPACKED)}),
    "two parts of half the bound and a bit": lambda: with_parts(
        {SHARED: b"<sst>" + b" " * (MOST_UNPACKED // 2) + b"</sst>", SHEET: bytes(MOST_UNPACKED // 2 + 1)}
    ),
    "a cell at the far corner": lambda: a_sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "a cell far down without an address": lambda: a_sheet('<row r="1048576"><c><v>1</v></c></row>'),
    "a cell whose row says another number": lambda: a_sheet('<row r="1"><c r="A1048576" t="str"><v>x</v></c></row>'),
    "a text in the cell itself, far right": lambda: a_sheet(
        '<row r="1"><c r="XFD1" t="inlineStr"><is><t>x</t></is></c></row>'
    ),
    "a formula without a value": lambda: a_sheet('<row r="1"><c r="XFD1"><f>A1</f></c></row>'),
    "a prefix before every name": lambda: with_parts(
        {
            SHEET: b'<x:worksheet xmlns:x="y"><x:sheetData><x:row r="1048576"><x:c r="A1048576"><x:v>1</x:v></x:c>'
            b"</x:row></x:sheetData></x:worksheet>"
        }
    ),
    "one long text in many cells": lambda: with_parts(
        {
            SHARED: b"<sst><si><t>" + b"x" * (MOST_UNPACKED // 50) + b"</t></si></sst>",
            SHEET: (
                _HEAD
                + "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 60))
                + _FOOT
            ).encode(),
        }
    ),
    "more parts than workbooks have": lambda: with_parts({f"xl/media/{place}.png": b"x" for place in range(300)}),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_a_bomb_is_refused_within_bounds(kind: str) -> None:
    assert _quiet(BOMBS[kind]())


def test_rows_up_to_the_bound_are_read_and_one_more_is_not() -> None:
    at = f'<row r="{MOST_ROWS}"><c r="A{MOST_ROWS}"><v>1</v></c></row>'
    assert len(read(a_sheet(at), MOST_ROWS)[0].rows) == MOST_ROWS
    with pytest.raises(TooLargeError):
        read(a_sheet(at.replace(str(MOST_ROWS), str(MOST_ROWS + 1))), MOST_ROWS)


def test_empty_cells_far_away_are_nothing() -> None:
    """Programs write them where a whole column has a style."""
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert read(a_sheet(cells), MOST_ROWS)[0].rows == [[1.0]]


def test_a_service_starts_without_the_libraries_of_workbooks() -> None:
    """They are some megabytes in each of its processes, for what is asked now and then."""
    asked = "import sys, services.pricing.service; print(*{'xlsxwriter', 'python_calamine'} & {*sys.modules})"
    told = [sys.executable, "-W", "ignore", "-c", asked]
    assert subprocess.run(told, capture_output=True, text=True, check=True).stdout.strip() == ""


def test_a_damaged_workbook_is_read_or_refused_and_nothing_else() -> None:
    whole, chance = a_workbook(), Random(20261201)
    for _ in range(500):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            read(bytes(data), MOST_ROWS)
        except (UnreadableError, TooLargeError):
            continue


def test_damaged_parts_are_read_or_refused_and_nothing_else() -> None:
    """Inside the archive, where no checksum stops them."""
    chance = Random(20261202)
    with ZipFile(BytesIO(a_workbook())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(500):
        name = chance.choice([*parts])
        data = bytearray(parts[name])
        for _ in range(chance.randint(1, 4)):
            place = chance.randrange(len(data))
            data[place : place + chance.randint(0, 3)] = chance.choice([b"", b"9", b'"', b"<", b"-1", b"99999999999"])
        try:
            read(with_parts({name: bytes(data)}), MOST_ROWS)
        except (UnreadableError, TooLargeError):
            continue
