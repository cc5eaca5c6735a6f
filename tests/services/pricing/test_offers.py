"""Offers: made, agreed, changed by versions, closed; who may do what, and who sees which."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.chassis.errors import NOT_FOUND
from services.chassis.ids import uuid7
from services.partners import contracts as partners
from services.pricing import contracts
from services.pricing.models import Offer
from tests.services.cast import ADMIN, APPROVER, KALYNA, PROMIN, SVITLODIM
from tests.services.pricing.desk import JANUARY, Desk

HALVES = [{"kind": "prepayment", "percent": "50"}, {"kind": "credit", "percent": "50", "shift": 14}]


def pointers(refusal: Any) -> list[tuple[str, str]]:
    return sorted((field.pointer, field.code) for field in refusal.fields)


# ---------------------------------------------------------------- making


def test_a_new_offer_is_not_agreed_and_nobody_sells_under_it(desk: Desk) -> None:
    lamp = desk.an_item("LAMP", price="120")
    offer = desk.a_draft()
    assert (offer["status"], offer["number"], offer["kind"]) == ("not_agreed", "OFR-000001", "standard")
    assert (offer["version_number"], offer["next_version"], offer["in_force"], offer["terms"]) == (None, 1, None, None)
    body = {"on": "2026-03-02", "lines": [{"item_id": lamp, "quantity": "1"}], "offer_id": offer["id"]}
    refusal = desk.bench.refuses(contracts.ASK_QUOTE, body)
    assert (refusal.code.name, refusal.fields[0].pointer) == ("offer_not_in_force", "/offer_id")


def test_every_fault_of_an_offer_is_named_at_once(desk: Desk) -> None:
    lamp, group = desk.an_item("LAMP"), desk.a_price_group()
    euro = desk.a_price_type("EURO", currency="EUR")  # no fault: converted at the document's date
    body = desk.body(
        valid_to="2025-12-31",
        terms={"price_type_id": desk.retail, "payment_stages": [{"kind": "advance", "percent": "99.99"}]},
        item_rows=[
            {"item_id": lamp, "price": "1", "price_type_id": desk.retail},
            {"item_id": lamp, "price": "2"},
            {"item_id": uuid7()} | {"price_type_id": uuid7()},
        ],
        group_rows=[{"price_group_id": group}, {"price_group_id": uuid7(), "price_type_id": euro}],
    )
    refusal = desk.bench.refuses(contracts.MAKE_OFFER, body)
    assert pointers(refusal) == [
        ("/group_rows/0/percent", "row_says_one_thing"),
        ("/group_rows/1/price_group_id", "unknown_reference"),
        ("/item_rows/0/price", "row_says_one_thing"),
        ("/item_rows/1/item_id", "row_twice"),
        ("/item_rows/2/item_id", "unknown_reference"),
        ("/item_rows/2/price_type_id", "unknown_reference"),
        ("/terms/payment_stages", "stages_not_whole"),
        ("/valid_to", "offer_period"),
    ]
    stages = next(field for field in refusal.fields if field.code == "stages_not_whole")
    assert stages.message == "The percents of the payment stages sum to 99.99. Make them 100."
    assert desk.bench.rows(Offer) == []


@pytest.mark.parametrize(("percent", "taken"), [("49.9999", False), ("50", True), ("50.0001", False)])
def test_stages_sum_to_a_hundred(desk: Desk, percent: str, taken: bool) -> None:
    stages = [HALVES[0], {"kind": "credit", "percent": percent}]
    body = desk.body(terms={"price_type_id": desk.retail, "payment_stages": stages})
    if taken:
        assert desk.bench.do(contracts.MAKE_OFFER, body)["next"]["terms"]["payment_stages"][1]["percent"] == "50.0000"
    else:
        assert pointers(desk.bench.refuses(contracts.MAKE_OFFER, body)) == [
            ("/terms/payment_stages", "stages_not_whole")
        ]


def test_an_offer_without_any_price_type_is_refused(desk: Desk) -> None:
    refusal = desk.bench.refuses(contracts.MAKE_OFFER, desk.body(terms={}))
    assert pointers(refusal) == [("/terms/price_type_id", "offer_without_price_type")]


def test_an_organization_that_is_not_ours_is_named(desk: Desk) -> None:
    desk.bench.peers.reply(partners.GET_ORGANIZATION, NOT_FOUND(subject="Organization"))
    refusal = desk.bench.refuses(contracts.MAKE_OFFER, desk.body())
    assert pointers(refusal) == [("/organization_id", "unknown_reference")]


def test_offers_are_numbered_by_organization(desk: Desk) -> None:
    made = [desk.a_draft(), desk.a_draft(organization_id=PROMIN), desk.a_draft()]
    assert [offer["number"] for offer in made] == ["OFR-000001", "OFR-000001", "OFR-000002"]


@pytest.mark.parametrize("fault", ["draft", "another organization", "individual", "standard on standard"])
def test_only_an_agreed_standard_offer_of_the_organization_is_built_on(desk: Desk, fault: str) -> None:
    client: Any = KALYNA
    more: dict[str, Any] = {}
    if fault == "draft":
        below = desk.a_draft()
    elif fault == "individual":
        below = desk.an_offer(KALYNA)
    else:
        below = desk.an_offer()
    if fault == "another organization":
        more = {"organization_id": PROMIN}
    if fault == "standard on standard":
        client, more = None, {"terms": {"price_type_id": desk.retail}}
    refusal = desk.bench.refuses(contracts.MAKE_OFFER, desk.body(client, standard_id=below["id"], **more))
    assert ("/standard_id", "standard_not_fitting") in pointers(refusal)


# ---------------------------------------------------------------- agreeing


def test_an_offer_is_in_force_once_it_is_submitted_and_agreed(desk: Desk) -> None:
    offer = desk.a_draft()
    submitted = desk.bench.do(contracts.SUBMIT_OFFER, {"id": offer["id"]})
    assert (submitted["status"], submitted["awaits_approval"]) == ("on_approval", True)
    agreed = desk.bench.do(contracts.APPROVE_OFFER, {"id": offer["id"]}, by=APPROVER)
    assert (agreed["status"], agreed["awaits_approval"], agreed["version_number"]) == ("in_force", False, 1)
    assert (agreed["in_force"]["in_force_from"], agreed["next"]) == (JANUARY, None)


def test_each_change_of_an_offer_is_told_with_what_waits(desk: Desk) -> None:
    offer = desk.a_draft(KALYNA)
    desk.bench.do(contracts.SUBMIT_OFFER, {"id": offer["id"]})
    desk.bench.do(contracts.RETURN_OFFER, {"id": offer["id"], "reason": "Забагато"}, by=APPROVER)
    desk.agree(offer)
    told = [event["data"] for event in desk.bench.events() if event["type"] == "pricing.offer_changed"]
    assert [(one["status"], one["awaits_approval"]) for one in told] == [
        ("not_agreed", False),
        ("on_approval", True),
        ("not_agreed", False),
        ("on_approval", True),
        ("in_force", False),
    ]
    assert {one["partner_id"] for one in told} == {str(KALYNA.id)}
    assert [one["version"] for one in told] == [1, 2, 3, 4, 5]


def test_a_returned_offer_tells_why_until_it_is_submitted_again(desk: Desk) -> None:
    offer = desk.a_draft()
    desk.bench.do(contracts.SUBMIT_OFFER, {"id": offer["id"]})
    returned = desk.bench.do(contracts.RETURN_OFFER, {"id": offer["id"], "reason": "Забагато відстрочки"}, by=APPROVER)
    assert (returned["status"], returned["return_reason"]) == ("not_agreed", "Забагато відстрочки")
    assert desk.agree(offer)["return_reason"] is None


MOVES = {
    "submit": contracts.SUBMIT_OFFER,
    "approve": contracts.APPROVE_OFFER,
    "return": contracts.RETURN_OFFER,
    "close": contracts.CLOSE_OFFER,
}


@pytest.mark.parametrize(
    ("moves", "wrong"),
    [
        ("", "approve"),
        ("", "return"),
        ("submit", "submit"),
        ("submit approve", "submit"),
        ("submit approve", "approve"),
        ("submit approve", "return"),
        ("submit approve close", "close"),
        ("submit approve close", "submit"),
        ("close", "submit"),
    ],
)
def test_a_move_that_the_status_does_not_allow_is_refused(desk: Desk, moves: str, wrong: str) -> None:
    offer = desk.a_draft()
    for move in moves.split():
        desk.bench.do(MOVES[move], {"id": offer["id"]}, by=ADMIN)
    body = {"id": offer["id"], "reason": "Ні"}
    assert desk.bench.refuses(MOVES[wrong], body, by=ADMIN).code.name == "offer_status"


# ---------------------------------------------------------------- changing


def test_an_offer_not_agreed_is_edited_freely(desk: Desk) -> None:
    lamp, cable = desk.an_item("LAMP"), desk.an_item("CABLE")
    offer = desk.a_draft(item_rows=[{"item_id": lamp, "price": "100"}, {"item_id": cable, "price": "10"}])
    changed = desk.change(
        offer, name="Нова назва", terms={"minimum_amount": "1000"}, item_rows=[{"item_id": lamp, "price": "99"}]
    )
    assert (changed["name"], changed["next_version"], changed["next"]["terms"]["minimum_amount"]) == (
        "Нова назва",
        1,
        "1000.00",
    )
    assert [(row["item_id"], row["price"]) for row in changed["next"]["item_rows"]] == [(lamp, "99.0000")]
    assert sorted(changed["next"]["said"]) == ["currency", "minimum_amount", "price_type_id"]


def test_an_offer_on_approval_is_not_edited(desk: Desk) -> None:
    offer = desk.a_draft()
    desk.bench.do(contracts.SUBMIT_OFFER, {"id": offer["id"]})
    body = {"id": offer["id"], "terms": {"minimum_amount": "1"}}
    assert desk.bench.refuses(contracts.CHANGE_OFFER, body).code.name == "offer_status"


def test_a_change_of_an_offer_in_force_holds_only_when_it_is_agreed(desk: Desk) -> None:
    lamp = desk.an_item("LAMP", price="120")
    offer = desk.an_offer(item_rows=[{"item_id": lamp, "price": "100"}])
    changed = desk.change(offer, item_rows=[{"item_id": lamp, "price": "90"}], effective_from="2026-04-10")
    assert (changed["status"], changed["version_number"], changed["next_version"]) == ("in_force", 1, 2)
    assert changed["next"]["status"] == "not_agreed"
    assert desk.under(offer, (lamp, "1"), on="2026-05-01")["total"] == "100.00"
    desk.agree(offer)
    prices = [desk.under(offer, (lamp, "1"), on=day)["total"] for day in ("2026-04-09", "2026-04-10", "2026-05-01")]
    assert prices == ["100.00", "90.00", "90.00"]
    versions = [
        desk.under(offer, (lamp, "1"), on=day)["terms"]["version_number"] for day in ("2026-04-09", "2026-04-10")
    ]
    assert versions == [1, 2]


def test_the_next_version_begins_with_all_that_the_last_one_says(desk: Desk) -> None:
    lamp, group = desk.an_item("LAMP"), desk.a_price_group()
    rows = {
        "item_rows": [{"item_id": lamp, "price": "100"}],
        "group_rows": [{"price_group_id": group, "percent": "-4"}],
    }
    offer = desk.an_offer(**rows)
    changed = desk.change(offer, terms={"credit_limit": "5000"})
    assert changed["next"]["item_rows"] == offer["in_force"]["item_rows"]
    assert changed["next"]["group_rows"] == offer["in_force"]["group_rows"]
    assert changed["next"]["terms"]["price_type_id"] == desk.retail
    assert changed["in_force"]["terms"]["credit_limit"] is None


def test_a_version_without_a_day_of_its_own_holds_from_its_approval(desk: Desk) -> None:
    offer = desk.an_offer()
    desk.change(offer, terms={"minimum_amount": "10"})
    agreed = desk.agree(offer)
    assert date.fromisoformat(agreed["in_force"]["in_force_from"]) >= date.today() - timedelta(days=1)
    assert agreed["terms"]["minimum_amount"] == "10.00"


def test_a_new_name_is_no_new_version(desk: Desk) -> None:
    changed = desk.change(desk.an_offer(), name="Інша назва")
    assert (changed["name"], changed["next_version"]) == ("Інша назва", None)


def test_a_term_may_be_taken_back_and_a_strange_name_is_refused(desk: Desk) -> None:
    standard = desk.an_offer(terms={"price_type_id": desk.retail, "credit_limit": "1000"})
    own = desk.a_draft(KALYNA, standard_id=standard["id"], terms={"credit_limit": None})
    assert own["next"]["said"] == ["credit_limit"]
    assert desk.change(own, unsaid=["credit_limit"])["next"]["said"] == []
    refusal = desk.bench.refuses(contracts.CHANGE_OFFER, {"id": own["id"], "unsaid": ["credit_limit", "charm"]})
    assert pointers(refusal) == [("/unsaid/1", "no_such_term")]


def test_a_version_may_not_begin_before_the_period(desk: Desk) -> None:
    body = {"id": desk.an_offer()["id"], "effective_from": "2025-12-31"}
    assert pointers(desk.bench.refuses(contracts.CHANGE_OFFER, body)) == [("/effective_from", "offer_effective")]
    assert desk.change({"id": body["id"]}, effective_from=JANUARY)["next"]["effective_from"] == JANUARY


def test_closing_ends_an_offer_from_today(desk: Desk) -> None:
    lamp = desk.an_item("LAMP", price="120")
    offer = desk.an_offer()
    closed = desk.bench.do(contracts.CLOSE_OFFER, {"id": offer["id"]})
    assert closed["status"] == "closed"
    asked = {"partner_id": KALYNA.id, "organization_id": SVITLODIM}
    assert desk.bench.do(contracts.GET_CLIENT_OFFERS, asked)["offers"] == []
    assert desk.under(offer, (lamp, "1"), on="2026-03-02")["total"] == "120.00", "what was sold before is read so"
    assert desk.bench.refuses(contracts.CHANGE_OFFER, {"id": offer["id"], "name": "Ні"}).code.name == "offer_status"


# ---------------------------------------------------------------- reading through


def test_an_individual_offer_reads_through_what_it_does_not_say(desk: Desk) -> None:
    terms = {"price_type_id": desk.retail, "payment_stages": HALVES, "credit_limit": "1000", "minimum_amount": "50"}
    standard = desk.an_offer(terms=terms)
    own = desk.an_offer(KALYNA, standard_id=standard["id"], terms={"credit_limit": None, "delivery_days": 3})
    assert own["terms"]["payment_stages"][1]["shift"] == 14
    assert (own["terms"]["minimum_amount"], own["terms"]["credit_limit"]) == ("50.00", None)
    assert (own["terms"]["delivery_days"], own["terms"]["number"]) == (3, own["number"])
    desk.change(standard, terms={"minimum_amount": "70"}, effective_from="2026-02-01")
    desk.agree(standard)
    on = [
        desk.bench.do(contracts.GET_TERMS_OF_OFFER, {"id": own["id"], "on": day})["minimum_amount"]
        for day in ("2026-01-31", "2026-02-01")
    ]
    assert on == ["50.00", "70.00"]
    desk.bench.do(contracts.CLOSE_OFFER, {"id": standard["id"]})
    assert desk.now(own)["terms"]["minimum_amount"] == "70.00", "a closed standard offer is read at its last version"
