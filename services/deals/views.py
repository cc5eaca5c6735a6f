"""How deals' records are shown: to callers, in events, in replays."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from services.chassis.jobs import register_views
from services.chassis.tx import Reader, Views, business_day
from services.deals import documents
from services.deals.contracts import (
    Attitude,
    DealCard,
    DealClosed,
    DealKindView,
    DealLost,
    DealReopened,
    DealStatus,
    DealView,
    DealWon,
    DemandLine,
    LossReasonView,
    Participant,
    ParticipantRoleView,
    PlanStatus,
    PlanTaskRow,
    PlanTaskView,
    Reopening,
    Side,
    StageRecord,
)
from services.deals.models import Deal, DealClosing, DealKind, DealStage, LossReason, ParticipantRole, PlannedTask
from services.deals.participants import names_of
from services.deals.rules import gates
from services.partners.contracts import PrimaryInterest, PrimaryInterestKind

views = Views()
register_views(views, "deals")


views.as_kept(DealKindView, DealKind)
views.as_kept(LossReasonView, LossReason)
deal_view = views.as_kept(DealView, Deal)


@views.of(DealCard, Deal)
def deal_card(reader: Reader, deal: Deal) -> DealCard:
    """Two more statements: what its participants are called, and what its documents come to."""
    told = reader.session.execute(_OF_DOCUMENTS.where(Deal.id == deal.id)).one()
    return DealCard(
        **deal_view(reader, deal).__dict__,
        primary_interest=_interest(deal),
        stages=tuple(_stay(reader, stay) for stay in deal.stages),
        demand_text=deal.demand_text,
        demand=tuple(DemandLine.model_validate(row, from_attributes=True) for row in deal.demand),
        participants=_participants(reader, deal),
        reopenings=tuple(_reopening(one) for one in deal.closings if one.reopened_at is not None),
        ordered=told.ordered or Decimal(0),
        completed_at=told.completed_at,
    )


_OF_DOCUMENTS = select(documents.ordered().label("ordered"), documents.completed_at().label("completed_at"))


def _interest(deal: Deal) -> PrimaryInterest | None:
    if deal.interest_kind is None:
        return None
    return PrimaryInterest(kind=PrimaryInterestKind(deal.interest_kind), id=deal.interest_id, note=deal.interest_note)


def _reopening(closing: DealClosing) -> Reopening:
    how = {name: getattr(closing, name) for name in ("status", "closed_at", "loss_reason_id", "competitor_id")}
    who = {"at": closing.reopened_at, "by": closing.reopened_by, "reason": closing.reopening_reason}
    return Reopening.model_validate({**who, **how})


def _stay(reader: Reader, stay: DealStage) -> StageRecord:
    last = business_day(stay.left_at) if stay.left_at else reader.today
    shown = {name: getattr(stay, name) for name in ("stage", "entered_at", "left_at", "moved_by", "due_on")}
    return StageRecord(**shown, overdue_days=gates.days_beyond(stay.due_on, last))


def _participants(reader: Reader, deal: Deal) -> tuple[Participant, ...]:
    names = names_of(reader, deal)
    return tuple(
        Participant(
            id=one.id,
            side=Side(one.side),
            subject_id=one.subject_id,
            name=names.get(one.subject_id, one.full_name),
            role_id=one.role_id,
            role=one.role.name if one.role else None,
            attitude=Attitude(one.attitude) if one.attitude else None,
            comment=one.comment,
        )
        for one in deal.participants
    )


views.as_kept(ParticipantRoleView, ParticipantRole)
plan_task_row = views.as_kept(PlanTaskRow, PlannedTask)


@views.of(PlanTaskView, PlannedTask)
def plan_task_view(reader: Reader, task: PlannedTask) -> PlanTaskView:
    late = task.status == PlanStatus.OPEN and gates.days_beyond(task.due_on, reader.today) > 0
    return PlanTaskView(**plan_task_row(reader, task).__dict__, overdue=late)


def closing_time(closing: DealClosing) -> datetime:
    return closing.closed_at


def reopening_time(closing: DealClosing) -> datetime:
    assert closing.reopened_at is not None, "only closings that were taken back are told of"
    return closing.reopened_at


@views.of(DealWon, DealClosing, where=lambda: DealClosing.status == DealStatus.WON, at=closing_time)
def deal_won(reader: Reader, closing: DealClosing) -> DealWon:
    return DealWon.model_validate(_closed(reader, closing))


@views.of(DealLost, DealClosing, where=lambda: DealClosing.status == DealStatus.LOST, at=closing_time)
def deal_lost(reader: Reader, closing: DealClosing) -> DealLost:
    return DealLost.model_validate(_closed(reader, closing))


@views.of(DealReopened, DealClosing, where=lambda: DealClosing.reopened_at.is_not(None), at=reopening_time)
def deal_reopened(reader: Reader, closing: DealClosing) -> DealReopened:
    how = {name: getattr(closing, name) for name in ("status", "reopened_at", "reopening_reason")}
    return DealReopened.model_validate({**_closed(reader, closing), **how})


def _closed(reader: Reader, closing: DealClosing) -> dict[str, Any]:
    """What stays as it was when the deal was registered is the deal's; the rest is what was written down then."""
    deal = reader.session.get_one(Deal, closing.deal_id)
    loss = reader.session.get_one(LossReason, closing.loss_reason_id) if closing.loss_reason_id else None
    of_deal = {"number": deal.number, "currency": deal.currency, "reason": loss and loss.name}
    return of_deal | {name: getattr(closing, name) for name in DealClosed.model_fields if name not in of_deal}
