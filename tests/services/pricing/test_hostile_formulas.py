"""Formulas written to do harm: refused before anything evaluates them, and what is accepted stays within bounds (T1).

Bounds are told by the processor's own time of this process, so that a busy machine fails nobody; the measured worst is
some tens of milliseconds for reading and compiling, and a fifth of one for evaluating.
"""

import time
from collections.abc import Callable
from typing import Any

import pytest

from services.pricing import contracts
from services.pricing.contracts.formulas import FORMULA_LENGTH
from services.pricing.formulas import evaluate
from services.pricing.price_types import ALL_FORMULAS
from services.pricing.rules.formula_tokens import FormulaError
from services.pricing.rules.formulas import DEPTH, ITEMS, WORK, read
from tests.services.cast import PRICER
from tests.services.pricing.desk import Desk

LOOKED = "[1, 2, 3, 4, 5, 6, 7, 8, 9].all({}, {})"
HOSTILE = {
    "nested macros": (LOOKED.format("a", LOOKED.format("b", "a < b")), "formula_nested"),
    "a macro in a list of another": ("[[1].all(a, true)].all(b, [1].exists(c, b))", "formula_nested"),
    "a macro in the list looked through": ("[1, [2].exists(x, true) ? 1 : 2].all(y, y > 0)", ""),
    "a huge list": ("5 in [" + "1," * 400 + "1]", "formula_too_large"),
    "a list looked through at length": ("[" + "1," * 99 + "1].all(x, x + x + x > x)", "formula_too_large"),
    "many lists looked through": (" || ".join(["[1,2,3,4,5,6,7,8,9].all(x, x > x)"] * 20), "formula_too_large"),
    "lists in lists": ("[" * 300 + "1" + "]" * 300, "formula_too_large"),
    "brackets without end": ("(" * 1000, "formula_too_large"),
    "brackets": ("(" * 300 + "1" + ")" * 300, "formula_too_large"),
    "choices in choices": ("true ? (" * 100 + "1" + ") : 2" * 100, "formula_too_large"),
    "choices one after another": ("true ? 1 : " * 80 + "2", "formula_too_large"),
    "a text that grows": ('"a" + "a" + "a"', "formula_types"),
    "a text repeated": ('"a" * 1000000', "formula_types"),
    "a list that grows": ("[1] + [1]", "formula_types"),
    "a list made of a list": ("[1, 2].map(x, [x, x]) == [1]", "formula_function"),
    "a greedy pattern": ('item.name.matches("(a*)*b")', "formula_function"),
    "a computed attribute": ("item.attribute[item.sku] > 1", "formula_syntax"),
    "an attribute within another": ("item.attribute[item.attribute['a']] > 1", "formula_syntax"),
    "an attribute that grows": ("item.attribute['a'] + item.attribute['a'] == 'aa'", "formula_types"),
    "an attribute looked through": ("item.attribute.all(x, true)", "formula_syntax"),
    "attributes looked through": ("[item.attribute].all(x, true)", "formula_syntax"),
    "attributes in a list's look": ("[" + "0," * 60 + "0].all(x, item.attribute.a > x + x)", "formula_too_large"),
    "attributes": ("item.__class__.__init__", "formula_name"),
    "attributes of a price": ('price["RETAIL"].__class__', "formula_function"),
    "attributes of a text": ('"a".__len__()', "formula_function"),
    "all prices": ("price.all(code, price[code] > 0)", "formula_syntax"),
    "a price by a computed name": ("price[item.sku]", "formula_syntax"),
    "builtins": ("__import__", "formula_name"),
    "a call": ('open("/etc/hostname")', "formula_function"),
    "signs without end": ("-" * 999 + "1", "formula_too_large"),
    "zero bytes": ('"\x00" == ""', "formula_syntax"),
    "half a letter": ('"\ud800" == ""', "formula_syntax"),
    "numbers beyond all": ("9" * 999, "formula_syntax"),
}


