"""Formulas, conditions and segments over weight, volume and attributes of one's own (N1, N3, T1, T5)."""

from typing import Any

import pytest

from services.pricing import contracts
from tests.services.cast import PRICER
from tests.services.pricing.desk import JANUARY, Desk
from tests.services.pricing.packages import packages, row, set_prices
from tests.services.pricing.segmented import a_segment, says, skus
from tests.services.pricing.test_following_prices import preview, prices
from tests.services.pricing.test_formula_checks import check
from tests.services.pricing.test_formulas import MARCH, a_formula, faults
from tests.services.pricing.test_price_types import a_markup, recalculate

BY_WEIGHT = "price.RETAIL + item.weight * 150000 / 1000000"
GREEN = '"Колір" in item.attribute && item.attribute["Колір"] == "зелений" ? price.RETAIL * 9 / 10 : price.RETAIL'
BY_WATTS = 'price.RETAIL + item.attribute["Потужність, Вт"] / 10'


def said(**values: Any) -> list[dict[str, Any]]:
    """Attributes of these names, as a card says them."""
    kinds = {str: "text", int: "number", bool: "yes"}
    return [{"name": name, kinds[type(value)]: value} for name, value in values.items()]


def watts(value: Any) -> list[dict[str, Any]]:
    return said(**{"Потужність, Вт": value})


def change_card(desk: Desk, item: str, **card: Any) -> None:
    desk.bench.do(contracts.CHANGE_ITEM, {"id": item, **card}, by=PRICER)


# ---------------------------------------------------------------- weight and volume


def test_delivery_by_weight_is_a_part_of_the_price(desk: Desk) -> None:
    """15.00 a kilogram. A package has the weight of its item's unit, as it has its other fields."""
    delivered = a_formula(desk, "DELIVERED", BY_WEIGHT)
    lamp = desk.an_item("LAMP", price="100", weight="0.35", volume="0.0021")
    feather = desk.an_item("FEATHER", price="100", weight="0.000067")
    unknown = desk.an_item("UNKNOWN", price="100")
    assert [prices(desk, one, JANUARY, of=delivered) for one in (lamp, feather, unknown)] == [
        ["105.2500"],
        ["100.0000"],
        [None],
    ]
    trial = check(desk, f"{BY_WEIGHT} + item.volume", item_id=lamp, on=MARCH)["trial"]
    assert {one["name"]: one["value"] for one in trial["values"]} == {
        'price["RETAIL"]': "100.0000",
        "item.weight": "0.350000",
        "item.volume": "0.002100",
    }
    assert trial["result"] == str(1_000_000 + 52_500 + 2_100)
    [box] = packages(desk, lamp, Ящик="12")
    set_prices(desk, MARCH, row(lamp, box, desk.retail, value="1000"))
    on_day = {"item_id": lamp, "package_id": box, "price_type_id": delivered, "on": MARCH}
    assert desk.bench.do(contracts.GET_PRICE, on_day)["value"] == "1005.2500"


def test_segments_choose_by_weight_and_volume_to_the_last_digit(desk: Desk) -> None:
    for sku, weight in (("LIGHT", "0.349999"), ("LAMP", "0.35"), ("HEAVY", "0.350001"), ("NONE", None)):
        desk.an_item(sku, weight=weight, volume=weight)
    for field in ("weight", "volume"):
        heavy = a_segment(desk, f"Від 0,35 {field}", rule=says(field, "at_least", "0.35"))
        light = a_segment(desk, f"До 0,35 {field}", rule=says(field, "at_most", "0.349999"))
        same = a_segment(desk, f"Формула {field}", formula=f"item.{field} >= 350000")
        assert (skus(desk, heavy), skus(desk, light), skus(desk, same)) == (
            ["HEAVY", "LAMP"],
            ["LIGHT"],
            ["HEAVY", "LAMP"],
        )
    rule = {"name": "Хибний", "way": "by_indicators", "rule": says("weight", value="0.3500001")}
    assert [one.pointer for one in desk.bench.refuses(contracts.ADD_ITEM_SEGMENT, rule, by=PRICER).fields] == [
        "/rule/value"
    ]


# ---------------------------------------------------------------- attributes


