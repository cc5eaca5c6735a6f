"""A deal as it is shown (D4): in lists, on its card, in events."""

from datetime import date, datetime
from uuid import UUID

from services.chassis.contracts import Message
from services.chassis.fields import CurrencyCode, MoneyAmount, PriceAmount, QuantityAmount
from services.deals.contracts.base import DealStatus, PotentialFrom, api


class StageRecord(Message):
    """A deal's stay on a stage: who moved it there, when it came and went (null: still there)."""

    stage: str
    entered_at: datetime
    left_at: datetime | None
    moved_by: UUID


class DemandLine(Message):
    """What the client needed (D8): an item of the catalogue, or words for what is not there. `budget`: what the client
    would spend on the whole line, in the deal's currency; null: not known. `price`: the same for one unit, where it was
    told so. `satisfied`: the client has got it."""

    id: UUID
    item_id: UUID | None
    words: str | None
    quantity: QuantityAmount
    price: PriceAmount | None
    budget: MoneyAmount | None
    satisfied: bool


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
    offer_id: UUID | None = None
    potential_from: PotentialFrom = PotentialFrom.TYPED


class DealCard(DealView):
    """A deal with its stays on stages and the primary demand."""

    stages: tuple[StageRecord, ...]
    demand_text: str | None
    demand: tuple[DemandLine, ...]


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
    offer_id: UUID | None = None


class DealWon(DealClosed):
    """The fact behind `deal_won`."""


class DealLost(DealClosed):
    """The fact behind `deal_lost`."""


DEAL_CHANGED = api.state("deal_changed", DealView, subject="deal")
DEAL_WON = api.fact("deal_won", DealWon, subject="deal")
DEAL_LOST = api.fact("deal_lost", DealLost, subject="deal")
