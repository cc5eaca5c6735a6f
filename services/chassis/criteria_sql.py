"""A rule that chooses records as one condition of SQL, the same on both databases.

Never NULL: a comparison with a field that is not filled in is false, and what is `none_of` is its plain opposite.
"""

from collections.abc import Callable
from datetime import date, timedelta
from types import FunctionType
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, func, not_, or_, type_coerce

from services.chassis.criteria import Compared, Comparison, DaysAgo, FieldKind, Fields, Joint, Known, Single, Tree
from services.chassis.text import search_key
from services.chassis.tx import day_ends, first_moment

_ORDERED: dict[Comparison, Callable[[Any, Any], ColumnElement[bool]]] = {
    Comparison.EQUALS: lambda column, value: column == value,
    Comparison.LESS: lambda column, value: column < value,
    Comparison.AT_MOST: lambda column, value: column <= value,
    Comparison.MORE: lambda column, value: column > value,
    Comparison.AT_LEAST: lambda column, value: column >= value,
    Comparison.STARTS_WITH: lambda column, value: func.substr(column, 1, len(value)) == value,
}


def condition(tree: Tree, fields: Fields, today: date) -> ColumnElement[bool]:
    """`today`: the day that `days_ago` are counted from."""
    if isinstance(tree, Compared):
        return _compared(tree, fields[tree.field], today)
    parts = [condition(part, fields, today) for part in tree.parts]
    if tree.joint is Joint.ALL:
        return and_(*parts)
    return or_(*parts) if tree.joint is Joint.ANY else not_(or_(*parts))


def value_of(known: Known, today: date) -> Any:
    """A field's column, or what a function makes of the day: the price that holds on it."""
    return known.column(today) if isinstance(known.column, FunctionType) else known.column


def _compared(one: Compared, known: Known, today: date) -> ColumnElement[bool]:
    column = value_of(known, today)
    if known.kind is FieldKind.SET:
        return _of_set(one, column)
    if one.comparison is Comparison.EMPTY:
        return column.is_(None)  # type: ignore[no-any-return]
    if one.comparison is Comparison.FILLED:
        return column.is_not(None)  # type: ignore[no-any-return]
    values = [_on(value, today) for value in one.values]
    if known.inside is not None:
        within = and_(column.is_not(None), column.in_(known.inside(values)))
        return not_(within) if one.comparison is Comparison.DIFFERS else within
    if known.instant:
        return _of_moment(one.comparison, column, values[0])
    if one.comparison is Comparison.ONE_OF:
        return and_(column.is_not(None), column.in_(values))
    if one.comparison is Comparison.DIFFERS:
        return or_(column.is_(None), column != values[0])
    if one.comparison is Comparison.CONTAINS:
        return _contains(column, known, values[0])
    return and_(column.is_not(None), _ORDERED[one.comparison](column, values[0]))


def _of_moment(comparison: Comparison, column: Any, day: date) -> ColumnElement[bool]:
    """A day is all its moments, in the settings' time zone."""
    begins, ends = first_moment(day), day_ends(day)
    within = and_(column.is_not(None), column >= begins, column < ends)
    if comparison is Comparison.EQUALS:
        return within
    if comparison is Comparison.DIFFERS:
        return not_(within)
    bounds = {
        Comparison.LESS: column < begins,
        Comparison.AT_MOST: column < ends,
        Comparison.MORE: column >= ends,
        Comparison.AT_LEAST: column >= begins,
    }
    return and_(column.is_not(None), bounds[comparison])


def _on(value: Single, today: date) -> Any:
    return today - timedelta(days=value.days) if isinstance(value, DaysAgo) else value


def _contains(column: Any, known: Known, value: str) -> ColumnElement[bool]:
    """Not LIKE, which folds Latin letters on one of the databases and none on the other."""
    folded = search_key(value)
    if known.folded is not None and folded:
        column, value = known.folded, folded
    return and_(column.is_not(None), func.replace(column, value, "") != column)


def _of_set(one: Compared, column: Any) -> ColumnElement[bool]:
    """A set is kept as a JSON list of codes."""
    text = type_coerce(column, Text())
    if one.comparison is Comparison.CONTAINS:
        return and_(text.is_not(None), func.replace(text, f'"{one.values[0]}"', "") != text)
    nothing = or_(text.is_(None), text == "[]")
    return nothing if one.comparison is Comparison.EMPTY else not_(nothing)
