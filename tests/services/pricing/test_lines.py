"""The price of a line: VAT kinds, the price typed by hand, and the trail of reasons."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.money import half_up
from services.pricing.contracts import VatRate
from services.pricing.rules.lines import Listed, as_document_price, priced, rate_of, total_of, vat_of

TWENTY = Decimal(20)
LISTED = Listed(Decimal("120.00"), True, "Роздрібна", "PRC-000001")


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


def test_a_listed_price_gives_its_type_and_document_as_the_reason() -> None:
    price, listed, reasons = priced(LISTED, None, rate=TWENTY, with_vat=True, language="uk")
    assert (price, listed) == (Decimal("120.00"), Decimal("120.00"))
    assert [(step.rule, step.document, step.text) for step in reasons] == [
        ("price_type", "PRC-000001", "Ціна за видом «Роздрібна»")
    ]


def test_a_conversion_is_a_step_of_its_own() -> None:
    price, listed, reasons = priced(LISTED, None, rate=TWENTY, with_vat=False, language="en")
    assert (price, listed) == (Decimal("100.0000"), Decimal("100.0000"))
    assert [(step.rule, step.before, step.after) for step in reasons] == [
        ("price_type", None, Decimal("120.00")),
        ("vat", Decimal("120.00"), Decimal("100.0000")),
    ]


def test_a_typed_price_replaces_the_listed_one_which_is_still_told() -> None:
    price, listed, reasons = priced(LISTED, Decimal("99.00"), rate=TWENTY, with_vat=True, language="uk")
    assert (price, listed) == (Decimal("99.00"), Decimal("120.00"))
    assert (reasons[-1].rule, reasons[-1].before, reasons[-1].after) == ("manual", Decimal("120.00"), Decimal("99.00"))


def test_a_typed_price_of_zero_is_a_price() -> None:
    assert priced(LISTED, Decimal(0), rate=TWENTY, with_vat=True, language="uk")[0] == Decimal(0)


def test_without_any_price_there_is_none_and_no_reasons() -> None:
    assert priced(None, None, rate=TWENTY, with_vat=True, language="uk") == (None, None, ())


@given(value=st.decimals(min_value=0, max_value=10**6, places=2), rate=st.sampled_from([7, 14, 20]))
def test_there_and_back_again_is_the_same_to_the_cent(value: Decimal, rate: int) -> None:
    net = as_document_price(value, has_vat=True, wants_vat=False, rate=Decimal(rate))
    back = as_document_price(net, has_vat=False, wants_vat=True, rate=Decimal(rate))
    assert half_up(back) == value
