"""Tables of identity: users, what keeps them signed in, what slows guessing down, and who did what."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, Integer, String, Uuid, true
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from services.chassis.actor import Actor, Role
from services.chassis.columns import JsonText, SearchKey, SortKey, UtcDateTime, keep_keys
from services.chassis.ids import uuid7
from services.chassis.tables import Record, service_metadata


class Base(DeclarativeBase):
    metadata = service_metadata()


class User(Record, Base):
    """Somebody who may sign in. `login` is kept folded; an external client has `partner_id` and the role client."""

    __tablename__ = "users"

    login: Mapped[str] = mapped_column(String(100), unique=True)
    name: Mapped[str] = mapped_column(String(200), info={"personal": True})
    sort_key: Mapped[str] = mapped_column(SortKey, index=True)
    search_key: Mapped[str] = mapped_column(SearchKey)
    password_hash: Mapped[str] = mapped_column(String(200))
    roles: Mapped[list[str]] = mapped_column(JsonText)
    staff_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    partner_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    organization_id: Mapped[UUID | None] = mapped_column(Uuid)
    language: Mapped[str] = mapped_column(String(2))
    active: Mapped[bool]

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return true() if Role.ADMINISTRATOR in actor.roles else cls.id == actor.user_id


keep_keys(User.name)


class RefreshToken(Base):
    """One use of a sign-in. A family is all that came of one sign-in; the token itself is never kept."""

    __tablename__ = "refresh_tokens"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)
    family_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey(User.id), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LoginGuard(Base):
    """Failures in a row with one login, whether or not anybody has it: else locking would tell which logins exist.

    Keyed by a keyed digest, as people type passwords into the field for the login.
    """

    __tablename__ = "login_guards"

    login_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int] = mapped_column(Integer)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class AccessRow(Base):
    """Who signed in or failed to, from where; who changed which user. Never holds a password, token or hash.

    `actor_id` is empty for what a login alone tried, and for the command line.
    """

    __tablename__ = "access_rows"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    outcome: Mapped[str] = mapped_column(String(40))
    user_id: Mapped[UUID | None] = mapped_column(Uuid)
    actor_id: Mapped[UUID | None] = mapped_column(Uuid)
    login_digest: Mapped[str | None] = mapped_column(String(64))
    ip: Mapped[str] = mapped_column(String(64))
    changes: Mapped[Any] = mapped_column(JsonText, nullable=True)

    __table_args__ = (Index(None, "user_id", "at"),)
