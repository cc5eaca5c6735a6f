"""What segments of partners may be chosen by: a field is a line here, and rules know it (P11).

What clients buy is read from their timeline, which events of orders keep: of a client the documents of all its cards.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sqlalchemy import case, func, literal, or_, select
from sqlalchemy.orm import aliased

from services.chassis.columns import Money
from services.chassis.criteria import FieldKind, Fields, Known
from services.partners.contracts import PartnerKind, PartnerRole, PrimaryInterestKind
from services.partners.models import (
    BusinessRegion,
    ContactDetail,
    Organization,
    Partner,
    Staff,
    TimelineEntry,
)

BASE_CURRENCY = "UAH"
_CARD, _ENTRY = aliased(Partner), aliased(TimelineEntry)


def _choice(column: Any, choices: Iterable[str], kind: FieldKind = FieldKind.CHOICE) -> Known:
    return Known(kind, column, tuple(str(one) for one in choices))


def _record(column: Any, of: Any = None) -> Known:
    return Known(FieldKind.ID, column, of=of)


def _text(column: Any, folded: Any = None) -> Known:
    return Known(FieldKind.TEXT, column, folded=folded)


def _addresses() -> Any:
    """All of them, one under another: `contains` finds a city."""
    lines = func.aggregate_strings(ContactDetail.value, "\n")
    query = select(lines).where(ContactDetail.partner_id == Partner.id, ContactDetail.kind == "address")
    return query.correlate(Partner).scalar_subquery()


def _told(what: Any, *kinds: str) -> Any:
    """Of the client's documents of these kinds, whichever of its cards they were made with."""
    cards = select(_CARD.id).where(or_(_CARD.id == Partner.id, _CARD.merged_into == Partner.id)).correlate(Partner)
    # of a bare kind all clients' documents would be looked through: it begins another index
    query = select(what).where(_ENTRY.partner_id.in_(cards), func.coalesce(_ENTRY.kind, "").in_(kinds))
    return query.correlate(Partner).scalar_subquery()


def _turnover() -> Any:
    """Shipped less what came back, in the base currency, VAT included as in the documents."""
    back = case((_ENTRY.kind == "return", -_ENTRY.amount), else_=_ENTRY.amount)
    counted = case((_ENTRY.currency == BASE_CURRENCY, back), else_=literal(Decimal(0), Money()))
    return func.coalesce(_told(func.sum(counted), "shipment", "return"), literal(Decimal(0), Money()))


def _orders() -> Any:
    stands = case((_ENTRY.status == "cancelled", 0), else_=1)
    return func.coalesce(_told(func.sum(stands), "order"), 0)


SOURCE = Partner.__table__

FIELDS: Fields = {
    "name": _text(Partner.name, folded=Partner.search_key),
    "kind": _choice(Partner.kind, PartnerKind),
    "roles": _choice(Partner.roles, PartnerRole, FieldKind.SET),
    "organization_id": _record(Partner.organization_id, Organization),
    "manager_id": _record(Partner.manager_id, Staff),
    "representative_id": _record(Partner.representative_id, Staff),
    "region_id": _record(Partner.region_id, BusinessRegion),
    "source": _choice(Partner.interest_kind, PrimaryInterestKind),
    "source_id": _record(Partner.interest_id),
    "address": _text(_addresses()),
    "archived": Known(FieldKind.YES_NO, case((Partner.archived_at.is_not(None), True), else_=False)),
    "registered": Known(FieldKind.DATE, Partner.created_at, instant=True),
    "first_sale": Known(FieldKind.DATE, _told(func.min(_ENTRY.happened_at), "shipment"), instant=True),
    "last_sale": Known(FieldKind.DATE, _told(func.max(_ENTRY.happened_at), "shipment"), instant=True),
    "turnover": Known(FieldKind.MONEY, _turnover(), places=2),
    "orders": Known(FieldKind.COUNT, _orders()),
}
