"""Registering a client: requisites, parts of the card, who its manager is, what others hear of it."""

from typing import Any
from uuid import UUID

import pytest

from services.chassis.actor import Role
from services.chassis.ids import uuid7
from services.partners import contracts
from services.partners.models import Partner
from tests.services.cast import ADMIN, CASHIER, KALYNA, PRICER, a_person
from tests.services.company import Company

DEMANDS = [{"kind": "company", "role": "client", "requisites": ["edrpou", "iban", "phone", "contact_person"]}]
FULL: dict[str, Any] = {
    "legal_entities": [
        {"name": "ТОВ «Калина Вигадана»", "edrpou": "32855961", "ibans": ["UA213223130000026007233566001"]}
    ],
    "details": [{"kind": "phone", "value": "(044) 123-45-67"}],
    "contact_persons": [{"full_name": "Олена Вигадана", "email": "Olena@Example.com"}],
}


def test_a_card_is_kept_whole_and_told_of(company: Company) -> None:
    partner = company.a_partner(notes="Дзвонити зранку", **FULL)
    assert (partner["name"], partner["roles"], partner["notes"]) == (
        "ТОВ «Калина Вигадана»",
        ["client"],
        "Дзвонити зранку",
    )
    assert partner["legal_entities"][0]["edrpou"] == "32855961"
    assert partner["details"][0]["value"] == "+380441234567"
    assert company.bench.do(contracts.GET_PARTNER, {"id": partner["id"]}) == partner
    event = company.bench.events()[-1]
    assert (event["type"], event["subject_id"]) == ("partners.partner_changed", partner["id"])


def test_what_others_are_told_holds_no_personal_details(company: Company) -> None:
    company.a_partner(**FULL)
    told = str(company.bench.events()[-1]["data"])
    assert "Олена" not in told
    assert "+380441234567" not in told


def test_the_manager_is_who_registers_unless_another_is_named(company: Company) -> None:
    assert company.a_partner()["manager_id"] == company.taras_id
    assert company.a_partner("ПП «Дзвін»", manager_id=company.daryna_id, by=company.head)["manager_id"] == (
        company.daryna_id
    )


def test_all_missing_requisites_are_named_at_once_each_at_its_place(company: Company) -> None:
    demanding = company.an_organization("14360570", requisite_policies=DEMANDS)
    body = company.card(organization_id=demanding)
    refusal = company.bench.refuses(contracts.REGISTER_PARTNER, body, by=company.taras)
    assert (refusal.code.name, refusal.http_status) == ("requisites_missing", 422)
    assert [(field.pointer, field.code) for field in refusal.fields] == [
        ("/legal_entities/0/edrpou", "missing_edrpou"),
        ("/legal_entities/0/ibans", "missing_iban"),
        ("/details", "missing_phone"),
        ("/contact_persons", "missing_contact_person"),
    ]
    assert company.bench.rows(Partner) == []


def test_a_card_with_every_requisite_is_registered(company: Company) -> None:
    demanding = company.an_organization("14360570", requisite_policies=DEMANDS)
    assert company.a_partner(organization_id=demanding, **FULL)["organization_id"] == demanding


def test_requisites_of_another_organization_are_not_demanded(company: Company) -> None:
    company.an_organization("14360570", requisite_policies=DEMANDS)
    assert company.a_partner()["version"] == 1


@pytest.mark.parametrize("field", ["organization_id", "manager_id", "representative_id"])
def test_references_to_nobody_are_named_at_their_fields(company: Company, field: str) -> None:
    refusal = company.bench.refuses(contracts.REGISTER_PARTNER, {**company.card(), field: uuid7()}, by=company.taras)
    assert (refusal.code.name, [one.pointer for one in refusal.fields]) == ("unknown_reference", [f"/{field}"])


def test_faulty_codes_and_phones_are_all_named_at_once(company: Company) -> None:
    body = company.card(
        legal_entities=[{"name": "Хибна", "edrpou": "12345679", "ibans": ["UA00"]}],
        details=[{"kind": "phone", "value": "12"}, {"kind": "email", "value": "нема"}],
    )
    refusal = company.bench.refuses(contracts.REGISTER_PARTNER, body, by=company.taras)
    assert sorted(field.pointer for field in refusal.fields) == [
        "/details/0/value",
        "/details/1/value",
        "/legal_entities/0/edrpou",
        "/legal_entities/0/ibans/0",
    ]


