"""Tables every service has beside its own: outbox, inbox, keys, audit, jobs, numbers, known partners.

They are plain tables in a metadata of their own, migrated by the chassis, so that five services share one
definition without sharing a database.
"""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Identity,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    Uuid,
    event,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from services.chassis.actor import Actor
from services.chassis.columns import JsonText, SortKey, UtcDateTime
from services.chassis.ids import uuid7

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

chassis_metadata = MetaData(naming_convention=NAMING)
FED_BY_EVENTS = {"fed_by_events": True}
"""Marks tables that hold only what other services told: a restore empties them, a replay fills them."""

_big_id = BigInteger().with_variant(Integer, "sqlite")

outbox = Table(
    "outbox",
    chassis_metadata,
    Column("id", _big_id, Identity(), primary_key=True),
    Column("event_id", Uuid, nullable=False),
    Column("type", String(120), nullable=False),
    Column("trace", String(80), nullable=False),
    Column("body", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)
"""What must still be published, in the order it was written; the relay deletes what the broker confirmed. `type`: the
routing key, the event's type with what it is routed by."""

inbox = Table(
    "inbox",
    chassis_metadata,
    Column("type", String(120), primary_key=True),
    Column("subject_id", Uuid, primary_key=True),
    Column("epoch", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
    info=FED_BY_EVENTS,
)
"""What was consumed: for states the latest (epoch, version) of each subject, for facts the fact's id. Holds
nothing of the consumer's own clock, so that a replay makes the same rows again."""

idempotency_keys = Table(
    "idempotency_keys",
    chassis_metadata,
    Column("actor_id", Uuid, primary_key=True),
    Column("operation", String(80), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("body_hash", String(64), nullable=False),
    Column("subject_id", Uuid),
    Column("version", Integer),
    Column("status", Integer),
    Column("created_at", UtcDateTime, nullable=False, index=True),
)

audit_rows = Table(
    "audit_rows",
    chassis_metadata,
    Column("id", Uuid, primary_key=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("actor_id", Uuid, nullable=False, index=True),
    Column("actor_name", String(200), nullable=False),
    Column("operation", String(120), nullable=False),
    Column("request_id", String(80), nullable=False),
    Column("subject_type", String(60), nullable=False),
    Column("subject_id", Uuid, nullable=False),
    Column("version", Integer, nullable=False),
    Column("partner_id", Uuid, index=True),
    Column("changes", JsonText, nullable=False),
    Index(None, "subject_id", "at"),
)

numbers = Table(
    "numbers",
    chassis_metadata,
    Column("organization_id", Uuid, primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("last", BigInteger, nullable=False),
)

facts_of_service = Table(
    "service_facts",
    chassis_metadata,
    Column("name", String(40), primary_key=True),
    Column("value", String(200), nullable=False),
)
"""Single values of a service: its epoch, last retention run."""

partner_access = Table(
    "partner_access",
    chassis_metadata,
    Column("partner_id", Uuid, primary_key=True),
    Column("epoch", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("name", String(200), nullable=False),
    Column("sort_key", SortKey, nullable=False),
    Column("manager_id", Uuid, index=True),
    Column("representative_id", Uuid, index=True),
    Column("merged_into", Uuid, index=True),
    Column("archived", Boolean, nullable=False),
    info=FED_BY_EVENTS,
)
"""What every service knows of a partner: whose client it is and what to call it. Fed by partners' events, so
that handing a thousand clients over touches no document. In the database of partners, who own them, it is a view."""


class Record:
    """Mixin of every noun: id, optimistic version, times, archiving. Not deleted, ever."""

    audited: ClassVar[bool] = True

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)
    version: Mapped[int] = mapped_column(Integer, nullable=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, nullable=False)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, nullable=False)
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        # eager_defaults off: nothing on a row is made by the database but outbox ids
        return {"version_id_col": cls.version, "eager_defaults": False}

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """SQL that keeps the rows this actor may see. Every model says its own; there is no default."""
        raise NotImplementedError(f"{cls.__name__} does not say who may see it")


class Part:
    """Mixin of rows that live and die inside a record (an order's lines): audited with their root."""

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)

    @property
    def root_id(self) -> UUID:
        raise NotImplementedError


class Told:
    """Mixin of rows that events keep up to date: at which (epoch, version) of their owner they stand."""

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    epoch: Mapped[int] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(Integer)

    __table_args__ = ({"info": FED_BY_EVENTS},)


@event.listens_for(Record, "init", propagate=True)
@event.listens_for(Part, "init", propagate=True)
def _give_id(_: object, __: Any, values: dict[str, Any]) -> None:
    """Ids exist from construction, not from the flush: the audit trail and parts need them before."""
    values.setdefault("id", uuid7())


def service_metadata() -> MetaData:
    return MetaData(naming_convention=NAMING)


__all__ = [
    "DeclarativeBase",
    "Part",
    "Record",
    "Told",
    "audit_rows",
    "chassis_metadata",
    "facts_of_service",
    "idempotency_keys",
    "inbox",
    "numbers",
    "outbox",
    "partner_access",
    "service_metadata",
]
