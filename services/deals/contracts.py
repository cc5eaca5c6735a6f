"""What deals promises: kinds with their stages, deals, loss reasons."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.actor import OFFICE, Role
from services.chassis.amounts import Amount
from services.chassis.contracts import ById, Contract, Message, between, equals, one_of
from services.chassis.errors import UNKNOWN_REFERENCE, Conflict, Invalid, error_code
from services.chassis.fields import CurrencyCode, LongText, MoneyAmount, Name
from services.chassis.moments import Day
from services.partners.contracts import PARTNER_NOT_OURS

api = Contract("deals", en="Deals", uk="Угоди")

HEADS = frozenset({Role.ADMINISTRATOR, Role.HEAD_OF_SALES})
SELLERS = HEADS | {Role.MANAGER, Role.REPRESENTATIVE}

Code = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,40}$", examples=["qualification"])]


class DealStatus(StrEnum):
    IN_WORK = "in_work"
    WON = "won"
    LOST = "lost"


class StageCard(Message):
    """A stage of a kind; `next` are the codes of the stages a deal may move to from here."""

    code: Code
    name: Name
    expected_days: Annotated[int, Field(ge=0, le=3650)] | None = None
    next: Annotated[tuple[Code, ...], Field(max_length=20)] = ()


class AddDealKind(Message):
    """A kind whose stages are moved by hand (the first stage is where a deal begins), or without stages."""

    name: Name
    stages: Annotated[tuple[StageCard, ...], Field(max_length=30)] = ()


class DealKindView(Message):
    """A kind of deals with its stages in order; a kind without stages has none to move along."""

    id: UUID
    name: str
    stages: tuple[StageCard, ...]
    version: int


class AddLossReason(Message):
    name: Name


class LossReasonView(Message):
    """A reason that losing a deal must name."""

    id: UUID
    name: str
    version: int


Potential = Annotated[Decimal, Amount(places=2, whole_digits=12, signed=False, description="What it may bring")]


class RegisterDeal(Message):
    """A deal with a client. The responsible is the registering person when not named."""

    name: Name
    kind_id: UUID
    organization_id: UUID
    partner_id: UUID
    manager_id: UUID | None = None
    potential: Potential | None = None
    currency: CurrencyCode = "UAH"
    expected_close_on: Day | None = None
    description: LongText | None = None


class ChangeDeal(Message):
    """Fields not given stay as they are."""

    id: UUID
    name: Name | None = None
    potential: Potential | None = None
    expected_close_on: Day | None = None
    description: LongText | None = None


class MoveDeal(Message):
    id: UUID
    stage: Code


class WinDeal(Message):
    id: UUID


class LoseDeal(Message):
    id: UUID
    loss_reason_id: UUID
    comment: LongText | None = None


class StageRecord(Message):
    """A deal's stay on a stage: who moved it there, when it came and went (null: still there)."""

    stage: str
    entered_at: datetime
    left_at: datetime | None
    moved_by: UUID


class DealView(Message):
    """A deal as it stands. `potential` is what it may bring, in `currency`; `closed_at` is set once won or lost."""

    id: UUID
    number: str
    name: str
    kind_id: UUID
    organization_id: UUID
    partner_id: UUID
    manager_id: UUID | None
    status: DealStatus
    stage: str | None
    potential: MoneyAmount | None
    currency: CurrencyCode
    expected_close_on: date | None
    description: str | None
    loss_reason_id: UUID | None
    loss_comment: str | None
    closed_at: datetime | None
    created_at: datetime
    version: int


class DealCard(DealView):
    """A deal with its stays on stages."""

    stages: tuple[StageRecord, ...]


class DealListRow(DealView):
    partner_name: str | None


class DealClosed(Message):
    """A deal was won or lost (`reason`: the loss reason's name)."""

    id: UUID
    number: str
    organization_id: UUID
    partner_id: UUID
    manager_id: UUID | None
    potential: MoneyAmount | None
    currency: CurrencyCode
    stage: str | None
    reason: str | None
    closed_at: datetime


class DealWon(DealClosed):
    """The fact behind `deal_won`."""


class DealLost(DealClosed):
    """The fact behind `deal_lost`."""


