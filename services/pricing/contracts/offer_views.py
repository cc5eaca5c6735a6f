"""How offers are shown: in lists and events, whole, and those that a client may buy under (O6)."""

from datetime import date
from uuid import UUID

from services.chassis.contracts import Message
from services.chassis.moments import Day
from services.pricing.contracts.offer_forms import OfferGroup, OfferItem, SaidTerms
from services.pricing.contracts.offers import OfferKind, OfferStatus, Operation, TermsOfOffer


class OfferRow(Message):
    """An offer without its rows. `valid_to` is the last day, null: without end; `expired` follows from it.
    `awaits_approval`: it, or its next version, waits for somebody who may agree it."""

    id: UUID
    number: str
    name: str
    kind: OfferKind
    organization_id: UUID
    partner_id: UUID | None
    standard_id: UUID | None
    status: OfferStatus
    version_number: int | None
    """The latest version that was agreed."""
    next_version: int | None
    """The version that is not agreed yet."""
    awaits_approval: bool
    valid_from: date
    valid_to: date | None
    open_to_clients: bool
    responsible_id: UUID | None = None
    """Who of our people answers for it."""
    open_to_representatives: bool = True
    return_reason: str | None
    """Why the next version came back from approval."""
    version: int


class OfferListed(Message):
    """An offer in a list; `expired` as of today."""

    id: UUID
    number: str
    name: str
    kind: OfferKind
    organization_id: UUID
    partner_id: UUID | None
    standard_id: UUID | None
    status: OfferStatus
    version_number: int | None
    valid_from: date
    valid_to: date | None
    expired: bool
    open_to_clients: bool
    open_to_representatives: bool
    version: int


class OfferVersionView(Message):
    """What a version says itself. `said`: the names of its terms that are given here, the rest is read through."""

    number: int
    status: OfferStatus
    in_force_from: date | None
    effective_from: date | None
    valid_from: date
    valid_to: date | None
    open_to_clients: bool
    open_to_representatives: bool
    terms: SaidTerms
    said: tuple[str, ...]
    item_rows: tuple[OfferItem, ...]
    group_rows: tuple[OfferGroup, ...]
    return_reason: str | None


class OfferView(OfferRow):
    """An offer with its rows. `in_force`: the version that is sold under today; `next`: the one that is not agreed;
    `terms`: today's, read through. Clients are shown neither the next version nor our limits."""

    expired: bool
    in_force: OfferVersionView | None
    next: OfferVersionView | None
    terms: TermsOfOffer | None


class TermsAsked(Message):
    """The terms of an offer on a day; of today when none is named."""

    id: UUID
    on: Day | None = None


class OffersAsked(Message):
    """The offers a client may buy under, on a day (today when none is named); or those under which goods are handed
    over to it on commission."""

    partner_id: UUID
    organization_id: UUID
    on: Day | None = None
    operation: Operation = Operation.SALE
    """Which offers: of sale, or of handing over on commission."""


class ClientOffers(Message):
    """By default order: the individual ones first, then the latest start, then the highest number. The first is what
    a document takes when nobody chooses."""

    offers: tuple[OfferRow, ...]
