"""What segments of items are for: price settings, discounts, offers (T7, T12, O2); and whom sales choose (N3)."""

from typing import Any

import pytest

from services.chassis.ids import uuid7
from services.pricing import contracts
from tests.services.bench import Bench
from tests.services.cast import KALYNA, PRICER
from tests.services.pricing.desk import Desk
from tests.services.pricing.segmented import a_segment, pin, refresh, says, skus
from tests.services.pricing.selling import Selling
from tests.services.pricing.test_discounts import TUESDAY, a_discount, total

BRANDED = says("brand", value="Булава")


@pytest.fixture
def mace(desk: Desk) -> str:
    return desk.an_item("MACE", price="100", brand="Булава")


@pytest.fixture
def lamp(desk: Desk) -> str:
    return desk.an_item("LAMP", price="100")


# ------------------------------------------------------------ price settings


def test_a_setting_of_a_segment_prices_all_that_are_in_it(desk: Desk, mace: str, lamp: str) -> None:
    other = desk.an_item("MACE-2", brand="Булава")
    segment = a_segment(desk, rule=BRANDED)
    pin(desk, segment, put_in=[lamp], take_out=[other])
    row = {"item_segment_id": segment["id"], "price_type_id": desk.retail, "percent": "10"}
    setting = desk.bench.do(contracts.SET_PRICES, {"effective_from": "2026-03-01", "prices": [row]}, by=PRICER)
    assert setting["count"] == 2
    assert [desk.price_on(item, "2026-03-02") for item in (mace, lamp, other)] == ["110.0000", "110.0000", None]


def test_a_draft_of_a_segment_prices_those_in_it_when_it_is_agreed(desk: Desk, mace: str, lamp: str) -> None:
    segment = a_segment(desk, rule=BRANDED)
    row = {"item_segment_id": segment["id"], "price_type_id": desk.retail, "value": "77"}
    body = {"effective_from": "2026-03-01", "prices": [row], "draft": True}
    draft = desk.bench.do(contracts.SET_PRICES, body, by=PRICER)
    assert draft["prices"][0]["item_segment_id"] == segment["id"]
    desk.bench.do(contracts.CHANGE_ITEM, {"id": mace, "brand": None}, by=PRICER)
    desk.bench.do(contracts.CHANGE_ITEM, {"id": lamp, "brand": "Булава"}, by=PRICER)
    assert desk.bench.do(contracts.AGREE_PRICE_SETTING, {"id": draft["id"]}, by=PRICER)["count"] == 1
    assert [desk.price_on(item, "2026-03-02") for item in (mace, lamp)] == ["100.0000", "77.0000"]


def test_a_row_names_one_of_item_group_and_segment(desk: Desk, mace: str) -> None:
    segment = a_segment(desk, rule=BRANDED)
    rows = [
        {"item_segment_id": segment["id"], "item_id": mace, "price_type_id": desk.retail, "value": "1"},
        {"item_segment_id": str(uuid7()), "price_type_id": desk.retail, "value": "1"},
    ]
    body = {"effective_from": "2026-03-01", "prices": rows}
    refusal = desk.bench.refuses(contracts.SET_PRICES, body, by=PRICER)
    assert [(one.pointer, one.code) for one in refusal.fields] == [
        ("/prices/0/item_id", "item_or_group"),
        ("/prices/1/item_segment_id", "unknown_reference"),
    ]


# ------------------------------------------------------------ discounts


def test_a_discount_of_a_segment_holds_on_its_items_and_says_so(desk: Desk, mace: str, lamp: str) -> None:
    segment = a_segment(desk, name_en="Maces", rule=BRANDED)
    discount = a_discount(desk, "10", item_segment_id=segment["id"])
    quote = desk.quote((mace, "1"), (lamp, "1"), on=TUESDAY)
    assert [line["total"] for line in quote["lines"]] == ["90.00", "100.00"]
    assert [one["rule_id"] for one in quote["lines"][1]["reasons"]] == [None]
    told = quote["lines"][0]["reasons"][-1]
    said = "Discount “Знижка вигадана” 10 % on the segment “Maces”"
    assert (told["rule_id"], told["text"]) == (discount, said)
    shown = desk.quote((mace, "1"), on=TUESDAY, by=KALYNA.login)["lines"][0]["reasons"][-1]["text"]
    assert shown == "Discount “Знижка вигадана” 10 %"  # which segments there are is ours to know
    desk.bench.do(contracts.CHANGE_ITEM_SEGMENT, {"id": segment["id"], "name_en": "Clubs"}, by=PRICER)
    assert desk.quote((mace, "1"), on=TUESDAY)["lines"][0]["reasons"][-1]["text"].endswith("“Clubs”")


