"""Ties between partners, and between us and a partner."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String, and_, or_
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.access import clients_of, office_only
from services.chassis.actor import Actor
from services.chassis.tables import Record
from services.partners.models.base import Base
from services.partners.models.organizations import Organization
from services.partners.models.partners import Partner


class Relationship(Record, Base):
    """The other side is a partner or one of our organizations, never both. Who may not see both sides sees nothing:
    the tie would tell of a colleague's client."""

    __tablename__ = "relationships"

    kind: Mapped[str] = mapped_column(String(20))
    partner_id: Mapped[UUID] = mapped_column(ForeignKey(Partner.id), index=True)
    other_partner_id: Mapped[UUID | None] = mapped_column(ForeignKey(Partner.id), index=True)
    organization_id: Mapped[UUID | None] = mapped_column(ForeignKey(Organization.id))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    comment: Mapped[str | None] = mapped_column(String(4000))

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        other = or_(cls.other_partner_id.is_(None), clients_of(actor, cls.other_partner_id))
        return and_(office_only(actor), clients_of(actor, cls.partner_id), other)
