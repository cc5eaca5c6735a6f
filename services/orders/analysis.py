"""What a proposal or an order brings (C2): revenue, cost, margin, prices against listed ones, deviations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from services.chassis.contracts import ById
from services.chassis.tx import Reader
from services.orders.contracts import AnalysedLine, Analysis, Profit, ProposalStatus
from services.orders.models import (
    GoodsReturn,
    GoodsReturnLine,
    ItemCost,
    Order,
    OrderLine,
    Proposal,
    ProposalLine,
    ShipmentLine,
)
from services.orders.reports import BASE_CURRENCY
from services.orders.rules import analysis as rules
from services.pricing.contracts import ItemKind

_ZERO = Decimal(0)


@dataclass(frozen=True)
class _Returned:
    quantity: Decimal = _ZERO
    revenue: Decimal = _ZERO
    cost: Decimal = _ZERO


_NOTHING = _Returned()


@dataclass(frozen=True)
class _Part:
    """A line, and what of it is not shipped yet; `shipped_cost`: what the rest was shipped at; `returned`: what of that
    came back."""

    line: ProposalLine | OrderLine
    is_goods: bool
    counted: bool
    open: Decimal
    shipped_cost: Decimal = _ZERO
    returned: _Returned = _NOTHING


def analyse_proposal(reader: Reader, asked: ById) -> Analysis:
    """The latest version. Counted are the chosen lines once it is accepted, the firm ones until then."""
    proposal = reader.get(Proposal, asked.id)
    version = proposal.latest
    accepted = version.status == ProposalStatus.ACCEPTED
    parts = [
        _Part(
            line=line,
            is_goods=line.kind != ItemKind.SERVICE,
            counted=line.chosen if accepted else line.alternative is None,
            open=line.quantity,
        )
        for line in version.lines
    ]
    return _analysis(reader, proposal, version, parts)


def analyse_order(reader: Reader, asked: ById) -> Analysis:
    order = reader.get(Order, asked.id)
    shipped, returned = _shipped_costs(reader, order), _returned(reader, order)
    parts = [
        _Part(line, line.needs_stock, True, line.open, shipped.get(line.id, _ZERO), returned.get(line.id, _NOTHING))
        for line in order.lines
    ]
    return _analysis(reader, order, order, parts)


def _analysis(reader: Reader, document: Proposal | Order, priced: Any, parts: Sequence[_Part]) -> Analysis:
    """`priced`: what says the currency and whether prices are with VAT."""
    # costs are kept in the base currency, and there are no rates yet to count them at
    known = _costs(reader, document.organization_id, parts) if priced.currency == BASE_CURRENCY else {}
    lines = [_line(part, _cost(part, known), with_vat=priced.prices_with_vat) for part in parts]
    counted = [line for line in lines if line.counted]
    costs = [line.cost for line in counted]
    unknown = costs.count(None)
    revenue = sum((line.revenue for line in counted), _ZERO)
    cost = None if unknown else sum((cost for cost in costs if cost is not None), _ZERO)
    return Analysis(
        id=document.id,
        number=document.number,
        currency=priced.currency,
        lines=tuple(lines),
        without_cost=unknown,
        deviating=sum(line.needs_approval for line in counted),
        **_profit(revenue, cost).__dict__,
    )


def _line(part: _Part, cost: Decimal | None, *, with_vat: bool) -> AnalysedLine:
    line = part.line
    price = rules.net_price(line.price, line.discount)
    revenue = rules.revenue(line.total, line.vat, prices_with_vat=with_vat)
    same = ("position", "item_id", "sku", "name", "quantity", "price", "needs_approval")
    return AnalysedLine(
        line_id=line.id,
        counted=part.counted,
        of_listed=rules.percent_of(price, line.listed_price),
        below_rules=rules.percent_below(price, line.rule_price),
        returned=part.returned.quantity,
        **{name: getattr(line, name) for name in same},
        **_profit(revenue - part.returned.revenue, cost).__dict__,
    )


def _profit(revenue: Decimal, cost: Decimal | None) -> Profit:
    margin = None if cost is None else revenue - cost
    return Profit(revenue=revenue, cost=cost, margin=margin, profitability=rules.profitability(revenue, cost))


def _cost(part: _Part, known: Mapping[UUID, ItemCost]) -> Decimal | None:
    """None where it is not known; never zero by silence."""
    kept = part.shipped_cost - part.returned.cost
    if not part.is_goods or not part.open:
        return kept
    average = known.get(part.line.item_id)
    if average is None:
        return None
    of_open = rules.average_cost(part.open, average.quantity, average.value)
    return None if of_open is None else kept + of_open


def _costs(reader: Reader, organization_id: UUID, parts: Sequence[_Part]) -> dict[UUID, ItemCost]:
    wanted = {part.line.item_id for part in parts if part.is_goods}
    query = select(ItemCost).where(ItemCost.organization_id == organization_id, ItemCost.item_id.in_(wanted))
    return {row.item_id: row for row in reader.session.scalars(query)}


def _shipped_costs(reader: Reader, order: Order) -> dict[UUID, Decimal]:
    of_order = select(OrderLine.id).where(OrderLine.order_id == order.id)
    query = (
        select(ShipmentLine.line_id, func.sum(ShipmentLine.cost).label("cost"))
        .where(ShipmentLine.line_id.in_(of_order))
        .group_by(ShipmentLine.line_id)
    )
    return {row.line_id: row.cost for row in reader.rows(query)}


def _returned(reader: Reader, order: Order) -> dict[UUID, _Returned]:
    sums = [func.sum(getattr(GoodsReturnLine, name)).label(name) for name in ("quantity", "revenue", "cost")]
    query = (
        select(GoodsReturnLine.line_id, *sums)
        .join(GoodsReturn, GoodsReturn.id == GoodsReturnLine.return_id)
        .where(GoodsReturn.order_id == order.id)
        .group_by(GoodsReturnLine.line_id)
    )
    return {row.line_id: _Returned(row.quantity, row.revenue, row.cost) for row in reader.rows(query)}
