"""Erasing a person (architecture, decision 10) from what a service keeps: columns marked `info={"personal": True}` are
blanked, in the rows of the partner and in the parts of such rows; the rows themselves stay."""

from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, MetaData, Table, case, inspect, or_, select, update
from sqlalchemy.orm import Session

from services.chassis.audit import ERASED
from services.chassis.contracts import Event
from services.chassis.tables import Record
from services.chassis.tx import Tx


def personal_columns(metadata: MetaData) -> set[str]:
    """Names of the columns marked personal in a service's tables."""
    return {column.name for table in metadata.tables.values() for column in table.c if _personal(column)}


def blank_personal(thing: object) -> None:
    """Blank the personal columns of one row: null where that is allowed."""
    for column in inspect(type(thing)).columns:
        if _personal(column) and getattr(thing, column.key) is not None:
            setattr(thing, column.key, None if column.nullable else ERASED)


def blank_and_tell(tx: Tx, model: type[Record], event: Event, partner_id: UUID) -> None:
    """Blank what others keep copies of, row by row, and say that it changed: of the partner's rows that still tell."""
    columns = inspect(model).columns
    personal = [column for column in columns if _personal(column)]
    telling = [column.is_not(None) if column.nullable else column != ERASED for column in personal]
    for record in tx.locked(model, columns.partner_id == partner_id, or_(*telling)):
        blank_personal(record)
        tx.touch(record)
        tx.announce(event, record)


def blank_of_partner(session: Session, metadata: MetaData, partner_id: UUID) -> None:
    """Blank the personal columns of all rows of a partner, and of the parts of such rows: null where that is allowed
    and readers do not need to see that something was there (`info={"needed": True}`).

    Past the audit, which must not keep what was there, and without events: `blank_and_tell` goes before.
    """
    session.flush()
    for table in metadata.sorted_tables:
        personal = [column for column in table.c if _personal(column)]
        mine = rows_of_partner(table, partner_id)
        if personal and mine is not None:
            session.execute(update(table).where(mine).values({one: _blank_of(one) for one in personal}))
    session.expire_all()  # events told at the commit are made of what is there now


def rows_of_partner(table: Table, partner_id: UUID) -> ColumnElement[bool] | None:
    """Rows of the partner by their own column, or by that of the row they are parts of; none: of nobody."""
    if "partner_id" in table.c:
        return table.c.partner_id == partner_id
    for key in table.foreign_keys:
        root = key.column.table
        if "partner_id" in root.c:
            return key.parent.in_(select(key.column).where(root.c.partner_id == partner_id))
    return None


def _personal(column: Column[Any]) -> bool:
    return bool(column.info.get("personal"))


def _blank_of(column: Column[Any]) -> Any:
    if column.nullable and not column.info.get("needed"):
        return None
    return case((column.is_not(None), ERASED))
