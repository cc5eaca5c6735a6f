"""Loyalty cards: issued, activated, blocked, expired; which give a discount, and to whom."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from services.chassis.errors import NOT_FOUND
from services.chassis.ids import uuid7
from services.partners import contracts as partners
from services.pricing import contracts
from services.pricing.models import LoyaltyCard
from tests.services.builders import a_partner
from tests.services.cast import DARYNA, DZVIN, HEAD, KALYNA, PRICER, SVITLODIM, TARAS
from tests.services.pricing.desk import JANUARY, Desk

ACTIVATE, BLOCK = contracts.ACTIVATE_CARD, contracts.BLOCK_CARD


@pytest.fixture
def silver(desk: Desk) -> str:
    """A kind of personal cards."""
    desk.bench.peers.reply(partners.GET_PARTNER, a_partner())
    kind: str = desk.bench.do(contracts.ADD_CARD_KIND, {"name": "Срібна"}, by=PRICER)["id"]
    return kind


def a_card(desk: Desk, kind: str, code: str = "C-1", client: Any = KALYNA, *, active: bool = True, **more: Any) -> str:
    """An active card of Kalyna's unless said otherwise; one whose last day is over was activated before that."""
    whose = {"partner_id": client.id} if client else {}
    last_day = more.pop("valid_to", None)
    body = {"code": code, "kind_id": kind, "valid_from": JANUARY, **whose, **more}
    card: str = desk.bench.do(contracts.ISSUE_CARD, body)["id"]
    if active:
        desk.bench.do(ACTIVATE, {"id": card})
    if last_day:
        with desk.bench.database.write() as session:
            ends = update(LoyaltyCard).where(LoyaltyCard.id == UUID(card))
            session.execute(ends.values(valid_to=date.fromisoformat(last_day)))
    return card


def test_a_card_gives_nothing_until_it_is_activated(desk: Desk, silver: str) -> None:
    card = a_card(desk, silver, active=False)
    assert desk.bench.do(contracts.GET_CARD, {"id": card})["status"] == "not_activated"
    assert desk.bench.do(ACTIVATE, {"id": card})["status"] == "active"


@pytest.mark.parametrize(
    ("before", "move", "allowed"),
    [
        ((), ACTIVATE, True),
        ((), BLOCK, True),
        ((ACTIVATE,), ACTIVATE, False),
        ((ACTIVATE,), BLOCK, True),
        ((BLOCK,), ACTIVATE, True),
        ((BLOCK,), BLOCK, False),
    ],
)
def test_which_moves_a_card_makes(desk: Desk, silver: str, before: Any, move: Any, allowed: bool) -> None:
    card = a_card(desk, silver, active=False)
    for operation in before:
        desk.bench.do(operation, {"id": card})
    if allowed:
        desk.bench.do(move, {"id": card})
    else:
        assert desk.bench.refuses(move, {"id": card}).code.name == "card_status"


def test_an_expired_card_is_shown_so_and_is_not_activated_again(desk: Desk, silver: str) -> None:
    card = a_card(desk, silver, valid_to="2026-01-31")
    assert desk.bench.do(contracts.GET_CARD, {"id": card})["status"] == "expired"
    assert desk.bench.refuses(ACTIVATE, {"id": card}).code.name == "card_status"


@pytest.mark.parametrize(("personal", "named"), [(True, False), (False, True)])
def test_personal_cards_have_an_owner_and_anonymous_ones_none(
    desk: Desk, silver: str, personal: bool, named: bool
) -> None:
    kind = desk.bench.do(contracts.ADD_CARD_KIND, {"name": "Інша", "personal": personal}, by=PRICER)["id"]
    body = {"code": "C-9", "kind_id": kind, "valid_from": JANUARY} | ({"partner_id": KALYNA.id} if named else {})
    refusal = desk.bench.refuses(contracts.ISSUE_CARD, body)
    assert (refusal.code.name, refusal.fields[0].pointer) == ("card_owner", "/partner_id")


def test_what_a_card_is_issued_with_must_be_there(desk: Desk, silver: str) -> None:
    a_card(desk, silver)
    body = {"code": "C-1", "kind_id": silver, "partner_id": KALYNA.id, "valid_from": JANUARY}
    assert desk.bench.refuses(contracts.ISSUE_CARD, body).code.name == "exists"
    backwards = {**body, "code": "C-2", "valid_to": "2025-12-31"}
    assert desk.bench.refuses(contracts.ISSUE_CARD, backwards).fields[0].pointer == "/valid_to"
    unknown = {**body, "code": "C-2", "kind_id": uuid7()}
    assert desk.bench.refuses(contracts.ISSUE_CARD, unknown).fields[0].pointer == "/kind_id"
    desk.bench.peers.reply(partners.GET_PARTNER, NOT_FOUND(subject="Partner"))
    assert desk.bench.refuses(contracts.ISSUE_CARD, {**body, "code": "C-2"}).code.name == "not_found"
    assert desk.bench.refuses(contracts.ADD_CARD_KIND, {"name": "Срібна"}, by=PRICER).code.name == "exists"


