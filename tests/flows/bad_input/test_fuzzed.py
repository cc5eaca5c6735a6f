"""What came back when everything was tried: no error of ours, every check but the named exceptions, both languages."""

import pytest

from tests.flows.bad_input import fuzzing
from tests.flows.bad_input.conftest import Fuzzed
from tests.flows.bad_input.exceptions import excused
from tests.flows.rights.requests import OPERATIONS

pytestmark = pytest.mark.flow
LABELS = {
    f"{one.method} {'' if one.path.startswith('/.well-known') else '/api/v1'}{one.path}": name
    for name, one in OPERATIONS.items()
    if name != "get_key_set"
}
"""The key set stands outside the described API."""


def _told(lines: list[str], most: int = 30) -> str:
    return f"{len(lines)}:\n" + "\n".join(lines[:most])


def test_every_operation_was_tried_often_enough(fuzzed: Fuzzed) -> None:
    answers, errors = fuzzed
    assert not errors, _told(errors)
    assert answers.keys() == LABELS.keys()
    few = {label: dict(one.phases) for label, one in answers.items() if one.phases["fuzzing"] < _enough(label)}
    assert not few


def _enough(label: str) -> int:
    """An operation that takes nothing has but few different requests."""
    return fuzzing.EXAMPLES if LABELS[label] != "get_me" else 1


def test_nothing_is_an_error_of_ours(fuzzed: Fuzzed) -> None:
    wrong = [
        f"{label}: {failure.text}"
        for label, one in fuzzed[0].items()
        for failure in one.failures
        if failure.status >= 500 or failure.status == 0
    ]
    broken = {
        label: dict(one.statuses) for label, one in fuzzed[0].items() if any(code >= 500 for code in one.statuses)
    }
    assert not broken, _told(wrong)


def test_every_check_holds_but_for_the_named_exceptions(fuzzed: Fuzzed) -> None:
    wrong = [
        f"{label} ({LABELS[label]}) {failure.check} {failure.status} {sorted(failure.codes)}\n  {failure.text}"
        for label, one in fuzzed[0].items()
        for failure in one.failures
        if not excused(LABELS[label], failure)
    ]
    assert not wrong, _told(wrong)


def test_every_refusal_of_fields_names_them(fuzzed: Fuzzed) -> None:
    nameless = [f"{label}: {text}" for label, one in fuzzed[0].items() for text in one.nameless]
    assert not nameless, _told(nameless)


def test_every_refusal_is_in_the_language_asked_for(fuzzed: Fuzzed) -> None:
    wrong = [f"{label}: {text}" for label, one in fuzzed[0].items() for text in one.wrong_language]
    assert not wrong, _told(wrong)
