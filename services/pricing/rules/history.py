"""Where a new price goes in the history of one item and type.

Source: semantics, "Price types": a setting dated in the past or future holds until the next existing row begins.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Placed:
    """The new row's end; the row it cuts short (its start); whether it replaces a row of the same day."""

    valid_to: date | None
    cuts: date | None
    replaces: bool


def place(starts: Iterable[date], effective_from: date) -> Placed:
    """`starts`: first days of the rows there are, in any order."""
    days = sorted(starts)
    later = [day for day in days if day > effective_from]
    earlier = [day for day in days if day < effective_from]
    replaces = effective_from in days
    return Placed(
        valid_to=later[0] if later else None,
        cuts=earlier[-1] if earlier and not replaces else None,
        replaces=replaces,
    )
