"""Every case of the file is compared by some test: none waits for later work."""

from tests.services.worked_cases.cases import all_cases, given, topic

COMPARED = {"rounding", "graph", "history", "line", "discount", "payment", "state", "loyalty"}
"""Topics that the tests beside this one ask for (`of_topics`)."""


def test_every_case_has_a_topic_that_is_compared() -> None:
    cases = all_cases()
    if not cases:
        given(None)
    assert {topic(case) for case in cases} == COMPARED
    assert len(cases) == 36
