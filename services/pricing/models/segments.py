"""Segments of items: cards, what is kept of their members, and who came and left."""

from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.access import office_only
from services.chassis.actor import Actor
from services.chassis.columns import keep_keys
from services.chassis.segments import Segment, SegmentChange, SegmentMember
from services.pricing.models.base import Base
from services.pricing.models.catalogue import Item


class ItemSegment(Segment, Base):
    __tablename__ = "item_segments"

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return office_only(actor)


keep_keys(ItemSegment.name)


class ItemSegmentMember(SegmentMember, Base):
    __tablename__ = "item_segment_members"

    segment_id: Mapped[UUID] = mapped_column(ForeignKey(ItemSegment.id), primary_key=True)
    item_id: Mapped[UUID] = mapped_column(ForeignKey(Item.id), primary_key=True, index=True)


class ItemSegmentChange(SegmentChange, Base):
    __tablename__ = "item_segment_changes"

    segment_id: Mapped[UUID] = mapped_column(ForeignKey(ItemSegment.id), primary_key=True)
    turn: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(ForeignKey(Item.id), primary_key=True)

    __table_args__ = (Index(None, "segment_id", "at", "item_id"),)
