"""While hostile formulas are saved, checked and computed with, the same service goes on answering."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from tests.flows.operations.scene import Firm, priced_item
from tests.house import Api

pytestmark = pytest.mark.flow

REFUSED = [
    "[1,2,3,4,5,6,7,8,9].all(a, [1,2,3,4,5,6,7,8,9].all(b, [1,2,3,4,5,6,7,8,9].all(c, a + b + c > 0)))",
    "5 in [" + "1," * 480 + "1]",
    "(" * 990 + "1",
    "[" * 490 + "1" + "]" * 490,
    '"a" * 1000000000 == ""',
    'item.name.matches("(a*)*b")',
    "item.__class__.__mro__",
    'item.attribute[item.sku] == "a"',
    "[" + "0," * 60 + "0].all(x, item.attribute.a * item.attribute.b > x)",
    "true ? " * 140 + "1",
]
HEAVY = "price.RETAIL + " + "+".join(["(1<2?(1<2?(1<2?1:2):2):2)"] * 18)
"""About the most that is accepted."""
ITEMS = 300
LONGEST_SECONDS = 3.0
"""An answer to somebody else meanwhile: the machine of the tests has much to do besides."""


@dataclass
class Waited:
    seconds: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@contextmanager
def answering(ask: Callable[[], object]) -> Iterator[Waited]:
    """Asked again and again in a thread of its own; how long each answer took, and what was wrong with any."""
    waited, over = Waited(), threading.Event()

    def go_on() -> None:
        while not over.is_set():
            begun = time.monotonic()
            try:
                ask()
            except Exception as error:
                waited.faults.append(repr(error))
            waited.seconds.append(time.monotonic() - begun)

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield waited
    finally:
        over.set()
        thread.join()


def test_quotes_are_answered_while_hostile_formulas_come(firm: Firm, api: Api) -> None:
    item = priced_item(api, firm.price_type, "BESIDE")
    asked = {"on": "2026-06-01", "lines": [{"item_id": item, "quantity": "1"}]}
    with answering(lambda: api.post("/quotes", asked)) as waited:
        for round_ in range(3):
            for place, formula in enumerate(REFUSED):
                body = {"code": f"EVIL_{round_}_{place}", "name": "Лихий вид", "way": "formula", "formula": formula}
                assert api.send("POST", "/price-types", body).status == 422, formula
                assert api.send("POST", "/formula-checks", {"formula": formula}).status == 422, formula
        heavy = {"code": "HEAVY", "name": "Важкий вид", "way": "formula", "formula": HEAVY}
        api.post("/price-types", heavy)
        items = [api.post("/items", {"sku": f"HEAVY-{place}", "name": "Товар"})["id"] for place in range(ITEMS)]
        prices = [{"item_id": one, "price_type_id": firm.price_type, "value": "100.00"} for one in items]
        setting = api.post("/price-settings", {"effective_from": "2026-01-01", "prices": prices})
        assert setting["computed"] >= ITEMS
    assert waited.faults == []
    assert len(waited.seconds) > 20
    assert max(waited.seconds) < LONGEST_SECONDS
