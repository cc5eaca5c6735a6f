"""The funnel, expected income and losses (D12, D13): read-only SQL over deals, only the actor's clients."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from services.chassis.access import client_of_row
from services.chassis.references import demand_period
from services.chassis.tx import Reader, day_ends, first_moment
from services.deals.contracts import (
    MOST_STAYS,
    REPORT_TOO_WIDE,
    DealsAsked,
    DealStatus,
    ExpectedIncome,
    IncomeMonth,
    Losses,
    LossesAsked,
    LossesBy,
    LossRow,
    Outcome,
    SalesFunnel,
    SalesFunnelAsked,
    SalesFunnelBasis,
    SalesFunnelKind,
    SalesFunnelStage,
    StageCard,
)
from services.deals.lists import CLIENT, source_kind
from services.deals.models import Deal, DealKind, DealStage, KnownClient, KnownStaff, LossReason
from services.deals.rules import sales_funnel as rules
from services.deals.rules.shares import percent_of

_ZERO = Decimal(0)
Amounts = Mapping[UUID, Decimal]


def report_funnel(reader: Reader, asked: SalesFunnelAsked) -> SalesFunnel:
    """Two statements for deals and their stays, one for the kinds. At most `MOST_STAYS` stays are looked at: medians
    are exact, made in memory of the durations of each deal, and a report must not take the service's memory."""
    demand_period(reader, asked.date_from, asked.date_to)
    stays = _stays(reader, asked)
    outcomes = _outcomes(reader, asked)
    kinds = select(DealKind.id, DealKind.name, DealKind.stages).where(reader.visible(DealKind))
    if asked.kind_id is not None:
        kinds = kinds.where(DealKind.id == asked.kind_id)
    shown = reader.session.execute(kinds.order_by(DealKind.sort_key, DealKind.id)).all()
    return SalesFunnel(
        date_from=asked.date_from,
        date_to=asked.date_to,
        basis=asked.basis,
        currency=asked.currency,
        kinds=tuple(_kind(asked, row, stays.get(row.id, []), outcomes) for row in shown),
    )


def _stays(reader: Reader, asked: SalesFunnelAsked) -> dict[UUID, list[Any]]:
    """By kind, the stays that count, each with its deal."""
    first, last = _instants(asked)
    moment = Deal.created_at if asked.basis is SalesFunnelBasis.COHORT else DealStage.entered_at
    stay = (DealStage.stage, DealStage.entered_at, DealStage.left_at)
    now = (Deal.stage.label("now_at"), Deal.closed_at, _in_currency(asked).label("amount"))
    query = (
        select(Deal.id, Deal.kind_id, Deal.status, *now, *stay)
        .join(DealStage, DealStage.deal_id == Deal.id)
        .outerjoin(*CLIENT)
        .where(reader.visible(Deal), *_of(asked), moment >= first, moment <= last)
        .limit(MOST_STAYS + 1)
    )
    rows = reader.session.execute(query).all()
    if len(rows) > MOST_STAYS:
        raise REPORT_TOO_WIDE(most=MOST_STAYS)
    by_kind: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind_id].append(row)
    return by_kind


def _outcomes(reader: Reader, asked: SalesFunnelAsked) -> dict[tuple[UUID, str], Any]:
    """How many deals are in work, won and lost, and their amounts: by kind and status."""
    first, last = _instants(asked)
    if asked.basis is SalesFunnelBasis.COHORT:
        counts = and_(Deal.created_at >= first, Deal.created_at <= last)
    else:
        came = select(DealStage.id).where(
            DealStage.deal_id == Deal.id, DealStage.entered_at >= first, DealStage.entered_at <= last
        )
        moved = and_(Deal.status == DealStatus.IN_WORK, came.exists())
        counts = or_(moved, and_(Deal.closed_at >= first, Deal.closed_at <= last))
    query = (
        select(Deal.kind_id, Deal.status, func.count().label("deals"), func.sum(_in_currency(asked)).label("amount"))
        .outerjoin(*CLIENT)
        .where(reader.visible(Deal), *_of(asked), counts)
        .group_by(Deal.kind_id, Deal.status)
    )
    return {(row.kind_id, row.status): row for row in reader.session.execute(query)}


