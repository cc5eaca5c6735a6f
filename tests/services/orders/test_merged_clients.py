"""Cards of one client that partners merged: its documents, balance and sales are the heir's, its people see them."""

from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from services.orders import contracts as orders
from services.orders import debts
from services.orders.models import Settlement
from services.partners import contracts as partners
from tests.services.builders import INSTALL, LAMP, Shop, a_partner
from tests.services.cast import CASHIER, DARYNA, DZVIN, HEAD, KALYNA, SVITLODIM, TARAS, Client, a_client
from tests.services.orders.money import on_account, pay_account, refund

NOBODY = a_client("ТОВ «Ніхто Вигадане»", KALYNA.manager_id)


def merged(shop: Shop, card: Client = KALYNA, into: Client = DZVIN) -> None:
    """As partners tell it: the card points to its heir, and is its manager's."""
    gone = {"merged_into": into.id, "manager_id": into.manager_id, "archived_at": "2026-03-02T08:00:00Z"}
    shop.bench.hear(partners.PARTNER_CHANGED, a_partner(card, version=2, **gone))


def listed(shop: Shop, client: Client, by: Any = HEAD) -> set[str]:
    return {row["id"] for row in shop.bench.listed(orders.LIST_ORDERS, partner_id=client.id, by=by)}


def by_object(shop: Shop, client: Client) -> list[dict[str, Any]]:
    asked = {"partner_id": client.id, "by": "object"}
    return list(shop.bench.do(orders.GET_BALANCE, asked)["rows"])


def test_orders_of_a_merged_card_are_found_under_its_heir(shop: Shop) -> None:
    old, new = shop.an_order()["id"], shop.an_order(client=DZVIN)["id"]
    assert listed(shop, DZVIN) == {new}
    merged(shop)
    assert listed(shop, DZVIN) == listed(shop, KALYNA) == {old, new}


def test_cards_merged_into_one_are_one_client_and_no_other(shop: Shop) -> None:
    third = a_client("ТОВ «Третя Вигадана»", KALYNA.manager_id)
    shop.bench.hear(partners.PARTNER_CHANGED, a_partner(third))
    merged(shop)
    merged(shop, third)
    order = shop.an_order()["id"]
    for card in (KALYNA, DZVIN, third):
        assert listed(shop, card) == {order}
    assert listed(shop, NOBODY) == set()


def test_the_heir_s_people_see_them_at_once_and_the_former_manager_no_more(shop: Shop) -> None:
    order = shop.an_order()
    merged(shop)
    assert shop.bench.do(orders.GET_ORDER, {"id": order["id"]}, by=DARYNA)["id"] == order["id"]
    assert shop.bench.refuses(orders.GET_ORDER, {"id": order["id"]}, by=TARAS).code.name == "not_found"


def test_both_cards_logins_see_all_of_their_client_s_and_nothing_else(shop: Shop) -> None:
    old, new = shop.an_order()["id"], shop.an_order(client=DZVIN)["id"]
    assert shop.bench.refuses(orders.GET_ORDER, {"id": new}, by=KALYNA.login).code.name == "not_found"
    merged(shop)
    for login in (KALYNA.login, DZVIN.login):
        assert {row["id"] for row in shop.bench.listed(orders.LIST_ORDERS, by=login)} == {old, new}
    assert shop.bench.listed(orders.LIST_ORDERS, by=NOBODY.login) == []


def test_the_balance_is_of_both_cards(shop: Shop) -> None:
    for client in (KALYNA, DZVIN):
        shop.pay(shop.an_order(client=client, status="to_fulfil"), "10.00")
    merged(shop)
    for client in (KALYNA, DZVIN):
        rows = shop.bench.do(orders.GET_BALANCE, {"partner_id": client.id})["rows"]
        assert [row["balance"] for row in rows] == ["-20.00"]


def test_what_lies_on_account_of_both_cards_is_one_row_of_the_heir_s(shop: Shop) -> None:
    for client in (KALYNA, DZVIN):
        pay_account(shop, "10.00", partner_id=client.id)
    pay_account(shop, "5.00", partner_id=DZVIN.id, currency="EUR")
    alone = by_object(shop, DZVIN)
    merged(shop)
    assert by_object(shop, DZVIN) == by_object(shop, KALYNA) != alone
    assert [(row["currency"], row["object_kind"], row["balance"]) for row in by_object(shop, DZVIN)] == [
        ("EUR", "account", "-5.00"),
        ("UAH", "account", "-20.00"),
    ]
    assert {row["object_id"] for row in by_object(shop, DZVIN)} == {row["object_id"] for row in alone}


