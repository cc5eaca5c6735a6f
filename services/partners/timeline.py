"""The client's timeline: one row for each document of each client.

Other services' documents are kept from their events; the card itself, tasks and interactions are this service's own
rows and are read where they are.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import FromClause, Select, literal, null, select, union_all, update

from services.chassis.access import upsert_latest
from services.chassis.contracts import Envelope, EventKind
from services.chassis.errors import NOT_FOUND
from services.chassis.ids import uuid_for
from services.chassis.statements import insert_ignoring
from services.chassis.tx import Reader, Tx
from services.orders.contracts import ProposalChanged
from services.partners.models import Interaction, Partner, Task, TimelineEntry

_KEY = ("kind", "document_id")
_TOLD = ("partner_id", "number", "title", "status", "amount", "currency")


def record(tx: Tx, envelope: Envelope, kind: str, document: Any, **other: Any) -> None:
    """Keep the latest of a document. The columns are its fields of these names, but for those given.

    Every value comes from the event, so that a replay gives equal rows.
    """
    row = _row(envelope, kind, document, **other)
    if row["partner_id"] is not None:
        upsert_latest(tx.session, TimelineEntry.__table__, [row], key=_KEY)


def record_proposal(tx: Tx, envelope: Envelope, proposal: ProposalChanged) -> None:
    """As it stands now, for our people; and what was sent to the client when, for both: a client is not shown the next
    version before it is sent."""
    record(tx, envelope, "proposal", proposal, amount=proposal.payable)
    if sent := proposal.sent:
        shown = {"status": sent.status, "amount": sent.payable, "happened_at": sent.sent_at}
        record(tx, envelope, "proposal_sent", proposal, **shown)


def record_unless_undone(tx: Tx, envelope: Envelope, kind: str, fact: Any, **other: Any) -> None:
    """Without a status: that it was cancelled or taken back may have been told before."""
    row = _row(envelope, kind, fact, **other)
    del row["status"]
    upsert_latest(tx.session, TimelineEntry.__table__, [row], key=_KEY)


def undo(tx: Tx, envelope: Envelope, kind: str, fact: Any, *, status: str, **other: Any) -> None:
    """On the row of the fact, which keeps its day; made here when the fact itself has not been told yet."""
    entries: Any = TimelineEntry.__table__
    tx.session.execute(insert_ignoring(tx.session, entries), _row(envelope, kind, fact, **other))
    of_fact = entries.c.kind == kind, entries.c.document_id == fact.id
    tx.session.execute(update(entries).where(*of_fact).values(status=status))


def _row(envelope: Envelope, kind: str, document: Any, **other: Any) -> dict[str, Any]:
    return {
        "id": uuid_for("timeline", kind, str(document.id)),
        "kind": kind,
        "document_id": document.id,
        "happened_at": document.created_at if envelope.kind is EventKind.STATE else envelope.occurred_at,
        "epoch": envelope.epoch,
        "version": envelope.version,
        **{name: getattr(document, name, None) for name in _TOLD},
        **other,
    }


SHOWN_TO_CLIENTS = (
    *("partner", "proposal_sent", "order", "shipment", "return", "packaging_return", "payment", "refund", "claim"),
)
"""Tasks, interactions, deals and proposals in preparation are what our people do about a client, and think of it."""


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


CLOSINGS = ("deal_won", "deal_lost")
"""A deal stands in the timeline once, as it is now. When, and how often, it was closed is shown to who asks for it."""


def timeline_query(reader: Reader, partner_id: UUID, kinds: Collection[str] = ()) -> Select[Any]:
    """Rows of one client, the kinds that are shown when none is asked for; NotFound where the client is not the
    actor's."""
    client = select(Partner.id).where(Partner.id == partner_id, reader.visible(Partner))
    if reader.session.scalar(client) is None:
        raise NOT_FOUND(subject="Partner")
    # the client itself is the filter of this name in the listing
    rows = select(*_TIMELINE.c)
    if reader.actor.is_client:
        return rows.where(_TIMELINE.c.kind.in_(SHOWN_TO_CLIENTS))
    return rows if kinds else rows.where(_TIMELINE.c.kind.not_in(CLOSINGS))


COLUMNS: dict[str, Any] = {name: _TIMELINE.c[name] for name in ("id", "happened_at", "kind", "partner_id")}
