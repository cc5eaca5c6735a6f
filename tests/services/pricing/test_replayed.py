"""Whoever reads a line's reasons, and knows the rates of exchange, comes to its price (T10): each step is done again.

Random quotes: by a type or under an offer, in hryvnias or euros, with VAT or without, computed prices with conversions,
rounding and rows for price groups, discounts in every combination, prices and discounts typed by hand, and a discount
on the document.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.pricing import contracts
from services.pricing.contracts import Direction
from tests.services.cast import HEAD, KALYNA, PRICER, SVITLODIM
from tests.services.pricing.desk import JANUARY, Desk
from tests.services.pricing.model import slowly_stepped, to_four_decimals
from tests.services.pricing.test_discounts import a_discount, a_group
from tests.services.pricing.test_price_types import a_markup
from tests.services.pricing.test_rates import set_rate
from tests.services.pricing.thorough import ON_ONE_DATABASE

EURO_RATE = "48.7312"
TYPES = {"RETAIL": ("UAH", True), "NET": ("UAH", False), "EURO": ("EUR", True)}
"""Currency, and whether with VAT."""
WAYS = {"to the nearest, a half up,": Direction.HALF_UP, "down": Direction.DOWN, "up": Direction.UP}
PRICES = ("120", "99.99", "0.01", "1850.35", "33.33", "7", "15000")


@dataclass
class Market:
    desk: Desk
    items: list[str]
    ways: list[dict[str, Any]]
    """By what a document is priced: a type, or a client's offer."""
    combined: str = "highest"
    seen: set[str] = field(default_factory=set)
    """Rules whose steps were done again."""
    has_failed: bool = False
    """The last example has not come to its end."""

    def combine(self, how: str) -> None:
        if how != self.combined:
            self.desk.bench.do(contracts.SET_DISCOUNT_ROOT, {"combine": how}, by=PRICER)
            self.combined = how


@pytest.fixture
def market(desk: Desk) -> Iterator[Market]:
    tools = {"price_group_id": desk.a_price_group()}
    set_rate(desk, JANUARY, EURO_RATE)
    net, euro = computed_types(desk, tools)
    rates, groups = ("20", "7", "exempt"), ({}, tools)
    items = [
        desk.an_item(f"ITEM-{place}", price=price, vat_rate=rates[place % 3], **groups[place % 2])
        for place, price in enumerate(PRICES)
    ]
    desk.price((items[0], "121"), (items[1], "98"), on="2026-02-01")  # too little for euros: held
    bare = desk.an_item("BARE", **tools)
    add_discounts(desk)
    ways = [{"price_type_id": one} for one in (desk.retail, net, euro)]
    market = Market(desk, [*items, bare], ways + under_offers(desk, items, tools, net, euro))
    yield market
    assert market.has_failed or market.seen == RULES, "every kind of step has come up"


def computed_types(desk: Desk, tools: dict[str, str]) -> tuple[str, str]:
    how = {"way": "markup_on_type", "base_id": desk.retail, "markup": "-5.5555"}
    net = desk.a_price_type("NET", **how, vat_included=False)
    tables = [
        {"price_from": "0", "step": "0.05", "direction": "up"},
        {"price_from": "100", "step": "1", "deduction": "0.10"},
    ]
    own = [{"price_from": "0", "step": "0.10", "direction": "down"}]
    row = {**tools, "base_id": desk.retail, "markup": "3.3333", "rounding": own}
    more = {"currency": "EUR", "rounding": tables, "groups": [row], "threshold": "4"}
    return net, a_markup(desk, "EURO", net, markup="12.3456", **more)


