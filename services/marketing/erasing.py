"""Forgetting a person: what marketing wrote down of a partner's people."""

from uuid import UUID

from services.chassis.audit import blank_personal
from services.chassis.tx import Tx
from services.marketing.models import EventGuest, EventProvider


def forget_people(tx: Tx, partner_id: UUID) -> None:
    """Names of the partner's contact persons among guests and providers; that they were there stays."""
    for guest in tx.locked(EventGuest, EventGuest.partner_id == partner_id):
        blank_personal(guest)
    for provider in tx.locked(EventProvider, EventProvider.partner_id == partner_id):
        blank_personal(provider)
