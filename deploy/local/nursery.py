"""`python -m deploy.local.nursery`: the five services, forked from one process that has imported everything once.

They share the pages of code and modules (a third of the memory), and one that died is back in a fraction of a
second instead of three. Each is still a process of its own. Started and watched by the supervisor; what it runs
dies with it. In production each service is started by itself: `python -m deploy.service orders`.
"""

import os

os.environ.setdefault("EVENTLET_NO_GREENDNS", "yes")

import eventlet

eventlet.monkey_patch()

import gc  # noqa: E402
import importlib  # noqa: E402
import random  # noqa: E402
import signal  # noqa: E402
import sys  # noqa: E402
from pathlib import Path  # noqa: E402

from deploy.local.watching import Child, die_with_parent, watch_until_stopped  # noqa: E402
from deploy.processes import run_service  # noqa: E402
from services.chassis.settings import SERVICES, settings  # noqa: E402

_PRELOADED = (
    "nameko.runners",
    "sqlalchemy.dialects.sqlite.pysqlite",
    "sqlalchemy.dialects.postgresql.psycopg2",
    "pika",
    "services.chassis.ops",
    "services.chassis.startup",
    "services.chassis.topology",
    *(f"services.{service}.{part}" for service in SERVICES for part in ("views", "service")),
)


class Forked(Child):
    """A service made by fork instead of exec."""

    def spawn(self) -> int:
        pid = os.fork()
        if pid:
            return pid
        try:
            self._become_service()
        finally:
            os._exit(1)

    def _become_service(self) -> None:
        die_with_parent()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        os.dup2(self.log.fileno(), 1)
        os.dup2(self.log.fileno(), 2)
        random.seed()
        # imports made a hub: its epoll, shared by fork, would wake every service for every other's sockets
        eventlet.hubs.use_hub()
        run_service(self.name)
        sys.stderr.flush()
        os._exit(0)

    def has_ended(self, pid: int) -> bool:
        ended, _ = os.waitpid(pid, os.WNOHANG)
        return ended == pid


def main() -> None:
    home = Path(settings().home).resolve()
    for name in _PRELOADED:
        importlib.import_module(name)
    # what is here now lives as long as the process: kept out of every child's collections, its pages stay shared
    gc.collect()
    gc.freeze()
    # the real sleep: a green one would start the hub here, and forked children are born in the middle of its turn
    sleep = eventlet.patcher.original("time").sleep
    watch_until_stopped([Forked(name, home) for name in SERVICES], home / "run" / "services", sleep)


if __name__ == "__main__":
    main()
