"""Who is under whom: subordination as a tree of staff."""

from collections.abc import Iterable, Mapping
from uuid import UUID


def team_of(head: UUID, superiors: Mapping[UUID, UUID | None]) -> list[UUID]:
    """The head first, then all subordinates through any depth. `superiors`: each person's superior."""
    subordinates: dict[UUID, list[UUID]] = {}
    for person, superior in superiors.items():
        if superior is not None:
            subordinates.setdefault(superior, []).append(person)
    team = [head]
    for person in team:
        team.extend(one for one in sorted(subordinates.get(person, [])) if one not in team)
    return team


def makes_ring(person: UUID, superior: UUID, superiors: Mapping[UUID, UUID | None]) -> bool:
    """Whether putting `person` under `superior` would close a ring."""
    return superior in team_of(person, superiors)


def may_be_given(assignee: UUID, team: Iterable[UUID]) -> bool:
    """Tasks go to oneself or downwards, never up or sideways (H3)."""
    return assignee in set(team)
