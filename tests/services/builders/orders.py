"""Orders at work."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from services.chassis.actor import Actor
from services.chassis.ids import uuid_for
from services.orders import contracts as orders
from services.partners import contracts as partners
from services.pricing import contracts as pricing
from tests.services.bench import Bench
from tests.services.builders.partners import an_organization, introduce, terms_of_sale
from tests.services.builders.pricing import LAMP, Good, a_quote, a_quote_under, known_items
from tests.services.cast import (
    APPROVER,
    CASHIER,
    HEAD,
    KALYNA,
    KEEPER,
    SVITLODIM,
    Client,
)

Status = Literal["on_approval", "to_fulfil"]


class Shop:
    """Orders at work: the cast's clients are known, peers answer, a warehouse is open."""

    def __init__(self, bench: Bench):
        self.bench = bench
        bench.peers.reply(partners.GET_ORGANIZATION, an_organization())
        bench.peers.reply(partners.GET_TERMS_OF_SALE, terms_of_sale)
        bench.peers.reply(pricing.GET_ITEMS, known_items)
        bench.peers.reply(pricing.ASK_QUOTE, a_quote)
        introduce(bench)
        self.warehouse = self.open_warehouse("Головний склад")

    def open_warehouse(self, name: str, organization_id: UUID = SVITLODIM) -> str:
        body = {"organization_id": organization_id, "name": name}
        warehouse: str = self.bench.do(orders.OPEN_WAREHOUSE, body, by=KEEPER)["id"]
        return warehouse

    def receive(self, *lines: tuple[Good, str, str], **more: Any) -> dict[str, Any]:
        """Goods come in: (good, quantity, purchase price without VAT)."""
        wanted = [{"item_id": good.id, "quantity": quantity, "price": price} for good, quantity, price in lines]
        return self.bench.do(orders.RECEIVE_GOODS, {"warehouse_id": self.warehouse, "lines": wanted, **more}, by=KEEPER)

    def order_body(self, *lines: tuple[Good, str], client: Client = KALYNA, **more: Any) -> dict[str, Any]:
        return {
            "organization_id": SVITLODIM,
            "partner_id": client.id,
            "warehouse_id": self.warehouse,
            "lines": [{"item_id": good.id, "quantity": quantity} for good, quantity in lines or ((LAMP, "2"),)],
            **more,
        }

    def an_order(
        self,
        *lines: tuple[Good, str],
        client: Client = KALYNA,
        status: Status = "on_approval",
        by: Actor = HEAD,
        **more: Any,
    ) -> dict[str, Any]:
        """Two lamps for Kalyna unless said otherwise; approved if it is to be fulfilled."""
        order = self.bench.do(orders.CREATE_ORDER, self.order_body(*lines, client=client, **more), by=by)
        if status == "to_fulfil":
            order = self.bench.do(orders.APPROVE_ORDER, {"id": order["id"]}, by=APPROVER)
        return order

    def under_offer(self, *lines: tuple[Good, str], status: Status = "to_fulfil", **terms: Any) -> dict[str, Any]:
        """As `an_order`, under an offer of these terms."""
        self.bench.peers.reply(pricing.ASK_QUOTE, a_quote_under(**terms))
        return self.an_order(*lines, status=status, offer_id=uuid_for("cast", "offer"))

    def supply(self, order: dict[str, Any], action: str, *positions: int, **more: Any) -> dict[str, Any]:
        """Say this of the lines at these positions, of the first unless said otherwise."""
        return self.bench.do(orders.SUPPLY_ORDER, supply_body(order, action, *positions, **more))

    def ship(self, order: dict[str, Any], *parts: tuple[int, str], on: date | None = None) -> dict[str, Any]:
        """Ship these (position, quantity), or all that is open."""
        return self.bench.do(orders.SHIP_GOODS, shipping_body(order, *parts, on=on), by=KEEPER)

    def pay(self, order: dict[str, Any], amount: str, **more: Any) -> dict[str, Any]:
        body = {
            "organization_id": order["organization_id"],
            "partner_id": order["partner_id"],
            "order_id": order["id"],
            "amount": amount,
            **more,
        }
        return self.bench.do(orders.RECEIVE_PAYMENT, body, by=CASHIER)

    def now(self, order: dict[str, Any]) -> dict[str, Any]:
        """The order as it stands."""
        return self.bench.do(orders.GET_ORDER, {"id": order["id"]})

    def stock(self, good: Good) -> tuple[str, str, str]:
        """(on hand, reserved, free)."""
        row = self.bench.listed(orders.LIST_STOCK, item_id=[good.id], warehouse_id=self.warehouse)[0]
        return row["on_hand"], row["reserved"], row["free"]


def line_parts(order: dict[str, Any], *parts: tuple[int, str]) -> list[dict[str, str]]:
    ids = {line["position"]: line["id"] for line in order["lines"]}
    return [{"line_id": ids[position], "quantity": quantity} for position, quantity in parts]


def supply_body(order: dict[str, Any], action: str, *positions: int, **more: Any) -> dict[str, Any]:
    ids = {line["position"]: line["id"] for line in order["lines"]}
    lines = [{"line_id": ids[position], "action": action, **more} for position in positions or (1,)]
    return {"id": order["id"], "lines": lines}


def shipping_body(order: dict[str, Any], *parts: tuple[int, str], on: date | None = None) -> dict[str, Any]:
    return {"order_id": order["id"], "lines": line_parts(order, *parts)} | ({"shipped_on": on} if on else {})
