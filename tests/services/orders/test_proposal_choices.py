"""What becomes of a sent proposal: the client's choice, its last day, who sees which version, lists."""

from datetime import timedelta
from typing import Any

import pytest

from services.chassis import runtime
from services.chassis.ids import uuid7
from services.deals import contracts as deals
from services.orders import contracts
from services.pricing import contracts as pricing
from tests.services.builders import CABLE, INSTALL, LAMP
from tests.services.cast import DARYNA, DZVIN, HEAD, KALYNA, TARAS_ID
from tests.services.orders.talks import NOON, OFFER, Talks, ids, pointers, under_an_offer
from tests.services.orders.test_deal_orders import a_deal_of

TODAY = NOON.date()


# ---------------------------------------------------------------- the client's choice


def test_the_chosen_lines_are_marked_and_summed_up(talks: Talks) -> None:
    proposal = talks.accept(talks.a_proposal(status="sent"), 3)
    assert [line["chosen"] for line in proposal["lines"]] == [True, False, True]
    assert (proposal["status"], proposal["total"], proposal["firm_total"]) == ("accepted", "1600.30", "1500.00")
    assert proposal["decided_by"] == str(HEAD.user_id)


def test_firm_lines_may_be_named_too(talks: Talks) -> None:
    assert talks.accept(talks.a_proposal(status="sent"), 1, 2)["total"] == "1740.00"


TWO_GROUPS = ((LAMP, "1", 1), (CABLE, "1", 1), (LAMP, "2", 2), (CABLE, "2", 2))


@pytest.mark.parametrize(
    ("chosen", "wrong"),
    [
        ((), [("/line_ids", "choice_missing")]),
        ((1,), [("/line_ids", "choice_missing")]),
        ((1, 2), [("/line_ids", "choice_missing"), ("/line_ids/1", "choice_double")]),
        ((1, 2, 3, 4), [("/line_ids/1", "choice_double"), ("/line_ids/3", "choice_double")]),
        ((1, 3), []),
    ],
)
def test_one_of_each_group_of_alternatives_is_chosen(talks: Talks, chosen: Any, wrong: Any) -> None:
    proposal = talks.a_proposal(*TWO_GROUPS, status="sent")
    body = {"id": proposal["id"], "line_ids": ids(proposal, *chosen)}
    if wrong:
        assert pointers(talks.bench.refuses(contracts.ACCEPT_PROPOSAL, body)) == wrong
        assert talks.now(proposal) == proposal
    else:
        assert talks.bench.do(contracts.ACCEPT_PROPOSAL, body)["status"] == "accepted"


@pytest.mark.parametrize(("chosen", "taken"), [((1, 2), False), ((1, 3), True), ((1, 2, 3, 4), True)])
def test_where_several_may_be_chosen_one_at_least_is(talks: Talks, chosen: Any, taken: bool) -> None:
    proposal = talks.a_proposal(*TWO_GROUPS, status="sent", choose_several=True)
    body = {"id": proposal["id"], "line_ids": ids(proposal, *chosen)}
    if taken:
        assert talks.bench.do(contracts.ACCEPT_PROPOSAL, body)["status"] == "accepted"
    else:
        assert pointers(talks.bench.refuses(contracts.ACCEPT_PROPOSAL, body)) == [("/line_ids", "choice_missing")]


def test_lines_that_are_not_there_are_named_with_all_that_is_wrong(talks: Talks) -> None:
    proposal = talks.a_proposal(status="sent")
    other = talks.a_proposal(status="sent")
    body = {"id": proposal["id"], "line_ids": [str(uuid7()), *ids(proposal, 2), *ids(other, 2), *ids(proposal, 2, 3)]}
    assert pointers(talks.bench.refuses(contracts.ACCEPT_PROPOSAL, body)) == [
        ("/line_ids/0", "unknown_reference"),
        ("/line_ids/2", "unknown_reference"),
        ("/line_ids/4", "choice_double"),
    ]


