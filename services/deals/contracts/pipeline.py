"""A deal's way (D3, D4, D6): registered, changed, moved along stages, won, lost; lists of deals."""

from datetime import date, datetime
from uuid import UUID

from services.chassis.actor import OFFICE
from services.chassis.contracts import ById, Message, between, equals, one_of
from services.chassis.errors import UNKNOWN_REFERENCE, Conflict, Invalid, error_code
from services.chassis.fields import CurrencyCode, LongText, Name
from services.chassis.moments import Day
from services.deals.contracts.base import DEAL_CLOSED, HEADS, SELLERS, Code, DealStatus, Potential, PotentialFrom, api
from services.deals.contracts.cards import DealCard, DealListRow
from services.deals.contracts.kinds import GATES, STAGE_GATES
from services.partners.contracts import PARTNER_NOT_OURS, NewPrimaryInterest, PrimaryInterestKind


class RegisterDeal(Message):
    """A deal with a client. The responsible is the registering person when not named. `offer_id`: the offer the client
    is going to buy under; one that it may buy under today."""

    name: Name
    kind_id: UUID
    organization_id: UUID
    partner_id: UUID
    manager_id: UUID | None = None
    offer_id: UUID | None = None
    potential: Potential | None = None
    potential_from: PotentialFrom = PotentialFrom.TYPED
    currency: CurrencyCode = "UAH"
    expected_close_on: Day | None = None
    description: LongText | None = None
    primary_interest: NewPrimaryInterest | None = None
    """What brought this deal; where it is not told, reports take what first brought the client."""


class ChangeDeal(Message):
    """Fields not given stay as they are. A potential that is typed is no longer taken from the demand."""

    id: UUID
    name: Name | None = None
    manager_id: UUID | None = None
    offer_id: UUID | None = None
    potential: Potential | None = None
    potential_from: PotentialFrom | None = None
    expected_close_on: Day | None = None
    description: LongText | None = None
    primary_interest: NewPrimaryInterest | None = None


class MoveDeal(Message):
    id: UUID
    stage: Code


class WinDeal(Message):
    id: UUID


class LoseDeal(Message):
    id: UUID
    loss_reason_id: UUID
    comment: LongText | None = None
    competitor_id: UUID | None = None
    """The competitor who won it: a partner who takes part in the deal as one."""


class ReopenDeal(Message):
    """Take a lost deal, or one won by mistake, up again at the stage where it was closed. A won deal whose orders are
    all closed is completed and stays so."""

    id: UUID
    reason: Name


DEAL_STAGE = error_code(
    "deal_stage",
    Conflict,
    en="From stage {stage} a deal may move to: {allowed}. Choose one of these.",
    uk="З етапу {stage} угода може перейти на: {allowed}. Виберіть один із них.",
)
OFFER_NOT_FOR_CLIENT = error_code(
    "offer_not_for_client",
    Conflict,
    en="The client may not buy under this offer today. Choose one of the client's offers that are in force.",
    uk="За цією офертою клієнт сьогодні не може купувати. Виберіть одну з чинних оферт клієнта.",
)
NOT_A_COMPETITOR = error_code(
    "not_a_competitor",
    Conflict,
    en="This partner does not take part in the deal as a competitor. Add it to the participants first.",
    uk="Цей партнер не бере участі в угоді як конкурент. Спершу додайте його до учасників.",
)
DEAL_NOT_CLOSED = error_code(
    "deal_not_lost",  # of the time when only lost deals were reopened: clients know it by this
    Conflict,
    en="Only a won or a lost deal is reopened; this one is {status}. Go on with it as it is.",
    uk="Поновити можна лише виграну чи програну угоду, а цю {status}. Продовжуйте її як є.",
    words={DealStatus.IN_WORK: ("in work", "ще не закрито")},
)
DEAL_COMPLETED = error_code(
    "deal_completed",
    Conflict,
    en="The deal is completed: its orders are all closed. Register a new deal for what comes next.",
    uk="Угоду завершено: усі її замовлення закрито. Для подальшої роботи зареєструйте нову угоду.",
)
POTENTIAL_OF_DEMAND = error_code(
    "potential_of_demand",
    Invalid,
    en="The potential is to be taken from the demand: leave it out, or type it and choose “typed”.",
    uk="Потенціал береться з попиту: не вказуйте його або введіть і виберіть «typed».",
)

