"""What people read about their fields: both languages, right plurals, no gaps."""

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

import pytest
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError
from pydantic_core._pydantic_core import list_all_errors

from services.chassis.messages import (
    FieldProblem,
    Language,
    choose_language,
    field_error,
    field_problem,
    register_field_error,
    render,
)

register_field_error(
    "test_too_many_boxes",
    en="At most {limit} {limit|box|boxes} of {what} can be ordered.",
    uk="Можна замовити щонайбільше {limit} {limit|ящик|ящики|ящиків} ({what}).",
)


def _check_boxes(value: int) -> int:
    return value if value < 3 else field_error("test_too_many_boxes", {"limit": 2, "what": "{limit} яблука"})


class Stage(StrEnum):
    NEW = "new"
    WON = "won"


class Line(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: Annotated[str, Field(min_length=2, max_length=5)] = "ящик"
    boxes: Annotated[int, AfterValidator(_check_boxes)] = 1
    price: Annotated[Decimal, Field(gt=0, le=Decimal("1E+2"), decimal_places=2)] = Decimal(1)
    stage: Stage = Stage.NEW
    kind: Literal["a", "b", "c"] = "a"
    until: Annotated[date, Field(ge=date(2026, 3, 1))] = date(2026, 3, 1)
    at: AwareDatetime | None = None
    id: UUID | None = None
    tags: Annotated[list[str], Field(max_length=1)] = []
    by_path: dict[str, int] = {}


class Order(BaseModel):
    lines: list[Line]


def problems(model: type[BaseModel], value: Any, language: Language = "uk") -> list[FieldProblem]:
    with pytest.raises(ValidationError) as refused:
        model.model_validate(value)
    return [field_problem(error, language) for error in refused.value.errors()]


def said(field: str, value: Any) -> tuple[str, str]:
    uk, en = (problems(Line, {field: value}, language)[0].message for language in ("uk", "en"))
    return uk, en


def _sample(kind: Any) -> ErrorDetails:
    ctx = {key: 5 if isinstance(value, int) else "x" for key, value in (kind["example_context"] or {}).items()}
    return {"type": kind["type"], "loc": ("field",), "msg": "English words", "input": None, "ctx": ctx}


@pytest.mark.parametrize("kind", list_all_errors(), ids=lambda kind: kind["type"])
def test_every_error_of_pydantic_is_said_in_ukrainian_without_gaps(kind: Any):
    message = field_problem(_sample(kind), "uk").message
    assert message != "Недопустиме значення."
    assert message.endswith(".")
    assert not re.search(r"[{}|…]", message)
    assert re.search("[а-яіїєґ]{3}", message)


@pytest.mark.parametrize("kind", list_all_errors(), ids=lambda kind: kind["type"])
def test_every_error_of_pydantic_is_said_in_english_without_gaps(kind: Any):
    message = field_problem(_sample(kind), "en").message
    assert message
    assert not re.search(r"[{}|…]|[а-яіїєґ]", message)


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 символів"),
        (1, "1 символ"),
        (2, "2 символи"),
        (4, "4 символи"),
        (5, "5 символів"),
        (11, "11 символів"),
        (12, "12 символів"),
        (14, "14 символів"),
        (21, "21 символ"),
        (22, "22 символи"),
        (25, "25 символів"),
        (111, "111 символів"),
        (112, "112 символів"),
        (121, "121 символ"),
        (1004, "1004 символи"),
    ],
)
def test_ukrainian_plurals_are_right(count: int, words: str):
    assert render("{n} {n|символ|символи|символів}", {"n": count}, "uk") == words


@pytest.mark.parametrize(("count", "words"), [(0, "0 items"), (1, "1 item"), (2, "2 items"), (21, "21 items")])
def test_english_plurals_are_right(count: int, words: str):
    assert render("{n} {n|item|items}", {"n": count}, "en") == words


def test_a_missing_value_shows_as_a_gap_and_loses_no_sentence():
    assert render("Не більше {limit}.", {}, "uk") == "Не більше …."


def test_lengths_are_told_with_their_bounds():
    assert said("name", "я")[0] == "Потрібно щонайменше 2 символи."
    assert said("name", "яблуко")[0] == "Дозволено щонайбільше 5 символів."
    assert said("tags", ["а", "б"]) == (
        "Дозволено щонайбільше 1 елемент.",
        "At most 1 item is allowed.",
    )


