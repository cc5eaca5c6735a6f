"""What an offer says on a day: for quotes, for whoever asks, for the offer's own card."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, or_, select

from services.chassis.access import are_one_client
from services.chassis.actor import Actor
from services.chassis.errors import NOT_FOUND
from services.chassis.references import at_fields
from services.chassis.tx import Reader
from services.pricing.calendars import holidays_from
from services.pricing.contracts import (
    OFFER_FOR_ANOTHER,
    OFFER_FOR_SEGMENT,
    OFFER_NOT_HERE,
    OFFER_OPERATION,
    AskQuote,
    OfferKind,
    Operation,
    SaidTerms,
    TermsAsked,
    TermsOfOffer,
)
from services.pricing.models import Offer, OfferGroupRow, OfferItemRow, OfferVersion
from services.pricing.rules import offers as rules
from services.pricing.rules.places import GroupRow, ItemRow, Offered

_OFFER, _VERSION = Offer.__table__, OfferVersion.__table__
_ITEM_ROW, _GROUP_ROW = OfferItemRow.__table__, OfferGroupRow.__table__
OURS_ALONE = ("credit_limit", "manual_limit", "breach_days", "breach_amount", "plan", "partner_segment_id")
"""Terms that clients are never shown."""
OF_ALL_CLIENTS = ("plan",)
"""Of a standard offer these are of all its clients together: shown to those who see them all."""
HIDDEN_FROM_CLIENTS: Mapping[str, Any] = {
    "next_version": None,
    "awaits_approval": False,
    "return_reason": None,
    "responsible_id": None,
}
"""What stands in an offer's row for them instead of what is ours."""


class SegmentsWanted(Exception):
    """The answer hangs on the segments the client is in: to be asked of partners, and the question put again."""


@dataclass(frozen=True)
class Under:
    """The offer a document is made under on a day: its terms, and the versions whose rows hold, the standard first."""

    terms: TermsOfOffer
    versions: tuple[UUID, ...]
    offers: tuple[UUID, ...]


@lru_cache(maxsize=256)
def _agreed(actor: Actor) -> Select[Any]:
    """The agreed versions of an offer this actor may see, and of the standard one it is built on. Kept: every order
    under an offer asks, and making the statement costs as much as running it."""
    above = select(_OFFER.c.standard_id).where(_OFFER.c.id == bindparam("offer_id")).scalar_subquery()
    own = and_(_OFFER.c.id == bindparam("offer_id"), Offer.visible_to(actor))
    offer = [_OFFER.c[name].label(f"offer_{name}") for name in ("id", "number", "name", "kind", "closed_on")]
    parties = [_OFFER.c.organization_id, _OFFER.c.partner_id]
    version = [_VERSION.c[name] for name in ("id", "number", "in_force_from", "valid_from", "valid_to", "said")]
    joined = _OFFER.outerjoin(_VERSION, and_(_VERSION.c.offer_id == _OFFER.c.id, _VERSION.c.in_force_from.is_not(None)))
    return select(*offer, *parties, *version).select_from(joined).where(or_(own, _OFFER.c.id == above))


_ITEM_ROWS = select(
    *[_ITEM_ROW.c[name] for name in ("version_id", "item_id", "price", "price_type_id", "discounts_allowed")]
).where(
    _ITEM_ROW.c.version_id.in_(bindparam("versions", expanding=True)),
    _ITEM_ROW.c.item_id.in_(bindparam("items", expanding=True)),
)
_GROUP_ROWS = select(
    *[_GROUP_ROW.c[name] for name in ("version_id", "price_group_id", "price_type_id", "percent")]
).where(_GROUP_ROW.c.version_id.in_(bindparam("versions", expanding=True)))


def under_offer(reader: Reader, asked: AskQuote, segments: frozenset[UUID] | None = None) -> Under | None:
    """The offer the document is made under; none when it names none. Raises at /offer_id what is wrong with it.
    `segments`: those the client is in; none: not asked yet, and `SegmentsWanted` is raised when they decide."""
    if asked.offer_id is None:
        return None
    language = reader.actor.language
    found, rows = _found(reader, asked.offer_id)
    if not found:
        raise at_fields(NOT_FOUND, ["/offer_id"], language)
    offer = found[0]
    other_client = offer.partner_id is not None and not are_one_client(
        reader.session, offer.partner_id, asked.partner_id
    )
    if other_client or (asked.organization_id is not None and asked.organization_id != offer.organization_id):
        raise at_fields(OFFER_FOR_ANOTHER, ["/offer_id"], language)
    under = _on(reader, found, rows, asked.on, any_day=False)
    if under is None:
        raise at_fields(OFFER_NOT_HERE, ["/offer_id"], language)
    if under.terms.operation is not Operation.SALE:
        raise at_fields(OFFER_OPERATION, ["/offer_id"], language)
    stands = asked.made_under and not reader.actor.is_client
    if not stands and not is_addressed(under.terms.partner_segment_id, segments):
        # that there are segments is ours
        outside = OFFER_FOR_ANOTHER if reader.actor.is_client else OFFER_FOR_SEGMENT
        raise at_fields(outside, ["/offer_id"], language)
    return under


