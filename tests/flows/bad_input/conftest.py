"""A company in a running house on which everything wrong is tried."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import orjson
import pytest

from gateway.identity.models import User
from gateway.identity.tokens import Tokens
from services.chassis.tx import utc_now
from tests.flows.bad_input import fuzzing
from tests.flows.bad_input.seeds import seeded, seeds_of
from tests.flows.rights.records import Known, do_business, found
from tests.flows.rights.scene import hire
from tests.house import Api, House, a_house


@dataclass(frozen=True)
class Ground:
    """A company to try things on, and an administrator whose token outlasts the longest run."""

    house: House
    api: Api
    shared: Known
    business: Known
    staff: dict[str, str]
    user: str


@pytest.fixture(scope="package")
def ground() -> Iterator[Ground]:
    """In a house of its own: whatever is tried may succeed, and nobody else's administrator be switched off by it."""
    with a_house("sqlite") as house:
        yield prepared(house)


@pytest.fixture(scope="package")
def postgres_ground() -> Iterator[Ground]:
    """PostgreSQL refuses more: NUL, times out of range."""
    with a_house("postgres") as house:
        yield prepared(house)


def prepared(house: House) -> Ground:
    admin, tag = house.api(), uuid4().hex[:6]
    shared = found(admin)
    staff = hire(admin, shared.organization)
    careless = house.add_user(f"careless-{tag}", ("administrator",), staff_id=staff["head"])
    me = careless.get("/auth/me")
    other = house.add_user(f"sample-{tag}", ("warehouse",)).get("/auth/me")["id"]
    business = do_business(careless, careless, shared, f"ТОВ «Зразок {tag}»")
    return Ground(house, Api(house.address, lasting_token(house, me)), shared, business, staff, other)


def lasting_token(house: House, me: dict[str, object]) -> str:
    tokens = Tokens(house.home / "secrets", timedelta(hours=10))
    user = User(id=UUID(str(me["id"])), name=me["name"], roles=me["roles"], staff_id=me["staff_id"], language="uk")
    return tokens.issue(user, utc_now())


Fuzzed = tuple[dict[str, fuzzing.Answers], list[str]]


@pytest.fixture(scope="package")
def fuzzed(ground: Ground) -> Fuzzed:
    """Everything tried once; the tests look at what came back."""
    described = orjson.loads(ground.api.send("GET", "/openapi.json").raw)
    seeds = seeds_of(ground.shared, ground.business, ground.staff["alina"], ground.user)
    return fuzzing.fuzz(seeded(described, seeds), ground.house.address, ground.api.token)