def test_what_is_green_is_a_tenth_cheaper(desk: Desk) -> None:
    """The manual's example. Letter case and the kind of quotes count in a value, not in the attribute's name."""
    green = a_formula(desk, "GREEN", GREEN)
    colours = {"A": said(Колір="зелений"), "B": said(колір="зелений"), "C": said(Колір="Зелений"), "D": []}
    goods = [desk.an_item(sku, price="100", attributes=own) for sku, own in colours.items()]
    expected = ["90.0000", "90.0000", "100.0000", "100.0000"]
    assert [prices(desk, one, JANUARY, of=green)[0] for one in goods] == expected


def test_a_number_of_an_attribute_is_whole_ten_thousandths_as_money_is(desk: Desk) -> None:
    by_watts = a_formula(desk, "WATTS", BY_WATTS)
    times = a_formula(desk, "TIMES", "price.RETAIL * item.attribute.factor / 10000")
    lamp = desk.an_item("LAMP", price="100", attributes=[*watts(60), {"name": "factor", "number": "1.1525"}])
    assert prices(desk, lamp, JANUARY, of=by_watts) + prices(desk, lamp, JANUARY, of=times) == ["106.0000", "115.2500"]


def test_an_attribute_the_item_does_not_have_makes_no_price_unless_it_is_asked_for(desk: Desk) -> None:
    types = {
        "FORMULA": a_formula(desk, "FORMULA", BY_WATTS),
        "CONDITION": a_markup(desk, "CONDITION", markup="0", condition='item.attribute["Потужність, Вт"] > 50'),
        "ASKS": a_formula(desk, "ASKS", f'"Потужність, Вт" in item.attribute ? {BY_WATTS} : price.RETAIL'),
    }
    lamp = desk.an_item("LAMP", price="100", attributes=said(Колір="зелений"))
    assert [prices(desk, lamp, JANUARY, of=one) for one in types.values()] == [[None], [None], ["100.0000"]]
    trial = check(desk, BY_WATTS, item_id=lamp, on=MARCH)["trial"]
    assert (trial["outcome"], trial["values"][1]) == (
        "lacks",
        {"name": 'item.attribute["Потужність, Вт"]', "value": None},
    )


def test_a_condition_over_yes_and_no_says_for_which_items_the_type_works(desk: Desk) -> None:
    by_hand = a_markup(desk, "BY_HAND", markup="50", condition='item.attribute["Ручна робота"] == true')
    goods = [
        desk.an_item(f"LAMP-{yes}", price="100", attributes=said(**{"Ручна робота": yes})) for yes in (True, False)
    ]
    assert [prices(desk, one, JANUARY, of=by_hand) for one in goods] == [["150.0000"], [None]]
    shown = preview(desk, (goods[1], "110"), on=MARCH)
    assert [one["outcome"] for one in shown] == ["written", "not_applicable"]


def test_a_changed_attribute_and_weight_change_prices_when_they_are_computed_anew(desk: Desk) -> None:
    green, delivered = a_formula(desk, "GREEN", GREEN), a_formula(desk, "DELIVERED", BY_WEIGHT)
    lamp = desk.an_item("LAMP", price="100", weight="1", attributes=said(Колір="зелений"))
    change_card(desk, lamp, weight="2", attributes=said(Колір="білий"))
    assert prices(desk, lamp, MARCH, of=green) + prices(desk, lamp, MARCH, of=delivered) == ["90.0000", "115.0000"]
    for one in (green, delivered):
        recalculate(desk, one, MARCH)
    assert prices(desk, lamp, JANUARY, MARCH, of=green) == ["90.0000", "100.0000"]
    assert prices(desk, lamp, JANUARY, MARCH, of=delivered) == ["115.0000", "130.0000"]


# ---------------------------------------------------------------- of another kind


@pytest.mark.parametrize("other", ["60 Вт", True])
def test_an_attribute_of_another_kind_leaves_that_price_alone_and_says_so(desk: Desk, other: Any) -> None:
    by_watts = a_formula(desk, "WATTS", BY_WATTS)
    wrong = desk.an_item("WRONG", price="100", attributes=watts(60))
    right = desk.an_item("RIGHT", price="100", attributes=watts(60))
    change_card(desk, wrong, attributes=watts(other))
    shown = preview(desk, (wrong, "110"), (right, "110"), on=MARCH)
    assert [(one["outcome"], one["new"]) for one in shown] == [
        ("written", "110.0000"),
        ("attribute_misfit", None),
        ("written", "110.0000"),
        ("written", "116.0000"),
    ]
    setting = desk.price((wrong, "110"), (right, "110"), on=MARCH)
    assert setting["computed"] == 1
    recalculate(desk, by_watts, MARCH)
    assert [prices(desk, one, MARCH, of=by_watts) for one in (wrong, right)] == [["106.0000"], ["116.0000"]]


