"""Formulas as they are read and evaluated: examples, and random ones against a plain model with fractions (T1, T5)."""

import math
import subprocess
import sys
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.pricing.contracts import Gives
from services.pricing.formulas import evaluate
from services.pricing.rules.formula_tokens import FormulaError
from services.pricing.rules.formulas import DEPTH, read, read_condition, read_price
from services.pricing.rules.item_fields import as_told, misfits

VALUES = {"RETAIL": 790000, "20_A": 12_345, "FREE": 0}
CARD = {"sku": "LAMP-1", "name": "Лампа", "brand": "Promin", "withdrawn": False, "vat_rate": "20"}
FIGURES = {"turnover": 13_900_000, "stock": 26_000}
ATTRIBUTES = [
    {"name": "Колір", "text": "зелений"},
    {"name": "Watts", "number": "60.5"},
    {"name": "Мийний", "yes": True},
]
SAID = {"Колір": "зелений", "Watts": 605_000, "Мийний": True}
GIVEN = {"price": VALUES, "cost": 455_000, "purchase": -7, "item": CARD | FIGURES | {"attribute": SAID}}


def fault(text: str, read_as: Any = read) -> str:
    with pytest.raises(FormulaError) as refused:
        read_as(text)
    return refused.value.code.name


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ('price["RETAIL"] * 9 / 10', 711_000),
        ('price["RETAIL"] / 10 * 9', 711_000),
        ("price['20_A'] / 10 * 10", 12_340),
        ("-7 / 2", -3),
        ("price.RETAIL - - 1", 790_001),
        ("cost > purchase ? cost : purchase", 455_000),
        ('has(price.RETAIL) && "NONE" in price', False),
        ("has(item.stock) && !has(item.quantity_sold)", True),
        ("item.turnover / 1000 * 1000 - item.stock", 13_874_000),
        ('"20_A" in price', True),
        ('item.brand in ["Promin", "Zoria"]', True),
        ('["LAMP", "CABLE"].exists(one, item.sku.startsWith(one))', True),
        ("[1, 2, 3].all(x, x * 2 < 6)", False),
        ("[1, 2, 2].exists_one(x, x == 2)", False),
        ('item["name"].endsWith("па") && !item.withdrawn && item.name.contains("ам")', True),
        ("1 < 2 == true", True),
        ("1 + 2 * 3 - 4 % 3", 6),
        ("false ? 1 : true ? 2 : 3", 2),
        ("item.brand", "Promin"),
        ('item.attribute["Колір"] == "зелений"', True),
        ("item.attribute['Колір'].startsWith('зел')", True),
        ('item["attribute"]["Watts"] / 10000 * 2', 120),
        ("item.attribute.Watts", 605_000),
        ("-item.attribute.Watts + cost", -150_000),
        ('"in" in item.attribute ? item.attribute["in"] - 1 : 0', 0),
        ('item.attribute["Мийний"] && !item.attribute["Мийний"]', False),
        ('item.attribute["Мийний"] == true', True),
        ('"Колір" in item.attribute && !("Розмір" in item["attribute"])', True),
        ("has(item.attribute.Watts) && !has(item.attribute.Volts)", True),
        ('item.attribute["Колір"] in ["синій", "зелений"]', True),
        ('"зелений" in [item.attribute["Колір"], "синій"]', True),
        ('[item.attribute["Колір"]].exists(x, x == "зелений")', True),
        ('item.attribute["Колір"] == item.attribute["Розмір"] || true', True),
        ("(cost > 1 ? item.attribute.Watts : item.attribute.Volts) * 2", 1_210_000),
    ],
)
def test_a_formula_gives_what_it_says(text: str, result: Any) -> None:
    assert evaluate(text, GIVEN) == result
    kinds = {int: Gives.NUMBER, bool: Gives.TRUTH, str: Gives.TEXT}
    assert read(text).gives is kinds[type(result)]


