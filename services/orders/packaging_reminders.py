"""Packaging whose day has passed is a task of the client's manager, one for each shipment, until it is back (R12)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select

from services.chassis.access import client_of_row
from services.chassis.tx import Reader, Tx
from services.orders.contracts import PACKAGING_REMINDER_CHANGED, ReminderStatus
from services.orders.models import Order, PackagingReminder, Shipment, ShippedPackaging


def to_remind(reader: Reader, after: UUID | None) -> Select[UUID, Any]:
    """(shipment, whose task it shall be) of overdue packaging of which nobody, or somebody else, is reminded; by the
    shipments' ids. The task is the manager's of the client as it is now, or of who sold where it has none."""
    one, client = ShippedPackaging, client_of_row(Shipment.partner_id)
    manager = func.coalesce(client.manager_id, Shipment.manager_id).label("manager_id")
    is_told = (PackagingReminder.status == ReminderStatus.OPEN) & PackagingReminder.assignee_id.is_not_distinct_from(
        manager
    )
    query = (
        # by the packaging's own column: most shipments have none, and are not looked at
        select(one.shipment_id, manager)
        .join(Shipment, Shipment.id == one.shipment_id)
        .outerjoin(client.source, client.on)
        .outerjoin(PackagingReminder, PackagingReminder.shipment_id == one.shipment_id)
        .where(one.quantity > one.returned, one.due_on < reader.today, or_(PackagingReminder.id.is_(None), ~is_told))
    )
    if after is not None:
        query = query.where(one.shipment_id > after)
    return query.distinct().order_by(one.shipment_id)


def remind(tx: Tx, managers: Mapping[UUID, UUID | None]) -> None:
    """Of these shipments' packaging: whose task each is. Done again it changes nothing."""
    # shipments before their orders, as what comes back locks them: else each would wait for the other
    shipments = tx.locked(Shipment, Shipment.id.in_(managers))
    # the orders' rows are the lock of their packaging: what comes back meanwhile is seen here, or sees this
    tx.locked(Order, Order.id.in_({one.order_id for one in shipments}))
    late = _late(tx, list(managers))
    known = {one.shipment_id: one for one in tx.locked(PackagingReminder, PackagingReminder.shipment_id.in_(managers))}
    for shipment in shipments:
        due_on = late.get(shipment.id)
        if due_on is None:
            continue
        reminder = known.get(shipment.id) or tx.add(
            PackagingReminder(
                shipment_id=shipment.id, organization_id=shipment.organization_id, partner_id=shipment.partner_id
            )
        )
        reminder.title = f"Забрати в клієнта тару за реалізацією {shipment.number}: строк минув {due_on:%d.%m.%Y}"
        reminder.assignee_id, reminder.due_on = managers[shipment.id], due_on
        reminder.status = ReminderStatus.OPEN
        tx.announce(PACKAGING_REMINDER_CHANGED, reminder)


def end_reminder(tx: Tx, shipment: Shipment) -> None:
    """Once nothing of the shipment is overdue, the task is done. To be called where packaging has come back."""
    is_open = PackagingReminder.status == ReminderStatus.OPEN
    for reminder in tx.locked(PackagingReminder, PackagingReminder.shipment_id == shipment.id, is_open):
        if not _late(tx, [shipment.id]):
            reminder.status = ReminderStatus.DONE
            tx.announce(PACKAGING_REMINDER_CHANGED, reminder)


def _late(tx: Tx, shipments: Sequence[UUID]) -> dict[UUID, date]:
    """The day by which each should have been back of which something is overdue."""
    one = ShippedPackaging
    is_late = (one.shipment_id.in_(shipments), one.quantity > one.returned, one.due_on < tx.today)
    return dict(tx.rows(select(one.shipment_id, func.min(one.due_on)).where(*is_late).group_by(one.shipment_id)))
