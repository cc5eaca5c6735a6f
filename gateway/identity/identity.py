"""Identity as the gateway uses it: the functions of this package, tied to one database and one set of keys.

Transactions run in threads, passwords in threads of their own; nothing here blocks the event loop.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from gateway.identity import lockout, refresh_tokens, sign_in, users
from gateway.identity.contracts import AddUser, ChangeUser, SignedIn, UserView
from gateway.identity.errors import BAD_CREDENTIALS, SESSION_ENDED, WRONG_PASSWORD
from gateway.identity.models import User
from gateway.identity.passwords import WRONG, Passwords, Verdict, check_strength
from gateway.identity.sign_in import Attempt, Granted, Keys
from gateway.identity.tokens import Claims, Tokens
from services.chassis.actor import Role
from services.chassis.database import Database
from services.chassis.errors import FORBIDDEN, NOT_FOUND, UNAUTHENTICATED, Refusal
from services.chassis.messages import FieldProblem, Language
from services.chassis.settings import Settings, settings
from services.chassis.tx import utc_now

T = TypeVar("T")
_CLEANED_EVERY = timedelta(hours=1)


class Identity:
    def __init__(
        self,
        database: Database,
        config: Settings | None = None,
        passwords: Passwords | None = None,
        clock: Callable[[], datetime] = utc_now,
    ):
        self._database = database
        self._config = config or settings()
        self._passwords = passwords or Passwords()
        self._clock = clock
        self._keys = Keys(*(self._config.secret(name).encode() for name in ("login_digest_key", "refresh_token_key")))
        self._tokens = Tokens(self._config.home / "secrets", timedelta(minutes=self._config.access_token_minutes))
        self._addresses = lockout.AddressLimit(self._config.sign_in_limit_per_minute)
        self._cleaned = clock()

    def authenticate(self, authorization: str | None) -> Claims:
        """Who sends this `Authorization` header. Raises UNAUTHENTICATED. Asks no database."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer":
            raise UNAUTHENTICATED()
        return self._tokens.read(token.strip())

    def key_set(self) -> dict[str, Any]:
        return self._tokens.key_set()

    async def sign_in(self, login: str, password: str, ip: str) -> SignedIn:
        """Raises bad_credentials, locked, rate_limited, unavailable."""
        self._addresses.hit(ip)
        attempt = await self._read(lambda session: sign_in.begin(session, login, self._keys, self._clock()))
        verdict = await self._check(attempt, password)
        outcome = await self._write(
            lambda session: sign_in.finish(session, attempt, verdict, ip, self._clock(), self._sign_in_lasts)
        )
        await self._clean_sometimes()
        return self._granted(outcome)

    async def refresh(self, token: str, ip: str) -> SignedIn:
        """Raises session_ended, token_reused."""
        # a stranger's guesses stay with the readers: on SQLite there is one writer for all
        if await self._read(lambda session: refresh_tokens.find(session, token)) is None:
            raise SESSION_ENDED()
        key = self._keys.refresh
        return self._granted(await self._write(lambda session: sign_in.refresh(session, token, key, ip, self._clock())))

    async def sign_out(self, token: str, ip: str) -> None:
        if await self._read(lambda session: refresh_tokens.find(session, token)) is not None:
            await self._write(lambda session: sign_in.sign_out(session, token, ip, self._clock()))

    async def change_own_password(
        self, claims: Claims, current: str, new: str, ip: str, language: Language
    ) -> SignedIn:
        """Every other sign-in ends. Raises wrong_password, weak_password, locked, rate_limited, unavailable."""
        self._addresses.hit(ip)
        login = await self._read(lambda session: _living(session, claims).login)
        check_strength(new, login, "/new_password", language)
        attempt = await self._read(lambda session: sign_in.begin(session, login, self._keys, self._clock()))
        verdict = await self._check(attempt, current)
        hashed = await self._passwords.hash(new) if verdict.right else ""

        def change(session: Session) -> Granted | Refusal:
            now = self._clock()
            user = sign_in.decide(session, attempt, verdict, ip, now)
            if isinstance(user, Refusal):
                return user
            users.change_password(session, user, hashed, ip, now)
            return Granted(user, refresh_tokens.open_family(session, user, now, self._sign_in_lasts))

        return self._granted(_of_current_password(await self._write(change), language))

    async def me(self, claims: Claims) -> UserView:
        return await self._read(lambda session: users.view(_living(session, claims)))

    async def list_users(self, by: Claims, request: Any, language: Language = "uk") -> bytes:
        """A page as JSON, as `LIST_USERS` says."""

        def listed(session: Session) -> bytes:
            _administrator(session, by)
            return users.list_users(session, request, language)

        return await self._read(listed)

    async def add_user(self, command: AddUser, by: Claims | None = None, language: Language = "uk") -> UserView:
        """`by` none: the command line. Raises forbidden, invalid, weak_password, login_taken."""
        check_strength(command.password, command.login, "/password", language)
        if by:
            await self._read(partial(_administrator, by=by))
        hashed = await self._passwords.hash(command.password)

        def add(session: Session) -> UserView:
            user_id = _administrator(session, by).id if by else None
            return users.view(users.add_user(session, command, hashed, self._clock(), user_id, language))

        return await self._write(add)

    async def change_user(
        self, command: ChangeUser, by: Claims | None = None, language: Language = "uk", if_match: int | None = None
    ) -> UserView:
        """`by` none: the command line. Raises forbidden, not_found, stale, invalid, weak_password."""
        hashed = await self._hash_of_new(command, by, language)

        def change(session: Session) -> UserView:
            user_id = _administrator(session, by).id if by else None
            user = users.change_user(session, command, hashed, self._clock(), user_id, language, if_match)
            if command.active:
                sign_in.clear_lock(session, user.login, self._keys)
            return users.view(user)

        return await self._write(change)

    async def find_user(self, login: str) -> UserView:
        """Raises not_found."""

        def found(session: Session) -> UserView:
            user = sign_in.find_user(session, sign_in.fold(login))
            if user is None:
                raise NOT_FOUND()
            return users.view(user)

        return await self._read(found)

    def clean_up(self) -> None:
        """Drop what is past its time. Runs by itself about once an hour, after a sign-in."""
        now = self._cleaned = self._clock()
        with self._database.write() as session:
            lockout.drop_old_guards(session, now)
            refresh_tokens.drop_old(session, now)
            sign_in.drop_old_notes(session, now - timedelta(days=self._config.audit_retention_days))

    def close(self) -> None:
        self._passwords.close()

    @property
    def _sign_in_lasts(self) -> timedelta:
        return timedelta(days=self._config.refresh_token_days)

    async def _hash_of_new(self, command: ChangeUser, by: Claims | None, language: Language) -> str | None:
        """Of the password an administrator gives somebody; its strength depends on that user's login."""

        def login_of(session: Session) -> str:
            if by:
                _administrator(session, by)
            user = session.get(User, command.id)
            if user is None:
                raise NOT_FOUND()
            return user.login

        if command.password is None:
            return None
        check_strength(command.password, await self._read(login_of), "/password", language)
        return await self._passwords.hash(command.password)

    async def _check(self, attempt: Attempt, password: str) -> Verdict:
        return WRONG if attempt.locked else await self._passwords.verify(password, attempt.password_hash)

    def _granted(self, outcome: Granted | Refusal) -> SignedIn:
        if isinstance(outcome, Refusal):
            raise outcome
        return SignedIn(
            access_token=self._tokens.issue(outcome.user, self._clock()),
            expires_in=int(self._tokens.lifetime.total_seconds()),
            refresh_token=outcome.refresh_token,
        )

    async def _clean_sometimes(self) -> None:
        if self._clock() - self._cleaned >= _CLEANED_EVERY:
            await run_in_threadpool(self.clean_up)

    async def _read(self, ask: Callable[[Session], T]) -> T:
        def run() -> T:
            with self._database.read() as session:
                return ask(session)

        return await run_in_threadpool(run)

    async def _write(self, change: Callable[[Session], T]) -> T:
        def run() -> T:
            with self._database.write() as session:
                return change(session)

        return await run_in_threadpool(run)


def _living(session: Session, claims: Claims) -> User:
    """A token lives some minutes longer than what it says of its user; here the user's row is at hand."""
    user = session.get(User, claims.user_id)
    if user is None or not user.active:
        raise UNAUTHENTICATED()
    return user


def _administrator(session: Session, by: Claims) -> User:
    user = _living(session, by)
    if Role.ADMINISTRATOR not in user.roles:
        raise FORBIDDEN()
    return user


def _of_current_password(outcome: Granted | Refusal, language: Language) -> Granted | Refusal:
    """Not 401 for a wrong current password: apps take that for an ended access token and go to refresh it."""
    if isinstance(outcome, Refusal) and outcome.code is BAD_CREDENTIALS:
        sentence = WRONG_PASSWORD.sentence(language)
        return WRONG_PASSWORD([FieldProblem("/current_password", WRONG_PASSWORD.name, sentence)])
    return outcome
