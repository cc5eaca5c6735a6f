"""Forgetting a client: what our people wrote of it in their own words; that there was a deal, and its sums, stay."""

from uuid import UUID

from sqlalchemy import or_

from services.chassis.audit import ERASED, blank_of_partner, blank_personal
from services.chassis.tx import Tx
from services.deals import participants, plan
from services.deals.models import Base, Deal
from services.deals.state import changed

_SAID = (
    Deal.name != ERASED,
    *(getattr(Deal, name).is_not(None) for name in ("description", "loss_comment", "demand_text", "interest_note")),
)


def erase_of_partner(tx: Tx, partner_id: UUID) -> None:
    participants.forget_contact_persons(tx, partner_id)
    plan.forget_writing(tx, partner_id)
    for deal in tx.locked(Deal, Deal.partner_id == partner_id, or_(*_SAID)):
        blank_personal(deal)
        changed(tx, deal)
    tx.session.flush()
    blank_of_partner(tx.session, Base.metadata, partner_id)
