"""`ugoda`: the command line behind everything. Heavy imports happen inside the commands."""

import os
import sys
from datetime import datetime
from pathlib import Path

import click
from pydantic import ValidationError
from pydantic_settings import SettingsError

from services.chassis.settings import DATABASES, SERVICES, settings

_SERVICE = click.Choice(SERVICES)


@click.group()
def main() -> None:
    """Ugoda: CRM and sales as five services behind one gateway."""
    try:
        settings()
    except (ValidationError, SettingsError) as error:
        raise click.ClickException(f"{_wrong(error)}. Correct it, or leave it out for the default.") from None


def _wrong(error: ValidationError | SettingsError) -> str:
    """Names every variable that cannot be read."""
    if isinstance(error, SettingsError):
        return str(error)
    return "; ".join(f"UGODA_{one['loc'][0]}".upper() + f": {one['msg']}" for one in error.errors())


@main.command()
@click.option("--foreground", is_flag=True, help="Stay, and stop everything on Ctrl-C.")
@click.option("--bare", is_flag=True, help="Without the demo company.")
def up(foreground: bool, bare: bool) -> None:
    """Start everything: broker, databases, services, relay, worker, gateway; prints the address."""
    from deploy.local.up import bring_up

    bring_up(foreground=foreground, bare=bare)


@main.command()
@click.option("--broker/--keep-broker", default=True, help="Stop our own broker too.")
def down(broker: bool) -> None:
    """Stop everything that `ugoda up` started."""
    from deploy.local.up import bring_down

    bring_down(broker=broker)


@main.command(hidden=True)
def supervise() -> None:
    """Keep the processes running (what `up` leaves behind)."""
    from deploy.local.supervisor import supervise as run

    run(settings().home.resolve())


@main.command()
@click.argument("service", type=_SERVICE)
def run(service: str) -> None:
    """Run one service."""
    os.execv(sys.executable, [sys.executable, "-W", "ignore::DeprecationWarning", "-m", "deploy.service", service])


@main.command()
@click.argument("services", nargs=-1, type=_SERVICE)
def relay(services: tuple[str, ...]) -> None:
    """Publish events from outboxes: of these services, or of all."""
    from deploy.processes import run_relay

    run_relay(services or SERVICES)


@main.command()
@click.argument("services", nargs=-1, type=_SERVICE)
def work(services: tuple[str, ...]) -> None:
    """Run jobs: of these services, or of all."""
    from deploy.processes import run_worker

    run_worker(services or SERVICES)


@main.command()
def gateway() -> None:
    """Run the HTTP gateway under gunicorn."""
    from deploy.processes import run_gateway

    run_gateway()


@main.command()
@click.argument("names", nargs=-1, type=click.Choice(DATABASES))
def migrate(names: tuple[str, ...]) -> None:
    """Bring databases up to date: these, or all."""
    from deploy.processes import migrate_all

    migrate_all(names or DATABASES)


@main.command()
@click.argument("service", type=_SERVICE)
@click.argument("message")
def migration(service: str, message: str) -> None:
    """Write the next migration of a service from its models. Read it before use."""
    from deploy.operations import write_next_migration

    click.echo(write_next_migration(service, message))


@main.command()
@click.argument("service", type=click.Choice((*SERVICES, "all")))
@click.option("--event", "events", multiple=True, help="Only these events.")
def replay(service: str, events: tuple[str, ...]) -> None:
    """Send a service's events again from its rows: fills a new consumer, mends an old one."""
    from deploy.operations import known_events, replay_events

    unknown = set(events) - known_events()
    if unknown:
        raise click.BadParameter(f"there is no event {', '.join(sorted(unknown))}")
    for name, counts in replay_events(SERVICES if service == "all" else (service,), events).items():
        click.echo(f"{name}: " + ", ".join(f"{event} {count}" for event, count in counts.items()))


@main.command()
@click.argument("directory", type=click.Path(path_type=Path))
def backup(directory: Path) -> None:
    """Copy every database into DIRECTORY, each as of one moment."""
    from deploy.operations import back_up

    for name, size in back_up(directory).items():
        click.echo(f"{name}: {size:,} bytes")


