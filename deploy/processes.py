"""What each process of Ugoda runs: a service, the relay, the worker, the gateway."""

import os
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from services.chassis.settings import DATABASES, SERVICES, settings

PROCESSES = ("gateway", *SERVICES, "relay", "worker")


def ops_port(process: str) -> int:
    """Health and metrics of a process. The gateway answers for its health on its own HTTP port too."""
    return settings().ops_port_base + PROCESSES.index(process)


def run_service(service: str) -> None:
    """In a process that eventlet has patched (`deploy.service`)."""
    _prepare(service)
    from services.chassis import startup
    from services.chassis.ops import serve_ops

    serve_ops(settings().http_host, ops_port(service), _checks(service))
    startup.run_service(service)


def run_relay(services: Sequence[str]) -> None:
    """One relay for all services on a laptop; one each in production (`ugoda relay orders`)."""
    _prepare("relay")
    from services.chassis.ops import serve_ops
    from services.chassis.relay import Relay
    from services.chassis.startup import all_contracts, wait_for_broker

    wait_for_broker(settings().broker)
    databases = {service: _database(service) for service in services}
    serve_ops(settings().http_host, ops_port("relay"), {})
    Relay(databases, all_contracts(), settings().broker).run()


def run_worker(services: Sequence[str]) -> None:
    """Runs jobs (those of every day too) and retention of these services, at low priority: people come first."""
    os.nice(10)
    _prepare("worker")
    from services.chassis.jobs import start_daily, work_once
    from services.chassis.ops import serve_ops
    from services.chassis.retention import forget_old
    from services.chassis.startup import jobs_of, runtime_of

    runtimes = {service: runtime_of(service) for service in services}
    jobs = {service: jobs_of(service) for service in services}
    serve_ops(settings().http_host, ops_port("worker"), {})
    nothing_at: dict[str, int | str | None] = {}
    forget_next = 0.0
    while True:
        worked = False
        for one in services:
            pulse = runtimes[one].database.pulse()
            if pulse is not None and pulse == nothing_at.get(one):
                continue
            done = _guarded(partial(work_once, runtimes[one], jobs[one]))
            worked = worked or bool(done)
            nothing_at[one] = pulse if done is False else None
        if time.monotonic() > forget_next:
            forget_next = time.monotonic() + 60
            for one, runtime in runtimes.items():
                _guarded(partial(forget_old, runtime))
                _guarded(partial(start_daily, runtime, jobs[one]))
        if not worked:
            time.sleep(0.25)


def run_gateway() -> None:
    """Gunicorn's master, in this process; it ends with the process."""
    # workers count into files that the master sums up; those of an earlier run are over
    counts = settings().home.resolve() / "run" / "gateway-metrics"
    shutil.rmtree(counts, ignore_errors=True)
    counts.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(counts)
    from gunicorn import __main__ as command
    from gunicorn.app.wsgiapp import WSGIApplication
    from prometheus_client import values

    # chosen at its import, which the supervisor may have done before it forked this process
    values.ValueClass = values.get_value_class()
    sys.argv = [
        str(command.__file__),  # what Python runs anew when a master is told to replace itself (SIGUSR2)
        "gateway.app:create_app()",
        "--worker-class",
        "uvicorn_worker.UvicornWorker",
        "--workers",
        str(settings().http_workers),
        "--bind",
        f"{settings().http_host}:{settings().http_port}",
        "--config",
        "python:gateway.gunicorn_config",
    ]
    WSGIApplication("%(prog)s [OPTIONS] [APP_MODULE]", prog="gunicorn").run()


def migrate_all(names: Sequence[str] = DATABASES) -> None:
    from services.chassis.migrate import migrate, wait_for_database

    for name in names:
        database = _database(name)
        wait_for_database(database)
        migrate(name, database)
        database.dispose()


def _prepare(process: str) -> None:
    from services.chassis.failpoints import name_process
    from services.chassis.logs import configure

    name_process(process)
    configure(process)


def _database(service: str) -> Any:
    from services.chassis.database import Database

    return Database(settings().database_url(service))


def _checks(service: str) -> dict[str, Callable[[], None]]:
    from sqlalchemy import text

    database = _database(service)

    def database_answers() -> None:
        with database.reader.connect() as connection:
            connection.execute(text("SELECT 1"))

    return {"database": database_answers}


def _guarded(work: Callable[[], bool]) -> bool | None:
    """A database that is away for a while must not end the worker. None: it was."""
    import structlog
    from sqlalchemy.exc import DBAPIError

    try:
        return work()
    except DBAPIError as error:
        structlog.get_logger().warning("database_lost", reason=str(error.orig))
        time.sleep(0.5)
        return None
