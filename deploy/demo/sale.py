"""What the chapters of the story share: who plays, what has been made so far, and how figures are shown and checked."""

import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar

import click

from deploy.client import Api, Refused
from deploy.demo.company import Company
from services.chassis.ids import uuid_for

T = TypeVar("T")
Record = dict[str, Any]
NEWS_SECONDS = 60.0
"""How long news of one service may take to reach another, a restart of either included."""


class Player(Api):
    """One of our people in one run. A request's key follows from the run and from the request: whatever is repeated
    after a broken connection, or after this command was killed, is done once."""

    def __init__(self, address: str, login: str, password: str, run: str):
        super().__init__(address, login, password)
        self._run = (run, login)
        self._asked: Counter[str] = Counter()

    def post(self, path: str, body: Record | None = None, *, key: str | None = None) -> Any:
        return super().post(path, body, key=key or self._key(path, body))

    def patch(self, path: str, body: Record, *, key: str | None = None) -> Any:
        return super().patch(path, body, key=key or self._key(path, body))

    def _key(self, path: str, body: Record | None) -> str:
        """The same request made twice on purpose is two: an order is approved again after it was changed."""
        request = f"{path} {json.dumps(body, sort_keys=True, ensure_ascii=False)}"
        self._asked[request] += 1
        return str(uuid_for("demo", *self._run, request, str(self._asked[request])))


@dataclass
class Sale:
    """What the chapters hand on. `boss` may do everything, `manager` is the one who sells. `today`: as the services
    count days; all dates of the story are counted from it, even if midnight comes in between."""

    boss: Player
    manager: Player
    company: Company
    run: int
    today: date
    kind: str = ""
    wholesale: str = ""
    televisions: dict[str, str] = field(default_factory=dict)
    before: Record = field(default_factory=dict)
    fair: Record = field(default_factory=dict)
    fair_costs: dict[str, str] = field(default_factory=dict)
    client: Record = field(default_factory=dict)
    standard_offer: Record = field(default_factory=dict)
    offer: Record = field(default_factory=dict)
    deal: Record = field(default_factory=dict)
    card: Record = field(default_factory=dict)
    proposal: Record = field(default_factory=dict)
    order: Record = field(default_factory=dict)
    shipment: Record = field(default_factory=dict)

    @property
    def client_name(self) -> str:
        return f"ТОВ «Електросвіт {self.run}»"

    @property
    def parties(self) -> Record:
        return {"organization_id": self.company.organization, "partner_id": self.client["id"]}

    @property
    def contact_person(self) -> str:
        return str(self.client["contact_persons"][0]["id"])

    def day(self, days: int = 0) -> str:
        """So many days after today, or before it."""
        return (self.today + timedelta(days=days)).isoformat()

    @property
    def new_year(self) -> str:
        return self.today.replace(month=1, day=1).isoformat()


def show(what: str, told: Any) -> None:
    click.echo(f"  {what:26}{told}")


def money(amount: str | Decimal) -> str:
    return f"{Decimal(amount):,.2f} UAH"


def plain(number: str) -> str:
    """Without the zeros that end it: 50.000 is 50."""
    return f"{Decimal(number).normalize():f}"


def demand(what: str, found: Any, wanted: Any) -> None:
    """Shown when it is right, a Decimal as money; ends the story when it is not."""
    if found != wanted:
        raise click.ClickException(f"{what}: {found} instead of {wanted}")
    show(what, money(found) if isinstance(found, Decimal) else found)


def demand_refused(code: str, request: Callable[[], Any]) -> None:
    """The request must be refused with this code; the refusal's own sentences are shown."""
    try:
        request()
    except Refused as refusal:
        if refusal.code != code:
            raise
        for place, sentence in enumerate(refusal.told):
            show("" if place else "refused", sentence)
    else:
        raise click.ClickException(f"What should have been refused with “{code}” was done.")


def awaited(what: str, look: Callable[[], T | None]) -> T:
    """The first true thing that `look` sees: news come from another service after a moment."""
    deadline = time.monotonic() + NEWS_SECONDS
    while True:
        seen = look()
        if seen:
            return seen
        if time.monotonic() > deadline:
            raise click.ClickException(f"Not within {NEWS_SECONDS:.0f} seconds: {what}.")
        time.sleep(0.2)
