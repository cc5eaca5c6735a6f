"""Guests of marketing events: many invited at once, many marked at once; whose guests one sees; forgetting a person."""

from typing import Any
from uuid import UUID

import pytest

from services.chassis.audit import ERASED
from services.chassis.ids import uuid7, uuid_for
from services.chassis.runtime import Incoming
from services.chassis.tables import audit_rows
from services.marketing import contracts
from services.marketing.models import EventGuest
from services.partners import contracts as partners
from tests.services.bench import Bench
from tests.services.builders import a_partner
from tests.services.cast import DARYNA, DZVIN, HEAD, KALYNA, STRANGER, TARAS, TARAS_ID, Client
from tests.services.marketing.desk import MARKETER, OKSANA, PETRO, Desk

MANY = [Client(uuid_for("cast", "client", f"гість {place}"), f"ТОВ «Гість {place}»", TARAS_ID) for place in range(500)]


def counted(event: dict[str, Any]) -> dict[str, int]:
    return {status: number for status, number in event["guests"].items() if number}


def test_partners_and_their_people_are_invited_together(at: Desk) -> None:
    event = at.invite(at.an_event(), KALYNA, OKSANA, PETRO)
    assert counted(event) == {"invited": 3}
    found = at.guests(event)
    assert set(found) == {KALYNA.name, OKSANA.name, PETRO.name}
    assert found[OKSANA.name]["partner_name"] == KALYNA.name


def test_a_guest_stands_once_however_often_invited(at: Desk) -> None:
    event = at.invite(at.an_event(), OKSANA, OKSANA, KALYNA)
    at.mark(event, "confirmed", OKSANA.name)
    again = at.invite(event, KALYNA, OKSANA, PETRO)
    assert counted(again) == {"invited": 2, "confirmed": 1}


def test_a_client_invited_by_a_card_that_was_merged_since_stands_once(at: Desk) -> None:
    event = at.invite(at.an_event(), KALYNA)
    at.bench.hear(partners.PARTNER_CHANGED, a_partner(KALYNA, merged_into=DZVIN.id), version=2)
    assert counted(at.invite(event, DZVIN)) == {"invited": 1}


def test_the_same_person_may_be_invited_to_another_event(at: Desk) -> None:
    at.invite(at.an_event(), OKSANA)
    assert counted(at.invite(at.an_event(name="Світло-2027"), OKSANA)) == {"invited": 1}


def test_all_that_are_not_there_are_named_at_once_and_nobody_is_invited(at: Desk) -> None:
    event = at.an_event()
    guests = [
        {"partner_id": KALYNA.id},
        {"partner_id": uuid7()},
        {"partner_id": KALYNA.id, "contact_person_id": PETRO.id},
        {"partner_id": KALYNA.id, "contact_person_id": uuid7()},
    ]
    refusal = at.bench.refuses(contracts.INVITE_GUESTS, {"id": event["id"], "guests": guests}, by=MARKETER)
    assert (refusal.code.name, refusal.http_status) == ("not_found", 404)
    assert [(field.pointer, field.code) for field in refusal.fields] == [
        ("/guests/1/partner_id", "partner_not_found"),
        ("/guests/2/contact_person_id", "contact_not_of_partner"),
        ("/guests/3/contact_person_id", "contact_not_of_partner"),
    ]
    assert at.guests(event) == {}


def test_a_manager_invites_own_clients_and_no_others(at: Desk) -> None:
    event = at.an_event()
    assert counted(at.invite(event, KALYNA, OKSANA, by=TARAS)) == {"invited": 2}
    foreign = {"id": event["id"], "guests": [{"partner_id": DZVIN.id}, {"partner_id": KALYNA.id}]}
    refusal = at.bench.refuses(contracts.INVITE_GUESTS, foreign, by=TARAS)
    assert (refusal.http_status, [field.pointer for field in refusal.fields]) == (404, ["/guests/0/partner_id"])


