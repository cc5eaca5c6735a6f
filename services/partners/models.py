"""Tables of partners. Dumb: columns, who may see a row, and nothing else."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, Integer, String, Uuid, and_, false, or_, true
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from services.chassis.access import clients_of, office_only
from services.chassis.actor import Actor
from services.chassis.columns import JsonText, Money, SearchKey, SortKey, UtcDateTime, keep_keys
from services.chassis.tables import FED_BY_EVENTS, Part, Record, service_metadata


class Base(DeclarativeBase):
    metadata = service_metadata()


class Organization(Record, Base):
    __tablename__ = "organizations"

    name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(SortKey, index=True)
    search_key: Mapped[str] = mapped_column(SearchKey)
    edrpou: Mapped[str] = mapped_column(String(8), unique=True)
    vat_number: Mapped[str | None] = mapped_column(String(12))
    ibans: Mapped[list[str]] = mapped_column(JsonText)
    requisite_policies: Mapped[list[dict[str, Any]]] = mapped_column(JsonText)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return office_only(actor)


keep_keys(Organization.name, search="search_key")


class Department(Record, Base):
    __tablename__ = "departments"

    organization_id: Mapped[UUID] = mapped_column(ForeignKey(Organization.id), index=True)
    name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(SortKey)
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("departments.id"))

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return office_only(actor)


keep_keys(Department.name)


class Staff(Record, Base):
    __tablename__ = "staff"

    organization_id: Mapped[UUID] = mapped_column(ForeignKey(Organization.id), index=True)
    full_name: Mapped[str] = mapped_column(String(200), info={"personal": True})
    sort_key: Mapped[str] = mapped_column(SortKey, index=True)
    search_key: Mapped[str] = mapped_column(SearchKey)
    position: Mapped[str | None] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(320), info={"personal": True})
    department_id: Mapped[UUID | None] = mapped_column(ForeignKey(Department.id))
    superior_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"), index=True)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return office_only(actor)


keep_keys(Staff.full_name, search="search_key")


class Partner(Record, Base):
    __tablename__ = "partners"

    organization_id: Mapped[UUID] = mapped_column(ForeignKey(Organization.id), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(SortKey, index=True)
    search_key: Mapped[str] = mapped_column(SearchKey)
    roles: Mapped[list[str]] = mapped_column(JsonText)
    manager_id: Mapped[UUID | None] = mapped_column(ForeignKey(Staff.id))
    representative_id: Mapped[UUID | None] = mapped_column(ForeignKey(Staff.id), index=True)
    notes: Mapped[str | None] = mapped_column(String(4000))
    merged_into: Mapped[UUID | None] = mapped_column(ForeignKey("partners.id"))

    legal_entities: Mapped[list["LegalEntity"]] = relationship(order_by="LegalEntity.id", lazy="selectin")
    contact_persons: Mapped[list["ContactPerson"]] = relationship(order_by="ContactPerson.id", lazy="selectin")
    details: Mapped[list["ContactDetail"]] = relationship(order_by="ContactDetail.id", lazy="selectin")

    # with the id: a hand-over takes a manager's clients by the hundred, in order, and must not sort them all each time
    __table_args__ = (Index(None, "manager_id", "id"),)

    @property
    def partner_id(self) -> UUID:
        """Whose row this is, as in every other noun (audit)."""
        return self.id

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        if actor.is_client:
            return cls.id == actor.partner_id if actor.partner_id else false()
        if actor.sees_all_clients:
            return true()
        return or_(cls.manager_id.in_(actor.team), cls.representative_id.in_(actor.team))


keep_keys(Partner.name, search="search_key")


class LegalEntity(Part, Base):
    __tablename__ = "legal_entities"

    partner_id: Mapped[UUID] = mapped_column(ForeignKey(Partner.id), index=True)
    name: Mapped[str] = mapped_column(String(200))
    edrpou: Mapped[str | None] = mapped_column(String(8), index=True)
    tax_number: Mapped[str | None] = mapped_column(String(10), index=True, info={"personal": True})
    vat_number: Mapped[str | None] = mapped_column(String(12))
    country: Mapped[str] = mapped_column(String(2))
    foreign_number: Mapped[str | None] = mapped_column(String(40))
    ibans: Mapped[list[str]] = mapped_column(JsonText)

    @property
    def root_id(self) -> UUID:
        return self.partner_id


class ContactPerson(Part, Base):
    __tablename__ = "contact_persons"

    partner_id: Mapped[UUID] = mapped_column(ForeignKey(Partner.id), index=True)
    full_name: Mapped[str] = mapped_column(String(200), info={"personal": True})
    position: Mapped[str | None] = mapped_column(String(200))
    phone: Mapped[str | None] = mapped_column(String(20), info={"personal": True})
    email: Mapped[str | None] = mapped_column(String(320), info={"personal": True})
    birthday: Mapped[date | None] = mapped_column(info={"personal": True})

    @property
    def root_id(self) -> UUID:
        return self.partner_id


class ContactDetail(Part, Base):
    __tablename__ = "contact_details"

    partner_id: Mapped[UUID] = mapped_column(ForeignKey(Partner.id), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    value: Mapped[str] = mapped_column(String(4000), info={"personal": True})
    purpose: Mapped[str | None] = mapped_column(String(200))

    @property
    def root_id(self) -> UUID:
        return self.partner_id


class Reassignment(Record, Base):
    """One batch of a hand-over of clients: the row behind the fact `partners_reassigned`."""

    __tablename__ = "reassignments"

    manager_id: Mapped[UUID] = mapped_column(ForeignKey(Staff.id))
    partners: Mapped[list[tuple[str, int]]] = mapped_column(JsonText)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return office_only(actor)


class Erasure(Record, Base):
    """A person's data were erased: the row behind the fact `partner_erased`."""

    __tablename__ = "erasures"

    partner_id: Mapped[UUID] = mapped_column(ForeignKey(Partner.id), index=True)
    organization_id: Mapped[UUID] = mapped_column(Uuid)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return office_only(actor)


