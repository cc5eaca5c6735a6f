"""`make bench`, or `python -m benchmarks --quick --database postgres --only read_order`."""

import os
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import orjson

from benchmarks import report
from benchmarks.cases import CASES
from benchmarks.processes import memory_mib
from benchmarks.rounds import CONNECTIONS, FLOOR, idle, measure
from benchmarks.scene import groups_of, with_floor
from benchmarks.world import make_world
from tests.house import a_house


@click.command(help=__doc__)
@click.option("--quick", is_flag=True, help="A look in about a minute: few clients, short rounds.")
@click.option("--database", type=click.Choice(["sqlite", "postgres"]), default="sqlite", show_default=True)
@click.option("--only", multiple=True, type=click.Choice(list(CASES)), help="These cases; the floor comes along.")
@click.option("--connections", multiple=True, type=int, help="Instead of 1, 8 and 32.")
@click.option("--rounds", type=int, help="How many; 3 unless given.")
@click.option("--seconds", type=float, help="Longest time of a round; 4 unless given, 1.5 with --quick.")
@click.option("--result", type=Path, default=Path("var/bench/latest.json"), show_default=True)
def main(
    quick: bool,
    database: str,
    only: tuple[str, ...],
    connections: tuple[int, ...],
    rounds: int | None,
    seconds: float | None,
    result: Path,
) -> None:
    cases = [name for name in CASES if not only or name in (*only, FLOOR)]
    with a_house(database, UGODA_ACCESS_TOKEN_MINUTES="240") as house:
        fresh = memory_mib(groups_of(house))
        click.echo("the house is up; making its company")
        world = make_world(house, clients=200 if quick else 2000, orders=20 if quick else 200)
        with with_floor(house) as site:
            nothing = idle(site, 3 if quick else 10)
            measured = measure(
                site, world, cases, connections or CONNECTIONS, rounds or 3, seconds or (1.5 if quick else 4.0)
            )
        memory = memory_mib(groups_of(house))
    told = report.as_json(measured, memory, nothing, {**_about(database, quick), "memory_fresh_mib": _rounded(fresh)})
    result.parent.mkdir(parents=True, exist_ok=True)
    result.write_bytes(orjson.dumps(told, option=orjson.OPT_INDENT_2))
    click.echo("\n".join(["", report.table(measured), "", report.memory_table(memory), "", *told["verdicts"]]))
    click.echo(f"\n{result}")


def _about(database: str, quick: bool) -> dict[str, Any]:
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "database": database,
        "quick": quick,
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load_before": os.getloadavg(),
    }


def _rounded(sizes: Mapping[str, float]) -> dict[str, float]:
    return {name: round(size, 1) for name, size in sizes.items()}


if __name__ == "__main__":
    main()