@pytest.mark.parametrize(
    ("attribute", "formula", "shown", "told"),
    [
        ("60 Вт", BY_WATTS, '"60 Вт"', "is a text, and the formula takes it for a number"),
        (True, BY_WATTS, "true", "is yes or no, and the formula takes it for a number"),
        (60, 'item.attribute["Потужність, Вт"] == "60"', "60", "is a number, and the formula takes it for a text"),
        (60, '!item.attribute["Потужність, Вт"]', "60", "is a number, and the formula takes it for yes or no"),
        (
            "60",
            'cost > 1 ? 1 : item.attribute["Потужність, Вт"]',
            '"60"',
            "is a text, and the formula takes it for a number",
        ),
    ],
)
def test_a_trial_says_what_an_attribute_is_and_what_it_is_taken_for(
    desk: Desk, attribute: Any, formula: str, shown: str, told: str
) -> None:
    lamp = desk.an_item("LAMP", price="100", attributes=watts(attribute))
    trial = check(desk, formula, item_id=lamp, on=MARCH)["trial"]
    assert (trial["outcome"], trial["result"], trial["values"][-1]["value"]) == ("misfit", None, shown)
    whole = f'item.attribute["Потужність, Вт"] of this item {told}. Correct the card or the formula.'
    assert trial["misfits"] == [whole]


def test_attributes_beside_one_another_may_be_of_any_kind(desk: Desk) -> None:
    lamp = desk.an_item("LAMP", attributes=said(a=60, b="60", c="60"))
    results = {
        formula: check(desk, formula, item_id=lamp, on=MARCH)["trial"]["outcome" if "<" in formula else "result"]
        for formula in (
            "item.attribute.a == item.attribute.b",
            "item.attribute.b == item.attribute.c",
            "item.attribute.a < item.attribute.b",
        )
    }
    assert list(results.values()) == ["false", "true", "failed"]


@pytest.mark.parametrize(
    "condition",
    [
        "item.attribute.a == item.attribute.b && item.attribute.a > 1",
        "item.attribute.a > 1 && item.attribute.a == item.attribute.b",
    ],
)
def test_no_order_of_saying_makes_a_price_of_attributes_that_do_not_fit(desk: Desk, condition: str) -> None:
    """60 and "60": which are the same to who wrote them, and no number to compare with for the formula."""
    half = a_formula(desk, "HALF", f"{condition} ? price.RETAIL / 2 : price.RETAIL")
    goods = [desk.an_item(f"LAMP-{b}", price="100", attributes=said(a=60, b=b)) for b in (60, 50)]
    wrong = desk.an_item("WRONG", price="100", attributes=said(a=60, b="60"))
    assert [prices(desk, one, JANUARY, of=half) for one in (*goods, wrong)] == [["50.0000"], ["100.0000"], [None]]
    assert [one["outcome"] for one in preview(desk, (wrong, "110"), on=MARCH)] == ["written", "attribute_misfit"]


def test_one_attribute_is_taken_for_one_kind_alone(desk: Desk) -> None:
    assert faults(desk, formula='item.attribute["a"] == "x" ? item.attribute["a"] : cost') == [
        ("/formula", "formula_types")
    ]
    assert faults(desk, formula="item.attributes.a", condition="item.attribute.a") == [
        ("/condition", "condition_result"),
        ("/formula", "formula_name"),
    ]


# ---------------------------------------------------------------- why this price


def test_the_story_of_a_price_tells_weight_and_attributes(desk: Desk) -> None:
    condition = 'item.attribute["Ручна робота"] == true || item.weight > 300000'
    green = a_formula(desk, "GREEN", GREEN, condition=condition)
    own = said(Колір="зелений", **{"Ручна робота": False})
    lamp = desk.an_item("LAMP", price="100", weight="0.35", attributes=own)
    change_card(desk, lamp, weight="5", attributes=[])
    line = desk.quote((lamp, "1"), on=MARCH, price_type_id=green, explain=True)["lines"][0]
    assert [one["text"] for one in line["reasons"]][:2] == [
        f"The condition holds: {condition}",
        f'The formula {GREEN}; price["RETAIL"] = 100, item.attribute["Колір"] = "зелений", '
        'item.attribute["Ручна робота"] = false, item.weight = 0.35',
    ]