def test_an_archived_partner_is_not_invited(at: Desk) -> None:
    def archived(asked: Any, _: Incoming) -> Any:
        gone = a_partner(KALYNA, archived_at="2026-03-01T10:00:00Z")
        return partners.LIST_PARTNERS.reply(items=(gone,), next=None)

    at.bench.peers.reply(partners.LIST_PARTNERS, archived)
    body = {"id": at.an_event()["id"], "guests": [{"partner_id": KALYNA.id}]}
    assert at.bench.refuses(contracts.INVITE_GUESTS, body, by=MARKETER).http_status == 404


def test_a_client_that_marketing_has_not_heard_of_yet_is_invited_and_seen_at_once(marketing: Bench) -> None:
    at = Desk(marketing, known=())
    assert counted(at.invite(at.an_event(), KALYNA, by=TARAS)) == {"invited": 1}


@pytest.mark.parametrize("status", ["held", "cancelled"])
def test_nobody_is_invited_to_what_is_over(at: Desk, status: str) -> None:
    body = {"id": at.an_event(status)["id"], "guests": [{"partner_id": KALYNA.id}]}
    assert at.bench.refuses(contracts.INVITE_GUESTS, body, by=MARKETER).code.name == "event_status"


@pytest.mark.parametrize(("number", "taken"), [(499, True), (500, True), (501, False)])
def test_five_hundred_are_invited_at_once_and_no_more(
    at: Desk, number: int, taken: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.services.marketing.desk.CLIENTS", (*MANY, KALYNA))
    ids = [client.id for client in (*MANY, KALYNA)][:number]
    body = {"id": at.an_event()["id"], "guests": [{"partner_id": one} for one in ids]}
    if taken:
        asked = len(at.bench.peers.questions)
        assert counted(at.bench.do(contracts.INVITE_GUESTS, body, by=MARKETER)) == {"invited": number}
        assert len(at.bench.peers.questions) - asked == 5
    else:
        assert [field.pointer for field in at.bench.refuses(contracts.INVITE_GUESTS, body).fields] == ["/guests"]


def test_inviting_and_marking_many_takes_no_more_statements_than_a_few(
    at: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.services.marketing.desk.CLIENTS", tuple(MANY))
    counts = []
    for number in (2, 90):
        event, clients = at.an_event(), MANY[:number]
        with at.bench.statements() as seen:
            at.invite(event, *clients)
        invited = len(seen)
        named = [row.id for row in at.bench.rows(EventGuest, EventGuest.event_id == UUID(event["id"]))]
        with at.bench.statements() as seen:
            at.bench.do(contracts.MARK_GUESTS, {"id": event["id"], "guests": named, "status": "confirmed"})
        counts.append((invited, len(seen)))
    assert counts[0] == counts[1]


def test_guests_are_marked_many_at_a_time_as_they_answer_and_come(at: Desk) -> None:
    event = at.invite(at.an_event(), KALYNA, OKSANA, PETRO)
    assert counted(at.mark(event, "confirmed", KALYNA.name, OKSANA.name)) == {"invited": 1, "confirmed": 2}
    at.mark(event, "refused", PETRO.name)
    at.start(event)
    assert counted(at.mark(event, "attended", OKSANA.name, PETRO.name)) == {"confirmed": 1, "attended": 2}
    at.hold(event)
    assert counted(at.mark(event, "absent", KALYNA.name)) == {"attended": 2, "absent": 1}


@pytest.mark.parametrize(("status", "taken"), [("planned", False), ("running", True), ("held", True)])
def test_attendance_is_marked_once_the_event_has_begun(at: Desk, status: str, taken: bool) -> None:
    event = at.invite(at.an_event(), KALYNA)
    if status != "planned":
        at.start(event)
    if status == "held":
        at.hold(event)
    if taken:
        assert counted(at.mark(event, "attended", KALYNA.name)) == {"attended": 1}
    else:
        refusal = at.bench.refuses(contracts.MARK_GUESTS, at.marking(event, "attended", KALYNA.name))
        assert refusal.code.name == "event_status"


def test_the_audit_tells_of_each_guest_who_marked_it_and_how(at: Desk) -> None:
    event = at.invite(at.an_event(), KALYNA, OKSANA)
    at.mark(event, "confirmed", KALYNA.name, by=TARAS)
    found = at.guests(event)
    row = at.bench.audit(found[KALYNA.name]["id"])[-1]
    assert (row.actor_id, row.version, row.changes) == (TARAS.user_id, 2, {"status": ["invited", "confirmed"]})
    assert found[KALYNA.name]["version"] == 2
    assert len(at.bench.audit(found[OKSANA.name]["id"])) == 1


def test_every_guest_that_cannot_be_marked_so_is_named_and_none_is_marked(at: Desk) -> None:
    event = at.start(at.invite(at.an_event(), KALYNA, OKSANA, PETRO))
    at.mark(event, "attended", OKSANA.name)
    refusal = at.bench.refuses(
        contracts.MARK_GUESTS, at.marking(event, "confirmed", KALYNA.name, OKSANA.name, PETRO.name)
    )
    assert (refusal.code.name, [field.pointer for field in refusal.fields]) == ("guest_status", ["/guests/1"])
    assert at.guests(event)[KALYNA.name]["status"] == "invited"


def test_marking_again_what_is_marked_so_changes_nothing(at: Desk) -> None:
    event = at.invite(at.an_event(), KALYNA)
    at.mark(event, "confirmed", KALYNA.name)
    version = at.guests(event)[KALYNA.name]["version"]
    at.mark(event, "confirmed", KALYNA.name)
    assert at.guests(event)[KALYNA.name]["version"] == version


def test_another_s_guests_and_guests_of_another_event_are_not_there(at: Desk) -> None:
    event, other = at.invite(at.an_event(), KALYNA, DZVIN), at.invite(at.an_event(), KALYNA)
    body = at.marking(event, "confirmed", KALYNA.name, DZVIN.name)
    refusal = at.bench.refuses(contracts.MARK_GUESTS, body, by=TARAS)
    assert (refusal.http_status, [field.pointer for field in refusal.fields]) == (404, ["/guests/1"])
    assert at.bench.refuses(contracts.MARK_GUESTS, {**body, "id": other["id"]}).http_status == 404


@pytest.mark.parametrize(
    ("actor", "sees"),
    [(HEAD, {KALYNA, DZVIN}), (MARKETER, {KALYNA, DZVIN}), (TARAS, {KALYNA}), (DARYNA, {DZVIN}), (STRANGER, set())],
    ids=["head", "marketer", "taras", "daryna", "stranger"],
)
def test_guests_are_listed_and_counted_to_those_whose_clients_they_are(at: Desk, actor: Any, sees: set[Client]) -> None:
    event = at.invite(at.an_event(), KALYNA, DZVIN)
    assert set(at.guests(event, by=actor)) == {client.name for client in sees}
    shown = at.bench.do(contracts.GET_MARKETING_EVENT, {"id": event["id"]}, by=actor)
    assert shown["guests"]["invited"] == len(sees)


def test_erasing_a_person_takes_the_name_off_the_list_and_out_of_the_audit(at: Desk) -> None:
    event = at.invite(at.an_event(), OKSANA, PETRO)
    provider = {"id": event["id"], "partner_id": KALYNA.id, "contact_person_id": OKSANA.id, "provides": "Кейтеринг"}
    at.bench.do(contracts.ADD_EVENT_PROVIDER, provider, by=MARKETER)
    erased = partners.PartnerErased(partner_id=KALYNA.id)
    at.bench.hear(partners.PARTNER_ERASED, erased, subject_id=uuid7())
    assert set(at.guests(event)) == {KALYNA.name, PETRO.name}
    assert at.bench.listed(contracts.LIST_EVENT_PROVIDERS)[0]["person_name"] is None
    told = [row.changes for row in at.bench.rows(audit_rows, audit_rows.c.partner_id == UUID(str(KALYNA.id)))]
    assert OKSANA.name not in str(told)
    assert any(change.get("person_name") == [ERASED, ERASED] for change in told)