def under_offers(desk: Desk, items: list[str], tools: dict[str, str], net: str, euro: str) -> list[dict[str, Any]]:
    rows = [
        {"item_id": items[0], "price": "111.11", "discounts_allowed": True},
        {"item_id": items[2], "price_type_id": euro},
        {"item_id": items[3], "price": "1700"},
    ]
    in_euros = {"price_type_id": euro, "currency": "EUR"}
    offers = [
        desk.an_offer(KALYNA, item_rows=rows, group_rows=[{**tools, "percent": "-3.3333"}]),
        desk.an_offer(KALYNA, terms=in_euros, group_rows=[{**tools, "price_type_id": net}]),
        desk.an_offer(KALYNA, terms={"price_type_id": net}, group_rows=[{**tools, "percent": "7.7777"}]),
    ]
    return [{"offer_id": one["id"], "organization_id": SVITLODIM, "partner_id": KALYNA.id} for one in offers]


def add_discounts(desk: Desk) -> None:
    for combine in ("sum", "one_after_another"):
        group = a_group(desk, combine)
        a_discount(desk, "3.3333", group_id=group)
        a_discount(desk, "7.7777", group_id=group, quantity_from="5")
        a_discount(desk, "1.5", group_id=group, amount_from="1000", bound="document")
    a_discount(desk, "9", amount_from="500")


# ---------------------------------------------------------------- who reads the reasons

Step = dict[str, Any]
RULES = {"base", "base_conversion", "markup", "rounding", "price_type", "main_price_type", "item_price_type"}
RULES |= {"group_price_type", "group_percent", "item_price", "exchange_rate", "vat", "discount", "discounts"}
RULES |= {"manual", "manual_discount"}
PLACES = ("price_type", "main_price_type", "item_price_type", "group_price_type", "group_percent")


@dataclass
class Reader:
    """Knows of a line what its reasons say, its VAT rate, and rates of exchange; counts in fractions."""

    vat: Fraction | None
    taken: list[Step]
    price: Fraction | None = None

    def read(self) -> None:
        together = any(step["rule"] == "discounts" for step in self.taken)
        for step in self.taken:
            if step["rule"] == "discount" and together:
                near(step["after"], less(number(step["before"]), percent_in(step)))  # what it alone would leave
                continue
            if step["before"] is not None and self.price is not None:
                near(step["before"], self.price)
            self.price = self.after(step)
            near(step["after"], self.price, twice=together)

    def after(self, step: Step) -> Fraction:
        match step["rule"]:
            case "base" | "item_price" | "manual":
                return number(step["after"])
            case "base_conversion":
                of, to = (TYPES[code_in(one)] for one in (self.taken[0], self.place))
                return self.with_vat(in_money(self.known, of[0], to[0]), has=of[1], wants=to[1])
            case "markup":
                return less(self.known, -percent_in(step))
            case "rounding":
                return rounded(self.known, step["text"])
            case "group_percent":
                return to_four_decimals(less(number(step["before"]), -percent_in(step)))
            case "price_type" | "main_price_type" | "item_price_type" | "group_price_type":
                # explained before; or a person set it, and nothing is
                return self.known if self.price is not None else number(step["after"])
            case "exchange_rate":
                of = "EUR" if "from EUR" in step["text"] else "UAH"
                return in_money(self.known, of, "UAH" if of == "EUR" else "EUR")
            case "vat":
                wants = "with VAT" in step["text"]
                return self.with_vat(self.known, has=not wants, wants=wants)
            case "discount" | "manual_discount":
                return less(self.known, percent_in(step))
            case "discounts":  # its percent is shown to 4 decimals, the price after it is of the exact one
                after = number(step["after"])
                assert abs(after - less(self.known, percent_in(step))) <= self.known / 10**6 + Fraction(1, 20000)
                return after
        raise AssertionError(step)

    @property
    def known(self) -> Fraction:
        assert self.price is not None
        return self.price

    @property
    def place(self) -> Step:
        return next(step for step in self.taken if step["rule"] in PLACES)

    def with_vat(self, price: Fraction, *, has: bool, wants: bool) -> Fraction:
        if self.vat is None or has == wants:
            return price
        return to_four_decimals(price * (1 + self.vat) if wants else price / (1 + self.vat))


