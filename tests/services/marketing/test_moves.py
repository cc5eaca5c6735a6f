"""The life of a claim as data: registered, under review, then satisfied or not."""

import itertools

import pytest

from services.marketing.contracts import ClaimStatus
from services.marketing.rules.moves import may_move, needed_for

REGISTERED, REVIEW = ClaimStatus.REGISTERED, ClaimStatus.UNDER_REVIEW
SATISFIED, NOT_SATISFIED = ClaimStatus.SATISFIED, ClaimStatus.NOT_SATISFIED
ALLOWED = {(REGISTERED, REVIEW), (REVIEW, SATISFIED), (REVIEW, NOT_SATISFIED)}


@pytest.mark.parametrize(("now", "then"), list(itertools.product(ClaimStatus, repeat=2)))
def test_a_claim_moves_by_these_three_moves_and_no_other(now: ClaimStatus, then: ClaimStatus) -> None:
    assert may_move(now, then) is ((now, then) in ALLOWED)


@pytest.mark.parametrize(("then", "needed"), [(REVIEW, REGISTERED), (SATISFIED, REVIEW), (NOT_SATISFIED, REVIEW)])
def test_a_refusal_can_say_which_status_was_needed(then: ClaimStatus, needed: ClaimStatus) -> None:
    assert needed_for(then) is needed
