"""What offers agree beside prices and payment: operation, VAT, money, representatives, supply, packaging (O2)."""

from typing import Any

import pytest

from services.chassis.actor import Role
from services.pricing import contracts
from services.pricing.contracts import VatRegime
from services.pricing.rules.lines import vat_under
from tests.services.cast import KALYNA, SVITLODIM, TARAS_ID, a_person
from tests.services.pricing.desk import Desk
from tests.services.till import Till

REPRESENTATIVE = a_person("Торговий Вигаданий", Role.REPRESENTATIVE, staff=TARAS_ID)
BOTH = a_person("Обидва Вигадані", Role.REPRESENTATIVE, Role.MANAGER, staff=TARAS_ID)


def terms(desk: Desk, **said: Any) -> dict[str, Any]:
    return {"price_type_id": desk.retail, **said}


def pointers(refusal: Any) -> list[tuple[str, str]]:
    return sorted((field.pointer, field.code) for field in refusal.fields)


# ---------------------------------------------------------------- sale or commission


def offers_for(desk: Desk, **asked: Any) -> list[str]:
    body = {"partner_id": KALYNA.id, "organization_id": SVITLODIM, **asked}
    return [row["name"] for row in desk.bench.do(contracts.GET_CLIENT_OFFERS, body)["offers"]]


def test_a_client_buys_under_offers_of_sale_and_takes_on_commission_under_the_others(desk: Desk) -> None:
    desk.an_offer(name="Продаж")
    commission = desk.an_offer(name="Комісія", terms=terms(desk, operation="commission"))
    desk.an_offer(KALYNA, name="Своя комісія", standard_id=commission["id"])
    desk.an_offer(KALYNA, name="Свій продаж", standard_id=commission["id"], terms={"operation": "sale"})
    assert offers_for(desk) == ["Свій продаж", "Продаж"]
    assert offers_for(desk, operation="commission") == ["Своя комісія", "Комісія"]


def test_nothing_is_sold_under_an_offer_of_commission(desk: Desk) -> None:
    lamp = desk.an_item("LAMP", price="120")
    offer = desk.an_offer(terms=terms(desk, operation="commission"))
    lines = [{"item_id": lamp, "quantity": "1"}]
    body = {"on": "2026-03-02", "lines": lines, "offer_id": offer["id"], "partner_id": KALYNA.id}
    refusal = desk.bench.refuses(contracts.ASK_QUOTE, body)
    assert pointers(refusal) == [("/offer_id", "offer_on_commission")]


# ---------------------------------------------------------------- VAT


@pytest.mark.parametrize(
    ("regime", "rate", "wanted"),
    [
        ("by_item", "20", "20"),
        ("by_item", "exempt", "exempt"),
        ("zero", "20", "0"),
        ("zero", "0", "0"),
        ("zero", "exempt", "exempt"),
        ("exempt", "7", "exempt"),
        ("exempt", "exempt", "exempt"),
    ],
)
def test_lines_carry_the_vat_of_the_regime(regime: str, rate: Any, wanted: str) -> None:
    assert vat_under(VatRegime(regime), rate) == wanted


@pytest.mark.parametrize(
    ("regime", "rate", "vat"), [("by_item", "20", "40.00"), ("zero", "0", "0.00"), ("exempt", "exempt", "0.00")]
)
def test_under_a_regime_prices_stay_and_vat_is_what_it_says(desk: Desk, regime: str, rate: str, vat: str) -> None:
    lamp = desk.an_item("LAMP", price="120")
    offer = desk.an_offer(terms=terms(desk, vat_regime=regime))
    quote = desk.under(offer, (lamp, "2"))
    assert (quote["total"], quote["vat"]) == ("240.00", vat)
    assert [(line["price"], line["vat_rate"], line["vat"]) for line in quote["lines"]] == [("120.0000", rate, vat)]


# ---------------------------------------------------------------- in which money


