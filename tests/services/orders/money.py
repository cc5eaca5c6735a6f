"""Money of orders in tests: what is done with it, and what is seen of it, in a line each."""

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

from services.chassis.errors import Refusal
from services.orders import contracts
from tests.services.builders import INSTALL, Shop
from tests.services.cast import CASHIER, HEAD, KALYNA, SVITLODIM

MARCH = [date(2026, 3, day) for day in range(1, 32)]


def shipped(shop: Shop, number: str = "1", on: date = MARCH[1], **more: Any) -> dict[str, Any]:
    """An order of so many installations at 1500.00, shipped whole."""
    order = shop.an_order((INSTALL, number), status="to_fulfil", **more)
    shop.ship(order, on=on)
    return shop.now(order)


def refund(shop: Shop, amount: str, order: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    body = on_account(amount, order_id=order and order["id"], **more)
    return shop.bench.do(contracts.GIVE_REFUND, body, by=CASHIER)


def pay_account(shop: Shop, amount: str, **more: Any) -> dict[str, Any]:
    return shop.bench.do(contracts.RECEIVE_PAYMENT, on_account(amount, **more), by=CASHIER)


def cancel(shop: Shop, payment: dict[str, Any]) -> dict[str, Any]:
    body = {"id": payment["id"], "reason": "Банк відкликав платіж"}
    return shop.bench.do(contracts.CANCEL_PAYMENT, body, by=CASHIER)


def offset(shop: Shop, amount: str, source: Any = None, target: Any = None, **more: Any) -> dict[str, Any]:
    ends = {"from_order_id": source and source["id"], "to_order_id": target and target["id"]}
    return shop.bench.do(contracts.OFFSET_MONEY, {**ends, "amount": amount, **more}, by=CASHIER)


def register(shop: Shop, **filters: Any) -> list[tuple[str, str, str, str]]:
    rows = shop.bench.listed(contracts.LIST_SETTLEMENTS, partner_id=KALYNA.id, **filters)
    return [(row["kind"], row["number"], row["amount"], row["balance"]) for row in rows]


def objects(shop: Shop) -> dict[str | None, str]:
    """What is owed by object, those not settled."""
    asked = {"partner_id": KALYNA.id, "by": "object"}
    return {row["object_number"]: row["balance"] for row in shop.bench.do(contracts.GET_BALANCE, asked)["rows"]}


def balance(shop: Shop, client: Any = KALYNA, by: Any = HEAD) -> list[tuple[str, str, str]]:
    """(shipped, paid, owed) by organization, legal entity and currency."""
    rows = shop.bench.do(contracts.GET_BALANCE, {"partner_id": client.id}, by=by)["rows"]
    return [(row["shipped"], row["paid"], row["balance"]) for row in rows]


def on_account(amount: str, **more: Any) -> dict[str, Any]:
    return {"organization_id": SVITLODIM, "partner_id": KALYNA.id, "amount": amount, **more}


def at_once(tasks: list[Callable[[], Any]]) -> list[str]:
    """What became of each, done by threads that start together."""
    results, gate = [""] * len(tasks), threading.Barrier(len(tasks))

    def run(place: int) -> None:
        gate.wait()
        try:
            tasks[place]()
            results[place] = "done"
        except Refusal as refusal:
            results[place] = refusal.code.name

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(tasks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(results)