def is_addressed(segment_id: UUID | None, segments: frozenset[UUID] | None) -> bool:
    """Whether an offer for this segment is for a client of these. Raises SegmentsWanted where they are not known."""
    if segment_id is None:
        return True
    if segments is None:
        raise SegmentsWanted
    return segment_id in segments


def terms_of_offer(reader: Reader, asked: TermsAsked) -> TermsOfOffer:
    """The terms on a day, also of an offer that is closed or over by then. For the office."""
    reader.get(Offer, asked.id)
    found, rows = _found(reader, asked.id)
    under = _on(reader, found, rows, asked.on or reader.today, any_day=True)
    if under is None:
        raise OFFER_NOT_HERE()
    return for_eyes(reader.actor, under.terms)


def shown_terms(reader: Reader, offer: Offer) -> TermsOfOffer | None:
    """Today's terms for the offer's card; none while nothing is agreed."""
    found, rows = _found(reader, offer.id)
    under = _on(reader, found, rows, reader.today, any_day=True) if found else None
    return for_eyes(reader.actor, under.terms) if under else None


def hidden_from(actor: Actor, kind: str) -> tuple[str, ...]:
    """The terms of an offer of this kind that this person is not shown: our limits a client never sees."""
    if actor.is_client:
        return OURS_ALONE
    return OF_ALL_CLIENTS if kind == OfferKind.STANDARD and not actor.sees_all_clients else ()


def for_eyes(actor: Actor, terms: TermsOfOffer) -> TermsOfOffer:
    hidden = hidden_from(actor, terms.kind)
    return terms.model_copy(update=dict.fromkeys(hidden)) if hidden else terms


def offered(reader: Reader, under: Under, items: Sequence[UUID]) -> Offered:
    """The rows that hold for these items: of the individual offer over the standard one's, row by row."""
    asked = {"versions": list(under.versions), "items": list(items)}
    by_item = _by_version(reader.session.execute(_ITEM_ROWS, asked))
    by_group = _by_version(reader.session.execute(_GROUP_ROWS, {"versions": list(under.versions)}))
    item_rows: dict[UUID, ItemRow] = {}
    group_rows: dict[UUID, GroupRow] = {}
    for version in under.versions:
        own = {one.item_id: ItemRow(one.price, one.price_type_id, one.discounts_allowed) for one in by_item(version)}
        item_rows = rules.merged(item_rows, own)
        groups = {one.price_group_id: GroupRow(one.price_type_id, one.percent) for one in by_group(version)}
        group_rows = rules.merged(group_rows, groups)
    terms = under.terms
    return Offered(terms.number, terms.version_number, terms.price_type_id, terms.currency, item_rows, group_rows)


def _found(reader: Reader, offer_id: UUID) -> tuple[list[Any], list[Any]]:
    """Rows of the offer's own versions (one without a version where none is agreed), and of its standard one's."""
    rows = reader.session.execute(_agreed(reader.actor), {"offer_id": offer_id}).all()
    return [row for row in rows if row.offer_id == offer_id], [row for row in rows if row.offer_id != offer_id]


def _on(reader: Reader, own: list[Any], standard: list[Any], day: date, *, any_day: bool) -> Under | None:
    """`any_day`: also when the offer is closed, over, or not begun."""
    agreed, closed_on = [row for row in own if row.number is not None], own[0].offer_closed_on
    version = rules.read_through(agreed, day, closed_on) if any_day else rules.holding(agreed, closed_on, day)
    if version is None:
        return None
    agreed_above = [row for row in standard if row.number is not None]
    above = rules.read_through(agreed_above, day, agreed_above[0].offer_closed_on) if agreed_above else None
    said = rules.terms_over(above.said if above else None, version.said)
    whole = SaidTerms.model_validate(said)
    if whole.calendar_id is not None:
        shared = holidays_from(reader, whole.calendar_id, day)
        whole = whole.model_copy(update={"holidays": tuple(sorted({*whole.holidays, *shared}))})
    terms = TermsOfOffer(
        id=version.offer_id,
        number=version.offer_number,
        name=version.offer_name,
        kind=version.offer_kind,
        version_number=version.number,
        **whole.__dict__,
    )
    return Under(
        terms,
        tuple(row.id for row in (above, version) if row is not None),
        tuple(row.offer_id for row in (above, version) if row is not None),
    )


def _by_version(rows: Any) -> Any:
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row.version_id, []).append(row)
    return lambda version: found.get(version, [])
