"""Use cases of a deal's plan: tasks by stage, done in time or standing out (D9)."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select

from services.chassis.references import at_fields
from services.chassis.tx import Tx
from services.deals.contracts import (
    HEADS,
    NO_SUCH_STAGE,
    PLAN_TASK_CHANGED,
    PLAN_TASK_ENDED,
    REQUIRED_TASK,
    CancelPlanTask,
    ChangePlanTask,
    FinishPlanTask,
    PlanStatus,
    PlanTask,
    PlanTaskRow,
)
from services.deals.kinds import stages_of
from services.deals.models import Deal, PlannedTask
from services.deals.rules import moves
from services.deals.state import open_deal


def plan_task(tx: Tx, command: PlanTask) -> PlannedTask:
    deal = open_deal(tx, command.id)
    if command.stage is not None and moves.card_of(command.stage, stages_of(tx, deal.kind_id)) is None:
        raise at_fields(NO_SUCH_STAGE, ["/stage"], tx.actor.language)
    task = PlannedTask(
        deal_id=deal.id,
        organization_id=deal.organization_id,
        partner_id=deal.partner_id,
        title=command.title,
        description=command.description,
        stage=command.stage,
        status=PlanStatus.OPEN,
        required=command.required,
        assignee_id=command.assignee_id or deal.manager_id,
        due_on=command.due_on,
    )
    tx.add(task)
    tx.announce(PLAN_TASK_CHANGED, task)
    return task


def change_plan_task(tx: Tx, command: ChangePlanTask) -> PlannedTask:
    task = _open_task(tx, command)
    for name in command.model_fields_set - {"id"}:
        value = getattr(command, name)
        if value is not None or name != "title":
            setattr(task, name, value)
    tx.announce(PLAN_TASK_CHANGED, task)
    return task


def finish_plan_task(tx: Tx, command: FinishPlanTask) -> PlannedTask:
    return _end(tx, _open_task(tx, command), PlanStatus.DONE, command.result)


def cancel_plan_task(tx: Tx, command: CancelPlanTask) -> PlannedTask:
    """A task that a stage demands is cancelled by heads alone, or the demand would mean nothing."""
    task = _open_task(tx, command)
    if task.required and not tx.actor.roles & HEADS:
        raise REQUIRED_TASK()
    return _end(tx, task, PlanStatus.CANCELLED, command.reason)


def drop_open_tasks(tx: Tx, deal: Deal) -> None:
    """The deal is won or lost: nobody need do what was planned for it."""
    for task in tx.locked(PlannedTask, PlannedTask.deal_id == deal.id, PlannedTask.status == PlanStatus.OPEN):
        _end(tx, task, PlanStatus.CANCELLED, None)


def take_up_dropped_tasks(tx: Tx, deal: Deal) -> None:
    """A deal is in work again: what its closing cancelled is to be done again, or no stage would demand it any more.
    It is known by the moment of the closing."""
    dropped = (PlannedTask.status == PlanStatus.CANCELLED, PlannedTask.ended_at == deal.closed_at)
    for task in tx.locked(PlannedTask, PlannedTask.deal_id == deal.id, *dropped):
        task.status = PlanStatus.OPEN
        task.ended_at = task.ended_by = None
        tx.announce(PLAN_TASK_CHANGED, task)


def listed(today: date) -> Select[Any]:
    shown = [getattr(PlannedTask, name) for name in PlanTaskRow.model_fields]
    return select(*shown, _overdue(today).label("overdue"))


def columns(today: date) -> dict[str, Any]:
    names = ("id", "created_at", "deal_id", "partner_id", "assignee_id", "status", "stage", "due_on")
    return {**{name: getattr(PlannedTask, name) for name in names}, "overdue": _overdue(today)}


def _overdue(today: date) -> ColumnElement[bool]:
    still_open = PlannedTask.status == PlanStatus.OPEN
    return and_(still_open, PlannedTask.due_on.is_not(None), PlannedTask.due_on < today)


def _open_task(tx: Tx, command: ChangePlanTask | FinishPlanTask | CancelPlanTask) -> PlannedTask:
    task = tx.get(PlannedTask, command.id)
    if task.status != PlanStatus.OPEN:
        raise PLAN_TASK_ENDED(status=task.status)
    return task


def _end(tx: Tx, task: PlannedTask, status: PlanStatus, result: str | None) -> PlannedTask:
    task.status = status
    task.result = result
    task.ended_at = tx.now
    task.ended_by = tx.actor.user_id
    tx.announce(PLAN_TASK_CHANGED, task)
    return task
