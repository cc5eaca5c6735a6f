"""Commercial proposals: made, agreed, sent, changed by versions, accepted with the chosen lines or declined."""

from datetime import timedelta
from typing import Any

import pytest

from services.chassis import runtime
from services.chassis.ids import uuid7
from services.deals import contracts as deals
from services.orders import contracts
from services.orders.models import Proposal, ProposalLine
from services.orders.rules import proposals as rules
from services.partners import contracts as partners
from services.pricing import contracts as pricing
from tests.services.builders import CABLE, INSTALL, LAMP, a_partner
from tests.services.cast import APPROVER, DZVIN, KALYNA, KEEPER, PROMIN, TARAS, TARAS_ID
from tests.services.orders.talks import NOON, OFFER, Talks, pointers, under_an_offer
from tests.services.orders.test_deal_orders import a_deal_of

TODAY = NOON.date()
STATUSES = [*contracts.ProposalStatus]


# ---------------------------------------------------------------- making


def test_a_new_proposal_is_a_draft_with_the_sums_of_its_firm_lines(talks: Talks) -> None:
    proposal = talks.a_proposal()
    assert (proposal["number"], proposal["status"], proposal["version_number"]) == ("PRP-000001", "draft", 1)
    assert (proposal["total"], proposal["vat"], proposal["payable"]) == ("1500.00", "250.00", "1500.00")
    assert proposal["firm_total"] == "1500.00"
    assert [(line["sku"], line["alternative"], line["total"]) for line in proposal["lines"]] == [
        ("INSTALL", None, "1500.00"),
        ("LAMP-10", 1, "240.00"),
        ("CABLE-3", 1, "100.30"),
    ]
    assert (proposal["manager_id"], proposal["sent_number"], proposal["order_id"]) == (str(TARAS_ID), None, None)


def test_all_lines_are_priced_in_one_call_with_offer_and_card(talks: Talks) -> None:
    card = uuid7()
    talks.bench.peers.reply(pricing.ASK_QUOTE, under_an_offer)
    proposal = talks.a_proposal(offer_id=OFFER, card_id=card)
    asked = [request for address, request in talks.bench.peers.questions if address == pricing.ASK_QUOTE.address]
    assert len(asked) == 1
    assert isinstance(asked[0], pricing.AskQuote)
    assert (asked[0].offer_id, asked[0].card_id, asked[0].partner_id, len(asked[0].lines)) == (
        OFFER,
        card,
        KALYNA.id,
        3,
    )
    assert (proposal["offer_version"], [stage["percent"] for stage in proposal["payment_stages"]]) == (
        2,
        ["50.0000", "50.0000"],
    )


def test_without_vat_in_prices_the_client_pays_it_on_top(talks: Talks) -> None:
    proposal = talks.a_proposal((LAMP, "2", None), prices_with_vat=False)
    assert (proposal["total"], proposal["vat"], proposal["payable"]) == ("240.00", "48.00", "288.00")


def test_a_line_without_a_price_is_refused_at_its_place(talks: Talks) -> None:
    def without(asked: pricing.AskQuote, incoming: Any) -> pricing.Quote:
        quote = under_an_offer(asked, incoming)
        return quote.model_copy(
            update={"lines": tuple(line.model_copy(update={"problem": "no_price"}) for line in quote.lines)}
        )

    talks.bench.peers.reply(pricing.ASK_QUOTE, without)
    refusal = talks.bench.refuses(contracts.MAKE_PROPOSAL, talks.body((LAMP, "1", None), (CABLE, "1", 1)))
    assert pointers(refusal) == [("/lines/0/item_id", "no_price"), ("/lines/1/item_id", "no_price")]
    assert talks.bench.rows(Proposal) == []


def test_a_proposal_of_nothing_is_refused(talks: Talks) -> None:
    refusal = talks.bench.refuses(contracts.MAKE_PROPOSAL, talks.body(lines=[]))
    assert pointers(refusal) == [("/lines", "proposal_empty")]


def test_a_warehouse_of_another_organization_is_refused(talks: Talks) -> None:
    foreign = talks.shop.open_warehouse("Чужий склад", PROMIN)
    assert pointers(talks.bench.refuses(contracts.MAKE_PROPOSAL, talks.body(warehouse_id=foreign))) == [
        ("/warehouse_id", "foreign_warehouse")
    ]


