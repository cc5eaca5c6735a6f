"""Use cases of price sheets: prices out to a workbook of Excel and, edited, back in (T8)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Row, func, or_, select

from services.chassis.errors import INVALID, ErrorCode
from services.chassis.files import File
from services.chassis.messages import FieldProblem, Language
from services.chassis.references import at_fields, unknown_references
from services.chassis.runtime import Reply
from services.chassis.tx import Reader, Tx
from services.pricing import workbooks
from services.pricing.contracts import (
    MOST_CHANGED,
    MOST_ITEMS,
    MOST_PRICES,
    PRICES_TOO_MANY,
    SHEET_CHANGES_TOO_MANY,
    SHEET_FOREIGN,
    SHEET_TOO_LARGE,
    SHEET_UNCHANGED,
    SHEET_UNREADABLE,
    SHEET_WRONG,
    ExportPrices,
    NewPrice,
    Origin,
    PriceSheet,
    SetPriceSheet,
    SheetChange,
    SheetPreview,
    SheetProblem,
    SheetProblems,
    Way,
)
from services.pricing.knowledge import Known, at, known
from services.pricing.models import Item, PriceSetting, PriceType
from services.pricing.prices import previewed
from services.pricing.recalculation import Wanted, all_kinds, locked_kinds, made_setting, new_setting, planned
from services.pricing.rules import sheets
from services.pricing.rules.cells import address
from services.pricing.rules.graph import Kind
from services.pricing.rules.saying import Said
from services.pricing.workbooks import Heading, Read

_FORMAT = "1"
_WORDS: dict[Language, dict[str, str]] = {
    "uk": {
        "prices": "Ціни",
        "sku": "Артикул",
        "name": "Назва",
        "unit": "Од.",
        "with_vat": "з ПДВ",
        "without_vat": "без ПДВ",
        "read_only": "лише для читання: обчислюється",
        "about": "Не змінюйте цього аркуша: за ним видно, які ціни змінено. Порожня ціна означає, що її немає.",
    },
    "en": {
        "prices": "Prices",
        "sku": "SKU",
        "name": "Name",
        "unit": "Unit",
        "with_vat": "with VAT",
        "without_vat": "without VAT",
        "read_only": "read-only: computed",
        "about": "Leave this sheet as it is: it tells which prices were changed. An empty cell: there is no price.",
    },
}
_NAMED = 3
"""Columns before the prices: SKU, name, unit."""


def export_prices(reader: Reader, asked: ExportPrices) -> File:
    types = _types(reader, asked.price_type_id)
    items = _items(reader, asked)
    stamp = Stamp(asked.on or reader.today, _latest_decision(reader))
    values = _exported(reader, [item.id for item in items], [one.id for one in types], stamp)
    words = _WORDS[reader.actor.language]
    content = workbooks.write(
        words["prices"],
        [Heading(words["sku"], 18), Heading(words["name"], 50), Heading(words["unit"], 8), *_headings(types, words)],
        ([*_named(item, reader.actor.language), *(values.get((item.id, one.id)) for one in types)] for item in items),
        stamp.lines(words["about"]),
    )
    return File(name=f"prices-{stamp.on.isoformat()}.xlsx", content=content)


def preview_price_sheet(reader: Reader, asked: PriceSheet, book: "Book") -> SheetPreview:
    """Writes nothing; the very prices that `set_price_sheet` would write."""
    kinds = all_kinds(reader)
    found = _found(reader, kinds, asked, book)
    plan = planned(reader, kinds, _wanted(asked.effective_from, found.edits))
    told = previewed(plan)
    olds = {(one.item_id, one.price_type_id): one for one in told if one.origin is Origin.MANUAL}
    codes = {sheets.code_of(one) for one in book.headings[_NAMED:]}
    return SheetPreview(
        effective_from=asked.effective_from,
        on=book.stamp.on,
        known_at=book.stamp.known_at,
        read_only=tuple(sorted(one.code for one in kinds if one.code in codes and one.way is not Way.MANUAL)),
        changes=tuple(_change(one, book, olds[one.item, one.kind.id]) for one in found.edits),
        followed=tuple(one for one in told if one.origin is Origin.COMPUTED),
        problems=_problems(found, book, reader.actor.language),
    )


def price_sheet_problems(reader: Reader, asked: PriceSheet, book: "Book") -> SheetProblems:
    """The cells that can't be taken; the same whenever it is asked: a sheet is compared with what it was made of."""
    found = _found(reader, all_kinds(reader), asked, book)
    return SheetProblems(problems=_problems(found, book, reader.actor.language))


