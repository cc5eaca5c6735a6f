"""Use cases of interactions with clients (H1): registered, done, put off, cancelled.

One that is still to be done is a task of whoever is responsible, in the same transaction. Nothing is sent from here:
an e-mail or SMS is registered as written or planned.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.chassis.access import same_client
from services.chassis.errors import UNKNOWN_REFERENCE
from services.chassis.tx import Tx, day_ends
from services.partners.about import Fault, about, demand_none, half_subject
from services.partners.contracts import (
    DONE_AHEAD,
    INTERACTION_CHANGED,
    INTERACTION_DONE,
    INTERACTION_WHEN,
    TASK_FOR_NOBODY,
    CancelInteraction,
    ChangeInteraction,
    FinishInteraction,
    InteractionStatus,
    PostponeInteraction,
    RegisterInteraction,
    TaskStatus,
)
from services.partners.models import ContactPerson, Interaction
from services.partners.rules import interactions as rules
from services.partners.tasks import Mirrored, given_wrongly, mirror

COLUMNS: dict[str, Any] = {
    "id": Interaction.id,
    "created_at": Interaction.created_at,
    "happens_at": Interaction.happens_at,
    "planned_at": Interaction.planned_at,
    "partner_id": Interaction.partner_id,
    "responsible_id": Interaction.responsible_id,
    "kind": Interaction.kind,
    "status": Interaction.status,
    "subject_type": Interaction.subject_type,
    "subject_id": Interaction.subject_id,
}
"""Orders and filters of their list."""
_TASK_CLOSED = {InteractionStatus.DONE: TaskStatus.DONE, InteractionStatus.CANCELLED: TaskStatus.CANCELLED}


def register_interaction(tx: Tx, command: RegisterInteraction) -> Interaction:
    subject = about(tx, command)
    responsible, happens_at = command.responsible_id or tx.actor.staff_id, command.done_at or command.planned_at
    faults = half_subject(command)
    faults += _unknown_people(tx, command.partner_id, command.contact_person_ids)
    faults += given_wrongly(tx, responsible, "/responsible_id") + _done_ahead(tx, command.done_at)
    if responsible is None:
        faults.append((TASK_FOR_NOBODY, "/responsible_id"))
    if happens_at is None:
        faults.append((INTERACTION_WHEN, "/planned_at"))
    demand_none(faults, tx.actor.language)
    said = {**command.__dict__, **subject, "contact_person_ids": _as_text(command.contact_person_ids)}
    said |= {"responsible_id": responsible, "author_id": tx.actor.staff_id, "happens_at": happens_at}
    status = InteractionStatus.DONE if command.done_at else InteractionStatus.PLANNED
    interaction = tx.add(Interaction(**said, status=status))
    if command.done_at:
        tx.announce(INTERACTION_DONE, interaction)
    return _changed(tx, interaction)


def change_interaction(tx: Tx, command: ChangeInteraction) -> Interaction:
    """Whose it is to do is open while it is planned; what was talked over may be written better at any time."""
    interaction = tx.get(Interaction, command.id)
    if interaction.status == InteractionStatus.CANCELLED or command.responsible_id is not None:
        rules.demand_planned(interaction.status)
    people = command.contact_person_ids
    faults = _unknown_people(tx, interaction.partner_id, people or ())
    faults += given_wrongly(tx, command.responsible_id, "/responsible_id")
    demand_none(faults, tx.actor.language)
    if command.topic is not None:
        interaction.topic = command.topic
    if people is not None:
        interaction.contact_person_ids = _as_text(people)
    if command.responsible_id is not None:
        interaction.responsible_id = command.responsible_id
    if "result" in command.model_fields_set:
        interaction.result = command.result
    return _changed(tx, interaction)


def finish_interaction(tx: Tx, command: FinishInteraction) -> Interaction:
    interaction = tx.get(Interaction, command.id)
    rules.demand_planned(interaction.status)
    demand_none(_done_ahead(tx, command.done_at), tx.actor.language)
    interaction.status = InteractionStatus.DONE
    interaction.done_at = interaction.happens_at = command.done_at or tx.now
    if "result" in command.model_fields_set:
        interaction.result = command.result
    tx.announce(INTERACTION_DONE, interaction)
    return _changed(tx, interaction)


def postpone_interaction(tx: Tx, command: PostponeInteraction) -> Interaction:
    interaction = tx.get(Interaction, command.id)
    rules.demand_planned(interaction.status)
    interaction.planned_at = interaction.happens_at = command.planned_at
    return _changed(tx, interaction)


def cancel_interaction(tx: Tx, command: CancelInteraction) -> Interaction:
    interaction = tx.get(Interaction, command.id)
    rules.demand_planned(interaction.status)
    interaction.status = InteractionStatus.CANCELLED
    interaction.result = command.reason
    return _changed(tx, interaction)


def _changed(tx: Tx, interaction: Interaction) -> Interaction:
    """Its task says what it says, and everybody hears of it."""
    told = Mirrored(
        subject_type="interaction",
        subject_id=interaction.id,
        title=interaction.topic,
        assignee_id=interaction.responsible_id,
        author_id=interaction.author_id,
        partner_id=interaction.partner_id,
        due_at=interaction.planned_at,
        closed=_TASK_CLOSED.get(InteractionStatus(interaction.status)),
        result=interaction.result,
    )
    mirror(tx, told, tx.actor)
    tx.announce(INTERACTION_CHANGED, interaction)
    return interaction


def _unknown_people(tx: Tx, partner_id: UUID, people: tuple[UUID, ...]) -> list[Fault]:
    """Those named who are not this client's, whichever card of it they stand in."""
    if not people:
        return []
    of_client = select(ContactPerson.id).where(same_client(ContactPerson.partner_id, partner_id))
    known = set(tx.session.scalars(of_client))
    places = [f"/contact_person_ids/{place}" for place, person in enumerate(people) if person not in known]
    return [(UNKNOWN_REFERENCE, pointer) for pointer in places]


def _done_ahead(tx: Tx, done_at: datetime | None) -> list[Fault]:
    if done_at is None or not rules.is_ahead(done_at, day_ends(tx.today)):
        return []
    return [(DONE_AHEAD, "/done_at")]


def _as_text(people: Iterable[UUID]) -> list[str]:
    return [str(person) for person in dict.fromkeys(people)]
