"""Who takes part in a deal (D7), in which role, and what we know of each from other deals."""

from uuid import UUID

from services.chassis.actor import OFFICE
from services.chassis.contracts import Message
from services.chassis.errors import EXISTS, UNKNOWN_REFERENCE, Conflict, Invalid, error_code
from services.chassis.fields import LongText, Name, PercentAmount, Personal
from services.deals.contracts.base import DEAL_CLOSED, HEADS, SELLERS, Attitude, Side, api
from services.deals.contracts.cards import DealCard


class AddParticipantRole(Message):
    """A role in deals, in our own words: decides, pays, uses it, advises."""

    name: Name


class ParticipantRoleView(Message):
    """A role that participants of deals may have."""

    id: UUID
    name: str
    version: int


class AddParticipant(Message):
    """`subject_id`: of a member of our staff, of one of the client's contact persons, or of a partner whose card has
    the role of a partner, competitor or subcontractor, as `side` says. Nobody takes part in a deal twice."""

    id: UUID
    side: Side
    subject_id: UUID
    role_id: UUID | None = None
    attitude: Attitude | None = None
    comment: Personal[LongText] | None = None


class ChangeParticipant(Message):
    """Fields not given stay as they are; null takes away."""

    id: UUID
    participant_id: UUID
    role_id: UUID | None = None
    attitude: Attitude | None = None
    comment: Personal[LongText] | None = None


class RemoveParticipant(Message):
    id: UUID
    participant_id: UUID


class ParticipantAsked(Message):
    subject_id: UUID


class DealsAs(Message):
    """Deals with somebody on one side. `won_by_it`: those lost to this competitor; `won_share`: percent of the deals
    won among those won or lost, null while there are none."""

    side: Side
    deals: int
    in_work: int
    won: int
    lost: int
    won_by_it: int
    won_share: PercentAmount | None


class ParticipantRecord(Message):
    """What we know of a participant from the deals that you may see: `GET /deals?participant_id=` lists them."""

    subject_id: UUID
    name: Personal[str] | None
    sides: tuple[DealsAs, ...]


PARTICIPANT_UNKNOWN = error_code(
    "participant_unknown",
    Invalid,
    en="There is no such {side} on record. Choose another, or register it with that role first.",
    uk="Такого учасника ({side}) немає. Виберіть іншого або спершу зареєструйте його з цією роллю.",
    words={
        Side.STAFF: ("member of our staff", "наш співробітник"),
        Side.CONTACT_PERSON: ("contact person of this client", "контактна особа цього клієнта"),
        Side.PARTNER: ("partner", "партнер"),
        Side.COMPETITOR: ("competitor", "конкурент"),
        Side.SUBCONTRACTOR: ("subcontractor", "субпідрядник"),
    },
)
PARTICIPANT_TWICE = error_code(
    "takes_part_already",
    Conflict,
    en="This participant is in the deal already. Change the role, attitude or comment there.",
    uk="Цей учасник уже є в угоді. Змініть його роль, ставлення чи коментар.",
)

ADD_PARTICIPANT_ROLE = api.command(
    "add_participant_role",
    "POST /participant-roles",
    AddParticipantRole,
    ParticipantRoleView,
    roles=HEADS,
    en="Add a role of participants in deals",
    uk="Додати роль учасників угод",
    errors=(EXISTS,),
    example={"name": "Ухвалює рішення"},
)
LIST_PARTICIPANT_ROLES = api.listing(
    "list_participant_roles",
    "GET /participant-roles",
    ParticipantRoleView,
    roles=OFFICE,
    en="Roles of participants in deals",
    uk="Ролі учасників угод",
    orders=("name", "-name"),
)
ADD_PARTICIPANT = api.command(
    "add_participant",
    "POST /deals/{id}/participants",
    AddParticipant,
    DealCard,
    roles=SELLERS,
    en="Add a participant to a deal",
    uk="Додати учасника угоди",
    errors=(DEAL_CLOSED, PARTICIPANT_UNKNOWN, PARTICIPANT_TWICE, UNKNOWN_REFERENCE),
    example={"side": "contact_person", "attitude": "supports", "comment": "Вирішує, у кого купувати"},
)
CHANGE_PARTICIPANT = api.command(
    "change_participant",
    "PATCH /deals/{id}/participants/{participant_id}",
    ChangeParticipant,
    DealCard,
    roles=SELLERS,
    en="Change a participant's role, attitude or comment",
    uk="Змінити роль, ставлення чи коментар учасника",
    errors=(DEAL_CLOSED, UNKNOWN_REFERENCE),
    example={"attitude": "neutral"},
)
REMOVE_PARTICIPANT = api.command(
    "remove_participant",
    "POST /deals/{id}/participants/{participant_id}/remove",
    RemoveParticipant,
    DealCard,
    roles=SELLERS,
    en="Remove a participant from a deal",
    uk="Прибрати учасника з угоди",
    errors=(DEAL_CLOSED,),
    description="The person or partner is taken off this deal; other deals stay as they are.",
)
GET_PARTICIPANT = api.query(
    "get_participant",
    "GET /participants/{subject_id}",
    ParticipantAsked,
    ParticipantRecord,
    roles=OFFICE,
    en="What we know of a participant from other deals",
    uk="Що ми знаємо про учасника з інших угод",
)