@pytest.mark.parametrize(("days", "taken"), [(-1, False), (0, True), (1, True)])
def test_the_last_day_has_not_passed_yet(talks: Talks, monkeypatch: pytest.MonkeyPatch, days: int, taken: bool) -> None:
    monkeypatch.setattr(runtime, "utc_now", lambda: NOON)
    body = talks.body(valid_to=str(NOON.date() + timedelta(days=days)))
    if taken:
        assert talks.bench.do(contracts.MAKE_PROPOSAL, body)["expired"] is False
    else:
        assert pointers(talks.bench.refuses(contracts.MAKE_PROPOSAL, body)) == [("/valid_to", "proposal_period")]


def a_card_with(*people: Any) -> partners.PartnerView:
    persons = [{"id": person, "full_name": "Оксана Адресатка"} for person in people]
    more = {"notes": None, "legal_entities": (), "contact_persons": persons, "details": ()}
    return partners.PartnerView.model_validate({**a_partner().model_dump(), **more})


def test_it_is_addressed_to_a_contact_person_of_the_client(talks: Talks) -> None:
    person = uuid7()
    talks.bench.peers.reply(partners.GET_PARTNER, a_card_with(person))
    assert talks.a_proposal(contact_person_id=person)["contact_person_id"] == str(person)
    refusal = talks.bench.refuses(contracts.MAKE_PROPOSAL, talks.body(contact_person_id=uuid7()))
    assert pointers(refusal) == [("/contact_person_id", "unknown_reference")]


def test_a_proposal_of_a_deal_knows_it_and_another_clients_deal_is_a_conflict(talks: Talks) -> None:
    deal = a_deal_of(KALYNA)
    talks.bench.peers.reply(deals.GET_DEAL, deal)
    assert talks.a_proposal(deal_id=deal.id)["deal_id"] == str(deal.id)
    talks.bench.peers.reply(deals.GET_DEAL, a_deal_of(DZVIN))
    refusal = talks.bench.refuses(contracts.MAKE_PROPOSAL, talks.body(deal_id=deal.id))
    assert (refusal.code.name, refusal.http_status) == ("deal_mismatch", 409)


def a_needy_deal(**more: Any) -> deals.DealCard:
    """Lamps are needed, and something in words; cable the client has got already."""
    rest = {"words": None, "price": None, "budget": None, "satisfied": False}
    demand = [
        {"id": uuid7(), "item_id": LAMP.id, "quantity": "50", **rest},
        {"id": uuid7(), "item_id": None, "quantity": "1", **rest, "words": "Стовп"},
        {"id": uuid7(), "item_id": CABLE.id, "quantity": "9", **rest, "satisfied": True},
    ]
    return a_deal_of(KALYNA, *demand, **more)


def test_from_a_deal_it_takes_the_demand_that_names_items_and_the_offer(talks: Talks) -> None:
    deal = a_needy_deal(offer_id=OFFER)
    talks.bench.peers.reply(deals.GET_DEAL, deal)
    proposal = talks.a_proposal(deal_id=deal.id, lines=[])
    assert [(line["sku"], line["quantity"], line["alternative"]) for line in proposal["lines"]] == [
        ("LAMP-10", "50.000", None)
    ]
    assert (proposal["offer_id"], proposal["total"]) == (str(OFFER), "6000.00")


def test_what_the_request_says_itself_is_not_the_deals(talks: Talks) -> None:
    deal = a_needy_deal(offer_id=OFFER)
    talks.bench.peers.reply(deals.GET_DEAL, deal)
    own = talks.a_proposal((INSTALL, "1", None), deal_id=deal.id, offer_id=None)
    assert (own["offer_id"], [line["sku"] for line in own["lines"]]) == (None, ["INSTALL"])
    assert talks.a_proposal(deal_id=deal.id, price_type_id=uuid7())["offer_id"] is None


def test_a_deal_without_demand_gives_no_lines(talks: Talks) -> None:
    deal = a_deal_of(KALYNA)
    talks.bench.peers.reply(deals.GET_DEAL, deal)
    refusal = talks.bench.refuses(contracts.MAKE_PROPOSAL, talks.body(lines=[], deal_id=deal.id))
    assert pointers(refusal) == [("/lines", "proposal_empty")]


# ---------------------------------------------------------------- agreeing and sending


