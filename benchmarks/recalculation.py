"""All derived prices of a catalogue computed anew, against one bare insert of the same rows; and quotes meanwhile.

    python -m benchmarks.recalculation                          100,000 items on PostgreSQL
    python -m benchmarks.recalculation --items 10000 --database sqlite
    python -m benchmarks.recalculation --items 10000 --formulas         the five that follow do so by formulas
    python -m benchmarks.recalculation --quotes 0                       quotes asked one after another without a pause

Six price types: one that people set, and five that follow it in a chain and a fork. The job is asked for as a user
would, and timed until it has ended. Then the very rows that it made are inserted into an empty table of the same shape,
in one transaction. Quotes are asked for at one rate, before the job and during it: 20 a second are a busy office;
without a pause they take a whole core from the job, which the bare insert has for itself.
"""

import time
from datetime import UTC, date, datetime
from decimal import Decimal
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path
from statistics import quantiles
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import click
import orjson
from sqlalchemy import MetaData, Table, insert, select

from services.chassis.database import Database
from services.chassis.ids import uuid7
from services.pricing.models import Item, ItemPrice, PriceSetting
from tests.house import Api, House, a_house

BATCH = 5000
GROUPS = 4
LINES = 10
IDLE_QUOTES = 400
AIM_RATIO, AIM_MIB, AIM_P99 = 3.0, 300.0, 3.0
SET_FROM, RENEWED_FROM = date(2026, 1, 1), date(2026, 6, 1)


