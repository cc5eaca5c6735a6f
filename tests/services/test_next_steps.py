"""Who is refused because of a status is told what may be done in each status, in both languages."""

import pytest

from services.chassis.errors import ERROR_CODES
from services.chassis.startup import all_contracts

all_contracts()  # every service's refusals are declared when its contract is read

STEPS = {
    "deal_closed": (("reopen", "register"), ("поновити", "зареєструйте")),
    "deal_completed": (("register",), ("зареєструйте",)),
    "interaction_closed": (("change", "register"), ("змініть", "зареєструйте")),
    "proposal_status": (
        ("submit", "approve", "return", "send", "take down", "order", "change"),
        ("подайте", "погодьте", "поверніть", "надішліть", "запишіть", "створіть", "змініть"),
    ),
    "offer_status": (
        ("submit", "approve", "return", "change", "make a new one"),
        ("подайте", "погодьте", "поверніть", "змініть", "складіть нову"),
    ),
    "order_status": (("approved first", "supply", "ship"), ("погодьте", "забезпечте", "відвантажте")),
    "claim_status": (("take", "decide"), ("візьміть", "ухваліть")),
}


@pytest.mark.parametrize("name", STEPS)
def test_a_refusal_because_of_a_status_names_the_steps_that_are_open(name: str) -> None:
    code = ERROR_CODES[name]
    in_english, in_ukrainian = STEPS[name]
    assert [step for step in in_english if step not in code.en.lower()] == []
    assert [step for step in in_ukrainian if step not in code.uk.lower()] == []