def test_a_contact_person_is_added_as_a_new_version_and_audited_with_the_partner(company: Company) -> None:
    partner = company.a_partner()
    added = company.bench.do(
        contracts.ADD_CONTACT_PERSON, {"id": partner["id"], "full_name": "Іван Вигаданий"}, by=company.taras
    )
    assert (added["version"], [one["full_name"] for one in added["contact_persons"]]) == (2, ["Іван Вигаданий"])
    parts = [value for name, value in company.bench.audit(partner["id"])[1].changes.items() if "ContactPerson" in name]
    assert parts[0]["full_name"] == [None, "Іван Вигаданий"]


def test_archiving_twice_keeps_the_first_time(company: Company) -> None:
    partner = company.a_partner()
    once = company.bench.do(contracts.ARCHIVE_PARTNER, {"id": partner["id"]}, by=company.head)
    twice = company.bench.do(contracts.ARCHIVE_PARTNER, {"id": partner["id"]}, by=company.head)
    assert twice["archived_at"] == once["archived_at"] is not None


def test_notes_are_cleared_by_null_and_kept_when_not_named(company: Company) -> None:
    partner = company.a_partner(notes="Було")
    renamed = company.bench.do(contracts.CHANGE_PARTNER, {"id": partner["id"], "name": "ТОВ «Інша»"}, by=company.taras)
    assert (renamed["name"], renamed["notes"]) == ("ТОВ «Інша»", "Було")
    cleared = company.bench.do(contracts.CHANGE_PARTNER, {"id": partner["id"], "notes": None}, by=company.taras)
    assert cleared["notes"] is None


def test_giving_a_client_away_hides_it_from_the_one_who_had_it(company: Company) -> None:
    partner = company.a_partner()
    company.bench.do(contracts.ASSIGN_PARTNER, {"id": partner["id"], "manager_id": company.daryna_id}, by=company.head)
    refusal = company.bench.refuses(contracts.GET_PARTNER, {"id": partner["id"]}, by=company.taras)
    assert refusal.code.name == "not_found"
    assert company.bench.do(contracts.GET_PARTNER, {"id": partner["id"]}, by=company.daryna)["version"] == 2


def test_a_representative_sees_the_client_as_its_manager_does(company: Company) -> None:
    partner = company.a_partner(representative_id=company.daryna_id)
    for actor in (company.taras, company.daryna):
        assert company.bench.do(contracts.GET_PARTNER, {"id": partner["id"]}, by=actor) == partner


@pytest.mark.parametrize("actor", [CASHIER, PRICER, KALYNA.login])
def test_only_sellers_register_partners(company: Company, actor: Any) -> None:
    assert company.bench.refuses(contracts.REGISTER_PARTNER, company.card(), by=actor).code.name == "forbidden"


# ---------------------------------------------------------------- terms of sale


def terms(company: Company, partner: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"organization_id": company.ours, "partner_id": partner["id"], **more}


def test_the_first_legal_entity_is_taken_unless_another_is_named(company: Company) -> None:
    entities = [{"name": "Перша вигадана"}, {"name": "Друга вигадана"}]
    partner = company.a_partner(legal_entities=entities)
    first, second = (entity["id"] for entity in partner["legal_entities"])
    ask = company.bench.do
    assert ask(contracts.GET_TERMS_OF_SALE, terms(company, partner))["legal_entity_id"] == first
    named = terms(company, partner, legal_entity_id=second)
    assert ask(contracts.GET_TERMS_OF_SALE, named)["legal_entity_id"] == second


def test_a_legal_entity_of_another_client_is_refused(company: Company) -> None:
    mine = company.a_partner()
    other = company.a_partner("ПП «Дзвін»", legal_entities=[{"name": "Чужа вигадана"}])
    asked = terms(company, mine, legal_entity_id=other["legal_entities"][0]["id"])
    refusal = company.bench.refuses(contracts.GET_TERMS_OF_SALE, asked)
    assert [field.pointer for field in refusal.fields] == ["/legal_entity_id"]


