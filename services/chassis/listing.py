"""Pages of a listing: declared filters, search and order turned into one SELECT with a keyset cursor.

A cursor names the last row shown (its value in the chosen order, and its id), so that rows added meanwhile
neither repeat nor hide others. It is opaque to clients; a broken one is an Invalid `cursor`.
"""

import base64
import binascii
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
from pydantic import BaseModel
from sqlalchemy import ColumnElement, Select, and_, or_
from sqlalchemy.orm import Session

from services.chassis.access import same_client
from services.chassis.contracts import Listing
from services.chassis.errors import INVALID
from services.chassis.messages import FieldProblem, Language
from services.chassis.text import like_pattern, search_words

OF_CLIENT = "partner_id"
"""A filter of this name takes a client: whatever card of it is named."""
Columns = Mapping[str, ColumnElement[Any]]
"""By name, those that are not selected under it: of `id`, each order, each filter, `q` for the search key."""


def page(
    session: Session,
    listing: Listing,
    request: BaseModel,
    query: Select[Any],
    columns: Columns,
    language: Language,
) -> bytes:
    """`{"items": […], "next": …}` as JSON. The query must select the row's fields by their names; what it selects under
    the name of a filter or an order is what is filtered and ordered by, unless `columns` names another."""
    asked = request.__dict__
    limit: int = asked["limit"]
    columns = _columns_of(listing, query, columns)
    name = asked["order"].removeprefix("-")
    down = asked["order"].startswith("-")
    column, key = columns[name], columns["id"]
    query = query.where(*filter_conditions(listing, asked, columns))
    if asked["cursor"] is not None:
        query = query.where(
            _after(_decode(asked["cursor"], asked["order"], column.type.python_type, language), column, key, down)
        )
    order = (column.desc(), key.desc()) if down else (column, key)
    query = query.add_columns(column.label("cursor_value"), key.label("cursor_id")).order_by(*order).limit(limit + 1)
    found = session.execute(query).all()
    rows = [listing.row.model_validate(row._mapping) for row in found[:limit]]
    more = None
    if len(found) > limit:
        more = encode_cursor(asked["order"], found[limit - 1].cursor_value, found[limit - 1].cursor_id)
    items = b",".join(row.__pydantic_serializer__.to_json(row) for row in rows)
    return b'{"items":[' + items + b'],"next":' + orjson.dumps(more) + b"}"


def _columns_of(listing: Listing, query: Select[Any], named: Columns) -> Columns:
    """Each column the list is made with: as named, else the selected one of that name."""
    wanted = {"id", *(order.removeprefix("-") for order in listing.orders), *(item.name for item in listing.filters)}
    lacking = (wanted | {"q"} if listing.search else wanted) - named.keys()
    if not lacking:
        return named
    selected = query.selected_columns
    return {**named, **{name: selected[name] for name in lacking}}


def filter_conditions(listing: Listing, asked: Mapping[str, Any], columns: Columns) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    for item in listing.filters:
        column = columns[item.name]
        if item.kind == "between":
            conditions += _bounds(column, asked[f"{item.name}_from"], asked[f"{item.name}_to"])
            continue
        wanted = asked[item.name] if item.kind == "one_of" else (asked[item.name],)
        if not wanted or wanted == (None,):
            continue
        # what was done with a card that was merged is found under its heir
        of_client = item.name == OF_CLIENT and not item.exact
        conditions.append(same_client(column, *wanted) if of_client else _is_one(column, wanted))
    if listing.search and asked["q"]:
        conditions += [columns["q"].like(like_pattern(word), escape="\\") for word in search_words(asked["q"])]
    return conditions


def _is_one(column: ColumnElement[Any], wanted: Sequence[Any]) -> ColumnElement[bool]:
    return column == wanted[0] if len(wanted) == 1 else column.in_(wanted)


def _bounds(column: ColumnElement[Any], low: Any, high: Any) -> list[ColumnElement[bool]]:
    bounds = []
    if low is not None:
        bounds.append(column >= low)
    if high is not None:
        bounds.append(column <= high)
    return bounds


def encode_cursor(order: str, value: Any, key: UUID) -> str:
    text = orjson.dumps([order, _plain(value), str(key)])
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


def _after(
    place: tuple[Any, UUID], column: ColumnElement[Any], key: ColumnElement[Any], down: bool
) -> ColumnElement[bool]:
    value, last = place
    if down:
        return or_(column < value, and_(column == value, key < last))
    return or_(column > value, and_(column == value, key > last))


def _decode(cursor: str, order: str, kind: type, language: Language) -> tuple[Any, UUID]:
    try:
        made_for, value, last = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if made_for != order:
            raise ValueError("the cursor belongs to another order")
        return _typed(value, kind), UUID(last)
    except (ValueError, TypeError, AttributeError, ArithmeticError, binascii.Error):
        raise INVALID([FieldProblem("/cursor", "cursor", BAD_CURSOR[language])]) from None


def _typed(value: Any, kind: type) -> Any:
    if kind is datetime:
        at = datetime.fromisoformat(value)
        if at.tzinfo is None:
            raise ValueError("a time without a zone")
        return at.astimezone(UTC)
    if kind is date:
        return date.fromisoformat(value)
    if not isinstance(value, str) and kind is not int:
        raise TypeError(kind)
    if isinstance(value, str) and "\0" in value:
        raise ValueError("NUL")
    if kind is int and not (isinstance(value, int) and abs(value) < 2**62):
        raise ValueError("out of range")
    return kind(value)


BAD_CURSOR: Mapping[Language, str] = {
    "uk": "Курсор пошкоджено: почніть з першої сторінки.",
    "en": "The cursor is broken: start over from the first page.",
}
