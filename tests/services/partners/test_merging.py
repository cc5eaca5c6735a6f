"""Two cards of one partner become one: what moves, what is found under the heir, who sees it, and what is refused."""

from typing import Any
from uuid import UUID

import pytest

from services.chassis.actor import Role
from services.chassis.ids import uuid7
from services.orders import contracts as orders
from services.partners import contracts
from services.partners.models import Partner
from tests.services.cast import ADMIN, a_person
from tests.services.company import Company
from tests.services.news import NEWS

FAIR = {"kind": "source", "id": None, "note": "Ярмарок"}
VAN = {"kind": "source", "id": None, "note": "Побачили нашу машину"}


def merge(company: Company, card: dict[str, Any], into: dict[str, Any]) -> dict[str, Any]:
    return company.bench.do(contracts.MERGE_PARTNER, {"id": card["id"], "into_id": into["id"]}, by=company.head)


def get(company: Company, card: dict[str, Any], by: Any = None) -> dict[str, Any]:
    return company.bench.do(contracts.GET_PARTNER, {"id": card["id"]}, by=by or company.head)


def two(company: Company, **more: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Taras's card, and Daryna's of the same partner."""
    return company.a_partner(**more), company.a_partner("Калина", by=company.daryna, accept_duplicates=True)


def test_the_card_is_archived_and_points_to_its_heir_which_keeps_its_name(company: Company) -> None:
    card, heir = two(company)
    told = len(company.bench.events())
    kept = merge(company, card, heir)
    assert (kept["id"], kept["name"], kept["archived_at"]) == (heir["id"], "Калина", None)
    gone = get(company, card)
    assert (gone["merged_into"], gone["archived_at"] is None, gone["name"]) == (heir["id"], False, card["name"])
    events = [event for event in company.bench.events()[told:] if event["type"] == "partners.partner_changed"]
    assert {event["subject_id"]: event["data"]["merged_into"] for event in events} == {
        card["id"]: heir["id"],
        heir["id"]: None,
    }


def test_its_parts_move_and_what_both_have_is_not_doubled(company: Company) -> None:
    phone, mail = {"kind": "phone", "value": "+380501112233"}, {"kind": "email", "value": "a@kalyna.example"}
    parts = {"legal_entities": [{"name": "ТОВ «Калина»"}], "contact_persons": [{"full_name": "Олена"}]}
    card = company.a_partner(details=[phone, mail], **parts)
    heir = company.a_partner("Калина", details=[phone], accept_duplicates=True, **parts)
    kept = merge(company, card, heir)
    entities = [card["legal_entities"][0]["id"], heir["legal_entities"][0]["id"]]
    assert sorted(one["id"] for one in kept["legal_entities"]) == sorted(entities)
    assert len(kept["contact_persons"]) == 2
    assert [one["value"] for one in get(company, heir)["details"]] == [mail["value"], phone["value"]]
    assert get(company, card)["legal_entities"] == []


def test_contracts_move_and_are_told_of(company: Company) -> None:
    card, heir = two(company)
    paper = {"signed_on": "2026-03-02", "valid_from": "2026-03-02", "organization_id": company.ours}
    made = company.bench.do(contracts.MAKE_CONTRACT, {**paper, "partner_id": card["id"]}, by=company.taras)
    merge(company, card, heir)
    assert company.bench.do(contracts.GET_CONTRACT, {"id": made["id"]}, by=company.daryna)["partner_id"] == heir["id"]
    assert "contract_changed" in company.bench.told()[-3:]


def test_ties_move_and_one_between_the_two_is_put_away(company: Company) -> None:
    card, heir = two(company)
    third = company.a_partner("ПП «Дзвін»")
    for sides in ((card, third), (third, card), (card, heir)):
        body = {"partner_id": sides[0]["id"], "other_partner_id": sides[1]["id"]}
        body |= {"kind": "supplier", "valid_from": "2026-03-02"}
        company.bench.do(contracts.ADD_RELATIONSHIP, body, by=company.head)
    merge(company, card, heir)
    rows = company.bench.listed(contracts.LIST_RELATIONSHIPS, partner_id=heir["id"])
    assert [(row["with_name"], row["reverse"]) for row in rows] == [("ПП «Дзвін»", True), ("ПП «Дзвін»", False)]


@pytest.mark.parametrize(
    ("earlier", "later", "wins"), [(FAIR, VAN, FAIR), (None, VAN, VAN), (FAIR, None, FAIR), (None, None, None)]
)
@pytest.mark.parametrize("heir_is_later", [True, False])
def test_the_earlier_first_touch_wins(
    company: Company, earlier: Any, later: Any, wins: Any, heir_is_later: bool
) -> None:
    first = company.a_partner(primary_interest=earlier)
    second = company.a_partner(primary_interest=later, accept_duplicates=True)
    card, heir = (first, second) if heir_is_later else (second, first)
    assert merge(company, card, heir)["primary_interest"] == wins


def test_a_supplier_into_which_a_client_was_merged_is_sold_to(company: Company) -> None:
    card = company.a_partner(roles=["client", "partner"])
    heir = company.a_partner(roles=["supplier"], accept_duplicates=True)
    assert merge(company, card, heir)["roles"] == ["supplier", "client", "partner"]


# ---------------------------------------------------------------- everything follows


def test_documents_of_the_card_are_in_the_timeline_of_the_heir(company: Company) -> None:
    card, heir = two(company)
    subject, view = NEWS[orders.ORDER_CHANGED.address]
    order = orders.OrderRow.model_validate({**view.model_dump(), "partner_id": card["id"], "version": 1})
    company.bench.hear(orders.ORDER_CHANGED, order, subject_id=subject)
    task = company.bench.do(contracts.GIVE_TASK, {"title": "Дзвінок", "partner_id": card["id"]}, by=company.taras)
    merge(company, card, heir)
    rows = company.bench.listed(contracts.LIST_TIMELINE, partner_id=heir["id"], by=company.daryna)
    assert {str(subject), task["id"]} <= {row["document_id"] for row in rows}
    tasks = company.bench.listed(contracts.LIST_TASKS, partner_id=heir["id"])
    assert [row["id"] for row in tasks if row["title"] == "Дзвінок"] == [task["id"]]


def test_the_heir_s_manager_sees_the_card_at_once_and_after_every_hand_over(company: Company) -> None:
    card, heir = two(company)
    merge(company, card, heir)
    assert get(company, card, by=company.daryna)["manager_id"] == company.daryna_id
    assert company.bench.refuses(contracts.GET_PARTNER, {"id": card["id"]}, by=company.taras)
    give = {"id": heir["id"], "manager_id": company.taras_id, "representative_id": company.solomiia_id}
    company.bench.do(contracts.ASSIGN_PARTNER, give, by=company.head)
    followed = get(company, card, by=company.taras)
    assert (followed["manager_id"], followed["representative_id"]) == (company.taras_id, company.solomiia_id)
    history = company.bench.listed(contracts.LIST_ASSIGNMENTS, partner_id=heir["id"])
    managers = [row["manager_name"] for row in history if row["partner_id"] == card["id"]]
    assert managers == ["Тарас Перший", "Дарина Друга", "Тарас Перший"]


def test_a_client_of_the_card_sees_the_heir_and_the_other_way_round(company: Company) -> None:
    card, heir = two(company)
    stranger = company.a_partner("ПП «Дзвін»")
    merge(company, card, heir)
    for own in (card, heir):
        itself = a_person("Клієнт: вхід", Role.CLIENT, partner_id=UUID(own["id"]))
        assert get(company, heir, by=itself)["name"] == "Калина"
        seen = {row["id"] for row in company.bench.listed(contracts.LIST_PARTNERS, by=itself)}
        assert seen == {card["id"], heir["id"]}
        refusal = company.bench.refuses(contracts.GET_PARTNER, {"id": stranger["id"]}, by=itself)
        assert refusal.code.name == "not_found"


def test_terms_of_sale_of_the_card_are_the_heir_s(company: Company) -> None:
    card, heir = two(company, legal_entities=[{"name": "ТОВ «Калина»"}])
    merge(company, card, heir)
    asked = {"organization_id": company.ours, "partner_id": card["id"]}
    said = company.bench.do(contracts.GET_TERMS_OF_SALE, asked, by=company.daryna)
    assert (said["partner_id"], said["partner_name"]) == (heir["id"], "Калина")
    assert said["legal_entity_id"] == card["legal_entities"][0]["id"]
    with company.bench.statements() as seen:
        company.bench.do(contracts.GET_TERMS_OF_SALE, asked)
    assert len(seen) == 3, seen


def test_a_chain_of_cards_ends_at_the_last(company: Company) -> None:
    first, second = two(company)
    third = company.a_partner("ПП «Ясен»", manager_id=company.solomiia_id, by=company.head)
    merge(company, first, second)
    merge(company, second, third)
    rows = {str(row.id): row for row in company.bench.rows(Partner)}
    for card in (first, second):
        assert str(rows[card["id"]].merged_into) == third["id"]
        assert str(rows[card["id"]].manager_id) == company.solomiia_id
    said = company.bench.do(contracts.GET_TERMS_OF_SALE, {"organization_id": company.ours, "partner_id": first["id"]})
    assert said["partner_id"] == third["id"]


def test_a_duplicate_of_the_card_is_found_as_the_heir(company: Company) -> None:
    card, heir = two(company, details=[{"kind": "phone", "value": "+380501112233"}])
    merge(company, card, heir)
    asked = {"name": card["name"], "contact_persons": [{"phone": "0501112233"}]}
    found = company.bench.do(contracts.FIND_DUPLICATES, asked)["found"]
    assert {(one["pointer"], one["partner"]["id"]) for one in found} == {
        ("/name", heir["id"]),
        ("/contact_persons/0/phone", heir["id"]),
    }


def test_erasing_the_heir_erases_the_cards_merged_into_it(company: Company) -> None:
    card, heir = two(company, kind="individual", notes="Живе біля парку")
    merge(company, card, heir)
    company.bench.do(contracts.ERASE_PARTNER, {"id": heir["id"]}, by=ADMIN)
    gone = get(company, card, by=ADMIN)
    assert (gone["name"], gone["notes"]) == ("[erased]", None)


# ---------------------------------------------------------------- refused


def test_merging_twice_into_itself_into_nobody_or_into_an_archived_card_is_refused(company: Company) -> None:
    card, heir = two(company)
    third = company.a_partner("ПП «Ясен»")
    company.bench.do(contracts.ARCHIVE_PARTNER, {"id": third["id"]}, by=company.head)

    def refused(one: dict[str, Any], into: Any) -> tuple[str, list[str]]:
        body = {"id": one["id"], "into_id": into}
        refusal = company.bench.refuses(contracts.MERGE_PARTNER, body, by=company.head)
        return refusal.code.name, [field.pointer for field in refusal.fields]

    assert refused(card, card["id"]) == ("merged_into_itself", ["/into_id"])
    assert refused(card, uuid7()) == ("unknown_reference", ["/into_id"])
    assert refused(card, third["id"]) == ("heir_archived", ["/into_id"])
    merge(company, card, heir)
    assert refused(card, heir["id"]) == ("partner_merged", [])
    assert refused(heir, card["id"]) == ("heir_archived", ["/into_id"])


def test_a_merged_card_is_given_to_nobody_by_itself(company: Company) -> None:
    card, heir = two(company)
    merge(company, card, heir)
    give = {"id": card["id"], "manager_id": company.taras_id}
    assert company.bench.refuses(contracts.ASSIGN_PARTNER, give, by=company.head).code.name == "partner_merged"


def test_a_merged_card_is_changed_no_more(company: Company) -> None:
    """Nobody would find there what was added since: its heir is the card now."""
    card, heir = two(company)
    merge(company, card, heir)
    for operation, change in (
        (contracts.CHANGE_PARTNER, {"notes": "Живе біля парку"}),
        (contracts.ADD_CONTACT_PERSON, {"full_name": "Олена Вигадана"}),
    ):
        refusal = company.bench.refuses(operation, {"id": card["id"], **change}, by=company.head)
        assert refusal.code.name == "partner_merged"


def test_only_heads_merge(company: Company) -> None:
    card, heir = two(company)
    body = {"id": card["id"], "into_id": heir["id"]}
    assert company.bench.refuses(contracts.MERGE_PARTNER, body, by=company.taras).code.name == "forbidden"
