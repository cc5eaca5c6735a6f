"""How a computed price came about, told step by step in the asker's language (T10). Pure.

Told from what was kept beside the price when it was computed, so that a later change of the price type changes nothing
in the story.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from services.chassis.messages import Language
from services.chassis.money import half_up
from services.pricing.contracts import Reason
from services.pricing.rules.item_fields import is_amount, is_attribute, quoted

_RuleName = Literal["condition", "base", "purchase", "base_conversion", "markup", "formula", "rounding", "held"]
_TEXTS: dict[_RuleName, dict[Language, str]] = {
    "condition": {"uk": "Умова виконується: {of}", "en": "The condition holds: {of}"},
    "formula": {"uk": "Формула {of}{group}; {values}", "en": "The formula {of}{group}; {values}"},
    "base": {"uk": "Основа: ціна за видом «{of}»", "en": "Base: the price by type “{of}”"},
    "purchase": {"uk": "Основа: ціна закупівлі без ПДВ", "en": "Base: the purchase price without VAT"},
    "base_conversion": {
        "uk": "Основу перераховано у валюту й на ПДВ цього виду ціни",
        "en": "The base converted to this price type's currency and VAT",
    },
    "markup": {"uk": "Націнка {percent} %{group}", "en": "Markup of {percent} %{group}"},
    "rounding": {
        "uk": "Округлено {way} до {step}{deduction}",
        "en": "Rounded {way} to {step}{deduction}",
    },
    "held": {
        "uk": "Обчислено з {on}, але зміна менша за поріг {threshold} %: лишилася попередня ціна",
        "en": "Computed from {on}, but it moves by less than the threshold of {threshold} %: the old price was held",
    },
}
_GROUP: dict[Language, str] = {"uk": " за рядком цінової групи", "en": " by the price group's row"}
_WAYS: dict[str, dict[Language, str]] = {
    "half_up": {"uk": "до найближчого, половину вгору,", "en": "to the nearest, a half up,"},
    "down": {"uk": "вниз", "en": "down"},
    "up": {"uk": "вгору", "en": "up"},
}
_DEDUCTION: dict[Language, str] = {"uk": ", мінус {much}", "en": ", less {much}"}


def base_of(basis: Mapping[str, Any] | None) -> str | None:
    """The id of the type that was marked up, as it was kept."""
    return basis.get("base") if basis else None


def steps(
    value: Decimal,
    basis: Mapping[str, Any] | None,
    held: Mapping[str, Any] | None,
    base_name: str,
    day: date,
    language: Language,
) -> list[Reason]:
    """Nothing for a price that a person set and no computed one has tried to move by the day."""
    told = _of_basis(value, basis, base_name, language) if basis else []
    if held and date.fromisoformat(held["on"]) <= day:
        said = {"on": held["on"], "threshold": _plain(held["threshold"])}
        told.append(_step("held", value, Decimal(held["new"]), language, **said))
    return told


def _of_basis(value: Decimal, basis: Mapping[str, Any], base_name: str, language: Language) -> list[Reason]:
    unrounded, much = Decimal(basis["unrounded"]), Decimal(basis["deduction"])
    rounding = {
        "way": _WAYS[basis["direction"]][language],
        "step": _plain(basis["step"]),
        "deduction": _DEDUCTION[language].format(much=_plain(basis["deduction"])) if much else "",
    }
    told = [_step("condition", None, None, language, of=basis["condition"])] if "condition" in basis else []
    told += _by_formula(basis, language) if "formula" in basis else _by_markup(basis, base_name, language)
    return [*told, _step("rounding", unrounded, value, language, **rounding)]


def _by_markup(basis: Mapping[str, Any], base_name: str, language: Language) -> list[Reason]:
    base, start, unrounded = (Decimal(basis[name]) for name in ("base_value", "converted", "unrounded"))
    rule: _RuleName = "base" if basis["base"] else "purchase"
    told = [_step(rule, None, base, language, of=base_name)]
    if start != base:
        told.append(_step("base_conversion", base, start, language))
    group = _GROUP[language] if basis["by_group"] else ""
    markup = _step("markup", start, unrounded, language, percent=_plain(basis["markup"]), group=group)
    return [*told, markup]


def _by_formula(basis: Mapping[str, Any], language: Language) -> list[Reason]:
    """The formula as it was, and all that went into it and into the condition."""
    values = ", ".join(f"{name} = {_said(name, value)}" for name, value in basis["values"].items())
    group = _GROUP[language] if basis["by_group"] else ""
    more = {"of": basis["formula"], "group": group, "values": values or "—"}
    return [_step("formula", None, Decimal(basis["unrounded"]), language, **more)]


def _said(name: str, value: Any) -> str:
    """Money and quantities plain; texts in quotes, as they stand in a formula, and as attributes are kept."""
    if value is None:
        return "—"
    field = name.removeprefix("item.")
    if is_attribute(field):
        return str(value)
    if field == name or is_amount(field):
        return _plain(value)
    return str(value).lower() if isinstance(value, bool) else quoted(value)


def _step(rule: _RuleName, before: Decimal | None, after: Decimal | None, language: Language, **said: str) -> Reason:
    return Reason(
        rule=rule,
        document=None,
        before=None if before is None else half_up(before, 4),
        after=None if after is None else half_up(after, 4),
        text=_TEXTS[rule][language].format(**said),
        chosen=rule != "held",
    )


def _plain(number: str) -> str:
    return format(Decimal(number).normalize(), "f")
