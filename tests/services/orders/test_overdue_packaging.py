"""Packaging that is not back by its day is a task of the client's manager, one for each shipment, until it is back."""

import threading
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import text

from deploy.local.ports import wait_until
from services.chassis import jobs, runtime
from services.chassis.actor import SYSTEM
from services.chassis.jobs import start_daily, work_once
from services.chassis.startup import jobs_of
from services.orders import contracts
from services.orders import jobs as work
from services.orders.models import PackagingReminder
from services.orders.packaging_reminders import to_remind
from services.partners import contracts as partners
from tests.services.builders import Shop, a_partner
from tests.services.cast import DARYNA_ID, KALYNA, TARAS_ID
from tests.services.orders.crates import MONDAY, cancelled, ordered, ship, take
from tests.services.orders.money import at_once
from tests.services.orders.test_packaging import DAY


class Clock:
    def __init__(self, shop: Shop, patch: pytest.MonkeyPatch):
        self.shop, self._patch = shop, patch

    def on(self, day: date) -> None:
        """It is noon of this day, and the worker does what it does every day."""
        noon = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
        for module in (jobs, runtime):
            self._patch.setattr(module, "utc_now", lambda: noon)
        start_daily(self.shop.bench.runtime, jobs_of("orders"))
        while work_once(self.shop.bench.runtime, jobs_of("orders")):
            pass


