"""The five services, forked from one process that eventlet has patched.

It is itself forked from the supervisor: services share the pages of all that is imported there (most of their memory),
and one that died is back in a fraction of a second instead of three. Each is still a process of its own. In production
each service is started by itself, and patched before anything is imported: `python -m deploy.service orders`.

Here the patch comes after much was imported (decision 0033). What talks to the broker is imported after it.
"""

import os
import selectors
import socketserver
from functools import partial
from pathlib import Path

from deploy.local.watching import STOP_SECONDS, Forked, preload, watch_until_stopped
from deploy.processes import run_service
from services.chassis.settings import SERVICES

_PRELOADED = (
    "kombu.transport.pyamqp",
    "nameko.runners",
    "services.chassis.topology",
    *(f"services.{service}.service" for service in SERVICES),
)

PATIENCE = STOP_SECONDS - 2
"""Seconds that services have to stop, before the supervisor's with this process are over."""


def run_services(home: Path) -> None:
    """Until SIGTERM or SIGINT."""
    patch()
    import eventlet

    preload(_PRELOADED)
    # the real sleep: a green one would start the hub here, and forked children are born in the middle of its turn
    sleep = eventlet.patcher.original("time").sleep
    services = [Forked(name, home, partial(_become, name)) for name in SERVICES]
    watch_until_stopped(services, home / "run" / "services", sleep, patience=PATIENCE)


def patch() -> None:
    """As `eventlet.monkey_patch()` does at the start of a process, of one that has imported much already."""
    os.environ.setdefault("EVENTLET_NO_GREENDNS", "yes")
    import eventlet

    # it looks through every object for reentrant locks made before it, and whatever it looks at is copied from the
    # shared pages: those locks stay, none is held while greenlets switch
    eventlet.patcher._green_existing_locks = lambda _: None
    eventlet.monkey_patch()
    # a copy of its own, made at its import: with it, the first to ask for metrics would stop the whole process
    socketserver._ServerSelector = selectors.DefaultSelector  # type: ignore[attr-defined]


def _become(service: str) -> None:
    import eventlet

    # imports made a hub: its epoll, shared by fork, would wake every service for every other's sockets
    eventlet.hubs.use_hub()
    run_service(service)
