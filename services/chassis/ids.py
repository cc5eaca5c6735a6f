"""Ids: UUIDv7 for records (they sort by time of making), UUIDv5 for things named once and found again."""

import os
import threading
import time
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

NAMESPACE = UUID("18f203c2-d375-5312-a5b8-518842aec7e9")
"""Ugoda's own namespace for `uuid_for`. Never change it: ids made from names would no longer be found."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_RANDOM_BITS = 74
_VERSION_AND_VARIANT = (7 << 76) | (2 << 62)
_LAST_MS = 2**48 - 1


class _Sequence:
    """The last id's 122 free bits: 48 of time, then a number that only grows within a millisecond."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def next(self) -> int:
        fresh = _stamped(time.time_ns() // 1_000_000)
        with self._lock:
            later = fresh >> _RANDOM_BITS > self._last >> _RANDOM_BITS
            self._last = fresh if later else self._last + _random_step()
            return self._last


def _stamped(now_ms: int) -> int:
    """Time and 73 random bits; the 74th stays 0 as room to grow within a millisecond (RFC 9562, 6.2)."""
    return (now_ms << _RANDOM_BITS) | (int.from_bytes(os.urandom(10)) >> 7)


def _random_step() -> int:
    return 1 + int.from_bytes(os.urandom(4))


_sequence = _Sequence()


def _start_anew() -> None:
    """A forked child must not continue its parent's ids, nor inherit a lock that a lost thread holds."""
    global _sequence
    _sequence = _Sequence()


os.register_at_fork(after_in_child=_start_anew)


def uuid7(*, now_ms: int | None = None) -> UUID:
    """A new id, greater than every earlier one of this process, also when the clock steps back.

    `now_ms` (milliseconds since 1970) stamps the id with that very time, for records brought from
    elsewhere: such ids are in no order within their millisecond. Keyword only: SQLAlchemy hands a context
    to a default's first argument.
    """
    if now_ms is None:
        return _as_uuid(_sequence.next())
    if not 0 <= now_ms <= _LAST_MS:
        raise ValueError(f"{now_ms} ms does not fit the 48 bits of a UUIDv7")
    return _as_uuid(_stamped(now_ms))


def _as_uuid(bits: int) -> UUID:
    """48 bits of time, 12 and 62 of randomness, with version and variant put between them (RFC 9562, 5.7)."""
    upper, lower = bits >> 62, bits & (2**62 - 1)
    return UUID(int=((upper >> 12) << 80) | ((upper & 0xFFF) << 64) | lower | _VERSION_AND_VARIANT)


def timestamp_of(uuid7: UUID) -> datetime:
    """When a UUIDv7 was made, UTC, to the millisecond. ValueError for any other version."""
    if uuid7.version != 7:
        raise ValueError(f"{uuid7} is not a UUIDv7")
    return _EPOCH + timedelta(milliseconds=uuid7.int >> 80)


def uuid_for(*parts: str) -> UUID:
    """The same id for the same parts, always and everywhere: `uuid_for("partner", "1c", "000123")`.

    Each part is written with its length, so that ("ab", "c") and ("a", "bc") differ.
    """
    if not parts:
        raise ValueError("an id needs at least one part")
    return uuid5(NAMESPACE, "".join(f"{len(part)}:{part}" for part in parts))