@pytest.fixture
def clock(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(shop, monkeypatch)


def told(shop: Shop) -> list[tuple[str, str, str]]:
    """(title, whose, status) of every event of a reminder."""
    rows = [one["data"] for one in shop.bench.events() if one["type"] == contracts.PACKAGING_REMINDER_CHANGED.address]
    return [(row["title"], row["assignee_id"], row["status"]) for row in rows]


TITLE = "Забрати в клієнта тару за реалізацією SHP-000001: строк минув 12.03.2026"
OPEN, DONE = (TITLE, str(TARAS_ID), "open"), (TITLE, str(TARAS_ID), "done")


@pytest.mark.parametrize(("days", "reminded"), [(9, False), (10, False), (11, True)])
def test_the_manager_is_reminded_from_the_day_after_the_last(
    shop: Shop, clock: Clock, days: int, reminded: bool
) -> None:
    ship(shop, ordered(shop), "3")
    clock.on(MONDAY + days * DAY)
    assert told(shop) == ([OPEN] if reminded else [])


def test_one_task_for_a_shipment_however_often_the_worker_looks(shop: Shop, clock: Clock) -> None:
    ship(shop, ordered(shop), "3")
    for days in (11, 12, 40):
        clock.on(MONDAY + days * DAY)
    assert told(shop) == [OPEN]
    runs = shop.bench.rows(jobs.Job, jobs.Job.kind == work.REMIND_OF_PACKAGING)
    assert sorted(run.total for run in runs) == [0, 0, 1]


def test_the_task_is_done_once_all_is_back(shop: Shop, clock: Clock) -> None:
    shipment = ship(shop, ordered(shop), "3")
    clock.on(MONDAY + 11 * DAY)
    take(shop, shipment, "2")
    assert told(shop) == [OPEN], "one is still out"
    take(shop, shipment)
    assert told(shop) == [OPEN, DONE]
    clock.on(MONDAY + 12 * DAY)
    assert told(shop) == [OPEN, DONE]


def test_a_return_that_is_cancelled_opens_the_task_again_the_next_day(shop: Shop, clock: Clock) -> None:
    shipment = ship(shop, ordered(shop), "3")
    clock.on(MONDAY + 11 * DAY)
    cancelled(shop, take(shop, shipment))
    assert told(shop) == [OPEN, DONE]
    clock.on(MONDAY + 12 * DAY)
    assert told(shop) == [OPEN, DONE, OPEN]
    assert len(shop.bench.rows(PackagingReminder)) == 1


def test_a_client_handed_over_takes_its_task_along(shop: Shop, clock: Clock) -> None:
    ship(shop, ordered(shop), "3")
    clock.on(MONDAY + 11 * DAY)
    shop.bench.hear(partners.PARTNER_CHANGED, a_partner(manager_id=DARYNA_ID, version=9), event_id=KALYNA.id)
    clock.on(MONDAY + 12 * DAY)
    assert [(whose, status) for _, whose, status in told(shop)] == [(str(TARAS_ID), "open"), (str(DARYNA_ID), "open")]


def test_packaging_without_a_day_and_packaging_back_in_time_remind_nobody(shop: Shop, clock: Clock) -> None:
    ship(shop, ordered(shop, packaging_deposit=True), "1")
    take(shop, ship(shop, ordered(shop), "2"), returned_on=MONDAY + 5 * DAY)
    clock.on(MONDAY + 30 * DAY)
    assert told(shop) == []


def test_a_run_that_was_killed_goes_on_where_it_stood(
    shop: Shop, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "SHIPMENTS", 2)
    for _ in range(5):
        ship(shop, ordered(shop), "1")
    clock.on(MONDAY + 11 * DAY)
    assert sorted(title[38:48] for title, _, _ in told(shop)) == [f"SHP-00000{number}" for number in range(1, 6)]


def test_a_step_takes_the_same_number_of_reads_for_1_and_20_shipments(shop: Shop, clock: Clock) -> None:
    counts = []
    for many, days in ((1, 11), (20, 12)):
        for _ in range(many):
            ship(shop, ordered(shop), "1")
        with shop.bench.statements() as seen:
            clock.on(MONDAY + days * DAY)
        counts.append(len([one for one in seen if "packaging" in one and one.startswith("SELECT")]))
    assert counts[0] == counts[1]


def test_what_comes_back_while_the_worker_looks_leaves_no_task_behind(shop: Shop, clock: Clock) -> None:
    shipment = ship(shop, ordered(shop), "3")
    today: Any = MONDAY + 11 * DAY
    at_once([lambda: clock.on(today), lambda: take(shop, shipment)])
    assert [one.status for one in shop.bench.rows(PackagingReminder)] in ([], ["done"])


def test_the_worker_holds_no_order_while_it_waits_for_a_shipment(shop: Shop, clock: Clock, kind: str) -> None:
    """Who takes packaging back has the shipment, and then asks for the order: the two would wait for each other."""
    if kind == "sqlite":
        pytest.skip("one writer at a time")
    ship(shop, ordered(shop), "3")
    worker = threading.Thread(target=lambda: clock.on(MONDAY + 11 * DAY))
    with shop.bench.database.write() as taking_back:
        taking_back.execute(text("SELECT id FROM shipments FOR UPDATE"))
        worker.start()
        assert wait_until(lambda: waiting(shop), seconds=30)
        taking_back.execute(text("SELECT id FROM orders FOR UPDATE NOWAIT"))
    worker.join(60)
    assert told(shop) == [OPEN]


def test_shipments_without_packaging_are_not_looked_at(shop: Shop, kind: str) -> None:
    """Most have none, and every day would take longer than the one before."""
    if kind != "sqlite":
        pytest.skip("PostgreSQL chooses its ways by what is in the tables")
    with shop.bench.database.read() as session:
        reader = shop.bench.runtime.reader(session, SYSTEM)
        query = str(to_remind(reader, None).compile(session.bind, compile_kwargs={"literal_binds": True}))
        steps = [row.detail for row in session.execute(text(f"EXPLAIN QUERY PLAN {query}"))]
    assert any(step.startswith("SCAN shipped_packaging") for step in steps)
    assert not any(step.startswith("SCAN shipments") for step in steps)


def waiting(shop: Shop) -> bool:
    """Whether anybody waits for a lock."""
    of_this = "datname = current_database() AND wait_event_type = 'Lock'"
    with shop.bench.database.read() as session:
        return bool(session.scalar(text(f"SELECT count(*) FROM pg_stat_activity WHERE {of_this}")))
