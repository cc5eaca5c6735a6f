"""What `ugoda import northwind` shows: how far each step is, and whether all figures are the source's."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click

from deploy.importing.bringing import bring_in, figures
from deploy.importing.northwind import read
from deploy.local.up import address as own_address
from deploy.local.up import signed_in


def import_northwind(
    directory: Path, until: date | None, address: str | None, login: str, password: str | None
) -> None:
    """Raises ClickException where a figure differs from the source's."""
    source = read(directory, until)
    api = signed_in(address or own_address(), login, password)
    known = bring_in(api, source, _with_bar)
    found, wanted = asdict(figures(api, known, source, _with_bar)), asdict(source.figures)
    for name, value in found.items():
        click.echo(f"{name.replace('_', ' '):16}{value:>16,}")
    wrong = [f"{name}: {value:,} instead of {wanted[name]:,}" for name, value in found.items() if value != wanted[name]]
    if wrong:
        raise click.ClickException("What is in Ugoda is not what the source has: " + "; ".join(wrong))


def _with_bar(what: str, length: int, them: Iterable[Any]) -> Iterable[Any]:
    with click.progressbar(them, length=length, label=f"{what:16}") as bar:
        yield from bar