MOVES = {
    "change": contracts.CHANGE_PROPOSAL,
    "submit": contracts.SUBMIT_PROPOSAL,
    "approve": contracts.APPROVE_PROPOSAL,
    "return": contracts.RETURN_PROPOSAL,
    "send": contracts.SEND_PROPOSAL,
    "accept": contracts.ACCEPT_PROPOSAL,
    "decline": contracts.DECLINE_PROPOSAL,
    "order": contracts.ORDER_PROPOSAL,
}
POSSIBLE = {
    "draft": {"change", "submit"},
    "on_approval": {"approve", "return"},
    "agreed": {"change", "send"},
    "sent": {"change", "accept", "decline"},
    "accepted": {"change", "order"},
    "declined": {"change"},
}


def test_the_moves_tried_are_all_there_are() -> None:
    assert MOVES.keys() == rules.MOVES
    assert POSSIBLE.keys() == set(STATUSES)


@pytest.mark.parametrize("status", STATUSES)
def test_what_the_status_does_not_allow_is_a_conflict_and_changes_nothing(talks: Talks, status: str) -> None:
    proposal = talks.a_proposal((LAMP, "1", None), status="sent" if status == "declined" else status)
    if status == "declined":
        proposal = talks.bench.do(contracts.DECLINE_PROPOSAL, {"id": proposal["id"], "reason": "Дорого"})
    told = len(talks.bench.events())
    for name in MOVES.keys() - POSSIBLE[status]:
        body = {"id": proposal["id"], "reason": "Бо так"}
        refusal = talks.bench.refuses(MOVES[name], body)
        assert (refusal.code.name, refusal.values["status"]) == ("proposal_status", status), name
    assert len(talks.bench.events()) == told
    assert talks.now(proposal) == proposal


@pytest.mark.parametrize("actor", [TARAS, KEEPER, KALYNA.login])
def test_only_approvers_and_heads_agree(talks: Talks, actor: Any) -> None:
    proposal = talks.a_proposal(status="on_approval")
    for operation in (contracts.APPROVE_PROPOSAL, contracts.RETURN_PROPOSAL):
        body = {"id": proposal["id"], "reason": "Не те"}
        assert talks.bench.refuses(operation, body, by=actor).code.name == "forbidden"


def test_a_returned_proposal_tells_why_until_it_is_submitted_again(talks: Talks) -> None:
    proposal = talks.a_proposal(status="on_approval")
    body = {"id": proposal["id"], "reason": "Завелика знижка"}
    returned = talks.bench.do(contracts.RETURN_PROPOSAL, body, by=APPROVER)
    assert (returned["status"], returned["return_reason"]) == ("draft", "Завелика знижка")
    assert talks.change(proposal, choose_several=True)["return_reason"] == "Завелика знижка"
    assert talks.moved(returned, "on_approval")["return_reason"] is None


def test_approval_says_who_and_when(talks: Talks) -> None:
    agreed = talks.a_proposal(status="agreed")
    assert agreed["agreed_by"] == str(APPROVER.user_id)
    assert agreed["agreed_at"] is not None


def test_each_change_is_told_with_what_waits(talks: Talks) -> None:
    proposal = talks.a_proposal(status="sent")
    talks.accept(proposal, 2)
    told = [event["data"] for event in talks.bench.events() if event["type"] == "orders.proposal_changed"]
    assert [(one["status"], one["awaits_approval"], one["total"], one["sent_number"]) for one in told] == [
        ("draft", False, "1500.00", None),
        ("on_approval", True, "1500.00", None),
        ("agreed", False, "1500.00", None),
        ("sent", False, "1500.00", 1),
        ("accepted", False, "1740.00", 1),
    ]
    assert [one["version"] for one in told] == [1, 2, 3, 4, 5]
    assert {one["partner_id"] for one in told} == {str(KALYNA.id)}


# ---------------------------------------------------------------- changing


def test_a_draft_is_changed_in_place_and_priced_anew(talks: Talks) -> None:
    proposal = talks.a_proposal(print_terms="Самовивіз", valid_to=str(TODAY + timedelta(days=9)))
    lines = [{"item_id": LAMP.id, "quantity": "3", "manual_price": "100"}]
    changed = talks.change(proposal, lines=lines, valid_to=None)
    assert (changed["version_number"], changed["total"], changed["print_terms"]) == (1, "300.00", "Самовивіз")
    assert (len(changed["lines"]), changed["valid_to"], changed["version"]) == (1, None, 2)
    assert len(talks.bench.rows(ProposalLine)) == 1
    again = talks.change(proposal, print_terms="Доставка наша")
    assert (again["total"], again["print_terms"]) == ("300.00", "Доставка наша")
    assert len(again["lines"]) == 1


