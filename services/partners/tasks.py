"""Use cases of tasks (H3): given to oneself, downwards, or to whoever has a role; accepted, changed, done, seen.

`mirror` keeps a task that follows a document of whatever kind.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, literal, select

from services.chassis.actor import Actor, Role
from services.chassis.columns import UtcDateTime
from services.chassis.contracts import ById
from services.chassis.ids import uuid_for
from services.chassis.tx import Tx, first_moment
from services.partners.about import Fault, about, demand_none, half_subject, unknown
from services.partners.contracts import (
    HEADS,
    NOT_SUBORDINATE,
    NOT_THE_AUTHOR,
    TASK_CHANGED,
    TASK_CLOSED,
    TASK_FOR_NOBODY,
    TASK_NOT_YOURS,
    TASK_OF_A_DOCUMENT,
    CancelTask,
    ChangeTask,
    CompleteTask,
    GiveTask,
    TaskPriority,
    TaskStatus,
)
from services.partners.models import Staff, Task
from services.partners.rules import subordination
from services.partners.rules import tasks as rules

_NO_TIME = datetime(9999, 1, 1, tzinfo=UTC)
"""Where tasks without a due time stand among the others: last."""
BY_DUE: ColumnElement[datetime] = func.coalesce(Task.due_at, literal(_NO_TIME, UtcDateTime))


def give_task(tx: Tx, command: GiveTask) -> Task:
    subject = about(tx, command)
    assignee = command.assignee_id or (None if command.for_role else tx.actor.staff_id)
    faults = half_subject(command)
    if command.for_role is Role.CLIENT:
        faults.append((TASK_FOR_NOBODY, "/for_role"))
    elif assignee is None and command.for_role is None:
        faults.append((TASK_FOR_NOBODY, "/assignee_id"))
    demand_none(faults + given_wrongly(tx, assignee, "/assignee_id"), tx.actor.language)
    task = tx.add(
        Task(
            title=command.title,
            description=command.description,
            status=TaskStatus.OPEN,
            priority=command.priority,
            author_id=tx.actor.staff_id,
            assignee_id=assignee,
            for_role=command.for_role,
            due_at=command.due_at,
            follows_document=False,
            **subject,
        )
    )
    tx.announce(TASK_CHANGED, task)
    return task


def change_task(tx: Tx, command: ChangeTask) -> Task:
    """By its author or a superior; one given to another is that person's to accept anew."""
    task = _of_people(tx, command.id)
    _demand_author(tx, task)
    if command.assignee_id is not None and command.assignee_id != task.assignee_id:
        demand_none(given_wrongly(tx, command.assignee_id, "/assignee_id"), tx.actor.language)
        task.assignee_id = command.assignee_id
        task.status, task.accepted_by, task.accepted_at = TaskStatus.OPEN, None, None
    if command.title is not None:
        task.title = command.title
    if command.priority is not None:
        task.priority = command.priority
    for name in command.model_fields_set & {"description", "due_at"}:
        setattr(task, name, getattr(command, name))
    tx.announce(TASK_CHANGED, task)
    return task


def accept_task(tx: Tx, command: ById) -> Task:
    """Who does it, and since when. One for a role is from now on the person's own; accepting twice changes nothing."""
    task = _of_people(tx, command.id)
    person = tx.actor.staff_id
    if not rules.may_accept(assignee=task.assignee_id, person=person, for_role=task.for_role, roles=[*tx.actor.roles]):
        raise TASK_NOT_YOURS()
    if task.status == TaskStatus.ACCEPTED and task.accepted_by != person:
        raise TASK_NOT_YOURS()  # by a login without a member of staff: nobody's name stands in it
    if task.status == TaskStatus.OPEN:
        task.status, task.accepted_by, task.accepted_at = TaskStatus.ACCEPTED, person, tx.now
        task.assignee_id = task.assignee_id or person
        tx.announce(TASK_CHANGED, task)
    return task


def complete_task(tx: Tx, command: CompleteTask) -> Task:
    task = _of_people(tx, command.id)
    _close(tx, task, TaskStatus.DONE, command.result, tx.actor)
    return task


def cancel_task(tx: Tx, command: CancelTask) -> Task:
    task = _of_people(tx, command.id)
    _demand_author(tx, task)
    _close(tx, task, TaskStatus.CANCELLED, command.reason, tx.actor)
    return task


def see_task(tx: Tx, command: ById) -> Task:
    """Its author has seen that it was done: it leaves the desk. One that is not done yet stays as it is."""
    task = tx.get(Task, command.id)
    if task.author_id is None or task.author_id != tx.actor.staff_id:
        raise NOT_THE_AUTHOR()
    if task.status in rules.CLOSED and task.seen_at is None:
        task.seen_at = tx.now
        tx.announce(TASK_CHANGED, task)
    return task


