"""The client's timeline: one row for each document of each client, kept from every service's events."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from services.chassis.access import overtake, upsert_latest
from services.chassis.contracts import Envelope
from services.chassis.errors import NOT_FOUND
from services.chassis.ids import uuid_for
from services.chassis.tx import Reader, Tx
from services.partners.models import Partner, TimelineEntry


def record(
    tx: Tx,
    envelope: Envelope,
    *,
    kind: str,
    document_id: UUID,
    partner_id: UUID | None,
    number: str | None = None,
    title: str | None = None,
    status: str | None = None,
    amount: Decimal | None = None,
    currency: str | None = None,
    happened_at: datetime | None = None,
) -> None:
    """Keep the latest of a document. Every value comes from the event, so that a replay gives equal rows."""
    if partner_id is None:
        return
    row = {
        "id": uuid_for("timeline", kind, str(document_id)),
        "kind": kind,
        "document_id": document_id,
        "partner_id": partner_id,
        "number": number,
        "title": title,
        "status": status,
        "amount": amount,
        "currency": currency,
        "happened_at": happened_at or envelope.occurred_at,
        "epoch": envelope.epoch,
        "version": envelope.version,
    }
    upsert_latest(tx.session, TimelineEntry.__table__, [row], key=("kind", "document_id"))


SHOWN_TO_CLIENTS = ("partner", "order", "shipment", "payment", "claim")
"""Tasks and deals are what our people do about a client, and think of it."""


def overtake_clients(tx: Tx, partners: Sequence[tuple[UUID, int]], envelope: Envelope) -> None:
    """Rows of the clients themselves follow to these versions: a hand-over tells of many at once."""
    rows = TimelineEntry.__table__.c
    overtake(tx.session, rows.document_id, partners, rows.kind == "partner", epoch=envelope.epoch)


def timeline_query(reader: Reader, partner_id: UUID) -> Select[Any]:
    """Rows of one client; NotFound where the client is not the actor's."""
    client = select(Partner.id).where(Partner.id == partner_id, reader.visible(Partner))
    if reader.session.scalar(client) is None:
        raise NOT_FOUND(subject="Partner")
    rows = select(*TimelineEntry.__table__.c).where(TimelineEntry.partner_id == partner_id)
    return rows.where(TimelineEntry.kind.in_(SHOWN_TO_CLIENTS)) if reader.actor.is_client else rows


COLUMNS: dict[str, Any] = {
    "id": TimelineEntry.id,
    "happened_at": TimelineEntry.happened_at,
    "kind": TimelineEntry.kind,
    "partner_id": TimelineEntry.partner_id,
}