def test_prices_are_asked_anew_on_each_change(talks: Talks, monkeypatch: pytest.MonkeyPatch) -> None:
    proposal = talks.a_proposal((LAMP, "2", None))
    talks.bench.peers.reply(pricing.ASK_QUOTE, under_an_offer)
    changed = talks.change(proposal, offer_id=OFFER)
    assert (changed["offer_id"], changed["offer_version"]) == (str(OFFER), 2)
    assert talks.change(proposal, offer_id=None)["offer_id"] is None


def test_what_is_required_is_not_taken_away_by_null(talks: Talks) -> None:
    proposal = talks.a_proposal()
    changed = talks.change(proposal, warehouse_id=None, lines=None, prices_with_vat=None, choose_several=None)
    assert [changed[name] for name in ("warehouse_id", "total")] == [
        proposal[name] for name in ("warehouse_id", "total")
    ]


def test_a_change_of_an_agreed_one_is_to_be_agreed_anew(talks: Talks) -> None:
    proposal = talks.a_proposal(status="agreed")
    changed = talks.change(proposal, choose_several=True)
    assert (changed["status"], changed["version_number"], changed["agreed_by"]) == ("draft", 1, None)


def test_a_change_after_sending_makes_the_next_version_and_the_first_stays_readable(talks: Talks) -> None:
    proposal = talks.a_proposal(status="sent")
    changed = talks.change(proposal, lines=[{"item_id": LAMP.id, "quantity": "1"}])
    assert (changed["status"], changed["version_number"], changed["sent_number"]) == ("draft", 2, 1)
    assert (changed["number"], changed["total"]) == (proposal["number"], "120.00")
    second, first = talks.bench.do(contracts.GET_PROPOSAL_VERSIONS, {"id": proposal["id"]})["versions"]
    assert (second["version_number"], second["status"], second["total"]) == (2, "draft", "120.00")
    assert (first["version_number"], first["status"], first["lines"]) == (1, "sent", proposal["lines"])
    assert talks.change(proposal, choose_several=True)["version_number"] == 2


@pytest.mark.parametrize("end", ["accepted", "declined"])
def test_what_was_decided_may_be_proposed_again_until_it_is_ordered(talks: Talks, end: str) -> None:
    proposal = talks.a_proposal((LAMP, "1", None), status="sent")
    if end == "accepted":
        talks.accept(proposal)
    else:
        talks.bench.do(contracts.DECLINE_PROPOSAL, {"id": proposal["id"], "reason": "Дорого"})
    changed = talks.change(proposal, choose_several=True)
    assert (changed["status"], changed["version_number"], changed["decided_at"]) == ("draft", 2, None)
    assert (changed["decline_reason"], [line["chosen"] for line in changed["lines"]]) == (None, [False])
    talks.order(talks.moved(changed, "accepted"))
    refusal = talks.bench.refuses(contracts.CHANGE_PROPOSAL, {"id": proposal["id"], "choose_several": False})
    assert refusal.code.name == "proposal_ordered"


def test_a_change_made_while_prices_were_asked_is_not_overwritten(talks: Talks) -> None:
    proposal = talks.a_proposal()
    meanwhile: list[Any] = []

    def slowly(asked: pricing.AskQuote, incoming: Any) -> pricing.Quote:
        if not meanwhile:
            meanwhile.append(talks.moved(proposal, "on_approval"))
        return under_an_offer(asked, incoming)

    talks.bench.peers.reply(pricing.ASK_QUOTE, slowly)
    refusal = talks.bench.refuses(contracts.CHANGE_PROPOSAL, {"id": proposal["id"], "choose_several": True})
    assert (refusal.code.name, refusal.http_status) == ("stale", 412)
    assert talks.now(proposal) == meanwhile[0]


def test_a_change_repeated_after_the_proposal_moved_on_answers_as_before(talks: Talks) -> None:
    proposal = talks.a_proposal()
    body = {"id": proposal["id"], "choose_several": True}
    talks.bench.reply(contracts.CHANGE_PROPOSAL, body, key="change-1")
    talks.moved(proposal, "on_approval")
    assert talks.bench.reply(contracts.CHANGE_PROPOSAL, body, key="change-1").status == 200