@click.command(help=__doc__)
@click.option("--items", default=100_000, show_default=True)
@click.option("--database", type=click.Choice(["sqlite", "postgres"]), default="postgres", show_default=True)
@click.option("--quotes", default=20, show_default=True, help="A second; 0: without a pause.")
@click.option("--formulas", is_flag=True, help="The five that follow do so by formulas: shown, without an aim.")
def main(items: int, database: str, quotes: int, formulas: bool) -> None:
    with a_house(database, UGODA_ACCESS_TOKEN_MINUTES="240") as house:
        api = house.api()
        groups = [api.post("/price-groups", {"name": f"Група {number}"})["id"] for number in range(GROUPS)]
        base, first = (_types_by_formula if formulas else _types)(api, groups)
        click.echo(f"the house is up; {items} items with a base price are put in")
        ids = _catalogue(house, base, groups, items)
        asked = [str(item) for item in ids[:: max(1, items // 1000)]]
        idle = _quote(api, base, asked, quotes, lambda taken: taken >= IDLE_QUOTES)
        started = time.monotonic()
        job = api.post(f"/price-types/{first}/recalculate", {"effective_from": RENEWED_FROM.isoformat()})["id"]
        loaded = _quote(api, base, asked, quotes, _until_ended(api, job))
        seconds = time.monotonic() - started
        ended = api.get(f"/jobs/{job}")
        assert ended["status"] == "done", ended
        rows, bare = _bare_insert(house.database("pricing"))
        peak = _peak_mib(house.pid("worker"))
    click.echo(f"the job: {ended['done']} items, {rows} rows in {seconds:.1f} s; worker at most {peak:.0f} MiB")
    click.echo(f"the same rows in one bare insert: {bare:.1f} s")
    for name, times in (("idle", idle), ("meanwhile", loaded)):
        told = ", ".join(f"p{percent} {_percentile(times, percent):.1f}" for percent in (50, 95, 99))
        click.echo(f"a quote of {LINES} lines, {name}: {told} ms ({len(times)} asked)")
    if formulas:
        click.echo(f"       job / bare insert: {seconds / bare:.2f}; {seconds / rows * 1e6:.0f} µs a price")
    else:
        _verdict("job / bare insert", seconds / bare, AIM_RATIO)
    _verdict("worker, MiB", peak, AIM_MIB)
    _verdict("p99 of a quote, meanwhile / idle", _percentile(loaded, 99) / _percentile(idle, 99), AIM_P99)


def _verdict(what: str, figure: float, most: float) -> None:
    click.echo(f"{'kept  ' if figure <= most else 'MISSED'} {what}: {figure:.2f} (at most {most:g})")


def _types(api: Api, groups: list[str]) -> tuple[str, str]:
    """The base, and the first of five that follow: a chain of three with a refined one in it, and a fork of two."""

    def add(code: str, base: str | None = None, markup: str = "0", **more: Any) -> str:
        way = {"way": "markup_on_type", "base_id": base, "markup": markup} if base else {}
        return str(api.post("/price-types", {"code": code, "name": code, **way, **more})["id"])

    base = add("COST")
    table = [{"price_from": bound, "step": step} for bound, step in (("0", "0.10"), ("100", "1"), ("1000", "10"))]
    first = add("WHOLESALE", base, "20")
    retail = add("RETAIL", first, "25", rounding=table, for_sales=True)
    add("PROMO", retail, "-5", groups=[{"price_group_id": groups[0], "markup": "-10"}])
    dealer = add("DEALER", first, "5", groups=[{"price_group_id": groups[1], "markup": "7"}])
    add("EXPORT", dealer, "12")
    return base, first


def _types_by_formula(api: Api, groups: list[str]) -> tuple[str, str]:
    """The same chain and fork, the same refinements."""

    def add(code: str, formula: str | None = None, **more: Any) -> str:
        way = {"way": "formula", "formula": formula} if formula else {}
        return str(api.post("/price-types", {"code": code, "name": code, **way, **more})["id"])

    def refined(group: str, formula: str) -> list[dict[str, str]]:
        return [{"price_group_id": group, "formula": formula}]

    base = add("COST")
    table = [{"price_from": bound, "step": step} for bound, step in (("0", "0.10"), ("100", "1"), ("1000", "10"))]
    first = add("WHOLESALE", 'price["COST"] * 120 / 100')
    add("RETAIL", 'price["WHOLESALE"] * 125 / 100', rounding=table, for_sales=True)
    add("PROMO", 'price["RETAIL"] * 95 / 100', groups=refined(groups[0], 'price["RETAIL"] * 90 / 100'))
    add("DEALER", 'price["WHOLESALE"] * 105 / 100', groups=refined(groups[1], 'price["WHOLESALE"] * 107 / 100'))
    add("EXPORT", 'price["DEALER"] > 1000000 ? price["DEALER"] * 110 / 100 : price["DEALER"] * 112 / 100')
    return base, first


def _catalogue(house: House, base: str, groups: list[str], count: int) -> list[UUID]:
    """Written straight into the database: only what is computed is measured."""
    database, now = house.database("pricing"), datetime.now(UTC)
    setting = uuid7()
    stamp = {"version": 1, "created_at": now, "updated_at": now}
    with database.writer.begin() as connection:
        head = {"number": "BENCH-1", "effective_from": SET_FROM, "count": count, "agreed_at": now}
        connection.execute(insert(PriceSetting.__table__), {"id": setting, **stamp, **head})
    ids = [uuid7() for _ in range(count)]
    for begin in range(0, count, BATCH):
        part = [(place, ids[place]) for place in range(begin, min(begin + BATCH, count))]
        items = [
            {
                "id": id_,
                **stamp,
                "sku": f"B-{place:06d}",
                "name": f"Товар {place}",
                "sort_key": f"{place:06d}",
                "search_key": f"товар {place}",
                "kind": "goods",
                "unit": "pcs",
                "vat_rate": "20",
                "withdrawn": False,
                "price_group_id": UUID(groups[place % GROUPS]),
            }
            for place, id_ in part
        ]
        prices = [
            {
                "id": uuid7(),
                "item_id": id_,
                "price_type_id": UUID(base),
                "value": Decimal(place % 3000 + 1) / 4,
                "valid_from": SET_FROM,
                "valid_to": None,
                "setting_id": setting,
            }
            for place, id_ in part
        ]
        with database.writer.begin() as connection:
            connection.execute(insert(Item.__table__), items)
            connection.execute(insert(ItemPrice.__table__), prices)
    database.dispose()
    return ids


def _bare_insert(database: Database) -> tuple[int, float]:
    """How many computed rows there are, and the seconds that SQLAlchemy takes to put them into an empty table."""
    table = ItemPrice.__table__
    assert isinstance(table, Table)
    bare = table.to_metadata(MetaData(), name="bare_item_prices")
    for constraint in [*bare.foreign_key_constraints]:
        bare.constraints.discard(constraint)
    bare.primary_key.name = "pk_bare_item_prices"
    for index in bare.indexes:
        index.name = f"bare_{index.name}"
    bare.create(database.writer)
    with database.read() as session:
        given = [column for column in table.c if column.computed is None]
        rows = [dict(row._mapping) for row in session.execute(select(*given).where(table.c.origin == "computed"))]
    with database.writer.begin() as connection:
        started = time.monotonic()
        connection.execute(insert(bare), rows)
        seconds = time.monotonic() - started
    database.dispose()
    return len(rows), seconds


def _quote(api: Api, price_type: str, items: list[str], a_second: int, enough: Any) -> list[float]:
    """Milliseconds of each quote, over one kept connection."""
    pause = 1 / a_second if a_second else 0.0
    connection = HTTPConnection(urlsplit(api.address).netloc, timeout=30)
    headers = {"Authorization": f"Bearer {api.token}", "Content-Type": "application/json"}
    times: list[float] = []
    asked = cycle(items[place : place + LINES] for place in range(0, len(items), LINES))
    while not enough(len(times)):
        lines = [{"item_id": item, "quantity": "2"} for item in next(asked)]
        body = orjson.dumps({"on": SET_FROM.isoformat(), "price_type_id": price_type, "lines": lines})
        started = time.perf_counter()
        connection.request("POST", "/api/v1/quotes", body, headers)
        answer = connection.getresponse()
        said = answer.read()
        times.append((time.perf_counter() - started) * 1000)
        time.sleep(max(0.0, started + pause - time.perf_counter()))
        assert answer.status == 200, said
    connection.close()
    return times


def _until_ended(api: Api, job: str) -> Any:
    asked = time.monotonic()

    def ended(_: int) -> bool:
        nonlocal asked
        if time.monotonic() - asked < 0.5:
            return False
        asked = time.monotonic()
        return api.get(f"/jobs/{job}")["status"] in ("done", "failed", "cancelled")

    return ended


def _peak_mib(pid: int) -> float:
    """The most memory the process ever held at once."""
    told = Path(f"/proc/{pid}/status").read_text()
    return int(told.partition("VmHWM:")[2].split()[0]) / 1024


def _percentile(times: list[float], percent: int) -> float:
    return quantiles(times, n=100)[percent - 1]


if __name__ == "__main__":
    main()