def test_what_a_formula_names_is_known() -> None:
    formula = read('has(price.RETAIL) ? price["20_A"] + cost / 2 : item.brand == "X" ? purchase : 1')
    assert (formula.codes, formula.money, formula.fields, formula.divides) == (
        ("20_A", "RETAIL"),
        ("cost", "purchase"),
        ("brand",),
        True,
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("item.attribute", "formula_syntax"),
        ("item.attribute[item.sku]", "formula_syntax"),
        ('item.attribute["a" + "b"]', "formula_syntax"),
        ('["a"].exists(x, x in item.attribute)', "formula_types"),
        ("item.sku in item.attribute", "formula_types"),
        ('"a" in item.sku', "formula_types"),
        ('"a" in item.attribute["b"]', "formula_syntax"),
        ('has(item.attribute["Колір"])', "formula_syntax"),
        ("has(item.attribute)", "formula_syntax"),
        ("item.attribute.in - 1", "formula_syntax"),
        ("has(item.attribute.true)", "formula_syntax"),
        ("item.attributes.a", "formula_name"),
        ('attribute["Колір"]', "formula_name"),
        ('item.attribute["a"].all(x, true)', "formula_types"),
        ('item.attribute["a"] == 1 || item.attribute["a"] == "x"', "formula_types"),
        ('(item.sku == "" ? item.attribute.a : item.attribute.b) > 1 && !item.attribute.b', "formula_types"),
        ('[item.attribute.a].exists(x, x > 1 && x == "1")', "formula_types"),
        ("item.attribute.a + item.attribute.b == item.sku", "formula_types"),
        ("", "formula_syntax"),
        ("1 +", "formula_syntax"),
        ("(1", "formula_syntax"),
        ("1 2", "formula_syntax"),
        ("price", "formula_syntax"),
        ("item", "formula_syntax"),
        ('"a" "b"', "formula_syntax"),
        ("price[item.sku]", "formula_syntax"),
        ("has(cost)", "formula_syntax"),
        ('has(item["stock"])', "formula_syntax"),
        ("has(item.price)", "formula_name"),
        ("item.price", "formula_name"),
        ('price["A" + ""]', "formula_syntax"),
        ("9223372036854775808", "formula_syntax"),
        ("1 // note", "formula_syntax"),
        ("0x10", "formula_syntax"),
        ("1u", "formula_syntax"),
        ('r"a"', "formula_name"),
        ("null", "formula_name"),
        ("{'a': 1}", "formula_syntax"),
        ('"\\u0041" == "A"', "formula_syntax"),
        ("amount", "formula_name"),
        ("item.margin", "formula_name"),
        ("segment.sold", "formula_name"),
        ('item.name.matches("(a+)+$")', "formula_function"),
        ("double(cost)", "formula_function"),
        ("dyn(cost)", "formula_function"),
        ('["a"].map(x, x)', "formula_function"),
        ("cost * 1.1", "formula_fraction"),
        ('cost + "a"', "formula_types"),
        ('"a" + "b"', "formula_types"),
        ("cost && true", "formula_types"),
        ("cost ? 1 : 2", "formula_types"),
        ('true ? 1 : "a"', "formula_types"),
        ("true < false", "formula_types"),
        ("[1, 2]", "formula_types"),
        ("[1] == [1]", "formula_types"),
        ('1 in [1, "a"]', "formula_types"),
        ("[[1]] == 1", "formula_types"),
        ("size(item.sku)", "formula_function"),
        ("item.sku.size()", "formula_function"),
        ('[1].exists(x, x.startsWith("a"))', "formula_types"),
        ('cost.startsWith("a")', "formula_types"),
        ("item.sku.exists(x, true)", "formula_types"),
    ],
)
def test_what_is_no_formula_is_refused_with_its_reason(text: str, code: str) -> None:
    assert fault(text) == code


def test_a_price_is_a_number_and_a_condition_is_true_or_false() -> None:
    assert fault("1 == 1", read_price) == "formula_result"
    assert fault("item.name", read_price) == "formula_result"
    assert fault("1 + 1", read_condition) == "condition_result"
    assert (read_price("cost").gives, read_condition("cost > 1").gives) == (Gives.NUMBER, Gives.TRUTH)


