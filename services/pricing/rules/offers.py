"""Offers: which version holds on a day, what is read through, which moves there are, what is wrong with the stages.

Source: semantics, "Offers": an individual offer stores only what it overrides; terms are read at the document's date;
a closed standard offer is read at its last version.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Protocol, TypeVar
from uuid import UUID

from services.pricing.contracts import OFFER_STATUS, OfferStatus, PaymentStage

_HUNDRED = Decimal(100)
_OF_STANDARD_ALONE = ("partner_segment_id",)
"""Whom a standard offer addresses: an individual one built on it has its client."""


class Version(Protocol):
    @property
    def number(self) -> int: ...
    @property
    def in_force_from(self) -> date | None: ...
    @property
    def valid_from(self) -> date: ...
    @property
    def valid_to(self) -> date | None: ...


V = TypeVar("V", bound=Version)


def version_on(versions: Iterable[V], day: date) -> V | None:
    """The latest agreed version that has begun by this day."""
    begun = [one for one in versions if one.in_force_from is not None and one.in_force_from <= day]
    return max(begun, key=lambda one: one.number, default=None)


def holding(versions: Sequence[V], closed_on: date | None, day: date) -> V | None:
    """The version under which one may sell on this day: within its period (the last day included), not yet closed."""
    found = version_on(versions, day)
    if found is None or (closed_on is not None and day >= closed_on):
        return None
    return found if found.valid_from <= day and (found.valid_to is None or day <= found.valid_to) else None


def read_through(versions: Sequence[V], day: date, closed_on: date | None = None) -> V | None:
    """The version of a standard offer that the individual ones built on it read, also when it is expired. Closed, it is
    read at the last version that had begun by then; before its first day its first agreed version is read."""
    agreed = [one for one in versions if one.in_force_from is not None]
    last = day if closed_on is None else min(day, closed_on)
    return version_on(agreed, last) or min(agreed, key=lambda one: one.number, default=None)


class Saying(Version, Protocol):
    """A version with what it says itself, by the names of terms."""

    @property
    def said(self) -> dict[str, Any]: ...


class Standard(Protocol):
    @property
    def versions(self) -> Sequence[Any]: ...
    @property
    def closed_on(self) -> date | None: ...


def said_through(version: Saying, standard: Standard | None, day: date) -> dict[str, Any]:
    """What holds on a day by a version: what it says, over what its standard offer's version of the day says."""
    above = read_through(standard.versions, day, standard.closed_on) if standard else None
    return terms_over(above.said if above else None, version.said)


def terms_over(standard: Mapping[str, Any] | None, own: Mapping[str, Any]) -> dict[str, Any]:
    """What an individual offer says, over what it reads through; without a standard one, its own alone."""
    return merged({name: said for name, said in (standard or {}).items() if name not in _OF_STANDARD_ALONE}, own)


class Numbered(Protocol):
    @property
    def partner_id(self) -> UUID | None: ...
    @property
    def number(self) -> str: ...


def turn(offer: Numbered, version: Version) -> tuple[bool, date, int, str]:
    """The greatest is what a document takes when nobody chooses: an individual one, then the latest start, then the
    highest number. `version`: the one of the day."""
    return offer.partner_id is not None, version.valid_from, len(offer.number), offer.number


def merged(standard: Mapping[Any, Any] | None, own: Mapping[Any, Any]) -> dict[Any, Any]:
    """Terms by name, or rows by item or price group: what the individual offer says beats the standard one's."""
    return {**(standard or {}), **own}


_MOVES = {
    "submit": (OfferStatus.NOT_AGREED, OfferStatus.ON_APPROVAL),
    "approve": (OfferStatus.ON_APPROVAL, OfferStatus.IN_FORCE),
    "return": (OfferStatus.ON_APPROVAL, OfferStatus.NOT_AGREED),
}


def moved(status: OfferStatus, move: str) -> OfferStatus:
    """The status after a move. Raises Conflict for a move that this status doesn't allow."""
    wanted, becomes = _MOVES[move]
    if status != wanted:
        raise OFFER_STATUS(status=status)
    return becomes


def sum_of(stages: Sequence[PaymentStage]) -> Decimal:
    return sum((stage.percent for stage in stages), Decimal(0))


def are_whole(stages: Sequence[PaymentStage]) -> bool:
    """No stages at all, or stages whose percents sum to 100."""
    return not stages or sum_of(stages) == _HUNDRED
