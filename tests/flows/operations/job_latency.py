"""How long `GET /partners/{id}` takes while a job moves 200,000 clients, against the same house at rest.

    python -m tests.flows.operations.job_latency [--kind postgres] [--rounds 3]

One client asks one thing after another. Idle and loaded are measured close together and several times: what else
runs on the machine moves both.
"""

import argparse
import time
from collections.abc import Callable
from http.client import HTTPConnection
from itertools import cycle
from statistics import quantiles
from urllib.parse import urlsplit

from tests.flows.operations.many_clients import fill, hire
from tests.flows.operations.scene import SHORT_PAUSES, found_firm, settle
from tests.house import Api, House, a_house

SAMPLES = 600
"""At least; a loaded round goes on until the job has ended."""
MOST_SAMPLES = 20_000
JOB_SECONDS = 900.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clients", type=int, default=200_000)
    chosen = parser.parse_args()
    with a_house(chosen.kind, **SHORT_PAUSES) as house:
        _play(house, chosen.rounds, chosen.clients)


def _play(house: House, rounds: int, count: int) -> None:
    api = house.api()
    firm = found_firm(api)
    pair = [hire(api, firm, name) for name in ("Ясенова Соломія", "Грабовий Назар")]
    clients = fill(house, firm, pair[0], count)
    measure(api, clients, lambda taken: taken >= SAMPLES)  # warm
    for turn in range(rounds):
        api = house.api()
        idle = measure(api, clients, lambda taken: taken >= SAMPLES)
        source, target = pair if turn % 2 == 0 else pair[::-1]
        job = api.post(f"/staff/{source}/hand-over", {"to_staff_id": target})["id"]
        started = time.monotonic()
        loaded = measure(api, clients, _until_ended(api, job))
        seconds = time.monotonic() - started
        settle(house, JOB_SECONDS)
        told = time.monotonic() - started
        print(f"round {turn + 1}: the job took {seconds:.0f} s, all services knew after {told:.0f} s")
        for name, times in (("idle", idle), ("loaded", loaded)):
            print(f"  {name:<7}{_line(times)}")
        print(f"  p99 loaded / idle: {_percentile(loaded, 99) / _percentile(idle, 99):.2f}", flush=True)


def measure(api: Api, clients: list[str], enough: Callable[[int], bool]) -> list[float]:
    """Milliseconds of each request, over one kept connection."""
    connection = HTTPConnection(urlsplit(api.address).netloc, timeout=30)
    headers = {"Authorization": f"Bearer {api.token}"}
    times: list[float] = []
    for client in cycle(clients):
        if enough(len(times)):
            break
        started = time.perf_counter()
        connection.request("GET", f"/api/v1/partners/{client}", headers=headers)
        answer = connection.getresponse()
        answer.read()
        times.append((time.perf_counter() - started) * 1000)
        assert answer.status == 200, answer.status
    connection.close()
    return times


def _until_ended(api: Api, job: str) -> Callable[[int], bool]:
    asked = time.monotonic()

    def ended(taken: int) -> bool:
        nonlocal asked
        if time.monotonic() - asked < 1:
            return False
        asked = time.monotonic()
        return taken >= MOST_SAMPLES or api.get(f"/jobs/{job}")["status"] == "done"

    return ended


def _percentile(times: list[float], percent: int) -> float:
    return quantiles(times, n=100)[percent - 1]


def _line(times: list[float]) -> str:
    shown = ", ".join(f"p{percent} {_percentile(times, percent):.1f}" for percent in (50, 90, 99))
    return f"{len(times)} requests, ms: {shown}, most {max(times):.1f}"


if __name__ == "__main__":
    main()
