"""settlements of earlier documents: what was shipped and paid before there was a register is written into it.

A movement has the id of its document. Orders had no payment stages then: a shipment was due on its day.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from services.chassis.columns import Money, UtcDateTime
from services.chassis.ids import uuid_for

revision = "0007"
down_revision = "0006"

_KINDS: dict[str, Any] = {
    **dict.fromkeys(("id", "order_id", "document_id", "object_id", "shipment_id"), sa.Uuid()),
    **dict.fromkeys(("organization_id", "partner_id", "legal_entity_id"), sa.Uuid()),
    **dict.fromkeys(("moved_on", "shipped_on", "due_on", "paid_on"), sa.Date()),
    **dict.fromkeys(("created_at", "updated_at"), UtcDateTime()),
    **dict.fromkeys(("amount", "total"), Money()),
    "version": sa.Integer(),
    "prepaid": sa.Boolean(),
}
_ACCOUNT = ("organization_id", "partner_id", "legal_entity_id", "currency")
_COMMON = ("id", "version", "created_at", "updated_at", *_ACCOUNT, "order_id", "object_kind", "object_id")


def _table(name: str, *columns: str) -> sa.TableClause:
    return sa.table(name, *[sa.column(column, _KINDS.get(column, sa.String())) for column in columns])


_SHIPMENTS = _table("shipments", "id", "created_at", *_ACCOUNT, "order_id", "number", "shipped_on", "total")
_PAYMENTS = _table("payments", "id", "created_at", *_ACCOUNT, "order_id", "number", "paid_on", "amount")
_SETTLEMENTS = _table("settlements", *_COMMON, "kind", "document_id", "number", "moved_on", "amount")
_DUES = _table("shipment_dues", *_COMMON, "shipment_id", "shipped_on", "due_on", "prepaid", "amount")
_ACCOUNTS = _table("settlement_accounts", "id", *_ACCOUNT)


def upgrade() -> None:
    shipped, paid = _SHIPMENTS.c, _PAYMENTS.c
    _fill(_SETTLEMENTS, _moved(shipped, "shipment", shipped.shipped_on, shipped.total))
    due = {"shipment_id": shipped.id, "shipped_on": shipped.shipped_on, "due_on": shipped.shipped_on}
    _fill(_DUES, {**_of(shipped), **due, "prepaid": sa.false(), "amount": shipped.total})
    of_orders = paid.order_id.is_not(None)
    _fill(_SETTLEMENTS, _moved(paid, "payment", paid.paid_on, -paid.amount), of_orders)
    on_account = sa.select(*[paid[name] for name in _ACCOUNT]).where(paid.order_id.is_(None)).distinct()
    for account in op.get_bind().execute(on_account).all():
        said = (str(value or "") for value in account)
        account_id = uuid_for("settlement account", *said)
        op.execute(_ACCOUNTS.insert().values(id=account_id, **account._mapping))
        same = [paid[name].is_not_distinct_from(value) for name, value in account._mapping.items()]
        lies_there = {"object_kind": sa.literal("account"), "object_id": sa.literal(account_id, sa.Uuid())}
        moved = _moved(paid, "payment", paid.paid_on, -paid.amount) | lies_there
        _fill(_SETTLEMENTS, moved, paid.order_id.is_(None), *same)


def _of(document: Any) -> dict[str, Any]:
    """The columns that all rows of the register have; kept by order."""
    same = {name: document[name] for name in ("id", "created_at", *_ACCOUNT, "order_id")}
    kept = {"object_kind": sa.literal("order"), "object_id": document.order_id}
    return {**same, "version": sa.literal(1), "updated_at": document.created_at, **kept}


def _moved(document: Any, kind: str, on: Any, amount: Any) -> dict[str, Any]:
    what = {"kind": sa.literal(kind), "document_id": document.id, "number": document.number}
    return {**_of(document), **what, "moved_on": on, "amount": amount}


def _fill(table: sa.TableClause, values: dict[str, Any], *conditions: Any) -> None:
    op.execute(table.insert().from_select(list(values), sa.select(*values.values()).where(*conditions)))
