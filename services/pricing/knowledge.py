"""What is known of prices and since when: nothing that was known once is forgotten (T6). Everything in sets."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, and_, delete, false, func, insert, literal, or_, select, true, update

from services.chassis.columns import UtcDateTime
from services.chassis.ids import uuid_for
from services.chassis.statements import insert_ignoring, insert_rows
from services.chassis.tx import Reader, Tx
from services.pricing.models import ItemPrice, PastPrice, PriceRules, PriceSetting, PriceSettingEntry
from services.pricing.rules.graph import Kind
from services.pricing.rules.saying import Said

IDS = 5000
"""Ids a statement: SQLite takes some 30,000 values."""
_NOW: Any = ItemPrice.__table__
_PAST: Any = PastPrice.__table__
_RULES: Any = PriceRules.__table__
_ENTRY: Any = PriceSettingEntry.__table__
_WHAT = ("id", "item_id", "package_id", "price_type_id", "value", "valid_from", "valid_to")
_ROW = (*_WHAT, "setting_id", "origin", "basis", "held")
_KINDS = TypeAdapter(list[Kind])
Known = Callable[[Any], ColumnElement[bool]]
"""Which rows of a table were known: the present one has no `known_to`."""


@dataclass
class Written:
    """Rows of the history to take out, to end on another day, to put in. What changes otherwise is taken out and put in
    again under its id: both are done in sets, where single rows would be overwritten one by one. A `setting_id` of
    none: of the setting being made."""

    gone: list[UUID] = field(default_factory=list)
    ended: dict[date | None, list[UUID]] = field(default_factory=dict)
    fresh: list[dict[str, Any]] = field(default_factory=list)


def moment(tx: Tx) -> datetime:
    """When what is decided now begins to be known: after all that was decided before, whichever clock told its time.
    Price types must be locked: settings take turns."""
    next_one = next_moment(tx)
    return tx.now if next_one is None or next_one < tx.now else next_one


def next_moment(tx: Tx) -> datetime | None:
    """Just after all that was decided before, and not after whatever is decided next: its clock may be behind this one.
    None: nothing was."""
    found = select(func.max(PriceSetting.agreed_at), func.max(PriceSetting.cancelled_at))
    last = max((one for one in tx.session.execute(found).one() if one is not None), default=None)
    return None if last is None else last + timedelta(microseconds=1)


def at(when: datetime) -> Known:
    return lambda table: _known(table, since=lambda one: one <= when, until=lambda one: one > when)


def now(table: Any) -> ColumnElement[bool]:
    """Whatever the clock says: it may be behind that of who decided last."""
    return false() if "known_to" in table.c else true()


def before(when: datetime) -> Known:
    return lambda table: _known(table, since=lambda one: one < when, until=lambda one: one >= when)


def _known(table: Any, since: Known, until: Known) -> ColumnElement[bool]:
    begun = or_(table.c.known_from.is_(None), since(table.c.known_from))
    return and_(begun, until(table.c.known_to)) if "known_to" in table.c else begun


def known(reader: Reader, which: Known, items: Sequence[UUID], *conditions: Known) -> Iterator[Any]:
    """Rows of the history of these items' units, or of these packages, as they were known; conditions on the table they
    stand in."""
    for table in (_NOW, _PAST):
        columns = [table.c[name] for name in (*_ROW, "priced_id")]
        query = select(*columns).where(table.c.priced_id.in_(items), which(table))
        yield from reader.session.execute(query.where(*[one(table) for one in conditions]))


def kept_rules(tx: Tx, kinds: Sequence[Kind]) -> UUID:
    """The price types as they are, kept once however many settings know them so."""
    body = _KINDS.dump_python(list(kinds), mode="json")
    rules_id = uuid_for("price_rules", sha256(repr(body).encode()).hexdigest())
    tx.session.execute(insert_ignoring(tx.session, _RULES), {"id": rules_id, "kinds": body})
    return rules_id


def rules_of(reader: Reader, ids: Iterable[UUID]) -> dict[UUID, list[Kind]]:
    """Bases first, as they were kept."""
    found = reader.session.execute(select(_RULES).where(_RULES.c.id.in_(list(ids))))
    return {row.id: _KINDS.validate_python(row.kinds) for row in found}


def keep_said(tx: Tx, setting_id: UUID, said: Mapping[UUID, Mapping[UUID, Said]]) -> None:
    rows = [
        {"setting_id": setting_id, "item_id": item, "price_type_id": one, "value": what.value, "percent": what.percent}
        for item, of in said.items()
        for one, what in of.items()
    ]
    if rows:
        insert_rows(tx.session, _ENTRY, rows)


def write(tx: Tx, written: Written, setting_id: UUID, when: datetime) -> None:
    """In sets: a statement for some thousand rows, and for each day on which rows now end."""
    for part in _chunks([*written.gone, *(one for ids in written.ended.values() for one in ids)]):
        names = [*_ROW, "known_from"]
        rows = select(*[_NOW.c[name] for name in names], literal(when, UtcDateTime())).where(_NOW.c.id.in_(part))
        tx.session.execute(insert(_PAST).from_select([*names, "known_to"], rows))
    for part in _chunks(written.gone):
        tx.session.execute(delete(_NOW).where(_NOW.c.id.in_(part)))
    for end, ids in written.ended.items():
        for part in _chunks(ids):
            tx.session.execute(update(_NOW).where(_NOW.c.id.in_(part)).values(valid_to=end, known_from=when))
    fresh = [{**row, "setting_id": row["setting_id"] or setting_id, "known_from": when} for row in written.fresh]
    if fresh:
        insert_rows(tx.session, _NOW, fresh)


def _chunks(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (ids[place : place + IDS] for place in range(0, len(ids), IDS))
