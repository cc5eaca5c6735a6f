"""What identity promises over HTTP: requests, replies, operations. Public ones have no roles."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from gateway.http import RATE_LIMITED
from gateway.identity.errors import (
    BAD_CREDENTIALS,
    LAST_ADMINISTRATOR,
    LOCKED,
    LOGIN_TAKEN,
    SESSION_ENDED,
    TOKEN_REUSED,
    WEAK_PASSWORD,
    WRONG_PASSWORD,
)
from gateway.identity.passwords import LEAST, MOST
from gateway.identity.sign_in import LOGIN_PATTERN
from services.chassis.actor import Role
from services.chassis.contracts import Contract, Message, Operation, equals
from services.chassis.errors import NOT_FOUND, STALE, UNAVAILABLE
from services.chassis.fields import PERSONAL, Name
from services.chassis.messages import Language

_SECRET = {"format": "password", "writeOnly": True}

Login = Annotated[str, Field(pattern=LOGIN_PATTERN, max_length=100, examples=["o.melnyk"])]
"""Latin letters, digits and . _ @ + -, from three characters; letter case makes no difference."""
Password = Annotated[str, Field(max_length=MOST, json_schema_extra={**_SECRET})]
NewPassword = Annotated[str, Field(max_length=MOST, json_schema_extra={**_SECRET, "minLength": LEAST})]
RefreshSecret = Annotated[str, Field(min_length=1, max_length=200, json_schema_extra={**_SECRET})]
HIDDEN = Field(repr=False)
"""Not shown when the message is printed: a log must not learn it."""
Roles = Annotated[tuple[Role, ...], Field(max_length=len(Role))]


class SignIn(Message):
    login: Annotated[str, Field(min_length=1, max_length=200)]
    password: Annotated[Password, HIDDEN]


class Refresh(Message):
    refresh_token: Annotated[RefreshSecret, HIDDEN]


class SignOut(Message):
    refresh_token: Annotated[RefreshSecret, HIDDEN]


class SignedIn(Message):
    """Send the access token as `Authorization: Bearer …`; when it ends, get the next pair with the refresh token."""

    access_token: Annotated[str, Field(repr=False, json_schema_extra={"format": "password"})]
    token_type: str = "Bearer"
    expires_in: int
    """Seconds."""
    refresh_token: Annotated[str, Field(repr=False, json_schema_extra={"format": "password"})]
    """For one use. The same request may be repeated for ten seconds when no answer came."""


class Nothing(Message):
    """An empty body."""


class ChangeOwnPassword(Message):
    current_password: Annotated[Password, HIDDEN]
    new_password: Annotated[NewPassword, HIDDEN]


class KeySet(Message):
    """JSON Web Key Set (RFC 7517)."""

    keys: tuple[dict[str, Any], ...]


class UserView(Message):
    """Somebody who may sign in; an external client has `partner_id`, our own people `staff_id`."""

    id: UUID
    login: Annotated[str, PERSONAL]
    name: Annotated[str, PERSONAL]
    roles: tuple[Role, ...]
    staff_id: UUID | None
    partner_id: UUID | None
    organization_id: UUID | None
    language: Language
    active: bool
    created_at: datetime
    version: int


class AddUser(Message):
    login: Login
    name: Annotated[Name, PERSONAL]
    password: Annotated[NewPassword, HIDDEN]
    roles: Roles
    staff_id: UUID | None = None
    """The person's card among our staff: decides whose clients are seen."""
    partner_id: UUID | None = None
    """The client whose own user this is; goes with the role `client` alone."""
    organization_id: UUID | None = None
    """The one of our organizations the person works for: where new documents belong. It limits nothing."""
    language: Language = "uk"


class ChangeUser(Message):
    """Fields not given stay as they are. Any change ends all sign-ins of the user."""

    id: UUID
    name: Annotated[Name, PERSONAL] | None = None
    password: Annotated[NewPassword | None, HIDDEN] = None
    roles: Roles | None = None
    staff_id: UUID | None = None
    partner_id: UUID | None = None
    organization_id: UUID | None = None
    language: Language | None = None
    active: bool | None = None
    """`true` also ends a pause after failed attempts."""


api = Contract("gateway", en="Signing in and users", uk="Вхід і користувачі")
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
EVERYBODY = frozenset(Role)
PUBLIC: frozenset[Role] = frozenset()