def spent(work: Callable[[], Any]) -> float:
    """Seconds of the processor."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def tried(text: str) -> str:
    try:
        read.__wrapped__(text)
    except FormulaError as error:
        return error.code.name
    return ""


@pytest.mark.parametrize(("text", "code"), HOSTILE.values(), ids=HOSTILE)
def test_what_is_written_to_do_harm_is_refused_in_no_time(text: str, code: str) -> None:
    assert tried(text) == code
    assert min(spent(lambda: tried(text)) for _ in range(3)) < 0.1


@pytest.mark.parametrize(
    "formula", [text for text, code in HOSTILE.values() if code and text.isprintable() and len(text) <= FORMULA_LENGTH]
)
def test_a_hostile_formula_is_neither_checked_nor_saved(desk: Desk, formula: str) -> None:
    body = {"code": "NEW", "name": "Новий", "way": "formula", "formula": formula}
    for operation, asked in ((contracts.ADD_PRICE_TYPE, body), (contracts.CHECK_FORMULA, {"formula": formula})):
        refusal = desk.bench.refuses(operation, asked, by=PRICER)
        assert [field.pointer for field in refusal.fields] == ["/formula"]


def test_a_formula_is_not_longer_than_it_may_be(desk: Desk) -> None:
    refusal = desk.bench.refuses(contracts.CHECK_FORMULA, {"formula": "1" * (FORMULA_LENGTH + 1)}, by=PRICER)
    assert [field.code for field in refusal.fields] == ["string_too_long"]


def test_each_bound_lets_through_what_stands_at_it() -> None:
    inner = DEPTH - 1
    for text, beyond in (
        ("(" * inner + "1" + ")" * inner, "(" * DEPTH + "1" + ")" * DEPTH),
        ("1 in [" + "1," * (ITEMS - 1) + "1]", "1 in [" + "1," * ITEMS + "1]"),
        ("-" * (WORK - 1) + "1", "-" * WORK + "1"),
    ):
        assert (tried(text), tried(beyond)) == ("", "formula_too_large")


WORST = {
    "a long sum": "+".join(["1"] * 250),
    "long comparisons": " || ".join(["1<0"] * 120),
    "brackets": "+".join(["(" * 9 + "1" + ")" * 9] * 25),
    "choices": "+".join(["(1<2?(1<2?(1<2?1:2):2):2)"] * 18),
    "a list looked through": "[" + "'a'," * 39 + "'a'].all(x, item.name.contains(x))",
    "many texts": " || ".join([f"item.name.contains('{'b' * 14}')"] * 25),
    "many prices": "+".join(f"price.A{place}" for place in range(100)),
    "many attributes": "+".join(f"item.attribute.A{place}" for place in range(30)),
    "a long list": "1 in [" + "2," * (ITEMS - 1) + "2]",
}


@pytest.mark.parametrize("text", WORST.values(), ids=WORST)
def test_the_worst_that_is_accepted_takes_little(text: str) -> None:
    """Read and compiled once in a process; evaluated once for each item."""
    given = {
        "price": {f"A{place}": 10_000 for place in range(100)},
        "item": {"name": "a" * 200, "attribute": {f"A{place}": 1 for place in range(30)}},
    }
    assert tried(text) == ""
    assert evaluate(text, given) is not None
    assert min(spent(lambda: tried(text)) for _ in range(3)) < 0.1
    assert min(spent(lambda: [evaluate(text, given) for _ in range(100)]) for _ in range(3)) < 0.2


def test_a_formula_never_seen_is_compiled_in_little_time() -> None:
    texts = [WORST["choices"][:-1] + f"+{place})" for place in range(5)]
    assert all(tried(text) == "" for text in texts)
    assert min(spent(lambda text=text: evaluate(text, {"price": {}, "item": {}})) for text in texts) < 0.2


def test_all_formulas_of_a_type_together_have_a_bound(desk: Desk) -> None:
    formula = "+".join(["1"] * 250)
    groups = [{"price_group_id": desk.a_price_group(f"Група {place}"), "formula": formula} for place in range(41)]
    body = {"code": "NEW", "name": "Новий", "way": "formula", "formula": "cost", "groups": groups}
    assert len(formula) * len(groups) > ALL_FORMULAS
    refusal = desk.bench.refuses(contracts.ADD_PRICE_TYPE, body, by=PRICER)
    assert [(field.pointer, field.code) for field in refusal.fields] == [("/groups", "formulas_too_long")]
    fitting = ALL_FORMULAS // len(formula)
    assert desk.bench.do(contracts.ADD_PRICE_TYPE, {**body, "groups": groups[:fitting]}, by=PRICER)["id"]
