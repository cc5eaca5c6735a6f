"""Who may be given work: subordination as a tree of staff."""

from collections.abc import Iterable
from uuid import UUID


def may_be_given(assignee: UUID, team: Iterable[UUID]) -> bool:
    """Tasks go to oneself or downwards, never up or sideways (H3)."""
    return assignee in set(team)
