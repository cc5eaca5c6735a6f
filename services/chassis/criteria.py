"""A rule that chooses records: a tree of and, or, not over field, comparison, value (N3, P11).

Read here, strictly, with every fault named at once by its place; `criteria_sql` makes one condition of SQL of what was
read, so that a rule is never evaluated row by row. Pure: what fields there are, a service says.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, Field, WithJsonSchema

from services.chassis.contracts import Message
from services.chassis.errors import UNKNOWN_REFERENCE, ErrorCode, Invalid, error_code
from services.chassis.messages import FieldProblem, Language, field_error, register_field_error

DEPTH, PARTS, VALUES = 6, 100, 500
LONGEST_AGO = 36500
_TOP = 10**15


class Comparison(StrEnum):
    """How a field is compared. A field that is not filled in compares as nothing: it `differs` from every value, is
    `empty`, and holds of no other comparison. `contains` and `starts_with` take letters as they are written, but
    names are looked through as lists are, whatever the letter case. Bounds of `at_most` and `at_least` are included;
    of dates `less` is earlier and `more` is later."""

    EQUALS = "equals"
    DIFFERS = "differs"
    ONE_OF = "one_of"
    CONTAINS = "contains"
    STARTS_WITH = "starts_with"
    LESS = "less"
    AT_MOST = "at_most"
    MORE = "more"
    AT_LEAST = "at_least"
    EMPTY = "empty"
    FILLED = "filled"


def _unless_given() -> Any:
    """Shown as it was written: what was not given is left out, or a tree would be nulls for the most part."""
    return Field(default=None, exclude_if=lambda value: value is None)


_Parts = Annotated[tuple["Criterion", ...], Field(min_length=1, max_length=PARTS)]
_LONGEST = 200
_Text = Annotated[str, Field(min_length=1, max_length=_LONGEST)]
register_field_error(
    "criterion_one_value",
    en="Enter a text of 1 to 200 signs, a whole number, or true or false.",
    uk="Введіть текст від 1 до 200 знаків, ціле число, true або false.",
)


def _one_value(said: Any) -> Any:
    """One refusal for what is none of the three, where a union would name each."""
    if isinstance(said, bool) or (isinstance(said, int) and abs(said) < _TOP):
        return said
    if isinstance(said, str) and 1 <= len(said) <= _LONGEST:
        return said
    raise field_error("criterion_one_value")


_Value = Annotated[
    Any,
    AfterValidator(_one_value),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "boolean"},
                {"type": "integer", "exclusiveMinimum": -_TOP, "exclusiveMaximum": _TOP},
                {"type": "string", "minLength": 1, "maxLength": _LONGEST},
            ]
        }
    ),
]


class Criterion(Message):
    """One of four things: `all_of`, `any_of` or `none_of` other criteria; or a `field` with its `comparison` and what
    it is compared with: one `value`, for `one_of` several `values`, for a date maybe `days_ago` instead, counted back
    from the day on which the rule is asked. Values are texts as in the card: "goods", "100.50", "2026-11-30", an id;
    whole numbers and true or false may stand without quotes."""

    all_of: _Parts | None = _unless_given()
    any_of: _Parts | None = _unless_given()
    none_of: _Parts | None = _unless_given()
    field: Annotated[str, Field(max_length=60, examples=["brand"])] | None = _unless_given()
    comparison: Comparison | None = _unless_given()
    value: _Value | None = _unless_given()
    values: Annotated[tuple[_Text, ...], Field(min_length=1, max_length=200)] | None = _unless_given()
    days_ago: Annotated[int, Field(ge=0, le=LONGEST_AGO)] | None = _unless_given()


class Joint(StrEnum):
    ALL = "all_of"
    ANY = "any_of"
    NONE = "none_of"


class FieldKind(StrEnum):
    """What a field holds. Of money and quantities empty is not zero, unless the field says so. A set holds several of
    its choices at once."""

    TEXT = "text"
    CHOICE = "choice"
    SET = "set"
    ID = "id"
    MONEY = "money"
    QUANTITY = "quantity"
    COUNT = "count"
    DATE = "date"
    YES_NO = "yes_no"


_NAMED = (Comparison.EQUALS, Comparison.DIFFERS, Comparison.ONE_OF, Comparison.EMPTY, Comparison.FILLED)
_BOUNDS = (Comparison.LESS, Comparison.AT_MOST, Comparison.MORE, Comparison.AT_LEAST)
_ORDERED = (Comparison.EQUALS, Comparison.DIFFERS, *_BOUNDS, Comparison.EMPTY, Comparison.FILLED)
COMPARISONS: Mapping[FieldKind, tuple[Comparison, ...]] = {
    FieldKind.TEXT: (*_NAMED, Comparison.CONTAINS, Comparison.STARTS_WITH),
    FieldKind.CHOICE: _NAMED,
    FieldKind.SET: (Comparison.CONTAINS, Comparison.EMPTY, Comparison.FILLED),
    FieldKind.ID: _NAMED,
    FieldKind.MONEY: _ORDERED,
    FieldKind.QUANTITY: _ORDERED,
    FieldKind.COUNT: _ORDERED,
    FieldKind.DATE: _ORDERED,
    FieldKind.YES_NO: (Comparison.EQUALS,),
}
_ALONE = (Comparison.EMPTY, Comparison.FILLED)


@dataclass(frozen=True)
class Known:
    """A field that rules may name. `column`: what it is in SQL, or a function that makes it of the day; `folded`: its
    search key; `of`: the model whose record an id names; `inside`: where records lie in one another, the ids of all
    that lies in these, themselves too: being in a record is what is compared; `places`: decimals of an amount;
    `instant`: a date is kept as a moment of its day."""

    kind: FieldKind
    column: Any
    choices: tuple[str, ...] = ()
    folded: Any = None
    of: Any = None
    inside: Callable[[Sequence[UUID]], Any] | None = None
    places: int = 0
    instant: bool = False


Fields = Mapping[str, Known]


@dataclass(frozen=True)
class DaysAgo:
    days: int


Single = str | bool | int | Decimal | date | UUID | DaysAgo


@dataclass(frozen=True)
class Compared:
    field: str
    comparison: Comparison
    values: tuple[Single, ...] = ()


@dataclass(frozen=True)
class Joined:
    joint: Joint
    parts: "tuple[Tree, ...]"


Tree = Compared | Joined

CRITERION_WRONG = {
    "one_thing": error_code(
        "criterion_says_one_thing",
        Invalid,
        en="A criterion is a group of others (all_of, any_of or none_of), or one field compared. Leave one of them.",
        uk="Умова є або групою інших (all_of, any_of, none_of), або порівнянням одного поля. Залиште щось одне.",
    ),
    "field": error_code(
        "criterion_field",
        Invalid,
        en="There is no such field to choose by. Choose one of: {known}.",
        uk="Такого поля для відбору немає. Виберіть одне з таких: {known}.",
    ),
    "comparison": error_code(
        "criterion_comparison",
        Invalid,
        en="The field {field} is not compared so. Choose one of: {known}.",
        uk="Поле {field} так не порівнюється. Виберіть одне з таких порівнянь: {known}.",
    ),
    "value": error_code(
        "criterion_value",
        Invalid,
        en="The field {field} is compared with {what}. Enter just that.",
        uk="Поле {field} порівнюється так: {what}. Введіть саме це.",
    ),
    "no_value": error_code(
        "criterion_no_value",
        Invalid,
        en="The comparison {comparison} needs nothing to compare with. Leave the value out.",
        uk="Порівнянню {comparison} значення не потрібне. Приберіть його.",
    ),
    "too_large": error_code(
        "criteria_too_large",
        Invalid,
        en="The rule is too large. Shorten it: at most {depth} groups inside one another, {parts} criteria, "
        "{values} values.",
        uk="Правило завелике. Скоротіть його: не більше ніж {depth} вкладених груп, {parts} умов, {values} значень.",
    ),
}
_WHAT: Mapping[str, Mapping[Language, str]] = {
    FieldKind.TEXT: {"uk": "текст на один рядок", "en": "a text of one line"},
    FieldKind.CHOICE: {"uk": "одне з {choices}", "en": "one of {choices}"},
    FieldKind.SET: {"uk": "одне з {choices}", "en": "one of {choices}"},
    FieldKind.ID: {"uk": "ідентифікатор запису", "en": "the id of a record"},
    FieldKind.MONEY: {"uk": "сума, знаків після крапки до {places}", "en": "an amount of at most {places} decimals"},
    FieldKind.QUANTITY: {"uk": "число, знаків після крапки до {places}", "en": "a number of at most {places} decimals"},
    FieldKind.COUNT: {"uk": "ціле число", "en": "a whole number"},
    FieldKind.DATE: {"uk": "дата (2026-11-30) або days_ago", "en": "a date (2026-11-30) or days_ago"},
    FieldKind.YES_NO: {"uk": "true або false", "en": "true or false"},
    "several": {"uk": "кілька значень у values", "en": "several values in `values`"},
}
_AMOUNT = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")
_DAY = re.compile(r"[1-8][0-9]{3}-[0-9]{2}-[0-9]{2}")
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class Read:
    """`tree`: none where something is wrong. `named`: (model, id, pointer) of the records that ids name."""

    tree: Tree | None
    problems: Sequence[FieldProblem]
    named: Sequence[tuple[Any, UUID, str]]


def read_criteria(rule: Criterion, fields: Fields, pointer: str, language: Language) -> Read:
    """Whether the named records are there, the caller looks; `unknown` says it."""
    reader = _Reader(fields, language)
    if _is_too_large(rule):
        reader.fault("too_large", pointer, depth=DEPTH, parts=PARTS, values=VALUES)
        return Read(None, reader.problems, ())
    tree = reader.read(rule, pointer)
    return Read(None if reader.problems else tree, reader.problems, reader.named)


def unknown(pointer: str, language: Language) -> FieldProblem:
    name = pointer.rpartition("/")[2]
    return FieldProblem(pointer, UNKNOWN_REFERENCE.name, UNKNOWN_REFERENCE.sentence(language).replace("{field}", name))


def tree_of(rule: Criterion, fields: Fields) -> Tree:
    """Of a rule that was read before it was kept."""
    found = read_criteria(rule, fields, "", "en")
    if found.tree is None:
        raise ValueError(f"a rule that was kept is not understood any more: {found.problems}")
    return found.tree


def _groups(rule: Criterion) -> Iterator[tuple[Joint, tuple[Criterion, ...]]]:
    for joint in Joint:
        parts = getattr(rule, joint.value)
        if parts is not None:
            yield joint, parts


def _is_too_large(rule: Criterion) -> bool:
    level, count, values = [rule], 0, 0
    for _ in range(DEPTH + 1):
        count += len(level)
        values += sum(len(one.values or ()) for one in level)
        if count > PARTS or values > VALUES:
            return True
        level = [part for one in level for _, parts in _groups(one) for part in parts]
        if not level:
            return False
    return True


class _Reader:
    def __init__(self, fields: Fields, language: Language):
        self._fields, self._language = fields, language
        self.problems: list[FieldProblem] = []
        self.named: list[tuple[Any, UUID, str]] = []

    def fault(self, name: str, pointer: str, **values: Any) -> None:
        code: ErrorCode = CRITERION_WRONG[name]
        self.problems.append(FieldProblem(pointer, code.name, code.sentence(self._language).format_map(values)))

    def read(self, rule: Criterion, pointer: str) -> Tree | None:
        groups = list(_groups(rule))
        alone = (rule.field, rule.comparison, rule.value, rule.values, rule.days_ago)
        if len(groups) > 1 or (bool(groups) == any(one is not None for one in alone)):
            self.fault("one_thing", pointer)
            return None
        if not groups:
            return self._compared(rule, pointer)
        joint, parts = groups[0]
        read = [self.read(part, f"{pointer}/{joint.value}/{place}") for place, part in enumerate(parts)]
        return Joined(joint, tuple(one for one in read if one is not None))

    def _compared(self, rule: Criterion, pointer: str) -> Compared | None:
        known = self._fields.get(rule.field or "")
        if rule.field is None or known is None:
            self.fault("field", f"{pointer}/field", known=", ".join(self._fields))
            return None
        if rule.comparison not in COMPARISONS[known.kind]:
            names = ", ".join(COMPARISONS[known.kind])
            self.fault("comparison", f"{pointer}/comparison", field=rule.field, known=names)
            return None
        return Compared(rule.field, rule.comparison, tuple(self._values(rule, rule.field, known, pointer)))

    def _values(self, rule: Criterion, name: str, known: Known, pointer: str) -> list[Single]:
        """As many as the comparison takes, each of the field's kind."""
        given = [field for field in ("value", "values", "days_ago") if getattr(rule, field) is not None]
        several = rule.comparison is Comparison.ONE_OF
        wanted = "values" if several else "value"
        if rule.comparison in _ALONE:
            if given:
                self.fault("no_value", f"{pointer}/{given[0]}", comparison=rule.comparison)
            return []
        if given == ["days_ago"] and known.kind is FieldKind.DATE and rule.days_ago is not None:
            return [DaysAgo(rule.days_ago)]
        if given != [wanted]:
            self._misfit("several" if several else known.kind, name, known, f"{pointer}/{wanted}")
            return []
        if not several:
            return self._each([rule.value], [f"{pointer}/value"], name, known)
        return self._each(rule.values or (), [f"{pointer}/values/{place}" for place in range(VALUES)], name, known)

    def _each(self, said: Sequence[Any], pointers: Sequence[str], name: str, known: Known) -> list[Single]:
        values = []
        for one, pointer in zip(said, pointers, strict=False):
            value = _as_kind(one, known)
            if value is None:
                self._misfit(known.kind, name, known, pointer)
                continue
            values.append(value)
            if isinstance(value, UUID) and known.of is not None:
                self.named.append((known.of, value, pointer))
        return values

    def _misfit(self, what: str, name: str, known: Known, pointer: str) -> None:
        words = _WHAT[what][self._language].format(choices=", ".join(known.choices), places=known.places)
        self.fault("value", pointer, field=name, what=words)


