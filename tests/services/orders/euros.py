"""Pumps sold in euros: 540.28 EUR each; on Monday, 16 March, a euro is 48.1234 hryvnias, on Wednesday 49.0000."""

from typing import Any

from services.orders import contracts as orders
from services.pricing import contracts as pricing
from tests.services.cast import CASHIER
from tests.services.till import Till

MONDAY, TUESDAY, WEDNESDAY = "2026-03-16", "2026-03-17", "2026-03-18"
BY_BANK = {"settlement_order": "currency_paid_in_hryvnia", "payment_rate": "national_bank"}
BY_CONTRACT = {"settlement_order": "currency_paid_in_hryvnia", "payment_rate": "contract"}


def a_rate(till: Till, on: str, rate: str, currency: str = "EUR") -> None:
    till.pricing.do(pricing.SET_EXCHANGE_RATE, {"currency": currency, "on": on, "rate": rate}, by=CASHIER)


class Euros:
    """Pumps at 540.28 EUR, and offers of all kinds."""

    def __init__(self, till: Till):
        self.till, self.euro = till, till.desk.a_price_type("EURO", currency="EUR")
        self.pump = till.desk.an_item("PUMP", kind="service")
        till.desk.price((self.pump, "540.28"), on="2026-01-01", price_type=self.euro)
        a_rate(till, MONDAY, "48.1234")
        a_rate(till, WEDNESDAY, "49")
        till.on(MONDAY)

    def offer(self, *, opened: bool = False, **terms: Any) -> str:
        """`opened`: to clients."""
        said = {"price_type_id": self.euro, "currency": "EUR", **terms}
        offer: str = self.till.desk.an_offer(terms=said, open_to_clients=opened)["id"]
        return offer

    def body(self, quantity: str = "2", **more: Any) -> dict[str, Any]:
        return self.till.body((self.pump, quantity), card_id=None, **more)

    def order(self, quantity: str = "2", **more: Any) -> dict[str, Any]:
        """To be fulfilled."""
        return self.till.approved(self.till.orders.do(orders.CREATE_ORDER, self.body(quantity, **more)))

    def paying(self, order: dict[str, Any], **said: Any) -> dict[str, Any]:
        about = {name: order[name] for name in ("organization_id", "partner_id")}
        return {**about, "order_id": order["id"], **said}

    def pay(self, order: dict[str, Any], hryvnias: str, on: str = MONDAY) -> dict[str, Any]:
        body = self.paying(order, hryvnia_amount=hryvnias, paid_on=on)
        return self.till.do(orders.RECEIVE_PAYMENT, body, by=CASHIER)

    def refund(self, order: dict[str, Any], hryvnias: str, on: str = MONDAY) -> dict[str, Any]:
        body = self.paying(order, hryvnia_amount=hryvnias, refunded_on=on)
        return self.till.do(orders.GIVE_REFUND, body, by=CASHIER)

    def refuses(self, operation: Any, body: dict[str, Any], by: Any = CASHIER) -> list[tuple[str, str]]:
        return [(one.pointer, one.code) for one in self.till.orders.refuses(operation, body, by=by).fields]

    def now(self, order: dict[str, Any]) -> dict[str, Any]:
        return self.till.orders.do(orders.GET_ORDER, {"id": order["id"]})

    def paid(self, order: dict[str, Any]) -> str:
        paid: str = self.now(order)["paid"]
        return paid


def counted(money: dict[str, Any]) -> tuple[str, str, str | None, str | None]:
    return money["amount"], money["currency"], money["hryvnia_amount"], money["rate"]
