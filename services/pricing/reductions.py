"""What takes something off a quote's prices: the discounts that hold, the card, and what people may type."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select

from services.chassis.access import are_one_client
from services.chassis.errors import NOT_FOUND
from services.chassis.references import at_fields
from services.chassis.tx import Reader
from services.pricing.contracts import (
    CARD_NOT_ACTIVE,
    CARD_OF_ANOTHER,
    CARD_OUT_OF_DATE,
    AskQuote,
    Bound,
    CardStatus,
    Combine,
    Weekday,
)
from services.pricing.discounts import ROOT
from services.pricing.models import Discount, DiscountGroup, ItemSegment, LoyaltyCard, ManualLimit
from services.pricing.rules.discounts import Document, Group, Rule, segments_named, standing
from services.pricing.terms import Under

_ZERO = Decimal(0)
_GROUP, _DISCOUNT, _LIMIT = DiscountGroup.__table__, Discount.__table__, ManualLimit.__table__
STAMP = select(_GROUP.c.stamp).where(_GROUP.c.id == ROOT).scalar_subquery().label("discounts_stamp")
"""Read along with the price types, so that a quote costs no statement for discounts that have not changed."""

_GROUPS = select(_GROUP.c.id, _GROUP.c.parent_id, _GROUP.c.combine, _GROUP.c.priority).order_by(_GROUP.c.id)
_SEGMENT = ItemSegment.__table__
_RULES = (
    select(_DISCOUNT, _SEGMENT.c.name.label("segment_name"), _SEGMENT.c.name_en.label("segment_name_en"))
    .outerjoin(_SEGMENT, _SEGMENT.c.id == _DISCOUNT.c.item_segment_id)
    .where(_DISCOUNT.c.archived_at.is_(None))
    .order_by(_DISCOUNT.c.id)
)
_OWN_LIMIT = select(func.max(_LIMIT.c.percent)).where(_LIMIT.c.role.in_(bindparam("roles", expanding=True)))
_SAID = ("id", "name", "name_en", "percent", "money_off", "fixed_price", "priority", "quantity_from", "amount_from")
_OF_LINES = ("price_group_id", "item_segment_id", "segment_name_en")
_CONDITIONS = ("card_kind_id", "payment_form", "time_from", "time_to", "valid_from", "valid_to", "offer_id")

_KEPT = 8
_trees: OrderedDict[UUID, Group] = OrderedDict()
"""Trees of this process by their stamps. A stamp is of one tree for ever, in whatever database."""


def segments_asked(reader: Reader, stamp: UUID | None, asked: AskQuote, under: Under | None) -> frozenset[UUID]:
    """The segments of items that discounts, or the offer, ask of this document."""
    of_discounts = frozenset[UUID]() if stamp is None else segments_named(_tree(reader, stamp), asked.on)
    own = under.terms.item_segment_id if under is not None else None
    return of_discounts if own is None else of_discounts | {own}


def standing_discounts(reader: Reader, stamp: UUID, document: Document) -> Group | None:
    """The discounts that may hold on some line of this document; none where there are none at all."""
    found = standing(_tree(reader, stamp), document)
    return found if found.members else None


def shown_card(reader: Reader, asked: AskQuote) -> Any | None:
    """The card of the document. Raises at /card_id why it gives nothing."""
    if asked.card_id is None:
        return None
    language = reader.actor.language
    card = reader.find(LoyaltyCard, LoyaltyCard.id == asked.card_id, reader.visible(LoyaltyCard))
    if card is None:
        raise at_fields(NOT_FOUND, ["/card_id"], language)
    if card.partner_id is not None and not are_one_client(reader.session, card.partner_id, asked.partner_id):
        raise at_fields(CARD_OF_ANOTHER, ["/card_id"], language)
    if card.status != CardStatus.ACTIVE:
        raise at_fields(CARD_NOT_ACTIVE, ["/card_id"], language)
    if asked.on < card.valid_from or (card.valid_to is not None and asked.on > card.valid_to):
        raise at_fields(CARD_OUT_OF_DATE, ["/card_id"], language)
    return card


def manual_limit(reader: Reader, asked: AskQuote, under: Under | None) -> Decimal:
    """How many percent below the rules' prices this person may go in this document: the stricter of the largest of
    their roles' and the offer's. Read only where something was typed."""
    typed = any(line.manual_price is not None or line.manual_discount is not None for line in asked.lines)
    if not typed and asked.document_discount is None:
        return _ZERO
    own = reader.session.scalar(_OWN_LIMIT, {"roles": sorted(reader.actor.roles)}) or _ZERO
    offers = under.terms.manual_limit if under is not None else None
    return own if offers is None else min(own, offers)


def _tree(reader: Reader, stamp: UUID) -> Group:
    if stamp not in _trees:
        _trees[stamp] = _read(reader)
        while len(_trees) > _KEPT:
            _trees.popitem(last=False)
    return _trees[stamp]


def _read(reader: Reader) -> Group:
    groups = reader.session.execute(_GROUPS).all()
    rules: dict[UUID, list[Rule]] = {}
    for row in reader.session.execute(_RULES):
        rules.setdefault(row.group_id, []).append(_rule(row))
    below: dict[UUID, list[Any]] = {}
    for row in groups:
        if row.parent_id is not None:
            below.setdefault(row.parent_id, []).append(row)
    root = next(row for row in groups if row.id == ROOT)
    return _group(root, below, rules)


def _group(row: Any, below: Mapping[UUID, Sequence[Any]], rules: Mapping[UUID, Sequence[Rule]]) -> Group:
    members: list[Rule | Group] = [*rules.get(row.id, ())]
    members += [_group(one, below, rules) for one in below.get(row.id, ())]
    return Group(Combine(row.combine), tuple(members), row.priority)


def _rule(row: Any) -> Rule:
    return Rule(
        **{name: getattr(row, name) for name in (*_SAID, *_OF_LINES, *_CONDITIONS)},
        currency=row.currency if row.percent is None else None,
        segment_name=row.segment_name or "",
        bound=Bound(row.bound),
        weekdays=frozenset(Weekday(day) for day in row.weekdays),
    )
