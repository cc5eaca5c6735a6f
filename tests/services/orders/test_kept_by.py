"""What a debt is kept by: the contract of several orders, each shipment by itself; cards of one client, merged."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from services.chassis.ids import uuid7
from services.orders import contracts
from services.orders.models import Order, SettlementAccount
from services.partners import contracts as partners
from tests.services.builders import INSTALL, Shop, a_partner, line_parts
from tests.services.cast import CASHIER, DZVIN, HEAD, KALYNA, KEEPER, TARAS_ID
from tests.services.orders.money import MARCH, balance, objects, offset, on_account, pay_account, refund, register


def an_order(shop: Shop, settled_by: str, number: str = "1", **columns: Any) -> dict[str, Any]:
    """So many installations at 1500.00, not shipped yet."""
    order = shop.an_order((INSTALL, number), status="to_fulfil")
    with shop.bench.database.write() as session:
        kept = update(Order).where(Order.id == UUID(order["id"]))
        session.execute(kept.values(settled_by=settled_by, **columns))
    return order


def ship(shop: Shop, order: dict[str, Any], day: int, quantity: str = "1") -> dict[str, Any]:
    return shop.ship(order, (1, quantity), on=MARCH[day - 1])


def by_object(shop: Shop) -> list[tuple[str, str | None, str]]:
    rows = shop.bench.do(contracts.GET_BALANCE, {"partner_id": KALYNA.id, "by": "object"})["rows"]
    return sorted((row["object_kind"], row["object_number"], row["balance"]) for row in rows)


def test_orders_of_one_contract_owe_together(shop: Shop) -> None:
    contract = uuid7()
    first, second = (an_order(shop, "contract", contract_id=contract) for _ in range(2))
    ship(shop, first, 2)
    ship(shop, second, 9)
    assert by_object(shop) == [("contract", None, "3000.00")]
    shop.pay(second, "2000.00", paid_on="2026-03-10")
    assert by_object(shop) == [("contract", None, "1000.00")]
    row = shop.bench.do(contracts.REPORT_DEBTS, {"on": "2026-03-12", "bounds": [5]})["rows"][0]
    assert [age["amount"] for age in row["ages"]] == ["1000.00", "0.00"], "the oldest due of the contract is paid first"


@pytest.mark.parametrize("other", [{"currency": "EUR"}, {"legal_entity_id": uuid7()}], ids=["currency", "entity"])
def test_money_under_a_contract_pays_only_debts_of_its_own_currency_and_legal_entity(shop: Shop, other: Any) -> None:
    contract = uuid7()
    ours, others = (an_order(shop, "contract", contract_id=contract, **more) for more in ({}, other))
    ship(shop, others, 2)
    ship(shop, ours, 3)
    shop.pay(ours, "1500.00", paid_on="2026-03-10")
    rows = shop.bench.do(contracts.GET_BALANCE, {"partner_id": KALYNA.id, "by": "object"})["rows"]
    assert [(row["balance"], row["overdue"]) for row in rows] == [("1500.00", "1500.00")]
    debts = shop.bench.do(contracts.REPORT_DEBTS, {"on": "2026-03-12", "bounds": [5]})["rows"]
    assert [(row["currency"], row["debt"]) for row in debts] == [(other.get("currency", "UAH"), "1500.00")]


def test_money_on_account_goes_to_the_order_of_a_contract_that_lacks_it(shop: Shop) -> None:
    """The second order is paid by name, the first is not: what comes next without a name is the first one's."""
    contract = uuid7()
    first, second = (an_order(shop, "contract", contract_id=contract) for _ in range(2))
    ship(shop, first, 2)
    ship(shop, second, 9)
    shop.pay(second, "1500.00")
    pay_account(shop, "1600.00")
    assert [shop.now(order)["paid"] for order in (first, second)] == ["1500.00", "1500.00"]
    assert [shop.now(order)["state"] for order in (first, second)] == ["ready_to_close"] * 2
    assert by_object(shop) == [("account", None, "-100.00")]


def test_without_a_contract_the_debt_is_the_order_s(shop: Shop) -> None:
    order = an_order(shop, "contract")
    ship(shop, order, 2)
    assert by_object(shop) == [("order", order["number"], "1500.00")]


