"""Discounts as they are kept and quoted: groups, withdrawal, typed prices and their limits, the document's own."""

from decimal import Decimal
from typing import Any

import pytest

from services.chassis.actor import Role
from services.chassis.ids import uuid7
from services.chassis.money import line_total
from services.pricing import contracts
from tests.services.cast import ADMIN, DZVIN, HEAD, KALYNA, PRICER, TARAS, a_person
from tests.services.pricing.desk import Desk

TUESDAY = "2026-03-17"


@pytest.fixture
def lamp(desk: Desk) -> str:
    return desk.an_item("LAMP", price="100")


def a_discount(desk: Desk, percent: str = "5", **more: Any) -> str:
    body = {"name": "Знижка вигадана", "percent": percent, **more}
    made: str = desk.bench.do(contracts.ADD_DISCOUNT, body, by=PRICER)["id"]
    return made


def a_group(desk: Desk, combine: str, **more: Any) -> str:
    body = {"name": "Знижки разом", "combine": combine, **more}
    made: str = desk.bench.do(contracts.ADD_DISCOUNT_GROUP, body, by=PRICER)["id"]
    return made


def total(desk: Desk, *lines: tuple[str, str], **more: Any) -> str:
    answer: str = desk.quote(*lines, **{"on": TUESDAY, **more})["total"]
    return answer


# ---------------------------------------------------------------- rules


def test_a_discount_holds_in_every_quote_until_it_is_withdrawn(desk: Desk, lamp: str) -> None:
    assert total(desk, (lamp, "1")) == "100.00"
    discount = a_discount(desk, "7.5")
    line = desk.quote((lamp, "2"))["lines"][0]
    assert (line["total"], line["discount"], line["price"], line["listed_price"], line["rule_price"]) == (
        "185.00",
        "7.5000",
        "100.0000",
        "100.0000",
        "92.5000",
    )
    told = line["reasons"][-1]
    assert (told["rule"], told["rule_id"], told["text"]) == ("discount", discount, "Discount “Знижка вигадана” 7.5 %")
    gone = desk.bench.do(contracts.WITHDRAW_DISCOUNT, {"id": discount}, by=PRICER)
    assert gone["withdrawn"] is True
    assert total(desk, (lamp, "1")) == "100.00"
    refusal = desk.bench.refuses(contracts.WITHDRAW_DISCOUNT, {"id": discount}, by=PRICER)
    assert refusal.code.name == "discount_withdrawn"


@pytest.mark.parametrize(
    ("combine", "paid"),
    [("highest", "92.00"), ("sum", "84.00"), ("one_after_another", "84.78"), ("exclusive", "95.00")],
)
def test_the_root_combines_as_it_is_set(desk: Desk, lamp: str, combine: str, paid: str) -> None:
    for percent, priority in (("3", 2), ("5", 1), ("8", 3)):
        a_discount(desk, percent, priority=priority)
    desk.bench.do(contracts.SET_DISCOUNT_ROOT, {"combine": combine}, by=PRICER)
    assert total(desk, (lamp, "1")) == paid


def test_groups_nest_and_may_be_changed(desk: Desk, lamp: str) -> None:
    added = a_group(desk, "sum")
    a_discount(desk, "3", group_id=added)
    chained = a_group(desk, "one_after_another", parent_id=added)
    for _ in range(2):
        a_discount(desk, "5", group_id=chained)
    assert total(desk, (lamp, "1")) == "87.25"
    desk.bench.do(contracts.CHANGE_DISCOUNT_GROUP, {"id": added, "combine": "highest"}, by=PRICER)
    assert total(desk, (lamp, "1")) == "90.25"
    listed = desk.bench.listed(contracts.LIST_DISCOUNT_GROUPS, parent_id=added)
    assert [row["id"] for row in listed] == [chained]


def test_money_off_comes_off_every_unit_to_the_cent(desk: Desk) -> None:
    nail = desk.an_item("NAIL", price="30")
    desk.bench.do(contracts.ADD_DISCOUNT, {"name": "Осіння", "money_off": "5.005"}, by=PRICER)
    line = desk.quote((nail, "1000"), on=TUESDAY)["lines"][0]
    assert (line["total"], line["rule_price"], line["discount"]) == ("24995.00", "24.9950", "16.6833")
    assert line["reasons"][-1]["text"] == "Discount “Осіння” 5.005 UAH"
    assert total(desk, (nail, "1")) == "25.00"


