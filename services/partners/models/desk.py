"""Tasks, and the timeline of a client."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Integer, String, Uuid, and_, false, or_, true
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.access import clients_of
from services.chassis.actor import Actor
from services.chassis.columns import Money, UtcDateTime
from services.chassis.tables import FED_BY_EVENTS, Record
from services.partners.models.base import Base
from services.partners.models.organizations import Staff


class Task(Record, Base):
    __tablename__ = "tasks"

    title: Mapped[str] = mapped_column(String(200), info={"personal": True})
    description: Mapped[str | None] = mapped_column(String(4000), info={"personal": True})
    status: Mapped[str] = mapped_column(String(20), index=True)
    priority: Mapped[str] = mapped_column(String(20))
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey(Staff.id), index=True)
    assignee_id: Mapped[UUID | None] = mapped_column(ForeignKey(Staff.id), index=True)
    for_role: Mapped[str | None] = mapped_column(String(40), index=True)
    partner_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    subject_type: Mapped[str | None] = mapped_column(String(40))
    subject_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    result: Mapped[str | None] = mapped_column(String(4000), info={"personal": True})
    completed_by: Mapped[UUID | None] = mapped_column(Uuid)
    completed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    accepted_by: Mapped[UUID | None] = mapped_column(Uuid)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When its author saw that it was done; while there is none, it is on the author's desk."""
    follows_document: Mapped[bool] = mapped_column(server_default=false())
    """Opened by what it is about, and closed by that alone."""

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        if actor.is_client:
            return false()
        if actor.sees_all_clients and actor.roles & {"administrator", "head_of_sales"}:
            return true()
        return or_(
            cls.assignee_id.in_(actor.team),
            cls.author_id.in_(actor.team),
            and_(cls.for_role.in_(actor.roles), or_(cls.partner_id.is_(None), clients_of(actor, cls.partner_id))),
        )


class TimelineEntry(Base):
    """One document of one client, as it stands now. Holds nothing of this service's own clock, so that a
    replay makes the same rows again; key columns first (kind, document)."""

    __tablename__ = "timeline"

    id: Mapped[UUID] = mapped_column(Uuid, unique=True)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    document_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    partner_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    number: Mapped[str | None] = mapped_column(String(40))
    title: Mapped[str | None] = mapped_column(String(300))
    status: Mapped[str | None] = mapped_column(String(40))
    amount: Mapped[Decimal | None] = mapped_column(Money)
    currency: Mapped[str | None] = mapped_column(String(3))
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    epoch: Mapped[int] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(Integer)

    __table_args__ = ({"info": FED_BY_EVENTS},)
