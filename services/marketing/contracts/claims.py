"""Claims: what a client complains of, what caused it, who is guilty, how it was decided (M5).

Tasks of a review are people's tasks, given in partners.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.actor import OFFICE, Role
from services.chassis.contracts import ById, Message, between, equals, one_of
from services.chassis.errors import EXISTS, NOT_FOUND, UNKNOWN_REFERENCE, Conflict, Invalid, NotFound, error_code
from services.chassis.fields import LongText, Name, SaidText
from services.marketing.contracts.base import CLAIM_TAKERS, MARKETERS, api


class ClaimKind(StrEnum):
    QUALITY = "quality"
    QUANTITY = "quantity"
    DELIVERY = "delivery"
    SERVICE = "service"
    OTHER = "other"


class ClaimStatus(StrEnum):
    REGISTERED = "registered"
    UNDER_REVIEW = "under_review"
    SATISFIED = "satisfied"
    NOT_SATISFIED = "not_satisfied"


class AddClaimCause(Message):
    name: Name


class ClaimCauseView(Message):
    """A cause of claims that people choose from, so that claims can be counted by it."""

    id: UUID
    name: str
    version: int


class RegisterClaim(Message):
    """A client's claim: about an order, a shipment or a deal (the client is theirs), or directly about a partner.
    Several may be named, if all are of one client."""

    subject: Name
    kind: ClaimKind
    order_id: UUID | None = None
    shipment_id: UUID | None = None
    deal_id: UUID | None = None
    partner_id: UUID | None = None
    item_id: UUID | None = None
    description: LongText | None = None


class ReviewClaim(Message):
    """Take a claim under review. `cause` says in words what `cause_id`, from the list of causes, cannot."""

    id: UUID
    cause_id: UUID | None = None
    cause: LongText | None = None
    guilty_department_id: UUID | None = None
    guilty_staff_id: UUID | None = None


class ChangeClaim(Message):
    """What turned out before the claim is decided. Fields not given stay as they are."""

    id: UUID
    kind: ClaimKind | None = None
    item_id: UUID | None = None
    cause_id: UUID | None = None
    cause: LongText | None = None
    guilty_department_id: UUID | None = None
    guilty_staff_id: UUID | None = None


class ClaimParticipantCard(Message):
    """One of our people who takes part in a claim's review: as what, and what they say of it."""

    staff_id: UUID
    role: Name | None = None
    comment: LongText | None = None


class NameClaimParticipants(Message):
    """All who take part in the review, instead of those named before."""

    id: UUID
    participants: Annotated[tuple[ClaimParticipantCard, ...], Field(max_length=50)]


class DecideClaim(Message):
    """The end of a claim; what was decided must be said."""

    id: UUID
    satisfied: bool
    result: SaidText


class ClaimRow(Message):
    """A client's claim: what about, what caused it, who is guilty (null to the client itself), how it was decided.
    Registered at `created_at`, under review since `review_started_at`, decided at `decided_at`."""

    id: UUID
    number: str
    partner_id: UUID
    order_id: UUID | None
    shipment_id: UUID | None = None
    deal_id: UUID | None = None
    item_id: UUID | None = None
    organization_id: UUID | None
    subject: str
    kind: ClaimKind
    status: ClaimStatus
    description: str | None
    cause_id: UUID | None = None
    cause: str | None
    guilty_department_id: UUID | None
    guilty_staff_id: UUID | None
    result: str | None
    created_at: datetime
    review_started_at: datetime | None
    decided_at: datetime | None
    version: int


class ClaimView(ClaimRow):
    """A claim with those who take part in its review (shown to nobody but our own people)."""

    participants: tuple[ClaimParticipantCard, ...] = ()


OURS_OF_A_CLAIM = ("cause_id", "cause", "guilty_department_id", "guilty_staff_id")
"""Not shown to the client itself."""


class ClaimListRow(ClaimRow):
    partner_name: str | None


STATUS_OF_CLAIMS = {
    ClaimStatus.REGISTERED: ("Registered", "Зареєстровано"),
    ClaimStatus.UNDER_REVIEW: ("Under review", "На розгляді"),
    ClaimStatus.SATISFIED: ("Satisfied", "Задоволено"),
    ClaimStatus.NOT_SATISFIED: ("Not satisfied", "Не задоволено"),
}
CLAIM_STATUS = error_code(
    "claim_status",
    Conflict,
    en="The claim is in status “{status}”; this needs status “{needed}”. Take a registered claim under review; "
    "decide one that is under review.",
    uk="Претензія в статусі «{status}»; для цього потрібен статус «{needed}». Зареєстровану візьміть на розгляд; "
    "щодо тієї, що на розгляді, ухваліть рішення.",
    words=STATUS_OF_CLAIMS,
)
CLAIM_DECIDED = error_code(
    "claim_decided",
    Conflict,
    en="The claim is decided: “{status}”. Register a new one if there is more to say.",
    uk="Претензію вирішено: «{status}». Якщо є що додати, зареєструйте нову.",
    words=STATUS_OF_CLAIMS,
)
CLAIM_ABOUT_NOTHING = error_code(
    "claim_about_nothing",
    Invalid,
    en="Say what the claim is about: name an order, a shipment, a deal or a partner.",
    uk="Скажіть, чого стосується претензія: вкажіть замовлення, реалізацію, угоду або партнера.",
)