def _kind(
    asked: SalesFunnelAsked, kind: Any, rows: list[Any], outcomes: Mapping[tuple[UUID, str], Any]
) -> SalesFunnelKind:
    first, last = _instants(asked)
    cohort = asked.basis is SalesFunnelBasis.COHORT
    won = {
        row.id for row in rows if row.status == DealStatus.WON and (cohort or (row.closed_at and row.closed_at <= last))
    }
    cards = [StageCard.model_validate(stage) for stage in kind.stages]
    found = rules.figures(
        [card.code for card in cards],
        (rules.Stay(row.id, row.stage, row.entered_at, row.left_at) for row in rows),
        {row.id: row.now_at for row in rows if row.status == DealStatus.IN_WORK},
        won,
    )
    amounts = {row.id: row.amount or _ZERO for row in rows}
    filters = {**_filters(asked), "kind_id": str(kind.id)}
    opened = filters | _between("created_at", first, last)
    moved = opened if cohort else filters | _between("entered_at", first, last)
    closed = opened if cohort else filters | _between("closed_at", first, last)
    said = {DealStatus.IN_WORK: moved, DealStatus.WON: closed, DealStatus.LOST: closed}
    totals = {status: _outcome(outcomes.get((kind.id, status)), said[status], status) for status in DealStatus}
    stages = tuple(_stage(card, one, amounts, moved) for card, one in zip(cards, found, strict=True))
    return SalesFunnelKind(kind_id=kind.id, name=kind.name, stages=stages, **totals)


def _stage(card: StageCard, found: rules.Figures, amounts: Amounts, filters: Mapping[str, str]) -> SalesFunnelStage:
    reached = len(found.reached)
    opened_by = {**filters, "reached": card.code}
    return SalesFunnelStage(
        stage=card.code,
        name=card.name,
        reached=reached,
        reached_amount=_sum(amounts, found.reached),
        standing=len(found.standing),
        standing_amount=_sum(amounts, found.standing),
        went_on=len(found.went_on),
        went_on_share=percent_of(len(found.went_on), reached),
        won=len(found.won),
        won_share=percent_of(len(found.won), reached),
        mean_days=found.mean_days,
        median_days=found.median_days,
        reached_opened_by=opened_by,
        standing_opened_by={**opened_by, "stage": card.code, "status": DealStatus.IN_WORK},
    )


def _outcome(row: Any, filters: Mapping[str, str], status: DealStatus) -> Outcome:
    deals, amount = (row.deals, row.amount or _ZERO) if row else (0, _ZERO)
    return Outcome(deals=deals, amount=amount, opened_by={**filters, "status": status})


def report_expected_income(reader: Reader, asked: DealsAsked) -> ExpectedIncome:
    """One statement: sums by day, put together into months."""
    query = (
        select(Deal.expected_close_on, func.count().label("deals"), func.sum(Deal.potential).label("amount"))
        .outerjoin(*CLIENT)
        .where(reader.visible(Deal), *_of(asked), Deal.status == DealStatus.IN_WORK, Deal.currency == asked.currency)
        .group_by(Deal.expected_close_on)
    )
    days: dict[str | None, list[Any]] = defaultdict(list)
    for row in reader.rows(query):
        days[row.expected_close_on.strftime("%Y-%m") if row.expected_close_on else None].append(row)
    in_order = sorted(days, key=lambda month: (month is None, month or ""))
    months = tuple(_month(asked, month, days[month], reader.today) for month in in_order)
    return ExpectedIncome(
        currency=asked.currency,
        months=months,
        deals=sum(month.deals for month in months),
        amount=sum((month.amount for month in months), _ZERO),
    )


def _month(asked: DealsAsked, month: str | None, days: list[Any], today: date) -> IncomeMonth:
    late = [row for row in days if row.expected_close_on and row.expected_close_on < today]
    opened_by = None
    if month is not None:
        first = date.fromisoformat(f"{month}-01")
        last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        bounds = {"expected_close_on_from": first.isoformat(), "expected_close_on_to": last.isoformat()}
        opened_by = {**_filters(asked), **bounds, "status": DealStatus.IN_WORK, "currency": asked.currency}
    return IncomeMonth(
        month=month,
        deals=sum(row.deals for row in days),
        amount=sum((row.amount or _ZERO for row in days), _ZERO),
        late=sum(row.deals for row in late),
        late_amount=sum((row.amount or _ZERO for row in late), _ZERO),
        opened_by=opened_by,
    )


