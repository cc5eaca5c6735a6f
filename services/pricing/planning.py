"""What items sell, how they are rated and planned (N2): this part of the service, a short method for each operation."""

from typing import Any

from sqlalchemy import select

from services.chassis.host import operation
from services.chassis.runtime import Call, Reply
from services.pricing import contracts, indicator_rules, indicators, rated, sales_plans
from services.pricing.models import ItemIndicators, SalesPlan


class PlansSales:
    @operation(contracts.FIX_ITEM_RATING)
    def fix_item_rating(self, call: Call[Any]) -> Reply:
        return call.transact(rated.fix_rating)

    @operation(contracts.GET_INDICATOR_RULES)
    def get_indicator_rules(self, call: Call[Any]) -> Reply:
        return call.read(indicator_rules.indicator_rules)

    @operation(contracts.SET_INDICATOR_RULES)
    def set_indicator_rules(self, call: Call[Any]) -> Reply:
        return call.transact(indicator_rules.set_indicator_rules)

    @operation(contracts.RECOMPUTE_INDICATORS)
    def recompute_indicators(self, call: Call[Any]) -> Reply:
        return call.transact(indicators.recompute_indicators)

    @operation(contracts.LIST_INDICATORS)
    def list_indicators(self, call: Call[Any]) -> Reply:
        return call.list(indicators.LISTED, indicators.COLUMNS, ItemIndicators)

    @operation(contracts.SET_SALES_PLAN)
    def set_sales_plan(self, call: Call[Any]) -> Reply:
        return call.transact(sales_plans.set_sales_plan)

    @operation(contracts.AGREE_SALES_PLAN)
    def agree_sales_plan(self, call: Call[Any]) -> Reply:
        return call.transact(sales_plans.agree_sales_plan)

    @operation(contracts.REOPEN_SALES_PLAN)
    def reopen_sales_plan(self, call: Call[Any]) -> Reply:
        return call.transact(sales_plans.reopen_sales_plan)

    @operation(contracts.GET_SALES_PLAN)
    def get_sales_plan(self, call: Call[Any]) -> Reply:
        return call.show(SalesPlan)

    @operation(contracts.LIST_SALES_PLANS)
    def list_sales_plans(self, call: Call[Any]) -> Reply:
        return call.list(select(*SalesPlan.__table__.c), {}, SalesPlan)

    @operation(contracts.REPORT_SALES_PLAN)
    def report_sales_plan(self, call: Call[Any]) -> Reply:
        return call.read(sales_plans.report_sales_plan)
