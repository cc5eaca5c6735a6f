"""Goods of the cast, what pricing would answer about them, and pricing itself at work."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from services.chassis.ids import uuid_for
from services.chassis.money import line_total, vat_included, vat_on_top
from services.chassis.runtime import Incoming
from services.pricing import contracts as pricing
from tests.services.bench import Bench
from tests.services.cast import (
    PRICER,
)


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
CRATE = Good("CRATE", "Ящик поворотний", "60.10", kind=pricing.ItemKind.RETURNABLE_PACKAGING)
GOODS = {good.id: good for good in (LAMP, CABLE, INSTALL, CRATE)}


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


def a_quote_under(**terms: Any) -> Callable[[pricing.AskQuote, Incoming], pricing.Quote]:
    """Pricing's answer to whoever names an offer: the same prices, and an offer of these terms."""

    def answer(asked: pricing.AskQuote, incoming: Incoming) -> pricing.Quote:
        quote = a_quote(asked, incoming)
        if asked.offer_id is None:
            return quote
        return quote.model_copy(update={"terms": offer_terms(id=asked.offer_id, **terms)})

    return answer


def offer_terms(**terms: Any) -> pricing.TermsOfOffer:
    said = {"id": uuid_for("cast", "offer"), "number": "OFR-000007", "name": "Гуртова", "kind": "standard"}
    more = {"version_number": 2, "price_type_id": uuid_for("cast", "price type", "RETAIL"), "currency": "UAH"}
    return pricing.TermsOfOffer.model_validate({**said, **more, **terms})


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
