"""A job over 200,000 clients is killed twice and ends right: each client handed over exactly once."""

import json
import os
import signal
import threading
from itertools import cycle

import pytest

from services.chassis.settings import SERVICES
from tests.flows.operations.many_clients import fill, hire
from tests.flows.operations.scene import Firm, one, rows, settle, wait_until
from tests.house import Api, House

pytestmark = pytest.mark.flow

CLIENTS = int(os.environ.get("UGODA_JOB_CLIENTS", "10000"))
"""The issue's figure is 200000: `UGODA_JOB_CLIENTS=200000 pytest tests/flows/operations/test_worker_killed.py`."""
JOB_SECONDS = 1200.0


def test_a_job_killed_twice_hands_each_client_over_exactly_once(own_house: House, firm: Firm, api: Api) -> None:
    source, target = hire(api, firm, "Ясенова Соломія"), hire(api, firm, "Грабовий Назар")
    some = fill(own_house, firm, source, CLIENTS)
    others = one(own_house, "partners", "SELECT count(*) FROM partners") - CLIENTS
    job = api.post(f"/staff/{source}/hand-over", {"to_staff_id": target})["id"]
    with Reading(api, some) as reading:
        for share in (0.2, 0.5):
            wait_until(lambda share=share: _done(api, job) >= share * CLIENTS, f"{share:.0%} of the job", JOB_SECONDS)
            _kill_worker(own_house, api, job)
        wait_until(lambda: api.get(f"/jobs/{job}")["status"] == "done", "the end of the job", JOB_SECONDS)
    assert reading.answers == {200}
    ended = api.get(f"/jobs/{job}")
    assert (ended["done"], ended["total"], ended["reason"]) == (CLIENTS, CLIENTS, None)
    settle(own_house, JOB_SECONDS)

    ids = {"source": _stored(own_house, source), "target": _stored(own_house, target)}
    moved = "SELECT count(*) FROM partners WHERE CAST(manager_id AS text) = :target AND version = 2"
    assert one(own_house, "partners", moved, target=ids["target"]) == CLIENTS
    assert one(own_house, "partners", "SELECT count(*) FROM partners") == CLIENTS + others
    for service in SERVICES:
        known = "SELECT count(*) FROM partner_access WHERE CAST(manager_id AS text) = :target AND version = 2"
        assert one(own_house, service, known, target=ids["target"]) == CLIENTS, service
        left = "SELECT count(*) FROM partner_access WHERE CAST(manager_id AS text) = :source"
        assert one(own_house, service, left, source=ids["source"]) == 0, service
    batches = rows(
        own_house,
        "partners",
        "SELECT partners FROM reassignments WHERE CAST(manager_id AS text) = :target",
        target=ids["target"],
    )
    told = [pair for (batch,) in batches for pair in json.loads(batch)]
    assert len(told) == len({partner for partner, _ in told}) == CLIENTS
    assert {version for _, version in told} == {2}


class Reading:
    """People go on reading clients' cards meanwhile."""

    def __init__(self, api: Api, clients: list[str]):
        self.answers: set[int] = set()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._read, args=(api, clients))

    def __enter__(self) -> "Reading":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _read(self, api: Api, clients: list[str]) -> None:
        for client in cycle(clients):
            self.answers.add(api.send("GET", f"/partners/{client}").status)
            if self._over.wait(0.05):
                return


def _done(api: Api, job: str) -> int:
    return int(api.get(f"/jobs/{job}")["done"])


def _kill_worker(house: House, api: Api, job: str) -> None:
    """Without a word, in the middle of a step; and wait until it runs again."""
    killed = house.pid("worker")
    os.kill(killed, signal.SIGKILL)
    assert _done(api, job) < CLIENTS, "the job had ended before it was killed: there must be more clients"
    wait_until(lambda: _runs_anew(house, killed), "another worker")


def _runs_anew(house: House, killed: int) -> bool:
    try:
        return house.pid("worker") != killed
    except StopIteration:
        return False


def _stored(house: House, id_: str) -> str:
    """An id as this database writes it."""
    return id_.replace("-", "") if house.postgres is None else id_
