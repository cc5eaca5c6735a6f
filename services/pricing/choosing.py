"""Which offers there are, and which a client may buy under on a day (O6)."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, or_, select

from services.chassis.access import are_one_client, clients_of, same_client
from services.chassis.tables import partner_access
from services.chassis.tx import Reader
from services.partners.contracts import PARTNER_NOT_OURS
from services.pricing.contracts import ClientOffers, OfferRow, OffersAsked, Operation
from services.pricing.models import Offer, OfferVersion
from services.pricing.rules import offers as rules
from services.pricing.terms import HIDDEN_FROM_CLIENTS, is_addressed

_SHOWN = (
    "id",
    "number",
    "name",
    "kind",
    "organization_id",
    "partner_id",
    "standard_id",
    "status",
    "version_number",
    "valid_from",
    "valid_to",
    "open_to_clients",
    "open_to_representatives",
    "version",
)


def listed(today: date) -> Select[Any]:
    return select(*[getattr(Offer, name) for name in _SHOWN], _expired(today).label("expired"))


def columns(today: date) -> dict[str, Any]:
    names = ("id", "number", "status", "kind", "partner_id", "organization_id", "standard_id", "valid_from")
    return {**{name: getattr(Offer, name) for name in names}, "expired": _expired(today)}


def _expired(today: date) -> Any:
    return and_(Offer.valid_to.is_not(None), Offer.valid_to < today)


def client_offers(reader: Reader, asked: OffersAsked, segments: frozenset[UUID] | None = None) -> ClientOffers:
    """In force on the day, of this organization and operation: the client's own ones, then the standard ones; the
    latest start first, then the highest number. A standard offer without a segment of partners is for all. `segments`:
    those the client is in; none: not asked yet, and `SegmentsWanted` is raised when they decide."""
    _demand_client(reader, asked)
    day = asked.on or reader.today
    query = select(Offer).where(
        Offer.organization_id == asked.organization_id,
        or_(same_client(Offer.partner_id, asked.partner_id), Offer.partner_id.is_(None)),
        Offer.version_number.is_not(None),
        or_(Offer.closed_on.is_(None), Offer.closed_on > day),
        reader.visible(Offer),
    )
    offers = list(reader.session.scalars(query))
    standards = standards_of(reader, offers)
    found = []
    for one in offers:
        version = rules.holding(one.versions, one.closed_on, day)
        above = standards.get(one.standard_id) if one.standard_id else None
        if version is None or operation_of(version, above, day) is not asked.operation:
            continue
        if is_addressed(_addressed(one, version), segments):
            found.append((rules.turn(one, version), one))
    found.sort(key=lambda one: one[0], reverse=True)
    return ClientOffers(offers=tuple(_shown(reader, one) for _, one in found))


def standards_of(reader: Reader, offers: Sequence[Offer]) -> dict[UUID, Offer]:
    """The standard offers that these are built on, whoever may see them: their terms are the individual ones'."""
    ids = {offer.standard_id for offer in offers if offer.standard_id}
    found = reader.session.scalars(select(Offer).where(Offer.id.in_(ids))) if ids else ()
    return {one.id: one for one in found}


def _addressed(offer: Offer, version: OfferVersion) -> UUID | None:
    """The segment of partners that a standard offer is for."""
    said = version.said.get("partner_segment_id") if offer.partner_id is None else None
    return UUID(said) if said else None


def operation_of(version: OfferVersion, standard: Offer | None, day: date) -> Operation:
    said = rules.said_through(version, standard, day)
    return Operation(said.get("operation", Operation.SALE))


def _shown(reader: Reader, offer: Offer) -> OfferRow:
    row = reader.show(OfferRow, offer)
    return row.model_copy(update=HIDDEN_FROM_CLIENTS) if reader.actor.is_client else row


def _demand_client(reader: Reader, asked: OffersAsked) -> None:
    """Another's client is not there. One that is not heard of yet has no offers of its own."""
    if reader.actor.is_client and not are_one_client(reader.session, asked.partner_id, reader.actor.partner_id):
        raise PARTNER_NOT_OURS()
    known = select(clients_of(reader.actor, partner_access.c.partner_id)).where(
        partner_access.c.partner_id == asked.partner_id
    )
    if reader.session.scalar(known) in (False, 0):
        raise PARTNER_NOT_OURS()
