"""Use cases of tasks (H3): given to oneself, downwards, or to whoever has a role; and approvals asked by orders."""

from uuid import UUID

from services.chassis.actor import Actor, Role
from services.chassis.ids import uuid_for
from services.chassis.references import at_fields, require
from services.chassis.tx import Tx
from services.orders.contracts import OrderRow, OrderStatus
from services.partners.contracts import (
    NOT_SUBORDINATE,
    PARTNER_NOT_OURS,
    TASK_CHANGED,
    TASK_CLOSED,
    TASK_FOR_NOBODY,
    TASK_OF_A_DOCUMENT,
    CompleteTask,
    GiveTask,
    TaskPriority,
    TaskStatus,
)
from services.partners.models import Partner, Staff, Task
from services.partners.rules import subordination

_CLOSED = frozenset({TaskStatus.DONE, TaskStatus.CANCELLED})


def give_task(tx: Tx, command: GiveTask) -> Task:
    _demand_client(tx, command.partner_id)
    require(tx, (Staff, command.assignee_id, "/assignee_id"))
    assignee = command.assignee_id or (None if command.for_role else tx.actor.staff_id)
    if command.for_role is Role.CLIENT:
        raise at_fields(TASK_FOR_NOBODY, ["/for_role"], tx.actor.language)
    if assignee is None and command.for_role is None:
        raise at_fields(TASK_FOR_NOBODY, ["/assignee_id"], tx.actor.language)
    if assignee and not _may_give(tx, assignee):
        raise at_fields(NOT_SUBORDINATE, ["/assignee_id"], tx.actor.language)
    task = tx.add(
        Task(
            title=command.title,
            description=command.description,
            status=TaskStatus.OPEN,
            priority=command.priority,
            author_id=tx.actor.staff_id,
            assignee_id=assignee,
            for_role=command.for_role,
            partner_id=command.partner_id,
            due_at=command.due_at,
        )
    )
    tx.announce(TASK_CHANGED, task)
    return task


def complete_task(tx: Tx, command: CompleteTask) -> Task:
    task = tx.get(Task, command.id)
    if task.status in _CLOSED:
        raise TASK_CLOSED(status=task.status)
    if task.subject_type is not None:
        raise TASK_OF_A_DOCUMENT()
    _close(tx, task, TaskStatus.DONE, command.result, tx.actor)
    return task


def follow_order(tx: Tx, order: OrderRow, by: Actor, *, replayed: bool) -> None:
    """An order on approval has a task for its approver; one that was decided has none open.

    `by`: who changed the order. A replay asks for what was never asked, and opens nothing that somebody has closed.
    """
    if order.status is OrderStatus.ON_APPROVAL:
        ask_approval(
            tx,
            role=Role.COMMERCIAL_APPROVER,
            subject_type="order",
            subject_id=order.id,
            partner_id=order.partner_id,
            title=f"Погодити замовлення {order.number}",
            again=not replayed,
        )
    else:
        cancelled = order.status is OrderStatus.CANCELLED
        status = TaskStatus.CANCELLED if cancelled else TaskStatus.DONE
        close_approvals(tx, subject_id=order.id, status=status, result=order.status, by=by)


def ask_approval(
    tx: Tx, *, role: Role, subject_type: str, subject_id: UUID, partner_id: UUID, title: str, again: bool
) -> None:
    """A task for the approver of a document; asking twice changes nothing: its id follows from the document.

    `again`: open one that was closed, since the document waits for approval once more.
    """
    task_id = uuid_for("approval", subject_type, str(subject_id), role)
    known = tx.locked(Task, Task.id == task_id)
    if known and not (again and known[0].status in _CLOSED):
        return
    if known:
        task = known[0]
        task.status, task.result, task.completed_by = TaskStatus.OPEN, None, None
    else:
        task = tx.add(
            Task(
                id=task_id,
                title=title,
                status=TaskStatus.OPEN,
                priority=TaskPriority.HIGH,
                for_role=role,
                partner_id=partner_id,
                subject_type=subject_type,
                subject_id=subject_id,
            )
        )
    tx.announce(TASK_CHANGED, task)


def close_approvals(tx: Tx, *, subject_id: UUID, status: TaskStatus, result: str, by: Actor) -> None:
    """The document was decided: nobody needs to be asked any more."""
    for task in tx.locked(Task, Task.subject_id == subject_id, Task.status.not_in(_CLOSED)):
        _close(tx, task, status, result, by)


def _close(tx: Tx, task: Task, status: TaskStatus, result: str | None, by: Actor) -> None:
    task.status = status
    task.result = result
    task.completed_by = by.staff_id
    tx.announce(TASK_CHANGED, task)


def _demand_client(tx: Tx, partner_id: UUID | None) -> None:
    """A task about a client is a look into its timeline: whose client it is not, gets what a stranger gets."""
    if partner_id is not None and tx.find(Partner, Partner.id == partner_id, tx.visible(Partner)) is None:
        raise PARTNER_NOT_OURS()


def _may_give(tx: Tx, assignee: UUID) -> bool:
    if tx.actor.roles & {Role.ADMINISTRATOR, Role.HEAD_OF_SALES}:
        return True
    return subordination.may_be_given(assignee, tx.actor.team)