def test_amounts_are_told_plainly():
    assert said("price", 0)[0] == "Значення має бути більшим за 0."
    assert said("price", 101)[0] == "Значення має бути не більшим за 100."
    assert said("price", "1.234")[0] == "Після крапки — не більше 2 цифр."


def test_dates_are_told_as_dates():
    assert said("until", "2026-02-28")[0] == "Значення має бути не меншим за 2026-03-01."
    assert said("until", "завтра")[0] == "Потрібна дата у вигляді РРРР-ММ-ДД, наприклад 2026-03-01."
    assert said("at", "2026-03-01T10:00:00")[1].startswith("Add a time zone")


def test_choices_are_listed_in_the_language_of_the_reader():
    assert said("stage", "lost") == ("Дозволені значення: 'new' або 'won'.", "Input should be 'new' or 'won'")
    assert said("kind", "d")[0] == "Дозволені значення: 'a', 'b' або 'c'."


def test_an_unknown_field_and_a_missing_one_tell_the_next_step():
    assert said("nmae", "я") == (
        "Такого поля тут немає: перевірте назву або приберіть його.",
        "There is no such field here: check its name or leave it out.",
    )
    assert problems(Order, {})[0] == FieldProblem("/lines", "missing", "Поле обов'язкове: заповніть його.")


def test_our_own_errors_speak_both_languages_from_one_place():
    uk, en = said("boxes", 3)
    assert uk == "Можна замовити щонайбільше 2 ящики ({limit} яблука)."
    assert en == "At most 2 boxes of {limit} яблука can be ordered."
    assert problems(Line, {"boxes": 3})[0].code == "test_too_many_boxes"


def test_our_own_errors_are_plain_english_to_who_reads_pydantic_itself():
    with pytest.raises(PydanticCustomError) as refused:
        field_error("test_too_many_boxes", {"limit": 1, "what": "{limit}"})
    assert refused.value.message() == "At most 1 box of {limit} can be ordered."


def test_an_unknown_code_is_still_said_in_the_language_of_the_reader():
    error: ErrorDetails = {"type": "somebody_elses", "loc": ("a",), "msg": "Bad.", "input": 1}
    assert field_problem(error, "uk").message == "Недопустиме значення."
    assert field_problem(error, "en").message == "Bad."


def test_an_error_is_declared_once_and_with_the_same_values_in_both_languages():
    with pytest.raises(ValueError):
        register_field_error("test_too_many_boxes", en="x", uk="ї")
    with pytest.raises(ValueError):
        register_field_error("missing", en="x", uk="ї")
    with pytest.raises(ValueError):
        register_field_error("test_other_values", en="{a}", uk="{b}")


def test_only_declared_errors_are_raised():
    with pytest.raises(KeyError):
        field_error("test_never_declared")


def test_a_pointer_leads_to_the_field():
    found = problems(Order, {"lines": [{}, {"name": "", "by_path": {"а/б~в": "x"}}]})
    assert [problem.pointer for problem in found] == ["/lines/1/name", "/lines/1/by_path/а~1б~0в"]


def test_the_pointer_to_everything_is_empty():
    assert problems(Order, "текст")[0].pointer == ""


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "uk"),
        ("", "uk"),
        ("en", "en"),
        ("EN-us", "en"),
        ("uk-UA,uk;q=0.9,en;q=0.8", "uk"),
        ("en;q=0.8, uk;q=0.9", "uk"),
        ("en;q=0.9, uk;q=0.8", "en"),
        ("en;q=0.9, uk;q=0.9", "en"),
        ("uk, en", "uk"),
        ("pl, en;q=0.1", "en"),
        ("pl, de;q=0.5", "uk"),
        ("*", "uk"),
        ("*;q=0.5, en;q=0.4", "uk"),
        ("en, *;q=0.5", "en"),
        ("uk;q=0, *", "en"),
        ("en;q=0", "uk"),
        ("en;q=high, uk;q=0.1", "uk"),
        ("en;q=1.2.3", "uk"),
        (";;;,=,\x00", "uk"),
        ("en ; q = 0.5", "en"),
        ("x" * 100_000, "uk"),
    ],
)
def test_the_language_is_the_one_most_wanted(header: str | None, language: Language):
    assert choose_language(header) == language
