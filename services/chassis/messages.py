"""What people are told about the fields they sent, in Ukrainian and English.

A template names values in braces, `{min_length}`, and picks a plural form by a value:
`{n|символ|символи|символів}` in Ukrainian (1, 2, 5), `{n|character|characters}` in English. pydantic's own
error types are in the tables below; our validators declare theirs with `register_field_error` and raise
them with `field_error`, so that both languages come from one place.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal, NoReturn, cast, get_args

from pydantic_core import ErrorDetails, PydanticCustomError

Language = Literal["uk", "en"]
DEFAULT_LANGUAGE: Language = "uk"
_LANGUAGES: tuple[Language, ...] = get_args(Language)

_PLACE = re.compile(r"\{(\w+)((?:\|[^|{}]*)*)\}")
_RANGE = re.compile(r"\s*([A-Za-z]{1,8}|\*)(?:-[A-Za-z0-9-]*)?\s*(?:;\s*q\s*=\s*([0-9.]{1,6})\s*)?", re.ASCII)
_HEADER_LIMIT = 512


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One faulty field. `pointer`: JSON pointer (RFC 6901) into what was sent, "" for all of it."""

    pointer: str
    code: str
    message: str


@lru_cache(maxsize=256)
def choose_language(accept_language_header: str | None) -> Language:
    """The caller's language by q-values (RFC 9110, 12.5.4); the earlier of equals; else Ukrainian."""
    wanted: dict[str, float] = {}
    for part in (accept_language_header or "")[:_HEADER_LIMIT].split(","):
        if (found := _RANGE.fullmatch(part)) and (quality := _quality(found[2])) is not None:
            wanted.setdefault(found[1].lower(), quality)
    order = list(wanted)
    ours = sorted(_LANGUAGES, key=lambda lang: order.index(lang) if lang in wanted else len(order))
    best = max(ours, key=lambda lang: wanted.get(lang, wanted.get("*", 0.0)))
    return best if wanted.get(best, wanted.get("*", 0.0)) > 0 else DEFAULT_LANGUAGE


def _quality(text: str | None) -> float | None:
    """A q-value; None for what is not one."""
    try:
        return float(text) if text else 1.0
    except ValueError:
        return None


def field_problem(error: ErrorDetails, language: Language) -> FieldProblem:
    """What one of `ValidationError.errors()` means to a person."""
    return FieldProblem(_pointer(error["loc"]), error["type"], _message(error, language))


def field_problems(found: Sequence[ErrorDetails], language: Language) -> list[FieldProblem]:
    """What all of `ValidationError.errors()` mean to a person."""
    return [field_problem(one, language) for one in found if not _only_left_without_its_faulty(one, found)]


def _only_left_without_its_faulty(one: ErrorDetails, found: Sequence[ErrorDetails]) -> bool:
    """A list is called too short by pydantic once its faulty items are left out: the items alone are at fault."""
    if one["type"] != "too_short":
        return False
    depth = len(one["loc"])
    inside = [other["loc"] for other in found if len(other["loc"]) > depth and other["loc"][:depth] == one["loc"]]
    faulty = {place[depth] for place in inside}
    return bool(one["ctx"]["actual_length"] + len(faulty) >= one["ctx"]["min_length"])


def _pointer(loc: tuple[int | str, ...]) -> str:
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in loc)


def _message(error: ErrorDetails, language: Language) -> str:
    template = _templates(error["type"]).get(language)
    if template is not None:
        return render(template, error.get("ctx", {}), language)
    return error["msg"] if language == "en" else _UNKNOWN_UK


def _templates(code: str) -> Mapping[Language, str]:
    if code in _registry:
        return _registry[code]
    return _builtin.get(code, {})


def render(template: str, values: Mapping[str, Any], language: Language) -> str:
    """`template` with its places filled from `values`; a value that is missing shows as …"""

    def fill(place: re.Match[str]) -> str:
        value = values.get(place[1])
        if place[2]:
            forms = place[2][1:].split("|")
            return forms[_plural(value, language, len(forms))]
        return _shown(value, language)

    return _PLACE.sub(fill, template)


