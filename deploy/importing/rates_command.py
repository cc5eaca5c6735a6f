"""What `ugoda import rates` shows: how many rates were new, and every row that was not taken."""

import click

from deploy.client import Api
from deploy.importing.rates import bring_in, fetched, read
from deploy.local.up import address as own_address
from deploy.local.up import own_password


def import_rates(place: str, address: str | None, login: str, password: str | None) -> None:
    """Raises ClickException where a row was not taken, after all the others were."""
    rates, wrong = read(fetched(place))
    api = Api(address or own_address(), login, password or own_password())
    taken = bring_in(api, rates)
    click.echo(f"{taken.set} set, {taken.known} there already")
    lines = [f"\n  row {row}, {why}" for row, why in sorted(wrong + taken.wrong)]
    if lines:
        raise click.ClickException(f"Not taken:{''.join(lines)}")
