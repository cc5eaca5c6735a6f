"""Use cases of sales plans: set, agreed, taken back; and the report of what became of them (N2)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from services.chassis.contracts import ById
from services.chassis.references import at_fields, demand_period
from services.chassis.tx import Reader, Tx
from services.pricing.contracts import (
    BASE_CURRENCY,
    MONTHS_AT_MOST,
    PLAN_AGREED,
    PLAN_NOT_AGREED,
    PLAN_WRONG,
    PlanBy,
    PlanFactRow,
    PlanStatus,
    SalesPlanAsked,
    SalesPlanReport,
    SalesRating,
    SetSalesPlan,
)
from services.pricing.faults import Faults
from services.pricing.known_sales import in_base_currency
from services.pricing.models import (
    Item,
    ItemIndicators,
    KnownSale,
    KnownStaff,
    PriceGroup,
    ProductCategory,
    SalesPlan,
    Season,
    SeasonalGroup,
)
from services.pricing.rules import plans as rules

_ZERO = Decimal(0)
_SALE = KnownSale.__table__.c


@dataclass(frozen=True)
class Dimension:
    """`key`: what of a sale or its item says the row. `of`: the table whose ids plans name, with the names they are
    shown by; where its rows lie in one another (`parent_id`), each counts what lies in it. None: sales ratings."""

    key: Any
    of: Any = None


_DIMENSIONS: Mapping[PlanBy, Dimension] = {
    PlanBy.ITEM: Dimension(Item.id, Item),
    PlanBy.PRICE_GROUP: Dimension(Item.price_group_id, PriceGroup),
    PlanBy.PRODUCT_CATEGORY: Dimension(Item.product_category_id, ProductCategory),
    PlanBy.SEASON: Dimension(Item.season_id, Season),
    PlanBy.SEASONAL_GROUP: Dimension(Item.seasonal_group_id, SeasonalGroup),
    PlanBy.RATING: Dimension(func.coalesce(Item.fixed_rating, ItemIndicators.rating_by_sales)),
    PlanBy.MANAGER: Dimension(_SALE.manager_id, KnownStaff),
}


def set_sales_plan(tx: Tx, command: SetSalesPlan) -> SalesPlan:
    _demand_sound(tx, command)
    rows = [row.model_dump(mode="json") for row in command.rows]
    said = {"rows": rows, "total": sum((row.amount for row in command.rows), _ZERO), "status": PlanStatus.DRAFT}
    for plan in tx.locked(SalesPlan, SalesPlan.month == command.month, SalesPlan.by == command.by):
        if plan.status == PlanStatus.AGREED:
            raise PLAN_AGREED()
        for name, value in said.items():
            setattr(plan, name, value)
        return plan
    return tx.add(SalesPlan(month=command.month, by=command.by, **said))


def agree_sales_plan(tx: Tx, command: ById) -> SalesPlan:
    plan = tx.get(SalesPlan, command.id)
    if plan.status == PlanStatus.AGREED:
        raise PLAN_AGREED()
    plan.status, plan.agreed_at = PlanStatus.AGREED, tx.now
    return plan


def reopen_sales_plan(tx: Tx, command: ById) -> SalesPlan:
    plan = tx.get(SalesPlan, command.id)
    if plan.status == PlanStatus.DRAFT:
        raise PLAN_NOT_AGREED()
    plan.status, plan.agreed_at = PlanStatus.DRAFT, None
    return plan


def _demand_sound(tx: Tx, command: SetSalesPlan) -> None:
    """Raises Invalid naming every row that is of nothing there is, or is there already."""
    faults, of = Faults(tx.actor.language), _DIMENSIONS[command.by].of
    keys = [row.key for row in command.rows]
    ratings = {rating.value for rating in SalesRating}
    misplaced = {key for key in keys if (key in ratings) != (of is None)}
    known = ratings if of is None else set(_names(tx, of, set(keys) - misplaced))
    wanted = ", ".join(SalesRating) if of is None else "id"
    for place, key in enumerate(keys):
        pointer = f"/rows/{place}/key"
        if key in misplaced:
            faults.add(PLAN_WRONG["key"], pointer, wanted=wanted)
        elif key not in known:
            faults.unknown(pointer)
        elif key in keys[:place]:
            faults.add(PLAN_WRONG["row_twice"], pointer)
    faults.demand_none()


def report_sales_plan(reader: Reader, asked: SalesPlanAsked) -> SalesPlanReport:
    """Two statements for sales, one for plans, one for names."""
    first, last = _days(reader, asked)
    dimension = _DIMENSIONS[asked.by]
    plans, facts = _planned(reader, asked), _sold(reader, dimension, first, last)
    parents = _parents(reader, dimension.of) if hasattr(dimension.of, "parent_id") else {}
    plan = sum(rules.outermost(plans, parents).values(), _ZERO) if plans else None
    fact = sum(facts.values(), _ZERO)
    rows = rules.compared(plans, rules.rolled_up(facts, parents))
    shown = rows[: asked.limit]
    names = _names(reader, dimension.of, {row.key for row in shown if row.key}) if dimension.of else {}
    return SalesPlanReport(
        by=asked.by,
        month_from=asked.month_from,
        month_to=asked.month_to,
        currency=BASE_CURRENCY,
        plan=plan,
        fact=fact,
        percent=rules.percent(plan, fact),
        rows=tuple(
            PlanFactRow(**row.__dict__, name=names.get(row.key or ""), percent=rules.percent(row.plan, row.fact))
            for row in shown
        ),
        left_off=len(rows) - len(shown),
    )


def _days(reader: Reader, asked: SalesPlanAsked) -> tuple[date, date]:
    """The first and the last of the months asked for."""
    first, month_to = (date.fromisoformat(f"{month}-01") for month in (asked.month_from, asked.month_to))
    demand_period(reader, first, month_to, "/month_to")
    if rules.months_between(asked.month_from, asked.month_to) > MONTHS_AT_MOST:
        raise at_fields(PLAN_WRONG["months"], ["/month_to"], reader.actor.language)
    return first, (month_to + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _planned(reader: Reader, asked: SalesPlanAsked) -> dict[rules.Key, Decimal]:
    """Rows of agreed plans that the actor may see."""
    query = select(SalesPlan.month, SalesPlan.rows).where(
        SalesPlan.by == asked.by,
        SalesPlan.status == PlanStatus.AGREED,
        SalesPlan.month.between(asked.month_from, asked.month_to),
        reader.visible(SalesPlan),
    )
    own = None if reader.actor.sees_all_clients else {str(one) for one in reader.actor.team}
    return {
        (plan.month, row["key"]): Decimal(row["amount"])
        for plan in reader.rows(query)
        for row in plan.rows
        if own is None or row["key"] in own
    }


def _sold(reader: Reader, dimension: Dimension, first: date, last: date) -> dict[rules.Key, Decimal]:
    facts: dict[rules.Key, Decimal] = {}
    query = _sales(reader, dimension, first, last)
    sums = query.add_columns(func.sum(_SALE.revenue).label("revenue")).where(_SALE.currency == BASE_CURRENCY)
    other = in_base_currency(reader, query.where(_SALE.currency != BASE_CURRENCY), first)
    found = [(row, row.revenue) for row in reader.rows(sums.group_by(_SALE.period, dimension.key))]
    for row, revenue in (*found, *other):
        key = (row.period, None if row.key is None else str(row.key))
        facts[key] = facts.get(key, _ZERO) + revenue
    return facts


def _sales(reader: Reader, dimension: Dimension, first: date, last: date) -> Select[Any]:
    """Sales of the days, each with what it is counted among."""
    return (
        select(_SALE.period, dimension.key.label("key"))
        .select_from(KnownSale)
        .outerjoin(Item, Item.id == _SALE.item_id)
        .outerjoin(ItemIndicators, ItemIndicators.item_id == _SALE.item_id)
        .where(_SALE.sold_on >= first, _SALE.sold_on <= last, reader.visible(KnownSale))
    )


def _names(reader: Reader, of: Any, keys: Iterable[str]) -> dict[str, str]:
    """By id: of those there are."""
    query = select(of.id, of.name).where(of.id.in_([UUID(key) for key in keys]))
    return {str(row.id): row.name for row in reader.rows(query)}


def _parents(reader: Reader, of: Any) -> dict[str, str | None]:
    rows: Sequence[Any] = list(reader.rows(select(of.id, of.parent_id)))
    return {str(row.id): row.parent_id and str(row.parent_id) for row in rows}
