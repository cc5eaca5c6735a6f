"""One database, many hands: writers take turns and never fail for it, readers see one moment and write nothing."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError, InternalError, OperationalError

from deploy.local.postgres import Postgres
from services.chassis.database import Database

metadata = MetaData()
shelf = Table(
    "shelf", metadata, Column("id", Integer, primary_key=True), Column("count", Integer), Column("who", String)
)
THREADS, WRITES = 10, 20


@pytest.fixture
def url(kind: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    if kind == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('shelf')}/shelf.sqlite"
    server: Postgres = request.getfixturevalue("postgres")
    return server.create_database("shelf")


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    made = Database(url, workers=THREADS)
    metadata.create_all(made.writer)
    with made.write() as session:
        session.execute(insert(shelf).values(id=1, count=0, who="ніхто"))
    yield made
    made.dispose()


def _at_once(works: list[Callable[[], None]]) -> list[BaseException]:
    failures: list[BaseException] = []

    def guarded(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    return failures


def _adding(database: Database) -> Callable[[], None]:
    """Read, think a moment, write: what a second writer must not come between."""

    def add() -> None:
        for _ in range(WRITES):
            with database.write() as session:
                row = select(shelf.c.count).where(shelf.c.id == 1).with_for_update()
                count = session.scalar(row) or 0
                time.sleep(0.0005)
                session.execute(update(shelf).values(count=count + 1))

    return add


def _count(database: Database) -> int | None:
    with database.read() as session:
        return session.scalar(select(shelf.c.count))


def test_ten_writers_at_once_lose_nothing_and_are_never_refused(database: Database) -> None:
    assert _at_once([_adding(database)] * THREADS) == []
    assert _count(database) == THREADS * WRITES


def test_writers_of_two_processes_lose_nothing_either(database: Database, url: str) -> None:
    """Two engines are to a database what two processes are: each has its own connections."""
    other = Database(url, workers=THREADS)
    assert _at_once([_adding(database), _adding(other)] * (THREADS // 2)) == []
    other.dispose()
    assert _count(database) == THREADS * WRITES


def test_readers_go_on_while_somebody_writes(database: Database) -> None:
    with database.write() as session:
        session.execute(update(shelf).values(count=7))
        assert _count(database) == 0
    assert _count(database) == 7


def test_a_reader_sees_one_moment_to_its_end(database: Database) -> None:
    with database.read() as session:
        assert session.scalar(select(shelf.c.count)) == 0
        with database.write() as writing:
            writing.execute(update(shelf).values(count=7))
        assert session.scalar(select(shelf.c.count)) == 0


def test_a_reader_cannot_write(database: Database) -> None:
    with database.read() as session, pytest.raises((OperationalError, InternalError, DBAPIError)) as refused:
        session.execute(update(shelf).values(count=7))
    assert "read" in str(refused.value.orig).lower()


def test_whatever_fails_inside_is_rolled_back(database: Database) -> None:
    def fail() -> None:
        with database.write() as session:
            session.execute(insert(shelf).values(id=2, count=0, who="хтось"))
            raise RuntimeError("полиця впала")

    with pytest.raises(RuntimeError, match="полиця"):
        fail()
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(shelf)) == 1


def test_the_pulse_tells_of_every_commit_and_rests_while_nobody_writes(database: Database, url: str) -> None:
    other = Database(url)
    with other.write() as session:
        session.execute(update(shelf).values(count=1))
        before = database.pulse()
    begun_earlier = database.pulse()
    with other.write() as session:
        session.execute(update(shelf).values(count=2))
    later = database.pulse()
    other.dispose()

    assert len({before, begun_earlier, later} - {None}) == 3
    # a neighbour in the same PostgreSQL may write in between, its own upkeep too
    assert any(_reads(database) == database.pulse() for _ in range(20))


def _reads(database: Database) -> int | str | None:
    pulse = database.pulse()
    with database.read() as session:
        session.scalar(select(shelf.c.count))
    return pulse


@pytest.mark.flow
def test_a_pulse_that_cannot_be_told_is_none_and_comes_back(postgres: Postgres) -> None:
    database = Database(postgres.create_database("shelf"))
    database.pulse()
    with database.write() as session:
        ended = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query LIKE '%current_snapshot%'"
        session.execute(text(f"{ended} AND pid <> pg_backend_pid()"))
    time.sleep(0.2)

    assert database.pulse() is None
    assert database.pulse() is not None
    database.dispose()
