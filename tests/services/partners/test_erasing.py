"""Erasing a person: whatever told of them is gone from the card and from the audit; the record and its sums stay."""

import pytest

from services.chassis.startup import metadata_of
from services.chassis.tables import audit_rows
from services.partners import contracts
from tests.services.cast import ADMIN
from tests.services.company import Company

IBAN = "UA213223130000026007233566001"
TOLD = ("Олена Вигадана", "olena@example.com", "380441234567", "Дзвонити зранку", "2245134075", IBAN)


def everything_kept(company: Company) -> str:
    tables = [*metadata_of("partners").sorted_tables, audit_rows]
    return "".join(str(row) for table in tables for row in company.bench.rows(table)).lower()


@pytest.mark.parametrize(("of_kind", "name_stays"), [("company", True), ("sole_trader", False)])
def test_nothing_that_told_of_a_person_is_left(company: Company, of_kind: str, name_stays: bool) -> None:
    partner = company.a_partner(
        "Ярина Щойновигадана",
        kind=of_kind,
        notes="Дзвонити зранку",
        legal_entities=[
            {"name": "ФОП Щойновигадана", "tax_number": "2245134075", "vat_number": "224513407501", "ibans": [IBAN]}
        ],
        details=[{"kind": "phone", "value": "(044) 123-45-67"}],
        contact_persons=[{"full_name": "Олена Вигадана", "email": "Olena@Example.com"}],
    )
    assert all(told.lower() in everything_kept(company) for told in TOLD)
    erased = company.bench.do(contracts.ERASE_PARTNER, {"id": partner["id"]}, by=ADMIN)
    assert (erased["id"], erased["archived_at"] is None) == (partner["id"], False)
    kept = everything_kept(company)
    assert [told for told in TOLD if told.lower() in kept] == []
    assert ("щойновигадана" in kept) is name_stays