def test_each_shipment_owes_by_itself_and_the_oldest_is_paid_first(shop: Shop) -> None:
    order = an_order(shop, "shipment", "2")
    first, second = ship(shop, order, 2), ship(shop, order, 9)
    assert objects(shop) == {first["number"]: "1500.00", second["number"]: "1500.00"}
    shop.pay(order, "2000.00")
    assert objects(shop) == {second["number"]: "1000.00"}
    shop.pay(order, "1100.00")
    assert objects(shop) == {order["number"]: "-100.00"}, "what is not owed yet waits at the order"


def test_a_shipment_takes_what_waits_at_the_order(shop: Shop) -> None:
    order = an_order(shop, "shipment", "2")
    shop.pay(order, "2000.00", paid_on="2026-03-01")
    first = ship(shop, order, 2)
    assert objects(shop) == {order["number"]: "-500.00"}
    second = ship(shop, order, 9)
    assert objects(shop) == {second["number"]: "1000.00"}
    assert balance(shop) == [("3000.00", "2000.00", "1000.00")]
    assert first["number"] in {row[1] for row in register(shop, kind=["offset"])}


def test_what_is_given_back_is_taken_from_the_latest_shipment(shop: Shop) -> None:
    order = an_order(shop, "shipment", "2")
    ship(shop, order, 2)
    second = ship(shop, order, 9)
    shop.pay(order, "3000.00")
    refund(shop, "1000.00", order)
    assert objects(shop) == {second["number"]: "1000.00"}
    offset(shop, "400.00", source=order)
    assert objects(shop) == {None: "-400.00", second["number"]: "1400.00"}


def test_a_return_of_a_paid_shipment_pays_the_others(shop: Shop) -> None:
    order = an_order(shop, "shipment", "2")
    first, second = ship(shop, order, 2), ship(shop, order, 9)
    shop.pay(order, "1500.00")
    back = {"shipment_id": first["id"], "lines": line_parts(order, (1, "0.4")), "reason": "Не все"}
    shop.bench.do(contracts.RETURN_GOODS, back, by=KEEPER)
    assert objects(shop) == {second["number"]: "900.00"}


@pytest.fixture
def merged(shop: Shop) -> Shop:
    """Dzvin traded, and its card was merged into Kalyna's."""
    order = shop.an_order((INSTALL, "1"), client=DZVIN, status="to_fulfil")
    shop.ship(order, on=MARCH[1])
    heir = a_partner(DZVIN, merged_into=KALYNA.id, manager_id=TARAS_ID)
    shop.bench.hear(partners.PARTNER_CHANGED, heir, version=2)
    return shop


def test_money_of_merged_cards_is_the_heir_s(merged: Shop) -> None:
    assert balance(merged) == [("1500.00", "0.00", "1500.00")]
    assert [row[2:] for row in register(merged)] == [("1500.00", "1500.00")]
    pay_account(merged, "1600.00")
    assert balance(merged) == [("1500.00", "1600.00", "-100.00")]
    assert [row[2:] for row in register(merged)] == [
        ("1500.00", "1500.00"),
        ("-1500.00", "0.00"),
        ("-100.00", "-100.00"),
    ]


def test_debts_of_merged_cards_are_one_row(merged: Shop) -> None:
    order = merged.an_order((INSTALL, "1"), status="to_fulfil")
    merged.ship(order, on=MARCH[1])
    rows = merged.bench.do(contracts.REPORT_DEBTS, {"on": MARCH[1] + timedelta(days=1)}, by=HEAD)["rows"]
    assert [(row["partner_id"], row["partner_name"], row["debt"]) for row in rows] == [
        (str(KALYNA.id), KALYNA.name, "3000.00")
    ]


def test_what_lay_on_the_account_of_a_merged_card_is_refunded_to_the_heir(shop: Shop) -> None:
    pay_account(shop, "100.00", partner_id=DZVIN.id)
    shop.bench.hear(partners.PARTNER_CHANGED, a_partner(DZVIN, merged_into=KALYNA.id, manager_id=TARAS_ID), version=2)
    refund(shop, "60.00")
    body = on_account("40.01")
    assert shop.bench.refuses(contracts.GIVE_REFUND, body, by=CASHIER).code.name == "more_than_paid"
    assert balance(shop) == [("0.00", "100.00", "-40.00")]


def test_whoever_moves_money_of_merged_cards_takes_turns(merged: Shop) -> None:
    """One lock, whichever card is named: else two refunds at once could take the same money."""
    pay_account(merged, "2000.00", partner_id=DZVIN.id)
    refund(merged, "100.00")
    with merged.bench.database.read() as session:
        locks = list(session.scalars(select(SettlementAccount.partner_id)))
    assert locks == [KALYNA.id]
