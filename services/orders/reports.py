"""Sales analysis (A1): read-only SQL over shipments and returns, only the actor's clients."""

from decimal import Decimal
from typing import Any

from sqlalchemy import Select, Subquery, Uuid, func, literal, select, type_coerce, union_all

from services.chassis.access import client_of_row
from services.chassis.references import demand_period
from services.chassis.tx import Reader
from services.orders.contracts import SalesAsked, SalesBy, SalesReport, SalesRow
from services.orders.models import (
    GoodsReturn,
    GoodsReturnLine,
    KnownItem,
    KnownOffer,
    KnownStaff,
    Order,
    Shipment,
    ShipmentLine,
)

_ZERO = Decimal(0)
BASE_CURRENCY = "UAH"


def report_sales(reader: Reader, asked: SalesAsked) -> SalesReport:
    """Revenue without VAT, cost and margin of shipments less returns in the period, by their own dates; one statement.

    Only sales in the base currency: there are no rates yet to count the others at.
    """
    demand_period(reader, asked.date_from, asked.date_to)
    rows = tuple(_row(row) for row in reader.rows(_query(reader, asked)))
    revenue = sum((row.revenue for row in rows), _ZERO)
    cost = sum((row.cost for row in rows), _ZERO)
    return SalesReport(
        date_from=asked.date_from,
        date_to=asked.date_to,
        by=asked.by,
        currency=BASE_CURRENCY,
        rows=rows,
        revenue=revenue,
        cost=cost,
        margin=revenue - cost,
    )


def _query(reader: Reader, asked: SalesAsked) -> Select[Any]:
    """Lines of shipments, and those of returns with the opposite sign, grouped."""
    parts = [
        select(*_columns(document, line))
        .join(document, document.id == document_id)
        .join(Order, Order.id == document.order_id)
        .where(reader.visible(document), *_chosen(asked, document, on))
        for document, line, document_id, on in _DOCUMENTS
    ]
    sold = union_all(*parts).subquery()
    key, name, source = _grouping(asked.by, sold)
    query = (
        select(
            key.label("key"),
            name.label("name"),
            func.sum(sold.c.quantity).label("quantity"),
            func.sum(sold.c.revenue).label("revenue"),
            func.sum(sold.c.cost).label("cost"),
            func.count(sold.c.shipment_id.distinct()).label("shipments"),
        )
        .group_by(key, name)
        .order_by(key)
    )
    return query.outerjoin(*source) if source else query.select_from(sold)


_DOCUMENTS: tuple[tuple[Any, Any, Any, Any], ...] = (
    (Shipment, ShipmentLine, ShipmentLine.shipment_id, Shipment.shipped_on),
    (GoodsReturn, GoodsReturnLine, GoodsReturnLine.return_id, GoodsReturn.returned_on),
)
"""What sales are counted from: a document, its lines, how they name it, and its day."""


def _columns(document: Any, line: Any) -> list[Any]:
    is_return = document is GoodsReturn
    shipment_id = literal(None, Uuid()) if is_return else document.id
    amounts = [getattr(line, name) for name in ("quantity", "revenue", "cost")]
    return [
        document.partner_id,
        document.manager_id,
        document.period,
        Order.offer_id,
        line.item_id,
        type_coerce(shipment_id, Uuid()).label("shipment_id"),
        *((amount * (-1 if is_return else 1)).label(amount.key) for amount in amounts),
    ]


def _chosen(asked: SalesAsked, document: Any, on: Any) -> list[Any]:
    conditions = [document.currency == BASE_CURRENCY, on >= asked.date_from, on <= asked.date_to]
    if asked.organization_id:
        conditions.append(document.organization_id == asked.organization_id)
    return conditions


def _grouping(by: SalesBy, sold: Subquery) -> tuple[Any, Any, tuple[Any, Any] | None]:
    """(key, its name, where the name comes from)."""
    if by is SalesBy.CLIENT:
        client = client_of_row(sold.c.partner_id)
        return client.id, client.name, (client.source, client.on)
    if by is SalesBy.ITEM:
        return sold.c.item_id, KnownItem.name, (KnownItem, KnownItem.id == sold.c.item_id)
    if by is SalesBy.MANAGER:
        return sold.c.manager_id, KnownStaff.name, (KnownStaff, KnownStaff.id == sold.c.manager_id)
    if by is SalesBy.OFFER:
        return sold.c.offer_id, KnownOffer.name, (KnownOffer, KnownOffer.id == sold.c.offer_id)
    return sold.c.period, sold.c.period, None


def _row(row: Any) -> SalesRow:
    return SalesRow(
        key=str(row.key or ""),
        name=row.name,
        quantity=row.quantity,
        revenue=row.revenue,
        cost=row.cost,
        margin=row.revenue - row.cost,
        shipments=row.shipments,
    )