def test_declining_keeps_the_clients_reason(talks: Talks) -> None:
    proposal = talks.a_proposal(status="sent")
    body = {"id": proposal["id"], "reason": "Знайшли дешевше"}
    declined = talks.bench.do(contracts.DECLINE_PROPOSAL, body, by=KALYNA.login)
    assert (declined["status"], declined["decline_reason"]) == ("declined", "Знайшли дешевше")
    assert declined["decided_by"] == str(KALYNA.login.user_id)


# ---------------------------------------------------------------- validity


@pytest.mark.parametrize(("days", "expired"), [(6, False), (7, False), (8, True)])
def test_it_expires_the_day_after_its_last_one(
    talks: Talks, monkeypatch: pytest.MonkeyPatch, days: int, expired: bool
) -> None:
    last = NOON.date() + timedelta(days=7)
    proposal = talks.a_proposal((LAMP, "1", None), status="sent", valid_to=str(last))
    agreed = talks.a_proposal((LAMP, "1", None), status="agreed", valid_to=str(last))
    endless = talks.a_proposal((LAMP, "1", None), status="sent")
    monkeypatch.setattr(runtime, "utc_now", lambda: NOON + timedelta(days=days))
    assert talks.now(proposal)["expired"] is expired
    late = talks.bench.listed(contracts.LIST_PROPOSALS, expired=True)
    assert {row["id"] for row in late} == ({proposal["id"], agreed["id"]} if expired else set())
    if expired:
        for operation, one in ((contracts.ACCEPT_PROPOSAL, proposal), (contracts.SEND_PROPOSAL, agreed)):
            refusal = talks.bench.refuses(operation, {"id": one["id"]})
            assert (refusal.code.name, refusal.values["valid_to"]) == ("proposal_expired", f"{last:%d.%m.%Y}")
        assert talks.accept(endless)["status"] == "accepted"
        talks.bench.do(contracts.DECLINE_PROPOSAL, {"id": proposal["id"], "reason": "Передумали"})
    else:
        assert talks.accept(proposal)["status"] == "accepted"
    assert talks.now(proposal)["expired"] is False


# ---------------------------------------------------------------- who sees what


@pytest.mark.parametrize("status", ["draft", "on_approval", "agreed"])
def test_a_client_sees_no_proposal_before_it_is_sent(talks: Talks, status: str) -> None:
    proposal = talks.a_proposal(status=status)
    for operation in (contracts.GET_PROPOSAL, contracts.GET_PROPOSAL_VERSIONS, contracts.ACCEPT_PROPOSAL):
        refusal = talks.bench.refuses(operation, {"id": proposal["id"]}, by=KALYNA.login)
        assert refusal.code.name == "not_found"
    assert talks.bench.listed(contracts.LIST_PROPOSALS, by=KALYNA.login) == []


def test_a_client_accepts_its_own_sent_proposal_without_seeing_what_is_ours(talks: Talks) -> None:
    talks.bench.peers.reply(pricing.ASK_QUOTE, under_an_offer)
    proposal = talks.a_proposal(status="sent", offer_id=OFFER)
    shown = talks.now(proposal, by=KALYNA.login)
    assert (shown["needs_approval"], shown["agreed_by"], shown["return_reason"]) == (None, None, None)
    assert {line["needs_approval"] for line in shown["lines"]} == {None}
    assert talks.now(proposal)["needs_approval"] is False
    assert talks.accept(proposal, 2, by=KALYNA.login)["decided_by"] == str(KALYNA.login.user_id)


