"""Trouble under load: random SIGKILLs of our own processes, and the broker going away and coming back."""

import os
import random
import signal
import threading
from collections import Counter
from pathlib import Path

from deploy.local.broker import Broker

KILLED = ("gateway", "partners", "pricing", "deals", "orders", "marketing", "relay", "worker", "services")


class Trouble:
    def __init__(self, home: Path, broker: Broker, *, seed: int, kill_every: float, broker_stops: int):
        self.done: Counter[str] = Counter()
        self._home = home
        self._broker = broker
        self._random = random.Random(seed)
        self._kill_every = kill_every
        self._broker_stops = broker_stops
        self._over = threading.Event()
        self._threads = [
            threading.Thread(target=self._kill_processes, daemon=True),
            threading.Thread(target=self._stop_broker, daemon=True),
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Ends with the broker running."""
        self._over.set()
        for thread in self._threads:
            thread.join()
        self._broker.start()

    def _kill_processes(self) -> None:
        while not self._over.wait(self._kill_every * self._random.uniform(0.5, 1.5)):
            name = self._random.choice(KILLED)
            for pid in self._pids(name):
                try:
                    os.kill(pid, signal.SIGKILL)
                    self.done[f"SIGKILL {name}"] += 1
                except ProcessLookupError:
                    continue

    def _pids(self, name: str) -> list[int]:
        """The process itself; of the gateway now its master, now one of its workers."""
        try:
            listed = (self._home / "run" / "processes").read_text().split("\n")
        except FileNotFoundError:
            return []
        found = [int(line.split()[1]) for line in listed if line.startswith(f"{name} ")]
        if name == "gateway" and found and self._random.random() < 0.7:
            children = Path(f"/proc/{found[0]}/task/{found[0]}/children")
            workers = [int(pid) for pid in children.read_text().split()] if children.exists() else []
            return [self._random.choice(workers)] if workers else []
        return found

    def _stop_broker(self) -> None:
        for turn in range(self._broker_stops):
            if self._over.wait(self._random.uniform(4, 8)):
                return
            if turn % 2:
                self._broker.kill()
                self.done["SIGKILL broker"] += 1
            else:
                self._broker.stop()
                self.done["stop broker"] += 1
            self._over.wait(self._random.uniform(0.5, 2))
            self._broker.start()
