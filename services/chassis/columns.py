"""Column types that behave the same on SQLite and PostgreSQL.

SQLite's NUMERIC is a float in disguise and its times lose their zone, so decimals are kept as scaled 64-bit
integers on both databases and instants as counted microseconds on SQLite. An error raised while binding
reaches the caller of `execute` as SQLAlchemy's `StatementError` with the original (`ValueError`,
`TypeError`) in `.orig`.

What SQL can't know: `func.sum`, `min`, `max` and `coalesce(column, 0)` keep a column's type, other
functions don't (`func.avg`, `func.abs`): wrap them in `type_coerce(..., Money())`. A literal inside `case`
or `coalesce` must be typed: `literal(Decimal("1.50"), Money())`.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Context, Decimal, DecimalException, Inexact, InvalidOperation, Overflow
from typing import Any

import orjson
from sqlalchemy import BigInteger, DateTime, Dialect, Integer, Text, event, type_coerce
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql import ColumnElement, operators
from sqlalchemy.types import TypeDecorator, TypeEngine

from services.chassis import text

INT64_MAX = 2**63 - 1
_Sql = ColumnElement[Any]
_EXACT = Context(prec=60, traps=[Inexact, InvalidOperation, Overflow])
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_COMPARING = (operators.eq, operators.ne, operators.lt, operators.le, operators.gt, operators.ge)
_OF_ONE_SCALE = frozenset((operators.add, operators.sub, *_COMPARING))
_WITHOUT_MEANING = frozenset((operators.truediv, operators.floordiv, operators.mod))
_AMOUNT_AGAIN = frozenset((operators.add, operators.sub, operators.mul, operators.neg))


class BeyondColumnError(ValueError):
    """An amount, most often one computed of others, needs more than 64 bits."""


def to_units(value: Decimal | int, scale: int) -> int:
    """`value` counted in 10**-scale. ValueError: more decimals than `scale`, beyond 64 bits, not a number."""
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        raise TypeError(f"a Decimal is needed, not {type(value).__name__}: {value!r}")
    try:
        units = _EXACT.to_integral_exact(_EXACT.scaleb(Decimal(value), scale))
    except DecimalException as error:
        raise ValueError(f"{value} has more than {scale} decimals or is not a number") from error
    if not units.is_finite() or not -INT64_MAX - 1 <= units <= INT64_MAX:
        raise BeyondColumnError(f"{value} does not fit a 64-bit integer of scale {scale}")
    return int(units)


def from_units(units: int | Decimal, scale: int) -> Decimal:
    """The amount that `units` of 10**-scale make, always with `scale` decimals."""
    if isinstance(units, float):  # SQLite turns an integer that overflows inside an expression into a float
        raise ValueError("the sum in the database went beyond 64 bits")
    return Decimal(units).scaleb(-scale, _EXACT)


class Scaled(TypeDecorator[Decimal]):
    """A `Decimal` with at most `scale` places, stored as a 64-bit count of 10**-scale.

    Sums, differences and comparisons work in SQL between columns of one scale and with Decimals; a factor
    is a whole number (`price * 3`). Mixing scales, dividing, and multiplying two amounts raise TypeError
    while the query is built: on the stored integers they would give a wrong answer silently.
    `raw_units(price)` opens the integers to a report. Write the amount first (`price * boxes`): an
    integer column on the left checks nothing.
    """

    impl = BigInteger
    cache_ok = True

    def __init__(self, scale: int) -> None:
        super().__init__()
        self.scale = scale

    def __repr__(self) -> str:  # alembic writes it into migrations
        return f"{type(self).__name__}({self.scale if type(self) is Scaled else ''})"

    @property
    def python_type(self) -> type[Any]:
        return Decimal

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        return None if value is None else to_units(value, self.scale)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any | None], Decimal | None]:
        """Said whole, not by `process_result_value`: a record has dozens of amounts, and each would be three calls."""
        shift, scale = -self.scale, self.scale

        def process(value: Any | None) -> Decimal | None:
            if type(value) is int:
                return Decimal(value).scaleb(shift, _EXACT)
            return None if value is None else from_units(value, scale)

        return process

    def coerce_compared_value(self, op: operators.OperatorType | None, value: Any) -> TypeEngine[Any]:
        """A factor (`price * 3`) is a count, not an amount: it must not be scaled.

        Integer, not BigInteger: SQLAlchemy gives `3 * price` the other side's type only for the former.
        """
        return Integer() if op is operators.mul else self

    class Comparator(TypeDecorator.Comparator[Decimal]):
        def operate(self, op: operators.OperatorType, *other: Any, **kwargs: Any) -> _Sql:
            _check_operands(self.type, op, other)
            return _as_amount(self.type, op, super().operate(op, *other, **kwargs))

        def reverse_operate(self, op: operators.OperatorType, other: Any, **kwargs: Any) -> _Sql:
            _check_operands(self.type, op, (other,))
            return _as_amount(self.type, op, super().reverse_operate(op, other, **kwargs))

    comparator_factory = Comparator


class Money(Scaled):
    """Amounts of money: 2 decimals."""

    cache_ok = True

    def __init__(self) -> None:
        super().__init__(2)


class Price(Scaled):
    """Prices of a unit: 4 decimals."""

    cache_ok = True

    def __init__(self) -> None:
        super().__init__(4)


class Quantity(Scaled):
    """Quantities in an item's unit: 3 decimals."""

    cache_ok = True

    def __init__(self) -> None:
        super().__init__(3)


