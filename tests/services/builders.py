"""Builders of what tests begin with: things in the world of the cast, with sensible values unless said otherwise."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from services.chassis.actor import Actor
from services.chassis.contracts import ById
from services.chassis.errors import NOT_FOUND
from services.chassis.ids import uuid_for
from services.chassis.money import line_total, vat_included, vat_on_top
from services.chassis.runtime import Incoming
from services.deals import contracts as deals
from services.orders import contracts as orders
from services.partners import contracts as partners
from services.pricing import contracts as pricing
from tests.services.bench import Bench
from tests.services.cast import (
    ADMIN,
    APPROVER,
    CASHIER,
    DARYNA_ID,
    DZVIN,
    HEAD,
    KALYNA,
    KEEPER,
    PRICER,
    SOLOMIIA_ID,
    SVITLODIM,
    TARAS_ID,
    Client,
)

LONG_AGO = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def a_partner(client: Client = KALYNA, **changes: Any) -> partners.PartnerRow:
    """What `partner_changed` tells of a client."""
    row = {
        "id": client.id,
        "organization_id": SVITLODIM,
        "kind": partners.PartnerKind.COMPANY,
        "name": client.name,
        "roles": (partners.PartnerRole.CLIENT,),
        "manager_id": client.manager_id,
        "representative_id": None,
        "archived_at": None,
        "merged_into": None,
        "created_at": LONG_AGO,
        "version": 1,
    }
    return partners.PartnerRow.model_validate({**row, **changes})


def introduce(bench: Bench, *clients: Client) -> None:
    """The service hears of these clients (of the whole cast, when none is named)."""
    for client in clients or (KALYNA, DZVIN):
        bench.hear(partners.PARTNER_CHANGED, a_partner(client))


def terms_of_sale(asked: partners.TermsOfSaleAsked, _: Incoming) -> partners.TermsOfSale:
    """Partners' answer about a client of the cast."""
    client = next(one for one in (KALYNA, DZVIN) if one.id == asked.partner_id)
    return partners.TermsOfSale(
        partner_id=client.id,
        partner_name=client.name,
        legal_entity_id=asked.legal_entity_id,
        manager_id=client.manager_id,
        representative_id=None,
        organization_pays_vat=True,
    )


def a_member_of_staff(asked: ById, _: Incoming) -> partners.StaffView:
    """Partners' answer about one of the cast; nobody else works here."""
    if asked.id not in (TARAS_ID, DARYNA_ID, SOLOMIIA_ID):
        raise NOT_FOUND(subject="Staff")
    rest = dict.fromkeys(("position", "email", "department_id", "superior_id"))
    return partners.StaffView(id=asked.id, organization_id=SVITLODIM, full_name="Дієва Особа", version=1, **rest)


@dataclass(frozen=True)
class Good:
    sku: str
    name: str
    price: str
    vat: pricing.VatRate = "20"
    kind: pricing.ItemKind = pricing.ItemKind.GOODS

    @property
    def id(self) -> UUID:
        return uuid_for("cast", "item", self.sku)

    def view(self, version: int = 1) -> pricing.ItemView:
        return pricing.ItemView(
            id=self.id,
            sku=self.sku,
            name=self.name,
            name_en=None,
            kind=self.kind,
            unit="шт",
            vat_rate=self.vat,
            withdrawn=False,
            version=version,
        )


LAMP = Good("LAMP-10", "Лампа «Вигадана»", "120.00")
CABLE = Good("CABLE-3", "Кабель вигаданий", "10.03")
INSTALL = Good("INSTALL", "Монтаж", "1500.00", kind=pricing.ItemKind.SERVICE)
GOODS = {good.id: good for good in (LAMP, CABLE, INSTALL)}


def known_items(asked: pricing.ByIds, _: Incoming) -> pricing.Items:
    """Pricing's answer about items of the cast."""
    return pricing.Items(items=tuple(GOODS[one].view() for one in asked.ids if one in GOODS))


def a_quote(asked: pricing.AskQuote, _: Incoming) -> pricing.Quote:
    """Pricing's answer: list prices of the cast's items, in the document's VAT kind as they stand."""
    lines = tuple(_priced(line, asked) for line in asked.lines)
    return pricing.Quote(
        on=asked.on,
        currency="UAH",
        prices_with_vat=asked.prices_with_vat,
        price_type_id=uuid_for("cast", "price type", "RETAIL"),
        lines=lines,
        total=sum((line.total for line in lines), Decimal(0)),
        vat=sum((line.vat for line in lines), Decimal(0)),
    )


