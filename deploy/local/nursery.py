"""`python -m deploy.local.nursery`: the five services, forked from one process that has imported everything once.

They share the pages of code and modules (a third of the memory), and one that died is back in a fraction of a
second instead of three. Each is still a process of its own. Started and watched by the supervisor; what it runs
dies with it. In production each service is started by itself: `python -m deploy.service orders`.
"""

import os

os.environ.setdefault("EVENTLET_NO_GREENDNS", "yes")

import eventlet

eventlet.monkey_patch()

from functools import partial  # noqa: E402
from pathlib import Path  # noqa: E402

from deploy.local.watching import Forked, preload, watch_until_stopped  # noqa: E402
from deploy.processes import run_service  # noqa: E402
from services.chassis.settings import SERVICES, settings  # noqa: E402

_PRELOADED = (
    "encodings.idna",
    "kombu.transport.pyamqp",
    "nameko.runners",
    "sqlalchemy.dialects.sqlite.pysqlite",
    "sqlalchemy.dialects.postgresql.psycopg2",
    "pika",
    "services.chassis.logs",
    "services.chassis.ops",
    "services.chassis.startup",
    "services.chassis.topology",
    *(f"services.{service}.{part}" for service in SERVICES for part in ("views", "service")),
)


def _become(service: str) -> None:
    # imports made a hub: its epoll, shared by fork, would wake every service for every other's sockets
    eventlet.hubs.use_hub()
    run_service(service)


def main() -> None:
    home = Path(settings().home).resolve()
    preload(_PRELOADED)
    # the real sleep: a green one would start the hub here, and forked children are born in the middle of its turn
    sleep = eventlet.patcher.original("time").sleep
    services = [Forked(name, home, partial(_become, name)) for name in SERVICES]
    watch_until_stopped(services, home / "run" / "services", sleep)


if __name__ == "__main__":
    main()
