"""The price of a line: VAT kinds, the price typed by hand, and the trail of reasons."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.messages import Language
from services.chassis.money import half_up
from services.pricing.contracts import VatRate
from services.pricing.rules.lines import (
    Found,
    Manual,
    as_document_price,
    found_at,
    one_after_another,
    priced,
    rate_of,
    shown_discount,
    total_of,
    vat_of,
)
from services.pricing.rules.places import Place
from tests.services.pricing.thorough import THOROUGH

TWENTY = Decimal(20)
LISTED = Place("price_type", Decimal("120.00"), vat_included=True, of="Роздрібна", document="PRC-000001")


@pytest.mark.parametrize(
    ("vat_rate", "expected"),
    [("20", TWENTY), ("14", Decimal(14)), ("7", Decimal(7)), ("0", Decimal(0)), ("exempt", None)],
)
def test_an_item_has_its_own_rate(vat_rate: VatRate, expected: Decimal | None) -> None:
    assert rate_of(vat_rate, vat_free=False) == expected


@pytest.mark.parametrize("vat_rate", ["20", "0", "exempt"])
def test_a_seller_who_pays_no_vat_charges_none(vat_rate: VatRate) -> None:
    assert rate_of(vat_rate, vat_free=True) is None


@pytest.mark.parametrize(
    ("has", "wants", "expected"),
    [(True, True, "120.55"), (False, False, "120.55"), (True, False, "100.4583"), (False, True, "144.6600")],
)
def test_a_price_of_the_other_vat_kind_is_converted_to_four_decimals(has: bool, wants: bool, expected: str) -> None:
    assert as_document_price(Decimal("120.55"), has_vat=has, wants_vat=wants, rate=TWENTY) == Decimal(expected)


@pytest.mark.parametrize(("value", "expected"), [("0.00005", "0.0001"), ("0.00004", "0.0000"), ("0.00006", "0.0001")])
def test_the_fifth_decimal_is_rounded_half_up(value: str, expected: str) -> None:
    assert as_document_price(Decimal(value), has_vat=True, wants_vat=False, rate=Decimal(0)) == Decimal(expected)


def test_an_exempt_price_is_the_same_with_and_without_vat() -> None:
    assert as_document_price(Decimal("45.00"), has_vat=True, wants_vat=False, rate=None) == Decimal("45.00")


def test_vat_is_within_the_total_or_on_top_of_it() -> None:
    assert vat_of(Decimal("10.03"), TWENTY, with_vat=True) == Decimal("1.67")
    assert vat_of(Decimal("10.03"), TWENTY, with_vat=False) == Decimal("2.01")
    assert vat_of(Decimal("10.03"), None, with_vat=False) == Decimal("0.00")


@pytest.mark.parametrize(("price", "expected"), [("1.0049", "1.00"), ("1.0050", "1.01"), ("1.0051", "1.01")])
def test_a_line_is_rounded_to_the_cent_half_up(price: str, expected: str) -> None:
    assert total_of(Decimal(1), Decimal(price), Decimal(0)) == Decimal(expected)


def test_a_line_is_rounded_once_after_the_discount() -> None:
    assert total_of(Decimal("0.5"), Decimal("0.33"), Decimal(50)) == Decimal("0.08")


def found(*tried: Place, with_vat: bool = True, language: Language = "uk") -> Found:
    return found_at(tried, rate=TWENTY, with_vat=with_vat, language=language)


def test_a_listed_price_gives_its_type_and_document_as_the_reason() -> None:
    step = found(LISTED).reasons[0]
    assert found(LISTED).price == Decimal("120.00")
    assert (step.rule, step.document, step.text) == ("price_type", "PRC-000001", "Ціна за видом «Роздрібна»")


def test_a_conversion_is_a_step_of_its_own() -> None:
    converted = found(LISTED, with_vat=False, language="en")
    assert converted.price == Decimal("100.0000")
    assert [(step.rule, step.before, step.after) for step in converted.reasons] == [
        ("price_type", None, Decimal("120.00")),
        ("vat", Decimal("120.00"), Decimal("100.0000")),
    ]


def test_a_price_typed_in_an_offer_is_of_the_document_s_vat_kind() -> None:
    typed = Place("item_price", Decimal("93.20"), document="OFR-000001", offer=("OFR-000001", 2))
    assert found(typed, with_vat=False).price == Decimal("93.20")


def test_a_place_without_a_price_is_told_as_tried() -> None:
    nothing = found(Place("price_type", None, of="Експортна"))
    assert (nothing.price, nothing.reasons[0].chosen, nothing.reasons[0].after) == (None, False, None)
    assert nothing.reasons[0].text == "Ціна за видом «Експортна»: на цю дату ціни немає"
    assert priced(nothing, Decimal(0), Manual(), "uk").price is None


def test_a_typed_price_replaces_the_listed_one_which_is_still_told() -> None:
    line = priced(found(LISTED), Decimal(0), Manual(Decimal("99.00")), "uk")
    assert (line.price, line.listed_price) == (Decimal("99.00"), Decimal("120.00"))
    last = line.reasons[-1]
    assert (last.rule, last.before, last.after) == ("manual", Decimal("120.00"), Decimal("99.00"))


def test_a_typed_price_of_zero_is_a_price() -> None:
    assert priced(found(LISTED), Decimal(0), Manual(Decimal(0)), "uk").price == Decimal(0)


@pytest.mark.parametrize(("price", "beyond"), [("85.51", False), ("85.50", False), ("85.49", True), ("95", False)])
def test_a_typed_price_exactly_at_the_limit_is_within_it(price: str, beyond: bool) -> None:
    """100 less 10 percent by the rules is 90; 5 percent below that is 85.50."""
    listed = found(Place("price_type", Decimal(100), vat_included=True))
    line = priced(listed, Decimal(10), Manual(Decimal(price), limit=Decimal(5)), "uk")
    assert (line.rule_price, line.needs_approval) == (Decimal(90), beyond)


@pytest.mark.parametrize(("discount", "beyond"), [("4.9999", False), ("5", False), ("5.0001", True)])
def test_a_typed_discount_exactly_at_the_limit_is_within_it(discount: str, beyond: bool) -> None:
    listed = found(Place("price_type", Decimal(100), vat_included=True))
    line = priced(listed, Decimal(10), Manual(discount=Decimal(discount), limit=Decimal(5)), "uk")
    assert line.needs_approval is beyond


def test_a_typed_discount_follows_those_of_the_rules() -> None:
    listed = found(Place("price_type", Decimal(100), vat_included=True))
    line = priced(listed, Decimal(10), Manual(discount=Decimal(4), limit=Decimal(5)), "uk")
    assert line.discount == Decimal("13.6")
    assert [(step.rule, step.before, step.after) for step in line.reasons[1:]] == [
        ("manual_discount", 90, Decimal("86.4"))
    ]


@pytest.mark.parametrize(("limit", "beyond"), [("99.9999", True), ("100", False)])
def test_a_price_typed_where_there_is_none_needs_somebody_to_answer_for_it(limit: str, beyond: bool) -> None:
    nothing = found(Place("price_type", None))
    assert priced(nothing, Decimal(0), Manual(Decimal(1), limit=Decimal(limit)), "uk").needs_approval is beyond


def test_a_discount_of_more_than_four_decimals_is_shown_whole_beside_the_rounded_one() -> None:
    exact = one_after_another(Decimal("3.3333"), Decimal("7.7777"))
    assert exact == Decimal("10.8517459259")
    shown = shown_discount(exact)
    assert (shown["discount"], shown["exact_discount"]) == (half_up(exact, 4), exact)
    assert shown_discount(Decimal("9.75")) == {"discount": Decimal("9.75")}


@THOROUGH
@given(
    first=st.decimals(min_value=0, max_value=100, places=4), second=st.decimals(min_value=0, max_value=100, places=4)
)
def test_discounts_one_after_another_leave_the_product_of_what_each_leaves(first: Decimal, second: Decimal) -> None:
    left = (100 - one_after_another(first, second)) * 100
    assert left == (100 - first) * (100 - second)


@THOROUGH
@given(value=st.decimals(min_value=0, max_value=10**6, places=2), rate=st.sampled_from([7, 14, 20]))
def test_there_and_back_again_is_the_same_to_the_cent(value: Decimal, rate: int) -> None:
    net = as_document_price(value, has_vat=True, wants_vat=False, rate=Decimal(rate))
    back = as_document_price(net, has_vat=False, wants_vat=True, rate=Decimal(rate))
    assert half_up(back) == value
