"""Whose offers are whose: who makes, who agrees, what a client sees, and under which ones it may buy."""

from typing import Any

import pytest

from services.partners import contracts as partners
from services.pricing import contracts
from tests.services.builders import a_partner
from tests.services.cast import DARYNA, DZVIN, HEAD, KALYNA, KEEPER, PRICER, PROMIN, SVITLODIM, TARAS
from tests.services.pricing.desk import JANUARY, Desk

# ---------------------------------------------------------------- who


@pytest.mark.parametrize("actor", [TARAS])
def test_a_manager_makes_offers_for_clients_only(desk: Desk, actor: Any) -> None:
    assert desk.bench.refuses(contracts.MAKE_OFFER, desk.body(), by=actor).code.name == "offer_not_yours"
    own = desk.a_draft(KALYNA, by=actor)
    assert desk.bench.do(contracts.SUBMIT_OFFER, {"id": own["id"]}, by=actor)["status"] == "on_approval"
    standard = desk.an_offer()
    for operation in (contracts.CHANGE_OFFER, contracts.SUBMIT_OFFER, contracts.CLOSE_OFFER):
        body = {"id": standard["id"], "name": "Моя"}
        assert desk.bench.refuses(operation, body, by=actor).code.name == "offer_not_yours"


def test_another_s_client_s_offer_is_not_there(desk: Desk) -> None:
    offer = desk.an_offer(KALYNA)
    for operation in (contracts.GET_OFFER, contracts.CHANGE_OFFER, contracts.CLOSE_OFFER):
        refusal = desk.bench.refuses(operation, {"id": offer["id"], "name": "Чужа"}, by=DARYNA)
        assert refusal.code.name == "not_found"
    assert desk.bench.listed(contracts.LIST_OFFERS, by=DARYNA) == []
    lines = [{"item_id": desk.an_item("LAMP", price="1"), "quantity": "1"}]
    body = {"on": "2026-03-02", "lines": lines, "offer_id": offer["id"], "partner_id": KALYNA.id}
    refusal = desk.bench.refuses(contracts.ASK_QUOTE, body, by=DARYNA)
    assert (refusal.code.name, refusal.fields[0].pointer) == ("not_found", "/offer_id")


@pytest.mark.parametrize("actor", [PRICER, TARAS, KEEPER])
def test_who_makes_offers_does_not_agree_them(desk: Desk, actor: Any) -> None:
    offer = desk.a_draft(KALYNA)
    desk.bench.do(contracts.SUBMIT_OFFER, {"id": offer["id"]})
    assert desk.bench.refuses(contracts.APPROVE_OFFER, {"id": offer["id"]}, by=actor).code.name == "forbidden"


def test_a_client_sees_its_own_agreed_offers_and_the_open_standard_ones_without_our_limits(desk: Desk) -> None:
    limits = {"credit_limit": "9", "manual_limit": "5", "breach_days": 3, "breach_amount": "1", "minimum_amount": "7"}
    terms = {"price_type_id": desk.retail, **limits}
    own = desk.an_offer(KALYNA, name="Своя", terms=terms)
    desk.an_offer(KALYNA, name="Чернетка")  # agreed, too
    desk.a_draft(KALYNA, name="Ще не погоджена")
    desk.an_offer(DZVIN, name="Чужа")
    desk.an_offer(name="Закрита для клієнтів")
    desk.an_offer(name="Відкрита", open_to_clients=True)
    seen = {row["name"] for row in desk.bench.listed(contracts.LIST_OFFERS, by=KALYNA.login)}
    assert seen == {"Своя", "Чернетка", "Відкрита"}
    asked = {"partner_id": KALYNA.id, "organization_id": SVITLODIM}
    may = [row["name"] for row in desk.bench.do(contracts.GET_CLIENT_OFFERS, asked, by=KALYNA.login)["offers"]]
    assert may == ["Чернетка", "Своя", "Відкрита"]
    desk.change(own, terms={"minimum_amount": "8"})
    shown = desk.now(own, by=KALYNA.login)
    hidden = ("credit_limit", "manual_limit", "breach_days", "breach_amount")
    assert [shown["terms"][name] for name in hidden] == [None] * 4
    assert [shown["in_force"]["terms"][name] for name in hidden] == [None] * 4
    assert (shown["next"], shown["next_version"], shown["terms"]["minimum_amount"]) == (None, None, "7.00")
    lamp = desk.an_item("LAMP", price="1")
    quoted = desk.under(own, (lamp, "1"), by=KALYNA.login)["terms"]
    assert ([quoted[name] for name in hidden], quoted["minimum_amount"]) == ([None] * 4, "7.00")
    assert desk.bench.refuses(contracts.GET_TERMS_OF_OFFER, {"id": own["id"]}, by=KALYNA.login).code.name == "forbidden"


# ---------------------------------------------------------------- which offers may this client buy under


