"""No doubles: a card that is likely there already is refused, with what coincides and where."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from services.chassis.errors import Refusal
from services.partners import contracts
from services.partners.models import Partner, PartnerKey
from services.partners.rules.duplicates import name_key
from tests.services.cast import ADMIN, CASHIER
from tests.services.company import Company

FULL: dict[str, Any] = {
    "legal_entities": [
        {"name": "ТОВ «Калина»", "edrpou": "32855961"},
        {"name": "ФОП Калина", "tax_number": "2245134075"},
        {"name": "Kalyna", "country": "PL", "foreign_number": "PL-77"},
    ],
    "details": [
        {"kind": "address", "value": "Луцьк"},
        {"kind": "phone", "value": "(044) 123-45-67"},
        {"kind": "email", "value": "Office@kalyna.example"},
    ],
    "contact_persons": [{"full_name": "Олена", "phone": "+380501112233", "email": "olena@kalyna.example"}],
}


def refused(company: Company, name: str = "Зовсім інша", by: Any = None, **more: Any) -> list[tuple[str, str]]:
    refusal = company.bench.refuses(contracts.REGISTER_PARTNER, company.card(name, **more), by=by or company.taras)
    assert (refusal.code.name, refusal.http_status) == ("likely_duplicates", 409)
    assert {one.code for one in refusal.fields} == {"likely_duplicates"}
    return [(one.pointer, one.message) for one in refusal.fields]


@pytest.mark.parametrize(
    ("more", "pointer"),
    [
        ({"legal_entities": [{"name": "Інша", "edrpou": "32855961"}]}, "/legal_entities/0/edrpou"),
        (
            {"legal_entities": [{"name": "А"}, {"name": "Б", "tax_number": "2245134075"}]},
            "/legal_entities/1/tax_number",
        ),
        (
            {"legal_entities": [{"name": "Інша", "country": "PL", "foreign_number": "PL-77"}]},
            "/legal_entities/0/foreign_number",
        ),
        ({"details": [{"kind": "phone", "value": "+380441234567"}]}, "/details/0/value"),
        ({"details": [{"kind": "email", "value": "office@KALYNA.example"}]}, "/details/0/value"),
        ({"contact_persons": [{"full_name": "Хтось", "phone": "0501112233"}]}, "/contact_persons/0/phone"),
        ({"contact_persons": [{"full_name": "Хтось", "email": "OLENA@kalyna.example"}]}, "/contact_persons/0/email"),
        ({"details": [{"kind": "phone", "value": "050 111 22 33"}]}, "/details/0/value"),
        ({"contact_persons": [{"full_name": "Хтось", "phone": "044 123 45 67"}]}, "/contact_persons/0/phone"),
    ],
)
def test_whoever_has_the_same_code_phone_or_e_mail_is_named_at_the_field(
    company: Company, more: dict[str, Any], pointer: str
) -> None:
    there = company.a_partner(**FULL)
    said = refused(company, **more)
    assert said == [(pointer, f"The card “ТОВ «Калина Вигадана»” ({there['id']}) has the same.")]
    assert len(company.bench.rows(Partner)) == 1


@pytest.mark.parametrize(
    "name",
    [
        "ТОВ «КАЛИНА ВИГАДАНА»",
        "Калина-Вигадана, ТОВ",
        'товариство з обмеженою відповідальністю "Калина  Вигадана"',
        "КалинаВигадана",
    ],
)
def test_a_name_is_the_same_in_any_spelling_of_it(company: Company, name: str) -> None:
    company.a_partner()
    assert [pointer for pointer, _ in refused(company, name)] == ["/name"]


def test_everything_that_coincides_is_told_at_once(company: Company) -> None:
    company.a_partner(**FULL)
    pointers = [pointer for pointer, _ in refused(company, "Калина Вигадана", **FULL)]
    assert pointers == [
        "/name",
        "/legal_entities/0/edrpou",
        "/legal_entities/1/tax_number",
        "/legal_entities/2/foreign_number",
        "/contact_persons/0/phone",
        "/contact_persons/0/email",
        "/details/1/value",
        "/details/2/value",
    ]


def test_who_is_another_one_is_registered_nevertheless(company: Company) -> None:
    company.a_partner()
    assert company.a_partner(accept_duplicates=True)["version"] == 1


def test_cards_that_share_nothing_are_no_duplicates(company: Company) -> None:
    company.a_partner(**FULL)
    other = {
        "legal_entities": [{"name": "ТОВ «Калина»", "country": "DE", "foreign_number": "PL-77"}],
        "details": [{"kind": "address", "value": "Луцьк"}],
        "contact_persons": [{"full_name": "Олена"}],
    }
    assert company.a_partner("ПП «Дзвін»", **other)["version"] == 1


def test_a_colleague_s_client_is_told_of_without_its_name(company: Company) -> None:
    hers = company.a_partner(by=company.daryna, **FULL)
    said = refused(company, legal_entities=[{"name": "Інша", "edrpou": "32855961"}])
    assert said == [("/legal_entities/0/edrpou", "A colleague's client has the same. Ask the head of sales.")]
    asked = {"legal_entities": [{"edrpou": "32855961"}]}
    found = company.bench.do(contracts.FIND_DUPLICATES, asked, by=company.taras)["found"]
    assert found == [{"pointer": "/legal_entities/0/edrpou", "partner": None, "archived": False}]
    told = company.bench.do(contracts.FIND_DUPLICATES, asked, by=company.head)["found"]
    assert told[0]["partner"] == {"id": hers["id"], "name": hers["name"]}


def test_duplicates_are_asked_for_without_registering(company: Company) -> None:
    there = company.a_partner(**FULL)
    asked = {"name": "Калина вигадана", "contact_persons": [{"phone": "050 111 22 33"}]}
    found = company.bench.do(contracts.FIND_DUPLICATES, asked, by=company.taras)["found"]
    card = {"id": there["id"], "name": there["name"]}
    assert found == [
        {"pointer": pointer, "partner": card, "archived": False} for pointer in ("/name", "/contact_persons/0/phone")
    ]
    assert company.bench.do(contracts.FIND_DUPLICATES, {}, by=company.taras)["found"] == []
    assert company.bench.refuses(contracts.FIND_DUPLICATES, asked, by=CASHIER).code.name == "forbidden"


def test_an_archived_card_is_found_and_shown_as_archived(company: Company) -> None:
    there = company.a_partner()
    company.bench.do(contracts.ARCHIVE_PARTNER, {"id": there["id"]}, by=company.head)
    found = company.bench.do(contracts.FIND_DUPLICATES, {"name": there["name"]}, by=company.taras)["found"]
    assert [(one["partner"]["id"], one["archived"]) for one in found] == [(there["id"], True)]


def test_what_a_card_is_recognized_by_changes_with_it(company: Company) -> None:
    there = company.a_partner()
    company.bench.do(contracts.CHANGE_PARTNER, {"id": there["id"], "name": "ТОВ «Ясен»"}, by=company.taras)
    person = {"id": there["id"], "full_name": "Олена", "phone": "0501112233"}
    company.bench.do(contracts.ADD_CONTACT_PERSON, person, by=company.taras)
    assert [pointer for pointer, _ in refused(company, "Ясен")] == ["/name"]
    assert refused(company, details=[{"kind": "phone", "value": "0501112233"}])
    assert company.a_partner()["version"] == 1


def test_an_erased_person_is_recognized_by_nothing(company: Company) -> None:
    person = company.a_partner("Олена Вигадана", kind="individual", **FULL)
    company.bench.do(contracts.ERASE_PARTNER, {"id": person["id"]}, by=ADMIN)
    assert company.bench.rows(PartnerKey) == []


def test_an_erased_company_is_recognized_by_its_own_name_and_code_only(company: Company) -> None:
    there = company.a_partner(**FULL)
    company.bench.do(contracts.ERASE_PARTNER, {"id": there["id"]}, by=ADMIN)
    keys = {row.match_key for row in company.bench.rows(PartnerKey)}
    assert keys == {"name:калинавигадана", "edrpou:32855961", "foreign_number:PL:PL-77"}


def test_finding_duplicates_is_one_statement_however_long_the_card(company: Company) -> None:
    company.a_partner(**FULL)
    with company.bench.statements() as seen:
        company.bench.do(contracts.FIND_DUPLICATES, {"details": FULL["details"]}, by=company.taras)
    assert len(seen) == 1, seen


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("ТОВ «Калина»", "калина"),
        ("Кам'янець", "камянець"),
        ("Кам’янець", "камянець"),
        ("ПП Дім-Сад", "дімсад"),
        ("Acme GmbH & Co", "acmeco"),
        ("ТОВ", "тов"),
        ("«!»", ""),
    ],
)
def test_a_name_is_compared_without_its_legal_form_and_signs(name: str, key: str) -> None:
    assert name_key(name) == key


def test_of_many_who_register_one_client_at_the_same_moment_one_does(company: Company) -> None:
    """Each knows it by another name, all by one phone; and each two know its people in another order."""
    phones = ("+380441234567", "+380441234568", "+380441234569")
    together = Barrier(8)

    def register(number: int) -> str:
        there = phones if number % 2 else phones[::-1]
        details = [{"kind": "phone", "value": phone} for phone in there]
        card = company.card(f"Вигадана {number}", details=details)
        together.wait()
        try:
            company.bench.do(contracts.REGISTER_PARTNER, card, by=company.taras)
        except Refusal as refusal:
            return refusal.code.name
        return "registered"

    with ThreadPoolExecutor(8) as people:
        outcomes = sorted(people.map(register, range(8)))

    assert outcomes == ["likely_duplicates"] * 7 + ["registered"]
    assert len(company.bench.rows(Partner)) == 1
