"""Fixtures of every test of a service: each on its own real database, on SQLite and on PostgreSQL.

A test that takes `orders` (or another service) runs twice. The databases are made and migrated once for all
tests and emptied before each; PostgreSQL is one private cluster for the whole run. Whatever needs a server is
marked `flow`, so `-m "not flow"` runs the rest within seconds.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from deploy.local.postgres import Postgres, installed
from services.chassis.database import Database
from services.chassis.migrate import migrate

if TYPE_CHECKING:
    from tests.services.bench import Bench
    from tests.services.till import Till

# eventlet warns of its own age when it is imported, and warnings are errors here
os.environ.setdefault("EVENTLET_TESTS", "1")

KINDS = ("sqlite", pytest.param("postgres", marks=pytest.mark.flow))


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A running PostgreSQL of this test run's own."""
    if not installed():
        pytest.skip("PostgreSQL is not installed: what needs it was not tested")
    server = Postgres(tmp_path_factory.mktemp("postgres"), durable=False)
    server.start()
    yield server
    server.remove()


@pytest.fixture(scope="session", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of database: the test runs once on each."""
    name: str = request.param
    return name


@pytest.fixture(scope="session")
def migrated(
    kind: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Database]]:
    """A service's migrated database of this kind, made at the first asking."""
    made: dict[str, Database] = {}

    def database(service: str) -> Database:
        if service not in made:
            made[service] = Database(_new_url(kind, service, request, tmp_path_factory))
            migrate(service, made[service])
        return made[service]

    yield database
    for one in made.values():
        one.dispose()


def _new_url(kind: str, service: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    if kind == "sqlite":
        path: Path = tmp_path_factory.mktemp("databases") / f"{service}.sqlite"
        return f"sqlite:///{path}"
    server: Postgres = request.getfixturevalue("postgres")
    return server.create_database(f"bench_{service}")


@pytest.fixture
def bench(migrated: Callable[[str], Database]) -> "Callable[[str], Bench]":
    """A service ready to work on an empty database: `bench("orders")`."""
    from tests.services.bench import Bench, empty

    def ready(service: str) -> Bench:
        database = migrated(service)
        empty(service, database)
        return Bench(service, database)

    return ready


@pytest.fixture
def partners(bench: "Callable[[str], Bench]") -> "Bench":
    return bench("partners")


@pytest.fixture
def pricing(bench: "Callable[[str], Bench]") -> "Bench":
    return bench("pricing")


@pytest.fixture
def deals(bench: "Callable[[str], Bench]") -> "Bench":
    return bench("deals")


@pytest.fixture
def orders(bench: "Callable[[str], Bench]") -> "Bench":
    return bench("orders")


@pytest.fixture
def marketing(bench: "Callable[[str], Bench]") -> "Bench":
    return bench("marketing")


@pytest.fixture
def till(pricing: "Bench", orders: "Bench", monkeypatch: pytest.MonkeyPatch) -> "Till":
    """Orders and pricing together, with a clock of their own."""
    from tests.services.till import Till

    return Till(pricing, orders, monkeypatch)
