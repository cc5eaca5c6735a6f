"""Where it is measured: a house with its processes by name, and the floor beside it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.error import URLError
from urllib.request import urlopen

import pika
from pika.adapters.blocking_connection import BlockingChannel
from sqlalchemy import func, select

from benchmarks.processes import Group
from deploy.local.ports import ports_in_a_row
from services.chassis.contracts import event_queue
from services.chassis.database import Database
from services.chassis.settings import SERVICES
from services.chassis.tables import outbox
from tests.house import House

_SETTLE_SECONDS = 120
_QUIET_LOOKS = 3
_LOOK_SECONDS = 0.1


@dataclass
class Site:
    house: House
    floor_port: int
    groups: Sequence[Group]
    databases: Mapping[str, Database]
    channel: BlockingChannel
    """Kept open: a connection costs the broker more than a hundred messages do."""

    def wait_until_settled(self) -> float:
        """All consequences applied: outboxes and event queues empty, and still so 0.2 s later (what a consumer was
        given is not in its queue). The seconds it took until then."""
        started = time.monotonic()
        quiet = 0
        settled = started
        while quiet < _QUIET_LOOKS:
            if self._is_quiet():
                settled = settled if quiet else time.monotonic()
                quiet += 1
            else:
                quiet = 0
            if time.monotonic() - started > _SETTLE_SECONDS:
                raise TimeoutError("events keep waiting in outboxes or queues")
            time.sleep(_LOOK_SECONDS)
        return settled - started

    def _is_quiet(self) -> bool:
        return not any(map(self._outbox, SERVICES)) and not self._waiting_events()

    def _outbox(self, service: str) -> int:
        with self.databases[service].read() as session:
            return session.scalar(select(func.count()).select_from(outbox)) or 0

    def _waiting_events(self) -> int:
        queues = [self.channel.queue_declare(event_queue(service), passive=True) for service in SERVICES]
        return sum(queue.method.message_count for queue in queues)


@contextmanager
def with_floor(house: House) -> Iterator[Site]:
    """Starts the stock echo and its gateway, and names every process."""
    port = ports_in_a_row(2)
    counts = house.home / "run" / "floor-metrics"
    counts.mkdir(parents=True)
    environment = {
        **os.environ,
        **house.environment,
        "UGODA_HTTP_PORT": str(port),
        "UGODA_OPS_PORT_BASE": str(port + 1),
        "PROMETHEUS_MULTIPROC_DIR": str(counts),
    }
    gunicorn = ["gunicorn", "benchmarks.app:create_app()", "--worker-class", "uvicorn_worker.UvicornWorker"]
    gunicorn += ["--workers", "1", "--bind", f"127.0.0.1:{port}", "--config", "python:gateway.gunicorn_config"]
    commands = {"floor gateway": gunicorn, "echo": ["benchmarks.echo_service", house.broker.url]}
    started = {
        name: subprocess.Popen([sys.executable, "-W", "ignore", "-m", *command], env=environment, stdout=sys.stderr)
        for name, command in commands.items()
    }
    try:
        _wait_until_serves(port)
        databases = {service: house.database(service) for service in SERVICES}
        groups = [*groups_of(house), *(Group(name, one.pid) for name, one in started.items())]
        parameters = pika.URLParameters(house.broker.url)
        parameters.heartbeat = 0  # nobody answers heartbeats while a load runs
        with pika.BlockingConnection(parameters) as connection:
            yield Site(house, port, groups, databases, connection.channel())
        for database in databases.values():
            database.dispose()
    finally:
        for process in started.values():
            process.terminate()
        for process in started.values():
            process.wait(30)


def groups_of(house: House) -> list[Group]:
    """Every process of `ugoda up`, its broker, and PostgreSQL where it is used."""
    listed = (house.home / "run" / "processes").read_text().split()
    groups = [Group(name, int(pid)) for name, pid in zip(listed[::2], listed[1::2], strict=True)]
    groups.append(Group("supervisor", int((house.home / "run" / "supervisor.pid").read_text())))
    assert house.broker.pid is not None
    groups.append(Group("broker", house.broker.pid))
    if house.postgres is not None and house.postgres.pid is not None:
        groups.append(Group("database", house.postgres.pid))
    return groups


def _wait_until_serves(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.2)
    raise TimeoutError("the floor's gateway did not get ready")
