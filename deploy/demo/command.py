"""`ugoda demo`: who plays in the story, and which of its runs this is."""

import re
import secrets
from datetime import date

import click

from deploy.client import Api
from deploy.demo.company import Company, found_company
from deploy.demo.sale import Player, Sale
from deploy.demo.story import tell
from deploy.local.supervisor import running_pid
from deploy.local.up import ADMIN, address, own_password, signed_in
from services.chassis.settings import settings

MANAGER_LOGIN = "demo-manager"
_NUMBERED = re.compile(r"«Електросвіт (\d+)»")


def play(admin_password: str | None) -> None:
    """One more sale. Raises ClickException where a figure is not what it must be, and where nothing runs."""
    if running_pid(settings().home.resolve()) is None:
        raise click.ClickException("Ugoda is not running here. Start it first: make up")
    admin = signed_in(address(), ADMIN, admin_password)
    company = found_company(admin)
    run = _next_run(admin, company)
    today = admin.get("/desk")["today"]
    password = _password_of_manager(admin, company.staff["manager"])
    players = ((ADMIN, admin_password or own_password()), (MANAGER_LOGIN, password))
    boss, manager = (Player(address(), *who, run=f"{today} {run}") for who in players)
    click.echo(f"Sale number {run} of {today}.")
    tell(Sale(boss, manager, company, run, date.fromisoformat(today)))
    click.secho("\nAll figures are right.", bold=True)


def _next_run(admin: Api, company: Company) -> int:
    """After the last whose client was registered; one broken off before that is taken up again."""
    clients = admin.all("/partners", organization_id=company.organization, q="Електросвіт")
    return max((int(found[1]) for row in clients if (found := _NUMBERED.search(row["name"]))), default=0) + 1


def _password_of_manager(admin: Api, staff_id: str) -> str:
    """A new one for each run: nobody has to remember it."""
    password = secrets.token_urlsafe(15)
    there = next((one for one in admin.all("/users") if one["login"] == MANAGER_LOGIN), None)
    if there:
        admin.patch(f"/users/{there['id']}", {"password": password})
    else:
        card = {"login": MANAGER_LOGIN, "name": "Тарас Перший", "roles": ["manager"], "staff_id": staff_id}
        admin.post("/users", {**card, "password": password})
    return password
