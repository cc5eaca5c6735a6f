"""Guessing slowed down: per login by a pause that grows, per address by a limit a minute.

A login is counted whether or not anybody has it, so that neither answers nor pauses tell which logins exist.
"""

import hashlib
import hmac
import ipaddress
import math
import time
from datetime import datetime, timedelta

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from gateway.http import RATE_LIMITED
from gateway.identity.models import LoginGuard

FREE_FAILURES = 5
"""This failure in a row locks for the first time."""
LONGEST_MINUTES = 60
FORGOTTEN_AFTER = timedelta(hours=24)


def lock_time(failures: int) -> timedelta:
    """1, 2, 4, 8, 16, 32, 60, 60, … minutes from the fifth failure on."""
    if failures < FREE_FAILURES:
        return timedelta(0)
    return timedelta(minutes=min(2 ** min(failures - FREE_FAILURES, 6), LONGEST_MINUTES))


def login_digest(login: str, key: bytes) -> str:
    return hmac.new(key, login.encode(), hashlib.sha256).hexdigest()


def take_guard(session: Session, digest: str, now: datetime) -> LoginGuard:
    """The login's guard, made if there is none, held until the transaction ends."""
    first = {"login_digest": digest, "failures": 0, "locked_until": None, "seen_at": now}
    upsert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    made = upsert(LoginGuard).values(first)
    # an update that changes nothing takes the row's lock, which DO NOTHING would not
    session.execute(made.on_conflict_do_update(index_elements=["login_digest"], set_={"login_digest": digest}))
    guard = session.get_one(LoginGuard, digest, populate_existing=True)
    if guard.seen_at <= now - FORGOTTEN_AFTER:
        guard.failures, guard.locked_until = 0, None
    guard.seen_at = now
    return guard


def seconds_locked(guard: LoginGuard | None, now: datetime) -> int:
    """How long still, rounded up; 0: not locked."""
    if guard is None or guard.locked_until is None:
        return 0
    return max(0, math.ceil((guard.locked_until - now).total_seconds()))


def count_failure(guard: LoginGuard, now: datetime) -> None:
    guard.failures += 1
    pause = lock_time(guard.failures)
    guard.locked_until = now + pause if pause else None


def count_success(guard: LoginGuard) -> None:
    guard.failures, guard.locked_until = 0, None


def drop_old_guards(session: Session, now: datetime) -> None:
    session.execute(delete(LoginGuard).where(LoginGuard.seen_at <= now - FORGOTTEN_AFTER))


class AddressLimit:
    """Attempts an address may make a minute, in this process. An IPv6 customer has a whole /64: it counts as one."""

    def __init__(self, per_minute: int):
        self._limit = RateLimitItemPerMinute(per_minute)
        self._window = MovingWindowRateLimiter(MemoryStorage())

    def hit(self, ip: str) -> None:
        """Raises rate_limited."""
        key = network_of(ip)
        if not self._window.hit(self._limit, key):
            reset = self._window.get_window_stats(self._limit, key).reset_time
            raise RATE_LIMITED(seconds=max(1, math.ceil(reset - time.time())))


def network_of(ip: str) -> str:
    try:
        address = ipaddress.ip_address(ip.partition("%")[0])
    except ValueError:
        return ip
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
