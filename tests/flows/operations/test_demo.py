"""`ugoda demo` in a house with other business in it: one sale more each time, its figures right, whatever is killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import pytest

from tests.flows.operations.scene import Firm
from tests.house import Api, House

pytestmark = pytest.mark.flow

KILLED_AT = {
    "A deal": "deals",
    "A proposal": "pricing",
    "Advance paid": "orders",
    "A claim": "marketing",
    "What it brought": "partners",
}
"""When a chapter of this name begins, this service is killed."""


def test_sale_after_sale_is_played_and_each_is_made_once(own_house: House, firm: Firm, api: Api) -> None:
    told = own_house.ugoda("demo")
    assert "All figures are right." in told
    demand_one_sale(api, 1)
    told, killed = played_among_kills(own_house)
    assert "All figures are right." in told, told
    assert list(killed) == list(KILLED_AT.values())
    assert all(own_house.pid(service) != pid for service, pid in killed.items())
    demand_one_sale(api, 2)
    demand_one_sale(api, 1)
    for_sales = [one["id"] for one in api.get("/price-types?limit=200")["items"] if one["for_sales"]]
    assert for_sales == [firm.price_type], "the house sells at its own prices as before"


def test_a_sale_broken_off_at_its_fair_is_taken_up_by_the_next(own_house: House, firm: Firm, api: Api) -> None:
    with playing(own_house) as broken_off:
        assert broken_off.stdout is not None
        for line in broken_off.stdout:
            if line.startswith("  planned"):
                broken_off.kill()
                break
    fairs = [row["name"] for row in api.get("/marketing-events?limit=200")["items"]]
    assert "All figures are right." in own_house.ugoda("demo")
    later = [row["name"] for row in api.get("/marketing-events?limit=200")["items"]]
    assert len(set(later)) == len(later), "no fair was planned twice"
    assert set(fairs) <= set(later)


def demand_one_sale(api: Api, run: int) -> None:
    """Of what the command told nothing is believed: the client's records are counted."""
    name = f"ТОВ «Електросвіт {run}»"
    found = api.get(f"/partners?q={quote(name)}")["items"]
    assert [row["name"] for row in found] == [name]
    client = found[0]["id"]

    def records(path: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = api.get(f"{path}?partner_id={client}&limit=200")["items"]
        return rows

    orders = records("/orders")
    assert [(row["total"], row["paid"], row["state"]) for row in orders] == [("191000.00", "191000.00", "closed")]
    lines = api.get(f"/orders/{orders[0]['id']}")["lines"]
    priced = [(row["quantity"], row["shipped"], row["total"]) for row in lines]
    assert priced == [("20.000", "20.000", "74000.00"), ("30.000", "30.000", "117000.00")]
    assert sorted(row["total"] for row in records("/shipments")) == ["117000.00", "74000.00"]
    assert sorted(row["amount"] for row in records("/payments")) == ["133700.00", "57300.00"]
    for path, statuses in ONE_EACH.items():
        assert [row["status"] for row in records(path)] == statuses, path
    assert {row["balance"] for row in api.get(f"/partners/{client}/balance")["rows"]} == {"0.00"}


ONE_EACH: Mapping[str, list[str]] = {
    "/offers": ["in_force"],
    "/deals": ["won"],
    "/proposals": ["accepted"],
    "/loyalty-cards": ["active"],
    "/claims": ["satisfied"],
    "/event-guests": ["attended"],
    "/interactions": ["done"],
}


def played_among_kills(house: House) -> tuple[str, dict[str, int]]:
    """All that was told, and which processes were killed meanwhile, by service."""
    killed: dict[str, int] = {}
    told = ""
    with playing(house) as story:
        assert story.stdout is not None
        for line in story.stdout:
            told += line
            for service in [service for title, service in KILLED_AT.items() if line.startswith(title)]:
                killed[service] = house.pid(service)
                os.kill(killed[service], signal.SIGKILL)
    return told, killed


def playing(house: House) -> subprocess.Popen[str]:
    """The command at work; what it prints is read as it comes."""
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "deploy.cli", "demo"],
        env={**os.environ, **house.environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