def given_wrongly(tx: Tx, assignee: UUID | None, pointer: str) -> list[Fault]:
    """What is wrong with giving something to do to this person: there is none such, or it is no subordinate."""
    missing = unknown(tx, Staff, assignee, pointer)
    if missing or assignee is None or tx.actor.roles & HEADS:
        return missing
    return [] if subordination.may_be_given(assignee, tx.actor.team) else [(NOT_SUBORDINATE, pointer)]


# ---------------------------------------------------------------- tasks that follow a document


@dataclass(frozen=True)
class Mirrored:
    """A task as the document it follows has it now: one task of a document, or one for each role that is asked.

    `closed`: done or cancelled; none: still to be done. `due_at` in UTC."""

    subject_type: str
    subject_id: UUID
    title: str
    assignee_id: UUID | None = None
    for_role: Role | None = None
    author_id: UUID | None = None
    partner_id: UUID | None = None
    due_at: datetime | None = None
    priority: TaskPriority = TaskPriority.NORMAL
    closed: TaskStatus | None = None
    result: str | None = None

    @property
    def task_id(self) -> UUID:
        if self.for_role is None:
            return uuid_for("task", self.subject_type, str(self.subject_id))
        return uuid_for("approval", self.subject_type, str(self.subject_id), self.for_role)


_PEOPLE = ("assignee_id", "author_id")
_COPIED = (*_PEOPLE, "subject_type", "subject_id", "title", "for_role", "partner_id", "due_at", "priority")


def mirror(tx: Tx, told: Mirrored, by: Actor, *, replayed: bool = False) -> Task | None:
    """Open, change or close the task of a document, so that it says what the document says; telling twice changes
    nothing. None where the document was closed before anybody was asked.

    `by`: who changed the document. A replay opens no task that was closed. One call in the handler of another
    service's event; staff who are not known here are left out, for the event must not wait for them for ever.
    """
    known = tx.locked(Task, Task.id == told.task_id)
    return mirror_on(tx, known[0] if known else None, told, by, replayed=replayed)


def mirror_on(tx: Tx, task: Task | None, told: Mirrored, by: Actor, *, replayed: bool) -> Task | None:
    """As `mirror`, on a task that was looked up already."""
    is_closed = task is not None and task.status in rules.CLOSED
    if told.closed is not None:
        if task is not None and not is_closed:
            _close(tx, task, told.closed, told.result, by)
        return task
    if is_closed and replayed:
        return task
    copied = _copied(tx, told)
    if task is None:
        task = tx.add(Task(id=told.task_id, status=TaskStatus.OPEN, follows_document=True, **copied))
    elif is_closed or any(getattr(task, name) != value for name, value in copied.items()):
        if is_closed:
            _reopen(task)
        for name, value in copied.items():
            setattr(task, name, value)
    else:
        return task
    tx.announce(TASK_CHANGED, task)
    return task


def _copied(tx: Tx, told: Mirrored) -> dict[str, Any]:
    fields = {name: getattr(told, name) for name in _COPIED}
    for name in _PEOPLE:
        if fields[name] is not None and tx.session.get(Staff, fields[name]) is None:
            fields[name] = None
    return fields


def _reopen(task: Task) -> None:
    task.status = TaskStatus.OPEN
    task.result = task.completed_by = task.completed_at = task.seen_at = None


# ---------------------------------------------------------------- how tasks stand in lists


def overdue_on(today: date) -> ColumnElement[bool]:
    """As `rules.is_overdue`, in SQL."""
    return and_(Task.status.not_in(rules.CLOSED), Task.due_at.is_not(None), Task.due_at < first_moment(today))


def listed(today: date) -> Select[Any]:
    return select(*Task.__table__.c, overdue_on(today).label("overdue"))


_FILTERED = (
    "id",
    "created_at",
    "status",
    "assignee_id",
    "author_id",
    "for_role",
    "subject_type",
    "subject_id",
    "partner_id",
    "due_at",
)


def columns(today: date) -> dict[str, Any]:
    return {**{name: getattr(Task, name) for name in _FILTERED}, "due": BY_DUE, "overdue": overdue_on(today)}


# ---------------------------------------------------------------- shared


def _of_people(tx: Tx, task_id: UUID) -> Task:
    """A task that people may still do something with."""
    task = tx.get(Task, task_id)
    if task.status in rules.CLOSED:
        raise TASK_CLOSED(status=task.status)
    if task.follows_document:
        raise TASK_OF_A_DOCUMENT()
    return task


def _demand_author(tx: Tx, task: Task) -> None:
    allowed = rules.may_change(
        author=task.author_id, assignee=task.assignee_id, person=tx.actor.staff_id, team=tx.actor.team
    )
    if not (allowed or tx.actor.roles & HEADS):
        raise NOT_THE_AUTHOR()


def _close(tx: Tx, task: Task, status: TaskStatus, result: str | None, by: Actor) -> None:
    """What its author closed, the author need not be told of."""
    task.status = status
    task.result = result
    task.completed_by, task.completed_at = by.staff_id, tx.now
    task.seen_at = tx.now if task.author_id is not None and task.author_id == by.staff_id else None
    tx.announce(TASK_CHANGED, task)
