"""The one closed family of refusals that crosses every boundary.

    Refusal
    ├── Invalid          422  the request itself is wrong; `fields` names every faulty one
    ├── Unauthenticated  401  who are you?
    ├── Forbidden        403  your role may not do this
    ├── NotFound         404  no such record, or not one you may see
    ├── Conflict         409  right request, wrong moment (412 when the version is stale)
    └── Unavailable      503  nobody could answer in time (504 when the outcome is unknown)

A refusal is declared once, as an `ErrorCode` in a contract, with its sentence in both languages;
raising is `raise ORDER_STATUS(status="closed")`. The sentence tells the person the next step.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from services.chassis.messages import FieldProblem, Language


class Refusal(Exception):
    """An expected "no". `values` fill the sentence; `fields` name faulty input."""

    status: ClassVar[int] = 500

    def __init__(self, code: "ErrorCode", values: Mapping[str, Any], fields: Sequence[FieldProblem] = ()):
        super().__init__(code.name)
        self.code = code
        self.values = dict(values)
        self.fields = list(fields)

    @property
    def http_status(self) -> int:
        return self.code.http_status or self.status

    def sentence(self, language: Language) -> str:
        place = 1 if language == "uk" else 0
        said = {
            name: self.code.words[value][place] if isinstance(value, str) and value in self.code.words else value
            for name, value in self.values.items()
        }
        return self.code.sentence(language).format_map(_Shown(said))


class Invalid(Refusal):
    status = 422


class Unauthenticated(Refusal):
    status = 401


class Forbidden(Refusal):
    status = 403


class NotFound(Refusal):
    status = 404


class Conflict(Refusal):
    status = 409


class Unavailable(Refusal):
    status = 503


FAMILIES: dict[str, type[Refusal]] = {
    kind.__name__: kind for kind in (Invalid, Unauthenticated, Forbidden, NotFound, Conflict, Unavailable)
}


class _Shown(dict[str, Any]):
    """A sentence is never lost for want of a value: the gap shows as …"""

    def __missing__(self, key: str) -> str:
        return "…"


@dataclass(frozen=True)
class ErrorCode:
    """A named refusal; calling it makes the exception to raise."""

    name: str
    family: type[Refusal]
    en: str
    uk: str
    http_status: int | None = None
    words: Mapping[Any, tuple[str, str]] = field(default_factory=dict, compare=False)
    """How codes among the values are said to people, in English and Ukrainian: statuses as the screen has them."""

    def __call__(self, fields: Sequence[FieldProblem] = (), **values: Any) -> Refusal:
        return self.family(self, values, fields)

    def sentence(self, language: Language) -> str:
        return self.uk if language == "uk" else self.en


ERROR_CODES: dict[str, ErrorCode] = {}


def error_code(
    name: str,
    family: type[Refusal],
    *,
    en: str,
    uk: str,
    http_status: int | None = None,
    words: Mapping[Any, tuple[str, str]] | None = None,
) -> ErrorCode:
    """Declare a refusal. Names are unique over all services: clients switch on them."""
    if name in ERROR_CODES:
        raise ValueError(f"error code {name!r} is declared twice")
    ERROR_CODES[name] = ErrorCode(name, family, en, uk, http_status, words or {})
    return ERROR_CODES[name]


INVALID = error_code(
    "invalid",
    Invalid,
    en="Some fields are wrong. Correct every field listed and send the request again.",
    uk="Деякі поля заповнено неправильно. Виправте кожне з перелічених полів і надішліть запит ще раз.",
)
UNAUTHENTICATED = error_code(
    "unauthenticated",
    Unauthenticated,
    en="Sign in first: the access token is missing, expired or not ours.",
    uk="Спершу увійдіть: токен доступу відсутній, прострочений або чужий.",
)
FORBIDDEN = error_code(
    "forbidden",
    Forbidden,
    en="Your role does not allow this. Ask an administrator if you need it.",
    uk="Ваша роль цього не дозволяє. Якщо це потрібно, зверніться до адміністратора.",
)
NOT_FOUND = error_code(
    "not_found",
    NotFound,
    en="There is no such record, or it is not one you may see. Check the address.",
    uk="Такого запису немає або він вам недоступний. Перевірте адресу.",
)
STALE = error_code(
    "stale",
    Conflict,
    en="Somebody has changed this record meanwhile (it is at version {version}). Read it again and repeat.",
    uk="Тим часом хтось змінив цей запис (тепер версія {version}). Прочитайте його знову і повторіть.",
    http_status=412,
)
KEY_REUSED = error_code(
    "key_reused",
    Invalid,
    en="This Idempotency-Key was already used with another body. Use a new key for a new request.",
    uk="Цей Idempotency-Key уже використано з іншим вмістом. Для нового запиту візьміть новий ключ.",
)
EXISTS = error_code(
    "exists",
    Conflict,
    en="There is already a record with the same {field}. Open it instead of making a second one.",
    uk="Запис із таким самим значенням поля {field} вже є. Відкрийте його замість створення другого.",
)
UNAVAILABLE = error_code(
    "unavailable",
    Unavailable,
    en="The service {service} does not answer now. Try again in a moment.",
    uk="Сервіс {service} зараз не відповідає. Спробуйте ще раз за мить.",
)
OUTCOME_UNKNOWN = error_code(
    "outcome_unknown",
    Unavailable,
    en="The answer did not come in time; the change may have been made. Repeat with the same Idempotency-Key.",
    uk="Відповідь не надійшла вчасно; зміну могло бути зроблено. Повторіть із тим самим Idempotency-Key.",
    http_status=504,
)
INTERNAL = error_code(
    "internal",
    Unavailable,
    en="Something went wrong on our side. Tell support the request number: {request}.",
    uk="Щось пішло не так на нашому боці. Повідомте підтримці номер запиту: {request}.",
    http_status=500,
)
AMOUNT_TOO_LARGE = error_code(
    "amount_too_large",
    Conflict,
    en="The amounts together are larger than can be kept. Check quantities and prices, or split the document.",
    uk="Разом суми більші, ніж можна зберегти. Перевірте кількості й ціни або розділіть документ.",
)
UNKNOWN_REFERENCE = error_code(
    "unknown_reference",
    Invalid,
    en="{field} names a record that does not exist. Choose an existing one.",
    uk="{field} вказує на запис, якого немає. Виберіть наявний.",
)