REGISTER_DEAL = api.command(
    "register_deal",
    "POST /deals",
    RegisterDeal,
    DealCard,
    roles=SELLERS,
    en="Register a deal",
    uk="Зареєструвати угоду",
    errors=(PARTNER_NOT_OURS, UNKNOWN_REFERENCE, OFFER_NOT_FOR_CLIENT, POTENTIAL_OF_DEMAND),
    example={"name": "Кабель для нового цеху", "potential": "250000.00", "expected_close_on": "2026-12-31"},
)
CHANGE_DEAL = api.command(
    "change_deal",
    "PATCH /deals/{id}",
    ChangeDeal,
    DealCard,
    roles=SELLERS,
    en="Change a deal's card",
    uk="Змінити картку угоди",
    errors=(DEAL_CLOSED, UNKNOWN_REFERENCE, OFFER_NOT_FOR_CLIENT, POTENTIAL_OF_DEMAND),
    example={"potential": "300000.00"},
)
MOVE_DEAL = api.command(
    "move_deal",
    "POST /deals/{id}/stage",
    MoveDeal,
    DealCard,
    roles=SELLERS,
    en="Move a deal to another stage",
    uk="Перевести угоду на інший етап",
    errors=(DEAL_CLOSED, DEAL_STAGE, STAGE_GATES, *GATES.values()),
    description=(
        "Forwards or back, to one of the stages that the present one names as `next`. Forwards, all that its gates "
        "demand must be ready: what is lacking is told all at once."
    ),
)
WIN_DEAL = api.command(
    "win_deal",
    "POST /deals/{id}/win",
    WinDeal,
    DealCard,
    roles=SELLERS,
    en="Win a deal",
    uk="Виграти угоду",
    errors=(DEAL_CLOSED, STAGE_GATES, *GATES.values()),
    description="The gates of the stage it stands on must be passed. What was still planned for the deal is cancelled.",
)
LOSE_DEAL = api.command(
    "lose_deal",
    "POST /deals/{id}/lose",
    LoseDeal,
    DealCard,
    roles=SELLERS,
    en="Lose a deal with a reason",
    uk="Програти угоду із зазначенням причини",
    errors=(DEAL_CLOSED, UNKNOWN_REFERENCE, NOT_A_COMPETITOR),
    description=(
        "What was still planned for the deal is cancelled. The competitor who won it, if named, is one of its "
        "participants."
    ),
    example={"comment": "Не вклалися в бюджет"},
)
REOPEN_DEAL = api.command(
    "reopen_deal",
    "POST /deals/{id}/reopen",
    ReopenDeal,
    DealCard,
    roles=HEADS,
    en="Reopen a won or lost deal",
    uk="Поновити виграну чи програну угоду",
    errors=(DEAL_NOT_CLOSED, DEAL_COMPLETED),
    example={"reason": "Клієнт повернувся: постачальник їх підвів"},
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
        equals("offer_id", UUID),
        equals("organization_id", UUID),
        equals("loss_reason_id", UUID),
        equals("competitor_id", UUID),
        equals("participant_id", UUID, about="Only deals in which this person or partner takes part."),
        equals("currency", CurrencyCode),
        equals("region_id", UUID, about="Only deals of clients of this region."),
        one_of(
            "source", PrimaryInterestKind, about="Only deals brought so: what brought the deal, else its client first."
        ),
        equals("source_id", UUID, about="Only deals that this channel, event, partner or person brought."),
        equals("stage_overdue", bool, about="that stay on their stage longer than is expected"),
        equals("completed", bool, about="that are won, with all their orders closed"),
        one_of("reached", Code, about="Only deals that have come to one of these stages, now or before."),
        between("entered_at", datetime, about="Only deals that came to a stage (of `reached`, if given)"),
        between("created_at", datetime),
        between("closed_at", datetime),
        between("expected_close_on", date),
    ),
    search=True,
)
