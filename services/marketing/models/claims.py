"""Claims, their causes, and who takes part in their review."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.chassis.access import clients_of, office_only
from services.chassis.actor import Actor
from services.chassis.columns import SortKey, UtcDateTime, keep_keys
from services.chassis.tables import Part, Record
from services.marketing.models.base import Base


class ClaimCause(Record, Base):
    __tablename__ = "claim_causes"

    name: Mapped[str] = mapped_column(String(200), unique=True)
    sort_key: Mapped[str] = mapped_column(SortKey)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return office_only(actor)


keep_keys(ClaimCause.name)


class Claim(Record, Base):
    __tablename__ = "claims"

    number: Mapped[str] = mapped_column(String(40), unique=True)
    partner_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    order_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    shipment_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    deal_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    item_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    organization_id: Mapped[UUID | None] = mapped_column(Uuid)
    subject: Mapped[str] = mapped_column(String(200), info={"personal": True})
    kind: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(20), index=True)
    description: Mapped[str | None] = mapped_column(String(4000), info={"personal": True})
    cause_id: Mapped[UUID | None] = mapped_column(ForeignKey(ClaimCause.id))
    cause: Mapped[str | None] = mapped_column(String(4000), info={"personal": True})
    guilty_department_id: Mapped[UUID | None] = mapped_column(Uuid)
    guilty_staff_id: Mapped[UUID | None] = mapped_column(Uuid)
    result: Mapped[str | None] = mapped_column(String(4000), info={"personal": True})
    review_started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    participants: Mapped[list["ClaimParticipant"]] = relationship(
        order_by="ClaimParticipant.position", lazy="selectin", cascade="all, delete-orphan"
    )

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return clients_of(actor, cls.partner_id)


class ClaimParticipant(Part, Base):
    __tablename__ = "claim_participants"

    claim_id: Mapped[UUID] = mapped_column(ForeignKey(Claim.id), index=True)
    position: Mapped[int]
    staff_id: Mapped[UUID] = mapped_column(Uuid)
    role: Mapped[str | None] = mapped_column(String(200), info={"personal": True})
    comment: Mapped[str | None] = mapped_column(String(4000), info={"personal": True})

    @property
    def root_id(self) -> UUID:
        return self.claim_id
