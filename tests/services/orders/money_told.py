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
        if all(stage.kind == "credit" for stage in model.stages) and model.status != "on_approval":
            for day in (story.today - timedelta(12), story.today):
                assert overdue(news, day) == _overdue_in(model, day), day
        # the order counts at once what is dated ahead; what is told counts it from its day
        is_past = all(one["on"] <= str(story.today) for one in news["days"])
        if model.status in ("to_fulfil", "closed") and model.stages and is_past:
            steps = story.shop.now(order)["payment_steps"]
            assert overdue(news, story.today) == sum(Decimal(step["overdue"]) for step in steps)


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
            is_goods = kind in ("shipment", "return")
            sums[str(on)] = (sold + amount, paid) if is_goods else (sold, paid - amount)
    return {on: both for on, both in sums.items() if any(both)}


def _overdue_in(model: Order, day: date) -> Decimal:
    return sum((owed for pot in model.pots for due, owed in pot.open(day) if due.on < day), ZERO)
