"""An offer's term is changed while it is in force; what the report on its fulfilment says equals what is counted by
hand over the documents (O5, O7): those of the demo and some more, through the gateway."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from services.chassis.tx import business_day, utc_now
from tests.flows.operations.scene import Firm, a_client, change, dump, settle
from tests.house import Api, House

pytestmark = pytest.mark.flow

ZERO = Decimal(0)
TODAY = business_day(utc_now())
PERIOD = f"date_from={TODAY - timedelta(60)}&date_to={TODAY + timedelta(1)}"
OLD, NEW = 14, 3
"""Days of credit by the first version of the terms, and by the second."""
KEPT = ("offered_orders", "offered_days", "offered_dues")


def ago(days: int) -> str:
    return str(TODAY - timedelta(days))


def credit(days: int) -> list[dict[str, Any]]:
    return [{"kind": "advance", "percent": "20"}, {"kind": "credit", "percent": "80", "shift": days}]


def test_sales_go_on_under_the_old_version_until_the_new_one_is_agreed(own_house: House, firm: Firm, api: Api) -> None:
    offer, client = an_offer(api, firm, "ТОВ «Умова»")
    changed = api.post(f"/offers/{offer}", {"terms": {"payment_stages": credit(NEW)}}, method="PATCH")
    assert (changed["status"], changed["version_number"], changed["next_version"]) == ("in_force", 1, 2)
    before = an_order(api, firm, client, offer, "10")
    api.post(f"/offers/{offer}/submit")
    while_waiting = an_order(api, firm, client, offer, "2")
    api.post(f"/offers/{offer}/approve")
    after = an_order(api, firm, client, offer, "4")
    assert [one["offer_version"] for one in (before, while_waiting, after)] == [1, 1, 2]
    assert [one["payment_stages"][1]["shift"] for one in (before, while_waiting, after)] == [OLD, OLD, NEW]
    for order in (before, after):
        api.post("/payments", {**paid_by(order), "amount": order["advance"]})
        api.post("/shipments", {"order_id": order["id"]})
    settle(own_house)
    # 800.00 of 1,000.00 is due after 14 days, 320.00 of 400.00 after 3, and the advance of 40.00 since today
    for days, overdue in ((NEW, "40.00"), (NEW + 1, "360.00"), (OLD, "360.00"), (OLD + 1, "1160.00")):
        assert fulfilment(api, offer, on=ago(-days))["overdue"] == overdue, days


def test_the_report_equals_figures_counted_by_hand_over_the_demo_s_documents(
    own_house: House, firm: Firm, api: Api
) -> None:
    assert "All figures are right." in own_house.ugoda("demo")
    offer, client = an_offer(api, firm, "ТОВ «Рахунок»")
    lively_trade(api, firm, client, offer)
    settle(own_house)
    offers = [row["id"] for row in everything(api, "/offers")]
    counted = {}
    for one in offers:
        by_hand = counted_by_hand(api, one)
        if by_hand:
            counted[one] = by_hand
    assert len(counted) >= 2
    report = api.get(f"/reports/offer-fulfilment?{PERIOD}")
    seen = {row["offer_id"]: {name: row[name] for name in counted[offer]} for row in report["rows"]}
    assert seen == counted
    # and none of it is nothing: the trade above has sold, been paid, is owed and has departed from its terms
    assert {name: row for name, row in seen[offer].items() if row in ("0.00", 0)} == {}
    before = [dump(own_house, "pricing", table) for table in KEPT]
    assert all(before)
    change(own_house, "pricing", *[f"DELETE FROM {table}" for table in KEPT])
    own_house.ugoda("replay", "orders", "--event", "offer_order_changed")
    settle(own_house)
    assert [dump(own_house, "pricing", table) for table in KEPT] == before
    assert api.get(f"/reports/offer-fulfilment?{PERIOD}") == report


def test_each_period_of_a_regular_offer_is_a_task_and_stands_in_the_report(
    own_house: House, firm: Firm, api: Api
) -> None:
    plan = {"every": "month", "amount": "1000"}
    offer, client = an_offer(api, firm, "ТОВ «Регулярність»", plan=plan)
    settle(own_house)
    (period,) = everything(api, "/offer-periods", offer_id=offer)
    assert (period["starts_on"], period["status"]) == (str(TODAY.replace(day=1)), "open")
    assert task_of(api, period) == (firm.manager, "open", period["title"])
    api.post(f"/offers/{offer}", {"responsible_id": firm.other_manager}, method="PATCH")
    order = an_order(api, firm, client, offer, "3")
    api.post("/payments", {**paid_by(order), "amount": order["advance"]})
    api.post("/shipments", {"order_id": order["id"]})
    settle(own_house)
    assert task_of(api, period) == (firm.other_manager, "open", period["title"])
    (shown,) = fulfilment(api, offer, on=str(TODAY))["periods"]
    assert (shown["planned"], shown["sold"], shown["percent"]) == ("1000.00", "300.00", "30.00")
    api.post(f"/offers/{offer}/close")
    settle(own_house)
    assert task_of(api, period)[1] == "cancelled"
    own_house.ugoda("replay", "pricing", "--event", "offer_period_changed")
    settle(own_house)
    assert task_of(api, period)[1] == "cancelled"


def task_of(api: Api, period: Any) -> tuple[str, str, str]:
    (task,) = everything(api, "/tasks", subject_id=period["id"])
    return task["assignee_id"], task["status"], task["title"]


def an_offer(api: Api, firm: Firm, name: str, **more: Any) -> tuple[str, str]:
    """In force since long ago, for a client of its own; (offer, client)."""
    client = a_client(api, firm, name)
    terms = {"price_type_id": firm.price_type, "payment_stages": credit(OLD), "manual_limit": "5", **more}
    body = {"organization_id": firm.organization, "partner_id": client, "name": name, "valid_from": "2026-01-01"}
    offer = api.post("/offers", {**body, "terms": terms})["id"]
    api.post(f"/offers/{offer}/submit")
    api.post(f"/offers/{offer}/approve")
    return offer, client


def an_order(api: Api, firm: Firm, client: str, offer: str, quantity: str, **more: Any) -> Any:
    line = {"item_id": firm.item, "quantity": quantity}
    lines = more.pop("lines", [line])
    parties = {"organization_id": firm.organization, "partner_id": client, "warehouse_id": firm.warehouse}
    order = api.post("/orders", {**parties, "offer_id": offer, "lines": lines, **more})
    return api.post(f"/orders/{order['id']}/approve")


def paid_by(order: Any) -> dict[str, Any]:
    parties = {name: order[name] for name in ("organization_id", "partner_id")}
    return {**parties, "order_id": order["id"]}


def lively_trade(api: Api, firm: Firm, client: str, offer: str) -> None:
    """Shipped in parts, paid in part, some of both back, a price typed too low, a line and an order cancelled."""
    old = an_order(api, firm, client, offer, "10", ordered_on=ago(40))
    api.post("/payments", {**paid_by(old), "amount": "250.00", "paid_on": ago(39)})
    parts = [{"line_id": old["lines"][0]["id"], "quantity": "6"}]
    first = api.post("/shipments", {"order_id": old["id"], "lines": parts, "shipped_on": ago(35)})
    api.post("/shipments", {"order_id": old["id"], "shipped_on": ago(5)})
    back = [{"line_id": old["lines"][0]["id"], "quantity": "1"}]
    api.post("/returns", {"shipment_id": first["id"], "lines": back, "reason": "Не підійшло", "returned_on": ago(20)})
    api.post("/payments", {**paid_by(old), "amount": "100.00", "paid_on": ago(10)})
    api.post("/refunds", {**paid_by(old), "amount": "30.00", "refunded_on": ago(2)})
    typed = [{"item_id": firm.item, "quantity": "1", "manual_price": price} for price in ("90.00", "100.00")]
    order = an_order(api, firm, client, offer, "", lines=typed)
    wrong = api.post("/payments", {**paid_by(order), "amount": "77.77"})
    api.post(f"/payments/{wrong['id']}/cancel", {"reason": "Банк відкликав"})
    less = an_order(
        api, firm, client, offer, "", lines=[{"item_id": firm.item, "quantity": str(one)} for one in (3, 4)]
    )
    named = [{"line_id": less["lines"][1]["id"]}]
    api.post(f"/orders/{less['id']}/cancel-lines", {"lines": named, "reason": "Менше"})
    gone = an_order(api, firm, client, offer, "50")
    api.post(f"/orders/{gone['id']}/cancel", {"reason": "Передумали"})


def everything(api: Api, path: str, **filters: str) -> list[Any]:
    asked = "&".join(f"{name}={value}" for name, value in {**filters, "limit": "200"}.items())
    page = api.get(f"{path}?{asked}")
    assert page["next"] is None
    rows: list[Any] = page["items"]
    return rows


def counted_by_hand(api: Api, offer: str) -> dict[str, Any]:
    """From the documents of the orders under an offer; all of them are of the period."""
    orders = [api.get(f"/orders/{row['id']}") for row in everything(api, "/orders", offer_id=offer)]
    if not orders:
        return {}
    ids = {one["id"] for one in orders}
    clients = {one["partner_id"] for one in orders}

    def money(path: str, amount: str) -> Decimal:
        rows = [row for client in clients for row in everything(api, path, partner_id=client)]
        stands = [row for row in rows if row["order_id"] in ids and not row.get("cancelled_on")]
        return sum((Decimal(row[amount]) for row in stands), ZERO)

    agreed = [one for one in orders if one["status"] in ("to_fulfil", "closed")]
    lines = [(one, line) for one in agreed for line in one["lines"] if line["cancelled"] != line["quantity"]]
    departed = [line for one, line in lines if line["id"] in {said["line_id"] for said in one["deviations"]}]
    steps = [step for one in agreed for step in one["payment_steps"]]
    share = Decimal(len(departed)) * 100 / len(lines)
    return {
        "orders": len(agreed),
        "ordered": _two(Decimal(one["payable"]) for one in agreed),
        "sold": _two([money("/shipments", "total"), -money("/returns", "total")]),
        "paid": _two([money("/payments", "amount"), -money("/refunds", "amount")]),
        "overdue": _two(Decimal(step["overdue"]) for step in steps),
        "lines": len(lines),
        "deviated_lines": len(departed),
        "deviated_percent": f"{share:.2f}",
    }


def _two(amounts: Iterable[Decimal]) -> str:
    return f"{sum(amounts, ZERO):.2f}"


def fulfilment(api: Api, offer: str, on: str) -> Any:
    (row,) = api.get(f"/reports/offer-fulfilment?{PERIOD}&offer_id={offer}&on={on}")["rows"]
    return row