def test_a_client_s_offers_come_in_the_order_in_which_they_are_taken(desk: Desk) -> None:
    for name, client, start in (
        ("типова давня", None, "2026-01-01"),
        ("типова нова", None, "2026-02-01"),
        ("своя давня", KALYNA, "2026-01-01"),
        ("своя нова", KALYNA, "2026-01-15"),
        ("своя нова, друга", KALYNA, "2026-01-15"),
        ("чужа", DZVIN, "2026-02-20"),
        ("майбутня", KALYNA, "2026-12-31"),
    ):
        desk.an_offer(client, name=name, valid_from=start)
    asked = {"partner_id": KALYNA.id, "organization_id": SVITLODIM, "on": "2026-03-02"}
    found = [offer["name"] for offer in desk.bench.do(contracts.GET_CLIENT_OFFERS, asked)["offers"]]
    assert found == ["своя нова, друга", "своя нова", "своя давня", "типова нова", "типова давня"]
    elsewhere = {**asked, "organization_id": PROMIN}
    assert desk.bench.do(contracts.GET_CLIENT_OFFERS, elsewhere)["offers"] == []


@pytest.mark.parametrize(
    ("day", "holds"), [("2025-12-31", False), (JANUARY, True), ("2026-06-30", True), ("2026-07-01", False)]
)
def test_an_offer_holds_from_its_first_day_to_its_last(desk: Desk, day: str, holds: bool) -> None:
    desk.an_offer(valid_to="2026-06-30")
    asked = {"partner_id": KALYNA.id, "organization_id": SVITLODIM, "on": day}
    assert bool(desk.bench.do(contracts.GET_CLIENT_OFFERS, asked)["offers"]) is holds


def test_another_s_client_is_not_there_when_its_offers_are_asked_for(desk: Desk) -> None:
    asked = {"partner_id": KALYNA.id, "organization_id": SVITLODIM}
    assert desk.bench.refuses(contracts.GET_CLIENT_OFFERS, asked, by=DARYNA).code.name == "partner_not_found"
    assert desk.bench.refuses(contracts.GET_CLIENT_OFFERS, asked, by=DZVIN.login).code.name == "partner_not_found"
    assert desk.bench.do(contracts.GET_CLIENT_OFFERS, asked, by=TARAS) == {"offers": []}


def test_offers_are_found_by_status_client_and_whether_they_are_over(desk: Desk) -> None:
    desk.an_offer(name="типова", valid_to="2026-01-31")
    desk.an_offer(KALYNA, name="своя")
    desk.a_draft(KALYNA, name="чернетка")

    def names(**filters: Any) -> list[str]:
        return sorted(row["name"] for row in desk.bench.listed(contracts.LIST_OFFERS, **filters))

    assert names(status=["not_agreed"]) == ["чернетка"]
    assert names(partner_id=[KALYNA.id]) == ["своя", "чернетка"]
    assert names(expired=True) == ["типова"]
    assert names(expired=False) == ["своя", "чернетка"]
    assert names(kind=["standard"], by=HEAD) == ["типова"]


def test_an_offer_of_a_merged_card_is_its_heir_s(desk: Desk) -> None:
    desk.an_offer(KALYNA, name="Калинина")
    asked = {"partner_id": DZVIN.id, "organization_id": SVITLODIM}
    assert desk.bench.do(contracts.GET_CLIENT_OFFERS, asked)["offers"] == []
    gone = {"merged_into": DZVIN.id, "manager_id": DZVIN.manager_id}
    desk.bench.hear(partners.PARTNER_CHANGED, a_partner(KALYNA, version=2, **gone))
    found = desk.bench.do(contracts.GET_CLIENT_OFFERS, asked, by=DARYNA)["offers"]
    assert [offer["name"] for offer in found] == ["Калинина"]
    assert [row["name"] for row in desk.bench.listed(contracts.LIST_OFFERS, partner_id=[DZVIN.id])] == ["Калинина"]


def test_one_sells_to_the_heir_under_an_offer_of_a_merged_card(desk: Desk) -> None:
    lamp = desk.an_item("LAMP", price="100")
    offer = desk.an_offer(KALYNA)
    asked = {"organization_id": SVITLODIM, "partner_id": DZVIN.id, "offer_id": offer["id"], "on": "2026-03-02"}
    asked["lines"] = [{"item_id": lamp, "quantity": "1"}]
    assert desk.bench.refuses(contracts.ASK_QUOTE, asked).code.name == "offer_for_another"
    desk.bench.hear(partners.PARTNER_CHANGED, a_partner(KALYNA, version=2, merged_into=DZVIN.id))
    assert desk.bench.do(contracts.ASK_QUOTE, asked)["total"] == "100.00"


def test_a_client_asks_by_either_of_its_cards(desk: Desk) -> None:
    offer = desk.an_offer(DZVIN)
    asked = {"partner_id": DZVIN.id, "organization_id": SVITLODIM}
    assert desk.bench.refuses(contracts.GET_CLIENT_OFFERS, asked, by=KALYNA.login).code.name == "partner_not_found"
    desk.bench.hear(partners.PARTNER_CHANGED, a_partner(KALYNA, version=2, merged_into=DZVIN.id))
    found = desk.bench.do(contracts.GET_CLIENT_OFFERS, asked, by=KALYNA.login)["offers"]
    assert [one["id"] for one in found] == [offer["id"]]
