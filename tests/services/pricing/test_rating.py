"""The sales rating on cards and in lists, and one that a person fixes (N2)."""

from typing import Any

import pytest

from services.pricing import contracts
from services.pricing.models import ItemIndicators
from tests.services.bench import Bench
from tests.services.cast import KALYNA, PRICER, TARAS
from tests.services.pricing.selling import TODAY, Selling


@pytest.fixture
def selling(pricing: Bench, monkeypatch: pytest.MonkeyPatch) -> Selling:
    """The lamp is a hit, the cable slow, the drill dead."""
    selling = Selling(pricing, monkeypatch)
    selling.ship(("LAMP", "1", "100.00"), on="2026-11-30")
    selling.ship(("CABLE", "1", "1.00"), on="2026-07-01")
    selling.recompute()
    return selling


def card(selling: Selling, sku: str, **how: Any) -> dict[str, Any]:
    return selling.bench.do(contracts.GET_ITEM, {"id": selling.goods[sku]}, **how)


def shown(row: dict[str, Any]) -> tuple[str | None, bool, str | None]:
    return row["rating"], row["rating_fixed"], row["rated_at"] and row["rated_at"][:10]


def fix(selling: Selling, sku: str, rating: str | None) -> dict[str, Any]:
    return selling.bench.do(contracts.FIX_ITEM_RATING, {"id": selling.goods[sku], "rating": rating}, by=PRICER)


def found(selling: Selling, *ratings: str, **how: Any) -> list[str]:
    rows = selling.bench.listed(contracts.LIST_ITEMS, rating=list(ratings), order="sku", **how)
    return [row["sku"] for row in rows]


def test_the_card_shows_the_rating_and_when_it_was_computed(selling: Selling) -> None:
    assert shown(card(selling, "LAMP", by=TARAS)) == ("hit", False, TODAY)
    selling.goods["SAW"] = selling.an_item("SAW")
    assert shown(card(selling, "SAW")) == (None, False, None)


def test_lists_are_narrowed_by_rating(selling: Selling) -> None:
    selling.an_item("SAW")
    assert found(selling, "hit", by=TARAS) == ["LAMP"]
    assert found(selling, "slow", "dead") == ["CABLE", "DRILL"]
    assert found(selling) == ["CABLE", "DRILL", "LAMP", "SAW"]
    rows = selling.bench.listed(contracts.LIST_ITEMS, order="sku")
    assert [shown(row) for row in rows] == [
        ("slow", False, TODAY),
        ("dead", False, TODAY),
        ("hit", False, TODAY),
        (None, False, None),
    ]


def test_a_client_is_not_shown_how_things_sell(selling: Selling) -> None:
    fix(selling, "DRILL", "hit")
    for sku in ("LAMP", "DRILL"):
        assert shown(card(selling, sku, by=KALYNA.login)) == (None, False, None)
    assert found(selling, "hit", "slow", "dead", by=KALYNA.login) == []
    assert found(selling, by=KALYNA.login) == ["CABLE", "DRILL", "LAMP"]
    assert {shown(row) for row in selling.bench.listed(contracts.LIST_ITEMS, by=KALYNA.login)} == {(None, False, None)}


def test_a_fixed_rating_stands_until_it_is_given_back(selling: Selling) -> None:
    assert shown(fix(selling, "DRILL", "steady")) == ("steady", True, TODAY)
    assert found(selling, "steady") == ["DRILL"]
    assert [row.rating for row in selling.bench.rows(ItemIndicators) if row.rating == "steady"] == ["steady"]
    selling.recompute()
    row = selling.indicators("DRILL")
    assert (row["rating"], row["rating_fixed"], row["rating_by_sales"]) == ("steady", True, "dead")
    assert shown(fix(selling, "DRILL", None)) == ("dead", False, TODAY)
    assert selling.indicators("DRILL")["rating"] == "dead"


def test_a_new_item_may_be_rated_before_anything_is_computed(selling: Selling) -> None:
    selling.goods["SAW"] = selling.an_item("SAW")
    assert shown(fix(selling, "SAW", "hit")) == ("hit", True, None)
    assert found(selling, "hit") == ["LAMP", "SAW"]
    selling.recompute()
    assert selling.indicators("SAW")["rating"] == "hit"
    assert shown(card(selling, "SAW")) == ("hit", True, TODAY)


def test_fixing_a_rating_is_a_change_of_the_item_that_all_hear_of(selling: Selling) -> None:
    before = card(selling, "LAMP")["version"]
    after = fix(selling, "LAMP", "slow")["version"]
    assert after == before + 1
    event = selling.bench.events()[-1]
    assert (event["type"], event["version"]) == ("pricing.item_changed", after)
    assert "rating" not in event["data"]
    assert [row.changes for row in selling.bench.audit(selling.goods["LAMP"])][-1] == {"fixed_rating": [None, "slow"]}
