"""Keeps the processes of `ugoda up` running: starts each, restarts what dies, stops all on SIGTERM.

A process that dies at once again and again is restarted with growing pauses. Logs: `home/log/<process>.log`.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from typing import IO

from deploy.processes import PROCESSES

COMMANDS: dict[str, list[str]] = {
    "gateway": ["deploy.cli", "gateway"],
    "relay": ["deploy.cli", "relay"],
    "worker": ["deploy.cli", "work"],
}
STOP_SECONDS = 20
_PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0)


class Child:
    def __init__(self, name: str, home: Path):
        self.name = name
        self._log: IO[bytes] = (home / "log" / f"{name}.log").open("ab")
        self._deaths = 0
        self._start_at = 0.0
        self._born = 0.0
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        arguments = COMMANDS.get(self.name, ["deploy.service", self.name])
        self._born = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore::DeprecationWarning", "-m", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
        )

    def watch(self) -> None:
        """Restart it if it died, not sooner than its pause."""
        if self.process is not None and self.process.poll() is not None:
            lived = time.monotonic() - self._born
            self._deaths = 0 if lived > 30 else self._deaths + 1
            self._start_at = time.monotonic() + _PAUSES[min(self._deaths, len(_PAUSES)) - 1 if self._deaths else 0]
            self.process = None
        if self.process is None and time.monotonic() >= self._start_at:
            self.start()

    def signal(self, number: int) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)


def supervise(home: Path) -> None:
    """Run until SIGTERM or SIGINT."""
    (home / "log").mkdir(parents=True, exist_ok=True)
    (home / "run").mkdir(parents=True, exist_ok=True)
    children = [Child(name, home) for name in PROCESSES]
    stopping = False

    def stop(_: int, __: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    for child in children:
        child.start()
    pids: dict[str, int] = {}
    while not stopping:
        for child in children:
            child.watch()
        pids = _write_pids(home, children, pids)
        time.sleep(0.1)
    _stop_all(children)
    (home / "run" / "supervisor.pid").unlink(missing_ok=True)


def _stop_all(children: list[Child]) -> None:
    """The gateway first: no new requests while the services finish what they have."""
    for child in children:
        child.signal(signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        if child.process is None:
            continue
        try:
            child.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.process.kill()
            child.process.wait()


def _write_pids(home: Path, children: list[Child], known: dict[str, int]) -> dict[str, int]:
    pids = {child.name: child.process.pid for child in children if child.process is not None}
    if pids != known:
        draft = home / "run" / ".processes"
        draft.write_text("".join(f"{name} {pid}\n" for name, pid in pids.items()))
        draft.replace(home / "run" / "processes")
    return pids


def start_detached(home: Path) -> int:
    """Start the supervisor so that it outlives this command; its pid."""
    (home / "log").mkdir(parents=True, exist_ok=True)
    (home / "run").mkdir(parents=True, exist_ok=True)
    with (home / "log" / "supervisor.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore::DeprecationWarning", "-m", "deploy.cli", "supervise"],
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
    return pid if b"deploy.cli" in command and b"supervise" in command else None


def stop_detached(home: Path) -> bool:
    """Stop the supervisor and all it runs; false when it did not run."""
    pid = running_pid(home)
    if pid is None:
        return False
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS + 10
    while running_pid(home) is not None and time.monotonic() < deadline:
        time.sleep(0.1)
    return True
