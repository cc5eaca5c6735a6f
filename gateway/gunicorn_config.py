"""Gunicorn's settings: workers die with their master, and the master serves health and metrics of them all."""

import ctypes
import signal
from typing import Any

from prometheus_client import CollectorRegistry
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from services.chassis.ops import serve_ops
from services.chassis.settings import settings

_PR_SET_PDEATHSIG = 1

graceful_timeout = 15
loglevel = "warning"
reuse_port = True  # a new master need not wait for the socket of one that was killed


def when_ready(_: Any) -> None:
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    serve_ops(settings().http_host, settings().ops_port_base, {}, registry)


def post_fork(_: Any, __: Any) -> None:
    """A worker whose master was killed would go on serving, unseen and unmanaged, on the old socket."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def child_exit(_: Any, worker: Any) -> None:
    mark_process_dead(worker.pid)
