"""The people of these tests, a clock that is moved by hand, and argon2id made cheap."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import pytest
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.identity import Claims, Identity
from gateway.identity.contracts import AddUser, SignedIn, UserView
from gateway.identity.models import AccessRow, RefreshToken
from services.chassis.actor import Role
from services.chassis.database import Database
from services.chassis.errors import ErrorCode, Refusal
from services.chassis.settings import Settings

PASSWORD = "чотири рожеві бегемоти"
OTHER_PASSWORD = "п'ять зелених крокодилів"
IP = "203.0.113.7"

T = TypeVar("T")


class Clock:
    """Starts at the real time, as tokens are checked against it."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **step: float) -> None:
        self.now += timedelta(**step)


class CountingArgon2(Argon2Hasher):
    """The real thing at the least cost, counting how often it computed."""

    def __init__(self, time_cost: int = 1) -> None:
        super().__init__(time_cost=time_cost, memory_cost=8, parallelism=1)
        self.verified: list[str | bytes] = []

    def verify(self, password: str | bytes, hash: str | bytes) -> bool:  # noqa: A002 - pwdlib's name
        self.verified.append(hash)
        return super().verify(password, hash)


@dataclass
class World:
    identity: Identity
    database: Database
    clock: Clock
    argon2: CountingArgon2
    config: Settings

    def add(self, login: str = "o.melnyk", *roles: Role, **more: Any) -> UserView:
        command = AddUser(
            login=login,
            name=more.pop("name", "Оксана Мельник"),
            password=more.pop("password", PASSWORD),
            roles=roles or (Role.MANAGER,),
            **more,
        )
        return run(self.identity.add_user(command))

    def sign_in(self, login: str = "o.melnyk", password: str = PASSWORD, ip: str = IP) -> SignedIn:
        return run(self.identity.sign_in(login, password, ip))

    def refresh(self, token: str) -> SignedIn:
        return run(self.identity.refresh(token, IP))

    def claims(self, signed_in: SignedIn) -> Claims:
        return self.identity.authenticate(f"Bearer {signed_in.access_token}")

    def fail(self, times: int, login: str = "o.melnyk") -> list[str]:
        """Wrong passwords; the code of each answer."""
        return [refusal_of(self.identity.sign_in(login, "не той пароль", IP)).code.name for _ in range(times)]

    def outcomes(self) -> list[str]:
        with self.database.read() as session:
            return list(session.scalars(select(AccessRow.outcome).order_by(AccessRow.at, AccessRow.id)))

    def families(self) -> dict[Any, int]:
        """Living families and how many tokens each has."""
        with self.database.read() as session:
            return _families(session)


def _families(session: Session) -> dict[Any, int]:
    found: dict[Any, int] = {}
    for family in session.scalars(select(RefreshToken.family_id).where(RefreshToken.revoked_at.is_(None))):
        found[family] = found.get(family, 0) + 1
    return found


def run(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)


def refusal_of(work: Coroutine[Any, Any, Any]) -> Refusal:
    with pytest.raises(Refusal) as caught:
        run(work)
    return caught.value


def refused(work: Coroutine[Any, Any, Any], code: ErrorCode) -> Refusal:
    refusal = refusal_of(work)
    assert refusal.code is code
    return refusal
