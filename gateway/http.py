"""HTTP manners: RFC 9457 problems, ETag and If-Match, Idempotency-Key, limits, security headers."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from services.chassis.errors import INVALID, Invalid, Refusal, error_code
from services.chassis.messages import FieldProblem, Language, choose_language

PROBLEM = "application/problem+json"
PROBLEM_TYPES = "https://ugoda.example/problems/"

KEY_PATTERN = re.compile(r"[\x21-\x7e]{1,200}")
_SENTENCE_END = re.compile(r"(?<=[.!?]) +(?=[A-ZА-ЯІЇЄҐ])")
_ETAG = re.compile(r'(?:W/)?"(\d{1,9})"')

TOO_LARGE = error_code(
    "too_large",
    Invalid,
    en="The request is larger than {limit} bytes. Send it in parts.",
    uk="Запит більший за {limit} байтів. Надішліть його частинами.",
    http_status=413,
)
RATE_LIMITED = error_code(
    "rate_limited",
    Invalid,
    en="Too many requests. Wait {seconds} seconds and go on.",
    uk="Забагато запитів. Зачекайте {seconds} с і продовжуйте.",
    http_status=429,
)
NOT_JSON = error_code(
    "not_json",
    Invalid,
    en="The body is not a JSON object. Send one, with Content-Type: application/json.",
    uk="Тіло запиту не є об'єктом JSON. Надішліть об'єкт із Content-Type: application/json.",
    http_status=400,
)
NO_SUCH_ADDRESS = error_code(
    "no_such_address",
    Invalid,
    en="There is nothing at this address. See /docs for what there is.",
    uk="За цією адресою нічого немає. Перегляньте перелік адрес на /docs.",
    http_status=404,
)
WRONG_METHOD = error_code(
    "wrong_method",
    Invalid,
    en="This address does not take {method}. See /docs for what it takes.",
    uk="Ця адреса не приймає {method}. Перегляньте на /docs, що вона приймає.",
    http_status=405,
)


def language_of(request: Request) -> Language:
    return choose_language(request.headers.get("accept-language"))


def problem(refusal: Refusal, request: Request) -> Response:
    language = language_of(request)
    return problem_response(
        code=refusal.code.name,
        status=refusal.http_status,
        sentence=refusal.sentence(language),
        fields=[{"pointer": field.pointer, "code": field.code, "message": field.message} for field in refusal.fields],
        request=request,
        headers=_headers_of(refusal),
    )


def problem_response(
    *,
    code: str,
    status: int,
    sentence: str,
    fields: Sequence[Mapping[str, Any]],
    request: Request,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """RFC 9457: `title` is the sentence for a person, `code` what programs switch on."""
    body: dict[str, Any] = {
        "type": PROBLEM_TYPES + code,
        "title": _SENTENCE_END.split(sentence)[0].rstrip(".") + ".",
        "status": status,
        "detail": sentence,
        "code": code,
        "instance": request.url.path,
        "request_id": request.state.request_id,
    }
    if fields:
        body["errors"] = list(fields)
    return Response(
        orjson.dumps(body),
        status,
        {**(headers or {}), "content-language": language_of(request)},
        PROBLEM,
    )


def _headers_of(refusal: Refusal) -> dict[str, str]:
    if refusal.http_status == 401:
        return {"www-authenticate": 'Bearer realm="ugoda"'}
    if refusal.http_status in (429, 503):
        return {"retry-after": str(refusal.values.get("seconds", 1))}
    return {}


def etag(version: int) -> str:
    return f'"{version}"'


def if_match(request: Request) -> int | None:
    """The version the caller has read; `*` or none: whatever it is now."""
    text = request.headers.get("if-match")
    if text is None or text.strip() == "*":
        return None
    found = _ETAG.fullmatch(text.strip())
    if found is None:
        raise header_problem(
            request, "If-Match", 'an ETag as it was given, "3"', 'ETag у тому вигляді, як його надано: "3"'
        )
    return int(found.group(1))


def idempotency_key(request: Request, otherwise: str) -> str:
    """The caller's key; without one the request's own id, so that a redelivery by the broker is known."""
    text = request.headers.get("idempotency-key")
    if text is None:
        return otherwise
    if not KEY_PATTERN.fullmatch(text):
        raise header_problem(
            request, "Idempotency-Key", "1 to 200 visible ASCII characters", "від 1 до 200 видимих символів ASCII"
        )
    return text


def header_problem(request: Request, name: str, en: str, uk: str) -> Refusal:
    return wrong_at(request, f"/headers/{name}", "header", en, uk)


def wrong_at(request: Request, pointer: str, code: str, en: str, uk: str) -> Refusal:
    message = f"Тут має бути {uk}." if language_of(request) == "uk" else f"This must be {en}."
    return INVALID([FieldProblem(pointer, code, message)])


SECURITY_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
