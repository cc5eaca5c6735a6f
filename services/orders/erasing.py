"""What the documents of a client who was erased no longer tell: where the goods were taken and by whom, and what our
people wrote in them. What was sold, and its sums, stay: the law asks for them."""

from uuid import UUID

from services.chassis.audit import blank_of_partner
from services.chassis.tx import Tx
from services.orders.models import Base


def erase_of_partner(tx: Tx, partner_id: UUID) -> None:
    blank_of_partner(tx.session, Base.metadata, partner_id)