CLAIM_MISMATCH = error_code(
    "claim_mismatch",
    NotFound,
    en="What is named is not of one client. Name documents of the same client, or one document alone.",
    uk="Зазначене належить не одному клієнту. Вкажіть документи одного клієнта або лише один документ.",
)
CLAIM_PARTICIPANT_TWICE = error_code(
    "claim_participant_twice",
    Invalid,
    en="This person is named above already. Name each person once.",
    uk="Цю особу вже вказано вище. Вкажіть кожну особу один раз.",
)

ADD_CLAIM_CAUSE = api.command(
    "add_claim_cause",
    "POST /claim-causes",
    AddClaimCause,
    ClaimCauseView,
    roles=MARKETERS,
    en="Add a cause of claims",
    uk="Додати причину претензій",
    errors=(EXISTS,),
    description="One of the causes that claims are counted by.",
    example={"name": "Пошкоджено під час перевезення"},
)
LIST_CLAIM_CAUSES = api.listing(
    "list_claim_causes",
    "GET /claim-causes",
    ClaimCauseView,
    roles=OFFICE,
    en="Causes of claims",
    uk="Причини претензій",
    orders=("name", "-name"),
)
REGISTER_CLAIM = api.command(
    "register_claim",
    "POST /claims",
    RegisterClaim,
    ClaimView,
    roles=CLAIM_TAKERS,
    en="Register a claim",
    uk="Зареєструвати претензію",
    errors=(CLAIM_ABOUT_NOTHING, CLAIM_MISMATCH, NOT_FOUND, UNKNOWN_REFERENCE),
    example={
        "subject": "Дві бухти кабелю з подряпинами",
        "kind": "quality",
        "order_id": "0196a1f0-0000-7000-8000-000000000001",
    },
)
REVIEW_CLAIM = api.command(
    "review_claim",
    "POST /claims/{id}/review",
    ReviewClaim,
    ClaimView,
    roles=MARKETERS,
    en="Take a claim under review",
    uk="Взяти претензію на розгляд",
    errors=(CLAIM_STATUS, UNKNOWN_REFERENCE),
    example={"cause": "Пошкоджено під час перевезення"},
)
CHANGE_CLAIM = api.command(
    "change_claim",
    "PATCH /claims/{id}",
    ChangeClaim,
    ClaimView,
    roles=MARKETERS,
    en="Change a claim that is not decided",
    uk="Змінити претензію, яку ще не вирішено",
    errors=(CLAIM_DECIDED, UNKNOWN_REFERENCE),
    example={"cause": "Пошкоджено під час перевезення"},
)
NAME_CLAIM_PARTICIPANTS = api.command(
    "name_claim_participants",
    "POST /claims/{id}/participants",
    NameClaimParticipants,
    ClaimView,
    roles=MARKETERS,
    en="Name who takes part in a claim's review",
    uk="Визначити учасників розгляду претензії",
    errors=(CLAIM_DECIDED, CLAIM_PARTICIPANT_TWICE, UNKNOWN_REFERENCE),
    example={"participants": []},
)
DECIDE_CLAIM = api.command(
    "decide_claim",
    "POST /claims/{id}/decide",
    DecideClaim,
    ClaimView,
    roles=MARKETERS,
    en="Decide a claim: satisfied or not",
    uk="Вирішити претензію: задоволено чи ні",
    errors=(CLAIM_STATUS,),
    example={"satisfied": True, "result": "Замінено дві бухти"},
)
GET_CLAIM = api.query("get_claim", "GET /claims/{id}", ById, ClaimView, roles=Role, en="A claim", uk="Претензія")
LIST_CLAIMS = api.listing(
    "list_claims",
    "GET /claims",
    ClaimListRow,
    roles=Role,
    en="Claims",
    uk="Претензії",
    orders=("-created_at", "created_at"),
    filters=(
        one_of("status", ClaimStatus),
        one_of("kind", ClaimKind),
        equals("partner_id", UUID),
        equals("order_id", UUID),
        equals("shipment_id", UUID),
        equals("deal_id", UUID),
        equals("item_id", UUID),
        equals("cause_id", UUID),
        equals("organization_id", UUID),
        between("created_at", datetime),
    ),
)

CLAIM_CHANGED = api.state("claim_changed", ClaimView, subject="claim")
