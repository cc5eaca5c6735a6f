"""The lists that come with a record of an id: the same, in the same order, as its relationships load."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, inspect, select
from sqlalchemy.orm import Session

from services.chassis import parts
from services.chassis.actor import SYSTEM
from services.chassis.runtime import Incoming
from services.chassis.settings import SERVICES
from services.partners.models import ContactPerson, Partner
from tests.services.bench import Bench
from tests.services.company import Company

PEOPLE = [{"full_name": name} for name in ("Оксана Калинова", "Петро Дзвінкий", "Ярина Вигадана")]


@pytest.fixture
def company(bench: Callable[[str], Bench]) -> Company:
    return Company(bench("partners"))


def _names(partner: Partner) -> list[str]:
    return [person.full_name for person in partner.contact_persons]


@pytest.mark.parametrize("service", SERVICES)
def test_every_list_of_every_record_can_be_loaded_by_itself(service: str, bench: Callable[[str], Bench]) -> None:
    ready = bench(service)
    models = {shown.model for shown in ready.runtime.views._by_type.values()}
    assert models
    with ready.database.read() as session:
        for model in models:
            record: Any = model()
            record.id = UUID(int=1)
            parts.load(session, record, anew=True)
            lists = [one.key for one in inspect(model).relationships if one.lazy == "selectin"]
            # not by the attribute, which is an empty list of a new record whatever was loaded
            assert [record.__dict__.get(name) for name in lists] == [[] for _ in lists]


def test_a_record_is_read_with_its_lists_by_one_statement_each(company: Company) -> None:
    partner = company.a_partner(contact_persons=PEOPLE)
    reader_of = company.bench.runtime.reader
    with company.bench.database.read() as session:
        reader = reader_of(session, SYSTEM)
        with company.bench.statements() as run:
            record = reader.get(Partner, UUID(partner["id"]))
            assert _names(record) == [one["full_name"] for one in PEOPLE]
            assert len(record.legal_entities) == len(partner["legal_entities"])
        assert len(run) == 1 + len(parts.left_out(Partner))
        with company.bench.statements() as again:
            assert reader.get(Partner, record.id) is record
        assert len(again) == 1, "what is here is not loaded twice"
    with company.bench.database.read() as session:
        by_relationship = session.scalars(select(Partner).where(Partner.id == record.id)).one()
        assert _names(by_relationship) == _names(record)


def test_a_record_taken_for_change_has_its_lists_as_they_are_now(company: Company) -> None:
    partner = UUID(company.a_partner(contact_persons=PEOPLE)["id"])

    def change(session: Session) -> None:
        tx = company.bench.runtime.tx(session, Incoming(SYSTEM), "test")
        assert len(tx.get(Partner, partner).contact_persons) == 3
        theirs = ContactPerson.partner_id == partner, ContactPerson.full_name == "Петро Дзвінкий"
        session.execute(delete(ContactPerson).where(*theirs), execution_options={"synchronize_session": False})
        record = tx.get(Partner, partner)
        assert _names(record) == ["Оксана Калинова", "Ярина Вигадана"]
        record.contact_persons.append(ContactPerson(full_name="Зоряна Вигадана"))
        assert _names(tx.get(Partner, partner))[-1] == "Зоряна Вигадана", "what is not written yet is written first"

    company.bench.runtime.transaction(change)
