"""Contracts with clients: made, agreed, changed, closed; and what a document asks of one."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from services.chassis import runtime
from services.chassis.actor import Role
from services.chassis.ids import uuid7
from services.partners import contracts
from services.partners.contracts import ContractStatus
from services.partners.rules.client_contracts import holds
from tests.services.cast import a_person
from tests.services.company import Company


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tenth of June, noon."""
    monkeypatch.setattr(runtime, "utc_now", lambda: datetime(2026, 6, 10, 9, 0, tzinfo=UTC))


def a_contract(company: Company, partner: dict[str, Any], agreed: bool = True, **more: Any) -> dict[str, Any]:
    body = {
        "number": "17/26",
        "signed_on": "2026-03-02",
        "organization_id": company.ours,
        "partner_id": partner["id"],
        "valid_from": "2026-03-02",
        "valid_to": "2026-12-31",
        "credit_limit": "50000.00",
        **more,
    }
    made = company.bench.do(contracts.MAKE_CONTRACT, body, by=company.taras)
    return company.bench.do(contracts.AGREE_CONTRACT, {"id": made["id"]}, by=company.head) if agreed else made


def terms(company: Company, partner: dict[str, Any], contract: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"organization_id": company.ours, "partner_id": partner["id"], "contract_id": contract["id"], **more}


def test_a_contract_is_made_agreed_and_closed_and_told_each_time(company: Company) -> None:
    contract = a_contract(company, company.a_partner(), agreed=False)
    assert (contract["status"], contract["currency"], contract["credit_limit"]) == ("not_agreed", "UAH", "50000.00")
    for operation, status in ((contracts.AGREE_CONTRACT, "in_force"), (contracts.CLOSE_CONTRACT, "closed")):
        assert company.bench.do(operation, {"id": contract["id"]}, by=company.head)["status"] == status
    assert company.bench.told()[-3:] == ["contract_changed"] * 3


def test_one_without_a_number_gets_the_next_of_ours(company: Company) -> None:
    partner = company.a_partner()
    numbers = [a_contract(company, partner, number=None)["number"] for _ in range(2)]
    assert numbers == ["CTR-000001", "CTR-000002"]


@pytest.mark.parametrize("move", [contracts.AGREE_CONTRACT, contracts.CLOSE_CONTRACT])
def test_nothing_is_done_with_a_closed_contract(company: Company, move: Any) -> None:
    contract = a_contract(company, company.a_partner())
    company.bench.do(contracts.CLOSE_CONTRACT, {"id": contract["id"]}, by=company.head)
    assert company.bench.refuses(move, {"id": contract["id"]}, by=company.head).code.name == "contract_status"
    change = {"id": contract["id"], "credit_limit": "1"}
    assert company.bench.refuses(contracts.CHANGE_CONTRACT, change, by=company.head).code.name == "contract_status"


def test_one_in_force_is_changed_by_the_head_only(company: Company) -> None:
    partner = company.a_partner()
    draft, agreed = a_contract(company, partner, agreed=False), a_contract(company, partner)
    change = {"credit_limit": None, "valid_to": None, "number": "17/26-а"}
    for contract, by in ((draft, company.taras), (agreed, company.head)):
        changed = company.bench.do(contracts.CHANGE_CONTRACT, {"id": contract["id"], **change}, by=by)
        assert {name: changed[name] for name in change} == change
        assert (changed["signed_on"], changed["currency"]) == ("2026-03-02", "UAH")
    refusal = company.bench.refuses(contracts.CHANGE_CONTRACT, {"id": agreed["id"], **change}, by=company.taras)
    assert refusal.code.name == "contract_agreed"


def test_all_parties_that_are_not_there_are_named_at_once(company: Company) -> None:
    partner, other = company.a_partner(), company.a_partner("ПП «Дзвін»", legal_entities=[{"name": "Чужа"}])
    body = {
        "signed_on": "2026-03-02",
        "organization_id": uuid7(),
        "partner_id": partner["id"],
        "legal_entity_id": other["legal_entities"][0]["id"],
        "valid_from": "2026-03-02",
    }
    refusal = company.bench.refuses(contracts.MAKE_CONTRACT, body, by=company.taras)
    assert [one.pointer for one in refusal.fields] == ["/organization_id", "/legal_entity_id"]
    assert company.bench.refuses(contracts.MAKE_CONTRACT, body, by=company.daryna).code.name == "partner_not_found"


@pytest.mark.parametrize(("valid_to", "fits"), [("2026-03-01", False), ("2026-03-02", True), ("2026-03-03", True)])
def test_a_period_does_not_end_before_it_begins(company: Company, valid_to: str, fits: bool) -> None:
    partner = company.a_partner()
    if fits:
        assert a_contract(company, partner, valid_to=valid_to)
        return
    draft = a_contract(company, partner)
    change = {"id": draft["id"], "valid_to": valid_to}
    refusal = company.bench.refuses(contracts.CHANGE_CONTRACT, change, by=company.head)
    assert [(one.pointer, one.code) for one in refusal.fields] == [("/valid_to", "period")]