def test_a_client_sees_what_was_sent_while_the_next_version_is_prepared(talks: Talks) -> None:
    proposal = talks.a_proposal((LAMP, "1", None), status="sent")
    talks.change(proposal, lines=[{"item_id": LAMP.id, "quantity": "5"}])
    shown = talks.now(proposal, by=KALYNA.login)
    assert (shown["version_number"], shown["status"], shown["total"]) == (1, "sent", "120.00")
    listed = talks.bench.listed(contracts.LIST_PROPOSALS, by=KALYNA.login)
    assert [(row["version_number"], row["status"], row["total"]) for row in listed] == [(1, "sent", "120.00")]
    ours = talks.bench.listed(contracts.LIST_PROPOSALS)
    assert [(row["version_number"], row["status"], row["total"]) for row in ours] == [(2, "draft", "600.00")]
    versions = talks.bench.do(contracts.GET_PROPOSAL_VERSIONS, {"id": proposal["id"]}, by=KALYNA.login)["versions"]
    assert [one["version_number"] for one in versions] == [1]
    for operation in (contracts.ACCEPT_PROPOSAL, contracts.DECLINE_PROPOSAL):
        body = {"id": proposal["id"], "reason": "Дорого"}
        assert talks.bench.refuses(operation, body, by=KALYNA.login).code.name == "proposal_revised"


def test_anothers_proposal_is_not_there(talks: Talks) -> None:
    proposal = talks.a_proposal(status="sent")
    for actor in (DARYNA, DZVIN.login):
        for operation in (contracts.GET_PROPOSAL, contracts.ACCEPT_PROPOSAL, contracts.GET_PROPOSAL_VERSIONS):
            assert talks.bench.refuses(operation, {"id": proposal["id"]}, by=actor).code.name == "not_found"
        assert talks.bench.listed(contracts.LIST_PROPOSALS, by=actor) == []
    for operation in (contracts.CHANGE_PROPOSAL, contracts.ORDER_PROPOSAL, contracts.ANALYSE_PROPOSAL):
        assert talks.bench.refuses(operation, {"id": proposal["id"]}, by=DARYNA).code.name == "not_found"


# ---------------------------------------------------------------- lists


def test_each_filter_keeps_what_it_says(talks: Talks) -> None:
    deal = a_deal_of(KALYNA)
    talks.bench.peers.reply(deals.GET_DEAL, deal)
    talks.bench.peers.reply(pricing.ASK_QUOTE, under_an_offer)
    first = talks.a_proposal(deal_id=deal.id, status="on_approval", valid_to=str(TODAY + timedelta(days=5)))
    second = talks.a_proposal(client=DZVIN, offer_id=OFFER, valid_to=str(TODAY + timedelta(days=6)))
    third = talks.a_proposal((INSTALL, "1", None), client=DZVIN, status="accepted")
    soon, later = (str(TODAY + timedelta(days=days)) for days in (5, 6))
    for filters, wanted in (
        ({}, [third, second, first]),
        ({"status": ["draft", "accepted"]}, [third, second]),
        ({"partner_id": DZVIN.id}, [third, second]),
        ({"deal_id": deal.id}, [first]),
        ({"manager_id": TARAS_ID}, [first]),
        ({"offer_id": OFFER}, [second]),
        ({"id": [third["id"]]}, [third]),
        ({"awaits_approval": True}, [first]),
        ({"valid_to_to": soon}, [first]),
        ({"valid_to_from": later}, [second]),
        ({"valid_to_from": soon, "valid_to_to": later}, [second, first]),
        ({"expired": True}, []),
    ):
        rows = talks.bench.listed(contracts.LIST_PROPOSALS, **filters)
        assert [row["id"] for row in rows] == [one["id"] for one in wanted], filters
    assert {row["partner_name"] for row in rows} <= {KALYNA.name, DZVIN.name}


@pytest.mark.parametrize("order", ["-created_at", "created_at", "number", "-number"])
def test_all_pages_together_hold_every_proposal_once(talks: Talks, order: str) -> None:
    for _ in range(5):
        talks.a_proposal((INSTALL, "1", None))
    pages = list(talks.bench.pages(contracts.LIST_PROPOSALS, 2, order=order))
    numbers = [row["number"] for page in pages for row in page]
    wanted = [f"PRP-{place:06d}" for place in range(1, 6)]
    assert numbers == (wanted[::-1] if order.startswith("-") else wanted)
