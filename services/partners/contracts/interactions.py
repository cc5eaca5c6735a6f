"""Interactions with clients (H1): meetings, calls, messages; planned, done, cancelled.

An e-mail or SMS is registered here as having been written or as planned; sending it is not done yet.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.actor import OFFICE
from services.chassis.contracts import ById, Message, between, equals, one_of
from services.chassis.errors import UNKNOWN_REFERENCE, Conflict, Invalid, error_code
from services.chassis.fields import PERSONAL, LongText, Name, SaidText
from services.chassis.moments import Instant
from services.partners.contracts.about import SUBJECT_HALF, Word
from services.partners.contracts.base import api
from services.partners.contracts.partners import PARTNER_NOT_OURS
from services.partners.contracts.tasks import NOT_SUBORDINATE, TASK_FOR_NOBODY

People = Annotated[tuple[UUID, ...], Field(max_length=50)]


class InteractionKind(StrEnum):
    MEETING = "meeting"
    PLANNED = "planned_interaction"
    MESSAGE = "message"
    SMS = "sms"
    PHONE_CALL = "phone_call"
    EMAIL = "email"


class InteractionStatus(StrEnum):
    PLANNED = "planned"
    DONE = "done"
    CANCELLED = "cancelled"


class RegisterInteraction(Message):
    """Something talked over with a client, or to be. With `done_at` it has been done already; otherwise it is planned
    for `planned_at`, and whoever is responsible (oneself when nobody is named) gets a task until it is done."""

    kind: InteractionKind
    partner_id: UUID
    contact_person_ids: People = ()
    """Of this client's people, those who take part."""
    subject_type: Word | None = None
    subject_id: UUID | None = None
    topic: Annotated[Name, PERSONAL]
    planned_at: Instant | None = None
    done_at: Instant | None = None
    result: Annotated[LongText, PERSONAL] | None = None
    responsible_id: UUID | None = None


class ChangeInteraction(Message):
    """Fields not given stay as they are. While it is planned anything here may change; of a done one the topic, the
    people and the result."""

    id: UUID
    topic: Annotated[Name, PERSONAL] | None = None
    contact_person_ids: People | None = None
    responsible_id: UUID | None = None
    result: Annotated[LongText, PERSONAL] | None = None


class FinishInteraction(Message):
    """It was done; now, unless said when."""

    id: UUID
    result: Annotated[LongText, PERSONAL] | None = None
    done_at: Instant | None = None


class PostponeInteraction(Message):
    id: UUID
    planned_at: Instant


class CancelInteraction(Message):
    id: UUID
    reason: Annotated[SaidText, PERSONAL]


class InteractionView(Message):
    """A talk with a client. `happens_at`: when it was done, until then when it is planned; times in UTC. `result` of a
    cancelled one is the reason."""

    id: UUID
    kind: InteractionKind
    status: InteractionStatus
    partner_id: UUID
    contact_person_ids: tuple[UUID, ...]
    subject_type: str | None
    subject_id: UUID | None
    topic: Annotated[str, PERSONAL]
    planned_at: datetime | None
    done_at: datetime | None
    happens_at: datetime
    result: Annotated[str, PERSONAL] | None
    author_id: UUID | None
    responsible_id: UUID
    created_at: datetime
    version: int


class InteractionDone(Message):
    """A talk with a client took place, whoever had planned it; what was said is in `interaction_changed`."""

    id: UUID
    kind: InteractionKind
    partner_id: UUID
    contact_person_ids: tuple[UUID, ...]
    subject_type: str | None
    subject_id: UUID | None
    responsible_id: UUID
    done_at: datetime


