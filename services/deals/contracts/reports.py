"""Reports on deals: the funnel and expected income (D12), why we lose (D13). Figures open into `GET /deals`."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from services.chassis.actor import OFFICE
from services.chassis.amounts import Amount
from services.chassis.contracts import Message
from services.chassis.errors import Conflict, error_code
from services.chassis.fields import CurrencyCode, PercentAmount
from services.chassis.moments import Day
from services.chassis.sums import MoneySum
from services.deals.contracts.base import api
from services.partners.contracts import PrimaryInterestKind

DayCount = Annotated[Decimal, Amount(places=2, whole_digits=7, computed=True, signed=False, description="Days")]
OpenedBy = dict[str, str]
"""Filters with which `GET /deals` lists the deals behind a figure."""


class DealsAsked(Message):
    """Which deals a report looks at; all that you may see unless said otherwise. Deals in other currencies are counted,
    but the amounts are those in `currency`: there are no rates to add the others at. `source`: what brought the deal,
    or first brought its client."""

    kind_id: UUID | None = None
    manager_id: UUID | None = None
    organization_id: UUID | None = None
    region_id: UUID | None = None
    source: PrimaryInterestKind | None = None
    """What brought the deal, or first brought its client."""
    currency: CurrencyCode = "UAH"


class SalesFunnelBasis(StrEnum):
    COHORT = "cohort"
    """Deals opened in the period, and all that has become of them since."""
    FLOW = "flow"
    """What moved in the period, whenever the deals were opened: comings to stages, wins and losses within it."""


class SalesFunnelAsked(DealsAsked):
    """The funnel of a period, both days included."""

    date_from: Day
    date_to: Day
    basis: SalesFunnelBasis = SalesFunnelBasis.COHORT
    """`cohort`: deals opened in the period; `flow`: whatever moved in it."""


class SalesFunnelStage(Message):
    """A stage of the funnel. `reached`: deals that came to it; `standing`: those of them that stand there now;
    `went_on`: those that came to a later stage afterwards (stages may be skipped) or were won; `won`: those won. Shares
    are percents of `reached`, null while nobody reached it. Days are those a deal spent here in all its stays that
    ended, in mean and median; null while none ended."""

    stage: str
    name: str
    reached: int
    reached_amount: MoneySum
    standing: int
    standing_amount: MoneySum
    went_on: int
    went_on_share: PercentAmount | None
    won: int
    won_share: PercentAmount | None
    mean_days: DayCount | None
    median_days: DayCount | None
    reached_opened_by: OpenedBy
    standing_opened_by: OpenedBy


class Outcome(Message):
    """Deals of one status and what they may bring."""

    deals: int
    amount: MoneySum
    opened_by: OpenedBy


class SalesFunnelKind(Message):
    """The funnel of a kind of deals. Those of a kind without stages do not move: in a flow only the won and the lost
    ones are counted."""

    kind_id: UUID
    name: str
    stages: tuple[SalesFunnelStage, ...]
    in_work: Outcome
    won: Outcome
    lost: Outcome


class SalesFunnel(Message):
    """Funnels by kind, from the records of deals' stays on stages; amounts are potentials in `currency`. Weighted
    amounts are not told: they need the probability of each deal."""

    date_from: date
    date_to: date
    basis: SalesFunnelBasis
    currency: CurrencyCode
    kinds: tuple[SalesFunnelKind, ...]


class IncomeMonth(Message):
    """Deals in work that are expected to close in a month (null: no date is told); `late`: those of them whose date
    has passed."""

    month: str | None
    deals: int
    amount: MoneySum
    late: int
    late_amount: MoneySum
    opened_by: OpenedBy | None


class ExpectedIncome(Message):
    """What deals in work may bring by the month of their expected close, in `currency`; deals in others left out."""

    currency: CurrencyCode
    months: tuple[IncomeMonth, ...]
    deals: int
    amount: MoneySum


class LossesBy(StrEnum):
    REASON = "reason"
    COMPETITOR = "competitor"
    STAGE = "stage"
    MANAGER = "manager"
    KIND = "kind"


class LossesAsked(DealsAsked):
    """Deals lost in a period, both days included."""

    date_from: Day
    date_to: Day
    by: LossesBy = LossesBy.REASON
    """What lost deals are grouped by."""


class LossRow(Message):
    """Lost deals of one reason, competitor, stage, manager or kind. `key`: its id or code, null where the deals name
    none; shares are percents of all that was lost."""

    key: str | None
    name: str | None
    deals: int
    share: PercentAmount | None
    amount: MoneySum
    amount_share: PercentAmount | None
    opened_by: OpenedBy | None


class Losses(Message):
    """Why we lose: rows of one grouping, the most frequent first; amounts are potentials in `currency`. A deal that
    was lost and taken up again is not lost."""

    date_from: date
    date_to: date
    by: LossesBy
    currency: CurrencyCode
    rows: tuple[LossRow, ...]
    deals: int
    amount: MoneySum


MOST_STAYS = 100_000
REPORT_TOO_WIDE = error_code(
    "report_too_wide",
    Conflict,
    en="More than {most} moves of deals fall into this report. Make the period shorter, or choose a kind or a manager.",
    uk="У цей звіт потрапляє понад {most} переходів угод. Скоротіть період або виберіть вид угод чи менеджера.",
)

REPORT_FUNNEL = api.query(
    "report_funnel",
    "GET /reports/funnel",
    SalesFunnelAsked,
    SalesFunnel,
    roles=OFFICE,
    en="The sales funnel by kind and stage",
    uk="Лійка продажів за видами угод та етапами",
    errors=(REPORT_TOO_WIDE,),
)
REPORT_EXPECTED_INCOME = api.query(
    "report_expected_income",
    "GET /reports/expected-income",
    DealsAsked,
    ExpectedIncome,
    roles=OFFICE,
    en="Expected income by month",
    uk="Очікуваний дохід за місяцями",
)
REPORT_LOSSES = api.query(
    "report_losses",
    "GET /reports/losses",
    LossesAsked,
    Losses,
    roles=OFFICE,
    en="Why we lose deals",
    uk="Чому ми програємо угоди",
)
