"""Price sheets: prices out to Excel and back in (T8)."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.actor import OFFICE
from services.chassis.contracts import Message
from services.chassis.errors import UNKNOWN_REFERENCE, Conflict, Invalid, error_code
from services.chassis.fields import PriceAmount
from services.chassis.files import File, FileBytes
from services.chassis.moments import Day, Flag
from services.pricing.contracts.base import PRICERS, api
from services.pricing.contracts.prices import (
    ChangePercent,
    PreviewedPrice,
    PriceSettingShown,
)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_TYPES = 20
MOST_ITEMS = 5000
MOST_PRICES = 20_000
"""Items by types of one sheet: it is read and written in a fraction of a second, and fits a request."""
MOST_CHANGED = 3000
"""Prices that one sheet sets: with all that follows them they are written in seconds, within the time of a request."""

_Types = Annotated[tuple[UUID, ...], Field(min_length=1, max_length=MOST_TYPES)]
_Items = Annotated[tuple[UUID, ...], Field(max_length=200)]
_Groups = Annotated[tuple[UUID, ...], Field(max_length=100)]


class ExportPrices(Message):
    """A workbook of these price types: a row for each item, a column for each type. Items by their ids, by their price
    groups, or all of the catalogue; withdrawn ones only by their ids. At most 5,000 items and 20,000 prices."""

    price_type_id: _Types
    item_id: _Items = ()
    price_group_id: _Groups = ()
    on: Day | None = None
    """Whose prices: today's unless given."""


class PriceSheet(Message):
    """An exported workbook, edited. Cells not edited change nothing, whatever has become of their prices since."""

    effective_from: Day
    """The day from which the edited prices hold."""
    set_computed: Flag = False
    """Columns of computed types are read-only, unless this is true: then an edited price is set by hand."""
    file: FileBytes


class SetPriceSheet(PriceSheet):
    """All edited cells become one price setting. Broken cells are told of, and the others are set all the same."""

    draft: Flag = False
    """Leave the setting a draft, to be agreed later."""
    whole: Flag = False
    """Set nothing if any cell is broken: all of them are named."""


class SheetProblem(Message):
    """A cell that can't be taken, and why. `column`: what stands at its head; `value`: what was read in it."""

    cell: str
    row: int
    column: str
    value: str
    code: str
    message: str
    """In the caller's language."""


class SheetChange(Message):
    """A price that an edited cell sets. `exported`: what the workbook showed; `old` holds just before the date, which
    is another where somebody has set it since; `percent`: from old to new. Null: no price."""

    cell: str
    item_id: UUID
    sku: str
    price_type_id: UUID
    code: str
    exported: PriceAmount | None
    old: PriceAmount | None
    new: PriceAmount
    percent: ChangePercent | None


class SheetPreview(Message):
    """What a workbook would set: its edited cells, what is computed of them, and the cells that can't be taken. It was
    exported with the prices `on` a day as `known_at` a moment; `read_only`: its columns that are computed."""

    effective_from: date
    on: date
    known_at: datetime
    read_only: tuple[str, ...]
    changes: tuple[SheetChange, ...]
    followed: tuple[PreviewedPrice, ...]
    problems: tuple[SheetProblem, ...]


class SheetProblems(Message):
    """The cells of a workbook that can't be taken."""

    problems: tuple[SheetProblem, ...] = ()


class PriceSheetSet(PriceSettingShown, SheetProblems):
    """The price setting made of a workbook, and the cells that could not be taken."""


