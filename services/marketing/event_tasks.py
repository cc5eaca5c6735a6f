"""Use cases of the plan of tasks of a marketing event."""

from services.chassis.tx import Tx
from services.marketing.contracts import (
    EVENT_TASK_CHANGED,
    EVENT_TASK_ENDED,
    AddEventTask,
    ChangeEventTask,
    CompleteEventTask,
    EventTaskStatus,
)
from services.marketing.event_checks import demand_status
from services.marketing.models import EventTask, MarketingEvent
from services.marketing.rules import moves


def add_event_task(tx: Tx, command: AddEventTask) -> EventTask:
    event = tx.get(MarketingEvent, command.id)
    # what is done after the event (calls, thanks, accounts) is planned too, until it is cancelled
    demand_status(tx, event, moves.OPEN_EVENTS | moves.BEGUN_EVENTS)
    task = EventTask(
        event_id=event.id,
        organization_id=event.organization_id,
        title=command.title,
        assignee_id=command.assignee_id,
        due_on=command.due_on,
        status=EventTaskStatus.OPEN,
    )
    tx.announce(EVENT_TASK_CHANGED, tx.add(task))
    return task


def change_event_task(tx: Tx, command: ChangeEventTask) -> EventTask:
    task = _open_task(tx, command)
    for name in command.model_fields_set - {"id"}:
        value = getattr(command, name)
        if value is not None:
            setattr(task, name, value)
    tx.announce(EVENT_TASK_CHANGED, task)
    return task


def complete_event_task(tx: Tx, command: CompleteEventTask) -> EventTask:
    task = _open_task(tx, command)
    task.status = EventTaskStatus.DONE
    task.result = command.result
    tx.announce(EVENT_TASK_CHANGED, task)
    return task


def cancel_open_tasks(tx: Tx, event: MarketingEvent) -> None:
    for task in tx.locked(EventTask, EventTask.event_id == event.id, EventTask.status == EventTaskStatus.OPEN):
        task.status = EventTaskStatus.CANCELLED
        tx.announce(EVENT_TASK_CHANGED, task)


def _open_task(tx: Tx, command: ChangeEventTask | CompleteEventTask) -> EventTask:
    task = tx.get(EventTask, command.id)
    if task.status != EventTaskStatus.OPEN:
        raise EVENT_TASK_ENDED()
    return task
