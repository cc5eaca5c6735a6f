"""An event that always fails waits longer each time, is parked with its reason, and is brought back after the cure."""

import json
from contextlib import closing
from datetime import datetime
from itertools import pairwise
from typing import Any

import pika
import pytest

from services.chassis.contracts import dead_queue
from services.chassis.ids import uuid_for
from tests.flows.operations.scene import (
    DELAYS_MS,
    Firm,
    a_client,
    a_deal,
    change,
    parked_count,
    rows,
    settle,
    wait_until,
)
from tests.house import Api, House

pytestmark = pytest.mark.flow

POISONED = 20
"""More than one process of a service works on at once."""
CLOCK_MS = 10
"""The broker counts in whole milliseconds of its own clock: a pause may seem a little short by ours."""

_SPOIL = {
    "sqlite": [
        "CREATE TRIGGER spoiled BEFORE INSERT ON timeline WHEN NEW.title LIKE 'Отруєна%' "
        "BEGIN SELECT RAISE(ABORT, 'the timeline is spoiled'); END"
    ],
    "postgres": [
        "CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the timeline is spoiled'; END $$",
        "CREATE TRIGGER spoiled BEFORE INSERT ON timeline FOR EACH ROW "
        "WHEN (NEW.title LIKE 'Отруєна%%') EXECUTE FUNCTION spoil()",
    ],
}
_CURE = {
    "sqlite": ["DROP TRIGGER spoiled"],
    "postgres": ["DROP TRIGGER spoiled ON timeline", "DROP FUNCTION spoil"],
}


def test_a_poisoned_event_is_parked_and_comes_back_after_the_cure(own_house: House, firm: Firm, api: Api) -> None:
    kind = "sqlite" if own_house.postgres is None else "postgres"
    client = a_client(api, firm, "ТОВ «Отрута»")
    settle(own_house)
    change(own_house, "partners", *_SPOIL[kind])
    poisoned = [a_deal(api, firm, client, f"Отруєна угода {number}")["id"] for number in range(POISONED)]
    healthy = a_deal(api, firm, client, "Здорова угода")["id"]

    wait_until(lambda: _in_timeline(own_house, healthy), "the healthy deal's row while the poisoned ones fail")
    wait_until(lambda: parked_count(own_house, "partners") == POISONED, "all poisoned events parked")
    assert not any(_in_timeline(own_house, deal) for deal in poisoned)

    for deal in poisoned:
        _assert_growing(_tries(own_house, deal))
    assert _counted(own_house, "ugoda_event_retries_total") == POISONED * len(DELAYS_MS)
    assert _counted(own_house, "ugoda_dead_events_total") == POISONED

    listed = own_house.ugoda("dead", "list", "partners").strip().splitlines()
    assert len(listed) == POISONED
    assert all("deals.deal_changed" in line and "the timeline is spoiled" in line for line in listed)
    again = own_house.ugoda("dead", "list", "partners").strip().splitlines()
    assert again == listed, "looking must neither lose nor reorder what is parked"

    change(own_house, "partners", *_CURE[kind])
    later = api.post(f"/deals/{poisoned[0]}/stage", {"stage": "terms"})
    wait_until(lambda: _in_timeline(own_house, poisoned[0]), "the cured deal's later event")
    first_id = listed[0].split()[0]
    assert own_house.ugoda("dead", "retry", "partners", "--id", first_id).strip() == "1 given back"
    wait_until(lambda: parked_count(own_house, "partners") == POISONED - 1, "one given back")
    assert first_id not in own_house.ugoda("dead", "list", "partners")
    assert own_house.ugoda("dead", "retry", "partners").strip() == f"{POISONED - 1} given back"
    wait_until(lambda: all(_in_timeline(own_house, deal) for deal in poisoned), "all rows after the cure")
    settle(own_house)
    assert own_house.ugoda("dead", "list", "partners").strip() == ""
    assert _in_timeline(own_house, poisoned[0]) == [(later["version"],)], "an old event must not undo a later one"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'{"id": "1", "type": "deals.deal_changed", "data": {}}', "ValidationError"),
        (b'{"type": "deals.deal_forgotten"}', "no handler"),
        (b'["neither", "an", "event"]', "no handler"),
    ],
    ids=["fields lacking", "unknown type", "not an object"],
)
def test_what_no_handler_can_read_is_parked_not_dropped(own_house: House, api: Api, body: bytes, reason: str) -> None:
    running = own_house.pid("partners")
    with closing(pika.BlockingConnection(pika.URLParameters(own_house.broker.url))) as connection:
        channel = connection.channel()
        properties = pika.BasicProperties(content_type="application/json", content_encoding="utf-8", delivery_mode=2)
        channel.queue_purge(dead_queue("partners"))
        channel.basic_publish("deals.events", "deals.deal_changed", body, properties)
        wait_until(lambda: parked_count(own_house, "partners") == 1, "the unreadable event parked")
        assert reason in own_house.ugoda("dead", "list", "partners")
        channel.queue_purge(dead_queue("partners"))
    assert own_house.pid("partners") == running, "it must not bring the service down"
    assert api.get("/partners?limit=1")["items"] is not None


def _in_timeline(house: House, deal: str) -> list[tuple[Any, ...]]:
    found = "SELECT version FROM timeline WHERE kind = 'deal' AND replace(CAST(document_id AS text), '-', '') = :id"
    return rows(house, "partners", found, id=deal.replace("-", ""))


def _tries(house: House, deal: str) -> list[datetime]:
    """When the deal's first event was put off, each time, and parked at last."""
    epoch = rows(house, "deals", "SELECT value FROM service_facts WHERE name = 'epoch'")
    event = str(uuid_for("deals.deal_changed", deal, f"{epoch[0][0] if epoch else 0}.1"))
    lines = (house.home / "log" / "partners.log").read_text().splitlines()
    logged = [json.loads(line) for line in lines if line.startswith("{") and event in line]
    told = [line for line in logged if line["event"] in ("event_put_off", "event_parked")]
    return [datetime.fromisoformat(line["timestamp"]) for line in told]


def _assert_growing(moments: list[datetime]) -> None:
    assert len(moments) == len(DELAYS_MS) + 1
    pauses = [(later - earlier).total_seconds() * 1000 for earlier, later in pairwise(moments)]
    assert all(pause >= wanted - CLOCK_MS for pause, wanted in zip(pauses, DELAYS_MS, strict=True)), pauses


def _counted(house: House, metric: str) -> int:
    """Of the partners process, all deal events together."""
    lines = house.ops("partners", "/metrics").raw.decode().splitlines()
    mine = [line for line in lines if line.startswith(metric + "{") and 'event="deals.deal_changed"' in line]
    return round(sum(float(line.split()[-1]) for line in mine))
