"""A refusal is the same on both sides of the wire; so is what travels beside a request."""

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.actor import Actor, Role
from services.chassis.errors import ERROR_CODES, FAMILIES, ErrorCode, Refusal
from services.chassis.messages import FieldProblem, Language
from services.chassis.runtime import Incoming
from services.chassis.wire import error_body, headers_of, incoming_of, refusal_of

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
FIELDS = st.lists(st.builds(FieldProblem, pointer=TEXT, code=TEXT, message=TEXT), max_size=3)
VALUES = st.dictionaries(st.from_regex(r"[a-z_]{1,12}", fullmatch=True), st.one_of(TEXT, st.integers()), max_size=4)
LANGUAGES = st.sampled_from(["uk", "en"])
WRITTEN = TEXT.map(lambda text: text.replace("{", "{{").replace("}", "}}"))


def _over_the_wire(refusal: Refusal, language: Language) -> Refusal:
    answer: dict[str, Any] = orjson.loads(error_body(refusal, language))
    assert answer["result"] is None
    return refusal_of(answer["error"])


@given(code=st.sampled_from(list(ERROR_CODES.values())), values=VALUES, fields=FIELDS, language=LANGUAGES)
def test_a_declared_refusal_arrives_as_it_was_raised(
    code: ErrorCode, values: dict[str, Any], fields: list[FieldProblem], language: Language
) -> None:
    raised = code.family(code, values, fields)
    arrived = _over_the_wire(raised, language)
    assert type(arrived) is code.family
    assert arrived.code is code
    assert arrived.fields == fields
    assert arrived.http_status == raised.http_status
    assert arrived.sentence("uk") == raised.sentence("uk")
    assert arrived.sentence("en") == raised.sentence("en")


@given(family=st.sampled_from(list(FAMILIES.values())), said=WRITTEN, fields=FIELDS, language=LANGUAGES)
def test_a_refusal_of_a_newer_service_keeps_its_family_and_its_sentence(
    family: type[Refusal], said: str, fields: list[FieldProblem], language: Language
) -> None:
    newer = ErrorCode("not_known_here", family, en=said, uk=said)
    raised = newer(fields)
    arrived = _over_the_wire(raised, language)
    assert type(arrived) is family
    assert arrived.code.name == "not_known_here"
    assert arrived.sentence("uk") == raised.sentence(language)
    assert arrived.fields == fields


def test_a_failure_of_no_family_arrives_as_internal() -> None:
    assert refusal_of({"exc_type": "ZeroDivisionError", "exc_args": ["division by zero"]}).code.name == "internal"


ACTORS = st.builds(
    Actor,
    user_id=st.uuids(),
    name=TEXT,
    roles=st.frozensets(st.sampled_from(list(Role))),
    staff_id=st.none() | st.uuids(),
    team=st.frozensets(st.uuids(), max_size=3),
    partner_id=st.none() | st.uuids(),
    organization_id=st.none() | st.uuids(),
    language=LANGUAGES,
)


@given(
    actor=ACTORS,
    key=st.none() | TEXT,
    if_match=st.none() | st.integers(0, 2**31),
    deadline=st.floats(1.0, 4_000_000_000),
)
def test_what_travels_beside_a_request_arrives_whole(
    actor: Actor, key: str | None, if_match: int | None, deadline: float
) -> None:
    sent = Incoming(actor, "request-1", "trace-1", key, if_match)
    arrived = incoming_of(headers_of(sent, deadline))
    assert (arrived.actor, arrived.request_id, arrived.trace) == (actor, "request-1", "trace-1")
    assert (arrived.key, arrived.if_match) == (key, if_match)
    assert arrived.deadline == pytest.approx(deadline, abs=0.001)


def test_whoever_sends_no_actor_has_no_role() -> None:
    assert incoming_of({}).actor.roles == frozenset()


def test_a_role_of_a_newer_gateway_is_no_role_here() -> None:
    wire = orjson.loads(incoming_of({}).actor.to_wire())
    wire["roles"] = ["wizard", "manager"]
    assert Actor.from_wire(orjson.dumps(wire).decode()).roles == frozenset({Role.MANAGER})
