"""People's own notes and reminders."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String, Uuid, and_, false, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.access import clients_of
from services.chassis.actor import Actor
from services.chassis.columns import UtcDateTime
from services.chassis.tables import Record
from services.partners.models.base import Base
from services.partners.models.organizations import Staff


class Note(Record, Base):
    """Of one login (`owner_id`), and of the member of staff behind it. Not audited: whoever has a wide role reads the
    audit, and a note is private until it is shared."""

    __tablename__ = "notes"
    audited: ClassVar[bool] = False

    text: Mapped[str] = mapped_column(String(4000), info={"personal": True})
    shared: Mapped[bool]
    owner_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey(Staff.id), index=True)
    subject_type: Mapped[str | None] = mapped_column(String(40))
    subject_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    partner_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """One's own; shared ones of subordinates, of one's superior and of those under the same superior, but about
        clients only where one may see the client."""
        if actor.is_client:
            return false()
        known = or_(cls.partner_id.is_(None), clients_of(actor, cls.partner_id))
        return or_(cls.owner_id == actor.user_id, and_(cls.shared, _near(actor), known))


def _near(actor: Actor) -> ColumnElement[bool]:
    """Whether the author is one of those the actor works with."""
    above = select(Staff.superior_id).where(Staff.id == actor.staff_id).scalar_subquery()
    beside = select(Staff.id).where(or_(Staff.superior_id == above, Staff.id == above))
    return or_(Note.author_id.in_(actor.team), Note.author_id.in_(beside))


class Reminder(Record, Base):
    """Of one login, for itself alone. Not audited, as notes are not."""

    __tablename__ = "reminders"
    audited: ClassVar[bool] = False

    text: Mapped[str] = mapped_column(String(4000), info={"personal": True})
    remind_at: Mapped[datetime] = mapped_column(UtcDateTime)
    dismissed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    owner_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    subject_type: Mapped[str | None] = mapped_column(String(40))
    subject_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    partner_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return false() if actor.is_client else cls.owner_id == actor.user_id
