"""Ties between partners, and between us and a partner (P9)."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from services.chassis.actor import OFFICE
from services.chassis.contracts import ById, Message, equals, one_of
from services.chassis.errors import UNKNOWN_REFERENCE, Conflict, Invalid, error_code
from services.chassis.fields import LongText
from services.chassis.moments import Day
from services.partners.contracts.base import SELLERS, api
from services.partners.contracts.partners import PARTNER_NOT_OURS


class TieKind(StrEnum):
    """What a partner is to the other side."""

    COMPETITOR = "competitor"
    PARTNER = "partner"
    CLIENT = "client"
    SUBCONTRACTOR = "subcontractor"
    SUPPLIER = "supplier"
    AFFILIATED = "affiliated"
    OTHER = "other"


class AddRelationship(Message):
    """`partner_id` is (a competitor, a supplier, …) of another partner, or of one of our organizations: name either."""

    kind: TieKind
    partner_id: UUID
    other_partner_id: UUID | None = None
    organization_id: UUID | None = None
    valid_from: Day
    valid_to: Day | None = None
    """The last day; none: it goes on."""
    comment: LongText | None = None
    """Where the two, or we, have crossed."""


class EndRelationship(Message):
    id: UUID
    on: Day | None = None
    """Its last day; today when none is given."""
    comment: LongText | None = None
    """Replaces the one before when given."""


class RelationshipView(Message):
    """`partner_id` is `kind` of the other side: `other_partner_id`, or our `organization_id`. The last day is
    `valid_to`, null: it goes on."""

    id: UUID
    kind: TieKind
    partner_id: UUID
    other_partner_id: UUID | None
    organization_id: UUID | None
    valid_from: date
    valid_to: date | None
    comment: str | None
    version: int


class RelationshipRow(RelationshipView):
    """A tie as it is seen from a client: `with_name` is the other side's. `reverse`: it is the other side that is
    `kind` of this client."""

    with_name: str
    reverse: bool


TIE_SIDES = error_code(
    "tie_sides",
    Invalid,
    en="Name the other side: one partner or one of our organizations, not both.",
    uk="Вкажіть другу сторону: одного партнера або одну нашу організацію, але не обох.",
)
TIE_WITH_ITSELF = error_code(
    "tie_with_itself",
    Invalid,
    en="This is the same partner. Choose another one.",
    uk="Це той самий партнер. Виберіть іншого.",
)
TIE_ENDED = error_code(
    "tie_ended",
    Conflict,
    en="This relationship is over already. Add a new one if it has begun again.",
    uk="Цей взаємозв'язок уже завершено. Якщо він поновився, додайте новий.",
)

ADD_RELATIONSHIP = api.command(
    "add_relationship",
    "POST /relationships",
    AddRelationship,
    RelationshipView,
    roles=SELLERS,
    en="Record how a partner is tied to another, or to us",
    uk="Записати взаємозв'язок партнера з іншим партнером або з нами",
    errors=(PARTNER_NOT_OURS, TIE_SIDES, TIE_WITH_ITSELF, UNKNOWN_REFERENCE),
    example={
        "kind": "competitor",
        "partner_id": "0196a1f0-0000-7000-8000-000000000002",
        "organization_id": "0196a1f0-0000-7000-8000-000000000001",
        "valid_from": "2026-03-02",
        "comment": "Разом брали участь у тендері на освітлення школи",
    },
)
END_RELATIONSHIP = api.command(
    "end_relationship",
    "POST /relationships/{id}/end",
    EndRelationship,
    RelationshipView,
    roles=SELLERS,
    en="A relationship is over",
    uk="Завершити взаємозв'язок",
    errors=(TIE_ENDED,),
    description="The tie stays on record with its last day.",
    example={"on": "2026-11-30", "comment": "Більше не постачає нам кабель"},
)
GET_RELATIONSHIP = api.query(
    "get_relationship",
    "GET /relationships/{id}",
    ById,
    RelationshipView,
    roles=OFFICE,
    en="A relationship",
    uk="Взаємозв'язок",
)
LIST_RELATIONSHIPS = api.listing(
    "list_relationships",
    "GET /partners/{partner_id}/relationships",
    RelationshipRow,
    roles=OFFICE,
    en="How a partner is tied to others and to us, from either side",
    uk="Взаємозв'язки партнера з іншими та з нами, з обох боків",
    orders=("-valid_from", "valid_from"),
    filters=(equals("partner_id", UUID), one_of("kind", TieKind)),
)
