"""Sales plans by month, and what became of them (N2)."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.actor import OFFICE, Role
from services.chassis.amounts import Amount
from services.chassis.contracts import ById, Message, one_of
from services.chassis.errors import INVALID, UNKNOWN_REFERENCE, Conflict, Invalid, error_code
from services.chassis.fields import CurrencyCode, NotNegativeMoney
from services.chassis.sums import MoneySum
from services.pricing.contracts.base import api
from services.pricing.contracts.ranking import PLANNERS

PLAN_AGREERS = frozenset({Role.ADMINISTRATOR, Role.HEAD_OF_SALES})
MONTHS_AT_MOST = 36

Month = Annotated[str, Field(pattern=r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$", examples=["2026-12"])]
"""A calendar month."""
PlanKey = Annotated[
    str,
    Field(
        pattern=r"^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|hit|steady|slow|dead)$",
        examples=["0197a1e2-7c00-7000-8000-000000000000"],
        description="Of what the row is: the id of an item, a group of items, a member of staff; or a sales rating.",
    ),
]
PercentOfPlan = Annotated[Decimal, Amount(places=2, whole_digits=20, computed=True, description="Percent of the plan")]


class PlanBy(StrEnum):
    """What a plan is made by."""

    ITEM = "item"
    PRICE_GROUP = "price_group"
    PRODUCT_CATEGORY = "product_category"
    SEASON = "season"
    SEASONAL_GROUP = "seasonal_group"
    RATING = "rating"
    MANAGER = "manager"


class PlanStatus(StrEnum):
    DRAFT = "draft"
    AGREED = "agreed"


class SalesPlanLine(Message):
    """`amount`: to be sold in the month, without VAT, in the base currency."""

    key: PlanKey
    amount: Annotated[NotNegativeMoney, Field(gt=0)]


class SetSalesPlan(Message):
    """Plan a month's sales by items, groups of items, sales ratings or managers. There is one plan of a month by each
    of these: set again, its rows are those given. It counts in reports when it is agreed."""

    month: Month
    by: PlanBy
    rows: Annotated[tuple[SalesPlanLine, ...], Field(min_length=1, max_length=1000)]


class SalesPlanRow(Message):
    """A plan as lists show it; `total`: of its rows."""

    id: UUID
    month: Month
    by: PlanBy
    status: PlanStatus
    total: MoneySum
    agreed_at: datetime | None
    version: int


class SalesPlanView(SalesPlanRow):
    """What is planned for a month by one of the dimensions."""

    rows: tuple[SalesPlanLine, ...]


class SalesPlanAsked(Message):
    """Agreed plans of these months against what was sold in them, by the clients you may see. Plans by manager are
    shown of your own people; the others, which are of the whole firm, to those who see all clients."""

    by: PlanBy
    """What a row is of, and which plans are read."""
    month_from: Month
    """The first month."""
    month_to: Month
    """The last month, 35 after the first one at most."""
    limit: Annotated[int, Field(ge=1, le=5000, description="Rows: of each month the largest plans come first.")] = 1000


class PlanFact(Message):
    """Money without VAT, in the base currency. `plan`: null where nothing is planned, or nothing that you may see; then
    `percent` is null too."""

    plan: MoneySum | None
    fact: MoneySum
    percent: PercentOfPlan | None


class PlanFactRow(PlanFact):
    """`key`: the id or the rating; null: sales of items without one, or without a manager. Items are counted among the
    ratings and groups of today."""

    month: Month
    key: PlanKey | None
    name: str | None


class SalesPlanReport(PlanFact):
    """Plan and fact of all the months; the sums are of all rows, those beyond the limit with them. Shipments less
    returns, by their own dates; what was sold for money that had no rate on its day is left out."""

    by: PlanBy
    month_from: Month
    month_to: Month
    currency: CurrencyCode
    rows: tuple[PlanFactRow, ...]
    left_off: int
    """Rows beyond the limit."""


PLAN_AGREED = error_code(
    "sales_plan_agreed",
    Conflict,
    en="This plan is agreed already. Take it back to a draft first.",
    uk="Цей план уже узгоджено. Спершу поверніть його до чернетки.",
)
PLAN_NOT_AGREED = error_code(
    "sales_plan_not_agreed",
    Conflict,
    en="This plan is a draft: there is nothing to take back. Change it by setting it again.",
    uk="Цей план — чернетка: повертати нічого. Змініть його, задавши знову.",
)
PLAN_WRONG = {
    "row_twice": error_code(
        "plan_row_twice",
        Invalid,
        en="There is a row of this already. Leave one of them.",
        uk="Рядок із цим уже є. Залиште один із них.",
    ),
    "key": error_code(
        "plan_key",
        Invalid,
        en="A plan of this kind takes no such value. Enter {wanted}.",
        uk="План цього виду не приймає такого значення. Введіть {wanted}.",
    ),
    "months": error_code(
        "plan_months",
        Invalid,
        en="A report takes 36 months at most. Choose a later first month, or an earlier last one.",
        uk="Звіт охоплює щонайбільше 36 місяців. Виберіть пізніший перший місяць або раніший останній.",
    ),
}

SET_SALES_PLAN = api.command(
    "set_sales_plan",
    "POST /sales-plans",
    SetSalesPlan,
    SalesPlanView,
    roles=PLANNERS,
    en="Set a sales plan of a month",
    uk="Задати план продажів на місяць",
    success=200,
    errors=(PLAN_AGREED, UNKNOWN_REFERENCE, PLAN_WRONG["row_twice"], PLAN_WRONG["key"]),
    example={"month": "2026-12", "by": "rating", "rows": [{"key": "hit", "amount": "250000"}]},
)
AGREE_SALES_PLAN = api.command(
    "agree_sales_plan",
    "POST /sales-plans/{id}/agree",
    ById,
    SalesPlanView,
    roles=PLAN_AGREERS,
    en="Agree a sales plan",
    uk="Узгодити план продажів",
    errors=(PLAN_AGREED,),
    description="From now on reports compare sales with it, and it stands as it is until it is taken back.",
)
REOPEN_SALES_PLAN = api.command(
    "reopen_sales_plan",
    "POST /sales-plans/{id}/reopen",
    ById,
    SalesPlanView,
    roles=PLAN_AGREERS,
    en="Take an agreed sales plan back to a draft",
    uk="Повернути узгоджений план продажів до чернетки",
    errors=(PLAN_NOT_AGREED,),
    description="It may be set again, and no report compares sales with it until it is agreed anew.",
)
GET_SALES_PLAN = api.query(
    "get_sales_plan",
    "GET /sales-plans/{id}",
    ById,
    SalesPlanView,
    roles=PLANNERS,
    en="A sales plan",
    uk="План продажів",
)
LIST_SALES_PLANS = api.listing(
    "list_sales_plans",
    "GET /sales-plans",
    SalesPlanRow,
    roles=PLANNERS,
    en="Sales plans",
    uk="Плани продажів",
    orders=("-month", "month"),
    filters=(one_of("month", Month), one_of("by", PlanBy), one_of("status", PlanStatus)),
)
REPORT_SALES_PLAN = api.query(
    "report_sales_plan",
    "GET /reports/sales-plan",
    SalesPlanAsked,
    SalesPlanReport,
    roles=OFFICE,
    en="Sales against the plan",
    uk="Виконання плану продажів",
    errors=(INVALID, PLAN_WRONG["months"]),
)