def test_terms_say_whether_our_organization_pays_vat(company: Company) -> None:
    partner, without = company.a_partner(), company.an_organization("14360570", vat_number=None)
    ask = company.bench.do
    assert ask(contracts.GET_TERMS_OF_SALE, terms(company, partner))["organization_pays_vat"] is True
    asked = {"organization_id": without, "partner_id": partner["id"]}
    assert ask(contracts.GET_TERMS_OF_SALE, asked)["organization_pays_vat"] is False


def test_an_archived_or_another_s_client_has_no_terms(company: Company) -> None:
    partner = company.a_partner()
    asked = terms(company, partner)
    assert company.bench.refuses(contracts.GET_TERMS_OF_SALE, asked, by=company.daryna).http_status == 404
    company.bench.do(contracts.ARCHIVE_PARTNER, {"id": partner["id"]}, by=ADMIN)
    assert company.bench.refuses(contracts.GET_TERMS_OF_SALE, asked).code.name == "partner_not_found"


@pytest.mark.parametrize(
    ("codes", "fits"),
    [
        ({"edrpou": "32855961", "vat_number": "328559600001"}, True),
        ({"edrpou": "32855961", "vat_number": "999999999999"}, False),
        ({"tax_number": "2245134075", "vat_number": "224513407501"}, True),
        ({"tax_number": "2245134075", "vat_number": "224513500001"}, False),
        ({"vat_number": "999999999999"}, True),
    ],
)
def test_a_vat_number_begins_with_the_code_of_its_owner(company: Company, codes: dict[str, str], fits: bool) -> None:
    body = company.card(legal_entities=[{"name": "ТОВ «Калина Вигадана»", **codes}])
    if fits:
        assert company.bench.do(contracts.REGISTER_PARTNER, body, by=company.taras)
        return
    refusal = company.bench.refuses(contracts.REGISTER_PARTNER, body, by=company.taras)
    named = [(field.pointer, field.code) for field in refusal.fields]
    assert named == [("/legal_entities/0/vat_number", "vat_number_of_another")]


def test_requisites_are_demanded_of_a_role_added_later_too(company: Company) -> None:
    demanding = company.an_organization("14360570", requisite_policies=DEMANDS)
    partner = company.a_partner(organization_id=demanding, roles=["competitor"])
    change = {"id": partner["id"], "roles": ["competitor", "client"]}
    refusal = company.bench.refuses(contracts.CHANGE_PARTNER, change, by=company.taras)
    assert (refusal.code.name, len(refusal.fields)) == ("requisites_missing", 4)
    assert company.bench.do(contracts.GET_PARTNER, {"id": partner["id"]})["roles"] == ["competitor"]


def test_nothing_is_sold_to_who_is_no_client(company: Company) -> None:
    competitor = company.a_partner(roles=["competitor"])
    refusal = company.bench.refuses(contracts.GET_TERMS_OF_SALE, terms(company, competitor), by=company.taras)
    assert (refusal.code.name, [field.pointer for field in refusal.fields]) == ("not_a_client", ["/partner_id"])


def test_an_archived_client_buys_no_more_but_may_pay_what_it_owes(company: Company) -> None:
    client = company.a_partner()
    company.bench.do(contracts.ARCHIVE_PARTNER, {"id": client["id"]}, by=company.head)
    asked = terms(company, client)
    assert company.bench.refuses(contracts.GET_TERMS_OF_SALE, asked, by=company.taras).code.name == "partner_not_found"
    assert company.bench.do(contracts.GET_TERMS_OF_SALE, {**asked, "settling": True}, by=company.taras)


def test_a_client_does_not_read_what_we_note_of_it(company: Company) -> None:
    partner = company.a_partner(notes="Платить із запізненням")
    itself = a_person("Клієнт: вхід", Role.CLIENT, partner_id=UUID(partner["id"]))
    assert company.bench.do(contracts.GET_PARTNER, {"id": partner["id"]}, by=itself)["notes"] is None
    assert company.bench.do(contracts.GET_PARTNER, {"id": partner["id"]}, by=company.taras)["notes"] is not None
