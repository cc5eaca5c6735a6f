"""Watching over processes: start each, restart what dies, write down who they are, stop all on SIGTERM."""

import ctypes
import gc
import importlib
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import FrameType
from typing import IO

from services.chassis.startup import build_ahead

STOP_SECONDS = 20
_PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0)
_STOPS = (signal.SIGTERM, signal.SIGINT)
_PR_SET_PDEATHSIG = 1


class Forked:
    """A process made by fork: it shares the pages of what its parent has imported, and is there at once. One that dies
    again and again waits longer each time."""

    def __init__(self, name: str, home: Path, work: Callable[[], None]):
        self.name = name
        self.pid: int | None = None
        self._log: IO[bytes] = (home / "log" / f"{name}.log").open("ab")
        self._work = work
        self._deaths = 0
        self._start_at = 0.0
        self._born = 0.0

    def watch(self) -> None:
        """Restart it if it died, not sooner than its pause."""
        now = time.monotonic()
        if self.pid is not None and not self.lives():
            self._deaths = 0 if now - self._born > 30 else self._deaths + 1
            self._start_at = now + (_PAUSES[min(self._deaths, len(_PAUSES)) - 1] if self._deaths else 0)
        if self.pid is None and now >= self._start_at:
            self._born = now
            self.pid = self._spawn()

    def lives(self) -> bool:
        """The pid of one that has ended is forgotten."""
        if self.pid is not None and os.waitpid(self.pid, os.WNOHANG)[0] == self.pid:
            self.pid = None
        return self.pid is not None

    def signal(self, number: int) -> None:
        if self.pid is not None and self.lives():
            os.kill(self.pid, number)

    def _spawn(self) -> int:
        parent = os.getpid()
        # held back until the child's handlers are its own: its parent's would take the signal, and it would live on
        signal.pthread_sigmask(signal.SIG_BLOCK, _STOPS)
        try:
            pid = os.fork()
        finally:
            if os.getpid() == parent:
                signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPS)
        if pid:
            return pid
        code = 1
        try:
            self._live(parent)
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)

    def _live(self, parent: int) -> None:
        die_with_parent(parent)
        for number in _STOPS:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPS)
        os.dup2(self._log.fileno(), 1)
        os.dup2(self._log.fileno(), 2)
        random.seed()
        self._work()


def preload(modules: Iterable[str]) -> None:
    """Import what the children will need, once, and build what they would each build."""
    gc.disable()  # what is collected leaves holes in the pages, and a child that fills a hole copies the page
    for name in modules:
        importlib.import_module(name)
    build_ahead()
    # what is here now lives as long as the process: kept out of every child's collections, its pages stay shared
    gc.freeze()
    gc.enable()


def die_with_parent(parent: int) -> None:
    """Called in a new process: a child of a killed watcher would go on unseen. `parent`: who made it, and may be dead
    by now."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        raise SystemExit


def watch_until_stopped(
    children: Sequence[Forked],
    listed_in: Path,
    sleep: Callable[[float], object] = time.sleep,
    extra: Callable[[], str] = lambda: "",
    patience: float = STOP_SECONDS,
) -> None:
    """Run until SIGTERM or SIGINT. `listed_in` always names the living, `name pid` a line. `patience`: seconds that the
    children have to stop; less than this process itself has, or who kills it leaves them behind."""
    stopping = False

    def stop(_: int, __: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    for number in _STOPS:
        signal.signal(number, stop)
    written = ""
    while not stopping:
        for child in children:
            child.watch()
        listing = "".join(f"{child.name} {child.pid}\n" for child in children if child.pid is not None) + extra()
        if listing != written:
            _replace(listed_in, listing)
            written = listing
        sleep(0.1)
    _stop_all(children, sleep, patience)
    listed_in.unlink(missing_ok=True)


def _stop_all(children: Sequence[Forked], sleep: Callable[[float], object], patience: float) -> None:
    """In their order: the gateway first, so that no new requests come while the services finish what they have."""
    for child in children:
        child.signal(signal.SIGTERM)
    deadline = time.monotonic() + patience
    while any(child.lives() for child in children) and time.monotonic() < deadline:
        sleep(0.05)
    for child in children:
        child.signal(signal.SIGKILL)


def _replace(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}")
    draft.write_text(text)
    draft.replace(path)
