"""Whether a client is the actor's: asked before anything is done about it, or told of it."""

from uuid import UUID

from sqlalchemy import select

from services.chassis.errors import NOT_FOUND
from services.chassis.tx import Reader
from services.partners.contracts import PARTNER_NOT_OURS
from services.partners.models import Partner


def demand_client(reader: Reader, partner_id: UUID) -> None:
    """For something new about a client: one's own, and not archived. Another's is answered as none at all."""
    active = select(Partner.id).where(Partner.id == partner_id, Partner.archived_at.is_(None))
    if reader.session.scalar(active.where(reader.visible(Partner))) is None:
        raise PARTNER_NOT_OURS()


def demand_seen(reader: Reader, partner_id: UUID) -> None:
    """For lists of what there is with a client, archived or not."""
    if reader.session.scalar(select(Partner.id).where(Partner.id == partner_id, reader.visible(Partner))) is None:
        raise NOT_FOUND(subject="Partner")
