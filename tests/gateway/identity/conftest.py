import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.identity import Identity
from gateway.identity.passwords import Passwords
from services.chassis.database import Database
from services.chassis.migrate import migrate
from services.chassis.settings import Settings
from tests.gateway.identity.cast import Clock, CountingArgon2, World


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file to copy: migrating for every test would take longer than the tests."""
    path = tmp_path_factory.mktemp("migrated") / "gateway.sqlite"
    database = Database(f"sqlite:///{path}")
    migrate("gateway", database)
    database.dispose()
    return path


@pytest.fixture
def database(tmp_path: Path, migrated: Path) -> Iterator[Database]:
    shutil.copy(migrated, tmp_path / "gateway.sqlite")
    database = Database(f"sqlite:///{tmp_path}/gateway.sqlite")
    yield database
    database.dispose()


@pytest.fixture
def world(tmp_path: Path, database: Database) -> Iterator[World]:
    config = Settings(home=tmp_path, sign_in_limit_per_minute=1000)
    argon2, clock = CountingArgon2(), Clock()
    identity = Identity(database, config, Passwords(argon2), clock)
    yield World(identity, database, clock, argon2, config)
    identity.close()