def test_cards_are_found_by_code_client_kind_and_status(desk: Desk, silver: str) -> None:
    gold = desk.bench.do(contracts.ADD_CARD_KIND, {"name": "Золота", "personal": False}, by=PRICER)["id"]
    a_card(desk, silver, "S-1")
    a_card(desk, silver, "S-2", DZVIN, active=False)
    a_card(desk, silver, "S-3", valid_to="2026-01-31")
    a_card(desk, gold, "G-1", None)

    def codes(by: Any = HEAD, **filters: Any) -> list[str]:
        return [row["code"] for row in desk.bench.listed(contracts.LIST_CARDS, by=by, **filters)]

    assert codes() == ["G-1", "S-1", "S-2", "S-3"]
    assert codes(code=["S-2"]) == ["S-2"]
    assert codes(partner_id=[KALYNA.id]) == ["S-1", "S-3"]
    assert codes(kind_id=[gold]) == ["G-1"]
    assert [codes(status=[one]) for one in ("not_activated", "active", "blocked", "expired")] == [
        ["S-2"],
        ["G-1", "S-1"],
        [],
        ["S-3"],
    ]
    assert codes(by=KALYNA.login) == ["S-1", "S-3"]
    assert codes(by=TARAS) == ["G-1", "S-1", "S-3"]
    assert [row["name"] for row in desk.bench.listed(contracts.LIST_CARD_KINDS)] == ["Золота", "Срібна"]


def test_another_s_client_s_card_is_not_there(desk: Desk, silver: str) -> None:
    card = a_card(desk, silver)
    for operation in (contracts.GET_CARD, BLOCK):
        assert desk.bench.refuses(operation, {"id": card}, by=DARYNA).code.name == "not_found"


# ---------------------------------------------------------------- in a quote


@pytest.fixture
def lamp(desk: Desk, silver: str) -> str:
    """A lamp of 100, with 10 percent off for silver cards."""
    body = {"name": "За карткою", "percent": "10", "card_kind_id": silver}
    desk.bench.do(contracts.ADD_DISCOUNT, body, by=PRICER)
    return desk.an_item("LAMP", price="100")


def test_a_card_s_discount_holds_with_the_card_and_not_without(desk: Desk, silver: str, lamp: str) -> None:
    card = a_card(desk, silver)
    assert desk.quote((lamp, "1"))["total"] == "100.00"
    assert desk.quote((lamp, "1"), card_id=card, partner_id=KALYNA.id)["total"] == "90.00"
    asked = {"card_id": card, "partner_id": KALYNA.id, "on": "2026-03-02"}
    assert desk.quote((lamp, "1"), by=KALYNA.login, **asked)["total"] == "90.00"


def test_an_anonymous_card_is_anybody_s_who_shows_it(desk: Desk, silver: str, lamp: str) -> None:
    kind = desk.bench.do(contracts.ADD_CARD_KIND, {"name": "Гостьова", "personal": False}, by=PRICER)["id"]
    body = {"name": "Гостям", "percent": "2", "card_kind_id": kind}
    desk.bench.do(contracts.ADD_DISCOUNT, body, by=PRICER)
    card = a_card(desk, kind, "G-1", None)
    for partner in (None, KALYNA.id, DZVIN.id):
        assert desk.quote((lamp, "1"), card_id=card, partner_id=partner)["total"] == "98.00"


@pytest.mark.parametrize(
    ("more", "asked", "code"),
    [
        ({"active": False}, {}, "card_not_active"),
        ({"valid_to": "2026-03-01"}, {}, "card_out_of_date"),
        ({"valid_to": "2026-03-02"}, {}, None),
        ({"valid_from": "2026-03-03"}, {}, "card_out_of_date"),
        ({"valid_from": "2026-03-02"}, {}, None),
        ({"client": DZVIN}, {}, "card_of_another"),
        ({}, {"partner_id": None}, "card_of_another"),
        ({}, {"card_id": uuid7()}, "not_found"),
        ({"client": DZVIN}, {"by": TARAS}, "not_found"),
    ],
)
def test_a_card_that_gives_nothing_is_refused_with_the_reason(
    desk: Desk, silver: str, lamp: str, more: dict[str, Any], asked: dict[str, Any], code: str | None
) -> None:
    body = {"card_id": a_card(desk, silver, **more), "partner_id": KALYNA.id, "organization_id": SVITLODIM, **asked}
    by = {"by": body.pop("by")} if "by" in body else {}
    lines = [{"item_id": lamp, "quantity": "1"}]
    if code is None:
        assert (
            desk.bench.do(contracts.ASK_QUOTE, {"on": "2026-03-02", "lines": lines, **body}, **by)["total"] == "90.00"
        )
        return
    refusal = desk.bench.refuses(contracts.ASK_QUOTE, {"on": "2026-03-02", "lines": lines, **body}, **by)
    assert (refusal.code.name, refusal.fields[0].pointer) == (code, "/card_id")


def test_a_card_of_a_client_that_was_merged_is_its_heir_s(desk: Desk, silver: str, lamp: str) -> None:
    card = a_card(desk, silver)
    desk.bench.hear(partners.PARTNER_CHANGED, a_partner(KALYNA, version=2, merged_into=DZVIN.id))
    assert desk.quote((lamp, "1"), card_id=card, partner_id=DZVIN.id)["total"] == "90.00"


def test_a_blocked_card_gives_nothing(desk: Desk, silver: str, lamp: str) -> None:
    card = a_card(desk, silver)
    desk.bench.do(BLOCK, {"id": card})
    body = {"on": "2026-03-02", "lines": [{"item_id": lamp, "quantity": "1"}], "card_id": card}
    refusal = desk.bench.refuses(contracts.ASK_QUOTE, {**body, "partner_id": KALYNA.id})
    assert refusal.code.name == "card_not_active"
