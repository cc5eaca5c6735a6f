"""Every role at every operation, over HTTP, against the table written by hand."""

import base64
import json
import time
from datetime import timedelta
from uuid import uuid4

import pytest

from gateway.identity.models import User
from gateway.identity.tokens import Tokens
from services.chassis.actor import Role
from services.chassis.tx import utc_now
from tests.flows.rights.requests import OPERATIONS, Nothing, asked
from tests.flows.rights.scene import Office
from tests.flows.rights.table import ALLOWED
from tests.house import Api, House

pytestmark = pytest.mark.flow


@pytest.fixture(scope="module")
def people(office: Office) -> dict[Role, Api]:
    """A user of each role and nothing else."""
    tag = uuid4().hex[:6]

    def user(role: Role) -> Api:
        links = {"partner_id": office.bohdans.partner} if role is Role.CLIENT else {}
        return office.house.add_user(f"{role}-{tag}", (role,), **links)

    return {role: user(role) for role in Role}


@pytest.mark.parametrize("role", Role)
def test_a_role_may_do_what_the_table_says_and_nothing_else(people: dict[Role, Api], role: Role) -> None:
    wrong = []
    for name, one in OPERATIONS.items():
        if not one.roles:
            continue
        request = asked(name, Nothing())
        answer = people[role].send(request.method, request.path, request.body)
        refused = answer.status == 403
        if answer.status == 401 or answer.status >= 500 or refused == (role in ALLOWED[name]):
            wrong.append(f"{name}: {answer.status} {answer.raw[:200].decode()}")
    assert not wrong, "\n".join(wrong)


def _unsigned(house: House, token: str) -> list[str]:
    """Operations that answer this token with anything but 401."""
    stranger = Api(house.address, token)
    wrong = []
    for name in OPERATIONS:
        request = asked(name, Nothing())
        answer = stranger.send(request.method, request.path, request.body)
        if (answer.status == 401) != bool(ALLOWED[name]) and name not in ("sign_in", "refresh_sign_in"):
            wrong.append(f"{name}: {answer.status}")
    return wrong


def test_without_a_token_nothing_is_answered(house: House) -> None:
    assert not _unsigned(house, "")


def test_public_addresses_need_no_token(house: House) -> None:
    stranger = Api(house.address)
    for path in ("/openapi.json", "/docs", "/health/live", "/health/ready", "/.well-known/jwks.json"):
        assert stranger.send("GET", path).status == 200, path
    assert stranger.send("POST", "/auth/sign-out", {"refresh_token": "nobody's"}).status == 204


def _part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def _forged(token: str, header: dict[str, str] | None = None, **claims: object) -> str:
    """This token with other claims under its old signature."""
    parts = token.split(".")
    known = json.loads(base64.urlsafe_b64decode(parts[1] + "=="))
    kept = json.loads(base64.urlsafe_b64decode(parts[0] + "=="))
    return ".".join([_part(header or kept), _part({**known, **claims}), parts[2] if header is None else ""])


def test_a_token_of_garbage_is_no_token(house: House) -> None:
    token = house.api().token
    forged = {
        "garbage": "garbage",
        "three parts of garbage": "a.b.c",
        "cut short": token[:-5],
        "prolonged by its bearer": _forged(token, exp=int(time.time()) + 10**6),
        "without a signature": _forged(token, {"alg": "none", "typ": "JWT"}),
        "signed with another algorithm": _forged(token, {"alg": "HS256", "typ": "JWT"}),
        "of another world": "ї" * 20,
    }
    for what, text in forged.items():
        answer = Api(house.address, text.encode().decode("latin-1")).send("GET", "/orders")
        assert answer.status == 401, what
        assert answer.headers["www-authenticate"].startswith("Bearer"), what


def test_another_scheme_is_no_token(house: House) -> None:
    for header in ("", "Bearer", "Basic YWRtaW46YWRtaW4=", f"Token {house.api().token}"):
        answer = Api(house.address).send("GET", "/orders", headers={"Authorization": header})
        assert answer.status == 401, header


def _issued(house: House, minutes_ago: float) -> str:
    """A token of the house's own key, as it would have been issued then, for an administrator."""
    tokens = Tokens(house.home / "secrets", timedelta(minutes=15))
    user = User(id=uuid4(), name="Колишній", roles=["administrator"], language="uk")
    return tokens.issue(user, utc_now() - timedelta(minutes=minutes_ago))


def test_an_expired_token_is_no_token(house: House) -> None:
    assert Api(house.address, _issued(house, 14)).send("GET", "/orders").status == 200
    assert not _unsigned(house, _issued(house, 15.02))
