"""Formulas checked before they are saved, and tried on an item: what helps a person to write one (T1, T5)."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from services.chassis.messages import Language
from services.chassis.references import require
from services.chassis.tx import Reader
from services.pricing.contracts import (
    FORMULA_WRONG,
    CheckFormula,
    FormulaChecked,
    FormulaTrial,
    FormulaWarning,
    Gives,
    NamedValue,
    Trial,
    Warned,
)
from services.pricing.faults import Faults
from services.pricing.formulas import evaluate
from services.pricing.models import Item, PriceType
from services.pricing.price_book import Book
from services.pricing.rates import rates_from
from services.pricing.recalculation import all_kinds
from services.pricing.rules.deriving import Market, Result, as_price, in_kind, lacking, values_of
from services.pricing.rules.following import value_on
from services.pricing.rules.formula_tokens import FormulaError
from services.pricing.rules.formulas import Formula, read
from services.pricing.rules.graph import Kind
from services.pricing.rules.item_fields import as_told, misfits

_TEXTS: dict[Warned, dict[Language, str]] = {
    Warned.DIVISION_TRUNCATES: {
        "uk": "«/» ділить цілі числа й відкидає дробову частину: 7 / 2 дає 3. Спершу множте, потім діліть.",
        "en": "“/” divides whole numbers and drops what is left over: 7 / 2 is 3. Multiply first, then divide.",
    },
    Warned.FOLLOWS_NOTHING: {
        "uk": "Формула не називає жодної ціни: сама вона не зміниться, лише за перерахунку.",
        "en": "The formula names no price: it changes nothing by itself, only when prices are computed anew.",
    },
    Warned.NOT_FOR_PRICES: {
        "uk": "Формула дає текст: це ані ціна, ані умова.",
        "en": "The formula gives a text: neither a price nor a condition.",
    },
}

_MISFIT: dict[Language, str] = {
    "uk": "У цієї позиції item.{field} — {held}, а формула сприймає його як {taken}. Виправте картку або формулу.",
    "en": "item.{field} of this item is {held}, and the formula takes it for {taken}. Correct the card or the formula.",
}
_KINDS: dict[Gives, dict[Language, str]] = {
    Gives.NUMBER: {"uk": "число", "en": "a number"},
    Gives.TEXT: {"uk": "текст", "en": "a text"},
    Gives.TRUTH: {"uk": "«так» або «ні»", "en": "yes or no"},
}


def checked(
    faults: Faults,
    pointer: str,
    text: str,
    ids: Mapping[str, Any],
    read_as: Callable[[str], Formula] = read,
    own: str = "",
) -> Formula | None:
    """What is known of a formula; none, its fault noted, where it may not be saved. `ids`: types by their codes; `own`:
    that of the type it is of, which it should not name."""
    try:
        formula = read_as(text)
    except FormulaError as error:
        faults.add(error.code, pointer, **error.values)
        return None
    unknown = [code for code in formula.codes if code not in ids]
    for code in unknown:
        known = ", ".join(f'price["{one}"]' for one in sorted(ids) if one != own)
        faults.add(FORMULA_WRONG["name"], pointer, name=f'price["{code}"]', known=known)
    return None if unknown else formula


def check_formula(reader: Reader, asked: CheckFormula) -> FormulaChecked:
    """Raises Invalid at `formula` as saving does, and at what names nothing."""
    require(reader, (Item, asked.item_id, "/item_id"), (PriceType, asked.price_type_id, "/price_type_id"))
    kinds = all_kinds(reader)
    kind = _kind(asked, kinds)
    faults = Faults(reader.actor.language)
    formula = checked(faults, "/formula", asked.formula, kind.codes)
    faults.demand_none()
    assert formula
    trial = _tried(reader, asked, asked.item_id, kind, kinds) if asked.item_id else None
    return FormulaChecked(
        gives=formula.gives,
        price_types=formula.codes,
        names=(*formula.money, *(f"item.{name}" for name in formula.fields)),
        warnings=tuple(FormulaWarning(code=one, text=_TEXTS[one][reader.actor.language]) for one in _warnings(formula)),
        trial=trial,
    )


def _kind(asked: CheckFormula, kinds: list[Kind]) -> Kind:
    """The type that the formula would be of: named, or one in hryvnias with VAT; it may name every type."""
    codes = {one.code: one.id for one in kinds}
    named = next((one for one in kinds if one.id == asked.price_type_id), None)
    if named is None:
        return Kind(UUID(int=0), "", codes=codes)
    return Kind(named.id, named.code, named.currency, named.vat_included, codes=codes)


def _warnings(formula: Formula) -> list[Warned]:
    found = [Warned.DIVISION_TRUNCATES] if formula.divides else []
    if formula.gives is Gives.TEXT:
        found.append(Warned.NOT_FOR_PRICES)
    elif formula.gives is Gives.NUMBER and not formula.codes and not formula.money:
        found.append(Warned.FOLLOWS_NOTHING)
    return found


def _tried(reader: Reader, asked: CheckFormula, item: UUID, kind: Kind, kinds: list[Kind]) -> FormulaTrial:
    text, day = asked.formula, asked.on or reader.today
    inputs = kind.named(text)
    fields = read(text).fields
    book = Book(reader, [item], set(inputs.values()), day, fields)
    currencies = {kind.currency, *(one.currency for one in kinds if one.id in inputs.values())}
    market = Market({one.id: one for one in kinds}, rates_from(reader, currencies, day), evaluate)
    goods = book.goods[item]
    money: dict[str, Decimal] = {}
    for name, base in inputs.items():
        row = value_on(book.prices[item][base], day)
        value = in_kind(goods, kind, base, row.value, day, market) if row else None
        if value is not None:
            money[name] = value
    wrong = misfits(goods.card, read(text).attributes)
    result = None if wrong else evaluate(text, values_of(text, money, goods))
    shown = [NamedValue(name=name, value=_shown(money.get(name))) for name in inputs]
    shown += [NamedValue(name=name, value=_shown(value)) for name, value in as_told(goods.card, fields).items()]
    is_number = read(text).gives is Gives.NUMBER
    without = Trial.MISFIT if wrong else Trial.LACKS if lacking(text, money, goods) else Trial.FAILED
    language = reader.actor.language
    return FormulaTrial(
        outcome=without if result is None else Trial.GAVE,
        values=tuple(shown),
        result=_shown(result),
        unrounded=as_price(result) if is_number and result is not None else None,
        misfits=tuple(_told(field, *kinds, language) for field, kinds in wrong.items()),
    )


def _told(field: str, held: Gives, taken: Gives, language: Language) -> str:
    return _MISFIT[language].format(field=field, held=_KINDS[held][language], taken=_KINDS[taken][language])


def _shown(value: Decimal | Result | None) -> str | None:
    if isinstance(value, Decimal):
        return format(value, "f")
    return None if value is None else str(value).lower() if isinstance(value, bool) else str(value)
