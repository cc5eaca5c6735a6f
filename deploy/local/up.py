"""`ugoda up` and `ugoda down`: everything on one machine."""

import asyncio
import json
import secrets
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import click

from deploy.client import Api, Refused
from deploy.demo.company import found_company
from deploy.local.broker import Broker, ensure_broker
from deploy.local.checks import demand_home, demand_servers
from deploy.local.ports import is_free, wait_until
from deploy.local.supervisor import running_pid, start_detached, stop_detached, supervise
from deploy.operations import tidy_up
from deploy.processes import PROCESSES, migrate_all, ops_port
from gateway.identity import Identity
from gateway.identity.contracts import AddUser
from services.chassis.actor import Role
from services.chassis.database import Database
from services.chassis.errors import Conflict
from services.chassis.settings import settings, write_secret

ADMIN = "admin"
READY_SECONDS = 90
_GIVE_IT = "Give the right one with --password, or in UGODA_PASSWORD."


def bring_up(*, foreground: bool, bare: bool) -> None:
    home = settings().home.resolve()
    demand_home(home)
    if running_pid(home) is None:
        start(home)
    wait_until_ready()
    password = own_password()
    admin = _signed_in(password)
    if admin and not bare and not admin.get("/organizations", limit=1)["items"]:
        found_company(admin)
    _say_hello(password if admin else "<the password you gave it>")
    if foreground:
        _stay(home)


def start(home: Path) -> None:
    """Broker, migrations, administrator, processes; returns before they are ready."""
    demand_servers()
    _require_free_ports()
    try:
        remember_broker(home, ensure_broker(home, settings().broker_url or None))
    except RuntimeError as error:  # it says in a sentence what is wrong with our own broker
        raise click.ClickException(str(error)) from error
    migrate_all()
    tidy_up()  # all processes here are of one version
    _ensure_admin()
    start_detached(home)


def _require_free_ports() -> None:
    """The gateway shares its port (`reuse_port`): a second Ugoda there would silently take half of the requests."""
    ports = [settings().http_port, *map(ops_port, PROCESSES)]
    # what a killed supervisor left behind is still finishing its requests
    if not wait_until(lambda: all(map(is_free, ports)), 20):
        taken = ", ".join(str(port) for port in ports if not is_free(port))
        raise click.ClickException(f"Taken by another program: port {taken}. Set UGODA_HTTP_PORT, UGODA_OPS_PORT_BASE.")


def bring_down(*, broker: bool) -> None:
    home = settings().home.resolve()
    stopped = stop_detached(home)
    if broker and not settings().broker_url and Broker(home).running():
        Broker(home).stop()
    click.echo("Stopped. Your data stay." if stopped else "Nothing was running.")


def remember_broker(home: Path, url: str) -> None:
    path = home / "run" / "broker-url"
    path.unlink(missing_ok=True)
    write_secret(path, url)


def address() -> str:
    return f"http://{settings().http_host}:{settings().http_port}"


def wait_until_ready(seconds: float = READY_SECONDS) -> None:
    """Every process answers that it is ready; else it is said which does not, and its last words."""
    deadline = time.monotonic() + seconds
    waiting = list(PROCESSES)
    while waiting:
        waiting = [process for process in waiting if not _is_ready(process)]
        if waiting and time.monotonic() > deadline:
            raise click.ClickException("\n".join(map(_last_words, waiting)))
        if waiting:
            time.sleep(0.2)


def _last_words(process: str) -> str:
    log = settings().home.resolve() / "log" / f"{process}.log"
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return "\n".join([f"{process} did not get ready; see {log}, which ends with:", *lines[-15:]])


def _is_ready(process: str) -> bool:
    port = settings().http_port if process == "gateway" else ops_port(process)
    try:
        with urllib.request.urlopen(f"http://{settings().http_host}:{port}/health/ready", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _password_file() -> Path:
    return settings().home / "secrets" / "admin-password"


def _ensure_admin() -> None:
    """The first administrator, with a generated password kept in the secrets; found again at every later start."""
    if not _password_file().exists():
        write_secret(_password_file(), secrets.token_urlsafe(15))
    database = Database(settings().database_url("gateway"))
    identity = Identity(database)
    asyncio.run(_add_admin(identity))
    identity.close()
    database.dispose()


async def _add_admin(identity: Identity) -> None:
    roles = (Role.ADMINISTRATOR,)
    with suppress(Conflict):  # there is one already
        await identity.add_user(AddUser(login=ADMIN, name="Адміністратор", password=own_password(), roles=roles))


def own_password() -> str:
    """The first administrator's, as generated on this machine. Raises ClickException where none was."""
    try:
        return _password_file().read_text()
    except OSError:
        raise click.ClickException(f"No password is kept in {_password_file()}. {_GIVE_IT}") from None


def signed_in(where: str, login: str, password: str | None) -> Api:
    """With the password given, or this machine's own. Where it is not the right one, it is said how to give it."""
    try:
        return Api(where, login, password or own_password())
    except Refused as error:
        if error.code != "bad_credentials":
            raise
        raise click.ClickException(f"{where} does not know {login} by this password. {_GIVE_IT}") from None


def _signed_in(password: str) -> Api | None:
    """None once the administrator has another password than the first, generated one."""
    try:
        return Api(address(), ADMIN, password)
    except Refused as error:
        if error.code != "bad_credentials":
            raise
        return None


def _say_hello(password: str) -> None:
    click.echo(
        f"""
Ugoda is up:     {address()}      (what it can do: {address()}/docs)
Sign in as:      {ADMIN} / {password}

A first request to try:

  TOKEN=$(curl -s {address()}/api/v1/auth/token -H 'Content-Type: application/json' \\
    -d '{json.dumps({"login": ADMIN, "password": password})}' \\
    | .venv/bin/python -c 'import json,sys; print(json.load(sys.stdin)["access_token"])')
  curl -s '{address()}/api/v1/items?limit=1' -H "Authorization: Bearer $TOKEN"
"""
    )


def _stay(home: Path) -> None:
    """Hand over from the detached supervisor to one in this terminal."""
    stop_detached(home)
    supervise(home)