class Percent(Scaled):
    """Percents (20 is 20 %): 4 decimals."""

    cache_ok = True

    def __init__(self) -> None:
        super().__init__(4)


def raw_units(amount: ColumnElement[Any] | InstrumentedAttribute[Any]) -> ColumnElement[int]:
    """The stored integers of a scaled expression, for ratios and weighted sums in reports."""
    return type_coerce(amount, BigInteger())


def _check_operands(left: TypeEngine[Any], op: operators.OperatorType, others: tuple[Any, ...]) -> None:
    """TypeError where the stored integers would not mean what the expression says."""
    if op in _WITHOUT_MEANING:
        raise TypeError("amounts are not divided in SQL: divide in Python, or use raw_units()")
    for other in others:
        kind = getattr(other, "type", None)
        if op in _OF_ONE_SCALE and isinstance(kind, Scaled) and kind.scale != getattr(left, "scale", None):
            raise TypeError(f"{left!r} and {kind!r} have different scales")
        if op is operators.mul and not _is_count(other, kind):
            raise TypeError("an amount is multiplied by a whole number only; for the rest use raw_units()")


def _is_count(other: Any, kind: TypeEngine[Any] | None) -> bool:
    if kind is None:
        return isinstance(other, int) and not isinstance(other, bool)
    return isinstance(kind, Integer)


def _as_amount(left: TypeEngine[Any], op: operators.OperatorType, made: _Sql) -> _Sql:
    """Arithmetic on an amount is an amount: SQLAlchemy by itself would call it a plain integer."""
    return type_coerce(made, left) if op in _AMOUNT_AGAIN else made


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, read back in UTC: timestamptz on PostgreSQL, microseconds since 1970 on SQLite.

    Integers and not ISO text on SQLite: 8 bytes instead of 27 in the table and in every index, compared as
    numbers, no parsing of text; `strftime('%Y-%m', at / 1000000, 'unixepoch')` still groups them. For the
    same reason no `server_default=func.now()`: SQLite would write text. A naive datetime raises ValueError.
    Differences with a timedelta are computed in Python, not in SQL.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def __repr__(self) -> str:
        return "UtcDateTime()"

    @property
    def python_type(self) -> type[datetime]:
        return datetime

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(BigInteger() if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if not isinstance(value, datetime):
            raise TypeError(f"a datetime is needed, not {type(value).__name__}: {value!r}")
        if value.utcoffset() is None:
            raise ValueError(f"a time without a zone is ambiguous: {value!r}")
        return (value - _EPOCH) // _MICROSECOND if dialect.name == "sqlite" else value.astimezone(UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if isinstance(value, int):
            return _EPOCH + timedelta(microseconds=value)
        instant: datetime = value
        return instant.astimezone(UTC)


class JsonText(TypeDecorator[Any]):
    """JSON as compact text, read back whole: audit rows, outbox bodies, settings. Never searched inside.

    Decimals (plain, never 1E+2), UUIDs, dates and times go in and come back as strings. A change inside the
    value is not noticed: assign a new one. None is SQL NULL.
    """

    impl = Text
    cache_ok = True

    def __repr__(self) -> str:
        return "JsonText()"

    def process_bind_param(self, value: Any | None, dialect: Dialect) -> str | None:
        return None if value is None else orjson.dumps(value, default=_plain_json).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else orjson.loads(value)


def _plain_json(value: object) -> str:
    """What orjson doesn't write by itself (it knows UUID, date, datetime, Enum and dataclasses)."""
    if isinstance(value, Decimal) and value.is_finite():
        return format(value, "f")
    raise TypeError(f"{type(value).__name__} is not kept in JSON")


class _ByteOrder(TypeDecorator[str]):
    """Text compared byte by byte on both databases, so that the order computed in `text.sort_key` holds.

    SQLite's BINARY is its default; PostgreSQL needs COLLATE "C", which also lets a plain index serve LIKE
    'x%'.
    """

    impl = Text
    cache_ok = True

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"

    @property
    def python_type(self) -> type[str]:
        return str

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text(collation="C") if dialect.name == "postgresql" else Text())


class SortKey(_ByteOrder):
    """What `text.sort_key(name)` gave: ORDER BY it for Ukrainian order."""

    cache_ok = True


class SearchKey(_ByteOrder):
    """What `text.search_key(name)` gave: LIKE `text.like_pattern(word)` ESCAPE '\\' finds words in it."""

    cache_ok = True


def keep_keys(source: Any, *, sort: str | None = "sort_key", search: str | None = None) -> None:
    """Recompute a row's key columns whenever the mapped attribute `source` is set: `keep_keys(Partner.name)`.

    `source`: an attribute of a mapped class; `sort` and `search`: names of the columns to fill (None: no
    such column). `search` serves where one field is searched. Core inserts and bulk updates don't pass
    through here.
    """

    @event.listens_for(source, "set", propagate=True)
    def fill_keys(row: Any, value: str | None, old: Any, initiator: Any) -> None:
        if sort is not None:
            setattr(row, sort, text.sort_key(value or ""))
        if search is not None:
            setattr(row, search, text.search_key(value or ""))
