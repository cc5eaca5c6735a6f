"""Gunicorn's settings: workers die with their master, and a new master need not wait for the old one's socket."""

import ctypes
import signal
from typing import Any

_PR_SET_PDEATHSIG = 1

graceful_timeout = 15
loglevel = "warning"
reuse_port = True


def post_fork(_: Any, __: Any) -> None:
    """A worker whose master was killed would go on serving, unseen and unmanaged, on the old socket."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
