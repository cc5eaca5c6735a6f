"""What orders tell of how offers are fulfilled, held against the model and against what the order itself shows."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import orjson

from services.chassis.tables import outbox
from services.orders import contracts
from tests.services.orders.money_records import ZERO, Order
from tests.services.orders.money_story import Story

Told = dict[str, Any]


def compare_told(story: Story) -> None:
    told = last_told(story)
    for model, order in zip(story.firm.orders, story.orders, strict=True):
        news = told[order["id"]]
        assert _moved(news) == _moved_in(model)
        assert _crates(news) == _crates_in(model)
        if all(stage.kind == "credit" for stage in model.stages) and model.status != "on_approval":
            for day in (story.today - timedelta(12), story.today):
                assert overdue(news, day) == _overdue_in(model, day), day
        # the order counts at once what is dated ahead; what is told counts it from its day
        known = [one["on"] for one in news["days"]] + [one["since"] for one in news["packaging"]]
        is_past = max(known, default="") <= str(story.today)
        if model.status in ("to_fulfil", "closed") and model.stages and is_past:
            steps = story.shop.now(order)["payment_steps"]
            beside = [(due.on, owed) for due, owed in model.unpaid_deposits()] + model.beside_stages()
            late = sum((owed for on, owed in beside if on < story.today), ZERO)
            assert overdue(news, story.today) == sum(Decimal(step["overdue"]) for step in steps) + late


def last_told(story: Story) -> dict[str, Told]:
    """By order, the latest version of what was told."""
    bodies = [orjson.loads(row.body) for row in sorted(story.shop.bench.rows(outbox), key=lambda row: row.id)]
    return {
        body["subject_id"]: body["data"] for body in bodies if body["type"] == contracts.OFFER_ORDER_CHANGED.address
    }


def overdue(told: Told, on: date) -> Decimal:
    counted = [one for one in told["owed"] if one["since"] <= str(on) and one["due_on"] < str(on)]
    return sum((Decimal(one["amount"]) for one in counted), ZERO)


def _moved(told: Told) -> dict[str, tuple[Decimal, Decimal]]:
    days = {one["on"]: (Decimal(one["sold"]), Decimal(one["paid"])) for one in told["days"]}
    return {on: sums for on, sums in days.items() if any(sums)}


def _moved_in(model: Order) -> dict[str, tuple[Decimal, Decimal]]:
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for pot in model.pots:
        for on, kind, amount in pot.moves:
            sold, paid = sums.get(str(on), (ZERO, ZERO))
            if kind in ("deposit", "given_back"):
                continue
            is_goods = kind in ("shipment", "return")
            sums[str(on)] = (sold + amount, paid) if is_goods else (sold, paid - amount)
    return {on: both for on, both in sums.items() if any(both)}


def _crates(told: Told) -> dict[tuple[str, str], tuple[Decimal, Decimal]]:
    return {
        (one["since"], str(one["due_on"])): (Decimal(one["quantity"]), Decimal(one["deposit"]))
        for one in told["packaging"]
    }


def _crates_in(model: Order) -> dict[tuple[str, str], tuple[Decimal, Decimal]]:
    sums: dict[tuple[str, str], tuple[Decimal, Decimal]] = {}
    for crates in [one.crates for one in model.shipments if one.crates]:
        for on, number, deposit in crates.moves:
            before = sums.get((str(on), str(crates.due_on)), (ZERO, ZERO))
            sums[str(on), str(crates.due_on)] = (before[0] + number, before[1] + deposit)
    return {key: both for key, both in sums.items() if any(both)}


def _overdue_in(model: Order, day: date) -> Decimal:
    return sum((owed for pot in model.pots for due, owed in pot.open(day) if due.on < day), ZERO)