DEAL_CLOSED = error_code(
    "deal_closed",
    Conflict,
    en="The deal is already {status}. Register a new one if the client came back.",
    uk="Угоду вже {status}. Якщо клієнт повернувся, зареєструйте нову.",
    words={DealStatus.WON: ("won", "виграно"), DealStatus.LOST: ("lost", "програно")},
)
DEAL_STAGE = error_code(
    "deal_stage",
    Conflict,
    en="From stage {stage} a deal may move to: {allowed}. Choose one of these.",
    uk="З етапу {stage} угода може перейти на: {allowed}. Виберіть один із них.",
)
STAGES_BROKEN = error_code(
    "stages_broken",
    Invalid,
    en="Stage codes must differ and every `next` must name a stage of this kind. Correct these: {wrong}.",
    uk="Коди етапів мають різнитися, а кожен `next` має називати етап цього виду. Виправте: {wrong}.",
)

ADD_DEAL_KIND = api.command(
    "add_deal_kind",
    "POST /deal-kinds",
    AddDealKind,
    DealKindView,
    roles=HEADS,
    en="Add a kind of deals with its stages",
    uk="Додати вид угод з етапами",
    errors=(STAGES_BROKEN,),
)
LIST_DEAL_KINDS = api.listing(
    "list_deal_kinds",
    "GET /deal-kinds",
    DealKindView,
    roles=OFFICE,
    en="Kinds of deals",
    uk="Види угод",
    orders=("name", "-name"),
)
ADD_LOSS_REASON = api.command(
    "add_loss_reason",
    "POST /loss-reasons",
    AddLossReason,
    LossReasonView,
    roles=HEADS,
    en="Add a loss reason",
    uk="Додати причину програшу",
)
LIST_LOSS_REASONS = api.listing(
    "list_loss_reasons",
    "GET /loss-reasons",
    LossReasonView,
    roles=OFFICE,
    en="Loss reasons",
    uk="Причини програшу",
    orders=("name", "-name"),
)
REGISTER_DEAL = api.command(
    "register_deal",
    "POST /deals",
    RegisterDeal,
    DealCard,
    roles=SELLERS,
    en="Register a deal",
    uk="Зареєструвати угоду",
    errors=(PARTNER_NOT_OURS, UNKNOWN_REFERENCE),
)
CHANGE_DEAL = api.command(
    "change_deal",
    "PATCH /deals/{id}",
    ChangeDeal,
    DealCard,
    roles=SELLERS,
    en="Change a deal's card",
    uk="Змінити картку угоди",
    errors=(DEAL_CLOSED,),
)
MOVE_DEAL = api.command(
    "move_deal",
    "POST /deals/{id}/stage",
    MoveDeal,
    DealCard,
    roles=SELLERS,
    en="Move a deal to another stage",
    uk="Перевести угоду на інший етап",
    errors=(DEAL_CLOSED, DEAL_STAGE),
)
WIN_DEAL = api.command(
    "win_deal",
    "POST /deals/{id}/win",
    WinDeal,
    DealCard,
    roles=SELLERS,
    en="Win a deal",
    uk="Виграти угоду",
    errors=(DEAL_CLOSED,),
)
LOSE_DEAL = api.command(
    "lose_deal",
    "POST /deals/{id}/lose",
    LoseDeal,
    DealCard,
    roles=SELLERS,
    en="Lose a deal with a reason",
    uk="Програти угоду із зазначенням причини",
    errors=(DEAL_CLOSED,),
)
GET_DEAL = api.query("get_deal", "GET /deals/{id}", ById, DealCard, roles=OFFICE, en="A deal", uk="Угода")
LIST_DEALS = api.listing(
    "list_deals",
    "GET /deals",
    DealListRow,
    roles=OFFICE,
    en="Deals",
    uk="Угоди",
    orders=("-created_at", "created_at", "name", "-name"),
    filters=(
        one_of("status", DealStatus),
        one_of("stage", Code),
        equals("partner_id", UUID),
        equals("manager_id", UUID),
        equals("kind_id", UUID),
        between("expected_close_on", date),
    ),
    search=True,
)

DEAL_CHANGED = api.state("deal_changed", DealView, subject="deal")
DEAL_WON = api.fact("deal_won", DealWon, subject="deal")
DEAL_LOST = api.fact("deal_lost", DealLost, subject="deal")

api.listens("partners.partner_changed", "partners.partners_reassigned", "partners.partner_erased")
