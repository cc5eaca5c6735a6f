"""What `ugoda up` looks at before it starts anything: each mistake in the settings ends in one sentence that names the
variable and what to write instead. Passwords in addresses are never shown."""

import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import click
import pika
from pika.exceptions import AMQPError, ProbableAccessDeniedError, ProbableAuthenticationError
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from services.chassis.database import Database
from services.chassis.migrate import wait_for_database
from services.chassis.settings import DATABASES, settings


def demand_servers(*, patience: float = 60) -> None:
    """The broker and the databases that the settings name. `patience`: seconds that a server may take to come up."""
    if settings().broker_url:
        demand_broker(settings().broker_url)
    for name in DATABASES:
        url: str = getattr(settings(), f"{name}_database_url")
        if url:
            demand_database(f"UGODA_{name.upper()}_DATABASE_URL", url, patience)


def demand_home(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=home).close()
    except OSError as error:
        raise click.ClickException(
            f"Nothing can be written in {home} ({error.strerror}). Set UGODA_HOME to a directory that you may write in."
        ) from None


def demand_broker(url: str) -> None:
    instead = "Correct UGODA_BROKER_URL, or leave it out: then a broker of our own is started."
    try:
        place = urlsplit(url)
        where = f"{place.hostname}:{place.port or (5671 if place.scheme == 'amqps' else 5672)}"
        if place.scheme not in ("amqp", "amqps") or not place.hostname:
            raise ValueError
        parameters = pika.URLParameters(url)
    except (ValueError, TypeError):  # the latter of a user without a password
        raise click.ClickException(
            f"UGODA_BROKER_URL is not a broker's address: it looks like amqp://user:password@host:5672/. {instead}"
        ) from None
    parameters.socket_timeout = parameters.stack_timeout = 10
    try:
        pika.BlockingConnection(parameters).close()
    except (AMQPError, OSError) as error:
        raise click.ClickException(f"The broker at {where} {_why_not(error)}. {instead}") from None


def _why_not(error: Exception) -> str:
    if isinstance(error, ProbableAuthenticationError):
        return "refuses this user or password"
    if isinstance(error, ProbableAccessDeniedError):
        return "does not let this user into this virtual host"
    return "does not answer"


def demand_database(variable: str, url: str, patience: float) -> None:
    instead = f"Correct {variable}, or leave it out: then it is a file in UGODA_HOME."
    try:
        database = Database(url)
    except (ArgumentError, ImportError, ValueError):
        raise click.ClickException(
            f"{variable} is not a database's address: it looks like postgresql+psycopg2://user:password@host/name. "
            + instead
        ) from None
    except OSError as error:
        raise click.ClickException(
            f"{variable} names a file that cannot be made ({error.strerror}). {instead}"
        ) from None
    try:
        _let_in(database, variable, patience)
    except SQLAlchemyError as error:
        raise click.ClickException(f"The database of {variable} cannot be used: {_said(error)}. {instead}") from None
    finally:
        database.dispose()


def _let_in(database: Database, variable: str, patience: float) -> None:
    """At once, or after having said what is waited for."""
    try:
        wait_for_database(database, 0)
    except SQLAlchemyError as error:
        if not database.is_sqlite:
            click.echo(f"Waiting for the database of {variable}: {_said(error)}.", err=True)
        wait_for_database(database, 0 if database.is_sqlite else patience)


def _said(error: SQLAlchemyError) -> str:
    """The driver's own words, its first line."""
    words = str(getattr(error, "orig", None) or error).strip().splitlines()
    return words[0].rstrip(".") if words else type(error).__name__
