"""The number of SQL statements does not grow with the number of lines (an executemany counts once)."""

import pytest

from services.orders import contracts
from tests.services.builders import GOODS, Good, Shop
from tests.services.cast import APPROVER, KEEPER

MANY = [Good(f"MANY-{place}", f"Товар {place}", "10.00") for place in range(111)]
"""Each size of order has goods of its own: the first receipt of a good inserts what later ones update."""


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    for good in MANY:
        monkeypatch.setitem(GOODS, good.id, good)


def counts(shop: Shop, chosen: list[Good]) -> dict[str, int]:
    """Statements of each step of an order's life with these lines."""
    goods = [(good, "1") for good in chosen]
    found: dict[str, int] = {}
    with shop.bench.statements() as seen:
        shop.receive(*[(good, "5", "6.00") for good, _ in goods])
    found["receive"] = len(seen)
    with shop.bench.statements() as seen:
        order = shop.bench.do(contracts.CREATE_ORDER, shop.order_body(*goods), key=str(len(chosen)))
    found["create"] = len(seen)
    for name, operation, body, actor in (
        ("approve", contracts.APPROVE_ORDER, {"id": order["id"]}, APPROVER),
        ("reserve", contracts.RESERVE_ORDER, {"id": order["id"]}, KEEPER),
        ("ship", contracts.SHIP_GOODS, {"order_id": order["id"]}, KEEPER),
    ):
        with shop.bench.statements() as seen:
            shop.bench.do(operation, body, by=actor)
        found[name] = len(seen)
    return found


@pytest.mark.usefixtures("known")
def test_orders_of_1_10_and_100_lines_take_the_same_number_of_statements(shop: Shop) -> None:
    one, ten, hundred = (counts(shop, chosen) for chosen in (MANY[:1], MANY[1:11], MANY[11:]))
    assert one == ten == hundred
