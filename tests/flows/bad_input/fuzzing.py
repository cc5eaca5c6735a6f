"""Schemathesis over the whole OpenAPI of a running house: examples, boundaries, random requests, every check."""

import os
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
import schemathesis
from hypothesis import strategies as st
from schemathesis.engine import StopReason, events, from_schema
from stdnum.ua import edrpou, rntrc

from services.pricing.contracts import XLSX

SEED = 20261123
FULL = os.environ.get("UGODA_FUZZ") == "full"
"""Full: 50 random requests for each operation and every boundary value; else a short run of 8."""
EXAMPLES = 50 if FULL else 8


def _with_check_digit(digits: int, kind: Any) -> st.SearchStrategy[str]:
    def completed(start: str) -> str | None:
        return next((start + last for last in "0123456789" if kind.is_valid(start + last)), None)

    return st.text("0123456789", min_size=digits - 1, max_size=digits - 1).map(completed).filter(bool)  # type: ignore


FORMATS: dict[str, st.SearchStrategy[str]] = {
    "edrpou": _with_check_digit(8, edrpou),
    "rnokpp": _with_check_digit(10, rntrc),
    "iban": st.sampled_from(["UA213223130000026007233566001", "DE89370400440532013000", "GB29NWBK60161331926819"]),
    "phone": st.integers(0, 9_999_999)
    .map(lambda number: f"+38044{number:07d}")
    .filter(lambda text: text[6] in "23456"),
    "decimal": st.decimals(0, 1000, places=2).map(str),
    "password": st.integers(0, 10**9).map(lambda number: f"Дерев'яний-їжак-{number}"),
}
"""What stands behind the formats of our contracts (services/chassis/fields.py)."""


@dataclass(frozen=True)
class Failure:
    """One answer that a check found wrong."""

    check: str
    status: int
    codes: frozenset[str]
    """Of the problem and its fields."""
    text: str


@dataclass
class Answers:
    """What came back from one operation."""

    statuses: Counter[int] = field(default_factory=Counter)
    phases: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)
    nameless: list[str] = field(default_factory=list)
    """Refusals of fields (422) that name no field."""
    wrong_language: list[str] = field(default_factory=list)


def fuzz(described: Mapping[str, Any], address: str, token: str) -> tuple[dict[str, Answers], list[str]]:
    """Answers by operation ("GET /api/v1/orders"), and what kept operations from being tried."""
    for name, strategy in FORMATS.items():
        schemathesis.openapi.format(name, strategy)
    schemathesis.serializer.alias(XLSX, "application/octet-stream")
    schema = schemathesis.openapi.from_dict(dict(described), config=_config(token))
    schema.config.update(base_url=address)
    answers: dict[str, Answers] = defaultdict(Answers)
    errors: list[str] = []
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            _take(event, answers[event.recorder.label])
        elif isinstance(event, events.NonFatalError):
            errors.append(f"{event.label}: {event.value}")
        elif isinstance(event, events.FatalError):
            errors.append(repr(event.exception))
        elif isinstance(event, events.EngineFinished) and event.stop_reason is not StopReason.COMPLETED:
            errors.append(f"stopped before the end: {event.stop_reason}")
    return answers, errors


def _config(token: str) -> schemathesis.Config:
    return schemathesis.Config.from_dict(
        {
            "seed": SEED,
            "headers": {"Authorization": f"Bearer {token}"},
            "continue-on-failure": True,
            "request-timeout": 60,
            "generation": {"deterministic": True, "max-examples": EXAMPLES, "no-shrink": True, "database": "none"},
            "phases": {
                "examples": {"enabled": True},
                "coverage": {"enabled": FULL},
                "fuzzing": {"enabled": True},
                # operations name no links of each other; stories of several are told in other tests
                "stateful": {"enabled": False},
            },
        }
    )


def _take(event: events.ScenarioFinished, answers: Answers) -> None:
    recorder = event.recorder
    for case_id, interaction in recorder.interactions.items():
        if interaction.response is None:
            answers.failures.append(Failure("no_answer", 0, frozenset(), str(case_id)))
            continue
        answers.statuses[interaction.response.status_code] += 1
        answers.phases[event.phase.value] += 1
        _look(interaction.request.headers, interaction.response, answers)
        failed = [check.failure_info.failure for check in recorder.checks.get(case_id, ()) if check.failure_info]
        names = [check.name for check in recorder.checks.get(case_id, ()) if check.failure_info]
        for name, failure in zip(names, failed, strict=True):
            curl = recorder.cases[case_id].value.as_curl_command() if case_id in recorder.cases else ""
            body = interaction.response.content.decode(errors="replace")  # a file is no text
            codes = _codes(interaction.response.content)
            text = f"{failure.title}: {failure.message}\n    {curl[:1500]}\n    {body[:1000]}"
            answers.failures.append(Failure(name, interaction.response.status_code, codes, text))


def _codes(body: bytes) -> frozenset[str]:
    try:
        problem = orjson.loads(body)
        return frozenset(one["code"] for one in problem.get("errors", ())) or frozenset({problem["code"]})
    except (ValueError, KeyError, TypeError, AttributeError):
        return frozenset()


def _look(headers: Mapping[str, Any], response: Any, answers: Answers) -> None:
    if response.status_code < 400:
        return
    problem = orjson.loads(response.content)
    fields = problem.get("errors", [])
    if response.status_code == 422 and not (fields and all(one.keys() == _FIELD and one["message"] for one in fields)):
        answers.nameless.append(response.text)
    asked = {name.lower(): value for name, value in headers.items()}.get("accept-language", [""])
    language = asked[0] if isinstance(asked, list) else asked
    texts = [problem["title"], problem["detail"], *(one["message"] for one in fields)]
    if language in ("uk", "en") and any(is_ukrainian(text) != (language == "uk") for text in texts):
        answers.wrong_language.append(f"{language}: {texts}")


_FIELD = {"pointer", "code", "message"}


def is_ukrainian(text: str) -> bool:
    """Whether a sentence of ours is in Ukrainian: it has Cyrillic letters outside of quotes."""
    own = re.sub("«.*»|“.*”", "", text, flags=re.DOTALL)
    return any("а" <= letter <= "я" or letter in "іїєґ" for letter in own.lower())
