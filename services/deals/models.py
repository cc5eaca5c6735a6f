"""Tables of deals. Dumb: columns, who may see a row, and nothing else."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String, UniqueConstraint, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from services.chassis.access import clients_of, office_only
from services.chassis.actor import Actor
from services.chassis.columns import JsonText, Money, SearchKey, SortKey, UtcDateTime, keep_keys
from services.chassis.tables import Part, Record, service_metadata


class Base(DeclarativeBase):
    metadata = service_metadata()


class DealKind(Record, Base):
    __tablename__ = "deal_kinds"

    name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(SortKey)
    stages: Mapped[list[dict[str, Any]]] = mapped_column(JsonText)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return office_only(actor)


keep_keys(DealKind.name)


class LossReason(Record, Base):
    __tablename__ = "loss_reasons"

    name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(SortKey)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return office_only(actor)


keep_keys(LossReason.name)


class Deal(Record, Base):
    __tablename__ = "deals"

    number: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
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
    description: Mapped[str | None] = mapped_column(String(4000))
    loss_reason_id: Mapped[UUID | None] = mapped_column(ForeignKey(LossReason.id))
    loss_comment: Mapped[str | None] = mapped_column(String(4000))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    stages: Mapped[list["DealStage"]] = relationship(order_by="DealStage.id", lazy="selectin")

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
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    moved_by: Mapped[UUID] = mapped_column(Uuid)

    @property
    def root_id(self) -> UUID:
        return self.deal_id
