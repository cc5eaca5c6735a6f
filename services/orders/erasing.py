"""What the documents of a client who was erased no longer tell: where the goods were taken and by whom."""

from uuid import UUID

from sqlalchemy import update

from services.chassis.tx import Tx
from services.orders.models import Order, Shipment


def erase_of_partner(tx: Tx, partner_id: UUID) -> None:
    tx.session.execute(update(Shipment).where(Shipment.partner_id == partner_id).values(power_person=None))
    tx.session.execute(update(Order).where(Order.partner_id == partner_id).values(address=None))