SIGN_IN = api.command(
    "sign_in",
    "POST /auth/token",
    SignIn,
    SignedIn,
    roles=PUBLIC,
    en="Sign in",
    uk="Увійти",
    success=200,
    errors=(BAD_CREDENTIALS, LOCKED, RATE_LIMITED, UNAVAILABLE),
    description=(
        "Send the access token as `Authorization: Bearer …` with everything else. Wrong passwords in a row close "
        "the login for a while, longer each time."
    ),
    example={"login": "o.melnyk", "password": "Вигаданий-пароль-на-приклад-1"},
)
REFRESH = api.command(
    "refresh_sign_in",
    "POST /auth/refresh",
    Refresh,
    SignedIn,
    roles=PUBLIC,
    en="Get the next access token",
    uk="Отримати наступний токен доступу",
    success=200,
    errors=(SESSION_ENDED, TOKEN_REUSED),
    description="Each refresh token gives the next pair once; used again later, it ends the whole sign-in.",
    example={"refresh_token": "made-up-refresh-token"},
)
SIGN_OUT = api.command(
    "sign_out",
    "POST /auth/sign-out",
    SignOut,
    Nothing,
    roles=PUBLIC,
    en="Sign out",
    uk="Вийти",
    success=204,
    description=(
        "The refresh token and all that came of the same sign-in are worth nothing any more. Signing out twice is "
        "no error."
    ),
    example={"refresh_token": "made-up-refresh-token"},
)
GET_ME = api.query(
    "get_me",
    "GET /auth/me",
    Nothing,
    UserView,
    roles=EVERYBODY,
    en="Who am I",
    uk="Хто я",
    description="The user whose access token is sent, with its roles.",
)
CHANGE_OWN_PASSWORD = api.command(
    "change_own_password",
    "POST /auth/password",
    ChangeOwnPassword,
    SignedIn,
    roles=EVERYBODY,
    en="Change my password and end all other sign-ins",
    uk="Змінити мій пароль і завершити всі інші сеанси",
    success=200,
    errors=(WRONG_PASSWORD, WEAK_PASSWORD, LOCKED, RATE_LIMITED, UNAVAILABLE),
    description="All other sign-ins of this user end; the answer is a new one.",
    example={"current_password": "Вигаданий-пароль-на-приклад-1", "new_password": "Вигаданий-пароль-на-приклад-2"},
)
LIST_USERS = api.listing(
    "list_users",
    "GET /users",
    UserView,
    roles=ADMINISTRATORS,
    en="Users",
    uk="Користувачі",
    orders=("login", "-login", "name", "-name", "created_at", "-created_at"),
    filters=(
        equals("active", bool, about="who may sign in"),
        equals("staff_id", UUID),
        equals("partner_id", UUID, exact=True),
    ),
    search=True,
)
ADD_USER = api.command(
    "add_user",
    "POST /users",
    AddUser,
    UserView,
    roles=ADMINISTRATORS,
    en="Add a user",
    uk="Додати користувача",
    errors=(LOGIN_TAKEN, WEAK_PASSWORD, UNAVAILABLE),
    description=(
        "Somebody who may sign in. Our people name their staff card; a client's user has the role `client` alone "
        "and names its partner."
    ),
    example={
        "login": "l.vyhadanyi",
        "name": "Лукаш Вигаданий",
        "password": "Вигаданий-пароль-на-приклад-1",
        "roles": ["manager"],
    },
)
CHANGE_USER = api.command(
    "change_user",
    "PATCH /users/{id}",
    ChangeUser,
    UserView,
    roles=ADMINISTRATORS,
    en="Change, switch off or unlock a user",
    uk="Змінити, вимкнути або розблокувати користувача",
    errors=(NOT_FOUND, STALE, WEAK_PASSWORD, LAST_ADMINISTRATOR, UNAVAILABLE),
    example={"roles": ["manager", "representative"]},
)
AUTH_OPERATIONS: list[Operation] = list(api.operations.values())
"""Under /api/v1, as every operation."""

GET_KEY_SET = Operation(
    service="gateway",
    name="get_key_set",
    method="GET",
    path="/.well-known/jwks.json",
    request=Nothing,
    reply=KeySet,
    effect=GET_ME.effect,
    roles=PUBLIC,
    summary_en="Public key of access tokens",
    summary_uk="Відкритий ключ токенів доступу",
)
ROOT_OPERATIONS: list[Operation] = [GET_KEY_SET]
"""Whose path is whole: nothing goes before it."""
