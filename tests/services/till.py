"""Orders and pricing at one till: two real services that ask and hear each other, and a clock for both.

till.on("2026-04-10")
order = till.order(("LAMP", "2"), bonuses="50")
till.ship(order)
assert till.balance() == "10.00"
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
import pytest

from services.chassis import runtime
from services.chassis.jobs import start_daily, work_once
from services.chassis.replay import replay
from services.chassis.startup import jobs_of
from services.chassis.tables import outbox
from services.orders import contracts as orders
from services.partners import contracts as partners
from services.pricing import contracts as pricing
from services.pricing.models import BonusEntry, BonusLot
from tests.services.bench import Bench
from tests.services.builders import Shop, a_partner, line_parts
from tests.services.cast import APPROVER, CASHIER, HEAD, KALYNA, KEEPER, PRICER, SVITLODIM
from tests.services.pricing.desk import JANUARY, Desk

AT_SHIPMENT, AFTER_PAYMENT = "at_shipment", "after_payment"


class Till:
    def __init__(self, pricing_bench: Bench, orders_bench: Bench, clock: pytest.MonkeyPatch):
        self.pricing, self.orders = pricing_bench, orders_bench
        self.desk, self.shop = Desk(pricing_bench), Shop(orders_bench)
        for operation in (pricing.ASK_QUOTE, pricing.SPEND_BONUSES, pricing.GET_ITEMS, pricing.GET_EXCHANGE_RATE):
            orders_bench.peers.reply(operation, pricing_bench.answers(operation))
        pricing_bench.peers.reply(partners.GET_PARTNER, a_partner())
        self._clock = clock
        self._carried: dict[str, int] = {"pricing": 0, "orders": 0}
        self.kind = self.card = ""

    def on(self, day: str) -> None:
        """It is noon of this day for both."""
        noon = datetime.fromisoformat(f"{day}T10:00:00").replace(tzinfo=UTC)
        self._clock.setattr(runtime, "utc_now", lambda: noon)
        self._clock.setattr("services.chassis.jobs.utc_now", lambda: noon)

    # ------------------------------------------------------------ cards

    def a_card(self, percent: str = "5", accrue: str = AT_SHIPMENT, limit: str = "50", **rule: Any) -> str:
        """Kalyna's active card of a kind with this rule of bonuses."""
        bonus = {"percent": percent, "accrue": accrue, "limit": limit, **rule}
        body = {"name": f"Бонусна {percent} {accrue} {len(rule)}", "bonus": bonus}
        self.kind = self.pricing.do(pricing.ADD_CARD_KIND, body, by=PRICER)["id"]
        issued = {"code": "B-1", "kind_id": self.kind, "partner_id": KALYNA.id, "valid_from": JANUARY}
        self.card = self.pricing.do(pricing.ISSUE_CARD, issued)["id"]
        self.pricing.do(pricing.ACTIVATE_CARD, {"id": self.card})
        return self.card

    def accrue(self, amount: str, on: str | None = None, expires: str | None = None) -> None:
        body = {"id": self.card, "amount": amount, "reason": "Залишок", "accrued_on": on, "expires_on": expires}
        self.pricing.do(pricing.ACCRUE_BONUSES, body)

    def bonuses(self) -> dict[str, Any]:
        return self.pricing.do(pricing.GET_CARD_BONUSES, {"id": self.card})

    def balance(self) -> str:
        """What the card holds; that its entries and its accruals come to the same is asked along the way."""
        balance: str = self.bonuses()["balance"]
        entries = self.pricing.rows(BonusEntry, BonusEntry.card_id == UUID(self.card))
        lots = self.pricing.rows(BonusLot, BonusLot.card_id == UUID(self.card))
        assert Decimal(balance) == sum(entry.amount for entry in entries) == sum(lot.rest for lot in lots)
        return balance

    def entries(self) -> list[tuple[str, str, str]]:
        """(kind, day, amount), the earliest first."""
        rows = sorted(self.pricing.rows(BonusEntry), key=lambda row: row.id)
        return [(row.kind, row.on.isoformat(), str(row.amount)) for row in rows]

    def run_daily(self, service: str = "pricing") -> None:
        bench: Bench = getattr(self, service)
        start_daily(bench.runtime, jobs_of(service))
        while work_once(bench.runtime, jobs_of(service)):
            pass
        self.carry()

    # ------------------------------------------------------------ orders

    def an_item(self, sku: str, price: str, **more: Any) -> str:
        """A service: nothing need lie in a warehouse."""
        return self.desk.an_item(sku, price=price, kind="service", **more)

    def body(self, *lines: tuple[str, str], **more: Any) -> dict[str, Any]:
        """(item, quantity) for Kalyna, with her card."""
        return {
            "organization_id": SVITLODIM,
            "partner_id": KALYNA.id,
            "warehouse_id": self.shop.warehouse,
            "card_id": self.card,
            "lines": [{"item_id": item, "quantity": quantity} for item, quantity in lines],
            **more,
        }

    def order(self, *lines: tuple[str, str], **more: Any) -> dict[str, Any]:
        """To be fulfilled."""
        order = self.orders.do(orders.CREATE_ORDER, self.body(*lines, **more))
        return self.approved(order)

    def approved(self, order: dict[str, Any]) -> dict[str, Any]:
        order = self.orders.do(orders.APPROVE_ORDER, {"id": order["id"]}, by=APPROVER)
        self.carry()
        return order

    def ship(self, order: dict[str, Any], *parts: tuple[int, str], on: str | None = None) -> dict[str, Any]:
        shipment = self.shop.ship(order, *parts, on=date.fromisoformat(on) if on else None)
        self.carry()
        return shipment

    def pay(self, order: dict[str, Any], amount: str, on: str | None = None) -> dict[str, Any]:
        payment = self.shop.pay(order, amount, paid_on=on)
        self.carry()
        return payment

    def take_back(self, order: dict[str, Any], shipment: dict[str, Any], *parts: tuple[int, str]) -> dict[str, Any]:
        body = {"shipment_id": shipment["id"], "lines": line_parts(order, *parts), "reason": "Не підійшло"}
        returned = self.orders.do(orders.RETURN_GOODS, body, by=KEEPER)
        self.carry()
        return returned

    def refuses_refund(self, order: dict[str, Any], amount: str) -> Any:
        return self.orders.refuses(orders.GIVE_REFUND, self.money_of(order, amount), by=CASHIER)

    def refund(self, order: dict[str, Any], amount: str) -> None:
        self.orders.do(orders.GIVE_REFUND, self.money_of(order, amount), by=CASHIER)
        self.carry()

    def do(self, operation: Any, body: dict[str, Any], by: Any = HEAD) -> dict[str, Any]:
        answer = self.orders.do(operation, body, by=by)
        self.carry()
        return answer

    def money_of(self, order: dict[str, Any], amount: str) -> dict[str, Any]:
        about = {name: order[name] for name in ("organization_id", "partner_id")}
        return {**about, "order_id": order["id"], "amount": amount}

    # ------------------------------------------------------------ events

    def carry(self) -> None:
        """What each has said since the last time, given to the other, until both are silent."""
        while any([self._carry("orders", self.pricing), self._carry("pricing", self.orders)]):
            pass

    def withheld_news(self) -> list[dict[str, Any]]:
        """What orders have said to pricing since the last time; nobody hears it but by the test."""
        new = [row for row in _outbox(self.orders) if row[0] > self._carried["orders"]]
        self._carried["orders"] = new[-1][0]
        return [body for _, body in new if body["type"] in self.pricing.runtime.contract.consumes]

    def _carry(self, source: str, target: Bench) -> bool:
        bench: Bench = getattr(self, source)
        new = [row for row in _outbox(bench) if row[0] > self._carried[source]]
        for place, body in new:
            target.take(body)
            self._carried[source] = place
        return bool(new)

    def replay(self) -> None:
        """Both say again all they know."""
        for bench in (self.orders, self.pricing):
            replay(bench.runtime)
        self.carry()

    def whole_ledger(self) -> list[str]:
        """Every column of every row that bonuses are kept in."""
        tables = [BonusEntry.metadata.tables[name] for name in LEDGER]
        return sorted(f"{table.name} {tuple(row)}" for table in tables for row in self.pricing.rows(table))


LEDGER = ("bonus_entries", "bonus_lots", "card_orders", "card_shipments", "card_returns")


def _outbox(bench: Bench) -> list[tuple[int, dict[str, Any]]]:
    return sorted((row.id, orjson.loads(row.body)) for row in bench.rows(outbox))
