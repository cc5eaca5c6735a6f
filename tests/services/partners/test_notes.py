"""Notes and reminders (H2): one's own, on any object; a note may be shared with the team."""

from typing import Any
from uuid import UUID

import pytest

from services.chassis.actor import Actor, Role
from services.chassis.ids import uuid7
from services.chassis.tables import audit_rows
from services.partners import contracts
from tests.services.cast import ADMIN
from tests.services.company import Company

AT = "2026-06-11T09:00:00Z"
NOTES, REMINDERS = contracts.LIST_NOTES, contracts.LIST_REMINDERS


def note(company: Company, by: Actor, text: str = "Любить синє", **more: Any) -> str:
    added: str = company.bench.do(contracts.ADD_NOTE, {"text": text, **more}, by=by)["id"]
    return added


def remind(company: Company, by: Actor, **more: Any) -> str:
    body = {"text": "Спитати про оплату", "remind_at": AT, **more}
    added: str = company.bench.do(contracts.ADD_REMINDER, body, by=by)["id"]
    return added


def sees(company: Company, by: Actor, listing: Any = NOTES, **filters: Any) -> list[str]:
    return [row["id"] for row in company.bench.listed(listing, by=by, **filters)]


@pytest.fixture
def trainee(company: Company) -> Actor:
    """Under Taras; not under Daryna."""
    trainee = company.actor(company.hire("Юна Учениця", superior_id=company.taras_id), Role.MANAGER)
    company.taras = company.actor(company.taras_id, Role.MANAGER)
    return trainee


# ---------------------------------------------------------------- notes


def test_a_note_is_one_s_own_even_before_superiors(company: Company) -> None:
    mine = note(company, company.taras)
    assert sees(company, company.taras) == [mine]
    for other in (company.daryna, company.foreman, company.head, ADMIN):
        assert sees(company, other) == []
        for operation in (contracts.GET_NOTE, contracts.CHANGE_NOTE, contracts.ARCHIVE_NOTE):
            assert company.bench.refuses(operation, {"id": mine}, by=other).http_status == 404


def test_a_shared_note_is_read_by_superiors_colleagues_and_subordinates(company: Company, trainee: Actor) -> None:
    mine = note(company, company.taras, shared=True)
    hers = note(company, trainee, shared=True)
    outsider = company.actor(company.hire("Стороння Вигадана"), Role.MANAGER)
    who = (company.foreman, company.taras, company.daryna, trainee, outsider, ADMIN)
    seen = [set(sees(company, company.actor(str(one.staff_id), Role.MANAGER) if one.staff_id else one)) for one in who]
    assert seen == [{mine, hers}, {mine, hers}, {mine}, {mine, hers}, set(), set()]


def test_a_shared_note_on_a_client_is_read_only_by_who_may_see_the_client(company: Company) -> None:
    client = company.a_partner()["id"]
    mine = note(company, company.taras, shared=True, subject_type="partner", subject_id=client)
    assert sees(company, company.foreman) == [mine]
    assert sees(company, company.daryna) == []
    assert sees(company, company.taras, partner_id=client) == [mine]


def test_what_was_shared_is_taken_back(company: Company) -> None:
    mine = note(company, company.taras, shared=True)
    assert sees(company, company.daryna) == [mine]
    assert company.bench.do(contracts.CHANGE_NOTE, {"id": mine, "shared": False}, by=company.taras)["version"] == 2
    assert sees(company, company.daryna) == []


def test_a_shared_note_is_changed_by_its_author_alone(company: Company) -> None:
    mine = note(company, company.taras, shared=True)
    for operation, more in ((contracts.CHANGE_NOTE, {"text": "Інше"}), (contracts.ARCHIVE_NOTE, {})):
        refusal = company.bench.refuses(operation, {"id": mine, **more}, by=company.foreman)
        assert (refusal.code.name, refusal.http_status) == ("note_of_another", 403)
    changed = company.bench.do(contracts.CHANGE_NOTE, {"id": mine, "text": "Любить жовте"}, by=company.taras)
    assert (changed["text"], changed["shared"]) == ("Любить жовте", True)


def test_an_archived_note_leaves_the_lists_and_is_still_there(company: Company) -> None:
    mine = note(company, company.taras, shared=True)
    once = company.bench.do(contracts.ARCHIVE_NOTE, {"id": mine}, by=company.taras)
    assert (
        company.bench.do(contracts.ARCHIVE_NOTE, {"id": mine}, by=company.taras)["archived_at"] == once["archived_at"]
    )
    assert (sees(company, company.taras), sees(company, company.daryna)) == ([], [])
    assert company.bench.do(contracts.GET_NOTE, {"id": mine}, by=company.taras)["archived_at"] is not None


