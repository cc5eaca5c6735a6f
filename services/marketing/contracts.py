"""What marketing promises: advertising channels and claims."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.actor import OFFICE, Role
from services.chassis.contracts import ById, Contract, Message, between, equals, one_of
from services.chassis.errors import NOT_FOUND, UNKNOWN_REFERENCE, Conflict, Invalid, NotFound, error_code
from services.chassis.fields import CurrencyCode, LongText, MoneyAmount, Name, SaidText
from services.chassis.moments import Day

api = Contract("marketing", en="Marketing", uk="Маркетинг")

MARKETERS = frozenset({Role.ADMINISTRATOR, Role.HEAD_OF_SALES, Role.MARKETER})
CLAIM_TAKERS = MARKETERS | {Role.MANAGER, Role.REPRESENTATIVE, Role.CLIENT}


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


class AddChannel(Message):
    """An advertising channel; channels form a tree (M1)."""

    name: Name
    parent_id: UUID | None = None


class ChannelView(Message):
    """A way clients hear of us; `parent_id` is the wider channel it belongs to."""

    id: UUID
    name: str
    parent_id: UUID | None
    version: int


class AddChannelCost(Message):
    """What a channel cost in a period, both days included, in the organization's currency."""

    id: UUID
    date_from: Day
    date_to: Day
    amount: Annotated[MoneyAmount, Field(gt=0)]
    currency: CurrencyCode = "UAH"


class ChannelCostView(Message):
    """What a channel cost from `date_from` to `date_to`, both included."""

    id: UUID
    channel_id: UUID
    date_from: date
    date_to: date
    amount: MoneyAmount
    currency: CurrencyCode
    version: int


class RegisterClaim(Message):
    """A client's claim: about an order (the client is the order's), or directly about a partner."""

    subject: Name
    kind: ClaimKind
    order_id: UUID | None = None
    partner_id: UUID | None = None
    description: LongText | None = None


class ReviewClaim(Message):
    id: UUID
    cause: LongText | None = None
    guilty_department_id: UUID | None = None
    guilty_staff_id: UUID | None = None


class DecideClaim(Message):
    """The end of a claim; what was decided must be said."""

    id: UUID
    satisfied: bool
    result: SaidText


class ClaimView(Message):
    """A client's claim: what about, what caused it, who is guilty (null to the client itself), how it was decided."""

    id: UUID
    number: str
    partner_id: UUID
    order_id: UUID | None
    organization_id: UUID | None
    subject: str
    kind: ClaimKind
    status: ClaimStatus
    description: str | None
    cause: str | None
    guilty_department_id: UUID | None
    guilty_staff_id: UUID | None
    result: str | None
    created_at: datetime
    review_started_at: datetime | None
    decided_at: datetime | None
    version: int


OURS_OF_A_CLAIM = ("cause", "guilty_department_id", "guilty_staff_id")
"""Not shown to the client itself."""


class ClaimListRow(ClaimView):
    partner_name: str | None


CLAIM_STATUS = error_code(
    "claim_status",
    Conflict,
    en="The claim is in status “{status}”; this needs status “{needed}”. Move it there first.",
    uk="Претензія в статусі «{status}»; для цього потрібен статус «{needed}». Спершу переведіть її.",
    words={
        ClaimStatus.REGISTERED: ("Registered", "Зареєстровано"),
        ClaimStatus.UNDER_REVIEW: ("Under review", "На розгляді"),
        ClaimStatus.SATISFIED: ("Satisfied", "Задоволено"),
        ClaimStatus.NOT_SATISFIED: ("Not satisfied", "Не задоволено"),
    },
)
CLAIM_ABOUT_NOTHING = error_code(
    "claim_about_nothing",
    Invalid,
    en="Say what the claim is about: name an order or a partner.",
    uk="Скажіть, чого стосується претензія: вкажіть замовлення або партнера.",
)

CLAIM_MISMATCH = error_code(
    "claim_mismatch",
    NotFound,
    en="This client has no such order. Name an order of this client, or the order alone.",
    uk="Цей клієнт не має такого замовлення. Вкажіть замовлення цього клієнта або лише замовлення.",
)

ADD_CHANNEL = api.command(
    "add_channel",
    "POST /channels",
    AddChannel,
    ChannelView,
    roles=MARKETERS,
    en="Add an advertising channel",
    uk="Додати рекламний канал",
)
LIST_CHANNELS = api.listing(
    "list_channels",
    "GET /channels",
    ChannelView,
    roles=OFFICE,
    en="Advertising channels",
    uk="Рекламні канали",
    orders=("name", "-name"),
    filters=(equals("parent_id", UUID),),
    search=True,
)
ADD_CHANNEL_COST = api.command(
    "add_channel_cost",
    "POST /channels/{id}/costs",
    AddChannelCost,
    ChannelCostView,
    roles=MARKETERS,
    en="Record what a channel cost",
    uk="Записати витрати на канал",
    success=201,
    changes_existing=False,
)
LIST_CHANNEL_COSTS = api.listing(
    "list_channel_costs",
    "GET /channel-costs",
    ChannelCostView,
    roles=OFFICE,
    en="Costs of channels",
    uk="Витрати на канали",
    orders=("-date_from", "date_from"),
    filters=(equals("channel_id", UUID), between("date_from", date)),
)
REGISTER_CLAIM = api.command(
    "register_claim",
    "POST /claims",
    RegisterClaim,
    ClaimView,
    roles=CLAIM_TAKERS,
    en="Register a claim",
    uk="Зареєструвати претензію",
    errors=(CLAIM_ABOUT_NOTHING, CLAIM_MISMATCH, NOT_FOUND),
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
        between("created_at", datetime),
    ),
)

CHANNEL_CHANGED = api.state("channel_changed", ChannelView, subject="channel")
CLAIM_CHANGED = api.state("claim_changed", ClaimView, subject="claim")

api.listens("partners.partner_changed", "partners.partners_reassigned", "partners.partner_erased")
