import stat
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from sqlalchemy import NullPool, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from deploy.local.postgres import Cluster, Postgres, settings

pytestmark = pytest.mark.flow

CLUSTER = Cluster(base="/nowhere", port=20_001, password="not-a-secret")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("home")
    yield path
    Postgres(path).remove()


@pytest.fixture
def postgres(home: Path) -> Postgres:
    postgres = Postgres(home, durable=False)
    postgres.start()
    return postgres


def ask(url: str, *statements: str) -> object:
    """The single value the last statement gives."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        for statement in statements[:-1]:
            connection.execute(text(statement))
        return connection.execute(text(statements[-1])).scalar_one()


def test_a_cluster_never_started_does_not_run_and_says_to_start_it(tmp_path: Path) -> None:
    postgres = Postgres(tmp_path)
    assert not postgres.running()
    with pytest.raises(RuntimeError, match="start it first"):
        postgres.create_database("deals")


def test_stopping_killing_and_removing_a_cluster_never_started_is_fine(tmp_path: Path) -> None:
    Postgres(tmp_path).stop()
    Postgres(tmp_path).kill()
    Postgres(tmp_path).remove()


def test_starting_a_running_cluster_changes_nothing(postgres: Postgres, home: Path) -> None:
    pid = postgres.pid
    postgres.start()
    assert postgres.running()
    assert postgres.pid == pid
    assert Postgres(home).pid == pid


def test_a_new_database_speaks_unicode_folds_cyrillic_and_keeps_utc(postgres: Postgres) -> None:
    url = postgres.create_database("tests_partners")
    assert ask(url, "SHOW server_encoding") == "UTF8"
    assert ask(url, "SELECT lower('ҐРУНТ ЇЖАК')") == "ґрунт їжак"
    assert ask(url, "SHOW timezone") == "UTC"
    assert ask(url, "SHOW max_connections") == "300"


def test_a_database_made_again_is_empty_though_somebody_uses_it(postgres: Postgres) -> None:
    url = postgres.create_database("tests_deals")
    engine = create_engine(url)
    with engine.connect() as user:
        user.execute(text("CREATE TABLE deal (id int)"))
        user.commit()
        assert postgres.create_database("tests_deals") == url
    engine.dispose()
    assert ask(url, "SELECT count(*) FROM information_schema.tables WHERE table_name = 'deal'") == 0


def test_a_dropped_database_is_gone_and_dropping_it_again_is_fine(postgres: Postgres) -> None:
    url = postgres.create_database("tests_orders")
    postgres.drop_database("tests_orders")
    postgres.drop_database("tests_orders")
    with pytest.raises(OperationalError):
        ask(url, "SELECT 1")


@pytest.mark.parametrize("name", ["", "Deals", "1deals", "угоди", 'deals"; --', "d" * 64])
def test_a_name_that_would_need_quoting_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="no database name"):
        Postgres(tmp_path).drop_database(name)


def test_a_wrong_password_is_refused(postgres: Postgres) -> None:
    url = make_url(postgres.create_database("tests_pricing")).set(password="wrong")
    with pytest.raises(OperationalError, match="password authentication failed"):
        ask(url.render_as_string(hide_password=False), "SELECT 1")


def test_the_cluster_listens_on_loopback_only(postgres: Postgres) -> None:
    assert postgres.pid is not None
    sockets = psutil.Process(postgres.pid).net_connections(kind="tcp")
    assert {socket.laddr.ip for socket in sockets if socket.status == psutil.CONN_LISTEN} == {"127.0.0.1"}


def test_the_file_with_the_password_is_the_owners_alone(postgres: Postgres, home: Path) -> None:
    assert stat.S_IMODE((home / "postgres" / "cluster.json").stat().st_mode) == 0o600


def test_a_killed_cluster_comes_back_with_its_address_and_rows(postgres: Postgres, home: Path) -> None:
    url = postgres.create_database("tests_marketing")
    ask(url, "CREATE TABLE claim (id int)", "INSERT INTO claim VALUES (7)", "SELECT 1")
    postgres.kill()
    assert not postgres.running()
    Postgres(home, durable=False).start()
    assert ask(url, "SELECT id FROM claim") == 7


def test_a_removed_cluster_leaves_nothing_behind(tmp_path: Path) -> None:
    postgres = Postgres(tmp_path, durable=False)
    postgres.start()
    base = Path(ask(postgres.create_database("tests_gone"), "SHOW data_directory"))  # type: ignore[arg-type]
    postgres.remove()
    assert not base.parent.exists()
    assert not (tmp_path / "postgres").exists()


def test_only_an_undurable_cluster_skips_the_disk() -> None:
    assert "fsync" not in settings(CLUSTER, durable=True)
    assert settings(CLUSTER, durable=False)["fsync"] == "off"


@pytest.mark.parametrize("durable", [True, False])
def test_a_mere_kill_never_loses_a_commit(durable: bool) -> None:
    assert "synchronous_commit" not in settings(CLUSTER, durable)