def test_the_place_of_a_fault_is_told_from_one() -> None:
    for text, place in (("1 + )", 5), ("1 +  'a'", 3), ("[1].all(x, [1].all(y, true))", 16)):
        with pytest.raises(FormulaError) as refused:
            read(text)
        assert refused.value.values["place"] == place


def test_division_by_zero_numbers_beyond_all_and_what_has_no_value_give_nothing() -> None:
    for text in ('cost / price["FREE"]', "cost % 0", f"{2**63 - 1} + 1", 'price["NONE"]', "cost"):
        assert evaluate(text, {"price": VALUES} if text == "cost" else GIVEN) is None


IN_A_PROCESS_OF_ITS_OWN = """
import importlib, sys
for name in ("service", "jobs", "views"):
    importlib.import_module(f"services.pricing.{name}")
from services.pricing import formulas
assert formulas._library.cache_info().currsize == 0, "brought in by importing alone"
assert formulas.evaluate("1 + 1", {}) == 2
assert not {"cel", "typer", "prompt_toolkit"} & sys.modules.keys(), "the library's command line came along"
"""


def test_the_library_is_brought_in_by_the_first_formula_and_without_its_command_line() -> None:
    done = subprocess.run([sys.executable, "-c", IN_A_PROCESS_OF_ITS_OWN], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


# ---------------------------------------------------------------- against a model

BELOW, BEYOND = -(2**63), 2**63
Tree = Any


def whole(number: Fraction | None) -> Fraction | None:
    """Cut toward nothing; none beyond what 64 bits hold."""
    if number is None:
        return None
    cut = Fraction(math.trunc(number))
    return cut if BELOW <= cut < BEYOND else None


def modelled(tree: Tree) -> Fraction | None:
    match tree:
        case ("name", _, value) | ("number", value):
            return Fraction(value)
        case ("-", only):
            one = modelled(only)
            return None if one is None else whole(-one)
        case ("?", (left, sign, right), yes, no):
            a, b = modelled(left), modelled(right)
            if a is None or b is None:
                return None
            holds = {"<": a < b, "<=": a <= b, "==": a == b, "!=": a != b, ">": a > b, ">=": a >= b}[sign]
            return modelled(yes if holds else no)
        case (sign, left, right):
            a, b = modelled(left), modelled(right)
            if a is None or b is None or (sign in "/%" and b == 0):
                return None
            if sign == "%":
                return a - b * Fraction(math.trunc(a / b))
            return whole({"+": a + b, "-": a - b, "*": a * b, "/": a / b if b else a}[sign])
    raise AssertionError(tree)


BINDS = {"?": 0, "+": 1, "-": 1, "*": 2, "/": 2, "%": 2}


def binds(tree: Tree) -> int:
    return 3 if tree[0] in ("name", "number") or len(tree) == 2 else BINDS[tree[0]]


def shown(tree: Tree, above: int = 0) -> str:
    """As a person writes it: brackets only where they change something."""
    match tree:
        case ("name", name, _):
            text = name
        case ("number", value):
            text = str(value)
        case ("-", only):
            text = f"-{shown(only, 4)}"
        case ("?", (left, sign, right), yes, no):
            text = f"{shown(left, 1)} {sign} {shown(right, 1)} ? {shown(yes, 1)} : {shown(no)}"
        case (sign, left, right):
            text = f"{shown(left, BINDS[sign])} {sign} {shown(right, BINDS[sign] + 1)}"
    return f"({text})" if binds(tree) < above else text


LEAVES = st.one_of(
    st.tuples(st.just("number"), st.integers(0, 20)),
    st.tuples(st.just("number"), st.sampled_from([10_000, 3_037_000_500, 2**63 - 1])),
    st.sampled_from([("name", f'price["{code}"]', value) for code, value in VALUES.items()]),
    st.sampled_from([("name", "cost", GIVEN["cost"]), ("name", "purchase", GIVEN["purchase"])]),
    st.sampled_from([("name", f"item.{name}", value) for name, value in FIGURES.items()]),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from("+-*/%"), inner, inner),
        st.tuples(st.just("-"), inner),
        st.tuples(
            st.just("?"), st.tuples(inner, st.sampled_from(["<", "<=", "==", "!=", ">", ">="]), inner), inner, inner
        ),
    ),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("-(-(1) + -(9223372036854775807))", None),
        ("-(-(1) + -(9223372036854775807)) + 5", None),
        ("-1 - 9223372036854775807", -9223372036854775808),
        ('price["RETAIL"] - -cost', 1245000),
        ("--cost * -2", -910000),
        ('item.sku == "-" ? -1 : -item.sku.size()', -6),
    ],
)
def test_the_opposite_of_the_least_number_is_beyond_all(text: str, result: int | None) -> None:
    assert evaluate(text, GIVEN) == result


