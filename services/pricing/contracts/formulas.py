"""Formulas of price types, and what helps to write one (T1, T5)."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.contracts import Message
from services.chassis.errors import UNKNOWN_REFERENCE, Invalid, error_code
from services.chassis.moments import Day
from services.chassis.sums import DerivedPrice
from services.pricing.contracts.base import PRICERS, api

FORMULA_LENGTH = 1000
FormulaText = Annotated[
    str,
    Field(
        min_length=1,
        max_length=FORMULA_LENGTH,
        examples=['price["RETAIL"] * 9 / 10'],
        description='CEL over price["CODE"], cost, purchase and the item\'s fields, attributes '
        '(item.attribute["Колір"]) and indicators; money and numbers of attributes are whole ten-thousandths, '
        "quantities whole thousandths, weight whole milligrams, volume whole cubic centimetres, a date is a text",
    ),
]


class Gives(StrEnum):
    """What a formula gives: a whole number (of a price: ten-thousandths), true or false, a text."""

    NUMBER = "number"
    TRUTH = "truth"
    TEXT = "text"


class Warned(StrEnum):
    """What a formula may do that its author does not expect: whole numbers divided are cut down to whole ones; nothing
    that changes by itself is named, so that prices follow nothing; its result is neither a price nor a condition."""

    DIVISION_TRUNCATES = "division_truncates"
    FOLLOWS_NOTHING = "follows_nothing"
    NOT_FOR_PRICES = "not_for_prices"


class Trial(StrEnum):
    """How a formula went on one item: it gave something; something it names has no value on the day (a price, a cost,
    an exchange rate, a stock, an attribute); it divided by zero, went beyond all numbers or put attributes of two kinds
    in order; an attribute of the item is of another kind than the formula takes it for."""

    GAVE = "gave"
    LACKS = "lacks"
    FAILED = "failed"
    MISFIT = "misfit"


class CheckFormula(Message):
    """A formula or a condition as it would be saved. With an item it is tried on its values of a day (today's if none
    is named), in the currency and VAT kind of the price type if one is named, else in hryvnias with VAT. Writes
    nothing."""

    formula: FormulaText
    price_type_id: UUID | None = None
    item_id: UUID | None = None
    on: Day | None = None


class FormulaWarning(Message):
    code: Warned
    text: str


class NamedValue(Message):
    """What went in under a name: money, or a field of the item as text, an amount of it as people read it ("26.000"
    pieces went in as 26000), a number of an attribute too ("60" went in as 600000), its text as it stands in a formula,
    in quotes. `value` null: there is none."""

    name: str
    value: str | None


class FormulaTrial(Message):
    """`result` as the formula gave it. `unrounded`: of a number, the price it is, before rounding; never below zero.
    `misfits`: sentences, what each attribute that does not fit is, and what the formula takes it for."""

    outcome: Trial
    values: tuple[NamedValue, ...]
    result: str | None
    unrounded: DerivedPrice | None
    misfits: tuple[str, ...]


class FormulaChecked(Message):
    """A formula that may be saved: what it names, what it gives, what to look out for, how it went on the item."""

    gives: Gives
    price_types: tuple[str, ...]
    """Codes of the types it follows."""
    names: tuple[str, ...]
    """`cost`, `purchase`, fields, attributes and indicators of the item, as they are named in it."""
    warnings: tuple[FormulaWarning, ...]
    trial: FormulaTrial | None


FORMULA_WRONG = {
    "syntax": error_code(
        "formula_syntax",
        Invalid,
        en="The formula cannot be read from character {place} on. Correct it: brackets and quotes go in pairs, a sign "
        "stands between values.",
        uk="Формулу не вдається прочитати від знака {place}. Виправте її: дужки й лапки йдуть парами, "
        "між значеннями стоїть знак дії.",
    ),
    "name": error_code(
        "formula_name",
        Invalid,
        en="There is no {name} to compute with. Choose one of: {known}.",
        uk="Значення {name} немає. Виберіть одне з таких: {known}.",
    ),
    "function": error_code(
        "formula_function",
        Invalid,
        en="There is no function {name}. Choose one of: {known}.",
        uk="Функції {name} немає. Виберіть одну з таких: {known}.",
    ),
    "types": error_code(
        "formula_types",
        Invalid,
        en="“{sign}” at character {place} does not fit its values. Put numbers to numbers, texts to texts, true or "
        "false to conditions.",
        uk="«{sign}» біля знака {place} не пасує до своїх значень. Поєднуйте числа з числами, тексти з текстами, "
        "умови з умовами.",
    ),
    "fraction": error_code(
        "formula_fraction",
        Invalid,
        en="Write the fraction at character {place} with whole numbers, * 11 / 10 instead of * 1.1: money is counted "
        "exactly.",
        uk="Запишіть дріб біля знака {place} цілими числами, * 11 / 10 замість * 1.1: гроші рахують точно.",
    ),
    "too_large": error_code(
        "formula_too_large",
        Invalid,
        en="The formula takes more work than one may. Shorten it: at most {depth} brackets inside one another, "
        "{items} values in a list, {work} steps.",
        uk="Формула потребує забагато обчислень. Скоротіть її: не більше ніж {depth} вкладених дужок, "
        "{items} значень у списку, {work} кроків.",
    ),
    "nested": error_code(
        "formula_nested",
        Invalid,
        en="A list is looked through inside another one at character {place}. Leave one of the two.",
        uk="Біля знака {place} список перебирають усередині іншого. Залиште один із двох.",
    ),
    "result": error_code(
        "formula_result",
        Invalid,
        en="A formula gives a price: a whole number of ten-thousandths. Correct it so that it does.",
        uk="Формула має давати ціну: ціле число десятитисячних. Виправте її.",
    ),
    "condition": error_code(
        "condition_result",
        Invalid,
        en="A condition is true or false. Correct it so that it compares something.",
        uk="Умова буває істинною або хибною. Виправте її так, щоб вона щось порівнювала.",
    ),
}

CHECK_FORMULA = api.query(
    "check_formula",
    "POST /formula-checks",
    CheckFormula,
    FormulaChecked,
    roles=PRICERS,
    en="Check a formula of prices, and try it on an item",
    uk="Перевірити формулу ціни й випробувати її на позиції",
    errors=(UNKNOWN_REFERENCE, *(one for name, one in FORMULA_WRONG.items() if name not in ("result", "condition"))),
    example={"formula": 'price["RETAIL"] * 9 / 10'},
)
