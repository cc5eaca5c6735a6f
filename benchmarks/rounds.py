"""Rounds of floor and cases in turn, so that a machine's mood strikes all alike; medians of the rounds."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from benchmarks import load
from benchmarks.cases import World
from benchmarks.processes import cpu_ms, since
from benchmarks.scene import Site
from benchmarks.world import port_of
from services.chassis.settings import SERVICES

FLOOR = "floor"
CONNECTIONS = (1, 8, 32)


@dataclass(frozen=True)
class Round:
    """One load and all it caused. `cpu`: milliseconds by process; `settled`: seconds until nothing was under way."""

    load: load.Load
    cpu: Mapping[str, float]
    settled: float

    @property
    def count(self) -> int:
        return len(self.load.times_ms)

    def per_request(self, *names: str) -> float:
        return sum(self.cpu.get(name, 0.0) for name in names) / self.count


@dataclass
class Measured:
    case: str
    connections: int
    rounds: list[Round] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return median(one.count / one.load.seconds for one in self.rounds)

    def percentile(self, share: float) -> float:
        """Milliseconds; the median of the rounds' percentiles."""
        return median(_percentile(one.load.times_ms, share) for one in self.rounds)

    def cpu(self, *names: str) -> float:
        """Milliseconds of CPU for each request (each chain), in these processes."""
        return median(one.per_request(*names) for one in self.rounds)

    @property
    def gateway_cpu(self) -> float:
        return self.cpu("gateway", "floor gateway")

    @property
    def service_cpu(self) -> float:
        return self.cpu(*SERVICES, "echo")

    @property
    def total_cpu(self) -> float:
        return self.cpu(*self.rounds[0].cpu)

    @property
    def client_cpu(self) -> float:
        return median(one.load.client_cpu_ms / one.count for one in self.rounds)

    @property
    def settled(self) -> float:
        return median(one.settled for one in self.rounds)


def measure(
    site: Site, world: World, cases: Sequence[str], connections: Iterable[int], rounds: int, seconds: float
) -> list[Measured]:
    measured = [Measured(case, number) for number in connections for case in cases]
    first = 1_000_000
    for case in cases:
        # statements compiled, models built, caches filled: once for each process's life
        load.run(_task(site, world, case, _WARMING, 0.1, first))
        first += _LEAST
    for place in range(rounds):
        for one in measured:
            one.rounds.append(_round(site, world, one, seconds, first))
            first += one.rounds[-1].count
        print(f"round {place + 1} of {rounds} done", flush=True)
    return measured


def idle(site: Site, seconds: float) -> dict[str, float]:
    """Milliseconds of CPU that each process spends in a second with nothing to do."""
    site.wait_until_settled()
    before = cpu_ms(site.groups)
    time.sleep(seconds)
    return {name: spent / seconds for name, spent in since(before, cpu_ms(site.groups)).items()}


def _round(site: Site, world: World, one: Measured, seconds: float, first: int) -> Round:
    site.wait_until_settled()
    task = _task(site, world, one.case, one.connections, seconds, first)
    before = cpu_ms(site.groups)
    done = load.run(task)
    settled = site.wait_until_settled()
    return Round(done, since(before, cpu_ms(site.groups)), settled)


def _task(site: Site, world: World, case: str, connections: int, seconds: float, first: int) -> load.Task:
    port = site.floor_port if case == FLOOR else port_of(site.house)
    return load.Task(case, "127.0.0.1", port, connections, seconds, _LEAST, _MOST, first, world)


_WARMING = 8
_LEAST, _MOST = 200, 20_000


def _percentile(times: Sequence[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]
