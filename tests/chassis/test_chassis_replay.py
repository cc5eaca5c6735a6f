"""A replay says again what was said: the same ids, the same bytes, but for who asked, the trace and the mark."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest

from services.chassis.actor import SYSTEM
from services.chassis.contracts import Event, EventKind
from services.chassis.replay import raise_epoch, replay
from services.chassis.runtime import Incoming
from services.chassis.startup import all_contracts
from services.chassis.tables import outbox
from services.chassis.tx import MAX_EVENT_BYTES, Reader, outbox_row
from services.partners.contracts import TASK_CHANGED
from services.partners.models import Task
from services.partners.views import views
from tests.contracts.invented import ACTOR, LATER, TRACE, an_id, rows_of
from tests.services.bench import Bench

EVENTS = [event for contract in all_contracts() for event in contract.events.values()]
DIFFERS = {"replayed": None, "trace": None, "actor": None}


def _announce(service: Bench, event: Event) -> bytes:
    """Put the invented rows in and tell of the last; what the outbox then holds."""
    *needed, subject = rows_of(event, service.runtime.views[event.view].model)

    def work(session: Any) -> bool:
        tx = service.runtime.tx(session, Incoming(ACTOR, trace=TRACE), "test")
        for record in (*needed, subject):
            tx.add(record)
            session.flush()
        tx.announce(event, subject)
        tx.finish()
        return True

    service.runtime.transaction(work)
    return _take(service)[subject.id.hex]


def _take(service: Bench) -> dict[str, bytes]:
    """Empty the outbox: what it held by subject."""
    bodies = [row.body.encode() for row in service.rows(outbox)]
    with service.database.write() as session:
        session.execute(outbox.delete())
    return {orjson.loads(body)["subject_id"].replace("-", ""): body for body in bodies}


def _bare(body: bytes) -> bytes:
    return orjson.dumps({**orjson.loads(body), **DIFFERS})


@pytest.mark.parametrize("event", EVENTS, ids=[event.address for event in EVENTS])
def test_a_replay_says_byte_for_byte_what_was_said(event: Event, bench: Callable[[str], Bench]) -> None:
    service = bench(event.service)
    said = _announce(service, event)
    assert replay(service.runtime, [event.name])[event.name] >= 1
    again = _take(service)[orjson.loads(said)["subject_id"].replace("-", "")]
    assert orjson.loads(again)["id"] == orjson.loads(said)["id"]
    assert _bare(again) == _bare(said)


def test_a_replay_is_marked_and_comes_from_the_system(partners: Bench) -> None:
    said = orjson.loads(_announce(partners, TASK_CHANGED))
    replay(partners.runtime, ["task_changed"])
    again = orjson.loads(next(iter(_take(partners).values())))
    assert (said["replayed"], said["trace"], said["actor"]) == (False, TRACE, ACTOR.to_wire())
    assert (again["replayed"], again["trace"], again["actor"]) == (True, "", SYSTEM.to_wire())


def test_a_replay_of_nothing_named_says_everything(partners: Bench) -> None:
    _announce(partners, TASK_CHANGED)
    told = {row for row, count in replay(partners.runtime).items() if count}
    assert {"task_changed", "organization_changed", "staff_changed"} <= told


@pytest.mark.parametrize("event", EVENTS, ids=[event.address for event in EVENTS])
def test_a_restored_database_says_states_anew_and_facts_as_before(event: Event, bench: Callable[[str], Bench]) -> None:
    service = bench(event.service)
    said = orjson.loads(_announce(service, event))
    with service.database.write() as session:
        raise_epoch(session)
    restored = Bench(event.service, service.database)
    replay(restored.runtime, [event.name])
    again = orjson.loads(_take(restored)[said["subject_id"].replace("-", "")])
    assert again["epoch"] > said["epoch"]
    assert (again["id"] == said["id"]) == (event.kind is EventKind.FACT)


def test_a_backup_restored_twice_begins_two_different_lives(partners: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    lives = []
    for passed in (0, 60):
        monkeypatch.setattr("services.chassis.replay.utc_now", lambda passed=passed: AT + timedelta(seconds=passed))
        with partners.database.write() as session:
            lives.append(raise_epoch(session))
            session.rollback()  # the next restore finds what the first one found
    assert lives[1] == lives[0] + 60


AT = datetime(2026, 3, 1, tzinfo=UTC)


def _told(partners: Bench, length: int) -> dict[str, Any]:
    """A task whose description is so long, as the outbox would hold it; never stored."""
    links = {"id": an_id("task"), "version": 1, "created_at": AT, "updated_at": AT}
    task = Task(
        title="Лист", status="open", priority="normal", follows_document=False, description="x" * length, **links
    )
    with partners.database.read() as session:
        reader = Reader(session, ACTOR, views, LATER, epoch=0)
        view = views[TASK_CHANGED.view].build(reader, task)
        return outbox_row(reader, TASK_CHANGED, task, view, actor=ACTOR, trace=TRACE, replayed=False)


@pytest.mark.parametrize(("over", "fits"), [(-1, True), (0, True), (1, False)])
def test_an_event_of_128_kilobytes_is_the_longest(partners: Bench, over: int, fits: bool) -> None:
    around = len(_told(partners, 0)["body"].encode())
    length = MAX_EVENT_BYTES - around + over
    if fits:
        assert len(_told(partners, length)["body"].encode()) == MAX_EVENT_BYTES + over
    else:
        with pytest.raises(ValueError, match="send ids, not rows"):
            _told(partners, length)


def test_letters_count_as_the_bytes_they_take() -> None:
    assert MAX_EVENT_BYTES == 131_072
    assert len("ї".encode()) == 2