def test_accounts_of_both_cards_that_come_to_nothing_are_not_shown(shop: Shop) -> None:
    order = shop.an_order((INSTALL, "1"), status="to_fulfil")
    shop.pay(order, "10.00")
    pay_account(shop, "10.00", partner_id=DZVIN.id)
    merged(shop)
    refund(shop, "10.00", partner_id=DZVIN.id)
    assert [row["object_number"] for row in by_object(shop, DZVIN)] == [order["number"]]


def test_an_order_of_a_merged_card_is_paid_and_refunded_in_the_heir_s_name(shop: Shop) -> None:
    order = shop.an_order((INSTALL, "1"), status="to_fulfil")
    body = on_account("500.00", order_id=order["id"], partner_id=DZVIN.id)
    assert shop.bench.refuses(orders.RECEIVE_PAYMENT, body, by=CASHIER).code.name == "payment_mismatch"
    merged(shop)
    shop.bench.do(orders.RECEIVE_PAYMENT, body, by=CASHIER)
    assert shop.now(order)["paid"] == "500.00"
    shop.bench.do(orders.GIVE_REFUND, {**body, "amount": "200.00"}, by=CASHIER)
    assert shop.now(order)["paid"] == "300.00"


def test_money_is_moved_between_orders_of_both_cards_and_each_account_holds_its_own(shop: Shop) -> None:
    old, new = (shop.an_order((INSTALL, "1"), client=one, status="to_fulfil") for one in (KALYNA, DZVIN))
    shop.pay(old, "500.00")
    body = {"from_order_id": old["id"], "to_order_id": new["id"], "amount": "200.00"}
    assert shop.bench.refuses(orders.OFFSET_MONEY, body, by=CASHIER).code.name == "offset_mismatch"
    merged(shop)
    shop.bench.do(orders.OFFSET_MONEY, body, by=CASHIER)
    assert (shop.now(old)["paid"], shop.now(new)["paid"]) == ("300.00", "200.00")
    with shop.bench.database.read() as session:
        query = select(Settlement.partner_id, func.sum(Settlement.amount)).group_by(Settlement.partner_id)
        held = dict(session.execute(query).all())
    assert held == {KALYNA.id: Decimal("-300.00"), DZVIN.id: Decimal("-200.00")}


def test_sales_by_client_are_summed_under_the_heir(shop: Shop) -> None:
    shop.receive((LAMP, "10", "60"))
    for client in (KALYNA, DZVIN):
        shop.ship(shop.an_order(client=client, status="to_fulfil"))
    asked = {"date_from": "2020-01-01", "date_to": "2040-12-31", "by": "client"}
    apart = shop.bench.do(orders.REPORT_SALES, asked)
    assert len(apart["rows"]) == 2
    merged(shop)
    together = shop.bench.do(orders.REPORT_SALES, asked)
    assert [(row["key"], row["name"], row["shipments"]) for row in together["rows"]] == [(str(DZVIN.id), DZVIN.name, 2)]
    assert together["revenue"] == together["rows"][0]["revenue"] == apart["revenue"]


def test_a_client_s_own_number_is_taken_once_by_all_its_cards(shop: Shop) -> None:
    shop.an_order(external_number="З-1")
    assert shop.an_order(client=DZVIN, external_number="З-1")
    shop.an_order(external_number="З-2")
    merged(shop)
    body = shop.order_body(client=DZVIN, external_number="З-2")
    assert shop.bench.refuses(orders.CREATE_ORDER, body).code.name == "external_number_taken"


def test_the_debt_that_counts_against_a_limit_is_of_all_cards(shop: Shop) -> None:
    for client in (KALYNA, DZVIN):
        shop.pay(shop.an_order(client=client, status="to_fulfil"), "10.00")
    merged(shop)
    owing = debts.Client(SVITLODIM, DZVIN.id, "UAH")
    with shop.bench.database.read() as session:
        assert debts.debt_of(shop.bench.runtime.reader(session, HEAD), owing) == Decimal("-20.00")
