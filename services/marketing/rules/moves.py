"""The life of a claim as data: registered → under review → satisfied or not satisfied (M5)."""

from services.marketing.contracts import ClaimStatus

MOVES: frozenset[tuple[ClaimStatus, ClaimStatus]] = frozenset(
    {
        (ClaimStatus.REGISTERED, ClaimStatus.UNDER_REVIEW),
        (ClaimStatus.UNDER_REVIEW, ClaimStatus.SATISFIED),
        (ClaimStatus.UNDER_REVIEW, ClaimStatus.NOT_SATISFIED),
    }
)


def may_move(now: ClaimStatus, then: ClaimStatus) -> bool:
    return (now, then) in MOVES


def needed_for(then: ClaimStatus) -> ClaimStatus:
    """The status a claim must be in to become `then`."""
    return next(before for before, after in sorted(MOVES) if after is then)
