"""Two replicas of a service share its queues; one killed under load loses and doubles nothing."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from urllib.request import urlopen

import pytest

from deploy.local.ports import ports_in_a_row
from deploy.processes import PROCESSES
from tests.chaos.sale import Api as UnsureApi
from tests.flows.operations.scene import Firm, one, sell, settle, wait_until
from tests.house import House

pytestmark = pytest.mark.flow

SALES = 40
CLIENTS = 8


def test_a_replica_killed_under_load_loses_and_doubles_nothing(own_house: House, firm: Firm) -> None:
    settle(own_house)
    before = _counts(own_house)
    with a_replica(own_house) as (replica, ops_address):
        load = Load(own_house, firm)
        wait_until(lambda: _handled(ops_address) > 20, "the second replica takes its share")
        assert load.left() > 0, "killed too late to be under load"
        replica.send_signal(signal.SIGKILL)
        replica.wait()
        refused = load.finish()
    assert refused == []
    settle(own_house)
    per_sale = {"orders": 1, "shipments": 2, "payments": 1, "clients": 1, "timeline": 4, "reserved": 0}
    grown = {name: count - before[name] for name, count in _counts(own_house).items()}
    assert grown == {name: SALES * count for name, count in per_sale.items()}
    unequal = "SELECT count(*) FROM orders WHERE state = 'closed' AND (shipped_amount <> paid OR payable <> paid)"
    assert one(own_house, "orders", unequal) == 0


class Load:
    """Sales by unsure clients, begun at once: each request is repeated with its key until it is answered."""

    def __init__(self, house: House, firm: Firm):
        self._waiting: SimpleQueue[int] = SimpleQueue()
        for number in range(SALES):
            self._waiting.put(number)
        self._refused: list[str] = []
        self._firm = firm
        password = (house.home / "secrets" / "admin-password").read_text()
        self._api = UnsureApi(house.address, "admin", password)
        self._threads = [threading.Thread(target=self._sell) for _ in range(CLIENTS)]
        for thread in self._threads:
            thread.start()

    def left(self) -> int:
        return self._waiting.qsize()

    def finish(self) -> list[str]:
        for thread in self._threads:
            thread.join()
        return self._refused

    def _sell(self) -> None:
        while True:
            try:
                number = self._waiting.get_nowait()
            except Empty:
                return
            try:
                sell(self._api, self._firm, f"replica-{number}")
            except Exception as error:
                self._refused.append(f"sale {number}: {error}")


_SLOW_TO_CONSUME = """
import deploy.service
import eventlet
from nameko.messaging import QueueConsumer
run = QueueConsumer.run
def run_late(self):
    print("starting", flush=True)
    eventlet.sleep(3)  # as when the broker goes away just now
    run(self)
QueueConsumer.run = run_late
deploy.service.run_service("orders")
"""


def test_a_replica_stopped_while_it_starts_is_gone_at_once(own_house: House) -> None:
    """Half started it would go on taking messages, with nobody in it to handle them."""
    with _started(own_house, "-c", _SLOW_TO_CONSUME, stdout=subprocess.PIPE) as (replica, _):
        assert replica.stdout is not None
        with replica.stdout as said:
            assert b"starting" in said.readline()
        replica.terminate()
        assert replica.wait(timeout=10) == 0


@contextmanager
def a_replica(house: House) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A second process of orders in the same house, with health and metrics of its own."""
    with _started(house) as (replica, address):
        wait_until(lambda: _is_ready(address), "the second replica")
        yield replica, address


@contextmanager
def _started(house: House, *arguments: str, stdout: int | None = None) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    port = ports_in_a_row(1)
    environment = {**os.environ, **house.environment}
    environment["UGODA_OPS_PORT_BASE"] = str(port - PROCESSES.index("orders"))
    with Path(house.home / "log" / "orders-2.log").open("ab") as log:
        replica = subprocess.Popen(
            [sys.executable, "-W", "ignore", *(arguments or ("-m", "deploy.service", "orders"))],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=stdout or log,
            stderr=log,
        )
    try:
        yield replica, f"http://127.0.0.1:{port}"
    finally:
        replica.kill()
        replica.wait()


def _is_ready(address: str) -> bool:
    try:
        with urlopen(f"{address}/health/ready", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        time.sleep(0.2)
        return False


def _handled(address: str) -> float:
    """Operations this process has answered."""
    with urlopen(f"{address}/metrics", timeout=10) as answer:
        lines = answer.read().decode().splitlines()
    return sum(float(line.split()[-1]) for line in lines if line.startswith("ugoda_operation_seconds_count{"))


def _counts(house: House) -> dict[str, int]:
    ours = "partner_id IN (SELECT id FROM partners WHERE name LIKE 'ТОВ «Клієнт replica-%')"
    return {
        **{
            table: one(house, "orders", f"SELECT count(*) FROM {table}")
            for table in ("orders", "shipments", "payments")
        },
        "reserved": one(house, "orders", "SELECT sum(reserved) FROM stock"),
        "clients": one(house, "partners", "SELECT count(*) FROM partners"),
        "timeline": one(house, "partners", f"SELECT count(*) FROM timeline WHERE {ours}"),
    }
