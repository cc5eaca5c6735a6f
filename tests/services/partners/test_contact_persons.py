"""Contact persons of many partners at once, by their ids or by whose they are, to those whose clients these are."""

from typing import Any

from services.partners import contracts
from tests.services.cast import ADMIN
from tests.services.company import Company


def people_of(company: Company, by: Any, **asked: Any) -> set[str]:
    return {row["full_name"] for row in company.bench.listed(contracts.LIST_CONTACT_PERSONS, by=by, **asked)}


def test_contact_persons_are_listed_to_those_whose_client_it_is(company: Company) -> None:
    oksana = [{"full_name": "Оксана Калинова", "email": "oksana@example.com"}]
    ours = company.a_partner(contact_persons=oksana)
    petro = [{"full_name": "Петро Дзвінкий"}]
    theirs = company.a_partner("ПП «Дзвін Вигаданий»", by=company.daryna, contact_persons=petro)
    person = ours["contact_persons"][0]["id"]
    everybody = {"Оксана Калинова", "Петро Дзвінкий"}
    assert people_of(company, company.head) == everybody
    assert people_of(company, company.taras) == {"Оксана Калинова"}
    assert people_of(company, company.daryna) == {"Петро Дзвінкий"}
    assert people_of(company, ADMIN, partner_id=[ours["id"], theirs["id"]]) == everybody
    assert people_of(company, ADMIN, partner_id=[theirs["id"]]) == {"Петро Дзвінкий"}
    assert people_of(company, company.head, id=[person]) == {"Оксана Калинова"}
    assert people_of(company, company.daryna, id=[person]) == set()