@pytest.mark.parametrize(
    ("currency", "said", "faults"),
    [
        ("UAH", {"settlement_order": "hryvnia"}, []),
        ("EUR", {"settlement_order": "currency"}, []),
        ("EUR", {"settlement_order": "currency_paid_in_hryvnia", "payment_rate": "contract"}, []),
        ("UAH", {}, []),
        ("EUR", {"settlement_order": "hryvnia"}, ["settlement_order"]),
        ("UAH", {"settlement_order": "currency"}, ["settlement_order"]),
        ("UAH", {"settlement_order": "currency_paid_in_hryvnia"}, ["payment_rate", "settlement_order"]),
        ("EUR", {"settlement_order": "currency_paid_in_hryvnia"}, ["payment_rate"]),
        ("EUR", {"settlement_order": "currency", "payment_rate": "national_bank"}, ["payment_rate"]),
        ("UAH", {"payment_rate": "national_bank"}, ["payment_rate"]),
    ],
)
def test_the_money_that_is_paid_fits_the_currency(desk: Desk, currency: str, said: Any, faults: list[str]) -> None:
    body = desk.body(terms=terms(desk, currency=currency, **said))
    if not faults:
        shown = desk.bench.do(contracts.MAKE_OFFER, body)["next"]["terms"]
        assert {name: shown[name] for name in said} == said
        return
    assert pointers(desk.bench.refuses(contracts.MAKE_OFFER, body)) == [
        (f"/terms/{name}", f"{name}_not_fitting") for name in faults
    ]


def test_what_is_read_through_is_counted(desk: Desk) -> None:
    standard = desk.an_offer(terms=terms(desk, currency="UAH", settlement_order="hryvnia"))
    body = desk.body(KALYNA, standard_id=standard["id"], terms={"currency": "EUR"})
    assert pointers(desk.bench.refuses(contracts.MAKE_OFFER, body)) == [
        ("/terms/settlement_order", "settlement_order_not_fitting")
    ]


# ---------------------------------------------------------------- representatives


def test_a_representative_sees_open_standard_offers_and_those_of_own_clients(desk: Desk) -> None:
    desk.an_offer(name="Відкрита")
    closed = desk.an_offer(name="Не для представників", open_to_representatives=False)
    desk.an_offer(KALYNA, name="Своя", open_to_representatives=False)
    seen = [{row["name"] for row in desk.bench.listed(contracts.LIST_OFFERS, by=who)} for who in (REPRESENTATIVE, BOTH)]
    assert seen == [{"Відкрита", "Своя"}, {"Відкрита", "Своя", "Не для представників"}]
    lamp = desk.an_item("LAMP", price="120")
    body = {"on": "2026-03-02", "lines": [{"item_id": lamp, "quantity": "1"}], "offer_id": closed["id"]}
    refusal = desk.bench.refuses(contracts.ASK_QUOTE, {**body, "partner_id": KALYNA.id}, by=REPRESENTATIVE)
    assert pointers(refusal) == [("/offer_id", "not_found")]


def test_openness_is_of_the_version_that_was_agreed(desk: Desk) -> None:
    offer = desk.an_offer(name="Відкрита")
    changed = desk.change(offer, open_to_representatives=False)
    assert (changed["open_to_representatives"], changed["next"]["open_to_representatives"]) == (True, False)
    assert desk.agree(changed)["open_to_representatives"] is False


# ---------------------------------------------------------------- supply, packaging


def test_goods_ordered_under_an_offer_of_dedicated_supply_are_dedicated(till: Till) -> None:
    till.on("2026-04-10")
    lamp, service = till.desk.an_item("LAMP", price="100"), till.an_item("WORK", "50")
    for dedicated, wanted in ((True, ["dedicated", "none"]), (False, ["to_supply", "none"])):
        offer = till.desk.an_offer(terms=terms(till.desk, dedicated_supply=dedicated))
        order = till.order((lamp, "1"), (service, "1"), offer_id=offer["id"], card_id=None)
        assert [line["supply"] for line in order["lines"]] == wanted


def test_what_is_agreed_about_packaging_and_the_form_of_payment_is_shown(desk: Desk) -> None:
    said = {"packaging_days": 30, "packaging_deposit": True, "payment_form": "cash", "packaging_day_kind": "business"}
    standard = desk.an_offer(terms=terms(desk, **said))
    own = desk.an_offer(KALYNA, standard_id=standard["id"], terms={"packaging_days": 10})
    shown = desk.now(own, by=KALYNA.login)["terms"]
    assert {name: shown[name] for name in said} == {**said, "packaging_days": 10}
    untold = desk.an_offer()["terms"]
    assert {name: untold[name] for name in said} == {
        "packaging_days": None,
        "packaging_day_kind": "calendar",
        "packaging_deposit": False,
        "payment_form": None,
    }
