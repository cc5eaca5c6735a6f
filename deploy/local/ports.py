"""What the private servers stand on: free ports, owner-only files, one starter at a time, whose a pid is."""

import fcntl
import os
import random
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

LOOPBACK = "127.0.0.1"
_LOWEST = 20_000
_EPHEMERAL_RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")


def free_ports(count: int) -> list[int]:
    """Different ports nobody listens on now, all below the range outgoing connections take theirs from.

    From inside that range a client that retries a stopped server sooner or later connects to itself, and then
    the server can't have its port back.
    """
    candidates = range(_LOWEST, _first_ephemeral_port())
    found: list[int] = []
    for port in random.sample(candidates, len(candidates)):
        if is_free(port):
            found.append(port)
        if len(found) == count:
            return found
    raise RuntimeError(f"No {count} free ports between {_LOWEST} and {candidates.stop}: stop some local servers.")


def ports_in_a_row(count: int) -> int:
    """The first of so many free ports below those that private servers take by `free_ports`.

    A broker or a database that starts later, or comes back, never takes one of them.
    """
    starts = range(_LOWEST // 2, _LOWEST - count, count)
    for first in random.sample(starts, len(starts)):
        if all(is_free(first + place) for place in range(count)):
            return first
    raise RuntimeError(f"No {count} free ports in a row below {_LOWEST}: stop some local servers.")


def _first_ephemeral_port() -> int:
    lowest_useful = _LOWEST + 1_000
    try:
        return max(int(_EPHEMERAL_RANGE.read_text().split()[0]), lowest_useful)
    except OSError:
        return 32_768


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        # servers listen with it too: connections of the last run still closing are no obstacle
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def accepts(port: int) -> bool:
    """Somebody on loopback takes connections there."""
    try:
        socket.create_connection((LOOPBACK, port), timeout=1).close()
    except OSError:
        return False
    return True


def write_private(path: Path, text: str) -> None:
    """Whole or not at all, and never readable by others, not even for a moment."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    draft.replace(path)


@contextmanager
def one_at_a_time(lock: Path) -> Iterator[None]:
    """Two `ugoda up` at once start one server, not two over the same data."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def is_process_of(pid: int, mark: str) -> bool:
    """Lives and was started with `mark` among its arguments: after a reboot the pid may be anybody's."""
    try:
        arguments = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return mark.encode() in arguments


def send_signal(pid: int, number: signal.Signals) -> None:
    """A process that is gone already is what was wanted."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def wait_until(fact: Callable[[], bool], seconds: float) -> bool:
    """Whether it became true in time."""
    deadline = time.monotonic() + seconds
    while not fact():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.03)
    return True
