"""Tasks that stand in the plan of a deal or of a marketing event, periods of regular offers: tasks of people here."""

from datetime import date, timedelta
from typing import Protocol
from uuid import UUID

from services.chassis.actor import Actor
from services.chassis.contracts import Envelope
from services.chassis.tx import Tx, day_ends
from services.partners.contracts import TaskStatus
from services.partners.rules.tasks import CLOSED
from services.partners.tasks import Mirrored, mirror


class Planned(Protocol):
    """A task of some plan: of a deal, of a marketing event, of a regular offer. `due_on`: its last day."""

    @property
    def id(self) -> UUID: ...
    @property
    def title(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def assignee_id(self) -> UUID | None: ...
    @property
    def partner_id(self) -> UUID | None: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def result(self) -> str | None: ...


def follow_plan(tx: Tx, kind: str, task: Planned, envelope: Envelope) -> None:
    """It is a task of whoever has it to do, due at the last second of its last day, until the plan says it is done."""
    told = Mirrored(
        subject_type=kind,
        subject_id=task.id,
        title=task.title,
        assignee_id=task.assignee_id,
        partner_id=task.partner_id,
        due_at=day_ends(task.due_on) - timedelta(seconds=1) if task.due_on else None,
        closed=TaskStatus(task.status) if task.status in CLOSED else None,
        result=task.result,
    )
    mirror(tx, told, Actor.from_wire(envelope.actor), replayed=envelope.replayed)
