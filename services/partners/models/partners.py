"""Partners' cards, and what happened to them as a whole."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Uuid, false, or_, true
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from services.chassis.access import office_only, same_client
from services.chassis.actor import Actor
from services.chassis.columns import JsonText, SearchKey, SortKey, keep_keys
from services.chassis.tables import Part, Record
from services.partners.models.base import Base
from services.partners.models.organizations import Organization, Staff
from services.partners.models.regions import BusinessRegion


@dataclass
class FirstTouch:
    """What brought a client."""

    kind: str
    id: UUID | None
    note: str | None


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
    merged_into: Mapped[UUID | None] = mapped_column(ForeignKey("partners.id"), index=True)
    region_id: Mapped[UUID | None] = mapped_column(ForeignKey(BusinessRegion.id), index=True)
    interest_kind: Mapped[str | None] = mapped_column(String(20))
    interest_id: Mapped[UUID | None] = mapped_column(Uuid)
    interest_note: Mapped[str | None] = mapped_column(String(200))

    primary_interest: Mapped[FirstTouch | None] = composite("interest_kind", "interest_id", "interest_note")

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
            return same_client(cls.id, actor.partner_id) if actor.partner_id else false()
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
