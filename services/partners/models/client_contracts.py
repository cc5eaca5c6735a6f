"""Contracts with clients."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.access import clients_of
from services.chassis.actor import Actor
from services.chassis.columns import Money, SearchKey, SortKey, keep_keys
from services.chassis.tables import Record
from services.partners.models.base import Base
from services.partners.models.organizations import Organization
from services.partners.models.partners import LegalEntity, Partner


class Contract(Record, Base):
    __tablename__ = "contracts"

    number: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(SortKey, index=True)
    search_key: Mapped[str] = mapped_column(SearchKey)
    signed_on: Mapped[date] = mapped_column(index=True)
    organization_id: Mapped[UUID] = mapped_column(ForeignKey(Organization.id), index=True)
    partner_id: Mapped[UUID] = mapped_column(ForeignKey(Partner.id), index=True)
    legal_entity_id: Mapped[UUID | None] = mapped_column(ForeignKey(LegalEntity.id))
    currency: Mapped[str] = mapped_column(String(3))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    credit_limit: Mapped[Decimal | None] = mapped_column(Money)
    subject: Mapped[str | None] = mapped_column(String(4000))
    status: Mapped[str] = mapped_column(String(20), index=True)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return clients_of(actor, cls.partner_id)


keep_keys(Contract.number, search="search_key")