def test_a_fixed_price_is_what_a_unit_costs_in_documents_of_its_currency(desk: Desk, lamp: str) -> None:
    desk.bench.do(contracts.ADD_DISCOUNT, {"name": "Ціна тижня", "fixed_price": "79.90"}, by=PRICER)
    assert total(desk, (lamp, "3")) == "239.70"
    desk.bench.do(contracts.SET_EXCHANGE_RATE, {"currency": "EUR", "on": TUESDAY, "rate": "50"}, by=PRICER)
    assert total(desk, (lamp, "3"), currency="EUR") == "6.00"


def test_a_markup_makes_a_line_dearer(desk: Desk, lamp: str) -> None:
    a_discount(desk, "-2.5")
    line = desk.quote((lamp, "2"), on=TUESDAY)["lines"][0]
    assert (line["total"], line["discount"], line["rule_price"]) == ("205.00", "-2.5000", "102.5000")
    assert line["reasons"][-1]["text"] == "Markup “Знижка вигадана” 2.5 %"


def test_a_discount_of_a_price_group_holds_on_its_lines(desk: Desk, lamp: str) -> None:
    tools = desk.bench.do(contracts.ADD_PRICE_GROUP, {"name": "Інструмент"}, by=PRICER)["id"]
    drill = desk.an_item("DRILL", price="200", price_group_id=tools)
    a_discount(desk, "10", price_group_id=tools)
    assert total(desk, (lamp, "1"), (drill, "1")) == "280.00"


def test_a_discount_of_a_form_of_payment_holds_where_the_document_or_its_offer_says_so(desk: Desk, lamp: str) -> None:
    a_discount(desk, "10", payment_form="cash")
    assert [total(desk, (lamp, "1"), payment_form=form) for form in ("cash", "card")] == ["90.00", "100.00"]
    offer = desk.an_offer(terms={"price_type_id": desk.retail, "payment_form": "cash"})
    assert desk.under(offer, (lamp, "1"))["total"] == "90.00"
    assert desk.under(offer, (lamp, "1"), payment_form="card")["total"] == "100.00"


def test_a_discount_of_certain_hours_holds_at_the_document_s_time(desk: Desk, lamp: str) -> None:
    a_discount(desk, "10", time_from="08:00", time_to="10:00")
    paid = [total(desk, (lamp, "1"), time=time) for time in ("07:59", "08:00", "09:59", "10:00")]
    assert paid == ["100.00", "90.00", "90.00", "100.00"]


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ({}, {"/percent"}),
        ({"percent": "0"}, {"/percent"}),
        ({"percent": "5", "fixed_price": "10"}, {"/percent", "/fixed_price"}),
        ({"percent": "5", "time_from": "10:00", "time_to": "10:00"}, {"/time_to"}),
        ({"money_off": "5", "valid_from": "2026-03-02", "valid_to": "2026-03-01", "time_to": "00:00"},
         {"/valid_to", "/time_to"}),
        ({"percent": "5", "price_group_id": str(uuid7()), "time_to": "00:00"}, {"/price_group_id", "/time_to"}),
    ],
)  # fmt: skip
def test_all_that_is_wrong_with_a_discount_is_named_at_once(desk: Desk, body: dict[str, Any], faults: set[str]) -> None:
    refusal = desk.bench.refuses(contracts.ADD_DISCOUNT, {"name": "Хибна", **body}, by=PRICER)
    assert {field.pointer for field in refusal.fields} == faults


def test_document_bounds_count_every_line_before_discounts(desk: Desk, lamp: str) -> None:
    a_discount(desk, "10", bound="document", amount_from="300")
    assert total(desk, (lamp, "2"), (lamp, "1")) == "270.00"
    assert total(desk, (lamp, "2"), (lamp, "0.999")) == "299.90"


def test_lines_that_take_no_discount_count_towards_a_document_s_bound(desk: Desk, lamp: str) -> None:
    a_discount(desk, "10", bound="document", amount_from="150")
    cable = desk.an_item("CABLE", price="60")
    offer = desk.an_offer(item_rows=[{"item_id": lamp, "price": "100"}])
    lines = desk.under(offer, (lamp, "1"), (cable, "1"))["lines"]
    assert [line["total"] for line in lines] == ["100.00", "54.00"]


@pytest.mark.parametrize(("allowed", "paid"), [(False, "100.00"), (True, "90.00")])
def test_a_price_typed_in_the_offer_takes_discounts_only_where_its_row_allows(
    desk: Desk, lamp: str, allowed: bool, paid: str
) -> None:
    a_discount(desk, "10")
    offer = desk.an_offer(item_rows=[{"item_id": lamp, "price": "100", "discounts_allowed": allowed}])
    assert desk.under(offer, (lamp, "1"))["total"] == paid


