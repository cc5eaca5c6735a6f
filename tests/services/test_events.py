"""Every event handler of every service: delivered twice, late, replayed, failing once and then succeeding."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Table

from services.chassis.access import NotYetKnownError
from services.chassis.contracts import Event, EventKind
from services.chassis.ids import uuid7
from services.chassis.startup import all_contracts, contract_of, metadata_of
from services.chassis.tables import audit_rows, inbox, outbox, partner_access
from services.partners import contracts as partners
from tests.services.bench import Bench
from tests.services.builders import a_partner, introduce
from tests.services.cast import DARYNA_ID, DZVIN, KALYNA, TARAS_ID
from tests.services.news import NEWS

EVENTS = {event.address: event for contract in all_contracts() for event in contract.events.values()}
Benches = Callable[[str], Bench]
HANDLERS = [(contract.service, address) for contract in all_contracts() for address in contract.consumes]


def everything(bench: Bench) -> dict[str, list[Any]]:
    """All rows that an event may change, but for the audit's own times and the outbox's serial ids."""
    tables: list[Table] = [*metadata_of(bench.runtime.service).sorted_tables, partner_access, inbox]
    rows = {table.name: sorted(map(str, bench.rows(table))) for table in tables}
    rows["audit"] = sorted(str((row.subject_id, row.version, row.changes)) for row in bench.rows(audit_rows))
    rows["outbox"] = sorted(str((row.type, row.event_id)) for row in bench.rows(outbox))
    return rows


def test_there_is_news_to_tell_of_every_event_that_somebody_listens_to() -> None:
    assert {address for _, address in HANDLERS} <= set(NEWS)


@pytest.mark.parametrize(("service", "address"), HANDLERS)
def test_an_event_delivered_twice_is_applied_once(bench: Benches, service: str, address: str) -> None:
    listener = a_listener(bench, service)
    tell(listener, EVENTS[address])
    once = everything(listener)
    tell(listener, EVENTS[address])
    assert everything(listener) == once


@pytest.mark.parametrize(("service", "address"), HANDLERS)
def test_an_event_replayed_changes_nothing(bench: Benches, service: str, address: str) -> None:
    listener = a_listener(bench, service)
    tell(listener, EVENTS[address])
    once = everything(listener)
    tell(listener, EVENTS[address], replayed=True)
    assert everything(listener) == once


@pytest.mark.parametrize(("service", "address"), HANDLERS)
def test_an_event_that_failed_once_leaves_nothing_and_succeeds_the_second_time(
    bench: Benches, service: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    listener = a_listener(bench, service)
    before = everything(listener)
    with monkeypatch.context() as broken:
        broken.setattr("services.chassis.runtime.failpoint", fail_before_commit)
        with pytest.raises(ConnectionError):
            tell(listener, EVENTS[address])
    assert everything(listener) == before
    tell(listener, EVENTS[address])
    assert everything(listener) != before


STATES = [(service, address) for service, address in HANDLERS if EVENTS[address].kind is EventKind.STATE]


@pytest.mark.parametrize(("service", "address"), STATES)
def test_an_older_version_after_a_newer_changes_nothing(bench: Benches, service: str, address: str) -> None:
    listener = a_listener(bench, service)
    tell(listener, EVENTS[address], version=5)
    newest = everything(listener)
    tell(listener, EVENTS[address], version=4)
    tell(listener, EVENTS[address], version=1, replayed=True)
    assert everything(listener) == newest


@pytest.mark.parametrize(("service", "address"), STATES)
def test_a_later_epoch_beats_any_version_of_an_earlier_one(bench: Benches, service: str, address: str) -> None:
    listener = a_listener(bench, service)
    tell(listener, EVENTS[address], version=9)
    tell(listener, EVENTS[address], version=1, epoch=1)
    kept = listener.rows(inbox, inbox.c.type == address, inbox.c.subject_id == NEWS[address][0])
    assert [(row.epoch, row.version) for row in kept] == [(1, 1)]


@pytest.mark.parametrize("service", ["pricing", "deals", "orders", "marketing"])
@pytest.mark.parametrize(("version", "kept"), [(1, TARAS_ID), (2, TARAS_ID), (3, DARYNA_ID)])
def test_only_a_newer_version_changes_whose_client_it_is(
    bench: Benches, service: str, version: int, kept: object
) -> None:
    listener = bench(service)
    listener.hear(partners.PARTNER_CHANGED, a_partner(), version=2)
    listener.hear(partners.PARTNER_CHANGED, a_partner(manager_id=DARYNA_ID), version=version)
    assert [row.manager_id for row in listener.rows(partner_access)] == [kept]


@pytest.mark.parametrize("service", ["pricing", "deals", "orders", "marketing"])
def test_a_hand_over_moves_the_clients_it_names_and_no_others(bench: Benches, service: str) -> None:
    listener = bench(service)
    introduce(listener)
    batch = partners.PartnersReassigned(manager_id=DARYNA_ID, partners=((KALYNA.id, 2),))
    listener.hear(partners.PARTNERS_REASSIGNED, batch, subject_id=uuid7())
    managers = {row.partner_id: (row.manager_id, row.version) for row in listener.rows(partner_access)}
    assert managers == {KALYNA.id: (DARYNA_ID, 2), DZVIN.id: (DARYNA_ID, 1)}


@pytest.mark.parametrize("service", ["pricing", "deals", "orders", "marketing"])
def test_a_hand_over_heard_before_its_clients_fails_until_they_are_known(bench: Benches, service: str) -> None:
    listener, batch_id = bench(service), uuid7()
    batch = partners.PartnersReassigned(manager_id=DARYNA_ID, partners=((KALYNA.id, 2),))
    with pytest.raises(NotYetKnownError):
        listener.hear(partners.PARTNERS_REASSIGNED, batch, subject_id=batch_id)
    introduce(listener, KALYNA)
    listener.hear(partners.PARTNERS_REASSIGNED, batch, subject_id=batch_id)
    assert [row.manager_id for row in listener.rows(partner_access)] == [DARYNA_ID]


@pytest.mark.parametrize("service", ["pricing", "deals", "orders", "marketing"])
def test_a_change_made_before_the_hand_over_and_heard_after_it_changes_nothing(bench: Benches, service: str) -> None:
    listener = bench(service)
    introduce(listener)
    batch = partners.PartnersReassigned(manager_id=DARYNA_ID, partners=((KALYNA.id, 3),))
    listener.hear(partners.PARTNERS_REASSIGNED, batch, subject_id=uuid7())
    listener.hear(partners.PARTNER_CHANGED, a_partner(name="Запізніла назва"), version=2)
    kept = listener.rows(partner_access, partner_access.c.partner_id == KALYNA.id)[0]
    assert (kept.manager_id, kept.version, kept.name) == (DARYNA_ID, 3, KALYNA.name)


def test_every_contract_s_listeners_have_handlers_and_the_other_way_round(bench: Benches) -> None:
    for contract in all_contracts():
        service_class = type(bench(contract.service).service)
        found = [getattr(getattr(service_class, name), "declared", None) for name in dir(service_class)]
        handled = {one.address for one in found if isinstance(one, Event)}
        assert handled == set(contract_of(contract.service).consumes)


def a_listener(bench: Benches, service: str) -> Bench:
    """A service that knows the cast's clients, unless hearing of them is the test itself."""
    listener = bench(service)
    if service != "partners":
        introduce(listener, DZVIN)
        listener.hear(partners.PARTNER_CHANGED, a_partner(KALYNA), version=1, subject_id=KALYNA.id)
    return listener


def tell(listener: Bench, event: Event, **how: Any) -> None:
    subject, view = NEWS[event.address]
    how.setdefault("version", 2)
    listener.hear(event, view, subject_id=subject, **how)


def fail_before_commit(place: str) -> None:
    if place == "before_commit":
        raise ConnectionError("the database went away")