def set_price_sheet(tx: Tx, command: SetPriceSheet, book: "Book") -> PriceSetting:
    """One setting of all edited cells; a draft says them and sets nothing yet."""
    kinds = locked_kinds(tx)
    found = _found(tx, kinds, command, book)
    if command.whole and found.wrong:
        problems = _problems(found, book, tx.actor.language)
        raise INVALID([FieldProblem(f"/file/{one.cell}", one.code, one.message) for one in problems])
    if not found.edits:
        raise SHEET_UNCHANGED()
    if command.draft:
        rows = [NewPrice(item_id=one.item, price_type_id=one.kind.id, value=one.value) for one in found.edits]
        said = [row.model_dump(mode="json") for row in rows]
        return new_setting(tx, command.effective_from, count=len(said), said=said)
    wanted = _wanted(command.effective_from, found.edits)
    return made_setting(tx, kinds, wanted, planned(tx, kinds, wanted))


def with_problems(setting: Reply, problems: Reply) -> Reply:
    """The setting's reply, made anew of the record if its key is known, and what the file itself tells."""
    body = orjson.dumps({**orjson.loads(setting.body), **orjson.loads(problems.body)})
    return Reply(body, setting.status, setting.version)


# ---------------------------------------------------------------- the workbook


@dataclass(frozen=True)
class Stamp:
    """What a workbook was made of: prices on a day, as known at a moment. With both clocks the history tells for ever
    what stood in its cells, so that nothing in the file has to be believed about it."""

    on: date
    known_at: datetime

    def lines(self, about: str) -> list[tuple[str, ...]]:
        values = {"format": _FORMAT, "on": self.on.isoformat(), "known_at": self.known_at.isoformat()}
        return [*values.items(), (about,)]


@dataclass(frozen=True)
class Book:
    """A workbook as it was read, not yet compared with anything."""

    sheet: Read
    stamp: Stamp

    @property
    def headings(self) -> Sequence[Any]:
        return self.sheet.rows[0] if self.sheet.rows else ()

    def shown(self, row: int, column: int) -> str:
        error = self.sheet.errors.get((row, column))
        return (error or str(self.sheet.rows[row][column]))[:100]


def read_book(data: bytes, language: Language) -> Book:
    """Raises Invalid for what is not a workbook exported here."""
    try:
        sheet, about = workbooks.read(data, most_rows=MOST_ITEMS + 1)
    except workbooks.UnreadableError:
        raise at_fields(SHEET_UNREADABLE, ["/file"], language) from None
    except workbooks.TooLargeError:
        raise at_fields(SHEET_TOO_LARGE, ["/file"], language) from None
    said = {str(line[0]): str(line[1]) for line in about.rows if len(line) > 1}
    try:
        stamp = Stamp(date.fromisoformat(said["on"]), datetime.fromisoformat(said["known_at"]))
    except (KeyError, ValueError):
        raise at_fields(SHEET_FOREIGN, ["/file"], language) from None
    if said.get("format") != _FORMAT or stamp.known_at.utcoffset() is None:
        raise at_fields(SHEET_FOREIGN, ["/file"], language)
    return Book(sheet, stamp)


def _types(reader: Reader, wanted: Sequence[UUID]) -> list[PriceType]:
    query = select(PriceType).where(PriceType.id.in_(wanted), reader.visible(PriceType))
    found = {one.id: one for one in reader.session.scalars(query)}
    if found.keys() != set(wanted):
        raise unknown_references(["/price_type_id"], reader.actor.language)
    return [found[one] for one in dict.fromkeys(wanted)]


def _items(reader: Reader, asked: ExportPrices) -> list[Row[Any]]:
    conditions = [reader.visible(Item)]
    if asked.item_id:
        conditions.append(Item.id.in_(asked.item_id))
    else:
        conditions.append(Item.withdrawn.is_(False))
    if asked.price_group_id:
        conditions.append(Item.price_group_id.in_(asked.price_group_id))
    items = reader.session.scalar(select(func.count()).select_from(Item).where(*conditions)) or 0
    prices = items * len(set(asked.price_type_id))
    if items > MOST_ITEMS or prices > MOST_PRICES:
        raise PRICES_TOO_MANY(items=items, prices=prices, most_items=MOST_ITEMS, most_prices=MOST_PRICES)
    columns = (Item.id, Item.sku, Item.name, Item.name_en, Item.unit)
    query = select(*columns).where(*conditions).order_by(Item.sort_key, Item.id)
    return list(reader.rows(query))