def test_contracts_are_seen_by_the_client_and_its_people_only(company: Company) -> None:
    partner = company.a_partner()
    contract = a_contract(company, partner)
    itself = a_person("Клієнт: вхід", Role.CLIENT, partner_id=UUID(partner["id"]))
    stranger = a_person("Чужий: вхід", Role.CLIENT, partner_id=uuid7())
    for by, sees in ((company.taras, True), (itself, True), (company.daryna, False), (stranger, False)):
        listed = company.bench.listed(contracts.LIST_CONTRACTS, partner_id=partner["id"], by=by)
        assert [row["id"] for row in listed] == ([contract["id"]] if sees else [])
        if not sees:
            asked = {"id": contract["id"]}
            assert company.bench.refuses(contracts.GET_CONTRACT, asked, by=by).code.name == "not_found"


def test_contracts_are_found_by_number_status_and_last_day(company: Company) -> None:
    partner = company.a_partner()
    draft = a_contract(company, partner, agreed=False, number="Чорнетка-1")
    agreed = a_contract(company, partner, valid_to="2026-06-30")
    found = company.bench.listed
    assert [row["id"] for row in found(contracts.LIST_CONTRACTS, q="чорнетка")] == [draft["id"]]
    assert [row["id"] for row in found(contracts.LIST_CONTRACTS, status=["in_force"])] == [agreed["id"]]
    assert [row["id"] for row in found(contracts.LIST_CONTRACTS, valid_to_to="2026-06-30")] == [agreed["id"]]


# ---------------------------------------------------------------- what a document asks of a contract


def test_terms_of_sale_name_the_contract_its_currency_and_limit(company: Company) -> None:
    partner = company.a_partner(legal_entities=[{"name": "Перша"}, {"name": "Друга"}])
    second = partner["legal_entities"][1]["id"]
    contract = a_contract(company, partner, currency="EUR", legal_entity_id=second)
    said = company.bench.do(contracts.GET_TERMS_OF_SALE, terms(company, partner, contract), by=company.taras)
    assert (said["contract_id"], said["contract_currency"], said["contract_limit"]) == (
        contract["id"],
        "EUR",
        "50000.00",
    )
    assert said["legal_entity_id"] == second


def test_a_contract_of_another_client_organization_or_legal_entity_is_refused(company: Company) -> None:
    partner = company.a_partner(legal_entities=[{"name": "Перша"}, {"name": "Друга"}])
    first, second = (entity["id"] for entity in partner["legal_entities"])
    other = a_contract(company, company.a_partner("ПП «Дзвін»"))
    elsewhere = a_contract(company, partner, organization_id=company.an_organization("14360570"))
    seconds = a_contract(company, partner, legal_entity_id=second)
    for contract in (other, elsewhere, {"id": uuid7()}, seconds):
        asked = terms(company, partner, contract, legal_entity_id=first)
        refusal = company.bench.refuses(contracts.GET_TERMS_OF_SALE, asked, by=company.taras)
        assert (refusal.code.name, [one.pointer for one in refusal.fields]) == ("unknown_reference", ["/contract_id"])
    both = company.bench.refuses(
        contracts.GET_TERMS_OF_SALE, terms(company, partner, other, legal_entity_id=uuid7()), by=company.taras
    )
    assert [one.pointer for one in both.fields] == ["/legal_entity_id", "/contract_id"]


def test_a_contract_that_does_not_hold_is_refused_but_its_debts_are_paid(company: Company) -> None:
    partner = company.a_partner()
    draft = a_contract(company, partner, agreed=False)
    over, closed = a_contract(company, partner, valid_to="2026-06-09"), a_contract(company, partner)
    company.bench.do(contracts.CLOSE_CONTRACT, {"id": closed["id"]}, by=company.head)
    for contract in (draft, over, closed):
        asked = terms(company, partner, contract)
        refusal = company.bench.refuses(contracts.GET_TERMS_OF_SALE, asked, by=company.taras)
        assert refusal.code.name == "contract_not_in_force"
        assert [one.pointer for one in refusal.fields] == ["/contract_id"]
        assert company.bench.do(contracts.GET_TERMS_OF_SALE, {**asked, "settling": True}, by=company.taras)
    earlier = terms(company, partner, over, on="2026-06-09")
    assert company.bench.do(contracts.GET_TERMS_OF_SALE, earlier, by=company.taras)["contract_id"] == over["id"]


def test_who_names_no_contract_pays_no_statement_for_it(company: Company) -> None:
    partner = company.a_partner()
    asked = {"organization_id": company.ours, "partner_id": partner["id"]}
    with company.bench.statements() as seen:
        company.bench.do(contracts.GET_TERMS_OF_SALE, asked)
    assert len(seen) == 3, seen


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 3, 1), False),
        (date(2026, 3, 2), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),
    ],
)
def test_a_contract_holds_from_its_first_to_its_last_day(day: date, expected: bool) -> None:
    first, last = date(2026, 3, 2), date(2026, 12, 31)
    assert holds(ContractStatus.IN_FORCE, first, last, day) is expected
    assert holds(ContractStatus.IN_FORCE, first, None, day) is (day >= first)
    assert not holds(ContractStatus.NOT_AGREED, first, last, day)
