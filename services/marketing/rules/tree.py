"""The tree of channels: who stands below whom."""

from collections.abc import Iterator, Mapping
from uuid import UUID


def above(channel: UUID, parents: Mapping[UUID, UUID | None]) -> Iterator[UUID]:
    """The channel itself, then every wider one up to the top."""
    seen: set[UUID] = set()
    at: UUID | None = channel
    while at is not None and at not in seen:
        seen.add(at)
        yield at
        at = parents.get(at)


def makes_ring(channel: UUID, parent: UUID, parents: Mapping[UUID, UUID | None]) -> bool:
    """Whether putting `channel` below `parent` would close a ring."""
    return channel in above(parent, parents)
