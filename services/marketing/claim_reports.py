"""Analysis of claims (A9): read-only SQL, only the actor's clients."""

from datetime import date
from typing import Any

from sqlalchemy import Select, literal, null, select

from services.chassis.references import demand_period
from services.chassis.tx import Reader, business_day, day_ends, first_moment
from services.marketing.contracts import ClaimsAsked, ClaimsBy, ClaimsReport, ClaimsReportRow, ClaimStatus
from services.marketing.models import Claim, ClaimCause, KnownItem
from services.marketing.rules.claims import Dealt, figures_of

_EARLIEST, _LATEST = date(1970, 1, 1), date(9000, 1, 1)
"""Days whose moments can be told in UTC; no claim is older or younger."""
_KEYS: dict[ClaimsBy, Any] = {
    ClaimsBy.CAUSE: Claim.cause_id,
    ClaimsBy.KIND: Claim.kind,
    ClaimsBy.DEPARTMENT: Claim.guilty_department_id,
    ClaimsBy.STATUS: Claim.status,
    ClaimsBy.ITEM: Claim.item_id,
    ClaimsBy.MONTH: literal(None),
}


def report_claims(reader: Reader, asked: ClaimsAsked) -> ClaimsReport:
    """One statement; how long each took is counted here, for no database has a median that both know."""
    demand_period(reader, asked.date_from, asked.date_to)
    groups: dict[str, list[Dealt]] = {}
    names: dict[str, str | None] = {}
    for row in reader.rows(_query(reader, asked)):
        key = f"{business_day(row.created_at):%Y-%m}" if asked.by is ClaimsBy.MONTH else str(row.key or "")
        groups.setdefault(key, []).append(Dealt(ClaimStatus(row.status), row.created_at, row.decided_at))
        names[key] = row.name
    rows = [ClaimsReportRow(key=key, name=names[key], **figures_of(claims).__dict__) for key, claims in groups.items()]
    return ClaimsReport(
        date_from=asked.date_from,
        date_to=asked.date_to,
        by=asked.by,
        rows=tuple(sorted(rows, key=lambda row: (-row.count, row.key))),
        total=figures_of([claim for claims in groups.values() for claim in claims]),
    )


def _query(reader: Reader, asked: ClaimsAsked) -> Select[Any]:
    begin = first_moment(min(max(asked.date_from, _EARLIEST), _LATEST))
    end = day_ends(min(max(asked.date_to, _EARLIEST), _LATEST))
    name: Any = {ClaimsBy.CAUSE: ClaimCause.name, ClaimsBy.ITEM: KnownItem.name}.get(asked.by, null())
    query = select(
        _KEYS[asked.by].label("key"), name.label("name"), Claim.status, Claim.created_at, Claim.decided_at
    ).where(reader.visible(Claim), Claim.created_at >= begin, Claim.created_at < end)
    if asked.by is ClaimsBy.CAUSE:
        query = query.outerjoin(ClaimCause, ClaimCause.id == Claim.cause_id)
    if asked.by is ClaimsBy.ITEM:
        query = query.outerjoin(KnownItem, KnownItem.id == Claim.item_id)
    return query