def test_a_discount_follows_a_live_segment_and_waits_for_a_snapshot(desk: Desk, mace: str, lamp: str) -> None:
    live = a_segment(desk, rule=BRANDED)
    kept = refresh(desk, a_segment(desk, "Знімок", rule=BRANDED, answer="snapshot"))
    a_discount(desk, "10", item_segment_id=live["id"])
    a_discount(desk, "20", item_segment_id=kept["id"])
    assert [total(desk, (mace, "1")), total(desk, (lamp, "1"))] == ["80.00", "100.00"]
    desk.bench.do(contracts.CHANGE_ITEM, {"id": lamp, "brand": "Булава"}, by=PRICER)
    assert total(desk, (lamp, "1")) == "90.00"
    refresh(desk, kept)
    assert total(desk, (lamp, "1")) == "80.00"
    pin(desk, kept, take_out=[lamp])
    assert total(desk, (lamp, "1")) == "90.00"


@pytest.mark.parametrize(
    ("maces", "lamps", "paid"), [("9", "1", "1000.00"), ("10", "1", "1000.00"), ("1", "20", "2100.00")]
)
def test_a_bound_on_the_document_counts_the_segments_lines_alone(
    desk: Desk, mace: str, lamp: str, maces: str, lamps: str, paid: str
) -> None:
    segment = a_segment(desk, rule=BRANDED)
    a_discount(desk, "10", item_segment_id=segment["id"], bound="document", quantity_from="10")
    assert total(desk, (mace, maces), (lamp, lamps)) == paid


def test_two_lines_of_a_segment_reach_its_bound_together(desk: Desk, mace: str, lamp: str) -> None:
    segment = a_segment(desk, rule=BRANDED)
    a_discount(desk, "10", item_segment_id=segment["id"], bound="document", quantity_from="10")
    assert total(desk, (mace, "6"), (mace, "4")) == "900.00"
    assert total(desk, (mace, "6"), (lamp, "4")) == "1000.00"


def test_discounts_are_found_by_their_segment_and_name_one_there_is(desk: Desk) -> None:
    segment = a_segment(desk)
    discount = a_discount(desk, "10", item_segment_id=segment["id"])
    a_discount(desk, "5")
    found = desk.bench.listed(contracts.LIST_DISCOUNTS, item_segment_id=segment["id"])
    assert [(row["id"], row["item_segment_id"]) for row in found] == [(discount, segment["id"])]
    body = {"name": "Хибна", "percent": "5", "item_segment_id": str(uuid7())}
    refusal = desk.bench.refuses(contracts.ADD_DISCOUNT, body, by=PRICER)
    assert [one.pointer for one in refusal.fields] == ["/item_segment_id"]


def test_a_quote_asks_for_segments_once_whatever_its_lines(desk: Desk) -> None:
    items = [desk.an_item(f"MANY-{place}", brand="Булава" if place % 2 else "Щит") for place in range(100)]
    desk.price(*[(item, "5") for item in items], on="2026-01-01")
    segments = [
        a_segment(desk, rule=BRANDED),
        a_segment(desk, "Формульний", formula='item.brand == "Щит"'),
        refresh(desk, a_segment(desk, "Знімок", rule=BRANDED, answer="snapshot")),
    ]
    for segment in segments:
        a_discount(desk, "10", item_segment_id=segment["id"])
    desk.quote((items[0], "1"))  # reads discounts, that stay known
    counted = []
    for lines in (1, 10, 100):
        with desk.bench.statements() as seen:
            quote = desk.quote(*[(item, "1") for item in items[:lines]])
        assert {line["discount"] for line in quote["lines"]} == {"10.0000"}
        counted.append(len(seen))
    assert counted == [7, 7, 7]


def test_a_discount_that_is_over_asks_for_no_segment(desk: Desk, mace: str) -> None:
    segment = a_segment(desk, rule=BRANDED)
    a_discount(desk, "10", item_segment_id=segment["id"], valid_to="2026-01-31")
    desk.quote((mace, "1"))
    with desk.bench.statements() as seen:
        assert desk.quote((mace, "1"))["total"] == "100.00"
    assert len(seen) == 3


