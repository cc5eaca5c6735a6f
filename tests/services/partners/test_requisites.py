"""Mandatory requisites (P2): all that are missing at once, each with the place where it belongs."""

from typing import Any

import pytest

from services.chassis.ids import uuid7
from services.partners.contracts import PartnerKind, PartnerRole, RegisterPartner, Requisite, RequisitePolicy
from services.partners.rules.requisites import demanded, missing

COMPANY, TRADER = PartnerKind.COMPANY, PartnerKind.SOLE_TRADER
CLIENT, SUPPLIER = PartnerRole.CLIENT, PartnerRole.SUPPLIER

FILLED: dict[Requisite, dict[str, Any]] = {
    Requisite.EDRPOU: {"legal_entities": [{"name": "ТОВ «Калина Вигадана»", "edrpou": "32855961"}]},
    Requisite.TAX_NUMBER: {"legal_entities": [{"name": "ФОП Вигаданий", "tax_number": "3184710691"}]},
    Requisite.VAT_NUMBER: {"legal_entities": [{"name": "ТОВ «Калина»", "vat_number": "328559600001"}]},
    Requisite.IBAN: {"legal_entities": [{"name": "ТОВ «Калина»", "ibans": ["UA213223130000026007233566001"]}]},
    Requisite.PHONE: {"details": [{"kind": "phone", "value": "+380441234567"}]},
    Requisite.EMAIL: {"details": [{"kind": "email", "value": "olena@example.com"}]},
    Requisite.ADDRESS: {"details": [{"kind": "address", "value": "Вигадане, вул. Тестова, 1"}]},
    Requisite.CONTACT_PERSON: {"contact_persons": [{"full_name": "Олена Вигадана"}]},
}


def a_policy(*requisites: Requisite, kind: PartnerKind = COMPANY, role: PartnerRole = CLIENT) -> RequisitePolicy:
    return RequisitePolicy(kind=kind, role=role, requisites=requisites)


def a_card(**fields: Any) -> RegisterPartner:
    card = {"organization_id": uuid7(), "kind": "company", "name": "ТОВ «Калина Вигадана»"}
    return RegisterPartner.model_validate({**card, **fields})


def test_an_empty_card_lacks_everything_demanded_at_once() -> None:
    lacking = missing([a_policy(*Requisite)], a_card())
    assert [requisite for requisite, _ in lacking] == list(Requisite)


@pytest.mark.parametrize("requisite", Requisite)
def test_each_requisite_is_missed_until_it_is_filled_in(requisite: Requisite) -> None:
    policies = [a_policy(requisite)]
    assert [lacking for lacking, _ in missing(policies, a_card())] == [requisite]
    assert missing(policies, a_card(**FILLED[requisite])) == []


def test_a_missing_requisite_names_its_place_in_the_card() -> None:
    lacking = dict(missing([a_policy(Requisite.EDRPOU, Requisite.PHONE)], a_card()))
    assert lacking == {Requisite.EDRPOU: "/legal_entities/0/edrpou", Requisite.PHONE: "/details"}


def test_any_legal_entity_may_bring_the_requisite() -> None:
    entities = [{"name": "Перша"}, {"name": "Друга", "edrpou": "32855961"}]
    assert missing([a_policy(Requisite.EDRPOU)], a_card(legal_entities=entities)) == []


def test_a_detail_of_another_kind_does_not_count() -> None:
    card = a_card(**FILLED[Requisite.EMAIL])
    assert [lacking for lacking, _ in missing([a_policy(Requisite.PHONE)], card)] == [Requisite.PHONE]


@pytest.mark.parametrize("policy", [a_policy(Requisite.IBAN, kind=TRADER), a_policy(Requisite.IBAN, role=SUPPLIER)])
def test_policies_of_another_kind_or_role_demand_nothing(policy: RequisitePolicy) -> None:
    assert missing([policy], a_card()) == []


def test_a_partner_of_two_roles_must_satisfy_both_in_the_glossary_s_order() -> None:
    policies = [a_policy(Requisite.PHONE, role=SUPPLIER), a_policy(Requisite.EDRPOU, Requisite.PHONE)]
    assert demanded(policies, COMPANY, (CLIENT, SUPPLIER)) == [Requisite.EDRPOU, Requisite.PHONE]
