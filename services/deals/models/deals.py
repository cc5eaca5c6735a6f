"""Deals, their stays on stages, their primary demand, and how they were closed."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.chassis.access import clients_of
from services.chassis.actor import Actor
from services.chassis.columns import Money, Price, Quantity, SearchKey, SortKey, UtcDateTime, keep_keys
from services.chassis.tables import Part, Record
from services.deals.models.base import Base
from services.deals.models.kinds import DealKind, LossReason, ParticipantRole


class Deal(Record, Base):
    __tablename__ = "deals"

    number: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200), info={"personal": True})
    sort_key: Mapped[str] = mapped_column(SortKey, index=True)
    search_key: Mapped[str] = mapped_column(SearchKey)
    kind_id: Mapped[UUID] = mapped_column(ForeignKey(DealKind.id), index=True)
    organization_id: Mapped[UUID] = mapped_column(Uuid)
    partner_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    manager_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    status: Mapped[str] = mapped_column(String(20), index=True)
    stage: Mapped[str | None] = mapped_column(String(40))
    potential: Mapped[Decimal | None] = mapped_column(Money)
    currency: Mapped[str] = mapped_column(String(3))
    expected_close_on: Mapped[date | None]
    description: Mapped[str | None] = mapped_column(String(4000), info={"personal": True})
    loss_reason_id: Mapped[UUID | None] = mapped_column(ForeignKey(LossReason.id))
    loss_comment: Mapped[str | None] = mapped_column(String(4000), info={"personal": True})
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    offer_id: Mapped[UUID | None] = mapped_column(Uuid)
    potential_from: Mapped[str] = mapped_column(String(20), server_default="typed")
    demand_text: Mapped[str | None] = mapped_column(String(4000), info={"personal": True})
    competitor_id: Mapped[UUID | None] = mapped_column(Uuid)
    """Of a lost deal: the partner who won it."""
    interest_kind: Mapped[str | None] = mapped_column(String(20))
    """What brought this deal, where it is told; else it is what first brought the client."""
    interest_id: Mapped[UUID | None] = mapped_column(Uuid)
    interest_note: Mapped[str | None] = mapped_column(String(200), info={"personal": True})

    stages: Mapped[list["DealStage"]] = relationship(order_by="DealStage.id", lazy="selectin")
    demand: Mapped[list["DemandRow"]] = relationship(
        order_by="DemandRow.position", lazy="selectin", cascade="all, delete-orphan"
    )
    participants: Mapped[list["DealParticipant"]] = relationship(
        order_by="DealParticipant.id", lazy="selectin", cascade="all, delete-orphan"
    )
    closings: Mapped[list["DealClosing"]] = relationship(order_by="DealClosing.closed_at", lazy="selectin")

    __table_args__ = (UniqueConstraint("organization_id", "number"),)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return clients_of(actor, cls.partner_id)


keep_keys(Deal.name, search="search_key")


class DealStage(Part, Base):
    """A deal's stay on a stage: conversion and time on stage come from these rows, not from snapshots."""

    __tablename__ = "deal_stages"

    deal_id: Mapped[UUID] = mapped_column(ForeignKey(Deal.id), index=True)
    stage: Mapped[str] = mapped_column(String(40))
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    moved_by: Mapped[UUID] = mapped_column(Uuid)
    due_on: Mapped[date | None]
    """The last of the days that the kind expects a deal to stay."""

    @property
    def root_id(self) -> UUID:
        return self.deal_id


class DemandRow(Part, Base):
    """One thing the client needed. `price` of a unit and `budget` of the whole line are in the deal's currency."""

    __tablename__ = "demand_lines"

    deal_id: Mapped[UUID] = mapped_column(ForeignKey(Deal.id), index=True)
    position: Mapped[int]
    item_id: Mapped[UUID | None] = mapped_column(Uuid)
    words: Mapped[str | None] = mapped_column(String(200), info={"personal": True})
    quantity: Mapped[Decimal] = mapped_column(Quantity)
    price: Mapped[Decimal | None] = mapped_column(Price)
    budget: Mapped[Decimal | None] = mapped_column(Money)
    satisfied: Mapped[bool]

    @property
    def root_id(self) -> UUID:
        return self.deal_id


class DealParticipant(Part, Base):
    """Somebody of a deal. Names of staff and partners are kept where events bring them, a contact person's here."""

    __tablename__ = "participants"

    deal_id: Mapped[UUID] = mapped_column(ForeignKey(Deal.id))
    side: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    full_name: Mapped[str | None] = mapped_column(String(200), info={"personal": True})
    role_id: Mapped[UUID | None] = mapped_column(ForeignKey(ParticipantRole.id))
    attitude: Mapped[str | None] = mapped_column(String(20))
    comment: Mapped[str | None] = mapped_column(String(4000), info={"personal": True})

    role: Mapped[ParticipantRole | None] = relationship(lazy="joined")

    __table_args__ = (UniqueConstraint("deal_id", "subject_id"),)

    @property
    def root_id(self) -> UUID:
        return self.deal_id


class DealClosing(Record, Base):
    """A deal was won or lost once, as it was then: a fact of its own, for a deal taken up again may be closed again.
    Organization and client are the deal's."""

    __tablename__ = "deal_closings"

    deal_id: Mapped[UUID] = mapped_column(ForeignKey(Deal.id), index=True)
    organization_id: Mapped[UUID] = mapped_column(Uuid)
    partner_id: Mapped[UUID] = mapped_column(Uuid)
    status: Mapped[str] = mapped_column(String(20))
    stage: Mapped[str | None] = mapped_column(String(40))
    manager_id: Mapped[UUID | None] = mapped_column(Uuid)
    potential: Mapped[Decimal | None] = mapped_column(Money)
    offer_id: Mapped[UUID | None] = mapped_column(Uuid)
    loss_reason_id: Mapped[UUID | None] = mapped_column(ForeignKey(LossReason.id))
    loss_comment: Mapped[str | None] = mapped_column(String(4000), info={"personal": True})
    competitor_id: Mapped[UUID | None] = mapped_column(Uuid)
    closed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reopened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Since then it does not count any more."""
    reopened_by: Mapped[UUID | None] = mapped_column(Uuid)
    reopening_reason: Mapped[str | None] = mapped_column(String(200), info={"personal": True, "needed": True})

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return clients_of(actor, cls.partner_id)
