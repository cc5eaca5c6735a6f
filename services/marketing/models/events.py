"""Marketing events: guests, providers, costs, tasks."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String, UniqueConstraint, Uuid, false, true
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.access import clients_of, office_only
from services.chassis.actor import Actor
from services.chassis.columns import Money, SearchKey, SortKey, keep_keys
from services.chassis.tables import Record
from services.marketing.models.base import Base
from services.marketing.models.channels import AdvertisingChannel


class MarketingEvent(Record, Base):
    __tablename__ = "marketing_events"

    organization_id: Mapped[UUID] = mapped_column(Uuid)
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(SortKey)
    search_key: Mapped[str] = mapped_column(SearchKey)
    channel_id: Mapped[UUID | None] = mapped_column(ForeignKey(AdvertisingChannel.id), index=True)
    status: Mapped[str] = mapped_column(String(20), index=True)
    planned_from: Mapped[date] = mapped_column(index=True)
    planned_to: Mapped[date]
    actual_from: Mapped[date | None]
    actual_to: Mapped[date | None]
    place: Mapped[str | None] = mapped_column(String(200))
    budget: Mapped[Decimal | None] = mapped_column(Money)
    currency: Mapped[str] = mapped_column(String(3))
    responsible_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    description: Mapped[str | None] = mapped_column(String(4000))
    cancel_reason: Mapped[str | None] = mapped_column(String(4000))

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return office_only(actor)


keep_keys(MarketingEvent.name, search="search_key")


class EventGuest(Record, Base):
    """`guest_id`: who stands once among an event's guests: the contact person, or the partner as a whole."""

    __tablename__ = "event_guests"

    event_id: Mapped[UUID] = mapped_column(ForeignKey(MarketingEvent.id))
    guest_id: Mapped[UUID] = mapped_column(Uuid)
    partner_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    contact_person_id: Mapped[UUID | None] = mapped_column(Uuid)
    person_name: Mapped[str | None] = mapped_column(String(200), info={"personal": True})
    status: Mapped[str] = mapped_column(String(20))

    __table_args__ = (UniqueConstraint("event_id", "guest_id"),)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return false() if actor.is_client else clients_of(actor, cls.partner_id)


class EventProvider(Record, Base):
    __tablename__ = "event_providers"

    event_id: Mapped[UUID] = mapped_column(ForeignKey(MarketingEvent.id), index=True)
    partner_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    contact_person_id: Mapped[UUID | None] = mapped_column(Uuid)
    person_name: Mapped[str | None] = mapped_column(String(200), info={"personal": True})
    provides: Mapped[str] = mapped_column(String(200))
    agreed_amount: Mapped[Decimal | None] = mapped_column(Money)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return false() if actor.is_client else clients_of(actor, cls.partner_id)


class EventCost(Record, Base):
    __tablename__ = "event_costs"

    event_id: Mapped[UUID] = mapped_column(ForeignKey(MarketingEvent.id), index=True)
    item: Mapped[str] = mapped_column(String(200))
    planned: Mapped[Decimal | None] = mapped_column(Money)
    actual: Mapped[Decimal | None] = mapped_column(Money)
    currency: Mapped[str] = mapped_column(String(3))
    spent_on: Mapped[date | None] = mapped_column(index=True)
    provider_id: Mapped[UUID | None] = mapped_column(ForeignKey(EventProvider.id))

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return office_only(actor)


class EventTask(Record, Base):
    """Managers and representatives see those of their own team, everybody else of ours sees all."""

    __tablename__ = "event_tasks"

    event_id: Mapped[UUID] = mapped_column(ForeignKey(MarketingEvent.id), index=True)
    organization_id: Mapped[UUID] = mapped_column(Uuid)
    title: Mapped[str] = mapped_column(String(200))
    assignee_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    due_on: Mapped[date] = mapped_column(index=True)
    status: Mapped[str] = mapped_column(String(20))
    result: Mapped[str | None] = mapped_column(String(4000))

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        if actor.is_client:
            return false()
        return true() if actor.sees_all_clients else cls.assignee_id.in_(actor.team)
