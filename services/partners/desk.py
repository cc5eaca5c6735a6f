"""The desk (H4): what one person's day holds, in as many statements as it has lists."""

from typing import Any, TypeVar
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select

from services.chassis.tx import Reader, day_ends, first_moment
from services.partners.contracts import (
    DESK_OF_ANOTHER,
    HEADS,
    SHOWN_ON_DESK,
    DeskOf,
    DeskView,
    InteractionsOnDesk,
    InteractionStatus,
    InteractionView,
    RemindersOnDesk,
    ReminderView,
    TaskCard,
    TasksOnDesk,
    TaskStatus,
)
from services.partners.models import Interaction, Reminder, Staff, Task
from services.partners.rules.tasks import CLOSED
from services.partners.tasks import BY_DUE, listed

V = TypeVar("V", bound=BaseModel)


def desk(reader: Reader, asked: DeskOf) -> DeskView:
    """One's own day, or that of somebody in one's team; heads may look at anybody's."""
    person = asked.staff_id or reader.actor.staff_id
    own = person == reader.actor.staff_id
    if asked.staff_id is not None and not own:
        reader.get(Staff, asked.staff_id)
        if asked.staff_id not in reader.actor.team and not reader.actor.roles & HEADS:
            raise DESK_OF_ANOTHER()
    tasks, approvals, done = _tasks(reader, person, own=own), _approvals(reader, own=own), _done_for(reader, person)
    interactions, reminders = _interactions(reader, person), _reminders(reader, own=own)
    return DeskView(
        today=reader.today,
        staff_id=person,
        tasks=TasksOnDesk(**_first(reader, tasks, TaskCard)),
        approvals=TasksOnDesk(**_first(reader, approvals, TaskCard)),
        interactions=InteractionsOnDesk(**_first(reader, interactions, InteractionView)),
        reminders=RemindersOnDesk(**_first(reader, reminders, ReminderView)),
        done_for_me=TasksOnDesk(**_first(reader, done, TaskCard)),
    )


def _first(reader: Reader, query: Select[Any], view: type[V]) -> dict[str, Any]:
    """The first rows and the count of all, by one statement."""
    rows = list(reader.rows(query.add_columns(func.count().over().label("total")).limit(SHOWN_ON_DESK)))
    items = tuple(view.model_validate(row._mapping) for row in rows)
    return {"items": items, "total": rows[0].total if rows else 0}


def _tasks(reader: Reader, person: UUID | None, *, own: bool) -> Select[Any]:
    """The person's own, and what anybody of one's roles may do; by due time, so that overdue ones come first."""
    mine: ColumnElement[bool] = and_(Task.assignee_id == person, Task.assignee_id.is_not(None))
    if own:
        for_role = and_(Task.assignee_id.is_(None), Task.for_role.in_(reader.actor.roles))
        mine = or_(mine, and_(for_role, Task.follows_document.is_(False)))
    open_ones = listed(reader.today).where(mine, Task.status.not_in(CLOSED), reader.visible(Task))
    return open_ones.order_by(BY_DUE, Task.id)


def _approvals(reader: Reader, *, own: bool) -> Select[Any]:
    asked = and_(Task.follows_document.is_(True), Task.assignee_id.is_(None), Task.for_role.in_(reader.actor.roles))
    waiting = listed(reader.today).where(asked if own else false(), Task.status.not_in(CLOSED), reader.visible(Task))
    return waiting.order_by(Task.created_at, Task.id)


def _done_for(reader: Reader, person: UUID | None) -> Select[Any]:
    given = and_(Task.author_id == person, Task.author_id.is_not(None))
    unseen = listed(reader.today).where(given, Task.status == TaskStatus.DONE, Task.seen_at.is_(None))
    return unseen.where(reader.visible(Task)).order_by(Task.completed_at.desc(), Task.id.desc())


def _interactions(reader: Reader, person: UUID | None) -> Select[Any]:
    today = and_(
        Interaction.planned_at >= first_moment(reader.today),
        Interaction.planned_at < day_ends(reader.today),
        Interaction.status == InteractionStatus.PLANNED,
    )
    mine = select(*Interaction.__table__.c).where(Interaction.responsible_id == person, today)
    return mine.where(reader.visible(Interaction)).order_by(Interaction.planned_at, Interaction.id)


def _reminders(reader: Reader, *, own: bool) -> Select[Any]:
    due = and_(Reminder.remind_at <= reader.now, Reminder.dismissed_at.is_(None)) if own else false()
    mine = select(*Reminder.__table__.c).where(due, reader.visible(Reminder))
    return mine.order_by(Reminder.remind_at, Reminder.id)
