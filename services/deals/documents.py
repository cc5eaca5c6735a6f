"""Documents of deals: kept from their owners' events; what they tell of a deal: ordered, completed (D10, D11)."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, null, or_, select, update

from services.chassis.access import same_client, upsert_latest
from services.chassis.contracts import Envelope, EventKind
from services.chassis.ids import uuid_for
from services.chassis.tx import Reader, Tx
from services.deals.contracts import DealDocument, DealStatus, DocumentKind
from services.deals.models import Deal, DocumentRow

_ORDERS_ENDED: Sequence[str] = ("closed", "cancelled")
_TOLD = ("deal_id", "partner_id", "number", "title", "status", "state", "amount", "currency", "valid_to")
_UNDECIDED = DocumentRow.status.not_in(["accepted", "declined"])


class Document(Protocol):
    @property
    def id(self) -> UUID: ...
    @property
    def created_at(self) -> Any: ...


def record_document(tx: Tx, envelope: Envelope, kind: DocumentKind, document: Document, **other: Any) -> None:
    """Keep the latest of a document of a deal. The columns are its fields of these names, but for those given.

    Every value comes from the event, so that a replay gives equal rows. A document that is in no deal is not kept; one
    that was taken out of its deal stays without one. Orders and proposals keep theirs, and only those are heard of.
    """
    told = {name: getattr(document, name, None) for name in _TOLD} | other
    latest = {
        **told,
        "created_at": document.created_at if envelope.kind is EventKind.STATE else envelope.occurred_at,
        "changed_at": told.get("changed_at") or envelope.occurred_at,
        "epoch": envelope.epoch,
        "version": envelope.version,
    }
    table = DocumentRow.__table__
    if told["deal_id"] is None:
        it = (table.c.kind == kind, table.c.document_id == document.id)
        tx.session.execute(update(DocumentRow).where(*it).values(**latest))
        return
    row = {"id": uuid_for("deal document", kind, str(document.id)), "kind": kind, "document_id": document.id, **latest}
    upsert_latest(tx.session, table, [row], key=("kind", "document_id"))


def of_deal(deal: Deal) -> tuple[ColumnElement[bool], ...]:
    """Its documents, those of its client alone: whoever writes of a talk may name any deal, and must not get into
    others' by that. Judged when it is read, for two cards may become one client's after the talk."""
    its_clients = or_(DocumentRow.partner_id.is_(None), same_client(DocumentRow.partner_id, deal.partner_id))
    return DocumentRow.deal_id == deal.id, its_clients


def is_live(today: date) -> ColumnElement[bool]:
    """Not cancelled, declined by the client, or (a proposal) expired before the client decided."""
    ended = DocumentRow.status.in_(["cancelled", "declined"])
    expired = and_(DocumentRow.valid_to.is_not(None), DocumentRow.valid_to < today, _UNDECIDED)
    return and_(~func.coalesce(ended, false()), ~expired)


def documents_of(reader: Reader, deal_id: UUID) -> Select[Any]:
    """Rows of one deal; NotFound where it is not the actor's."""
    its_documents = of_deal(reader.get(Deal, deal_id))
    return select(*[getattr(DocumentRow, name) for name in DealDocument.model_fields]).where(*its_documents)


COLUMNS: dict[str, Any] = {name: getattr(DocumentRow, name) for name in ("id", "created_at", "deal_id", "kind")}


def _orders(*conditions: ColumnElement[bool]) -> tuple[ColumnElement[bool], ...]:
    return (DocumentRow.deal_id == Deal.id, DocumentRow.kind == DocumentKind.ORDER, *conditions)


def is_completed() -> ColumnElement[bool]:
    """A won deal that has orders, all of them ended and one closed at least."""
    still_open = exists().where(*_orders(DocumentRow.status.not_in(_ORDERS_ENDED)))
    closed = exists().where(*_orders(DocumentRow.status == "closed"))
    return and_(Deal.status == DealStatus.WON, closed.correlate(Deal), ~still_open.correlate(Deal))


def completed_at() -> ColumnElement[Any]:
    """When the last of a completed deal's orders was closed; null while it is not completed."""
    last = select(func.max(DocumentRow.changed_at)).where(*_orders(DocumentRow.status == "closed"))
    return case((is_completed(), last.correlate(Deal).scalar_subquery()), else_=null())


def ordered() -> ColumnElement[Any]:
    """What the deal's orders in its own currency come to, cancelled ones left out; null where there are none."""
    live = _orders(DocumentRow.status != "cancelled", DocumentRow.currency == Deal.currency)
    return select(func.sum(DocumentRow.amount)).where(*live).correlate(Deal).scalar_subquery()
