"""A deal on its stages: it comes to one, with the tasks that are planned for it, and leaves it when all is ready."""

from datetime import timedelta

from sqlalchemy import func, select

from services.chassis.messages import FieldProblem
from services.chassis.tx import Tx
from services.deals.contracts import (
    GATES,
    PLAN_TASK_CHANGED,
    STAGE_GATES,
    PlanStatus,
    RequiredField,
    StageCard,
    StageTask,
)
from services.deals.documents import is_live, of_deal
from services.deals.models import Deal, DealStage, DocumentRow, ParticipantRole, PlannedTask
from services.deals.rules import gates as rules


def come_to(tx: Tx, deal: Deal, card: StageCard) -> None:
    """A new stay; the first one on this stage brings the stage's tasks into the plan."""
    is_first = all(stay.stage != card.code for stay in deal.stages)
    deal.stage = card.code
    deal.stages.append(_stay(tx, deal, card))
    for planned in card.tasks if is_first else ():
        task = tx.add(_task(tx, deal, card, planned))
        tx.announce(PLAN_TASK_CHANGED, task)


def leave(tx: Tx, deal: Deal) -> None:
    for stay in deal.stages:
        if stay.left_at is None:
            stay.left_at = tx.now


def demand_gates(tx: Tx, deal: Deal, card: StageCard | None) -> None:
    """Raises one refusal with all that the deal lacks to go on from its stage."""
    if card is None:
        return
    found = rules.lacking(card.gates, _facts(tx, deal, card))
    if found:
        raise STAGE_GATES(_problems(tx, found), stage=card.name)


def _stay(tx: Tx, deal: Deal, card: StageCard) -> DealStage:
    days = card.expected_days
    return DealStage(
        deal_id=deal.id,
        stage=card.code,
        entered_at=tx.now,
        moved_by=tx.actor.user_id,
        due_on=None if days is None else tx.today + timedelta(days=days),
    )


def _task(tx: Tx, deal: Deal, card: StageCard, planned: StageTask) -> PlannedTask:
    days = planned.within_days
    return PlannedTask(
        deal_id=deal.id,
        organization_id=deal.organization_id,
        partner_id=deal.partner_id,
        title=planned.title,
        stage=card.code,
        status=PlanStatus.OPEN,
        required=planned.required,
        assignee_id=deal.manager_id,
        due_on=None if days is None else tx.today + timedelta(days=days),
    )


def _facts(tx: Tx, deal: Deal, card: StageCard) -> rules.Facts:
    counted = select(DocumentRow.kind, func.count()).where(*of_deal(deal), is_live(tx.today))
    still_open = select(PlannedTask.id, PlannedTask.title).where(
        PlannedTask.deal_id == deal.id,
        PlannedTask.stage == card.code,
        PlannedTask.required,
        PlannedTask.status == PlanStatus.OPEN,
    )
    return rules.Facts(
        filled={name for name in RequiredField if getattr(deal, name) not in (None, "")},
        documents=dict(tx.session.execute(counted.group_by(DocumentRow.kind)).all()),
        roles={one.role_id for one in deal.participants if one.role_id},
        demand=bool(deal.demand_text or deal.demand),
        open_tasks=tx.session.execute(still_open.order_by(PlannedTask.id)).all(),
    )


def _problems(tx: Tx, found: list[rules.Lacking]) -> list[FieldProblem]:
    wanted = [one.values["role"] for one in found if one.gate == "role"]
    named = select(ParticipantRole.id, ParticipantRole.name).where(ParticipantRole.id.in_(wanted))
    names = dict(tx.session.execute(named).all()) if wanted else {}
    problems = []
    for one in found:
        values = {name: names.get(value, value) if name == "role" else value for name, value in one.values.items()}
        code = GATES[one.gate]
        problems.append(FieldProblem(one.pointer, code.name, code(**values).sentence(tx.actor.language)))
    return problems
