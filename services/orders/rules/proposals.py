"""Proposals: which moves there are, when one is expired, whether the client's choice is whole.

Source: semantics, "Orders": draft → on approval → agreed → sent → accepted (chosen lines) or declined, expired; a
change after sending makes the next version. Ours: one that is agreed and not sent yet is changed in place and agreed
anew; a declined, expired or accepted one may be proposed again as long as no order was made of it.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Protocol
from uuid import UUID

from services.orders.contracts import PROPOSAL_STATUS
from services.orders.contracts import ProposalStatus as Status

_MOVES: dict[str, dict[Status, Status]] = {
    "change": {
        Status.DRAFT: Status.DRAFT,
        Status.AGREED: Status.DRAFT,
        Status.SENT: Status.DRAFT,
        Status.ACCEPTED: Status.DRAFT,
        Status.DECLINED: Status.DRAFT,
    },
    "submit": {Status.DRAFT: Status.ON_APPROVAL},
    "approve": {Status.ON_APPROVAL: Status.AGREED},
    "return": {Status.ON_APPROVAL: Status.DRAFT},
    "send": {Status.AGREED: Status.SENT},
    "accept": {Status.SENT: Status.ACCEPTED},
    "decline": {Status.SENT: Status.DECLINED},
    "order": {Status.ACCEPTED: Status.ACCEPTED},
}
MOVES = frozenset(_MOVES)
DECIDED = (Status.ACCEPTED, Status.DECLINED)
"""What the client has decided about does not expire any more."""


def moved(status: str, move: str) -> Status:
    """The status after a move. Raises Conflict for a move that this status doesn't allow."""
    becomes = _MOVES[move].get(Status(status))
    if becomes is None:
        raise PROPOSAL_STATUS(status=status)
    return becomes


def is_expired(status: str, valid_to: date | None, today: date) -> bool:
    """Its last day is over, and the client has not decided."""
    return valid_to is not None and valid_to < today and status not in DECIDED


class Proposed(Protocol):
    @property
    def id(self) -> UUID: ...
    @property
    def alternative(self) -> int | None: ...


def undecided(lines: Sequence[Proposed], chosen: Collection[UUID]) -> list[int]:
    """Groups of alternatives of which nothing is chosen."""
    groups = {line.alternative for line in lines if line.alternative is not None}
    decided = {line.alternative for line in lines if line.id in chosen}
    return sorted(groups - decided)


def doubled(lines: Sequence[Proposed], chosen: Sequence[UUID]) -> list[int]:
    """Places in `chosen` of lines of whose alternatives another was chosen before; a line named twice is no second."""
    group_of = {line.id: line.alternative for line in lines}
    first: dict[int, UUID] = {}
    found = []
    for place, line_id in enumerate(chosen):
        group = group_of.get(line_id)
        if group is not None and first.setdefault(group, line_id) != line_id:
            found.append(place)
    return found
