"""Access tokens: signed with Ed25519, short-lived, read by anybody who has the public key.

The private key is made at first use in `home/secrets`. To change it, put another there (or none) and restart:
access tokens of the old one are refused from then on, and apps get new ones with their refresh tokens.
"""

import base64
import hashlib
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

import jwt
import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from gateway.identity.models import User
from services.chassis.actor import Role
from services.chassis.errors import UNAUTHENTICATED
from services.chassis.ids import uuid7
from services.chassis.messages import Language
from services.chassis.settings import write_secret

ISSUER = AUDIENCE = "ugoda"
KIND = "at+jwt"  # RFC 9068: no other token of ours can be taken for an access token
ALGORITHM = "EdDSA"
KEY_FILE = "access_token_key.pem"
REMEMBERED = 4096
"""Verified tokens kept in memory: at about 1.5 kB each, 6 MB."""
LONGEST_TOKEN = 4096
_SKEW = timedelta(seconds=5)
_REQUIRED = ("iss", "aud", "sub", "iat", "exp", "jti")
_KNOWN_ROLES = {role.value for role in Role}


@dataclass(frozen=True, slots=True)
class Claims:
    """Who a token says it is. `expires`: seconds since 1970."""

    user_id: UUID
    name: str
    roles: frozenset[Role]
    staff_id: UUID | None
    partner_id: UUID | None
    organization_id: UUID | None
    language: Language
    token_id: str
    expires: int


class Tokens:
    def __init__(self, secrets: Path, lifetime: timedelta):
        self.lifetime = lifetime
        self._private = _private_key(secrets / KEY_FILE)
        self._public = self._private.public_key()
        self._key = _public_jwk(self._public)
        # refusals are not remembered: a stranger could push everybody else's tokens out
        self._verified = lru_cache(maxsize=REMEMBERED)(self._verify)

    def key_set(self) -> dict[str, Any]:
        """The public key as a JWK Set (RFC 7517)."""
        return {"keys": [{**self._key, "use": "sig", "alg": ALGORITHM}]}

    def issue(self, user: User, now: datetime) -> str:
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": str(user.id),
            "iat": int(now.timestamp()),
            "exp": int((now + self.lifetime).timestamp()),
            "jti": str(uuid7()),
            "name": user.name,
            "roles": user.roles,
            "staff_id": _text(user.staff_id),
            "partner_id": _text(user.partner_id),
            "organization_id": _text(user.organization_id),
            "language": user.language,
        }
        return jwt.encode(claims, self._private, ALGORITHM, headers={"typ": KIND, "kid": self._key["kid"]})

    def read(self, token: str, now: float | None = None) -> Claims:
        """Raises UNAUTHENTICATED. `now`: seconds since 1970, the clock's if not given."""
        if len(token) > LONGEST_TOKEN:
            raise UNAUTHENTICATED()
        claims = self._verified(token)
        if claims.expires <= (time.time() if now is None else now):
            raise UNAUTHENTICATED()
        return claims

    def _verify(self, token: str) -> Claims:
        try:
            signed = jwt.decode_complete(
                token,
                self._public,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                issuer=ISSUER,
                leeway=_SKEW,  # for a clock of another gateway that is ahead; `read` is strict about the end
                options={"require": list(_REQUIRED), "strict_aud": True},
            )
            if signed["header"].get("typ") != KIND or signed["header"].get("kid") != self._key["kid"]:
                raise UNAUTHENTICATED()
            return _claims(signed["payload"])
        except (jwt.InvalidTokenError, KeyError, ValueError, TypeError, AttributeError):
            raise UNAUTHENTICATED() from None


def _claims(payload: dict[str, Any]) -> Claims:
    return Claims(
        user_id=UUID(payload["sub"]),
        name=payload["name"],
        # a role of a newer version is no role here
        roles=frozenset(Role(role) for role in payload["roles"] if role in _KNOWN_ROLES),
        staff_id=_uuid(payload["staff_id"]),
        partner_id=_uuid(payload["partner_id"]),
        organization_id=_uuid(payload["organization_id"]),
        language="en" if payload["language"] == "en" else "uk",
        token_id=payload["jti"],
        expires=payload["exp"],
    )


def _private_key(path: Path) -> Ed25519PrivateKey:
    if not path.exists():
        made = Ed25519PrivateKey.generate()
        write_secret(path, made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode())
    # read back also after writing: another process may have come first
    key = load_pem_private_key(path.read_bytes(), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{path} holds no Ed25519 key. Remove it: another is made at the next start.")
    return key


def _public_jwk(public: Ed25519PublicKey) -> dict[str, str]:
    """`kid` is the key's thumbprint (RFC 7638), so that another key has another one by itself."""
    raw = public.public_bytes(Encoding.Raw, PublicFormat.Raw)
    key = {"crv": "Ed25519", "kty": "OKP", "x": _base64url(raw)}
    thumbprint = hashlib.sha256(orjson.dumps(key, option=orjson.OPT_SORT_KEYS)).digest()
    return {**key, "kid": _base64url(thumbprint)}


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)


def _uuid(text: str | None) -> UUID | None:
    return None if text is None else UUID(text)
