"""Tables of marketing. Dumb: columns, who may see a row, and nothing else."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from services.chassis.access import clients_of, office_only
from services.chassis.actor import Actor
from services.chassis.columns import Money, SearchKey, SortKey, UtcDateTime, keep_keys
from services.chassis.tables import Record, service_metadata


class Base(DeclarativeBase):
    metadata = service_metadata()


class Channel(Record, Base):
    __tablename__ = "channels"

    name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(SortKey)
    search_key: Mapped[str] = mapped_column(SearchKey)
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("channels.id"), index=True)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return office_only(actor)


keep_keys(Channel.name, search="search_key")


class ChannelCost(Record, Base):
    __tablename__ = "channel_costs"

    channel_id: Mapped[UUID] = mapped_column(ForeignKey(Channel.id), index=True)
    date_from: Mapped[date]
    date_to: Mapped[date]
    amount: Mapped[Decimal] = mapped_column(Money)
    currency: Mapped[str] = mapped_column(String(3))

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return office_only(actor)


class Claim(Record, Base):
    __tablename__ = "claims"

    number: Mapped[str] = mapped_column(String(40), unique=True)
    partner_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    order_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    organization_id: Mapped[UUID | None] = mapped_column(Uuid)
    subject: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(20), index=True)
    description: Mapped[str | None] = mapped_column(String(4000))
    cause: Mapped[str | None] = mapped_column(String(4000))
    guilty_department_id: Mapped[UUID | None] = mapped_column(Uuid)
    guilty_staff_id: Mapped[UUID | None] = mapped_column(Uuid)
    result: Mapped[str | None] = mapped_column(String(4000))
    review_started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return clients_of(actor, cls.partner_id)
