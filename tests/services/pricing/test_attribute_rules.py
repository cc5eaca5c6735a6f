"""What a formula takes an attribute for, and how it finds it on a card (N1, T1)."""

from itertools import permutations

import pytest

from services.pricing.contracts import Gives
from services.pricing.formulas import evaluate
from services.pricing.rules.formulas import read, read_condition
from services.pricing.rules.item_fields import in_formula
from tests.services.pricing.test_formula_rules import fault


def test_an_attribute_is_taken_for_what_stands_beside_it() -> None:
    text = (
        'item.attribute["Колір"] == "зелений" && item.attribute.a < item.attribute.b && "c" in item.attribute '
        "? item.attribute.d * 2 : item.attribute.e == true ? item.attribute.f : item.weight"
    )
    assert read(text).attributes == {
        'attribute["Колір"]': Gives.TEXT,
        'attribute["a"]': None,
        'attribute["b"]': None,
        'attribute["c"]': None,
        'attribute["d"]': Gives.NUMBER,
        'attribute["e"]': Gives.TRUTH,
        'attribute["f"]': Gives.NUMBER,
    }
    assert read("item.attribute.a").attributes == {'attribute["a"]': Gives.NUMBER}
    assert fault("item.attribute.a", read_condition) == "condition_result"
    assert read_condition("item.attribute.a == true").attributes == {'attribute["a"]': Gives.TRUTH}


def test_attributes_beside_one_another_are_of_one_kind_wherever_it_is_said() -> None:
    """In whatever order a formula says it: one attribute is a text, and so is what it is compared with."""
    for text in (
        "item.attribute.a == item.attribute.b && item.attribute.c == item.attribute.a && item.attribute.b == 'x'",
        "item.attribute.b == 'x' && item.attribute.a == item.attribute.b && item.attribute.c == item.attribute.a",
    ):
        assert set(read(text).attributes.values()) == {Gives.TEXT}
    both = ("item.attribute.a == item.attribute.b", "item.attribute.a > 1", "item.attribute.b == 'x'")
    assert {fault(" && ".join(parts)) for parts in permutations(both)} == {"formula_types"}
    assert fault("item.attribute.a < item.attribute.b && !item.attribute.b") == "formula_types"
    assert fault("!item.attribute.b && item.attribute.a < item.attribute.b") == "formula_types"


def test_an_attribute_is_one_however_its_name_is_spelled() -> None:
    two_things = 'item.attribute["Колір"] == "зелений" ? 1 : item.attribute["колір"] * 2'
    assert fault(two_things) == "formula_types"
    assert fault('item.attribute["Об\'єм"] * 2 > 1 && !item.attribute["обєм"]') == "formula_types"
    assert fault('item.attribute["a\\b"]') == "formula_syntax"
    read_so = read('item.attribute["Колір"] == "зелений" && item.attribute.a == item.attribute["КОЛІР"]')
    assert read_so.attributes == {
        'attribute["Колір"]': Gives.TEXT,
        'attribute["a"]': Gives.TEXT,
        'attribute["КОЛІР"]': Gives.TEXT,
    }


@pytest.mark.parametrize("quoted", ["'Екран 27\"'", '"Ім\'я"', '"КОЛІР"', "'колір'"])
def test_the_name_of_an_attribute_is_the_card_s_whatever_its_case_and_quotes(quoted: str) -> None:
    """As on the card, where two such names are one."""
    rows = [{"name": name, "number": "2"} for name in ('Екран 27"', "Ім'я", "Колір")]
    formula = read(f"item.attribute[{quoted}] / 2")
    assert (
        evaluate(f"item.attribute[{quoted}] / 2", {"item": in_formula({"attributes": rows}, formula.fields)}) == 10_000
    )
