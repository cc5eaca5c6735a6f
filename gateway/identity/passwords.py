"""Passwords: what is accepted, and argon2id run where it cannot hold up the event loop.

The rules are those of NIST SP 800-63B-4 and OWASP's password storage sheet: length counts, composition does
not; what is tried first is refused.
"""

import asyncio
import base64
import os
import re
import secrets
import threading
import unicodedata
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from gateway.identity.errors import WEAK_PASSWORD, field
from services.chassis.errors import UNAVAILABLE
from services.chassis.messages import FieldProblem, Language

LEAST, MOST = 12, 200
AT_ONCE = 2
"""Each hash takes 64 MiB and about 0.1 s of a core: more at once would starve everything else."""
WAITING = 20

T = TypeVar("T")

# Of the length that is accepted at all, folded; shorter ones are refused for length.
_COMMON = frozenset(
    """
    password1234 password12345 password123456 passwordpassword mypassword123 welcome12345 welcome123456
    administrator administrator1 adminadminadmin letmeinletmein changeme1234 changemeplease iloveyou1234
    qwertyuiop12 qwertyuiop123 qwertyuiop[] qwertyuiopasdf qwerty123456 1qaz2wsx3edc 1q2w3e4r5t6y q1w2e3r4t5y6
    zaq12wsxcde3 qazwsxedcrfv asdfghjkl123 zxcvbnm12345 123456789012 1234567890123 12345678901234 123456789123
    123456789abc 1234567890qw 12345qwertyu 0123456789ab 098765432109 987654321098 abcdefghijkl abcdefgh1234
    йцукенгшщзхї йцукенгшщзхїф йцукен123456 фівапролджє1 парольпароль пароль123456 пароль1234567
    адміністратор україна12345 україна123456 слава_україні славаукраїні ukraine12345 ukraine123456
    slavaukraini slava_ukraini kyiv12345678 correcthorsebatterystaple
    """.split()  # noqa: SIM905 - quoted one by one, they would take 57 lines
)
_REPEATED = re.compile(r"(.{1,4}?)\1*", re.DOTALL)


def normal(password: str) -> str:
    """One form for what looks alike: keyboards differ in how they write й and ї."""
    return unicodedata.normalize("NFKC", password)


def check_strength(password: str, login: str, pointer: str, language: Language) -> None:
    """Raises weak_password naming everything that is wrong with it."""
    if problems := list(_weaknesses(normal(password), login, pointer, language)):
        raise WEAK_PASSWORD(problems)


def _weaknesses(password: str, login: str, pointer: str, language: Language) -> Iterator[FieldProblem]:
    folded = password.casefold()
    if len(password) < LEAST:
        yield field(pointer, "password_short", language, least=LEAST)
    if len(password) > MOST:
        yield field(pointer, "password_long", language, most=MOST)
    if folded.strip() in (login.casefold(), login.casefold().partition("@")[0]):
        yield field(pointer, "password_is_login", language)
    if folded.replace(" ", "") in _COMMON or _is_repetition(folded):
        yield field(pointer, "password_common", language)


def _is_repetition(text: str) -> bool:
    """One to four characters over and over."""
    return len(text) > 4 and _REPEATED.fullmatch(text) is not None


def generate() -> str:
    """144 random bits."""
    return secrets.token_urlsafe(18)


@dataclass(frozen=True)
class Verdict:
    """`rehashed`: the hash to keep instead, when it was made with other parameters than today's."""

    right: bool
    rehashed: str | None = None


WRONG = Verdict(False)


class Passwords:
    """Hashing, a few at a time in threads of its own; when too many wait, Unavailable.

    The parameters are RFC 9106's second recommended option.
    """

    def __init__(self, argon2: Argon2Hasher | None = None, at_once: int = AT_ONCE, waiting: int = WAITING):
        self._hasher = PasswordHash([argon2 or Argon2Hasher(time_cost=3, memory_cost=65_536, parallelism=4)])
        self._places = threading.BoundedSemaphore(at_once + waiting)
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="argon2")
        self._nobodys = _unmatchable(self._hasher.hash(generate()))

    async def hash(self, password: str) -> str:
        return await self._run(partial(self._hasher.hash, normal(password)))

    async def verify(self, password: str, stored: str | None) -> Verdict:
        """`stored` None: nobody has this login; as much is computed as for somebody, and the answer is no."""
        right, rehashed = await self._run(
            partial(self._hasher.verify_and_update, normal(password), stored or self._nobodys)
        )
        return Verdict(right, rehashed) if stored else WRONG

    async def _run(self, work: Callable[[], T]) -> T:
        if not self._places.acquire(blocking=False):
            raise UNAVAILABLE(service="identity")
        try:
            future = self._threads.submit(work)
        except BaseException:
            self._places.release()
            raise
        # not in a finally: when the caller goes away, the thread still works
        future.add_done_callback(lambda _: self._places.release())
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        self._threads.shutdown(cancel_futures=True)


def _unmatchable(made: str) -> str:
    """A hash of the same parameters that no password has, with a digest of mere chance."""
    head, _, _ = made.rpartition("$")
    return f"{head}${base64.b64encode(os.urandom(32)).decode().rstrip('=')}"
