"""Signing in, staying signed in, signing out.

A password takes 0.1 s to check, and no transaction stays open that long: `begin` looks the login up, the
caller has the password checked, `finish` decides. Deciding under the lock of the user's row is what makes
guessing in parallel useless: once the login is locked, a right guess that was under way is refused like a wrong one.

Nothing here raises for a refused attempt: what was counted and revoked must be committed. Refusals are returned.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from gateway.identity import lockout, refresh_tokens
from gateway.identity.errors import BAD_CREDENTIALS, LOCKED, SESSION_ENDED, TOKEN_REUSED
from gateway.identity.models import AccessRow, LoginGuard, RefreshToken, User
from gateway.identity.passwords import Verdict
from services.chassis.errors import Refusal

log = structlog.get_logger()

LOGIN_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._@+\-]{2,99}$"
"""ASCII only: two logins that look alike must not be two people."""
_LOGIN = re.compile(LOGIN_PATTERN)


@dataclass(frozen=True)
class Keys:
    """Secrets of this installation."""

    logins: bytes
    refresh: bytes


@dataclass(frozen=True)
class Attempt:
    """What was known of a login before its password was checked. `locked`: seconds still to wait."""

    digest: str
    locked: int
    user_id: UUID | None = None
    version: int | None = None
    password_hash: str | None = None


@dataclass(frozen=True)
class Granted:
    user: User
    refresh_token: str


def fold(login: str) -> str:
    return login.strip().casefold()


def begin(session: Session, login: str, keys: Keys, now: datetime) -> Attempt:
    """Check the password only if this is not locked; against no hash at all where nobody has the login."""
    login = fold(login)
    digest = lockout.login_digest(login, keys.logins)
    locked = lockout.seconds_locked(session.get(LoginGuard, digest), now)
    user = find_user(session, login)
    if user is None:
        return Attempt(digest, locked)
    return Attempt(digest, locked, user.id, user.version, user.password_hash)


def finish(
    session: Session, attempt: Attempt, verdict: Verdict, ip: str, now: datetime, lifetime: timedelta
) -> Granted | Refusal:
    user = decide(session, attempt, verdict, ip, now)
    if isinstance(user, Refusal):
        return user
    note(session, "signed_in", now, ip, user_id=user.id, actor_id=user.id)
    return Granted(user, refresh_tokens.open_family(session, user, now, lifetime))


def decide(session: Session, attempt: Attempt, verdict: Verdict, ip: str, now: datetime) -> User | Refusal:
    """The user whose password was right, row held; or the refusal, counted."""
    user = hold_user(session, attempt.user_id) if attempt.user_id else None
    guard = lockout.take_guard(session, attempt.digest, now)
    if seconds := lockout.seconds_locked(guard, now):
        return _refused(session, LOCKED(seconds=seconds), attempt, ip, now)
    # another version: the password or the rights were changed while this one was being checked
    if user is None or not (verdict.right and user.active and user.version == attempt.version):
        lockout.count_failure(guard, now)
        return _refused(session, BAD_CREDENTIALS(), attempt, ip, now)
    lockout.count_success(guard)
    if verdict.rehashed:
        _keep_hash(session, user, verdict.rehashed)
    return user


def refresh(session: Session, token: str, key: bytes, ip: str, now: datetime) -> Granted | Refusal:
    """The next token of the family. A token used before ends its family, unless it is a repeat within GRACE."""
    user = _hold_owner(session, token)
    row = refresh_tokens.find(session, token)
    if user is None or row is None or not user.active or row.revoked_at or row.expires_at <= now:
        return SESSION_ENDED()
    following = refresh_tokens.rotate(session, row, token, key, now)
    if following is not None:
        return Granted(user, following)
    refresh_tokens.revoke_family(session, row.family_id, now)
    note(session, "token_reused", now, ip, user_id=user.id, changes={"family": row.family_id})
    log.warning("refresh_token_reused", user_id=str(user.id), family_id=str(row.family_id), ip=ip)
    return TOKEN_REUSED()


def sign_out(session: Session, token: str, ip: str, now: datetime) -> None:
    """Ends the token's family; a token nobody knows is no error: its bearer is signed out."""
    user = _hold_owner(session, token)
    row = refresh_tokens.find(session, token)
    if user is None or row is None or row.revoked_at:
        return
    refresh_tokens.revoke_family(session, row.family_id, now)
    note(session, "signed_out", now, ip, user_id=user.id, actor_id=user.id)


def clear_lock(session: Session, login: str, keys: Keys) -> None:
    digest = lockout.login_digest(fold(login), keys.logins)
    session.execute(delete(LoginGuard).where(LoginGuard.login_digest == digest))


def find_user(session: Session, login: str) -> User | None:
    if not _LOGIN.fullmatch(login):
        return None
    return session.scalars(select(User).where(User.login == login)).first()


def hold_user(session: Session, user_id: UUID) -> User | None:
    """Everything that opens, uses or ends sign-ins of a user takes this lock first: none slips past a revocation."""
    return session.get(User, user_id, with_for_update=True, populate_existing=True)


def note(session: Session, outcome: str, now: datetime, ip: str, **more: Any) -> None:
    session.add(AccessRow(outcome=outcome, at=now, ip=ip[:64], **more))


def drop_old_notes(session: Session, before: datetime) -> None:
    session.execute(delete(AccessRow).where(AccessRow.at < before))


def _hold_owner(session: Session, token: str) -> User | None:
    hashed = refresh_tokens.digest(token)
    owner = session.scalar(select(RefreshToken.user_id).where(RefreshToken.token_hash == hashed))
    return hold_user(session, owner) if owner else None


def _refused(session: Session, refusal: Refusal, attempt: Attempt, ip: str, now: datetime) -> Refusal:
    note(session, refusal.code.name, now, ip, user_id=attempt.user_id, login_digest=attempt.digest)
    log.info("sign_in_refused", code=refusal.code.name, user_id=str(attempt.user_id), ip=ip)
    return refusal


def _keep_hash(session: Session, user: User, rehashed: str) -> None:
    """Past the ORM: a better hash of the same password is no new version of the user."""
    session.connection().execute(
        User.__table__.update().where(User.id == user.id).values(password_hash=rehashed)  # type: ignore[attr-defined]
    )