PRICES_TOO_MANY = error_code(
    "price_sheet_too_many",
    Conflict,
    en="That is {items} items with {prices} prices; a workbook holds {most_items} and {most_prices}. Choose fewer.",
    uk="Це {items} позицій і {prices} цін; файл уміщує {most_items} і {most_prices}. Виберіть менше.",
)
SHEET_UNREADABLE = error_code(
    "price_sheet_unreadable",
    Invalid,
    en="This is not a workbook of Excel (.xlsx), or it is damaged. Save it as .xlsx and send it again.",
    uk="Це не книга Excel (.xlsx), або її пошкоджено. Збережіть файл як .xlsx і надішліть ще раз.",
)
SHEET_TOO_LARGE = error_code(
    "price_sheet_too_large",
    Invalid,
    en="The workbook is larger than price sheets are. Remove what does not belong to it, or send it in parts.",
    uk="Книга більша, ніж бувають прайси. Приберіть із неї зайве або надішліть частинами.",
)
SHEET_FOREIGN = error_code(
    "price_sheet_foreign",
    Invalid,
    en="The workbook was not exported here, or its sheet Ugoda was changed. Take a new export, and change that file.",
    uk="Цю книгу вивантажено не звідси, або в ній змінено аркуш Ugoda. Вивантажте ціни й редагуйте той файл.",
)
SHEET_CHANGES_TOO_MANY = error_code(
    "price_sheet_changes_too_many",
    Conflict,
    en="The workbook changes {changed} prices; at most {most} are set at once. Send it in parts.",
    uk="Книга змінює {changed} цін; за один раз встановлюють щонайбільше {most}. Надішліть її частинами.",
)
SHEET_UNCHANGED = error_code(
    "price_sheet_unchanged",
    Conflict,
    en="No price in the workbook was changed, so there is nothing to set. Change one and send it again.",
    uk="У книзі не змінено жодної ціни, тож встановлювати нічого. Змініть ціну й надішліть ще раз.",
)
SHEET_WRONG = {
    "item_unknown": error_code(
        "sheet_item_unknown",
        Invalid,
        en="There is no item with this SKU. Correct it, or remove the row.",
        uk="Позиції з таким артикулом немає. Виправте його або приберіть рядок.",
    ),
    "item_missing": error_code(
        "sheet_item_missing",
        Invalid,
        en="The row has no SKU. Enter it, or remove the row.",
        uk="У рядку немає артикула. Введіть його або приберіть рядок.",
    ),
    "item_twice": error_code(
        "sheet_item_twice",
        Invalid,
        en="The item stands in row {first} too; neither is taken. Leave one of the rows.",
        uk="Ця позиція є ще в рядку {first}; не взято жодного. Залиште один із рядків.",
    ),
    "column_unknown": error_code(
        "sheet_column_unknown",
        Invalid,
        en="There is no price type with this code. Correct the heading, or remove the column.",
        uk="Виду ціни з таким кодом немає. Виправте заголовок або приберіть стовпець.",
    ),
    "column_twice": error_code(
        "sheet_column_twice",
        Invalid,
        en="The price type stands in column {first} too; only that one is taken. Remove this one.",
        uk="Цей вид ціни є ще у стовпці {first}; узято лише той. Приберіть цей.",
    ),
    "not_a_number": error_code(
        "sheet_not_a_number",
        Invalid,
        en="This is not a number. Enter the price in digits, like 1 234,56.",
        uk="Це не число. Введіть ціну цифрами, наприклад 1 234,56.",
    ),
    "formula_error": error_code(
        "sheet_formula_error",
        Invalid,
        en="The formula in the cell ends in an error. Correct the formula, or enter the price.",
        uk="Формула в клітинці завершується помилкою. Виправте формулу або введіть ціну.",
    ),
    "a_date": error_code(
        "sheet_date",
        Invalid,
        en="The spreadsheet program took this for a date. Make the cell a number, and enter the price again.",
        uk="Програма вважає це датою. Зробіть клітинку числовою і введіть ціну ще раз.",
    ),
    "negative": error_code(
        "sheet_negative",
        Invalid,
        en="A price is not below zero. Enter another one.",
        uk="Ціна не буває меншою за нуль. Введіть іншу.",
    ),
    "too_fine": error_code(
        "sheet_too_fine",
        Invalid,
        en="Prices of this type are whole steps of {step}. Enter it rounded.",
        uk="Ціни цього виду кратні {step}. Округліть число.",
    ),
    "too_large": error_code(
        "sheet_price_too_large",
        Invalid,
        en="A price is at most {most}. Enter a smaller one.",
        uk="Ціна не перевищує {most}. Введіть меншу.",
    ),
    "emptied": error_code(
        "sheet_emptied",
        Invalid,
        en="There was a price here, and a price is not taken away. Enter it again, or remove the row.",
        uk="Тут була ціна, а ціни не прибирають. Введіть її знову або приберіть рядок.",
    ),
    "read_only": error_code(
        "sheet_read_only",
        Invalid,
        en="Prices of this type are computed; it was {exported}. Enter that again, or ask to set computed prices.",
        uk="Ціни цього виду обчислюються; тут була {exported}. Введіть її знову або дозвольте встановити обчислювані.",
    ),
}
_WHOLE_FILE = (SHEET_UNREADABLE, SHEET_TOO_LARGE, SHEET_FOREIGN, SHEET_CHANGES_TOO_MANY)

EXPORT_PRICES = api.query(
    "export_prices",
    "GET /price-sheets",
    ExportPrices,
    File,
    roles=OFFICE,
    en="Prices as a workbook of Excel",
    uk="Ціни книгою Excel",
    errors=(UNKNOWN_REFERENCE, PRICES_TOO_MANY),
    gives=XLSX,
)
PREVIEW_PRICE_SHEET = api.query(
    "preview_price_sheet",
    "POST /price-sheets/preview",
    PriceSheet,
    SheetPreview,
    roles=PRICERS,
    en="What an edited workbook would change",
    uk="Що змінила б відредагована книга",
    errors=_WHOLE_FILE,
    takes=XLSX,
)
SET_PRICE_SHEET = api.command(
    "set_price_sheet",
    "POST /price-sheets",
    SetPriceSheet,
    PriceSheetSet,
    roles=PRICERS,
    en="Set the prices of an edited workbook",
    uk="Встановити ціни з відредагованої книги",
    errors=(*_WHOLE_FILE, SHEET_UNCHANGED, *SHEET_WRONG.values()),
    takes=XLSX,
)
