"""Ids: order, uniqueness under threads and fork, names that are found again."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Uuid, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from services.chassis import ids
from services.chassis.ids import timestamp_of, uuid7, uuid_for

LAST_MS = 2**48 - 1


def test_an_id_is_a_uuid_of_version_7_and_of_the_rfc_variant():
    made = uuid7()
    assert made.version == 7
    assert made.variant == "specified in RFC 4122"


def test_ids_of_one_process_only_grow():
    made = [uuid7() for _ in range(20_000)]
    assert made == sorted(set(made))


def test_ids_grow_while_the_clock_stands_or_steps_back(monkeypatch: pytest.MonkeyPatch):
    before = uuid7()
    monkeypatch.setattr(time, "time_ns", lambda: 1_000_000_000_000)
    made = [before, *(uuid7() for _ in range(1_000))]
    assert made == sorted(set(made))


def test_threads_never_get_the_same_id():
    with ThreadPoolExecutor(8) as pool:
        rows = list(pool.map(lambda _: [uuid7() for _ in range(2_000)], range(8)))
    assert all(row == sorted(row) for row in rows)
    assert len({made for row in rows for made in row}) == 16_000


def test_a_child_takes_up_no_sequence_of_its_parent():
    before = ids._sequence
    ids._start_anew()
    assert ids._sequence is not before
    assert ids._sequence._last == 0


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
@pytest.mark.filterwarnings("ignore:Using fork:DeprecationWarning")  # eventlet says so once any test imported it
def test_a_forked_child_makes_other_ids_than_its_parent():
    uuid7()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, b"".join(uuid7().bytes for _ in range(1_000)))
        os._exit(0)
    own = {uuid7().bytes for _ in range(1_000)}
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        theirs = pipe.read()
    os.waitpid(child, 0)
    assert len(theirs) == 16_000
    assert own.isdisjoint({theirs[at : at + 16] for at in range(0, 16_000, 16)})


def test_an_id_tells_when_it_was_made():
    before = datetime.now(UTC)
    assert abs((timestamp_of(uuid7()) - before).total_seconds()) < 1


def test_a_given_time_is_kept_to_the_millisecond():
    made = uuid7(now_ms=1_772_352_000_123)
    assert timestamp_of(made) == datetime(2026, 3, 1, 8, 0, 0, 123_000, tzinfo=UTC)
    assert made != uuid7(now_ms=1_772_352_000_123)


def test_a_given_time_does_not_hold_back_or_push_the_ids_of_now():
    uuid7(now_ms=LAST_MS)
    assert abs(timestamp_of(uuid7()).timestamp() - time.time()) < 1


@pytest.mark.parametrize("now_ms", [0, LAST_MS])
def test_the_first_and_the_last_millisecond_fit(now_ms: int):
    assert uuid7(now_ms=now_ms).int >> 80 == now_ms


@pytest.mark.parametrize("now_ms", [-1, LAST_MS + 1])
def test_a_time_beyond_48_bits_is_refused(now_ms: int):
    with pytest.raises(ValueError):
        uuid7(now_ms=now_ms)


def test_only_version_7_tells_its_time():
    with pytest.raises(ValueError):
        timestamp_of(uuid4())


def test_the_same_parts_give_the_same_id_for_ever():
    assert uuid_for("partner", "1c", "000123") == UUID("9cc99add-5007-5f2d-9fc1-ee563db3cb11")


def test_parts_do_not_run_into_each_other():
    assert len({uuid_for("ab", "c"), uuid_for("a", "bc"), uuid_for("abc"), uuid_for("abc", "")}) == 4


def test_no_parts_name_nothing():
    with pytest.raises(ValueError):
        uuid_for()


def test_a_column_takes_uuid7_as_its_default():
    class Base(DeclarativeBase): ...

    class Row(Base):
        __tablename__ = "rows"
        id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)

    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add_all([Row(), Row()])
        session.commit()
        assert {row.id.version for row in session.scalars(select(Row))} == {7}
    engine.dispose()
