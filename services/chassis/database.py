"""One service's database: a writer and a reader, on SQLite or PostgreSQL, with the same promises on both.

- `write()` opens the transaction at once (SQLite: BEGIN IMMEDIATE on the one writer connection), commits at
  the end, rolls back on any exception.
- `read()` sees one snapshot and cannot write.
- Waiting for another process's lock on SQLite never blocks the whole process: the wait sleeps outside SQLite,
  so that other greenlets go on.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

LOCK_WAIT_SECONDS = 5.0
_LOCK_POLL_SECONDS = 0.002


class Database:
    """`workers`: how many operations may hold a connection at once."""

    def __init__(self, url: str, workers: int = 4):
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self._pulse: Any = None  # a connection of its own
        if self.is_sqlite:
            _make_directory(url)
            self.writer = _sqlite_engine(url, size=1, writes=True)
            self.reader = _sqlite_engine(url, size=min(workers, 5), writes=False)
        else:
            self.writer = _postgres_engine(url, size=workers)
            self.reader = _postgres_engine(url, size=workers, isolation_level="REPEATABLE READ").execution_options(
                postgresql_readonly=True
            )

    @contextmanager
    def write(self) -> Iterator[Session]:
        with Session(self.writer, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        with Session(self.reader, autoflush=False, expire_on_commit=False) as session:
            yield session

    def pulse(self) -> int | str | None:
        """Another value whenever somebody has committed, here or in a neighbour database of the same PostgreSQL; none
        when it cannot be told.

        For those who look many times a second whether there is work: an unchanged pulse spares the query.
        """
        try:
            return self._sqlite_pulse() if self.is_sqlite else self._postgres_pulse()
        except (sqlite3.Error, DBAPIError):
            self._forget_pulse()
            return None  # the query that follows meets the same trouble, and tells of it

    def _sqlite_pulse(self) -> int:
        if self._pulse is None:
            path = quote(str(make_url(self.url).database))
            self._pulse = sqlite3.connect(f"file:{path}?mode=ro", uri=True, check_same_thread=False)
        version: int = self._pulse.execute("PRAGMA data_version").fetchone()[0]
        return version

    def _postgres_pulse(self) -> str:
        """What a snapshot taken now would see: each transaction that wrote changes it when it ends."""
        if self._pulse is None:
            self._pulse = self.writer.connect().execution_options(isolation_level="AUTOCOMMIT")
        snapshot: str = self._pulse.exec_driver_sql("SELECT CAST(pg_current_snapshot() AS text)").scalar_one()
        return snapshot

    def _forget_pulse(self) -> None:
        if self._pulse is not None:
            self._pulse.close()
            self._pulse = None

    def dispose(self) -> None:
        self._forget_pulse()
        self.writer.dispose()
        self.reader.dispose()


def _make_directory(url: str) -> None:
    path = make_url(url).database
    if path:
        Path(path).parent.mkdir(parents=True, exist_ok=True, mode=0o700)  # clients' data: nobody else's to read


def _sqlite_engine(url: str, *, size: int, writes: bool) -> Engine:
    engine = create_engine(
        url,
        pool_size=size,
        max_overflow=0,
        pool_timeout=LOCK_WAIT_SECONDS,
        hide_parameters=True,  # an error's text goes to logs; what people typed does not
        # one greenlet or thread at a time uses a pooled connection; SQLite's own check knows only threads
        connect_args={"check_same_thread": False, "timeout": 0},
    )

    @event.listens_for(engine, "connect")
    def configure(connection: sqlite3.Connection, _: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        # a writer waits in _begin_immediate; a reader can only meet a lock while the file is being recovered
        connection.execute(f"PRAGMA busy_timeout={0 if writes else 1000}")
        _enter_wal(connection)
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA cache_size=-8000")
        connection.execute("PRAGMA wal_autocheckpoint=2000")
        if not writes:
            connection.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # straight to the driver: through SQLAlchemy a BEGIN costs as much as a query, a refused one ten times that
        driver = cast("sqlite3.Connection", connection.connection.driver_connection)
        if writes:
            _begin_immediate(driver, connection)
        else:
            driver.execute("BEGIN")

    return engine


def _enter_wal(connection: sqlite3.Connection) -> None:
    """Switching to WAL needs the file alone for a moment; several processes start at once."""
    deadline = time.monotonic() + LOCK_WAIT_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(_LOCK_POLL_SECONDS)


def _begin_immediate(driver: sqlite3.Connection, connection: Connection) -> None:
    """Wait for the writer lock with `time.sleep`, which is green under eventlet; SQLite's own wait is not."""
    deadline = time.monotonic() + LOCK_WAIT_SECONDS
    while True:
        try:
            driver.execute("BEGIN IMMEDIATE")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                # once more, the usual way: it fails again and is raised as SQLAlchemy's own error
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                return
            time.sleep(_LOCK_POLL_SECONDS)


def _postgres_engine(url: str, *, size: int, **more: Any) -> Engine:
    return create_engine(
        url,
        pool_size=size,
        max_overflow=0,
        pool_timeout=LOCK_WAIT_SECONDS,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={
            "options": "-c lock_timeout=5000 -c statement_timeout=60000 "
            "-c idle_in_transaction_session_timeout=60000 -c timezone=UTC"
        },
        **more,
    )
