"""Interactions with clients."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String, Uuid, false, or_
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.access import clients_of
from services.chassis.actor import Actor
from services.chassis.columns import JsonText, UtcDateTime
from services.chassis.tables import Record
from services.partners.models.base import Base
from services.partners.models.organizations import Staff
from services.partners.models.partners import Partner


class Interaction(Record, Base):
    __tablename__ = "interactions"

    kind: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(20), index=True)
    partner_id: Mapped[UUID] = mapped_column(ForeignKey(Partner.id), index=True)
    contact_person_ids: Mapped[list[str]] = mapped_column(JsonText)
    subject_type: Mapped[str | None] = mapped_column(String(40))
    subject_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    topic: Mapped[str] = mapped_column(String(200), info={"personal": True})
    planned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    happens_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    """When it was done, until then when it is planned."""
    result: Mapped[str | None] = mapped_column(String(4000), info={"personal": True})
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey(Staff.id))
    responsible_id: Mapped[UUID] = mapped_column(ForeignKey(Staff.id), index=True)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Of one's clients; and what is one's own, or a subordinate's, to do: as the task that goes with it."""
        if actor.is_client:
            return false()
        return or_(clients_of(actor, cls.partner_id), cls.responsible_id.in_(actor.team))
