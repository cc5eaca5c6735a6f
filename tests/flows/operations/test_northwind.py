"""Northwind's own figures come out of Ugoda again, whatever was killed on the way in, and once more changes nothing."""

import csv
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
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


WHOLE = os.environ.get("UGODA_NORTHWIND") == "whole"
"""Whole on PostgreSQL too. Without it a quarter is brought in there, and SQLite alone has all 830 orders."""
QUARTER = 200


@dataclass(frozen=True)
class Northwind:
    """A house into which nothing was brought yet, tables to bring in, and what must come out of them."""

    house: House
    tables: Path
    figures: dict[str, str]

    def bring_in(self) -> dict[str, str]:
        told = self.house.ugoda("import", "northwind", str(self.tables)).splitlines()
        rows = (line.rsplit(maxsplit=1) for line in told if line[-1:].isdigit())
        return {name.strip(): value for name, value in rows if name.strip() in FIGURES}


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def northwind(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Northwind]:
    if not TABLES.exists():
        pytest.skip(f"NORTHWIND'S TABLES ARE ABSENT ({TABLES}): bringing them in was not tested")
    with a_house(request.param) as house:
        if WHOLE or request.param == "sqlite":
            yield Northwind(house, TABLES, FIGURES)
        else:
            yield Northwind(house, *_a_quarter(tmp_path_factory.mktemp("northwind")))


def test_a_killed_import_goes_on_where_it_was_and_a_finished_one_changes_nothing(northwind: Northwind) -> None:
    _kill_on_the_way(northwind)
    assert 0 < _orders(northwind.house) < int(northwind.figures["orders"])
    assert northwind.bring_in() == northwind.figures
    commands = _commands(northwind.house)
    assert northwind.bring_in() == northwind.figures
    assert _commands(northwind.house) == commands


def _a_quarter(directory: Path) -> tuple[Path, dict[str, str]]:
    """The first orders with their lines, and their figures as the tables themselves have them."""
    for table in TABLES.glob("*.csv"):
        (directory / table.name).write_bytes(table.read_bytes())
    orders = _cut(directory / "Orders.csv", lambda place, _: place < QUARTER)
    ids = {row["OrderID"]: row["ShippedDate"] not in ("", "NULL") for row in orders}
    lines = _cut(directory / "Order_Details.csv", lambda _, row: row["OrderID"] in ids)
    shipped = [row for row in lines if ids[row["OrderID"]]]
    return directory, {
        **{name: FIGURES[name] for name in ("clients", "items")},
        "orders": f"{len(ids):,}",
        "lines": f"{len(lines):,}",
        "gross": f"{sum(_cents(row, Decimal(1)) for row in lines):,}",
        "net": f"{sum(_cents(row, 1 - Decimal(row['Discount'])) for row in lines):,}",
        "shipped orders": f"{sum(ids.values()):,}",
        "shipped": f"{sum(_cents(row, 1 - Decimal(row['Discount'])) for row in shipped):,}",
    }


def _cut(table: Path, stays: Callable[[int, dict[str, str]], bool]) -> list[dict[str, str]]:
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for place, row in enumerate(csv.DictReader(file)) if stays(place, row)]
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return rows


def _cents(line: dict[str, str], share: Decimal) -> Decimal:
    return (Decimal(line["UnitPrice"]) * Decimal(line["Quantity"]) * share).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _kill_on_the_way(northwind: Northwind) -> None:
    """The import, and the service it was talking to."""
    house = northwind.house
    importing = subprocess.Popen(
        [sys.executable, "-m", "deploy.cli", "import", "northwind", str(northwind.tables)],
        env={**os.environ, **house.environment},
        stdout=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 120
    while _orders(house) < int(northwind.figures["orders"]) // 5:
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
