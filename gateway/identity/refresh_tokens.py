"""Refresh tokens: each is used once, and using one twice gives a thief away (RFC 9700, 4.14.2).

A phone that got no answer asks again with the same token. So the token just used may be used again for GRACE,
as long as what followed it was not used: it gets the very same successor, not a new one. That works without
keeping tokens because a successor is computed from its predecessor with a secret key. So a family never has
two ends, however often it is asked, and a thief within GRACE shares the one successor with the owner:
whoever uses it second is noticed then.

A family ends `refresh_token_days` after the sign-in, however much it is used (NIST SP 800-63B-4, 2.1.3: at
least every 30 days).
"""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from gateway.identity.models import RefreshToken, User
from services.chassis.ids import uuid7

GRACE = timedelta(seconds=10)
KEPT_AFTER_END = timedelta(days=7)


def digest(token: str) -> str:
    """A token has 256 random bits: plain SHA-256 is enough, nobody can try them all."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_family(session: Session, user: User, now: datetime, lifetime: timedelta) -> str:
    token = secrets.token_urlsafe(32)
    _add(session, user.id, uuid7(), token, now, now + lifetime)
    return token


def find(session: Session, token: str) -> RefreshToken | None:
    return session.scalars(select(RefreshToken).where(RefreshToken.token_hash == digest(token))).first()


def rotate(session: Session, used: RefreshToken, token: str, key: bytes, now: datetime) -> str | None:
    """The token that follows; None: this one was stolen, by whoever used it first or by whoever does now.

    The caller holds the user's row, so that two at once come one after the other.
    """
    following = _successor(token, key)
    if used.used_at is None:
        used.used_at = now
        _add(session, used.user_id, used.family_id, following, now, used.expires_at)
        return following
    successor = find(session, following)
    fresh = now - used.used_at <= GRACE
    return following if fresh and successor is not None and successor.used_at is None else None


def revoke_family(session: Session, family_id: UUID, now: datetime) -> None:
    _revoke(session, RefreshToken.family_id == family_id, now)


def revoke_all(session: Session, user_id: UUID, now: datetime) -> None:
    _revoke(session, RefreshToken.user_id == user_id, now)


def drop_old(session: Session, now: datetime) -> None:
    """Used tokens stay as long as their family could live: they are what a thief is known by."""
    session.execute(delete(RefreshToken).where(RefreshToken.expires_at <= now - KEPT_AFTER_END))


def _revoke(session: Session, which: object, now: datetime) -> None:
    living = (which, RefreshToken.revoked_at.is_(None))
    session.execute(update(RefreshToken).where(*living).values(revoked_at=now))  # type: ignore[arg-type]


def _add(session: Session, user_id: UUID, family_id: UUID, token: str, now: datetime, end: datetime) -> None:
    session.add(
        RefreshToken(family_id=family_id, user_id=user_id, token_hash=digest(token), issued_at=now, expires_at=end)
    )


def _successor(token: str, key: bytes) -> str:
    return base64.urlsafe_b64encode(hmac.digest(key, token.encode(), "sha256")).decode().rstrip("=")
