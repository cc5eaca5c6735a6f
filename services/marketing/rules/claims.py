"""How long claims took, and how they ended (A9)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from services.chassis.money import half_up
from services.marketing.contracts import ClaimsFigures, ClaimStatus

_HOUR = Decimal(3600)


@dataclass(frozen=True)
class Dealt:
    """What is counted of a claim."""

    status: ClaimStatus
    registered_at: datetime
    decided_at: datetime | None


def figures_of(claims: Sequence[Dealt]) -> ClaimsFigures:
    times = sorted(_seconds(claim.registered_at, claim.decided_at) for claim in claims if claim.decided_at)
    satisfied = _count(claims, ClaimStatus.SATISFIED)
    not_satisfied = _count(claims, ClaimStatus.NOT_SATISFIED)
    return ClaimsFigures(
        count=len(claims),
        open=len(claims) - satisfied - not_satisfied,
        satisfied=satisfied,
        not_satisfied=not_satisfied,
        mean_hours=half_up(sum(times, Decimal(0)) / len(times) / _HOUR) if times else None,
        median_hours=half_up(_middle(times) / _HOUR) if times else None,
    )


def _middle(times: Sequence[Decimal]) -> Decimal:
    """Of sorted times the middle one; of an even number, halfway between the two in the middle."""
    half = len(times) // 2
    return times[half] if len(times) % 2 else (times[half - 1] + times[half]) / 2


def _count(claims: Iterable[Dealt], status: ClaimStatus) -> int:
    return sum(claim.status is status for claim in claims)


def _seconds(begun: datetime, ended: datetime) -> Decimal:
    return Decimal(int((ended - begun).total_seconds()))