def test_notes_are_found_by_their_object(company: Company) -> None:
    deal = uuid7()
    mine = note(company, company.taras, subject_type="deal", subject_id=deal)
    shared = note(company, company.taras, shared=True)
    found = [
        sees(company, company.taras, **asked)
        for asked in ({"subject_id": deal}, {"subject_type": "order"}, {"shared": True}, {"order": "created_at"})
    ]
    assert found == [[mine], [], [shared], [mine, shared]]
    assert sees(company, company.foreman, author_id=company.taras_id) == [shared]


def test_somebody_without_a_member_of_staff_has_notes_too(company: Company) -> None:
    mine = note(company, ADMIN, shared=True)
    assert sees(company, ADMIN) == [mine]
    assert sees(company, company.taras) == []


def test_private_texts_are_not_in_the_audit(company: Company) -> None:
    for made in (note(company, company.taras), remind(company, company.taras)):
        assert company.bench.rows(audit_rows, audit_rows.c.subject_id == UUID(made)) == []


@pytest.mark.parametrize(("operation", "more"), [(contracts.ADD_NOTE, {}), (contracts.ADD_REMINDER, {"remind_at": AT})])
def test_what_is_about_another_s_client_or_half_an_object_is_refused(
    company: Company, operation: Any, more: dict[str, str]
) -> None:
    hers = company.a_partner(by=company.daryna)["id"]
    for about in ({"partner_id": hers}, {"subject_type": "partner", "subject_id": hers}):
        refusal = company.bench.refuses(operation, {"text": "Про чуже", **more, **about}, by=company.taras)
        assert (refusal.code.name, refusal.http_status) == ("partner_not_found", 404)
    refusal = company.bench.refuses(operation, {"text": "Про щось", **more, "subject_type": "deal"}, by=company.taras)
    assert (refusal.code.name, refusal.fields[0].pointer) == ("subject_half", "/subject_id")


# ---------------------------------------------------------------- reminders


def test_a_reminder_is_for_oneself_alone(company: Company) -> None:
    mine = remind(company, company.taras)
    assert sees(company, company.taras, REMINDERS) == [mine]
    for other in (company.foreman, company.head, ADMIN):
        assert sees(company, other, REMINDERS) == []
        assert company.bench.refuses(contracts.DISMISS_REMINDER, {"id": mine}, by=other).http_status == 404


def test_a_dismissed_reminder_comes_back_when_it_is_put_off(company: Company) -> None:
    mine = {"id": remind(company, company.taras)}
    once = company.bench.do(contracts.DISMISS_REMINDER, mine, by=company.taras)
    assert once["dismissed_at"] is not None
    assert company.bench.do(contracts.DISMISS_REMINDER, mine, by=company.taras) == once
    assert sees(company, company.taras, REMINDERS, dismissed=False) == []
    later = company.bench.do(
        contracts.PUT_REMINDER_OFF, {**mine, "remind_at": "2026-06-12T09:00:00Z"}, by=company.taras
    )
    assert (later["remind_at"], later["dismissed_at"]) == ("2026-06-12T09:00:00Z", None)
    assert sees(company, company.taras, REMINDERS, dismissed=False) == [mine["id"]]


def test_a_reminder_is_changed_where_something_is_given(company: Company) -> None:
    mine = {"id": remind(company, company.taras)}
    changed = company.bench.do(contracts.CHANGE_REMINDER, {**mine, "text": "Інше"}, by=company.taras)
    assert (changed["text"], changed["remind_at"]) == ("Інше", AT)
    moved = company.bench.do(contracts.CHANGE_REMINDER, {**mine, "remind_at": "2026-06-12T09:00:00Z"}, by=company.taras)
    assert (moved["text"], moved["remind_at"]) == ("Інше", "2026-06-12T09:00:00Z")


def test_reminders_are_listed_by_their_time_and_found_by_their_object(company: Company) -> None:
    client = company.a_partner()["id"]
    late = remind(company, company.taras, remind_at="2026-06-13T09:00:00Z", partner_id=client)
    early = remind(company, company.taras, subject_type="partner", subject_id=client)
    found = [
        sees(company, company.taras, REMINDERS, **asked)
        for asked in (
            {},
            {"order": "-remind_at"},
            {"subject_id": client},
            {"subject_type": "partner"},
            {"partner_id": client},
            {"remind_at_from": "2026-06-12T00:00:00Z"},
        )
    ]
    assert found == [[early, late], [late, early], [early], [early], [early, late], [late]]