@settings(max_examples=500)
@given(TREES)
def test_arithmetic_is_that_of_fractions_cut_to_whole_numbers(tree: Tree) -> None:
    text = shown(tree)
    if text.count("(") + text.count("?") >= DEPTH:
        return
    formula = read(text)
    assert formula.gives is Gives.NUMBER
    assert formula.divides == (" / " in text)
    assert evaluate(text, GIVEN) == modelled(tree), text


PIECES = [
    *(
        "1",
        "0",
        "42",
        "cost",
        "purchase",
        "price",
        "item",
        '["RETAIL"]',
        ".RETAIL",
        ".brand",
        ".stock",
        "turnover",
        '["name"]',
        '"Promin"',
        ".attribute",
        '["Колір"]',
        '"Watts"',
        "item.attribute.Watts",
        'item.attribute["Мийний"]',
        '"зелений"',
    ),
    *("+", "-", "*", "/", "%", "==", "<", "&&", "||", "!", "?", ":", "in", "(", ")", "[", "]", ",", ".", "true"),
    *(
        ".exists(x, ",
        ".all(x, ",
        "x",
        "has(price.RETAIL)",
        "has(item.",
        "has(item.attribute.",
        '.startsWith("L")',
        "[1, 2]",
        '["a", "b"]',
        " ",
    ),
]
WHOLE = [
    *('price["RETAIL"] * 9 / 10', "cost > purchase ? cost : 1", 'item.brand in ["Promin", "Zoria"]'),
    *("has(item.stock) && item.stock > item.turnover / 1000 ? cost : 1", 'item["turnover"] - -item.stock'),
    *(
        'item.attribute["Колір"] == "зелений" ? cost : item.attribute.Watts',
        '"Watts" in item.attribute || has(item.stock)',
    ),
    *('[item.attribute["Колір"], "b"].exists(x, x == "зелений") && item.attribute["Мийний"]', "-item.attribute.Watts"),
    *('["LAMP", "CABLE"].exists(x, item.sku.startsWith(x))', '"20_A" in price && has(price.RETAIL) || !item.withdrawn'),
]
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
    st.tuples(st.sampled_from(WHOLE), st.sampled_from(PIECES), st.integers(0, 50), st.integers(0, 3)).map(
        lambda made: made[0][: made[2]] + made[1] + made[0][made[2] + made[3] :]
    ),
    st.text(max_size=30),
)


@settings(max_examples=1000)
@given(TEXTS)
def test_whatever_is_accepted_the_library_accepts_and_gives_what_was_said(text: str) -> None:
    try:
        formula = read(text)
    except FormulaError:
        return
    kinds: Mapping[Gives, type] = {Gives.NUMBER: int, Gives.TRUTH: bool, Gives.TEXT: str}
    present = set(formula.codes) <= set(VALUES)
    card = CARD | {"attributes": ATTRIBUTES}
    if misfits(card, formula.attributes):
        return
    if formula.attributes:
        present = present and None not in as_told(card, formula.attributes).values() and "<" not in text
    result = evaluate(text, GIVEN)
    assert type(result) is kinds[formula.gives] or _may_fail(text) or not present, text


def _may_fail(text: str) -> bool:
    """Divided by what may be nothing."""
    return "/" in text or "%" in text
