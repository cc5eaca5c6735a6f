"""`ugoda user …`: users from the command line of the machine that holds the database and the secrets."""

import asyncio
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import click
from pydantic import ValidationError
from sqlalchemy import select

from gateway.identity.contracts import AddUser, ChangeUser, UserView
from gateway.identity.identity import Identity
from gateway.identity.models import User
from gateway.identity.passwords import generate
from services.chassis.actor import Role
from services.chassis.database import Database
from services.chassis.errors import Refusal
from services.chassis.messages import field_problem
from services.chassis.settings import settings

T = TypeVar("T")


@click.group("user", help="Who may sign in.")
def user() -> None: ...


@user.command("add", help="Add a user; prints a generated password once, unless one is given.")
@click.argument("login")
@click.option("--name", required=True, help="What other people see.")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice([role.value for role in Role]))
@click.option("--staff-id", type=click.UUID, help="The person's card among our staff.")
@click.option("--partner-id", type=click.UUID, help="The client whose own user this is (role client).")
@click.option("--organization-id", type=click.UUID, help="The one of our organizations the person works for.")
@click.option("--language", type=click.Choice(["uk", "en"]), default="uk", show_default=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from the first line of standard input.")
def add_user_command(login: str, password_stdin: bool, **given: Any) -> None:
    password = _password(password_stdin)
    with _refusals_told():
        command = AddUser(login=login, password=password, **given)
        added = _run(lambda identity: identity.add_user(command, language="en"))
    click.echo(f"Added {added.login} ({', '.join(added.roles)}).")
    _tell(password, password_stdin)


@user.command("password", help="Give a user a new password and end all the user's sign-ins.")
@click.argument("login")
@click.option("--password-stdin", is_flag=True, help="Read the password from the first line of standard input.")
def set_password_command(login: str, password_stdin: bool) -> None:
    password = _password(password_stdin)
    changed = _change(login, password=password)
    click.echo(f"Changed the password of {changed.login}.")
    _tell(password, password_stdin)


@user.command("list", help="All users, by login.")
def list_users_command() -> None:
    with _database() as database, database.read() as session:
        for row in session.scalars(select(User).order_by(User.login)):
            state = "active" if row.active else "locked"
            click.echo(f"{row.login}\t{state}\t{','.join(row.roles)}\t{row.name}")


@user.command("lock", help="Switch a user off and end all the user's sign-ins.")
@click.argument("login")
def lock_user_command(login: str) -> None:
    minutes = settings().access_token_minutes
    click.echo(
        f"Locked {_change(login, active=False).login}; access tokens already given end within {minutes} minutes."
    )


@user.command("unlock", help="Let a user in again: switched off, or paused after failed attempts.")
@click.argument("login")
def unlock_user_command(login: str) -> None:
    click.echo(f"Unlocked {_change(login, active=True).login}.")


def _change(login: str, **changes: Any) -> UserView:
    async def change(identity: Identity) -> UserView:
        found = await identity.find_user(login)
        return await identity.change_user(ChangeUser(id=found.id, **changes), language="en")

    with _refusals_told():
        return _run(change)


def _run(work: Callable[[Identity], Coroutine[Any, Any, T]]) -> T:
    with _database() as database:
        identity = Identity(database)
        try:
            return asyncio.run(work(identity))
        finally:
            identity.close()


@contextmanager
def _database() -> Iterator[Database]:
    database = Database(settings().database_url("gateway"))
    try:
        yield database
    finally:
        database.dispose()


@contextmanager
def _refusals_told() -> Iterator[None]:
    try:
        yield
    except Refusal as refusal:
        told = [refusal.sentence("en"), *(f"{problem.pointer}: {problem.message}" for problem in refusal.fields)]
        raise click.ClickException("\n".join(told)) from None
    except ValidationError as error:
        problems = [field_problem(detail, "en") for detail in error.errors(include_url=False)]
        raise click.ClickException("\n".join(f"{it.pointer}: {it.message}" for it in problems)) from None


def _password(from_stdin: bool) -> str:
    return sys.stdin.readline().rstrip("\r\n") if from_stdin else generate()


def _tell(password: str, given: bool) -> None:
    if not given:
        click.echo(f"Password, shown only now: {password}")
