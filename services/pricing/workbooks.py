"""Workbooks of Excel (.xlsx): written, and read within bounds whoever made them. The libraries come at first use."""

import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from typing import Any
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from services.pricing.rules.cells import position

ABOUT = "Ugoda"
"""The sheet that says what a workbook was made of; its name is the same in every language."""
MOST_UNPACKED = 32 * 1024 * 1024
"""Bytes of all parts of a workbook that are read, and of the texts that its cells come to."""
MOST_PARTS = 200
MOST_COLUMNS = 100
_ENCRYPTED = 0x1
_PART = 65_536
_SHARED, _BOOK, _RELATIONS = "xl/sharedStrings.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_ALWAYS = ("[Content_Types].xml", "_rels/.rels", _BOOK, _RELATIONS, _SHARED, "xl/styles.xml")


class UnreadableError(Exception):
    """Not a workbook, or a damaged one."""


class TooLargeError(Exception):
    """More than is read: a bomb, or simply another kind of workbook."""


@dataclass(frozen=True)
class Heading:
    """A column: texts or prices. Texts are never taken for formulas, whatever they begin with."""

    title: str
    width: int
    shaded: bool = False


@dataclass(frozen=True)
class Read:
    """A sheet's values from A1 on, "" where there is none; and what formulas ended in, by (row, column) from zero."""

    rows: Sequence[Sequence[Any]]
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)


def write(
    name: str,
    headings: Sequence[Heading],
    rows: Iterable[Sequence[str | Decimal | None]],
    about: Iterable[Sequence[str]],
) -> bytes:
    """One sheet of rows under headings, and the sheet `ABOUT`."""
    from xlsxwriter import Workbook

    made = BytesIO()
    with Workbook(made, {"in_memory": True}) as book:
        text, shaded_text = book.add_format({"num_format": "@"}), book.add_format({"num_format": "@", **_GREY})
        price, shaded = book.add_format({"num_format": "0.00##"}), book.add_format({"num_format": "0.00##", **_GREY})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "num_format": "@"})
        sheet = book.add_worksheet(name)
        for place, heading in enumerate(headings):
            sheet.set_column(place, place, heading.width, shaded if heading.shaded else price)
            sheet.write_string(0, place, heading.title, head)
        last = 0
        for last, row in enumerate(rows, 1):
            for place, value in enumerate(row):
                grey = headings[place].shaded
                if isinstance(value, Decimal):
                    sheet.write_number(last, place, float(value), shaded if grey else price)
                elif value is not None:
                    sheet.write_string(last, place, value, shaded_text if grey else text)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, last, len(headings) - 1)
        described = book.add_worksheet(ABOUT)
        described.set_column(0, 2, 30)
        for place, line in enumerate(about):
            for column, word in enumerate(line):
                described.write_string(place, column, word, text)
    return made.getvalue()


_GREY = {"bg_color": "#E7E6E6", "font_color": "#595959"}


