"""What a card keeps of another that is merged into it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol, TypeVar

T = TypeVar("T", covariant=True)


class Touched(Protocol[T]):
    @property
    def created_at(self) -> datetime: ...
    @property
    def primary_interest(self) -> T | None: ...


def first_touch(card: Touched[T], heir: Touched[T]) -> T | None:
    """What brought the partner first: the earlier card's, if it says; of cards of one time the heir's."""
    earlier, later = (card, heir) if card.created_at < heir.created_at else (heir, card)
    return earlier.primary_interest or later.primary_interest


def roles_of_both(own: Iterable[str], others: Iterable[str]) -> list[str]:
    """A supplier into which a client was merged is sold to as before."""
    return list(dict.fromkeys((*own, *others)))
