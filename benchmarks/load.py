"""The load client, a process of its own: `python -m benchmarks.load` with a Task as JSON on its standard input.

Bounded both in number and in time. Its own CPU is told apart, and not counted in anything measured.
"""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import orjson
import uvloop

from benchmarks.cases import CASES, World
from benchmarks.wire import Connection

_SPARE_SECONDS = 120


@dataclass(frozen=True)
class Task:
    case: str
    host: str
    port: int
    connections: int
    seconds: float
    least: int
    most: int
    first: int
    """Ends after so many seconds, with at least and at most so many requests. `first`: the number of the first, so
    that rounds don't repeat each other's."""
    world: World

    @property
    def longest(self) -> float:
        """Seconds after which a round ends though it has fewer than `least`."""
        return 15 * self.seconds


@dataclass(frozen=True)
class Load:
    """`times_ms`: of every request or chain, in the order they ended."""

    seconds: float
    times_ms: tuple[float, ...]
    client_cpu_ms: float


def run(task: Task) -> Load:
    """In a fresh process. Raises RuntimeError with what it printed when any answer was not the expected one."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.load"],
        input=orjson.dumps(asdict(task)),
        capture_output=True,
        timeout=task.longest + _SPARE_SECONDS,
    )
    if done.returncode:
        raise RuntimeError(f"{task.case}: {done.stderr.decode()[-2000:]}")
    told = orjson.loads(done.stdout)
    return Load(told["seconds"], tuple(told["times_ms"]), told["client_cpu_ms"])


async def _work(task: Task) -> Load:
    connections = [await Connection.open(task.host, task.port) for _ in range(task.connections)]
    numbers = iter(range(task.first, task.first + task.most))
    times: list[float] = []
    spent = _own_cpu_ms()
    started = time.perf_counter()
    await asyncio.gather(*(_repeat(task, one, numbers, started, times) for one in connections))
    seconds = time.perf_counter() - started
    spent = _own_cpu_ms() - spent
    for connection in connections:
        connection.close()
    return Load(seconds, tuple(times), spent)


async def _repeat(
    task: Task, connection: Connection, numbers: Iterator[int], started: float, times: list[float]
) -> None:
    case = CASES[task.case]
    for number in numbers:
        begun = time.perf_counter()
        if begun - started > (task.seconds if len(times) >= task.least else task.longest):
            return
        await case(connection, task.world, number)
        times.append((time.perf_counter() - begun) * 1000)


def _own_cpu_ms() -> float:
    times = os.times()
    return (times.user + times.system) * 1000


def _main() -> None:
    told = orjson.loads(sys.stdin.buffer.read())
    lists = {name: tuple(value) for name, value in told["world"].items() if isinstance(value, list)}
    task = Task(**{**told, "world": World(**{**told["world"], **lists})})
    sys.stdout.buffer.write(orjson.dumps(asdict(uvloop.run(_work(task)))))


if __name__ == "__main__":
    _main()
