"""A deal as it is shown (D4): in lists, on its card, in events."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from services.chassis.contracts import Message
from services.chassis.fields import PERSONAL, CurrencyCode, MoneyAmount, PriceAmount, QuantityAmount
from services.chassis.sums import MoneySum
from services.deals.contracts.base import Attitude, DealStatus, PotentialFrom, Side, api
from services.partners.contracts import PrimaryInterest


class StageRecord(Message):
    """A deal's stay on a stage: who moved it there, when it came and went (null: still there). `due_on`: the last of
    the days expected; `overdue_days`: how many more it has stayed, or did."""

    stage: str
    entered_at: datetime
    left_at: datetime | None
    moved_by: UUID
    due_on: date | None
    overdue_days: int


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


class Participant(Message):
    """Somebody who takes part in a deal (D7). `subject_id`: of the member of staff, contact person or partner; `name`:
    null while it has not been heard of, or once it was erased."""

    id: UUID
    side: Side
    subject_id: UUID
    name: Annotated[str | None, PERSONAL]
    role_id: UUID | None
    role: str | None
    attitude: Attitude | None
    comment: Annotated[str | None, PERSONAL]


class Reopening(Message):
    """A won or lost deal was taken up again: when, by whom, why; and as what, when and why it had been closed."""

    at: datetime
    by: UUID
    reason: str
    status: DealStatus
    closed_at: datetime
    loss_reason_id: UUID | None
    competitor_id: UUID | None


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
    competitor_id: UUID | None = None
    """Of a lost deal: the competitor, as a partner, who won it."""


class DealCard(DealView):
    """A deal with its stays on stages, the primary demand and the participants. `ordered`: what its orders come to in
    the deal's currency, cancelled ones left out: compare it with the potential. `completed_at`: a won deal whose orders
    are all closed was closed then. `primary_interest`: what brought this deal, where it is told."""

    primary_interest: PrimaryInterest | None
    stages: tuple[StageRecord, ...]
    demand_text: str | None
    demand: tuple[DemandLine, ...]
    participants: tuple[Participant, ...]
    reopenings: tuple[Reopening, ...]
    ordered: MoneySum
    completed_at: datetime | None


class DealListRow(DealView):
    """A deal in a list. `stage_due_on`: the last of the days expected on the stage it stands on; `completed_at`: when
    a won deal's orders were all closed."""

    partner_name: str | None
    stage_due_on: date | None
    stage_overdue: bool
    completed_at: datetime | None


class DealClosed(Message):
    """A deal was won or lost (`reason`: the loss reason's name), as it was then. `id`: of this closing; a deal that is
    taken up again may be closed again, and has another closing then."""

    id: UUID
    deal_id: UUID | None = None
    """Not told by what was announced before closings were records of their own: there `id` is the deal's."""
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
    competitor_id: UUID | None = None


class DealWon(DealClosed):
    """The fact behind `deal_won`. One taken back is told by `deal_reopened`."""


class DealLost(DealClosed):
    """The fact behind `deal_lost`. One taken back is told by `deal_reopened`."""


class DealReopened(DealClosed):
    """The fact behind `deal_reopened`: the closing of this `id`, which won or lost the deal (`status`), does not count
    any more. `reopening_reason`: why the deal is taken up again."""

    status: DealStatus
    reopened_at: datetime
    reopening_reason: str


DEAL_CHANGED = api.state("deal_changed", DealView, subject="deal")
DEAL_WON = api.fact("deal_won", DealWon, subject="deal_closing")
DEAL_LOST = api.fact("deal_lost", DealLost, subject="deal_closing")
DEAL_REOPENED = api.fact("deal_reopened", DealReopened, subject="deal_closing")
