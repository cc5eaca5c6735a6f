"""A company in a running house on which everything wrong is tried."""

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
from tests.house import Api, House


@dataclass(frozen=True)
class Ground:
    """A company to try things on, and an administrator whose token outlasts the longest run."""

    house: House
    api: Api
    shared: Known
    business: Known
    staff: dict[str, str]
    user: str


@pytest.fixture(scope="session")
def ground(house: House) -> Ground:
    return prepared(house)


@pytest.fixture(scope="session")
def postgres_ground(postgres_house: House) -> Ground:
    """PostgreSQL refuses more: NUL, times out of range."""
    return prepared(postgres_house)


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


@pytest.fixture(scope="session")
def fuzzed(ground: Ground) -> Fuzzed:
    """Everything tried once; the tests look at what came back."""
    described = orjson.loads(ground.api.send("GET", "/openapi.json").raw)
    seeds = seeds_of(ground.shared, ground.business, ground.staff["alina"], ground.user)
    return fuzzing.fuzz(seeded(described, seeds), ground.house.address, ground.api.token)
