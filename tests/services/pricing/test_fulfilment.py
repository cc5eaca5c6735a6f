"""How offers are fulfilled: orders tell, pricing counts (O7). Two real services and a clock for both."""

from typing import Any

import pytest

from services.orders import contracts as orders
from services.pricing import contracts
from services.pricing.models import OfferedDay, OfferedDue, OfferedOrder
from tests.services.cast import CASHIER, DARYNA, DZVIN, HEAD, KALYNA, TARAS
from tests.services.till import Till

APRIL = {"date_from": "2026-04-01", "date_to": "2026-04-30"}
CREDIT = [{"kind": "credit", "percent": "100", "shift": 14}]


@pytest.fixture
def lamp(till: Till) -> str:
    till.on("2026-04-10")
    return till.an_item("LAMP", "100")


def an_offer(till: Till, **terms: Any) -> dict[str, Any]:
    said = {"price_type_id": till.desk.retail, "payment_stages": CREDIT, "manual_limit": "5", **terms}
    return till.desk.an_offer(terms=said)


def under(till: Till, offer: dict[str, Any], *lines: tuple[str, str], **more: Any) -> dict[str, Any]:
    return till.order(*lines, offer_id=offer["id"], card_id=None, **more)


def report(till: Till, by: Any = HEAD, **asked: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = till.pricing.do(contracts.REPORT_OFFER_FULFILMENT, {**APRIL, **asked}, by=by)["rows"]
    return rows


def money(row: dict[str, Any]) -> tuple[str, str, str, str]:
    return row["ordered"], row["sold"], row["paid"], row["overdue"]


def test_what_was_ordered_sold_and_paid_under_an_offer_is_summed(till: Till, lamp: str) -> None:
    offer = an_offer(till)
    first = under(till, offer, (lamp, "10"), (lamp, "2"))
    till.ship(first, (1, "4"))
    till.pay(first, "150")
    till.ship(under(till, offer, (lamp, "1")))
    (row,) = report(till)
    assert (row["number"], row["name"], row["kind"]) == (offer["number"], offer["name"], "standard")
    assert (row["currency"], row["orders"], row["lines"]) == ("UAH", 2, 3)
    assert money(row) == ("1300.00", "500.00", "150.00", "0.00")
    assert (row["deviated_lines"], row["deviated_percent"], row["deviated_orders"]) == (0, "0.00", 0)


def test_each_counts_in_the_period_of_its_own_day(till: Till, lamp: str) -> None:
    offer = an_offer(till)
    order = under(till, offer, (lamp, "3"))
    till.on("2026-05-02")
    shipment = till.ship(order)
    till.pay(order, "100", on="2026-05-03")
    till.on("2026-06-01")
    till.take_back(order, shipment, (1, "1"))
    months = {
        "04": ("300.00", "0.00", "0.00", "200.00"),
        "05": ("0.00", "300.00", "100.00", "200.00"),
        "06": ("0.00", "-100.00", "0.00", "200.00"),
    }
    for month, wanted in months.items():
        (row,) = report(till, date_from=f"2026-{month}-01", date_to=f"2026-{month}-30", on="2026-05-31")
        assert money(row) == wanted, month
    (row,) = report(till)
    assert row["overdue"] == "100.00", "as of today, when one piece of three has come back"


@pytest.mark.parametrize(
    ("on", "overdue"),
    [
        ("2026-04-24", "0.00"),  # the last day to pay
        ("2026-04-25", "300.00"),
        ("2026-04-29", "300.00"),
        ("2026-04-30", "200.00"),  # 100.00 came on this day
        ("2027-01-01", "200.00"),
    ],
)
def test_money_is_overdue_from_the_day_after_its_last_as_of_any_day(
    till: Till, lamp: str, on: str, overdue: str
) -> None:
    order = under(till, an_offer(till), (lamp, "3"))
    till.ship(order)
    till.on("2026-04-30")
    till.pay(order, "100")
    (row,) = report(till, on=on)
    assert row["overdue"] == overdue


def test_what_becomes_overdue_needs_no_news(till: Till, lamp: str) -> None:
    till.ship(under(till, an_offer(till), (lamp, "3")))
    for today, overdue in (("2026-04-24", "0.00"), ("2026-04-25", "300.00")):
        till.on(today)
        assert [row["overdue"] for row in report(till)] == [overdue]


def test_an_advance_is_overdue_once_the_order_is_approved(till: Till, lamp: str) -> None:
    stages = [{"kind": "advance", "percent": "30", "shift": 2}, {"kind": "credit", "percent": "70", "shift": 14}]
    offer = an_offer(till, payment_stages=stages)
    body = till.body((lamp, "10"), offer_id=offer["id"], card_id=None)
    order = till.do(orders.CREATE_ORDER, body)
    till.on("2026-04-13")
    assert report(till) == [], "nobody has agreed to it yet"
    till.approved(order)
    assert [(row["overdue"], row["orders"]) for row in report(till)] == [("300.00", 1)]
    till.pay(order, "100")
    assert [row["overdue"] for row in report(till)] == ["200.00"]


def test_lines_that_depart_from_the_terms_are_counted_and_orders_that_depart_in_anything(till: Till, lamp: str) -> None:
    offer = an_offer(till)
    till.pricing.do(contracts.SET_MANUAL_LIMIT, {"role": "head_of_sales", "percent": "50"})
    typed = [(lamp, "1", "94.99"), (lamp, "1", "95"), (lamp, "1", None)]  # the limit is 5 percent
    lines = [{"item_id": item, "quantity": quantity, "manual_price": price} for item, quantity, price in typed]
    under(till, offer, lines=lines)
    later = [{"kind": "credit", "percent": "100", "shift": 15}]
    body = till.body((lamp, "1"), offer_id=offer["id"], card_id=None, payment_stages=later)
    till.do(orders.APPROVE_ORDER, {"id": till.do(orders.CREATE_ORDER, body)["id"]})
    under(till, offer, (lamp, "1"))
    (row,) = report(till)
    assert (row["lines"], row["deviated_lines"], row["deviated_percent"]) == (5, 1, "20.00")
    assert (row["orders"], row["deviated_orders"]) == (3, 2)


def test_the_example_of_the_guide(till: Till, lamp: str) -> None:
    till.pricing.do(contracts.SET_MANUAL_LIMIT, {"role": "head_of_sales", "percent": "50"})
    prices = ("94.99", None, None)
    lines = [{"item_id": lamp, "quantity": "1", "manual_price": price} for price in prices]
    order = under(till, an_offer(till), lines=lines)
    till.ship(order)
    till.pay(order, "100", on="2026-04-30")
    days = {"2026-04-24": "0.00", "2026-04-25": "294.99", "2026-04-30": "194.99"}
    for on, overdue in days.items():
        (row,) = report(till, on=on)
        assert money(row) == ("294.99", "294.99", "100.00", overdue)
        assert (row["lines"], row["deviated_lines"], row["deviated_percent"]) == (3, 1, "33.33")


def test_cancelled_orders_and_lines_are_left_out(till: Till, lamp: str) -> None:
    offer = an_offer(till)
    gone, kept = under(till, offer, (lamp, "5")), under(till, offer, (lamp, "2"), (lamp, "7"))
    till.do(orders.CANCEL_ORDER, {"id": gone["id"], "reason": "Передумали"})
    named = [{"line_id": kept["lines"][1]["id"]}]
    till.do(orders.CANCEL_LINES, {"id": kept["id"], "lines": named, "reason": "Передумали"})
    (row,) = report(till)
    assert (row["orders"], row["lines"], row["ordered"]) == (1, 1, "200.00")


def test_a_payment_that_was_cancelled_was_never_kept(till: Till, lamp: str) -> None:
    order = under(till, an_offer(till), (lamp, "3"))
    till.ship(order)
    payment = till.pay(order, "300")
    assert [money(row) for row in report(till)] == [("300.00", "300.00", "300.00", "0.00")]
    till.on("2026-04-28")
    till.do(orders.CANCEL_PAYMENT, {"id": payment["id"], "reason": "Банк відкликав"}, by=CASHIER)
    assert [money(row) for row in report(till)] == [("300.00", "300.00", "0.00", "300.00")]


def test_what_came_to_nothing_is_no_row(till: Till, lamp: str) -> None:
    order = under(till, an_offer(till), (lamp, "3"))
    till.ship(order)
    till.on("2026-06-01")
    payment = till.pay(order, "100", on="2026-05-31")
    till.do(orders.CANCEL_PAYMENT, {"id": payment["id"], "reason": "Помилка"}, by=CASHIER)
    till.pay(order, "300", on="2026-06-01")
    july = {"date_from": "2026-07-01", "date_to": "2026-07-31"}
    assert report(till, **july, on="2026-07-31") == [], "all was paid in June"
    assert [row["overdue"] for row in report(till, **july, on="2026-05-30")] == ["300.00"]


def test_orders_without_an_offer_and_other_organizations_are_not_counted(till: Till, lamp: str) -> None:
    till.order((lamp, "1"), price_type_id=till.desk.retail, card_id=None)
    assert till.pricing.rows(OfferedOrder) == []
    offer = an_offer(till)
    order = under(till, offer, (lamp, "1"))
    for asked, found in (
        ({"offer_id": offer["id"]}, 1),
        ({"offer_id": lamp}, 0),
        ({"organization_id": order["organization_id"]}, 1),
        ({"organization_id": lamp}, 0),
        ({"partner_id": KALYNA.id}, 1),
        ({"partner_id": DZVIN.id}, 0),
    ):
        assert len(report(till, **asked)) == found, asked


def test_a_manager_sees_the_figures_of_own_clients_alone(till: Till, lamp: str) -> None:
    under(till, an_offer(till), (lamp, "1"))
    assert len(report(till, by=TARAS)) == 1
    assert report(till, by=DARYNA) == []


def test_told_again_everything_stays_as_it_is(till: Till, lamp: str) -> None:
    order = under(till, an_offer(till), (lamp, "3"), (lamp, "1"))
    till.ship(order, (1, "2"))
    till.pay(order, "50")
    kept = [sorted(map(str, till.pricing.rows(model))) for model in (OfferedOrder, OfferedDay, OfferedDue)]
    seen = report(till)
    assert all(kept)
    till.replay()
    assert [sorted(map(str, till.pricing.rows(one))) for one in (OfferedOrder, OfferedDay, OfferedDue)] == kept
    assert report(till) == seen


def test_an_order_made_under_an_old_version_keeps_its_terms_until_the_new_one_is_agreed(till: Till, lamp: str) -> None:
    offer = an_offer(till)
    changed = till.desk.change(offer, terms={"payment_stages": [{"kind": "credit", "percent": "100", "shift": 3}]})
    assert (changed["status"], changed["version_number"], changed["next_version"]) == ("in_force", 1, 2)
    before = under(till, offer, (lamp, "1"))
    till.desk.agree(changed)
    after = under(till, offer, (lamp, "2"))
    till.ship(before)
    till.ship(after)
    assert [one["offer_version"] for one in (before, after)] == [1, 2]
    assert [row["overdue"] for row in report(till, on="2026-04-14")] == ["200.00"]
    assert [row["overdue"] for row in report(till, on="2026-04-25")] == ["300.00"]


def test_a_period_that_ends_before_it_begins_is_named(till: Till) -> None:
    refusal = till.pricing.refuses(
        contracts.REPORT_OFFER_FULFILMENT, {"date_from": "2026-04-02", "date_to": "2026-04-01"}
    )
    assert [one.pointer for one in refusal.fields] == ["/date_to"]