def _priced(line: pricing.QuoteLine, asked: pricing.AskQuote) -> pricing.PricedLine:
    good = GOODS[line.item_id]
    price = line.manual_price if line.manual_price is not None else Decimal(good.price)
    total = line_total(line.quantity, price)
    vat_of = vat_included if asked.prices_with_vat else vat_on_top
    return pricing.PricedLine(
        item_id=good.id,
        sku=good.sku,
        name=good.name,
        unit="шт",
        kind=good.kind,
        quantity=line.quantity,
        price=price,
        listed_price=Decimal(good.price),
        discount=Decimal(0),
        total=total,
        vat_rate=good.vat,
        vat=vat_of(total, None if good.vat == "exempt" else Decimal(good.vat)),
        reasons=(),
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


def shipping_body(order: dict[str, Any], *parts: tuple[int, str], on: date | None = None) -> dict[str, Any]:
    return {"order_id": order["id"], "lines": line_parts(order, *parts)} | ({"shipped_on": on} if on else {})


def an_organization() -> partners.OrganizationView:
    return partners.OrganizationView(
        id=SVITLODIM,
        name="ТОВ «Світлодім Вигаданий»",
        edrpou="32855961",
        vat_number="328559600001",
        ibans=(),
        requisite_policies=(),
        version=1,
    )


STAGES = (
    {"code": "first_contact", "name": "Перший контакт", "next": ["qualification"]},
    {"code": "qualification", "name": "Кваліфікація", "next": ["proposal"]},
    {"code": "proposal", "name": "Пропозиція", "next": ["qualification", "agreement"]},
    {"code": "agreement", "name": "Погодження умов", "next": []},
)
_WAY = ("first_contact", "qualification", "proposal", "agreement")


class Pipeline:
    """Deals at work: the cast's clients are known, one kind of deals with stages and one loss reason are there."""

    def __init__(self, bench: Bench, known: tuple[Client, ...] = (KALYNA, DZVIN)):
        self.bench = bench
        bench.peers.reply(partners.GET_TERMS_OF_SALE, terms_of_sale)
        bench.peers.reply(partners.GET_STAFF, a_member_of_staff)
        if known:
            introduce(bench, *known)
        self.kind: str = bench.do(deals.ADD_DEAL_KIND, {"name": "Продаж обладнання", "stages": STAGES}, by=ADMIN)["id"]
        self.reason: str = bench.do(deals.ADD_LOSS_REASON, {"name": "Дорожче за конкурента"}, by=ADMIN)["id"]

    def body(self, client: Client = KALYNA, **more: Any) -> dict[str, Any]:
        parties = {"organization_id": SVITLODIM, "partner_id": client.id}
        return {"name": "Освітлення цеху", "kind_id": self.kind, "potential": "50000.00", **parties, **more}

    def a_deal(
        self, stage: str = "first_contact", client: Client = KALYNA, by: Actor = HEAD, **more: Any
    ) -> dict[str, Any]:
        """Kalyna's deal, moved along its stages up to this one."""
        deal = self.bench.do(deals.REGISTER_DEAL, self.body(client, **more), by=by)
        for step in _WAY[1 : _WAY.index(stage) + 1]:
            deal = self.bench.do(deals.MOVE_DEAL, {"id": deal["id"], "stage": step}, by=by)
        return deal


class Catalogue:
    """Pricing at work: one price type for sales, with VAT; items are added by name."""

    def __init__(self, bench: Bench):
        self.bench = bench
        self.retail = self.a_price_type("RETAIL", for_sales=True)

    def a_price_type(self, code: str, **more: Any) -> str:
        body = {"code": code, "name": f"Вид {code}", **more}
        price_type: str = self.bench.do(pricing.ADD_PRICE_TYPE, body, by=PRICER)["id"]
        return price_type

    def an_item(self, sku: str, name: str = "Лампа вигадана", price: str = "", **more: Any) -> str:
        """An item; with a price from the beginning of 2026 if one is given."""
        item: str = self.bench.do(pricing.ADD_ITEM, {"sku": sku, "name": name, **more}, by=PRICER)["id"]
        if price:
            self.price((item, price), on="2026-01-01")
        return item

    def price(self, *values: tuple[str, str], on: str, price_type: str = "") -> dict[str, Any]:
        """Set prices of these (item, value) from this day."""
        wanted = price_type or self.retail
        prices = [{"item_id": item, "price_type_id": wanted, "value": value} for item, value in values]
        return self.bench.do(pricing.SET_PRICES, {"effective_from": on, "prices": prices}, by=PRICER)

    def quote(self, *lines: tuple[str, str], on: str = "2026-03-02", **more: Any) -> dict[str, Any]:
        """What these (item, quantity) cost on this day."""
        asked = [{"item_id": item, "quantity": quantity} for item, quantity in lines]
        by = {"by": more.pop("by")} if "by" in more else {}
        return self.bench.do(pricing.ASK_QUOTE, {"on": on, "lines": asked, **more}, **by)

    def price_on(self, item: str, day: str, **more: Any) -> str | None:
        """The price of one on this day; none where there is none."""
        line = self.quote((item, "1"), on=day, **more)["lines"][0]
        return None if line["problem"] else line["price"]

    def history(self, item: str) -> list[tuple[str, str | None, str]]:
        """(from, to, value) of every row, the earliest first."""
        rows = self.bench.listed(pricing.LIST_PRICES, item_id=[item], order="valid_from")
        return [(row["valid_from"], row["valid_to"], row["value"]) for row in rows]
