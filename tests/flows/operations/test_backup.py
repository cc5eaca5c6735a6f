"""Backup under load, everything destroyed, restore, replay: the same sale is there and goes on."""

import shutil
import threading
from pathlib import Path
from typing import Any

import pytest

from services.chassis.settings import DATABASES, SERVICES
from tests.flows.operations.scene import Firm, a_client, a_payment, an_order, one, rows, sell, settle
from tests.house import Api, House

pytestmark = pytest.mark.flow


def test_a_sale_goes_on_after_everything_was_destroyed_and_restored(
    own_house: House, firm: Firm, api: Api, tmp_path: Path
) -> None:
    epochs = {service: _epoch(own_house, service) for service in SERVICES}
    client = a_client(api, firm, "ТОВ «Фенікс»")
    order = an_order(api, firm, client, "phoenix")
    part = [{"line_id": order["lines"][0]["id"], "quantity": "1"}]
    api.post("/shipments", {"order_id": order["id"], "lines": part}, "phoenix-shipment-1")
    settle(own_house)
    seen = api.get(f"/orders/{order['id']}")

    with LightLoad(api, firm) as load:
        own_house.ugoda("backup", str(tmp_path / "backup"))
    assert load.failures == []
    assert sorted(path.stat().st_mode & 0o777 for path in (tmp_path / "backup").iterdir()) == [0o600] * len(DATABASES)
    # what happens after the backup is lost with the databases; the broker's queues remember some of it
    api.post(f"/orders/{order['id']}/reserve", {})

    own_house.ugoda("down")
    _destroy(own_house)
    own_house.ugoda("restore", str(tmp_path / "backup"), "--yes")
    own_house.up()
    own_house.ugoda("replay", "all")
    settle(own_house)

    api = own_house.api()
    assert api.get(f"/orders/{order['id']}") == seen
    assert all(_epoch(own_house, service) > epochs[service] for service in SERVICES)
    _assert_consumers_agree(own_house)
    _finish(own_house, api, firm, client, order)


class LightLoad:
    """One client who goes on selling meanwhile."""

    def __init__(self, api: Api, firm: Firm):
        self.failures: list[str] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._sell, args=(api, firm))

    def __enter__(self) -> "LightLoad":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _sell(self, api: Api, firm: Firm) -> None:
        number = 0
        while not self._over.is_set():
            try:
                sell(api, firm, f"meanwhile-{number}")
            except AssertionError as error:
                self.failures.append(str(error))
            number += 1


def _destroy(house: House) -> None:
    if house.postgres is None:
        shutil.rmtree(house.home / "db")
        return
    for name in DATABASES:
        house.postgres.drop_database(f"ugoda_{name}")
        house.postgres.create_database(f"ugoda_{name}")


def _finish(house: House, api: Api, firm: Firm, client: str, order: Any) -> None:
    """Ship the rest, pay, close: numbers and versions go on from the restored ones."""
    api.post("/shipments", {"order_id": order["id"]}, "phoenix-shipment-2")
    a_payment(api, firm, client, order, "phoenix")
    closed = api.post(f"/orders/{order['id']}/close", {}, "phoenix-close")
    assert closed["state"] == "closed"
    settle(house)
    timeline = api.get(f"/partners/{client}/timeline")["items"]
    kinds = sorted(row["kind"] for row in timeline if row["kind"] != "task")
    assert kinds == ["order", "partner", "payment", "shipment", "shipment"]
    assert next(row["status"] for row in timeline if row["kind"] == "order") == "closed"
    sell(api, firm, "after-restore")


def _assert_consumers_agree(house: House) -> None:
    """Every copy is of the raised epoch and of the owner's version."""
    owned = {row[0]: row[1] for row in rows(house, "orders", "SELECT CAST(id AS text), version FROM orders")}
    told = rows(
        house, "partners", "SELECT CAST(document_id AS text), version, epoch FROM timeline WHERE kind = 'order'"
    )
    assert {row[0]: row[1] for row in told} == owned
    assert {row[2] for row in told} == {_epoch(house, "orders")}
    shipments = {row[0] for row in rows(house, "orders", "SELECT CAST(id AS text) FROM shipments")}
    told = rows(house, "partners", "SELECT CAST(document_id AS text) FROM timeline WHERE kind = 'shipment'")
    assert {row[0] for row in told} == shipments
    clients = one(house, "partners", "SELECT count(*) FROM partners")
    for service in SERVICES:
        assert one(house, service, "SELECT count(*) FROM partner_access") == clients, service
    known = {row[0] for row in rows(house, "partners", "SELECT CAST(id AS text) FROM partners")}
    buyers = {row[0] for row in rows(house, "orders", "SELECT CAST(partner_id AS text) FROM orders")}
    assert buyers <= known, "an order of a client that was not restored"


def _epoch(house: House, service: str) -> int:
    found = rows(house, service, "SELECT value FROM service_facts WHERE name = 'epoch'")
    return int(found[0][0]) if found else 0
