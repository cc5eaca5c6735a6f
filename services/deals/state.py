"""A deal for change: while it is in work. Every change of its parts ends in `changed`."""

from uuid import UUID

from services.chassis.tx import Tx
from services.deals.contracts import DEAL_CHANGED, DEAL_CLOSED, DealStatus
from services.deals.models import Deal


def open_deal(tx: Tx, deal_id: UUID) -> Deal:
    """The deal for change; refused once it is won or lost."""
    deal = tx.get(Deal, deal_id)
    if deal.status != DealStatus.IN_WORK:
        raise DEAL_CLOSED(status=deal.status)
    return deal


def changed(tx: Tx, deal: Deal) -> Deal:
    """Something of the deal changed, be it a part of it: it has a new version, and that is told."""
    tx.touch(deal)
    tx.announce(DEAL_CHANGED, deal)
    return deal