def _plural(value: object, language: Language, forms: int) -> int:
    """Index of the form for a count: Unicode CLDR plural rules for whole numbers."""
    if not isinstance(value, int):
        return forms - 1
    if language == "en":
        return 0 if value == 1 else forms - 1
    tens, ones = abs(value) % 100, abs(value) % 10
    if ones == 1 and tens != 11:
        return 0
    return 1 if ones in (2, 3, 4) and tens not in (12, 13, 14) else forms - 1


def _shown(value: object, language: Language) -> str:
    """A value as a person reads it; lists of choices ("'a', 'b' or 'c'") in the person's language."""
    if value is None:
        return "…"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date | time):
        return value.isoformat()
    text = str(value)
    before, joint, last = text.rpartition("' or '")
    return f"{before}' або '{last}" if joint and language == "uk" else text


def register_field_error(code: str, *, en: str, uk: str) -> None:
    """Declare an error of our own validators: a unique code, and two texts that use the same values."""
    if code in _registry or code in _builtin:
        raise ValueError(f"field error {code!r} is declared twice")
    if {place[1] for place in _PLACE.finditer(en)} != {place[1] for place in _PLACE.finditer(uk)}:
        raise ValueError(f"the texts of field error {code!r} use different values")
    _registry[code] = {"en": en, "uk": uk}


def field_error(code: str, ctx: Mapping[str, Any] | None = None) -> NoReturn:
    """Refuse the value a validator looks at. `ctx` fills the sentence. KeyError: `code` is not registered."""
    values = dict(ctx or {})
    text = render(_registry[code]["en"], values, "en")
    # Filled already, as pydantic knows no plurals; braces that came from a value must not be read as places.
    raise PydanticCustomError(cast("Any", code), cast("Any", "{said}"), {**values, "said": text})


_UNKNOWN_UK = "Недопустиме значення."

# pydantic's own English is kept where it speaks to a person; these replace what names Python's classes.
_EN = {
    "missing": "This field is required: fill it in.",
    "extra_forbidden": "There is no such field here: check its name or leave it out.",
    "none_required": "Leave this field empty (null).",
    "model_type": "An object is needed here.",
    "model_attributes_type": "An object is needed here.",
    "dataclass_type": "An object is needed here.",
    "dict_type": "An object is needed here.",
    "list_type": "A list is needed here.",
    "tuple_type": "A list is needed here.",
    "set_type": "A list is needed here.",
    "frozen_set_type": "A list is needed here.",
    "too_short": "At least {min_length} {min_length|item is|items are} needed.",
    "too_long": "At most {max_length} {max_length|item is|items are} allowed.",
    "value_error": "{error}",
    "assertion_error": "{error}",
    "date_from_datetime_inexact": "A date without a time is needed.",
    "timezone_aware": "Add a time zone, for example 2026-03-01T10:00:00+02:00.",
    "timezone_naive": "Give the time without a time zone.",
}

