"""The client's timeline: one row for each document of each client.

Other services' documents are kept from their events; the card itself, tasks and interactions are this service's own
rows and are read where they are.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import FromClause, Select, literal, null, select, union_all

from services.chassis.access import upsert_latest
from services.chassis.contracts import Envelope, EventKind
from services.chassis.errors import NOT_FOUND
from services.chassis.ids import uuid_for
from services.chassis.tx import Reader, Tx
from services.partners.models import Interaction, Partner, Task, TimelineEntry

_TOLD = ("partner_id", "number", "title", "status", "amount", "currency")


def record(tx: Tx, envelope: Envelope, kind: str, document: Any, **other: Any) -> None:
    """Keep the latest of a document. The columns are its fields of these names, but for those given.

    Every value comes from the event, so that a replay gives equal rows.
    """
    shown = {name: getattr(document, name, None) for name in _TOLD} | other
    if shown["partner_id"] is None:
        return
    row = {
        "id": uuid_for("timeline", kind, str(document.id)),
        "kind": kind,
        "document_id": document.id,
        **shown,
        "happened_at": document.created_at if envelope.kind is EventKind.STATE else envelope.occurred_at,
        "epoch": envelope.epoch,
        "version": envelope.version,
    }
    upsert_latest(tx.session, TimelineEntry.__table__, [row], key=("kind", "document_id"))


SHOWN_TO_CLIENTS = ("partner", "order", "shipment", "payment", "claim")
"""Tasks, interactions and deals are what our people do about a client, and think of it."""


_ENTRY = TimelineEntry.__table__
_SHOWN = ("id", "kind", "document_id", "partner_id", "number", "title", "status", "amount", "currency", "happened_at")


def _own(kind: str, table: FromClause, **columns: Any) -> Select[Any]:
    """A table of this service in the timeline's columns: these, and nothing in the others."""
    own = {"id": table.c.id, "kind": literal(kind), "document_id": table.c.id, "happened_at": table.c.created_at}
    own |= columns
    return select(*[own.get(name, null()).label(name) for name in _SHOWN])


_TIMELINE = union_all(
    select(*[_ENTRY.c[name] for name in _SHOWN]),
    _own("partner", Partner.__table__, partner_id=Partner.__table__.c.id, title=Partner.__table__.c.name),
    _own(
        "task",
        Task.__table__,
        partner_id=Task.__table__.c.partner_id,
        title=Task.__table__.c.title,
        status=Task.__table__.c.status,
    ),
    _own(
        "interaction",
        Interaction.__table__,
        partner_id=Interaction.__table__.c.partner_id,
        title=Interaction.__table__.c.topic,
        status=Interaction.__table__.c.status,
        happened_at=Interaction.__table__.c.happens_at,
    ),
).subquery("whole_timeline")


def timeline_query(reader: Reader, partner_id: UUID) -> Select[Any]:
    """Rows of one client; NotFound where the client is not the actor's."""
    client = select(Partner.id).where(Partner.id == partner_id, reader.visible(Partner))
    if reader.session.scalar(client) is None:
        raise NOT_FOUND(subject="Partner")
    # the client itself is the filter of this name in the listing
    rows = select(*_TIMELINE.c)
    return rows.where(_TIMELINE.c.kind.in_(SHOWN_TO_CLIENTS)) if reader.actor.is_client else rows


COLUMNS: dict[str, Any] = {name: _TIMELINE.c[name] for name in ("id", "happened_at", "kind", "partner_id")}