INTERACTION_WHEN = error_code(
    "interaction_when",
    Invalid,
    en="Say for when it is planned. If it was done already, enter when.",
    uk="Вкажіть, на коли це заплановано. Якщо вже відбулося, вкажіть коли.",
)
DONE_AHEAD = error_code(
    "done_ahead",
    Invalid,
    en="This day has not come yet. Enter when it was done, or leave it planned.",
    uk="Цей день ще не настав. Вкажіть, коли це відбулося, або залиште запланованим.",
)
INTERACTION_CLOSED = error_code(
    "interaction_closed",
    Conflict,
    en="This interaction is already {status}. Change the topic, people or result of one that is done; register a new "
    "one if there is more to talk over.",
    uk="Цю взаємодію вже {status}. У завершеній змініть тему, людей чи результат; якщо є ще про що говорити, "
    "зареєструйте нову.",
    words={InteractionStatus.DONE: ("done", "завершено"), InteractionStatus.CANCELLED: ("cancelled", "скасовано")},
)

REGISTER_INTERACTION = api.command(
    "register_interaction",
    "POST /interactions",
    RegisterInteraction,
    InteractionView,
    roles=OFFICE,
    en="Register a talk with a client, done or planned",
    uk="Зареєструвати взаємодію з клієнтом, здійснену чи заплановану",
    errors=(
        PARTNER_NOT_OURS,
        UNKNOWN_REFERENCE,
        NOT_SUBORDINATE,
        TASK_FOR_NOBODY,
        SUBJECT_HALF,
        INTERACTION_WHEN,
        DONE_AHEAD,
    ),
    example={"kind": "phone_call", "topic": "Умови на новий сезон", "planned_at": "2026-12-31T10:00:00+02:00"},
)
CHANGE_INTERACTION = api.command(
    "change_interaction",
    "PATCH /interactions/{id}",
    ChangeInteraction,
    InteractionView,
    roles=OFFICE,
    en="Change an interaction",
    uk="Змінити взаємодію",
    errors=(UNKNOWN_REFERENCE, NOT_SUBORDINATE, INTERACTION_CLOSED),
    example={"topic": "Умови на новий сезон"},
)
FINISH_INTERACTION = api.command(
    "finish_interaction",
    "POST /interactions/{id}/done",
    FinishInteraction,
    InteractionView,
    roles=OFFICE,
    en="Say that a planned interaction was done, and what came of it",
    uk="Позначити заплановану взаємодію здійсненою та записати результат",
    errors=(INTERACTION_CLOSED, DONE_AHEAD),
    example={"result": "Домовилися про зразки"},
)
POSTPONE_INTERACTION = api.command(
    "postpone_interaction",
    "POST /interactions/{id}/postpone",
    PostponeInteraction,
    InteractionView,
    roles=OFFICE,
    en="Plan an interaction for another time",
    uk="Перенести взаємодію на інший час",
    errors=(INTERACTION_CLOSED,),
    example={"planned_at": "2026-12-31T10:00:00+02:00"},
    description="The task that stands for the planned talk gets the new time too.",
)
CANCEL_INTERACTION = api.command(
    "cancel_interaction",
    "POST /interactions/{id}/cancel",
    CancelInteraction,
    InteractionView,
    roles=OFFICE,
    en="Cancel a planned interaction with a reason",
    uk="Скасувати заплановану взаємодію з причиною",
    errors=(INTERACTION_CLOSED,),
    example={"reason": "Клієнт захворів"},
    description="It stays on record with the reason; the task that stands for it is cancelled too.",
)
GET_INTERACTION = api.query(
    "get_interaction",
    "GET /interactions/{id}",
    ById,
    InteractionView,
    roles=OFFICE,
    en="An interaction",
    uk="Взаємодія",
)
LIST_INTERACTIONS = api.listing(
    "list_interactions",
    "GET /interactions",
    InteractionView,
    roles=OFFICE,
    en="Interactions",
    uk="Взаємодії",
    orders=("-happens_at", "happens_at", "-created_at", "created_at"),
    filters=(
        equals("partner_id", UUID),
        equals("responsible_id", UUID),
        one_of("kind", InteractionKind),
        one_of("status", InteractionStatus),
        equals("subject_type", Word),
        equals("subject_id", UUID),
        between("planned_at", datetime),
    ),
)

INTERACTION_CHANGED = api.state("interaction_changed", InteractionView, subject="interaction")
INTERACTION_DONE = api.fact("interaction_done", InteractionDone, subject="interaction")
