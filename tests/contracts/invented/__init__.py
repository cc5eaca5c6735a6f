"""One plainly invented subject for every event: the rows that stand behind its frozen sample.

A new event about a record that no other event has gets a function in its service's file here, named as the event; it
returns the rows it needs, its subject last.
"""

import importlib
from collections.abc import Callable, Sequence
from typing import Any

import orjson

from services.chassis.contracts import Event
from services.chassis.database import Database
from services.chassis.tables import Record
from services.chassis.tx import Reader, outbox_row
from tests.contracts.frozen import all_events
from tests.contracts.invented import deals, marketing, orders, partners, pricing
from tests.contracts.invented.made import ACTOR, LATER, TRACE, an_id

_INVENTED = {module.__name__.rpartition(".")[2]: module for module in (partners, pricing, deals, orders, marketing)}


def _makers() -> dict[str, Callable[[], list[Any]]]:
    """By name of the event."""
    found = {event.name: getattr(_INVENTED[event.service], event.name, None) for event in all_events()}
    return {name: maker for name, maker in found.items() if maker is not None}


def rows_of(event: Event, model: type[Record]) -> Sequence[Record]:
    """The event's own rows, or those of another event that has such a record too.

    Raises LookupError with what to do when nobody has invented such a record yet.
    """
    makers = _makers()
    if event.name in makers:
        return makers[event.name]()
    for made in makers.values():
        rows = made()
        kinds = [type(row) for row in rows]
        if model in kinds:
            return rows[: kinds.index(model) + 1]
    where = f"{__name__}.{event.service}"
    raise LookupError(f"invent a subject for {event.address}: a function {event.name}() in {where}")


def envelope_of(event: Event, database: Database) -> dict[str, Any]:
    """The event as today's code announces it, made of the invented rows; leaves the database as it was."""
    views = importlib.import_module(f"services.{event.service}.views").views
    with database.write() as session:
        *needed, subject = rows_of(event, views[event.view].model)
        for row in (*needed, subject):
            session.add(row)
            session.flush()
        told = outbox_row(
            Reader(session, ACTOR, views, LATER, epoch=0),
            event,
            subject,
            views[event.view].build(Reader(session, ACTOR, views, LATER, epoch=0), subject),
            actor=ACTOR,
            trace=TRACE,
            replayed=False,
        )
        session.rollback()
    envelope: dict[str, Any] = orjson.loads(told["body"])
    return envelope


__all__ = ["ACTOR", "LATER", "TRACE", "an_id", "envelope_of", "rows_of"]