def number(text: str) -> Fraction:
    return Fraction(Decimal(text))


def near(shown: str, price: Fraction, *, twice: bool = False) -> None:
    """Steps are shown to 4 decimals; between them nothing is rounded. `twice`: counted on from a shown one."""
    assert abs(number(shown) - price) <= Fraction(1 + twice, 20000), (shown, float(price))


def in_money(price: Fraction, of: str, to: str) -> Fraction:
    if of == to:
        return price
    return to_four_decimals(price * Fraction(EURO_RATE) if of == "EUR" else price / Fraction(EURO_RATE))


def less(price: Fraction, percent: Fraction) -> Fraction:
    return price * (1 - percent / 100)


def rounded(price: Fraction, text: str) -> Fraction:
    found = re.fullmatch(r"Rounded (.+) to ([\d.]+)(?:, less ([\d.]+))?", text)
    assert found, text
    made = slowly_stepped(price, Decimal(found[2]), WAYS[found[1]])
    return max(made - Fraction(found[3] or 0), Fraction(0))


def percent_in(step: Step) -> Fraction:
    found = re.search(r"([-+]?[\d.]+) %", step["text"])
    assert found, step["text"]
    return Fraction(found[1])


def code_in(step: Step) -> str:
    found = re.search(r"“Вид (\w+)”", step["text"])
    assert found, step["text"]
    return found[1]


# ---------------------------------------------------------------- quotes

_TYPED: list[dict[str, str]] = [{}, {}, {}, {"manual_price": "88.8888"}, {"manual_discount": "4.4444"}]
_LINES = st.lists(
    st.tuples(st.integers(0, len(PRICES)), st.sampled_from(["1", "3", "5", "0.333", "12"]), st.sampled_from(_TYPED)),
    min_size=1,
    max_size=4,
)
_DOCUMENTS = st.fixed_dictionaries(
    {
        "on": st.sampled_from([JANUARY, "2026-03-17"]),
        "currency": st.sampled_from([None, "UAH", "EUR"]),
        "prices_with_vat": st.booleans(),
        "vat_free": st.sampled_from([False, False, True]),
        "document_discount": st.sampled_from([None, None, "0.07"]),
    }
)


@ON_ONE_DATABASE
@given(st.integers(0, 5), _DOCUMENTS, _LINES, st.sampled_from(contracts.Combine))
def test_replaying_a_line_s_reasons_gives_its_price(
    market: Market,
    way: int,
    document: dict[str, Any],
    lines: list[tuple[int, str, dict[str, str]]],
    combine: contracts.Combine,
) -> None:
    market.has_failed = True
    market.combine(combine)
    asked = [{"item_id": market.items[item], "quantity": quantity, **typed} for item, quantity, typed in lines]
    # one line that comes to something: the discount on the document is never more than all lines
    asked.append({"item_id": market.items[0], "quantity": "1"})
    body = {**document, **market.ways[way], "lines": asked, "explain": True}
    quote = market.desk.bench.do(contracts.ASK_QUOTE, body, by=HEAD)
    for line in quote["lines"]:
        if line["problem"]:
            assert not any(step["chosen"] for step in line["reasons"])
            continue
        vat = None if line["vat_rate"] == "exempt" else Fraction(line["vat_rate"]) / 100
        reader = Reader(vat, [step for step in line["reasons"] if step["chosen"]])
        reader.read()
        market.seen |= {step["rule"] for step in reader.taken}
        left = 1 - number(line.get("exact_discount") or line["discount"]) / 100
        net = number(line["price"]) * left
        assert abs(reader.known - net) <= Fraction(1, 10**4)
        part = number(line["document_discount_part"])
        cents = floor(number(line["quantity"]) * net * 100 + Fraction(1, 2))
        assert number(line["total"]) + part == Fraction(cents, 100)
    market.has_failed = False
