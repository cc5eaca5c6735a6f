"""What orders tell of orders under offers, kept for the report of fulfilment (O7)."""

from datetime import date
from typing import Any

from sqlalchemy import delete, insert

from services.chassis.statements import upsert
from services.chassis.tx import Tx
from services.orders.contracts import OfferOrder, OrderStatus
from services.pricing.models import OfferedDay, OfferedDue, OfferedOrder, OfferedPackaging

_KEPT = tuple(column.key for column in OfferedOrder.__table__.c)
_AGREED = (OrderStatus.TO_FULFIL, OrderStatus.CLOSED)


def hear_offer_order(tx: Tx, told: OfferOrder) -> None:
    """The order as it stands takes the place of what was told of it before."""
    row = {name: getattr(told, name, None) for name in _KEPT}
    upsert(tx.session, OfferedOrder.__table__, {**row, "agreed": told.status in _AGREED}, ("id",))
    packaging = [one.__dict__ | {"due_on": one.due_on or date.max} for one in told.packaging]
    _replace(tx, OfferedDay.__table__, told, [one.__dict__ for one in told.days])
    _replace(tx, OfferedDue.__table__, told, [one.__dict__ for one in told.owed])
    _replace(tx, OfferedPackaging.__table__, told, packaging)


def _replace(tx: Tx, table: Any, told: OfferOrder, rows: list[dict[str, Any]]) -> None:
    tx.session.execute(delete(table).where(table.c.order_id == told.id))
    if rows:
        tx.session.execute(insert(table), [{"order_id": told.id, **row} for row in rows])
