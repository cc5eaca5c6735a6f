"""Frozen samples of every event: the publisher still says it, every consumer still understands it."""

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from services.chassis.contracts import Envelope, Event
from services.chassis.database import Database
from services.chassis.migrate import migrate
from services.chassis.settings import SERVICES
from services.chassis.startup import contract_of
from services.chassis.tables import inbox
from tests.contracts.freeze import freeze
from tests.contracts.frozen import SAMPLES, all_events, broken_promises, command_for, path_of, sample_of, shape
from tests.contracts.invented import envelope_of
from tests.services.bench import Bench

EVENTS = {event.address: event for event in all_events()}
HEARD = [(service, address) for service in SERVICES for address in contract_of(service).consumes]


@pytest.fixture(scope="module")
def owners(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Database]]:
    """An owner's migrated database, made once."""
    made: dict[str, Database] = {}

    def owner(service: str) -> Database:
        if service not in made:
            made[service] = Database(f"sqlite:///{tmp_path_factory.mktemp('owners')}/{service}.sqlite")
            migrate(service, made[service])
        return made[service]

    yield owner
    for database in made.values():
        database.dispose()


@pytest.mark.parametrize("event", EVENTS.values(), ids=EVENTS)
def test_the_publisher_says_exactly_what_was_frozen(event: Event, owners: Callable[[str], Database]) -> None:
    frozen, now = sample_of(event), envelope_of(event, owners(event.service))
    broken = broken_promises(frozen, now)
    assert not broken, f"{event.address}: {'; '.join(broken)}. Readers of the old shape break: give it a new name."
    added = sorted({place for place, _ in shape(now)} - {place for place, _ in shape(frozen)})
    assert not added, f"{event.address} says more than is frozen ({', '.join(added)}). Freeze it: {command_for(event)}"
    assert now == frozen, f"{event.address}: a value is written in another way than consumers are used to"


def test_no_sample_is_left_of_an_event_that_is_gone() -> None:
    frozen = {path.name.removesuffix(".json") for path in SAMPLES.glob("*.json")}
    assert frozen <= set(EVENTS), "an event was taken out or renamed while messages of it may still lie in queues"


def _deliver(bench: Bench, event: Event, envelope: dict[str, Any]) -> None:
    if event.name == "partners_reassigned":
        _introduce(bench, [partner_id for partner_id, _ in envelope["data"]["partners"]])
    getattr(bench.service, f"on_{event.name}")(envelope)


def _introduce(bench: Bench, partner_ids: list[str]) -> None:
    """A hand-over waits until its clients have been heard of."""
    for partner_id in partner_ids:
        told = copy.deepcopy(sample_of(EVENTS["partners.partner_changed"]))
        told["subject_id"] = told["data"]["id"] = partner_id
        bench.service.on_partner_changed(told)


@pytest.mark.parametrize(("service", "address"), HEARD)
def test_every_consumer_applies_the_frozen_sample(service: str, address: str, bench: Callable[[str], Bench]) -> None:
    event, consumer = EVENTS[address], bench(service)
    _deliver(consumer, event, sample_of(event))
    assert len(consumer.rows(inbox, inbox.c.type == address)) == 1


@pytest.mark.parametrize(("service", "address"), HEARD)
def test_every_consumer_tolerates_fields_it_does_not_know(
    service: str, address: str, bench: Callable[[str], Bench]
) -> None:
    """A newer publisher runs beside an older consumer while a deployment rolls."""
    event, consumer = EVENTS[address], bench(service)
    newer = copy.deepcopy(sample_of(event))
    newer["of_tomorrow"] = newer["data"]["of_tomorrow"] = {"why": ["so"]}
    _deliver(consumer, event, newer)
    assert len(consumer.rows(inbox, inbox.c.type == address)) == 1


@pytest.mark.parametrize("event", EVENTS.values(), ids=EVENTS)
def test_the_view_loads_its_own_sample(event: Event) -> None:
    envelope = Envelope.model_validate(sample_of(event))
    assert event.view.model_validate(envelope.data).model_dump(mode="json") == envelope.data


def test_a_new_event_fails_with_the_command_that_freezes_it() -> None:
    fresh = Event("deals", "deal_dreamt_of", EVENTS["deals.deal_won"].kind, Envelope, subject="deal")
    with pytest.raises(AssertionError, match=r"python -m tests\.contracts\.freeze deal_dreamt_of"):
        sample_of(fresh)


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Samples of this test alone."""
    monkeypatch.setattr("tests.contracts.frozen.SAMPLES", tmp_path)
    return tmp_path


def test_freezing_writes_what_is_frozen_already(elsewhere: Path) -> None:
    event = EVENTS["pricing.item_changed"]
    freeze(event)
    assert (elsewhere / f"{event.address}.json").read_bytes() == (SAMPLES / f"{event.address}.json").read_bytes()


@pytest.mark.parametrize("wanted", ["a_field_once_promised", "sku"])
def test_freezing_refuses_to_break_what_was_promised(elsewhere: Path, wanted: str) -> None:
    event = EVENTS["pricing.item_changed"]
    freeze(event)
    promised = json.loads(path_of(event).read_text())
    promised["data"][wanted] = 7
    path_of(event).write_text(json.dumps(promised))
    with pytest.raises(SystemExit, match=f"data.{wanted}"):
        freeze(event)


def test_a_sample_names_nobody_real() -> None:
    invented = json.dumps([sample_of(event) for event in EVENTS.values()])
    assert "@" not in invented.replace("@vyhadka.example", "")
