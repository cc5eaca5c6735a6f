"""Trees kept as each one's parent: staff under their superiors, regions inside regions."""

from collections.abc import Mapping
from uuid import UUID


def below(top: UUID, parents: Mapping[UUID, UUID | None]) -> list[UUID]:
    """The top first, then all under it through any depth. `parents`: each one's parent."""
    children: dict[UUID, list[UUID]] = {}
    for child, parent in parents.items():
        if parent is not None:
            children.setdefault(parent, []).append(child)
    found = [top]
    for one in found:
        found.extend(child for child in sorted(children.get(one, [])) if child not in found)
    return found


def makes_ring(one: UUID, parent: UUID, parents: Mapping[UUID, UUID | None]) -> bool:
    """Whether putting `one` under `parent` would close a ring."""
    return parent in below(one, parents)
