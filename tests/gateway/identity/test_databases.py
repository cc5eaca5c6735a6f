"""What depends on the database itself: migrations, and people at once on PostgreSQL, which has no single writer."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deploy.local.postgres import Postgres
from gateway.identity import Identity, sign_in
from gateway.identity.contracts import ChangeUser
from gateway.identity.models import Base
from gateway.identity.passwords import WRONG, Passwords
from services.chassis.database import Database
from services.chassis.errors import Refusal
from services.chassis.migrate import differences, migrate
from services.chassis.settings import Settings
from tests.gateway.identity.cast import IP, PASSWORD, Clock, CountingArgon2, World, run
from tests.gateway.identity.test_sign_in import at_once


@pytest.fixture
def on_postgres(postgres: Postgres, tmp_path: Path) -> Iterator[World]:
    database = Database(postgres.create_database("identity"), workers=8)
    migrate("gateway", database)
    config, argon2, clock = Settings(home=tmp_path, sign_in_limit_per_minute=1000), CountingArgon2(), Clock()
    identity = Identity(database, config, Passwords(argon2), clock)
    yield World(identity, database, clock, argon2, config)
    identity.close()
    database.dispose()


def together(*works: Callable[[], object]) -> list[object]:
    barrier, done = threading.Barrier(len(works)), []

    def start(work: Callable[[], object]) -> None:
        barrier.wait(10)
        done.append(work())

    threads = [threading.Thread(target=start, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(done) == len(works)
    return done


def test_models_equal_migrations_on_sqlite(database: Database) -> None:
    assert differences(database.writer, Base.metadata) == []


@pytest.mark.flow
def test_models_equal_migrations_on_postgresql(on_postgres: World) -> None:
    assert differences(on_postgres.database.writer, Base.metadata) == []


@pytest.mark.flow
def test_refreshes_at_once_get_one_successor_on_postgresql(on_postgres: World) -> None:
    on_postgres.add()
    token = on_postgres.sign_in().refresh_token
    assert len(set(at_once(on_postgres, token, 8))) == 1
    assert list(on_postgres.families().values()) == [2]


@pytest.mark.flow
@pytest.mark.parametrize("login", ["o.melnyk", "nobody"])
def test_of_guesses_at_once_only_five_are_answered_on_postgresql(on_postgres: World, login: str) -> None:
    """And as many for a login nobody has, where no user's row makes them wait for each other."""
    on_postgres.add()
    with on_postgres.database.read() as session:
        attempt = sign_in.begin(session, login, sign_in.Keys(b"logins", b"refresh"), on_postgres.clock())

    def guess() -> str | None:
        with on_postgres.database.write() as session:
            lasts = on_postgres.clock() - on_postgres.clock()
            outcome = sign_in.finish(session, attempt, WRONG, IP, on_postgres.clock(), lasts)
        return outcome.code.name if isinstance(outcome, Refusal) else None

    codes = together(*[guess] * 8)
    assert (codes.count("bad_credentials"), codes.count("locked")) == (5, 3)


@pytest.mark.flow
def test_no_refresh_slips_past_switching_a_user_off_on_postgresql(on_postgres: World) -> None:
    for number in range(5):
        user = on_postgres.add(f"user.{number}")
        tokens = [on_postgres.sign_in(user.login).refresh_token for _ in range(5)]

        def switch_off(user_id: object = user.id) -> None:
            run(on_postgres.identity.change_user(ChangeUser.model_validate({"id": user_id, "active": False})))

        def use(token: str) -> Callable[[], object]:
            def refresh() -> object:
                with on_postgres.database.write() as session:
                    return sign_in.refresh(session, token, b"key", IP, on_postgres.clock())

            return refresh

        together(switch_off, *(use(token) for token in tokens))
        assert on_postgres.families() == {}


@pytest.mark.flow
def test_a_whole_sign_in_on_postgresql(on_postgres: World) -> None:
    on_postgres.add()
    assert on_postgres.fail(7) == ["bad_credentials"] * 5 + ["locked"] * 2
    on_postgres.clock.forward(minutes=1)
    signed_in = on_postgres.sign_in(password=PASSWORD)
    second = on_postgres.refresh(signed_in.refresh_token)
    on_postgres.clock.forward(minutes=1)
    with pytest.raises(Refusal):
        on_postgres.refresh(signed_in.refresh_token)
    with pytest.raises(Refusal):
        on_postgres.refresh(second.refresh_token)
    with pytest.raises(Refusal):
        on_postgres.sign_in("\x00")
    on_postgres.identity.clean_up()
