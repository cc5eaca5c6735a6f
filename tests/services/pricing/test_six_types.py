"""Six price types in a chain and a fork, with rows for price groups: what follows a cost, from which day (T2, T4, T5).

COST ── WHOLESALE ── SHOP ── ONLINE        tools: SHOP follows DEALER
  └──── DEALER ───── EXPORT                paint: EXPORT follows COST
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from services.pricing import contracts
from tests.services.cast import PRICER
from tests.services.pricing.desk import JANUARY, Desk
from tests.services.pricing.test_price_types import a_markup, change, refused

NEXT_MONTH, EVE, LATER = "2026-04-01", "2026-03-31", "2027-01-01"
DAYS = (JANUARY, "2026-03-17", EVE, NEXT_MONTH, LATER)
NAMES = ("COST", "WHOLESALE", "SHOP", "ONLINE", "DEALER", "EXPORT", "RETAIL")
"""RETAIL is set by hand and follows nothing."""
COSTS = {"NAIL": "40", "GLUE": "200", "DRILL": "1850.35", "PAINT": "100", "LAMP": "40"}
FIVE_MORE = {"NAIL": "45", "GLUE": "205", "DRILL": "1855.35", "PAINT": "105"}
"""The lamp's cost stays."""
Table = dict[tuple[str, str], str]
"""(item, price type) → its price."""


def plain(price: str) -> str:
    return f"{Decimal(price):.2f}"


@dataclass
class Shop:
    desk: Desk
    types: dict[str, str]
    items: dict[str, str]

    def set_costs(self, costs: dict[str, str], day: str) -> dict[str, object]:
        prices = [(self.items[sku], cost) for sku, cost in costs.items()]
        return self.desk.price(*prices, on=day, price_type=self.types["COST"])

    def prices(self, day: str) -> Table:
        lines = [(item, "1") for item in self.items.values()]
        return {
            (sku, name): plain(line["price"])
            for name in NAMES
            for sku, line in zip(
                self.items, self.desk.quote(*lines, on=day, price_type_id=self.types[name])["lines"], strict=True
            )
        }