class Task(Record, Base):
    __tablename__ = "tasks"

    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str | None] = mapped_column(String(4000))
    status: Mapped[str] = mapped_column(String(20), index=True)
    priority: Mapped[str] = mapped_column(String(20))
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey(Staff.id))
    assignee_id: Mapped[UUID | None] = mapped_column(ForeignKey(Staff.id), index=True)
    for_role: Mapped[str | None] = mapped_column(String(40), index=True)
    partner_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    subject_type: Mapped[str | None] = mapped_column(String(40))
    subject_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    result: Mapped[str | None] = mapped_column(String(4000))
    completed_by: Mapped[UUID | None] = mapped_column(Uuid)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        if actor.is_client:
            return false()
        if actor.sees_all_clients and actor.roles & {"administrator", "head_of_sales"}:
            return true()
        return or_(
            cls.assignee_id.in_(actor.team),
            cls.author_id.in_(actor.team),
            and_(cls.for_role.in_(actor.roles), or_(cls.partner_id.is_(None), clients_of(actor, cls.partner_id))),
        )


class TimelineEntry(Base):
    """One document of one client, as it stands now. Holds nothing of this service's own clock, so that a
    replay makes the same rows again; key columns first (kind, document)."""

    __tablename__ = "timeline"

    id: Mapped[UUID] = mapped_column(Uuid, unique=True)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    document_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    partner_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    number: Mapped[str | None] = mapped_column(String(40))
    title: Mapped[str | None] = mapped_column(String(300))
    status: Mapped[str | None] = mapped_column(String(40))
    amount: Mapped[Decimal | None] = mapped_column(Money)
    currency: Mapped[str | None] = mapped_column(String(3))
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    epoch: Mapped[int] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(Integer)

    __table_args__ = ({"info": FED_BY_EVENTS},)
