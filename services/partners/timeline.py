"""The client's timeline: one row for each document of each client, kept from every service's events."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from services.chassis.access import upsert_latest
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


def timeline_query(reader: Reader, partner_id: UUID) -> Select[Any]:
    """Rows of one client; NotFound where the client is not the actor's."""
    client = select(Partner.id).where(Partner.id == partner_id, reader.visible(Partner))
    if reader.session.scalar(client) is None:
        raise NOT_FOUND(subject="Partner")
    return select(*TimelineEntry.__table__.c).where(TimelineEntry.partner_id == partner_id)


COLUMNS: dict[str, Any] = {
    "id": TimelineEntry.id,
    "happened_at": TimelineEntry.happened_at,
    "kind": TimelineEntry.kind,
    "partner_id": TimelineEntry.partner_id,
}