@main.command()
@click.argument("directory", type=click.Path(path_type=Path, exists=True))
@click.option("--yes", is_flag=True, help="Do not ask: what is in the databases now is lost.")
def restore(directory: Path, yes: bool) -> None:
    """Put back every database from DIRECTORY and raise the epochs; then run `ugoda replay all`."""
    from deploy.local.supervisor import running_pid
    from deploy.operations import restore_all

    if running_pid(settings().home.resolve()) is not None:
        raise click.ClickException("Ugoda is running on these databases. Stop it first: ugoda down")
    if not yes:
        click.confirm("Everything in the databases now will be replaced. Go on?", abort=True)
    restore_all(directory)
    click.echo("Restored. Start Ugoda, then: ugoda replay all")


@main.command()
def tidy() -> None:
    """After a rollout, when every process is new: take away what earlier versions listened to."""
    from deploy.operations import tidy_up

    tidy_up()
    click.echo("The broker delivers only what this version listens to.")


@main.command()
@click.option("--password", envvar="UGODA_PASSWORD", help="The administrator's, if it is another than the first one.")
def demo(password: str | None) -> None:
    """Play one whole sale through the gateway, from first contact to paid shipment, and check its figures."""
    from deploy.demo.command import play

    play(password)


@main.group("import")
def import_() -> None:
    """Other systems' data, through the gateway."""


@import_.command()
@click.argument("directory", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Orders up to this day only.")
@click.option("--address", help="Of the gateway; this machine's unless given.")
@click.option("--login", default="admin", show_default=True)
@click.option("--password", envvar="UGODA_PASSWORD", help="The first administrator's on this machine unless given.")
def northwind(directory: Path, until: datetime | None, address: str | None, login: str, password: str | None) -> None:
    """Bring Northwind's CSV tables in from DIRECTORY; killed or repeated, it goes on where it was."""
    from deploy.importing.command import import_northwind

    import_northwind(directory, until.date() if until else None, address, login, password)


@import_.command()
@click.argument("place", metavar="PATH_OR_URL")
@click.option("--address", help="Of the gateway; this machine's unless given.")
@click.option("--login", default="admin", show_default=True)
@click.option("--password", envvar="UGODA_PASSWORD", help="The first administrator's on this machine unless given.")
def rates(place: str, address: str | None, login: str, password: str | None) -> None:
    """Bring in the National Bank's exchange rates, JSON or XML as its site gives them; as often as you like."""
    from deploy.importing.rates_command import import_rates

    import_rates(place, address, login, password)


@main.group()
def dead() -> None:
    """Events parked after all their tries."""


@dead.command("list")
@click.argument("service", type=_SERVICE)
def dead_list(service: str) -> None:
    """What is parked, with the reasons."""
    from deploy.operations import parked

    for event in parked(service):
        click.echo(f"{event['id']}  {event['type']}  {event['failed_at']}  {event['reason']}")


@dead.command("retry")
@click.argument("service", type=_SERVICE)
@click.option("--id", "ids", multiple=True, help="Only these events.")
def dead_retry(service: str, ids: tuple[str, ...]) -> None:
    """Give parked events to their consumer once more."""
    from deploy.operations import retry_parked

    click.echo(f"{retry_parked(service, ids)} given back")


@dead.command("drop")
@click.argument("service", type=_SERVICE)
@click.option("--id", "ids", multiple=True, required=True, help="These events.")
def dead_drop(service: str, ids: tuple[str, ...]) -> None:
    """Forget parked events for good."""
    from deploy.operations import drop_parked

    click.echo(f"{drop_parked(service, ids)} dropped")


class _Lazy(click.Group):
    """`ugoda user …`: identity is imported only when asked for (services start without it)."""

    def _loaded(self) -> click.Group:
        from gateway.identity.cli import user

        return user

    def list_commands(self, ctx: click.Context) -> list[str]:
        return self._loaded().list_commands(ctx)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        return self._loaded().get_command(ctx, name)


main.add_command(_Lazy("user", help="People who may sign in."))


if __name__ == "__main__":
    main()