def _named(item: Any, language: Language) -> list[str]:
    return [item.sku, (item.name_en if language == "en" else None) or item.name, item.unit]


def _headings(types: Iterable[PriceType], words: dict[str, str]) -> list[Heading]:
    """The code first: it is what the column is known by when the workbook comes back."""
    made = []
    for one in types:
        computed = one.way != Way.MANUAL
        vat = words["with_vat" if one.vat_included else "without_vat"]
        lines = [one.code, f"{one.name}, {one.currency} {vat}", *([words["read_only"]] if computed else [])]
        made.append(Heading("\n".join(lines), 22, shaded=computed))
    return made


def _latest_decision(reader: Reader) -> datetime:
    """The moment after which nothing has changed in this snapshot. Not the clock's: a setting under way has taken its
    own moment already, and would seem to have been known to a workbook that did not see it."""
    asked = select(func.max(PriceSetting.agreed_at), func.max(PriceSetting.cancelled_at))
    last = [one for one in reader.session.execute(asked).one() if one is not None]
    return max(last, default=reader.now)


def _exported(
    reader: Reader, items: Sequence[UUID], types: Sequence[UUID], stamp: Stamp
) -> dict[tuple[UUID, UUID], Decimal]:
    day = stamp.on
    holds: list[Known] = [
        lambda table: table.c.price_type_id.in_(types),
        lambda table: table.c.valid_from <= day,
        lambda table: or_(table.c.valid_to.is_(None), table.c.valid_to > day),
    ]
    rows = known(reader, at(stamp.known_at), items, *holds)
    return {(row.item_id, row.price_type_id): row.value for row in rows}


def _found(reader: Reader, kinds: Sequence[Kind], asked: PriceSheet, book: Book) -> sheets.Found:
    skus = {sheets.sku_of(row[0]) for row in book.sheet.rows[1:] if row}
    query = select(Item.sku, Item.id).where(Item.sku.in_(skus), reader.visible(Item))
    items = {row.sku: row.id for row in reader.session.execute(query)}
    against = sheets.Asked(
        known=_NAMED,
        kinds={kind.code: kind for kind in kinds},
        items=items,
        exported=_exported(reader, list(items.values()), [kind.id for kind in kinds], book.stamp),
        set_computed=asked.set_computed,
        errors=book.sheet.errors,
    )
    found = sheets.read(book.sheet.rows, against)
    if len(found.edits) > MOST_CHANGED:
        raise SHEET_CHANGES_TOO_MANY(changed=len(found.edits), most=MOST_CHANGED)
    return found


def _wanted(start: date, edits: Iterable[sheets.Edit]) -> Wanted:
    said: dict[UUID, dict[UUID, Said]] = {}
    for one in edits:
        said.setdefault(one.item, {})[one.kind.id] = Said(one.value)
    return Wanted(start, said)


def _change(edit: sheets.Edit, book: Book, told: Any) -> SheetChange:
    return SheetChange(
        cell=address(edit.row, edit.column),
        item_id=edit.item,
        sku=sheets.sku_of(book.sheet.rows[edit.row][0]),
        price_type_id=edit.kind.id,
        code=edit.kind.code,
        exported=edit.exported,
        old=told.old,
        new=edit.value,
        percent=told.percent,
    )


def _problems(found: sheets.Found, book: Book, language: Language) -> tuple[SheetProblem, ...]:
    return tuple(_problem(one, book, language) for one in found.wrong)


def _problem(wrong: sheets.Wrong, book: Book, language: Language) -> SheetProblem:
    code: ErrorCode = SHEET_WRONG[wrong.fault.name]
    point = "," if language == "uk" else "."
    values = {name: sheets.shown(value, point) for name, value in wrong.fault.values.items()}
    return SheetProblem(
        cell=address(wrong.row, wrong.column),
        row=wrong.row + 1,
        column=sheets.code_of(book.headings[wrong.column]) if wrong.column < len(book.headings) else "",
        value=book.shown(wrong.row, wrong.column),
        code=code.name,
        message=code.sentence(language).format_map(values),
    )