def test_a_discount_of_a_standard_offer_holds_under_the_individual_ones_built_on_it_and_nowhere_else(
    desk: Desk, lamp: str
) -> None:
    standard = desk.an_offer()
    own, other = desk.an_offer(KALYNA, standard_id=standard["id"]), desk.an_offer()
    a_discount(desk, "10", offer_id=standard["id"])
    assert [desk.under(one, (lamp, "1"))["total"] for one in (standard, own, other)] == ["90.00", "90.00", "100.00"]
    assert total(desk, (lamp, "1")) == "100.00"


def test_a_discount_under_another_s_client_s_offer_is_not_shown(desk: Desk) -> None:
    theirs = a_discount(desk, offer_id=desk.an_offer(DZVIN)["id"])
    ours = a_discount(desk, offer_id=desk.an_offer(KALYNA)["id"])
    assert [row["id"] for row in desk.bench.listed(contracts.LIST_DISCOUNTS, by=TARAS)] == [ours]
    assert desk.bench.refuses(contracts.GET_DISCOUNT, {"id": theirs}, by=TARAS).code.name == "not_found"
    assert desk.bench.listed(contracts.LIST_DISCOUNTS, withdrawn=True) == []


def test_what_a_discount_names_must_be_there(desk: Desk) -> None:
    named = {"group_id": uuid7(), "card_kind_id": uuid7(), "offer_id": uuid7()}
    refusal = desk.bench.refuses(contracts.ADD_DISCOUNT, {"name": "Знижка", "percent": "5", **named}, by=PRICER)
    assert sorted(field.pointer for field in refusal.fields) == ["/card_kind_id", "/group_id", "/offer_id"]
    body = {"name": "Знижка", "percent": "5", "valid_from": "2026-02-01", "valid_to": "2026-01-31"}
    assert desk.bench.refuses(contracts.ADD_DISCOUNT, body, by=PRICER).fields[0].pointer == "/valid_to"


def test_a_total_follows_from_what_is_shown_however_many_decimals_the_discount_has(desk: Desk) -> None:
    item = desk.an_item("MANY", price="999999.9999")
    desk.bench.do(contracts.SET_DISCOUNT_ROOT, {"combine": "one_after_another"}, by=PRICER)
    for percent in ("33.3333", "12.3457", "7.7777"):
        a_discount(desk, percent)
    line = desk.quote((item, "9999.999"))["lines"][0]
    exact = Decimal(line["exact_discount"])
    assert line["discount"] == str(exact.quantize(Decimal("0.0001")))
    assert Decimal(line["total"]) == line_total(Decimal(line["quantity"]), Decimal(line["price"]), exact)
    assert Decimal(line["total"]) != line_total(
        Decimal(line["quantity"]), Decimal(line["price"]), Decimal(line["discount"])
    )


def test_discounts_are_read_once_and_again_only_when_they_have_changed(desk: Desk, lamp: str) -> None:
    def statements() -> int:
        with desk.bench.statements() as seen:
            desk.quote((lamp, "1"))
        return len(seen)

    assert statements() == 3
    a_discount(desk)
    assert [statements() for _ in range(3)] == [5, 3, 3]
    a_group(desk, "sum")
    assert [statements() for _ in range(2)] == [5, 3]


# ---------------------------------------------------------------- what people type


def limit(desk: Desk, role: str, percent: str) -> None:
    desk.bench.do(contracts.SET_MANUAL_LIMIT, {"role": role, "percent": percent}, by=ADMIN)


def typed(desk: Desk, lamp: str, by: Any = TARAS, **line: Any) -> dict[str, Any]:
    lines = [{"item_id": lamp, "quantity": "1", **line}]
    answer: dict[str, Any] = desk.quote(lines=lines, by=by)["lines"][0]
    return answer


def test_without_a_limit_every_typed_price_below_the_rules_needs_approval(desk: Desk, lamp: str) -> None:
    assert typed(desk, lamp, manual_price="99.9999")["needs_approval"] is True
    assert typed(desk, lamp, manual_price="100")["needs_approval"] is False
    assert typed(desk, lamp, manual_discount="0")["needs_approval"] is False
    assert typed(desk, lamp)["needs_approval"] is False


@pytest.mark.parametrize(("price", "needs"), [("95.01", False), ("95", False), ("94.99", True)])
def test_exactly_at_the_limit_of_one_s_role_is_within_it(desk: Desk, lamp: str, price: str, needs: bool) -> None:
    limit(desk, "manager", "5")
    assert typed(desk, lamp, manual_price=price)["needs_approval"] is needs


