"""What we promise is described: operations, events, views, and refusals that tell the person the next step."""

import re
from collections.abc import Iterator
from typing import Any

import gateway.app  # noqa: F401 - declares the gateway's own refusals
import services.chassis.jobs  # noqa: F401
from gateway.identity.contracts import api as identity
from gateway.openapi import openapi
from services.chassis.common import common
from services.chassis.contracts import Contract
from services.chassis.errors import ERROR_CODES, ErrorCode
from services.chassis.messages import Language
from tests.architecture.tree import complain, contracts

contracts()  # every service's refusals are declared when its contract is read

PLACE = re.compile(r"\{(\w+)\}")
CYRILLIC = re.compile(r"[А-Яа-яІіЇїЄєҐґ]")
UK_IMPERATIVE = re.compile(r"(?:[аеєиіїоуюя]й|[бвджзклмнрстфхцчшщь])(?:те|теся)\b|\w(?:іть|їть)(?:ся)?\b")
EN_IMPERATIVES = """
    add ask approve archive cancel change check choose close correct count create enter fill finish fix give go
    keep leave log look make mark move name open pay put read receive register release remove repeat reserve
    return say see send set ship shorten show sign start take tell try type unlink use wait withdraw write
"""
TYPED = {"type", "$ref", "anyOf", "oneOf", "allOf", "enum", "const"}


def _all() -> list[Contract]:
    return [*contracts().values(), common, identity]


def test_every_operation_is_described_in_both_languages() -> None:
    wrong = [
        operation.address
        for contract in _all()
        for operation in contract.operations.values()
        if not operation.summary_en
        or CYRILLIC.search(operation.summary_en)
        or not CYRILLIC.search(operation.summary_uk)
    ]
    complain("An operation nobody can read about is asked for wrongly or not at all.", wrong)


def test_every_view_and_event_says_what_it_is() -> None:
    shown = {one.reply for contract in _all() for one in contract.operations.values()}
    told = {event.view for contract in _all() for event in contract.events.values()}
    silent = sorted(f"{view.__module__}.{view.__name__}" for view in shown | told if not (view.__doc__ or "").strip())
    complain("A view without a docstring leaves units, currency and meaning to guessing.", silent)


def _untyped(name: str, schema: Any) -> Iterator[str]:
    """Fields of a schema, however deep, that say nothing of their type."""
    if not TYPED & schema.keys():
        yield name
    for field, inner in schema.get("properties", {}).items():
        yield from _untyped(f"{name}.{field}", inner)


def test_every_field_in_openapi_has_a_type() -> None:
    described = openapi(_all())
    named = described["components"]["schemas"]
    inputs = {
        f"{method} {path} {one['name']}": one["schema"]
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
        for one in operation["parameters"]
    }
    assert len(named) > 50, "no schemas found: OpenAPI is not printed from the contracts"
    loose = [field for name, schema in {**named, **inputs}.items() for field in _untyped(name, schema)]
    complain("A field of any type can't be generated, validated or trusted by a client.", loose)


def _mute_in(code: ErrorCode) -> Iterator[Language]:
    """The languages in which no clause begins with (en) or holds (uk) an imperative."""
    clauses = (clause.split() for clause in re.split(r"[.!?;:,(]\s*|\bthen\s|\bor\s|\band\s", code.en))
    if not any(words and words[0].lower() in EN_IMPERATIVES.split() for words in clauses):
        yield "en"
    if not UK_IMPERATIVE.search(code.uk.lower()):
        yield "uk"


def test_every_refusal_speaks_both_languages_with_the_same_facts() -> None:
    wrong = [
        name
        for name, code in ERROR_CODES.items()
        if CYRILLIC.search(code.en)
        or not CYRILLIC.search(code.uk)
        or set(PLACE.findall(code.en)) != set(PLACE.findall(code.uk))
    ]
    complain("One of the readers misses a fact, or can't read the sentence at all.", wrong)


def test_every_refusal_tells_what_to_do_next() -> None:
    mute = [
        f"{name} ({language}): {code.sentence(language)}"
        for name, code in ERROR_CODES.items()
        for language in _mute_in(code)
    ]
    complain("A refusal without a next step leaves the person before a wall: end it with what to do.", mute)
