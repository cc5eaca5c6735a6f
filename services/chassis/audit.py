"""Who did what: one row for every record a transaction touched, with before and after of each changed field.

Collected from the session itself at flush, so that no use case can forget it. A record's parts (an order's
lines) are listed in their root's row. Fields marked `info={"personal": True}` are blanked when a person is erased.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import event, insert, inspect, or_, select, update
from sqlalchemy.orm import Mapper, Session

from services.chassis.actor import Actor
from services.chassis.ids import uuid7
from services.chassis.tables import Part, Record, audit_rows

_UNINTERESTING = {"id", "version", "created_at", "updated_at", "sort_key", "search_key"}
ERASED = "[erased]"


class AuditTrail:
    """Listens to one session; `write` puts the rows into the same transaction."""

    def __init__(self, session: Session):
        self._touched: dict[UUID, tuple[Record, dict[str, Any]]] = {}
        self._loose: list[tuple[UUID, str, dict[str, Any]]] = []
        self._dirty: dict[UUID, Record] = {}
        self._erased: set[str] = set()
        event.listen(session, "before_flush", self._collect)

    def erase(self, session: Session, partner_id: UUID, personal: set[str]) -> None:
        """Blank these fields in a partner's earlier rows, and in those this transaction is about to write."""
        erase_from_audit(session, partner_id, personal)
        self._erased |= personal

    def _collect(self, session: Session, *_: Any) -> None:
        for thing in session.new:
            self.note(thing, _created(thing))
        for thing in session.dirty:
            if isinstance(thing, Record):
                self._dirty[thing.id] = thing
            changes = _changed(thing)
            if changes:
                self.note(thing, changes)
        for thing in session.deleted:
            self.note(thing, {"removed": True})

    def note(self, thing: object, changes: dict[str, Any]) -> None:
        """For what passes the session by: changes of many rows in one statement."""
        if isinstance(thing, Record) and thing.audited:
            self._touched.setdefault(thing.id, (thing, {}))[1].update(changes)
        elif isinstance(thing, Part):
            self._loose.append((thing.root_id, f"{type(thing).__name__} {thing.id}", changes))

    def write(self, session: Session, *, actor: Actor, operation: str, request_id: str, now: datetime) -> None:
        for root_id, name, changes in self._loose:
            if root_id in self._dirty and root_id not in self._touched:
                # only its parts changed: the root was touched and has a new version, so it has a row too
                self.note(self._dirty[root_id], {})
            if root_id in self._touched:
                self._touched[root_id][1][name] = changes
        rows = [
            {
                "id": uuid7(),
                "at": now,
                "actor_id": actor.user_id,
                "actor_name": actor.name,
                "operation": operation,
                "request_id": request_id,
                "subject_type": type(record).__name__,
                "subject_id": record.id,
                "version": record.version,
                "partner_id": partner_of(record),
                "changes": _blank(changes, self._erased),
            }
            for record, changes in self._touched.values()
        ]
        if rows:
            session.execute(insert(audit_rows), rows)


def partner_of(record: Record) -> UUID | None:
    """The client whose row this is: decides who may read the audit row."""
    partner: UUID | None = getattr(record, "partner_id", None)
    return partner


def _created(thing: object) -> dict[str, Any]:
    mapper: Mapper[Any] = inspect(type(thing))
    state = vars(thing)
    return {
        column.key: [None, state[column.key]]
        for column in mapper.column_attrs
        if column.key not in _UNINTERESTING and state.get(column.key) is not None
    }


def _changed(thing: object) -> dict[str, Any]:
    state = inspect(thing)
    assert state is not None
    changes: dict[str, Any] = {}
    for column in state.mapper.column_attrs:
        if column.key in _UNINTERESTING:
            continue
        history = state.attrs[column.key].history
        if history.has_changes():
            before = history.deleted[0] if history.deleted else None
            changes[column.key] = [before, history.added[0] if history.added else None]
    return changes


def erase_from_audit(session: Session, partner_id: UUID, personal: set[str]) -> int:
    """Blank these fields in all audit rows of a partner's records; how many rows were changed."""
    mine = or_(audit_rows.c.partner_id == partner_id, audit_rows.c.subject_id == partner_id)
    count = 0
    for row_id, changes in session.execute(select(audit_rows.c.id, audit_rows.c.changes).where(mine)).all():
        blanked = _blank(changes, personal)
        if blanked != changes:
            session.execute(update(audit_rows).where(audit_rows.c.id == row_id).values(changes=blanked))
            count += 1
    return count


def _blank(changes: dict[str, Any], personal: set[str]) -> dict[str, Any]:
    """`{field: [before, after]}`, and the same one level down for a record's parts."""
    blanked: dict[str, Any] = {}
    for name, value in changes.items():
        if isinstance(value, dict):
            blanked[name] = _blank(value, personal)
        else:
            blanked[name] = [ERASED, ERASED] if name in personal else value
    return blanked
