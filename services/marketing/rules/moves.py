"""The lives of claims, marketing events and their guests as data: which move leads from where to where (M2, M5)."""

from collections.abc import Iterable

from services.marketing.contracts import ClaimStatus, EventStatus, GuestStatus

MOVES: frozenset[tuple[ClaimStatus, ClaimStatus]] = frozenset(
    {
        (ClaimStatus.REGISTERED, ClaimStatus.UNDER_REVIEW),
        (ClaimStatus.UNDER_REVIEW, ClaimStatus.SATISFIED),
        (ClaimStatus.UNDER_REVIEW, ClaimStatus.NOT_SATISFIED),
    }
)
EVENT_MOVES: frozenset[tuple[EventStatus, EventStatus]] = frozenset(
    {
        (EventStatus.PLANNED, EventStatus.RUNNING),
        (EventStatus.RUNNING, EventStatus.HELD),
        (EventStatus.PLANNED, EventStatus.CANCELLED),
        (EventStatus.RUNNING, EventStatus.CANCELLED),
    }
)
OPEN_EVENTS = frozenset({EventStatus.PLANNED, EventStatus.RUNNING})
BEGUN_EVENTS = frozenset({EventStatus.RUNNING, EventStatus.HELD})
ATTENDANCE = frozenset({GuestStatus.ATTENDED, GuestStatus.ABSENT})
_ANSWERS = {GuestStatus.CONFIRMED, GuestStatus.REFUSED}
GUEST_MOVES: frozenset[tuple[GuestStatus, GuestStatus]] = frozenset(
    {
        # answered, and perhaps answered otherwise later
        *((GuestStatus.INVITED, answer) for answer in _ANSWERS),
        (GuestStatus.CONFIRMED, GuestStatus.REFUSED),
        (GuestStatus.REFUSED, GuestStatus.CONFIRMED),
        # came or not: whatever was answered, except that who refused is not missed
        *((before, GuestStatus.ATTENDED) for before in (GuestStatus.INVITED, *_ANSWERS)),
        *((before, GuestStatus.ABSENT) for before in (GuestStatus.INVITED, GuestStatus.CONFIRMED)),
        # marked wrongly at the door
        (GuestStatus.ATTENDED, GuestStatus.ABSENT),
        (GuestStatus.ABSENT, GuestStatus.ATTENDED),
    }
)


def may_move(now: ClaimStatus, then: ClaimStatus) -> bool:
    return (now, then) in MOVES


def needed_for(then: ClaimStatus) -> ClaimStatus:
    """The status a claim must be in to become `then`."""
    return next(before for before, after in sorted(MOVES) if after is then)


def event_may_become(then: EventStatus) -> frozenset[EventStatus]:
    """The statuses in which an event may be moved to `then`."""
    return frozenset(before for before, after in EVENT_MOVES if after is then)


def unmovable(guests: Iterable[GuestStatus], then: GuestStatus) -> list[int]:
    """Places of the guests that may not be marked `then`. Marked so already, they may: it changes nothing."""
    return [place for place, now in enumerate(guests) if now is not then and (now, then) not in GUEST_MOVES]
