"""The number of SQL statements does not grow with the number of lines (an executemany counts once)."""

from typing import Any

import pytest

from services.chassis.contracts import Operation
from services.orders import contracts
from tests.services.builders import GOODS, Good, Shop
from tests.services.cast import APPROVER, KEEPER
from tests.services.orders.talks import Talks

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


def counts_of_proposal(talks: Talks, chosen: list[Good]) -> dict[str, int]:
    """Statements of each step of a proposal's life with these lines, the last two of them alternatives."""
    lines = [(good, "1", None if place < len(chosen) - 2 else 1) for place, good in enumerate(chosen)]
    found: dict[str, int] = {}

    def do(name: str, operation: Operation, **more: Any) -> dict[str, Any]:
        with talks.bench.statements() as seen:
            answer = talks.bench.do(operation, more)
        found[name] = len(seen)
        return answer

    by_id = {"id": do("make", contracts.MAKE_PROPOSAL, **talks.body(*lines))["id"]}
    do("change", contracts.CHANGE_PROPOSAL, **by_id, choose_several=True)
    for name, operation in (
        ("submit", contracts.SUBMIT_PROPOSAL),
        ("approve", contracts.APPROVE_PROPOSAL),
        ("send", contracts.SEND_PROPOSAL),
    ):
        do(name, operation, **by_id)
    do("revise", contracts.CHANGE_PROPOSAL, **by_id, choose_several=False)
    sent = talks.moved(do("show", contracts.GET_PROPOSAL, **by_id), "sent")
    do("versions", contracts.GET_PROPOSAL_VERSIONS, **by_id)
    do("accept", contracts.ACCEPT_PROPOSAL, **by_id, line_ids=[sent["lines"][-1]["id"]])
    do("analyse", contracts.ANALYSE_PROPOSAL, **by_id)
    order = do("order", contracts.ORDER_PROPOSAL, **by_id)
    do("analyse order", contracts.ANALYSE_ORDER, id=order["id"])
    return found


@pytest.mark.usefixtures("known")
def test_proposals_of_2_9_and_100_lines_take_the_same_number_of_statements(talks: Talks) -> None:
    two, nine, hundred = (counts_of_proposal(talks, chosen) for chosen in (MANY[:2], MANY[2:11], MANY[11:]))
    assert two == nine == hundred


def test_a_list_of_proposals_is_one_statement(talks: Talks) -> None:
    for _ in range(3):
        talks.a_proposal()
    with talks.bench.statements() as seen:
        assert len(talks.bench.listed(contracts.LIST_PROPOSALS)) == 3
    assert len(seen) == 1
