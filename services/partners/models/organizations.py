"""Our organizations, departments and staff."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.access import office_only
from services.chassis.actor import Actor
from services.chassis.columns import JsonText, SearchKey, SortKey, keep_keys
from services.chassis.tables import Record
from services.partners.models.base import Base


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
