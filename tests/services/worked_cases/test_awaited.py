"""What of the cases waits for later work: skipped one by one, each with what it waits for."""

import pytest

from tests.services.worked_cases.cases import (
    AWAITED,
    AWAITED_TYPES,
    Case,
    all_cases,
    given,
    is_answered,
    number,
    topic,
)

TOPICS = {"rounding", "graph", "history", "line", "discount", "payment", "state", "loyalty"}


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=case["id"]) for case in all_cases() if not is_answered(case)] or [None]
)
def test_this_case_awaits_later_work(case: Case | None) -> None:
    case = given(case)
    pytest.skip(f"{case['id']} awaits {AWAITED[number(case)]}")


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=case["id"]) for case in all_cases() if number(case) in AWAITED_TYPES] or [None]
)
def test_some_price_types_of_this_case_await_later_work(case: Case | None) -> None:
    case = given(case)
    types, what = AWAITED_TYPES[number(case)]
    pytest.skip(f"{', '.join(sorted(types))} of {case['id']} await {what}")


def test_every_case_is_either_answered_or_awaited_by_name() -> None:
    cases = all_cases()
    if not cases:
        given(None)
    assert {topic(case) for case in cases} == TOPICS, "a topic that no test compares"
    assert {number(case) for case in cases} >= {*AWAITED, *AWAITED_TYPES}, "nothing awaited has gone"
    assert (len(cases), sum(map(is_answered, cases))) == (36, 34)