# Every type of pydantic_core (a test walks over them). Parsers' details exist in English only: left out.
_UK = {
    "no_such_attribute": "Немає властивості «{attribute}».",
    "json_invalid": "Це не правильний JSON. Перевірте лапки, коми й дужки.",
    "json_type": "Потрібен текст у форматі JSON.",
    "needs_python_object": "Це значення не можна передати у JSON.",
    "recursion_loop": "Дані посилаються самі на себе.",
    "recursion_depth_exceeded": "Завелика вкладеність даних.",
    "missing": "Поле обов'язкове: заповніть його.",
    "frozen_field": "Це поле не можна змінювати.",
    "frozen_instance": "Цей запис не можна змінювати.",
    "extra_forbidden": "Такого поля тут немає: перевірте назву або приберіть його.",
    "invalid_key": "Назви полів мають бути текстом.",
    "get_attribute_error": "Не вдалося прочитати властивість.",
    "model_type": "Тут потрібен об'єкт.",
    "model_attributes_type": "Тут потрібен об'єкт.",
    "dataclass_type": "Тут потрібен об'єкт.",
    "dataclass_exact_type": "Тут потрібен об'єкт.",
    "named_tuple_type": "Тут потрібен список або об'єкт.",
    "default_factory_not_called": "Значення не обчислено, бо є помилки в інших полях: спершу виправте їх.",
    "none_required": "Залиште це поле порожнім (null).",
    "greater_than": "Значення має бути більшим за {gt}.",
    "greater_than_equal": "Значення має бути не меншим за {ge}.",
    "less_than": "Значення має бути меншим за {lt}.",
    "less_than_equal": "Значення має бути не більшим за {le}.",
    "multiple_of": "Значення має бути кратним {multiple_of}.",
    "finite_number": "Потрібне скінченне число.",
    "too_short": "Потрібно щонайменше {min_length} {min_length|елемент|елементи|елементів}.",
    "too_long": "Дозволено щонайбільше {max_length} {max_length|елемент|елементи|елементів}.",
    "iterable_type": "Тут потрібен список.",
    "iteration_error": "Не вдалося прочитати список.",
    "string_type": "Тут потрібен текст.",
    "string_unicode": "Текст містить символи, яких не можна прочитати. Надішліть його в кодуванні UTF-8.",
    "string_too_short": "Потрібно щонайменше {min_length} {min_length|символ|символи|символів}.",
    "string_too_long": "Дозволено щонайбільше {max_length} {max_length|символ|символи|символів}.",
    "string_pattern_mismatch": "Текст не відповідає зразку {pattern}.",
    "string_not_ascii": "Дозволено лише латинські літери, цифри та знаки ASCII.",
    "enum": "Дозволені значення: {expected}.",
    "dict_type": "Тут потрібен об'єкт.",
    "frozen_dict_type": "Тут потрібен об'єкт.",
    "ordered_dict_type": "Тут потрібен об'єкт.",
    "counter_type": "Тут потрібен об'єкт із кількостями.",
    "mapping_type": "Тут потрібен об'єкт.",
    "list_type": "Тут потрібен список.",
    "deque_type": "Тут потрібен список.",
    "tuple_type": "Тут потрібен список.",
    "set_type": "Тут потрібен список.",
    "set_item_not_hashable": "Елемент списку має бути простим значенням, а не об'єктом чи списком.",
    "bool_type": "Тут потрібно true або false.",
    "bool_parsing": "Тут потрібно true або false.",
    "int_type": "Тут потрібне ціле число.",
    "int_parsing": "Тут потрібне ціле число.",
    "int_parsing_size": "Число завелике.",
    "int_from_float": "Тут потрібне ціле число, без дробової частини.",
    "float_type": "Тут потрібне число.",
    "float_parsing": "Тут потрібне число.",
    "bytes_type": "Тут потрібні двійкові дані.",
    "bytes_too_short": "Потрібно щонайменше {min_length} {min_length|байт|байти|байтів}.",
    "bytes_too_long": "Дозволено щонайбільше {max_length} {max_length|байт|байти|байтів}.",
    "bytes_invalid_encoding": "Дані мають бути в кодуванні {encoding}.",
    "value_error": "Значення не підходить. Перевірте його.",
    "assertion_error": "Значення не підходить. Перевірте його.",
    "literal_error": "Дозволені значення: {expected}.",
    "missing_sentinel_error": "Не передавайте цього поля.",
    "ellipsis_error": "Тут дозволено лише «...».",
    "date_type": "Потрібна дата у вигляді РРРР-ММ-ДД.",
    "date_parsing": "Потрібна дата у вигляді РРРР-ММ-ДД, наприклад 2026-03-01.",
    "date_from_datetime_parsing": "Потрібна дата у вигляді РРРР-ММ-ДД, наприклад 2026-03-01.",
    "date_from_datetime_inexact": "Потрібна дата без часу.",
    "date_past": "Дата має бути в минулому.",
    "date_future": "Дата має бути в майбутньому.",
    "time_type": "Потрібен час у вигляді ГГ:ХХ.",
    "time_parsing": "Потрібен час у вигляді ГГ:ХХ, наприклад 09:30.",
    "datetime_type": "Потрібні дата й час, наприклад 2026-03-01T10:00:00+02:00.",
    "datetime_parsing": "Потрібні дата й час, наприклад 2026-03-01T10:00:00+02:00.",
    "datetime_object_invalid": "Потрібні правильні дата й час.",
    "datetime_from_date_parsing": "Потрібні дата й час, наприклад 2026-03-01T10:00:00+02:00.",
    "datetime_past": "Час має бути в минулому.",
    "datetime_future": "Час має бути в майбутньому.",
    "timezone_naive": "Вкажіть час без часового поясу.",
    "timezone_aware": "Додайте часовий пояс, наприклад 2026-03-01T10:00:00+02:00.",
    "timezone_offset": "Потрібен часовий пояс зі зсувом {tz_expected} с, а не {tz_actual} с.",
    "time_delta_type": "Потрібна тривалість, наприклад PT2H30M.",
    "time_delta_parsing": "Потрібна тривалість, наприклад PT2H30M.",
    "frozen_set_type": "Тут потрібен список.",
    "is_instance_of": "Потрібне значення типу {class}.",
    "is_subclass_of": "Потрібен тип, похідний від {class}.",
    "callable_type": "Потрібна функція.",
    "union_tag_invalid": "Значення «{tag}» поля {discriminator} невідоме. Дозволені: {expected_tags}.",
    "union_tag_not_found": "Вкажіть поле {discriminator}: від нього залежить склад решти полів.",
    "arguments_type": "Тут потрібен список або об'єкт.",
    "missing_argument": "Бракує обов'язкового аргументу.",
    "unexpected_keyword_argument": "Зайвий аргумент: приберіть його.",
    "missing_keyword_only_argument": "Бракує обов'язкового іменованого аргументу.",
    "unexpected_positional_argument": "Зайвий аргумент: приберіть його.",
    "missing_positional_only_argument": "Бракує обов'язкового позиційного аргументу.",
    "multiple_argument_values": "Аргумент передано кілька разів: залиште один.",
    "url_type": "Потрібна адреса (URL).",
    "url_parsing": "Потрібна правильна адреса, наприклад https://example.com.",
    "url_syntax_violation": "Потрібна правильна адреса, наприклад https://example.com.",
    "url_too_long": "Адреса має містити щонайбільше {max_length} {max_length|символ|символи|символів}.",
    "url_scheme": "Адреса має починатися з {expected_schemes}.",
    "uuid_type": "Потрібен ідентифікатор UUID.",
    "uuid_parsing": "Потрібен ідентифікатор UUID, наприклад 018f6a3e-7c1b-7d2a-9e4f-2b6c8d0e1f3a.",
    "uuid_version": "Потрібен UUID версії {expected_version}.",
    "decimal_type": "Тут потрібне число.",
    "decimal_parsing": "Тут потрібне число, наприклад 1250.50.",
    "decimal_max_digits": "Дозволено щонайбільше {max_digits} {max_digits|цифру|цифри|цифр}.",
    "decimal_max_places": "Після крапки — не більше {decimal_places} {decimal_places|цифри|цифр|цифр}.",
    "decimal_whole_digits": "До крапки — не більше {whole_digits} {whole_digits|цифри|цифр|цифр}.",
    "fraction_type": "Тут потрібен дріб або число.",
    "fraction_parsing": "Тут потрібен дріб, наприклад 3/4.",
    "complex_type": "Тут потрібне комплексне число.",
    "complex_str_parsing": "Тут потрібне комплексне число.",
}
_builtin: dict[str, dict[Language, str]] = {
    code: {"uk": uk, "en": _EN[code]} if code in _EN else {"uk": uk} for code, uk in _UK.items()
}
_registry: dict[str, dict[Language, str]] = {}
