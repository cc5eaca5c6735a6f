"""Starting with wrong settings ends in one sentence: what is wrong, and what to do instead. No password is shown."""

import threading
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import uvicorn
from click.testing import CliRunner

from deploy.cli import main
from deploy.local.checks import demand_broker, demand_database, demand_home
from deploy.local.ports import LOOPBACK, accepts, free_ports, wait_until
from deploy.local.postgres import Postgres
from deploy.local.up import own_password, signed_in
from gateway.app import create_app
from services.chassis.database import Database
from services.chassis.migrate import migrate
from services.chassis.settings import settings, write_secret

VARIABLE = "UGODA_ORDERS_DATABASE_URL"
SECRET = "not-to-be-shown"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("UGODA_HOME", str(tmp_path))
    settings.cache_clear()
    yield tmp_path
    settings.cache_clear()


@pytest.mark.parametrize(("name", "value"), [("UGODA_HTTP_PORT", "eighty"), ("UGODA_EVENT_RETRY_DELAYS_MS", "seldom")])
def test_a_setting_that_cannot_be_read_is_named(
    home: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    done = CliRunner().invoke(main, ["up"])
    assert done.exit_code == 1
    assert done.output.startswith("Error: ")
    assert name.removeprefix("UGODA_").lower() in done.output.lower()
    assert "leave it out" in done.output


def test_a_home_that_cannot_be_written_is_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "file").touch()
    monkeypatch.setenv("UGODA_HOME", str(home / "file" / "var"))
    settings.cache_clear()
    done = CliRunner().invoke(main, ["up"])
    assert done.exit_code == 1
    assert done.output.startswith(f"Error: Nothing can be written in {home / 'file' / 'var'}")
    assert "UGODA_HOME" in done.output


def test_a_home_that_can_be_written_is_made_and_left_empty(tmp_path: Path) -> None:
    demand_home(tmp_path / "some" / "where")
    assert list((tmp_path / "some" / "where").iterdir()) == []


@pytest.mark.parametrize(
    "url", ["http://broker.example", "broker", "amqp://lesia@broker.example", f"amqp://lesia:{SECRET}@localhost:rabbit"]
)
def test_what_is_no_address_of_a_broker_is_said_to_be_none(url: str) -> None:
    with pytest.raises(click.ClickException, match=r"UGODA_BROKER_URL is not a broker's.*leave it out") as told:
        demand_broker(url)
    assert SECRET not in told.value.message


def test_a_broker_that_does_not_answer_is_named_without_its_password() -> None:
    (port,) = free_ports(1)
    with pytest.raises(click.ClickException, match=f"The broker at {LOOPBACK}:{port} does not answer") as told:
        demand_broker(f"amqp://lesia:{SECRET}@{LOOPBACK}:{port}/")
    assert SECRET not in told.value.message


@pytest.mark.parametrize("url", ["orders", "oracle://db", f"postgresql+psycopg2://lesia:{SECRET}@db:port/orders"])
def test_what_is_no_address_of_a_database_is_said_to_be_none(url: str) -> None:
    with pytest.raises(click.ClickException, match=f"{VARIABLE} is not a database's address.*leave it out") as told:
        demand_database(VARIABLE, url, patience=0)
    assert SECRET not in told.value.message


def test_a_database_that_does_not_answer_is_named_without_its_password(capsys: pytest.CaptureFixture[str]) -> None:
    (port,) = free_ports(1)
    url = f"postgresql+psycopg2://lesia:{SECRET}@{LOOPBACK}:{port}/orders"
    with pytest.raises(click.ClickException, match=f"The database of {VARIABLE} cannot be used.*refused") as told:
        demand_database(VARIABLE, url, patience=0)
    assert SECRET not in told.value.message
    assert f"Waiting for the database of {VARIABLE}" in capsys.readouterr().err


def test_a_file_that_cannot_be_a_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "file" / "orders.sqlite", tmp_path / "folder"):
        with pytest.raises(click.ClickException, match=VARIABLE):
            demand_database(VARIABLE, f"sqlite:///{path}", patience=0)


def test_a_database_that_lets_us_in_is_taken(tmp_path: Path) -> None:
    demand_database(VARIABLE, f"sqlite:///{tmp_path}/orders.sqlite", patience=0)


@pytest.mark.flow
def test_a_database_that_is_not_there_is_told_in_the_server_s_words(postgres: Postgres) -> None:
    url = postgres.create_database("there").replace("/there", "/nowhere")
    with pytest.raises(click.ClickException, match='"nowhere" does not exist'):
        demand_database(VARIABLE, url, patience=0)


@pytest.fixture
def gateway(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A gateway without anything behind it: signing in needs nothing else."""
    port, nobody = free_ports(2)
    monkeypatch.setenv("UGODA_BROKER_URL", f"amqp://lesia:{SECRET}@{LOOPBACK}:{nobody}/")
    settings.cache_clear()
    database = Database(settings().database_url("gateway"))
    migrate("gateway", database)
    database.dispose()
    server = uvicorn.Server(uvicorn.Config(create_app(), host=LOOPBACK, port=port, log_config=None))
    thread = threading.Thread(target=server.run)
    thread.start()
    assert wait_until(lambda: accepts(port), 20)
    yield f"http://{LOOPBACK}:{port}"
    server.should_exit = True
    thread.join(20)


def test_who_is_not_known_by_the_password_is_told_how_to_give_it(gateway: str) -> None:
    with pytest.raises(click.ClickException, match=r"does not know admin.*--password.*UGODA_PASSWORD"):
        signed_in(gateway, "admin", "wrong-on-purpose")


def test_where_no_password_is_kept_it_is_said_how_to_give_one(home: Path) -> None:
    with pytest.raises(click.ClickException, match="--password"):
        own_password()
    write_secret(home / "secrets" / "admin-password", "kept-here")
    assert own_password() == "kept-here"
