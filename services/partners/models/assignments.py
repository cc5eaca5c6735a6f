"""Whose client a partner was, and when."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.columns import UtcDateTime
from services.chassis.ids import uuid7
from services.partners.models.base import Base
from services.partners.models.organizations import Staff
from services.partners.models.partners import Partner

_NOW = text("until IS NULL")


class Assignment(Base):
    """From `since` to `until`; the one without an end is today's. Never changed but for its end."""

    __tablename__ = "assignments"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)
    partner_id: Mapped[UUID] = mapped_column(ForeignKey(Partner.id), index=True)
    manager_id: Mapped[UUID | None] = mapped_column(ForeignKey(Staff.id))
    representative_id: Mapped[UUID | None] = mapped_column(ForeignKey(Staff.id))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    by_id: Mapped[UUID | None] = mapped_column(Uuid)
    by_name: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (Index("uq_assignments_now", "partner_id", unique=True, sqlite_where=_NOW, postgresql_where=_NOW),)
