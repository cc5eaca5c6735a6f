"""Erasing a person: whatever told of them is gone from the card and from the audit; the record and its sums stay."""

from uuid import UUID

import pytest

from services.chassis.startup import metadata_of
from services.chassis.tables import audit_rows
from services.orders import contracts as orders
from services.partners import contracts
from tests.services.cast import ADMIN
from tests.services.company import Company
from tests.services.news import NEWS

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


def test_what_our_people_wrote_about_an_erased_client_is_gone_and_approvals_keep_their_numbers(
    company: Company,
) -> None:
    client = company.a_partner()["id"]
    about = {"subject_type": "partner", "subject_id": client}
    at = {"planned_at": "2026-06-11T09:00:00Z", "partner_id": client}
    do = company.bench.do
    talk = do(contracts.REGISTER_INTERACTION, {"kind": "sms", "topic": "Виплакалась Олена", **at}, by=company.taras)
    do(contracts.FINISH_INTERACTION, {"id": talk["id"], "result": "Олена згодна"}, by=company.taras)
    task = do(contracts.GIVE_TASK, {"title": "Квіти Олені", "description": "Олена", **about}, by=company.taras)
    do(contracts.COMPLETE_TASK, {"id": task["id"], "result": "Олена рада"}, by=company.taras)
    do(contracts.ADD_NOTE, {"text": "Олена любить синє", **about}, by=company.taras)
    reminder = {"text": "Олена чекає", "remind_at": "2026-06-11T09:00:00Z", **about}
    do(contracts.ADD_REMINDER, reminder, by=company.taras)
    subject, view = NEWS[orders.ORDER_CHANGED.address]
    order = view.model_copy(update={"partner_id": UUID(client)})
    company.bench.hear(orders.ORDER_CHANGED, order, subject_id=subject)
    kept = everything_kept(company)
    assert kept.count("олен") > 8
    told = len(company.bench.told())
    do(contracts.ERASE_PARTNER, {"id": client}, by=ADMIN)
    kept = everything_kept(company)
    assert ("олен" in kept, "погодити замовлення ord-000001" in kept) == (False, True)
    assert {"interaction_changed", "task_changed", "partner_erased"} <= set(company.bench.told()[told:])
    assert "Олен" not in str(company.bench.events()[told:])


def test_nothing_of_a_person_is_left_where_cards_were_merged_first(company: Company) -> None:
    """What the person's parts were when they stood in the other card is told by the audit of that card."""
    entity = {"name": "ФОП Щойновигадана", "tax_number": "2245134075", "vat_number": "224513407501", "ibans": [IBAN]}
    card = company.a_partner("Ярина Щойновигадана", kind="sole_trader", legal_entities=[entity])
    heir = company.a_partner("Ярина Щойновигадана-Друга", kind="sole_trader", accept_duplicates=True)
    company.bench.do(contracts.MERGE_PARTNER, {"id": card["id"], "into_id": heir["id"]}, by=company.head)
    company.bench.do(contracts.ERASE_PARTNER, {"id": heir["id"]}, by=ADMIN)
    kept = everything_kept(company)
    assert [told for told in ("2245134075", "щойновигадана", IBAN.lower()) if told in kept] == []
