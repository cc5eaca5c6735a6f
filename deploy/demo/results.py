"""What the sale brought: reports, checked. Rows of this run's own records, or what grew since the run began: earlier
runs and whatever else is in the house make no difference."""

from collections import Counter
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from deploy.demo.figures import DEPARTED, FAIR_COST, FAIR_RETURN, MARGIN, REVENUE, TOTAL
from deploy.demo.sale import Record, Sale, awaited, demand, money, plain, show
from services.chassis.settings import settings

TIMELINE = {
    "interaction": 1,
    "partner": 1,
    "deal": 1,
    "proposal": 1,
    "proposal_sent": 1,
    "order": 1,
    "shipment": 2,
    "payment": 2,
    "claim": 1,
}
"""Its documents; how many tasks they make is a matter of the house's rules."""


def reports(sale: Sale) -> None:
    """What it brought: funnel, sales, offer, balance, fair, channel, timeline."""
    _funnel(sale)
    _sales(sale)
    _fulfilment(sale)
    demand("balance", owed(sale), Decimal(0))
    _fair(sale)
    _channel(sale)
    _timeline(sale)


def measured(sale: Sale) -> Record:
    """Figures that other deals and clients have a part in: taken before the sale and after it."""
    ours = {"kind_id": sale.kind, "organization_id": sale.company.organization}
    funnel = sale.boss.get("/reports/funnel", **ours, **_days(sale))
    kind = next((one for one in funnel["kinds"] if one["kind_id"] == sale.kind), None)
    channels = sale.boss.get("/reports/channels", **_days(sale))["rows"]
    return {
        "won": kind["won"]["deals"] if kind else 0,
        "reached": Counter({stage["stage"]: stage["reached"] for stage in kind["stages"]} if kind else {}),
        "channel": next(one["whole"] for one in channels if one["id"] == sale.company.channel),
    }


def owed(sale: Sale) -> Decimal:
    rows = sale.boss.get(f"/partners/{sale.client['id']}/balance")["rows"]
    return sum((Decimal(row["balance"]) for row in rows), Decimal(0))


def _days(sale: Sale) -> Record:
    """From the fair to tomorrow: the sale may go on past midnight."""
    return {"date_from": sale.day(-3), "date_to": sale.day(1)}


def _funnel(sale: Sale) -> None:
    """Each stage was come to by one deal more than before, and one deal more was won."""
    after = measured(sale)
    for stage, reached in after["reached"].items():
        demand(f"came to {stage}", reached, sale.before["reached"][stage] + 1)
    demand("deals won", after["won"], sale.before["won"] + 1)


def _sales(sale: Sale) -> None:
    asked: Record = {**_days(sale), "by": "client", "organization_id": sale.company.organization}
    ours = _row(sale.manager.get("/reports/sales", **asked)["rows"], "key", sale.client["id"])
    demand("revenue without VAT", Decimal(ours["revenue"]), REVENUE)
    demand("margin", Decimal(ours["margin"]), MARGIN)
    analysis = sale.manager.get(f"/orders/{sale.order['id']}/analysis")
    demand("margin of the order", Decimal(analysis["margin"]), MARGIN)
    show("profitability", f"{analysis['profitability']} %")


def _fulfilment(sale: Sale) -> None:
    """Pricing hears of orders by events: the payment may still be on its way."""
    asked: Record = {**_days(sale), "offer_id": sale.offer["id"]}

    def whole() -> Record | None:
        rows = sale.manager.get("/reports/offer-fulfilment", **asked)["rows"]
        return rows[0] if rows and Decimal(rows[0]["paid"]) == TOTAL else None

    row = awaited("the whole sale in the report on its offer", whole)
    demand(f"sold under {row['number']}", Decimal(row["sold"]), TOTAL)
    demand("paid", Decimal(row["paid"]), TOTAL)
    demand("overdue", Decimal(row["overdue"]), Decimal(0))
    departed = f"{row['deviated_lines']} of {row['lines']} lines, {plain(row['deviated_percent'])} %"
    demand("departed from its terms", departed, DEPARTED)


def _fair(sale: Sale) -> None:
    """Marketing hears of clients, deals, orders and shipments by events: the last of them may still be on its way."""

    def whole() -> Record | None:
        effect: Record = _row(sale.boss.get("/reports/events", **_days(sale))["rows"], "id", sale.fair["id"])["effect"]
        told = (effect["won"], effect["orders"], Decimal(effect["ordered"]), Decimal(effect["revenue"]))
        return effect if told == (1, 1, TOTAL, REVENUE) else None

    effect = awaited("the whole sale in the report on the fair", whole)
    demand("the fair cost", Decimal(effect["cost"]), FAIR_COST)
    demand("it brought clients", effect["first_interests"], 1)
    demand("ordered, VAT within", Decimal(effect["ordered"]), TOTAL)
    demand("revenue", Decimal(effect["revenue"]), REVENUE)
    demand("margin", Decimal(effect["margin"]), MARGIN)
    demand("return on spending", plain(effect["return_on_spending"]), FAIR_RETURN)


def _channel(sale: Sale) -> None:
    """How much the fair's channel grew."""
    before, after = sale.before["channel"], measured(sale)["channel"]
    for name, wanted in (("cost", FAIR_COST), ("revenue", REVENUE), ("margin", MARGIN)):
        demand(f"the channel: {name} +", Decimal(after[name]) - Decimal(before[name]), wanted)
    demand("the channel: won deals +", after["won"] - before["won"], 1)


def _timeline(sale: Sale) -> None:
    def whole() -> list[Record] | None:
        rows: list[Record] = sale.manager.get(f"/partners/{sale.client['id']}/timeline", limit=100)["items"]
        documents = Counter(row["kind"] for row in rows if row["kind"] in TIMELINE)
        return rows if documents == Counter(TIMELINE) else None

    zone = ZoneInfo(settings().time_zone)
    for row in reversed(awaited("everything in the client's timeline", whole)):
        at = f"{datetime.fromisoformat(row['happened_at']).astimezone(zone):%Y-%m-%d %H:%M}"
        told = filter(None, (row["kind"], row["number"], row["title"], row["status"]))
        show(at, ", ".join(told) + (f", {money(row['amount'])}" if row["amount"] else ""))


def _row(rows: list[Record], key: str, value: Any) -> Record:
    return next(row for row in rows if row[key] == value)
