"""Advertising channels and what they cost."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.access import office_only
from services.chassis.actor import Actor
from services.chassis.columns import Money, SearchKey, SortKey, keep_keys
from services.chassis.tables import Record
from services.marketing.models.base import Base


class AdvertisingChannel(Record, Base):
    __tablename__ = "channels"

    name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(SortKey)
    search_key: Mapped[str] = mapped_column(SearchKey)
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("channels.id"), index=True)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return office_only(actor)


keep_keys(AdvertisingChannel.name, search="search_key")


class ChannelCost(Record, Base):
    __tablename__ = "channel_costs"

    channel_id: Mapped[UUID] = mapped_column(ForeignKey(AdvertisingChannel.id), index=True)
    date_from: Mapped[date]
    date_to: Mapped[date]
    amount: Mapped[Decimal] = mapped_column(Money)
    currency: Mapped[str] = mapped_column(String(3))

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return office_only(actor)
