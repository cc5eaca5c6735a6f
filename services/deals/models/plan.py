"""Tasks of deals' plans."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.chassis.access import clients_of
from services.chassis.actor import Actor
from services.chassis.columns import UtcDateTime
from services.chassis.tables import Record
from services.deals.models.base import Base
from services.deals.models.deals import Deal


class PlannedTask(Record, Base):
    """Organization and client are the deal's: whose task it is to see, and whom it is told of."""

    __tablename__ = "plan_tasks"

    deal_id: Mapped[UUID] = mapped_column(ForeignKey(Deal.id), index=True)
    organization_id: Mapped[UUID] = mapped_column(Uuid)
    partner_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    title: Mapped[str] = mapped_column(String(200), info={"personal": True})
    description: Mapped[str | None] = mapped_column(String(4000), info={"personal": True})
    stage: Mapped[str | None] = mapped_column(String(40))
    status: Mapped[str] = mapped_column(String(20), index=True)
    required: Mapped[bool]
    assignee_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    due_on: Mapped[date | None]
    result: Mapped[str | None] = mapped_column(String(4000), info={"personal": True})
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[UUID | None] = mapped_column(Uuid)

    deal: Mapped[Deal] = relationship(lazy="raise")
    """Never loaded: it has a deal and the tasks planned with it written in this order."""

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return clients_of(actor, cls.partner_id)
