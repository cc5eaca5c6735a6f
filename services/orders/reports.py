"""Sales analysis (A1): read-only SQL over shipments, only the actor's clients."""

from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, select

from services.chassis.access import client_of_row
from services.chassis.references import demand_period
from services.chassis.tx import Reader
from services.orders.contracts import SalesAsked, SalesBy, SalesReport, SalesRow
from services.orders.models import KnownItem, KnownStaff, Shipment, ShipmentLine

_ZERO = Decimal(0)
BASE_CURRENCY = "UAH"


def report_sales(reader: Reader, asked: SalesAsked) -> SalesReport:
    """Revenue without VAT, cost and margin of shipments in the period; one statement.

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
    key, name, source = _grouping(asked.by)
    query = (
        select(
            key.label("key"),
            name.label("name"),
            func.sum(ShipmentLine.quantity).label("quantity"),
            func.sum(ShipmentLine.revenue).label("revenue"),
            func.sum(ShipmentLine.cost).label("cost"),
            func.count(Shipment.id.distinct()).label("shipments"),
        )
        .join(Shipment, Shipment.id == ShipmentLine.shipment_id)
        .where(
            reader.visible(Shipment),
            Shipment.currency == BASE_CURRENCY,
            Shipment.shipped_on >= asked.date_from,
            Shipment.shipped_on <= asked.date_to,
        )
        .group_by(key, name)
        .order_by(key)
    )
    if asked.organization_id:
        query = query.where(Shipment.organization_id == asked.organization_id)
    return query.outerjoin(*source) if source else query


def _grouping(by: SalesBy) -> tuple[Any, Any, tuple[Any, Any] | None]:
    """(key, its name, where the name comes from)."""
    if by is SalesBy.CLIENT:
        client = client_of_row(Shipment.partner_id)
        return client.id, client.name, (client.source, client.on)
    if by is SalesBy.ITEM:
        return ShipmentLine.item_id, KnownItem.name, (KnownItem, KnownItem.id == ShipmentLine.item_id)
    if by is SalesBy.MANAGER:
        return Shipment.manager_id, KnownStaff.name, (KnownStaff, KnownStaff.id == Shipment.manager_id)
    return Shipment.period, Shipment.period, None


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
