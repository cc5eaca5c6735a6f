"""Upserts for both databases, built once and run with parameters: building one costs as much as running it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from functools import cache
from io import StringIO
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Table, and_, or_, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session


class Overwrite(Enum):
    """Which rows that are there already an upsert may overwrite."""

    ALWAYS = "always"
    NEWER = "newer"
    """Only rows at an earlier (epoch, version)."""
    NEWER_OR_EQUAL = "newer_or_equal"


def insert_ignoring(session: Session, table: FromClause) -> Any:
    """INSERT that leaves an existing row alone; its rowcount tells which."""
    return _insert_ignoring(_dialect(session), table)


def insert_rows(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows by the thousand, all of the same columns; defaults that Python knows are not asked. PostgreSQL takes them by
    COPY, in a third of the time of an INSERT; but not in a service, where eventlet waits for answers: the driver
    refuses to copy then. What is long is done by the worker, which has no eventlet."""
    dialect = session.get_bind().dialect
    if dialect.name == "postgresql" and dialect.loaded_dbapi.extensions.get_wait_callback() is None:
        _copy(session.connection(), table, rows)
    else:
        session.execute(table.insert(), rows)


def _copy(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    dialect, names = connection.dialect, tuple(rows[0])
    texts = [_as_copied(table.c[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in names]
    lines = ["\t".join([text(row[name]) for name, text in zip(names, texts, strict=True)]) for row in rows]
    statement = f"COPY {table.name} ({', '.join(names)}) FROM STDIN"
    driver: Any = connection.connection.driver_connection
    try:
        with driver.cursor() as cursor:
            cursor.copy_expert(statement, StringIO("\n".join(lines)))
    except dialect.loaded_dbapi.Error as error:
        kind = dialect.loaded_dbapi.Error
        raise DBAPIError.instance(statement, None, error, kind, hide_parameters=True, dialect=dialect) from error


_ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def _as_copied(bound: Callable[[Any], Any] | None) -> Callable[[Any], str]:
    """How a value of a column stands in COPY's text."""

    def text(value: Any) -> str:
        if bound is not None:
            value = bound(value)
        if value is None:
            return r"\N"
        return value.translate(_ESCAPED) if isinstance(value, str) else str(value)

    return text


def upsert(
    session: Session,
    table: FromClause,
    rows: Mapping[str, Any] | Sequence[Mapping[str, Any]],
    key: tuple[str, ...],
    overwrite: Overwrite = Overwrite.ALWAYS,
) -> None:
    first = rows if isinstance(rows, Mapping) else rows[0]
    session.execute(_upsert(_dialect(session), table, tuple(first), key, overwrite), rows)


def upserted(
    session: Session, table: FromClause, row: Mapping[str, Any], key: tuple[str, ...], overwrite: Overwrite
) -> bool:
    """As `upsert` of one row; whether it was written."""
    statement = _upsert_returning(_dialect(session), table, tuple(row), key, overwrite)
    return session.execute(statement, row).first() is not None


def counted_up(session: Session, table: FromClause, key: Mapping[str, Any], column: str) -> int:
    """Raise a counter row by one, made at one when it is not there; its new value. Locks the row."""
    statement = _counter(_dialect(session), table, tuple(key), column)
    value: int = session.execute(statement, {**key, column: 1}).scalar_one()
    return value


def take_turns(session: Session, names: Iterable[str]) -> None:
    """From here to the end of its transaction nobody else takes a turn of any of these names.

    For what no unique key can say. SQLite has one writer anyway.
    """
    if _dialect(session) == "postgresql":
        session.execute(_TURNS, {"names": sorted(set(names))})


# locked in the order of the numbers, whatever the names are: two that want the same never wait in a ring
_TURNS = text(
    "SELECT pg_advisory_xact_lock(number) FROM ("
    "SELECT DISTINCT hashtextextended(name, 0) AS number FROM unnest(CAST(:names AS text[])) AS name ORDER BY 1"
    ") AS numbers"
)


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name


def _insert(dialect: str, table: FromClause) -> Any:
    of: Any = postgresql if dialect == "postgresql" else sqlite
    return of.insert(table)


@cache
def _insert_ignoring(dialect: str, table: FromClause) -> Any:
    return _insert(dialect, table).on_conflict_do_nothing()


@cache
def _upsert(
    dialect: str, table: FromClause, columns: tuple[str, ...], key: tuple[str, ...], overwrite: Overwrite
) -> Any:
    statement = _insert(dialect, table)
    changed = {name: statement.excluded[name] for name in columns if name not in key}
    where = _overtaken(table, statement.excluded, overwrite)
    return statement.on_conflict_do_update(index_elements=list(key), set_=changed, where=where)


@cache
def _upsert_returning(
    dialect: str, table: FromClause, columns: tuple[str, ...], key: tuple[str, ...], overwrite: Overwrite
) -> Any:
    return _upsert(dialect, table, columns, key, overwrite).returning(table.c[key[0]])


def _overtaken(table: FromClause, new: Any, overwrite: Overwrite) -> ColumnElement[bool] | None:
    if overwrite is Overwrite.ALWAYS:
        return None
    same_epoch = new.epoch == table.c.epoch
    later = new.version > table.c.version if overwrite is Overwrite.NEWER else new.version >= table.c.version
    return or_(new.epoch > table.c.epoch, and_(same_epoch, later))


@cache
def _counter(dialect: str, table: FromClause, key: tuple[str, ...], column: str) -> Any:
    statement = _insert(dialect, table)
    raised = {column: table.c[column] + 1}
    return statement.on_conflict_do_update(index_elements=list(key), set_=raised).returning(table.c[column])