def _as_kind(said: Any, known: Known) -> Single | None:
    """What was written, as the field holds it; none where it is something else."""
    match known.kind:
        case FieldKind.TEXT:
            return said if isinstance(said, str) and not _UNSEEN.search(said) else None
        case FieldKind.CHOICE | FieldKind.SET:
            return said if isinstance(said, str) and said in known.choices else None
        case FieldKind.ID:
            return UUID(said) if isinstance(said, str) and _UUID.fullmatch(said) else None
        case FieldKind.DATE:
            return _day(said)
        case FieldKind.YES_NO:
            return said if isinstance(said, bool) else {"true": True, "false": False}.get(str(said))
    return _number(said, known.places, whole=known.kind is FieldKind.COUNT)


def _day(said: Any) -> date | None:
    """Of the years that a moment may be told of, whatever the time zone."""
    try:
        return date.fromisoformat(said) if isinstance(said, str) and _DAY.fullmatch(said) else None
    except ValueError:
        return None


def _number(said: Any, places: int, *, whole: bool) -> int | Decimal | None:
    if isinstance(said, bool) or not _AMOUNT.fullmatch(str(said)):
        return None
    number = Decimal(str(said))
    step = Decimal(1).scaleb(-places)
    if number != number.quantize(step) or abs(number) >= Decimal(10) ** (18 - places):
        return None
    return int(number) if whole else number.quantize(step)
