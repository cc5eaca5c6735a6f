"""Lines to be reserved by a date are reserved when the day has come, by the worker and by priority (R4, R8)."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.chassis import common, jobs, runtime
from services.chassis.jobs import Job, start_daily, work_once
from services.chassis.startup import jobs_of
from services.chassis.tx import utc_now
from services.orders import contracts
from services.orders import jobs as work
from services.orders.receipts import RESERVE_DUE
from tests.services.builders import CABLE, LAMP, Shop
from tests.services.cast import KEEPER
from tests.services.orders.money import at_once


def due(shop: Shop, *lines: Any, days: int = 0, **more: Any) -> dict[str, Any]:
    order = shop.an_order(*lines or [(LAMP, "2")], status="to_fulfil", **more)
    day = date.fromisoformat(order["ordered_on"]) + timedelta(days)
    asked = [{"line_id": line["id"], "action": "reserve_by", "on": str(day)} for line in order["lines"]]
    return shop.bench.do(contracts.SUPPLY_ORDER, {"id": order["id"], "lines": asked})


def a_day_begins(shop: Shop) -> None:
    assert start_daily(shop.bench.runtime, jobs_of("orders"))
    work_off(shop)


def work_off(shop: Shop) -> None:
    while work_once(shop.bench.runtime, jobs_of("orders")):
        pass


def held(shop: Shop, order: dict[str, Any]) -> list[tuple[str, str]]:
    return [(line["reserved"], line["supply"]) for line in shop.now(order)["lines"]]


@pytest.mark.parametrize(
    ("days", "found"), [(-1, ("2.000", "reserve")), (0, ("2.000", "reserve")), (1, ("0.000", "reserve_by"))]
)
def test_a_line_is_reserved_from_its_day_on(shop: Shop, days: int, found: tuple[str, str]) -> None:
    shop.receive((LAMP, "9", "60.00"))
    order = due(shop, days=days)
    a_day_begins(shop)
    assert held(shop, order) == [found]


def test_the_most_urgent_get_it_first_and_a_part_waits_on_for_the_rest(shop: Shop) -> None:
    shop.receive((LAMP, "5", "60.00"))
    usual, urgent, last = due(shop), due(shop, priority=1), due(shop)
    a_day_begins(shop)
    assert held(shop, urgent) == held(shop, usual) == [("2.000", "reserve")]
    assert held(shop, last) == [("1.000", "reserve_by")]
    assert shop.now(urgent)["state"] == "ready_to_ship"


def test_goods_that_come_after_the_day_are_reserved_when_they_come(shop: Shop) -> None:
    order = due(shop)
    a_day_begins(shop)
    shop.receive((LAMP, "1", "60.00"))
    work_off(shop)
    assert held(shop, order) == [("1.000", "reserve_by")]
    shop.receive((LAMP, "9", "60.00"))
    work_off(shop)
    assert held(shop, order) == [("2.000", "reserve")]


def test_a_receipt_nobody_waits_for_starts_no_work(shop: Shop) -> None:
    due(shop, days=1)
    due(shop, (CABLE, "1"))
    shop.receive((LAMP, "9", "60.00"))
    assert shop.bench.rows(Job) == []


def test_demand_without_a_date_and_cancelled_orders_get_nothing(shop: Shop) -> None:
    shop.receive((LAMP, "9", "60.00"))
    plain = shop.an_order((LAMP, "2"), status="to_fulfil")
    cancelled = due(shop)
    shop.bench.do(contracts.CANCEL_ORDER, {"id": cancelled["id"], "reason": "Передумали"})
    a_day_begins(shop)
    assert held(shop, plain) == [("0.000", "to_supply")]
    assert shop.stock(LAMP) == ("9.000", "0.000", "9.000")


def test_the_job_runs_once_a_day_whoever_looks_and_again_the_next_day(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = [start_daily(shop.bench.runtime, jobs_of("orders")) for _ in range(3)]
    tomorrow = utc_now() + timedelta(days=1)
    for module in (jobs, runtime):
        monkeypatch.setattr(module, "utc_now", lambda: tomorrow)
    looks += [start_daily(shop.bench.runtime, jobs_of("orders")) for _ in range(2)]
    assert looks == [True, False, False, True, False]
    assert len(shop.bench.rows(Job, Job.kind == RESERVE_DUE)) == 2


def test_workers_that_look_at_once_start_one_job(shop: Shop) -> None:
    assert at_once([lambda: start_daily(shop.bench.runtime, jobs_of("orders"))] * 6) == ["done"] * 6
    assert len(shop.bench.rows(Job, Job.kind == RESERVE_DUE)) == 1


def test_a_run_that_was_killed_goes_on_where_it_stood(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "ITEMS", 1)
    monkeypatch.setattr(jobs_of("orders"), "daily", [RESERVE_DUE])
    shop.receive((LAMP, "9", "60.00"), (CABLE, "9", "5.00"))
    order = due(shop, (LAMP, "2"), (CABLE, "3"))
    start_daily(shop.bench.runtime, jobs_of("orders"))
    work_once(shop.bench.runtime, jobs_of("orders"))
    assert sorted(one for one, _ in held(shop, order))[0] == "0.000"
    work_off(shop)
    assert held(shop, order) == [("2.000", "reserve"), ("3.000", "reserve")]
    assert [(job.done, job.total, job.status) for job in shop.bench.rows(Job)] == [(2, 2, "done")]


def test_the_keeper_sees_the_work_that_a_receipt_began(shop: Shop) -> None:
    due(shop)
    shop.receive((LAMP, "9", "60.00"))
    work_off(shop)
    job = shop.bench.rows(Job)[0]
    shown = shop.bench.do(common.GET_JOB, {"id": f"orders.{job.id}"}, by=KEEPER)
    assert (shown["kind"], shown["status"]) == ("reserve_due_lines", "done")


def test_reserving_the_rest_of_a_dedicated_line_leaves_it_dedicated(shop: Shop) -> None:
    shop.receive((LAMP, "1", "60.00"))
    order = shop.an_order((LAMP, "2"), (CABLE, "1"), status="to_fulfil")
    shop.supply(order, "dedicated")
    shop.receive((LAMP, "1", "60.00"), (CABLE, "1", "5.00"))
    shop.bench.do(contracts.RESERVE_ORDER, {"id": order["id"]})
    assert held(shop, order) == [("2.000", "dedicated"), ("1.000", "reserve")]
