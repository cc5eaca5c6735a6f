"""Northwind's own figures come out of Ugoda again, whatever was killed on the way in, and once more changes nothing."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from services.chassis.settings import SERVICES
from services.chassis.tables import audit_rows
from services.orders.models import Order
from tests.house import House, a_house

pytestmark = pytest.mark.flow
TABLES = Path(__file__).parents[3] / ".." / "shared" / "data" / "customers" / "northwind"
FIGURES = {
    "clients": "91",
    "items": "77",
    "orders": "830",
    "lines": "2,155",
    "gross": "1,354,458.59",
    "net": "1,265,793.29",
    "shipped orders": "809",
    "shipped": "1,239,855.85",
}


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def empty_house(request: pytest.FixtureRequest) -> Iterator[House]:
    if not TABLES.exists():
        pytest.skip(f"NORTHWIND'S TABLES ARE ABSENT ({TABLES}): bringing them in was not tested")
    with a_house(request.param) as house:
        yield house


def test_a_killed_import_goes_on_where_it_was_and_a_finished_one_changes_nothing(empty_house: House) -> None:
    _kill_halfway(empty_house)
    assert 0 < _orders(empty_house) < 830
    assert _figures(empty_house.ugoda("import", "northwind", str(TABLES))) == FIGURES
    commands = _commands(empty_house)
    assert _figures(empty_house.ugoda("import", "northwind", str(TABLES))) == FIGURES
    assert _commands(empty_house) == commands


def _kill_halfway(house: House) -> None:
    """The import, and the service it was talking to."""
    importing = subprocess.Popen(
        [sys.executable, "-m", "deploy.cli", "import", "northwind", str(TABLES)],
        env={**os.environ, **house.environment},
        stdout=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 120
    while _orders(house) < 150:
        assert importing.poll() is None, "the import ended before it was killed"
        assert time.monotonic() < deadline, "the import did not come as far as its orders"
        time.sleep(0.1)
    os.kill(house.pid("orders"), signal.SIGKILL)
    importing.kill()
    importing.wait()


def _orders(house: House) -> int:
    with house.database("orders").read() as session:
        return session.scalar(select(func.count()).select_from(Order)) or 0


def _commands(house: House) -> dict[str, int]:
    """How many changes each service has on its audit trail."""
    counts = {}
    for service in SERVICES:
        with house.database(service).read() as session:
            counts[service] = session.scalar(select(func.count()).select_from(audit_rows)) or 0
    return counts


def _figures(output: str) -> dict[str, str]:
    told = (line.rsplit(maxsplit=1) for line in output.splitlines() if line[-1:].isdigit())
    return {name.strip(): value for name, value in told if name.strip() in FIGURES}
