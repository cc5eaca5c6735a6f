"""What `ugoda up` leaves running: gateway, services, relay and worker, each restarted when it dies.

All are forked from here, after their modules are imported: they share those pages. The services have a parent of their
own in between (`nursery`), patched by eventlet.

Logs: `home/log/<process>.log`. Who runs now: `home/run/processes`.
"""

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

from deploy.local.nursery import run_services
from deploy.local.watching import STOP_SECONDS, Forked, preload, watch_until_stopped
from deploy.processes import run_gateway, run_relay, run_worker
from services.chassis.settings import SERVICES

_PRELOADED = (
    "encodings.idna",
    "gateway.app",
    "gunicorn.app.wsgiapp",
    "uvicorn_worker",
    "sqlalchemy.dialects.sqlite.pysqlite",
    "sqlalchemy.dialects.postgresql.psycopg2",
    "pika",
    "services.chassis.jobs",
    "services.chassis.logs",
    "services.chassis.ops",
    "services.chassis.relay",
    "services.chassis.retention",
    "services.chassis.startup",
    *(f"services.{service}.{part}" for service in SERVICES for part in ("views", "jobs")),
)
_QUIET = ["-W", "ignore::DeprecationWarning"]


def supervise(home: Path) -> None:
    """Run until SIGTERM or SIGINT."""
    _make_rooms(home)
    # also in the foreground: whoever stops or restores must see that something runs here
    (home / "run" / "supervisor.pid").write_text(str(os.getpid()))
    services = home / "run" / "services"
    services.unlink(missing_ok=True)

    def listed_services() -> str:
        return services.read_text() if services.exists() else ""

    preload(_PRELOADED)
    children = [
        Forked("gateway", home, run_gateway),
        Forked("services", home, partial(run_services, home)),
        Forked("relay", home, partial(run_relay, SERVICES)),
        Forked("worker", home, partial(run_worker, SERVICES)),
    ]
    watch_until_stopped(children, home / "run" / "processes", extra=listed_services)
    (home / "run" / "supervisor.pid").unlink(missing_ok=True)


def start_detached(home: Path) -> int:
    """Start the supervisor so that it outlives this command; its pid."""
    _make_rooms(home)
    with (home / "log" / "supervisor.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, *_QUIET, "-m", "deploy.cli", "supervise"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    (home / "run" / "supervisor.pid").write_text(str(process.pid))
    return process.pid


def running_pid(home: Path) -> int | None:
    """The supervisor's pid if it runs; a pid file left by a killed one does not count."""
    try:
        pid = int((home / "run" / "supervisor.pid").read_text())
        command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (OSError, ValueError):
        return None
    return pid if {b"supervise", b"--foreground"} & set(command) else None


def stop_detached(home: Path) -> bool:
    """Stop the supervisor and all it runs; false when it did not run."""
    pid = running_pid(home)
    if pid is None:
        return False
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + 2 * STOP_SECONDS + 5
    while running_pid(home) is not None and time.monotonic() < deadline:
        time.sleep(0.1)
    return True


def _make_rooms(home: Path) -> None:
    for room in ("log", "run"):
        (home / room).mkdir(parents=True, exist_ok=True, mode=0o700)
