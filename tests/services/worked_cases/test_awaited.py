"""What of the cases waits for later work: skipped one by one, each with what it waits for."""

import pytest

from tests.services.worked_cases.cases import (
    AWAITED_TYPES,
    Case,
    all_cases,
    given,
    number,
    topic,
)

TOPICS = {"rounding", "graph", "history", "line", "discount", "payment", "state", "loyalty"}


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=case["id"]) for case in all_cases() if number(case) in AWAITED_TYPES] or [None]
)
def test_some_price_types_of_this_case_await_later_work(case: Case | None) -> None:
    case = given(case)
    types, what = AWAITED_TYPES[number(case)]
    pytest.skip(f"{', '.join(sorted(types))} of {case['id']} await {what}")


def test_every_case_is_answered_but_for_what_is_awaited_by_name() -> None:
    cases = all_cases()
    if not cases:
        given(None)
    assert {topic(case) for case in cases} == TOPICS, "a topic that no test compares"
    assert {number(case) for case in cases} >= AWAITED_TYPES.keys(), "nothing awaited has gone"
    assert len(cases) == 36