def test_a_number_an_empty_attribute_and_a_quote_are_told_as_they_are(desk: Desk) -> None:
    formula = "(has(item.attribute.none) ? 1 : 2) + item.attribute['Екран, \"'] * 0 + price.RETAIL"
    screen = a_formula(desk, "SCREEN", formula)
    lamp = desk.an_item("LAMP", price="100", attributes=[{"name": 'Екран, "', "number": "27.50"}])
    line = desk.quote((lamp, "1"), on=MARCH, price_type_id=screen, explain=True)["lines"][0]
    told = line["reasons"][0]["text"].rpartition("; ")[2]
    assert told == 'price["RETAIL"] = 100, item.attribute["none"] = —, item.attribute[\'Екран, "\'] = 27.5'


def test_a_text_with_quotes_in_it_is_told_in_the_other_ones(desk: Desk) -> None:
    """So that what is told may be written into a formula as it is."""
    screen = a_formula(desk, "SCREEN", 'item.attribute.screen == "" || item.name == "" ? cost : price.RETAIL')
    lamp = desk.an_item("LAMP", price="100", name='Монітор 27"', attributes=said(screen='27"'))
    line = desk.quote((lamp, "1"), on=MARCH, price_type_id=screen, explain=True)["lines"][0]
    told = line["reasons"][0]["text"].rpartition("; ")[2]
    assert told == """price["RETAIL"] = 100, item.attribute["screen"] = '27"', item.name = 'Монітор 27"'"""
    trial = check(desk, 'item.attribute.screen == "" ? 1 : 2', item_id=lamp, on=MARCH)["trial"]
    assert trial["values"] == [{"name": 'item.attribute["screen"]', "value": "'27\"'"}]


# ---------------------------------------------------------------- segments


def test_a_segment_s_formula_names_attributes(desk: Desk) -> None:
    cards = {"GREEN": said(Колір="зелений"), "WHITE": said(Колір="білий"), "FIVE": said(Колір=5), "NONE": []}
    for sku, own in cards.items():
        desk.an_item(sku, attributes=own)
    members = {
        formula: skus(desk, a_segment(desk, f"За {place}", formula=formula))
        for place, formula in enumerate(
            (
                'item.attribute["Колір"] == "зелений"',
                'item.attribute["Колір"] != "зелений"',
                'item.attribute["Колір"] > 40000 && item.sku != ""',
                '"Колір" in item.attribute',
                '!("Колір" in item.attribute)',
            )
        )
    }
    assert list(members.values()) == [["GREEN"], ["WHITE"], ["FIVE"], ["FIVE", "GREEN", "WHITE"], ["NONE"]]
    kept = a_segment(desk, "Знімок", formula='item.attribute["Колір"] == "зелений"', answer="snapshot")
    desk.bench.do(contracts.REFRESH_ITEM_SEGMENT, {"id": kept["id"]}, by=PRICER)
    assert skus(desk, kept) == ["GREEN"]


def test_what_a_formula_names_besides_is_no_field_of_rules(desk: Desk) -> None:
    for field in ("attributes", "attribute", 'attribute["Колір"]'):
        body = {"name": "Хибний", "way": "by_indicators", "rule": says(field, value="зелений")}
        refusal = desk.bench.refuses(contracts.ADD_ITEM_SEGMENT, body, by=PRICER)
        assert [one.code for one in refusal.fields] == ["criterion_field"]


# ---------------------------------------------------------------- in sets


def test_attributes_are_read_with_the_card_and_only_where_they_are_named(desk: Desk) -> None:
    plain = a_formula(desk, "PLAIN", 'item.brand == "" ? price.RETAIL : 1')
    named = a_formula(desk, "NAMED", GREEN)
    counted: list[int] = []
    for count in (1, 2, 40):
        for place in range(count):
            desk.an_item(f"MORE-{count}-{place}", price="10", attributes=said(Колір="зелений"))
        for one in (plain, named):
            with desk.bench.statements() as seen:
                recalculate(desk, one, MARCH)
            counted.append(len(seen))
            reading = [text for text in seen if "attributes" in text]
            assert len(reading) == (1 if one is named else 0)
    assert len(set(counted[2:])) == 1
    assert counted[0] == counted[1]
