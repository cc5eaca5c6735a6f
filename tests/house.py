"""A whole Ugoda for tests: its own home, broker, databases and ports; started and stopped by the real commands.

with a_house() as house:
    admin = house.api()
    admin.post("/organizations", {...})
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import rmtree
from typing import Any
from uuid import uuid4

from deploy.local.broker import Broker
from deploy.local.ports import ports_in_a_row
from deploy.local.postgres import Postgres
from deploy.processes import PROCESSES
from services.chassis.database import Database
from services.chassis.settings import DATABASES

CALM = {
    "UGODA_RATE_LIMIT_PER_MINUTE": "1000000",
    "UGODA_SIGN_IN_LIMIT_PER_MINUTE": "100000",
    "UGODA_LOG_LEVEL": "WARNING",
}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    raw: bytes

    @property
    def body(self) -> Any:
        return json.loads(self.raw) if self.raw else None


@dataclass
class Api:
    """One person's HTTP client. `send` gives whatever comes; `get` and `post` demand success."""

    address: str
    token: str = ""
    language: str = "en"

    def send(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None, timeout: float = 30
    ) -> Answer:
        sent = {"Content-Type": "application/json", "Accept-Language": self.language, **(headers or {})}
        if self.token:
            sent.setdefault("Authorization", f"Bearer {self.token}")
        data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        place = path if path.startswith(("/openapi", "/health", "/docs", "/.well")) else f"/api/v1{path}"
        request = urllib.request.Request(f"{self.address}{place}", data, sent, method=method)
        try:
            with urllib.request.urlopen(request, timeout=timeout) as answer:
                return Answer(answer.status, dict(answer.headers), answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, dict(error.headers), error.read())

    def get(self, path: str) -> Any:
        return self._demand("GET", path, None, {})

    def post(self, path: str, body: Any = None, key: str | None = None, method: str = "POST") -> Any:
        return self._demand(method, path, body or {}, {"Idempotency-Key": key or str(uuid4())})

    def _demand(self, method: str, path: str, body: Any, headers: Mapping[str, str]) -> Any:
        answer = self.send(method, path, body, headers)
        assert 200 <= answer.status < 300, f"{method} {path}: {answer.status} {answer.raw.decode()}"
        return answer.body


@dataclass
class House:
    home: Path
    environment: dict[str, str]
    postgres: Postgres | None = None
    _admin: Api | None = field(default=None, repr=False)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.environment['UGODA_HTTP_PORT']}"

    @property
    def broker(self) -> Broker:
        return Broker(self.home)

    def ugoda(self, *arguments: str, **more: str) -> str:
        """Run a command of `ugoda` in this house; its output. Fails with what it printed."""
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "deploy.cli", *arguments],
            env={**os.environ, **self.environment, **more},
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, f"ugoda {' '.join(arguments)}:\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def up(self) -> "House":
        self.ugoda("up", "--bare")
        self._admin = None
        return self

    def api(self, login: str = "admin", password: str | None = None, language: str = "en") -> Api:
        """Signed in; the administrator unless another login is named."""
        secret = password or (self.home / "secrets" / "admin-password").read_text()
        anybody = Api(self.address, language=language)
        answer = anybody.post("/auth/token", {"login": login, "password": secret})
        return Api(self.address, answer["access_token"], language)

    def add_user(self, login: str, roles: tuple[str, ...], **links: str | None) -> Api:
        """A person with these roles (`staff_id`, `partner_id`, `organization_id` as given), signed in."""
        password = f"correct-horse-{login}-battery"
        body = {"login": login, "name": login, "password": password, "roles": list(roles)}
        self.api().post("/users", {**body, **{name: value for name, value in links.items() if value}})
        return self.api(login, password)

    def database(self, name: str) -> Database:
        """Straight into a service's database: to count, or to fill it with many rows."""
        url = self.environment.get(f"UGODA_{name.upper()}_DATABASE_URL", "")
        return Database(url or f"sqlite:///{self.home / 'db' / f'{name}.sqlite'}")

    def pid(self, process: str) -> int:
        listed = (self.home / "run" / "processes").read_text().split("\n")
        return next(int(line.split()[1]) for line in listed if line.startswith(f"{process} "))

    def ops(self, process: str, path: str) -> Answer:
        """Health and metrics of a process (`/health/ready`, `/metrics`)."""
        port = int(self.environment["UGODA_OPS_PORT_BASE"]) + PROCESSES.index(process)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return Answer(answer.status, dict(answer.headers), answer.read())


@contextmanager
def a_house(kind: str = "sqlite", *, started: bool = True, **environment: str) -> Iterator[House]:
    """`kind`: sqlite or postgres. `environment`: settings over the calm ones. All is gone afterwards."""
    home = Path(tempfile.mkdtemp(prefix="ugoda-house-"))
    settings = {
        **CALM,
        "UGODA_HOME": str(home),
        **house_ports(),
        **environment,
    }
    house = House(home, settings)
    try:
        if kind == "postgres":
            house.postgres = Postgres(home, durable=False)
            house.postgres.start()
            for name in DATABASES:
                settings[f"UGODA_{name.upper()}_DATABASE_URL"] = house.postgres.create_database(f"ugoda_{name}")
        yield house.up() if started else house
    finally:
        house.ugoda("down")
        if house.postgres is not None:
            house.postgres.stop()
            house.postgres.remove()
        rmtree(home, ignore_errors=True)


_claims: list[socket.socket] = []


def house_ports() -> dict[str, str]:
    """Settings that give a house ports of its own: for HTTP, then health and metrics of every process."""
    first = ports_in_a_row(1 + len(PROCESSES))
    while not _claimed(first):
        first = ports_in_a_row(1 + len(PROCESSES))
    return {"UGODA_HTTP_PORT": str(first), "UGODA_OPS_PORT_BASE": str(first + 1)}


def _claimed(first: int) -> bool:
    """For as long as this process lives: a house not up yet, or just down, has free ports, and two gateways on one port
    would share its requests. Nothing but a name among the machine's sockets, gone with the process."""
    claim = socket.socket(socket.AF_UNIX)
    try:
        claim.bind(f"\0ugoda-house-{first}")
    except OSError:
        claim.close()
        return False
    _claims.append(claim)
    return True
