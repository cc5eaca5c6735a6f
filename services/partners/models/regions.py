"""Business regions."""

from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.access import office_only
from services.chassis.actor import Actor
from services.chassis.columns import SearchKey, SortKey, keep_keys
from services.chassis.tables import Record
from services.partners.models.base import Base


class BusinessRegion(Record, Base):
    __tablename__ = "business_regions"

    name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(SortKey, index=True)
    search_key: Mapped[str] = mapped_column(SearchKey)
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("business_regions.id"), index=True)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return office_only(actor)


keep_keys(BusinessRegion.name, search="search_key")