# ------------------------------------------------------------ offers


def an_offer(desk: Desk, **terms: Any) -> dict[str, Any]:
    return desk.an_offer(terms={"price_type_id": desk.retail, **terms})


def test_an_item_outside_the_offers_segment_is_refused_line_by_line(desk: Desk, mace: str, lamp: str) -> None:
    offer = an_offer(desk, item_segment_id=a_segment(desk, rule=BRANDED)["id"])
    assert desk.under(offer, (mace, "1"), on=TUESDAY)["total"] == "100.00"
    lines = [{"item_id": item, "quantity": "1"} for item in (mace, lamp, mace, lamp)]
    asked = {"on": TUESDAY, "lines": lines, "offer_id": offer["id"], "partner_id": str(KALYNA.id)}
    refusal = desk.bench.refuses(contracts.ASK_QUOTE, asked)
    assert (refusal.code.name, refusal.http_status) == ("item_outside_offer", 409)
    assert [one.pointer for one in refusal.fields] == ["/lines/1/item_id", "/lines/3/item_id"]
    assert desk.quote((lamp, "1"), on=TUESDAY)["total"] == "100.00"  # without the offer it is sold as ever


def test_an_individual_offer_reads_the_segment_through_or_says_that_there_is_none(
    desk: Desk, mace: str, lamp: str
) -> None:
    segment = a_segment(desk, rule=BRANDED)["id"]
    standard = an_offer(desk, item_segment_id=segment)
    own = desk.an_offer(KALYNA, standard_id=standard["id"])
    assert own["terms"]["item_segment_id"] == segment
    asked = {"on": TUESDAY, "lines": [{"item_id": lamp, "quantity": "1"}], "partner_id": str(KALYNA.id)}
    assert desk.bench.refuses(contracts.ASK_QUOTE, {**asked, "offer_id": own["id"]}).code.name == "item_outside_offer"
    free = desk.an_offer(KALYNA, standard_id=standard["id"], terms={"item_segment_id": None})
    assert desk.under(free, (lamp, "1"), on=TUESDAY)["total"] == "100.00"


def test_an_offer_names_a_segment_there_is(desk: Desk) -> None:
    body = desk.body(terms={"price_type_id": desk.retail, "item_segment_id": str(uuid7())})
    refusal = desk.bench.refuses(contracts.MAKE_OFFER, body)
    assert [(one.pointer, one.code) for one in refusal.fields] == [("/terms/item_segment_id", "unknown_reference")]


# ------------------------------------------------------------ indicators


@pytest.fixture
def selling(pricing: Bench, monkeypatch: pytest.MonkeyPatch) -> Selling:
    return Selling(pricing, monkeypatch)


def test_items_are_chosen_by_what_they_sell(selling: Selling) -> None:
    selling.receive(("LAMP", "10"), ("CABLE", "5"))
    selling.ship(("LAMP", "2", "2000"), on="2026-11-20", name="1")
    selling.ship(("CABLE", "1", "10"), on="2026-07-01", name="2")
    selling.recompute()
    chosen = {
        "sold": says("turnover", "more", "0"),
        "not sold": says("turnover", "equals", "0"),
        "much": says("turnover", "at_least", "2000"),
        "pieces": says("quantity_sold", "at_most", "1"),
        "recently": says("last_sale", "at_least", days_ago=30),
        "passive": says("last_sale", "less", days_ago=90),
        "never": says("last_sale", "empty"),
        "in stock": says("stock", "more", "5"),
        "first class": says("abc", value="A"),
    }
    found = {name: skus(selling, a_segment(selling, name, rule=rule)) for name, rule in chosen.items()}
    assert found == {
        "sold": ["CABLE", "LAMP"],
        "not sold": ["DRILL"],
        "much": ["LAMP"],
        "pieces": ["CABLE", "DRILL"],
        "recently": ["LAMP"],
        "passive": ["CABLE"],
        "never": ["DRILL"],
        "in stock": ["LAMP"],
        "first class": ["LAMP"],
    }
    formula = 'item.turnover >= 20000000 && item.stock == 8000 && item.last_sale > "2026-11-01" && item.abc == "A"'
    assert skus(selling, a_segment(selling, "За формулою", formula=formula)) == ["LAMP"]
