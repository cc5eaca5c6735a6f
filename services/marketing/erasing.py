"""Forgetting a client: its people among guests and providers, and what was written in its claims; that they were there
stays."""

from uuid import UUID

from sqlalchemy import or_

from services.chassis.audit import ERASED, blank_of_partner, blank_personal
from services.chassis.tx import Tx
from services.marketing.contracts import CLAIM_CHANGED
from services.marketing.models import Base, Claim

_SAID = (
    Claim.subject != ERASED,
    *(getattr(Claim, name).is_not(None) for name in ("description", "cause", "result")),
)


def forget_people(tx: Tx, partner_id: UUID) -> None:
    for claim in tx.locked(Claim, Claim.partner_id == partner_id, or_(*_SAID)):
        blank_personal(claim)
        tx.announce(CLAIM_CHANGED, claim)
    tx.session.flush()
    blank_of_partner(tx.session, Base.metadata, partner_id)
