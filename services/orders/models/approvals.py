"""Which orders need nobody's approval."""

from uuid import UUID

from sqlalchemy import ColumnElement, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.access import office_only
from services.chassis.actor import Actor
from services.chassis.tables import Record
from services.orders.models.base import Base


class ApprovalRule(Record, Base):
    """Of an organization; without one its orders all need approval."""

    __tablename__ = "approval_rules"

    organization_id: Mapped[UUID] = mapped_column(Uuid)
    pass_without_deviations: Mapped[bool]

    __table_args__ = (UniqueConstraint("organization_id"),)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return office_only(actor)