def read(data: bytes, most_rows: int) -> tuple[Read, Read]:
    """The first sheet, and the sheet `ABOUT` (empty if there is none). Raises UnreadableError or TooLargeError.

    Not a byte is given to the library that has not been looked at: what it is given is a new archive of the few parts
    that it needs, unpacked within the bound, with so many cells and so much text as the bounds say.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            return _read(_Parts(archive), most_rows)
    except (BadZipFile, zlib.error, expat.ExpatError, EOFError, NotImplementedError, ValueError, LookupError) as error:
        raise UnreadableError from error


def _read(parts: "_Parts", most_rows: int) -> tuple[Read, Read]:
    from python_calamine import CalamineError, CalamineWorkbook

    placed = _sheets(parts)
    first = next((name for name in placed if name != ABOUT), None)
    if first is None:
        raise UnreadableError
    wanted = [name for name in (first, ABOUT) if name in placed]
    shared = _lengths(parts.get(_SHARED))
    cells = {name: _Cells(most_rows, shared).looked_at(parts.get(placed[name])) for name in wanted}
    if sum(one.text for one in cells.values()) > MOST_UNPACKED:
        raise TooLargeError
    bare = parts.repacked([*_ALWAYS, *(placed[name] for name in wanted)])
    try:
        with CalamineWorkbook.from_filelike(BytesIO(bare)) as book:
            found = {
                name: Read(book.get_sheet_by_name(name).to_python(skip_empty_area=False), cells[name].errors)
                for name in wanted
            }
    except CalamineError as error:
        raise UnreadableError from error
    return found[first], found.get(ABOUT, Read(()))


class _Parts:
    """Parts of an archive, each unpacked when it is asked for, all together within the bound."""

    def __init__(self, archive: ZipFile):
        self._archive = archive
        self._left = MOST_UNPACKED
        self._read: dict[str, bytes] = {}
        self._listed: dict[str, ZipInfo] = {}
        if len(archive.infolist()) > MOST_PARTS:
            raise TooLargeError
        for one in archive.infolist():
            if one.filename in self._listed or one.flag_bits & _ENCRYPTED:
                raise UnreadableError
            self._listed[one.filename] = one

    def get(self, name: str) -> bytes:
        """Empty: there is no such part."""
        if name in self._listed and name not in self._read:
            self._read[name] = self._unpacked(self._listed[name])
        return self._read.get(name, b"")

    def _unpacked(self, info: ZipInfo) -> bytes:
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise UnreadableError
        made = bytearray()
        with self._archive.open(info) as part:
            while some := part.read(_PART):
                made += some
                if len(made) > self._left:
                    raise TooLargeError
        self._left -= len(made)
        return bytes(made)

    def repacked(self, names: Iterable[str]) -> bytes:
        made = BytesIO()
        with ZipFile(made, "w", ZIP_STORED) as archive:
            for name in dict.fromkeys(names):
                if self.get(name):
                    archive.writestr(name, self.get(name))
        return made.getvalue()


def _walk(
    xml: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Names come without their prefixes. Raises UnreadableError for a document with a type of its own: entities that
    grow come from there, and no spreadsheet program writes one."""

    def refuse(*_: Any) -> None:
        raise UnreadableError

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, attributes: start(_bare(name), attributes)
    if end is not None:
        parser.EndElementHandler = lambda name: end(_bare(name))
    if text is not None:
        parser.CharacterDataHandler = text
    parser.Parse(xml, True)


def _bare(name: str) -> str:
    return name.rpartition(":")[2]


def _sheets(parts: _Parts) -> dict[str, str]:
    """Sheets in their order: name → its part."""
    targets: dict[str, str] = {}
    named: dict[str, str] = {}

    def relation(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            target = attributes.get("Target", "")
            targets[attributes.get("Id", "")] = target[1:] if target.startswith("/") else f"xl/{target}"

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            of = next((value for key, value in attributes.items() if _bare(key) == "id"), "")
            named[attributes.get("name", "")] = of

    _walk(parts.get(_RELATIONS), relation)
    _walk(parts.get(_BOOK), sheet)
    return {name: targets[of] for name, of in named.items() if of in targets}


def _lengths(xml: bytes) -> list[int]:
    """Of the texts that cells share."""
    found: list[int] = []

    def start(name: str, _: dict[str, str]) -> None:
        if name == "si":
            found.append(0)

    def text(some: str) -> None:
        if found:
            found[-1] += len(some)

    if xml:
        _walk(xml, start, text=text)
    return found


class _Cells:
    """How far the cells of a sheet reach, how long their shared texts are together, and which formulas failed. The
    library makes a table of all between the first and the last cell: one cell far away would fill the memory."""

    def __init__(self, most_rows: int, shared: Sequence[int]):
        self.errors: dict[tuple[int, int], str] = {}
        self.text = 0
        self._most_rows, self._shared = most_rows, shared
        self._row = self._column = -1
        self._kind, self._said, self._inside = "", "", False

    def looked_at(self, xml: bytes) -> "_Cells":
        _walk(xml, self._start, self._end, self._text)
        return self

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
            self._column = -1
        elif name == "c":
            place = attributes.get("r")
            self._row, self._column = position(place) if place else (self._row, self._column + 1)
            self._kind, self._said = attributes.get("t", ""), ""
        elif name in ("v", "is", "f"):
            self._inside = name == "v"
            if not (0 <= self._row < self._most_rows and 0 <= self._column < MOST_COLUMNS):
                raise TooLargeError

    def _text(self, some: str) -> None:
        if self._inside:
            self._said += some

    def _end(self, name: str) -> None:
        if name != "v":
            return
        self._inside = False
        if self._kind == "e":
            self.errors[self._row, self._column] = self._said
        elif self._kind == "s" and int(self._said) < len(self._shared):
            self.text += self._shared[int(self._said)]