def test_a_person_has_the_largest_limit_of_their_roles(desk: Desk, lamp: str) -> None:
    limit(desk, "manager", "5")
    limit(desk, "head_of_sales", "15")
    both = a_person("І те, і те", Role.MANAGER, Role.HEAD_OF_SALES)
    needs = [typed(desk, lamp, by=one, manual_discount="15")["needs_approval"] for one in (TARAS, HEAD, both)]
    assert needs == [True, False, False]


def test_a_limit_set_again_replaces_the_first(desk: Desk, lamp: str) -> None:
    limit(desk, "manager", "5")
    limit(desk, "manager", "3")
    rows = desk.bench.listed(contracts.LIST_MANUAL_LIMITS)
    assert [(row["role"], row["percent"]) for row in rows] == [("manager", "3.0000")]
    assert typed(desk, lamp, manual_discount="4")["needs_approval"] is True


@pytest.mark.parametrize(("discount", "needs"), [("3", False), ("4", True)])
def test_the_stricter_of_the_person_s_limit_and_the_offer_s_holds(
    desk: Desk, lamp: str, discount: str, needs: bool
) -> None:
    limit(desk, "head_of_sales", "20")
    offer = desk.an_offer(terms={"price_type_id": desk.retail, "manual_limit": "3"})
    line = {"item_id": lamp, "quantity": "1", "manual_discount": discount}
    assert desk.under(offer, lines=[line])["needs_approval"] is needs


def test_a_typed_price_takes_no_typed_discount(desk: Desk, lamp: str) -> None:
    lines = [{"item_id": lamp, "quantity": "1"}, {"item_id": lamp, "quantity": "1", "manual_price": "1"}]
    lines[1]["manual_discount"] = "1"
    refusal = desk.bench.refuses(contracts.ASK_QUOTE, {"on": TUESDAY, "lines": lines})
    assert [(field.pointer, field.code) for field in refusal.fields] == [("/lines/1/manual_discount", "manual_twice")]


def test_a_client_types_neither_prices_nor_discounts(desk: Desk, lamp: str) -> None:
    lines = [
        {"item_id": lamp, "quantity": "1", "manual_price": "1"},
        {"item_id": lamp, "quantity": "1", "manual_discount": "1"},
    ]
    body = {"on": TUESDAY, "lines": lines, "document_discount": "1"}
    refusal = desk.bench.refuses(contracts.ASK_QUOTE, body, by=KALYNA.login)
    pointers = ["/lines/0/manual_price", "/lines/1/manual_discount", "/document_discount"]
    assert (refusal.code.name, [field.pointer for field in refusal.fields]) == ("manual_by_ours", pointers)


def test_the_limit_costs_a_statement_only_where_something_is_typed(desk: Desk, lamp: str) -> None:
    with desk.bench.statements() as seen:
        typed(desk, lamp, manual_price="1")
    assert len(seen) == 4


# ---------------------------------------------------------------- the document's own


def test_a_document_s_discount_is_shared_over_its_lines_before_vat(desk: Desk, lamp: str) -> None:
    cable = desk.an_item("CABLE", price="50")
    quote = desk.quote((lamp, "1"), (cable, "1"), document_discount="10.01")
    assert [(line["document_discount_part"], line["total"], line["vat"]) for line in quote["lines"]] == [
        ("6.67", "93.33", "15.56"),
        ("3.34", "46.66", "7.78"),
    ]
    assert (quote["total"], quote["vat"]) == ("139.99", "23.34")


@pytest.mark.parametrize(("amount", "refused"), [("100.00", False), ("100.01", True)])
def test_a_document_s_discount_is_not_more_than_its_total(desk: Desk, lamp: str, amount: str, refused: bool) -> None:
    body = {"on": TUESDAY, "lines": [{"item_id": lamp, "quantity": "1"}], "document_discount": amount}
    if refused:
        assert desk.bench.refuses(contracts.ASK_QUOTE, body).fields[0].pointer == "/document_discount"
    else:
        assert desk.bench.do(contracts.ASK_QUOTE, body)["total"] == "0.00"


@pytest.mark.parametrize(("amount", "needs"), [("10.00", False), ("10.01", True)])
def test_a_document_s_discount_beyond_the_limit_needs_approval(desk: Desk, lamp: str, amount: str, needs: bool) -> None:
    limit(desk, "manager", "5")
    quote = desk.quote((lamp, "2"), document_discount=amount, by=TARAS)
    assert (quote["needs_approval"], quote["lines"][0]["needs_approval"]) == (needs, needs)