@pytest.fixture
def shop(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """On 17 March 2026; costs and retail prices are of January."""
    monkeypatch.setattr("services.chassis.runtime.utc_now", lambda: datetime(2026, 3, 17, 9, 0, tzinfo=UTC))
    tools, paint = desk.a_price_group("Інструмент"), desk.a_price_group("Фарби")
    types = {"RETAIL": desk.retail, "COST": desk.a_price_type("COST")}
    types["WHOLESALE"] = a_markup(desk, "WHOLESALE", types["COST"], markup="25", threshold="5")
    types["DEALER"] = a_markup(desk, "DEALER", types["COST"], markup="10")
    halves = [{"price_from": "0", "step": "0.50", "direction": "up"}]
    tenths = [{"price_from": "0", "step": "0.10", "direction": "down"}]
    of_tools = {"price_group_id": tools, "base_id": types["DEALER"], "markup": "30", "rounding": tenths}
    types["SHOP"] = a_markup(desk, "SHOP", types["WHOLESALE"], markup="40", rounding=halves, groups=[of_tools])
    types["ONLINE"] = a_markup(desk, "ONLINE", types["SHOP"], markup="-5")
    of_paint = {"price_group_id": paint, "base_id": types["COST"], "markup": "50", "threshold": "10"}
    types["EXPORT"] = a_markup(desk, "EXPORT", types["DEALER"], markup="-3", groups=[of_paint])
    groups = {"DRILL": {"price_group_id": tools}, "PAINT": {"price_group_id": paint}}
    items = {sku: desk.an_item(sku, price="999", **groups.get(sku, {})) for sku in COSTS}
    shop = Shop(desk, types, items)
    shop.set_costs(COSTS, JANUARY)
    return shop


FOLLOWED: dict[tuple[str, str], tuple[str, str]] = {
    ("NAIL", "COST"): ("40.00", "45.00"),
    ("NAIL", "WHOLESALE"): ("50.00", "56.25"),
    ("NAIL", "SHOP"): ("70.00", "79.00"),  # 78.75, up to 0.50
    ("NAIL", "ONLINE"): ("66.50", "75.05"),  # of 79.00, not of 78.75
    ("NAIL", "DEALER"): ("44.00", "49.50"),
    ("NAIL", "EXPORT"): ("42.68", "48.02"),  # 48.015
    ("GLUE", "COST"): ("200.00", "205.00"),  # wholesale 250 → 256.25 is 2.5 %: held, and so are shop and online
    ("GLUE", "DEALER"): ("220.00", "225.50"),
    ("GLUE", "EXPORT"): ("213.40", "218.74"),  # 218.735
    ("DRILL", "COST"): ("1850.35", "1855.35"),  # wholesale is held, but shop follows dealer
    ("DRILL", "DEALER"): ("2035.39", "2040.89"),
    ("DRILL", "SHOP"): ("2646.00", "2653.10"),  # 2653.157, down to 0.10
    ("DRILL", "ONLINE"): ("2513.70", "2520.45"),  # 2520.445
    ("DRILL", "EXPORT"): ("1974.33", "1979.66"),
    ("PAINT", "COST"): ("100.00", "105.00"),
    ("PAINT", "WHOLESALE"): ("125.00", "131.25"),  # exactly 5 %
    ("PAINT", "SHOP"): ("175.00", "184.00"),
    ("PAINT", "ONLINE"): ("166.25", "174.80"),
    ("PAINT", "DEALER"): ("110.00", "115.50"),  # export 150 → 157.50 is 5 % of the row's 10: held
}
"""What a cost of 5 more changes: the price before and after."""


def test_five_more_on_the_cost_from_next_month_change_what_follows_from_that_day_and_nothing_else(shop: Shop) -> None:
    before = {day: shop.prices(day) for day in DAYS}
    shop.set_costs(FIVE_MORE, NEXT_MONTH)
    for day in DAYS:
        now = shop.prices(day)
        changed = {pair: (before[day][pair], price) for pair, price in now.items() if price != before[day][pair]}
        assert changed == (FOLLOWED if day >= NEXT_MONTH else {}), day


def test_what_was_shown_beforehand_is_what_is_set(shop: Shop) -> None:
    rows = [
        {"item_id": shop.items[sku], "price_type_id": shop.types["COST"], "value": cost}
        for sku, cost in FIVE_MORE.items()
    ]
    body = {"effective_from": NEXT_MONTH, "prices": rows}
    shown = shop.desk.bench.do(contracts.PREVIEW_PRICES, body, by=PRICER)["prices"]
    sku_of, name_of = ({id_: name for name, id_ in of.items()} for of in (shop.items, shop.types))
    written = {
        (sku_of[row["item_id"]], name_of[row["price_type_id"]]): (plain(row["old"]), plain(row["new"]))
        for row in shown
        if row["outcome"] == "written" and row["old"] != row["new"]
    }
    assert written == FOLLOWED
    assert {(sku_of[row["item_id"]], name_of[row["price_type_id"]]) for row in shown if row["outcome"] == "held"} == {
        ("GLUE", "WHOLESALE"),
        ("DRILL", "WHOLESALE"),
        ("PAINT", "EXPORT"),
    }
    assert {row["effective_from"] for row in shown} == {NEXT_MONTH}


def test_a_held_price_feeds_what_follows_it_as_held_until_it_moves_enough(shop: Shop) -> None:
    shop.set_costs(FIVE_MORE, NEXT_MONTH)
    chain = ("COST", "WHOLESALE", "SHOP", "ONLINE")
    held = shop.prices(NEXT_MONTH)
    assert [held["GLUE", name] for name in chain] == ["205.00", "250.00", "350.00", "332.50"]
    shop.set_costs({"GLUE": "210"}, "2026-05-01")
    moved = shop.prices("2026-05-01")
    # 262.50 is 5 % from the held 250, though only 2.4 % from the 256.25 that was not written
    assert [moved["GLUE", name] for name in chain] == ["210.00", "262.50", "367.50", "349.13"]


def test_a_circle_is_refused_and_named_and_nothing_is_changed(shop: Shop) -> None:
    types = shop.types
    before = shop.desk.bench.listed(contracts.LIST_PRICE_TYPES)
    through_chain = refused(shop.desk, types["WHOLESALE"], base_id=types["ONLINE"])
    assert "WHOLESALE → ONLINE → SHOP → WHOLESALE" in through_chain.fields[0].message
    row = {"price_group_id": shop.desk.a_price_group("Кабелі"), "base_id": types["EXPORT"], "markup": "1"}
    through_row = refused(shop.desk, types["DEALER"], groups=[row])
    assert (through_row.fields[0].pointer, through_row.fields[0].code) == (
        "/groups/0/base_id",
        "price_types_in_a_circle",
    )
    assert "DEALER → EXPORT → DEALER" in through_row.fields[0].message
    assert shop.desk.bench.listed(contracts.LIST_PRICE_TYPES) == before
    change(shop.desk, types["EXPORT"], base_id=types["SHOP"])  # another way without a circle is taken