def report_losses(reader: Reader, asked: LossesAsked) -> Losses:
    """One statement. A deal is lost where it stands so: one that was reopened since is not."""
    demand_period(reader, asked.date_from, asked.date_to)
    first, last = _instants(asked)
    key, name, source = _grouping(asked.by)
    query = (
        select(
            key.label("key"),
            name.label("name"),
            func.count().label("deals"),
            func.sum(_in_currency(asked)).label("amount"),
        )
        .select_from(Deal)
        .outerjoin(*CLIENT)
        .where(reader.visible(Deal), *_of(asked), Deal.status == DealStatus.LOST)
        .where(Deal.closed_at >= first, Deal.closed_at <= last)
        .group_by(key, name)
    )
    found = reader.session.execute(query.outerjoin(*source) if source else query).all()
    deals = sum(row.deals for row in found)
    amount = sum((row.amount or _ZERO for row in found), _ZERO)
    filters = {**_filters(asked), **_between("closed_at", first, last), "status": str(DealStatus.LOST)}
    rows = [_loss(asked.by, row, deals, amount, filters) for row in found]
    return Losses(
        date_from=asked.date_from,
        date_to=asked.date_to,
        by=asked.by,
        currency=asked.currency,
        rows=tuple(sorted(rows, key=lambda row: (-row.deals, -row.amount, row.key or ""))),
        deals=deals,
        amount=amount,
    )


_FILTER_OF = {
    LossesBy.REASON: "loss_reason_id",
    LossesBy.COMPETITOR: "competitor_id",
    LossesBy.STAGE: "stage",
    LossesBy.MANAGER: "manager_id",
    LossesBy.KIND: "kind_id",
}


def _loss(by: LossesBy, row: Any, deals: int, amount: Decimal, filters: Mapping[str, str]) -> LossRow:
    key = None if row.key is None else str(row.key)
    return LossRow(
        key=key,
        name=row.name,
        deals=row.deals,
        share=percent_of(row.deals, deals),
        amount=row.amount or _ZERO,
        amount_share=percent_of(row.amount or _ZERO, amount),
        opened_by=None if key is None else {**filters, _FILTER_OF[by]: key},
    )


def _grouping(by: LossesBy) -> tuple[Any, Any, tuple[Any, Any] | None]:
    """(key, its name, where the name comes from). A stage is called by its code: kinds name theirs each for itself."""
    if by is LossesBy.REASON:
        return Deal.loss_reason_id, LossReason.name, (LossReason, LossReason.id == Deal.loss_reason_id)
    if by is LossesBy.COMPETITOR:
        rival = client_of_row(Deal.competitor_id)
        return rival.id, rival.name, (rival.source, rival.on)
    if by is LossesBy.MANAGER:
        return Deal.manager_id, KnownStaff.full_name, (KnownStaff, KnownStaff.id == Deal.manager_id)
    if by is LossesBy.KIND:
        return Deal.kind_id, DealKind.name, (DealKind, DealKind.id == Deal.kind_id)
    return Deal.stage, Deal.stage, None


def _of(asked: DealsAsked) -> list[ColumnElement[bool]]:
    """The deals asked for. Needs `KnownClient` in the query."""
    columns: dict[str, Any] = {
        "kind_id": Deal.kind_id,
        "manager_id": Deal.manager_id,
        "organization_id": Deal.organization_id,
        "region_id": KnownClient.region_id,
        "source": source_kind(),
    }
    wanted = {name: getattr(asked, name) for name in columns}
    return [columns[name] == value for name, value in wanted.items() if value is not None]


def _filters(asked: DealsAsked) -> dict[str, str]:
    names = ("kind_id", "manager_id", "organization_id", "region_id", "source")
    return {name: str(value) for name in names if (value := getattr(asked, name)) is not None}


def _between(name: str, first: datetime, last: datetime) -> dict[str, str]:
    return {f"{name}_from": _said(first), f"{name}_to": _said(last)}


def _said(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _instants(asked: SalesFunnelAsked | LossesAsked) -> tuple[datetime, datetime]:
    """The first and the last instant of the business days asked for; the calendar's own ends are drawn in by a day."""
    first = first_moment(max(asked.date_from, date.min + timedelta(days=1)))
    last = day_ends(min(asked.date_to, date.max - timedelta(days=1)))
    return first, last - timedelta(microseconds=1)


def _in_currency(asked: DealsAsked) -> ColumnElement[Any]:
    """The potential where it is in the currency asked for."""
    return case((Deal.currency == asked.currency, Deal.potential))


def _sum(amounts: Amounts, deals: Iterable[UUID]) -> Decimal:
    return sum((amounts[deal] for deal in deals), _ZERO)
