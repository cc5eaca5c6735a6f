"""Segments of partners: cards, what is kept of their members, and who came and left."""

from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.access import office_only
from services.chassis.actor import Actor
from services.chassis.columns import keep_keys
from services.chassis.segments import Segment, SegmentChange, SegmentMember
from services.partners.models.base import Base
from services.partners.models.partners import Partner


class PartnerSegment(Segment, Base):
    __tablename__ = "partner_segments"

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Whom it holds, each sees as far as one's own clients go."""
        return office_only(actor)


keep_keys(PartnerSegment.name)


class PartnerSegmentMember(SegmentMember, Base):
    __tablename__ = "partner_segment_members"

    segment_id: Mapped[UUID] = mapped_column(ForeignKey(PartnerSegment.id), primary_key=True)
    partner_id: Mapped[UUID] = mapped_column(ForeignKey(Partner.id), primary_key=True, index=True)


class PartnerSegmentChange(SegmentChange, Base):
    __tablename__ = "partner_segment_changes"

    segment_id: Mapped[UUID] = mapped_column(ForeignKey(PartnerSegment.id), primary_key=True)
    turn: Mapped[int] = mapped_column(primary_key=True)
    partner_id: Mapped[UUID] = mapped_column(ForeignKey(Partner.id), primary_key=True)

    __table_args__ = (Index(None, "segment_id", "at", "partner_id"),)
