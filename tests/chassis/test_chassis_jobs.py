"""Jobs: a step and how far it came are one; a kill, a failure or a person may come between any two steps."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from services.chassis.actor import SYSTEM, Actor, Role
from services.chassis.errors import EXISTS, Refusal
from services.chassis.ids import uuid7
from services.chassis.jobs import MAX_FAILURES, Job, Jobs, JobStatus, cancel_job, start_job, work_once
from services.chassis.runtime import Incoming
from services.chassis.tx import Tx
from services.marketing.models import AdvertisingChannel
from tests.services.bench import Bench

COUNT = "count"
ASKER = Actor(uuid7(), "Мавка Лісова", frozenset({Role.MARKETER}))


@pytest.fixture
def service(bench: Callable[[str], Bench]) -> Bench:
    return bench("marketing")


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Pauses after failures, in seconds, taken note of instead of slept through."""
    taken: list[float] = []
    monkeypatch.setattr("services.chassis.jobs.time", SimpleNamespace(sleep=taken.append))
    return taken


def counting(total: int) -> Jobs:
    """A job that opens one channel a step, until there are `total`."""
    jobs = Jobs()

    @jobs.define(COUNT)
    def count(tx: Tx, job: Job) -> bool:
        job.done += 1
        tx.add(AdvertisingChannel(name=f"Канал {job.done}"))
        return job.done == total

    return jobs


def failing(failure: Exception, times: int) -> Jobs:
    """A job whose first steps fail so many times, each after it has changed something."""
    jobs, left = Jobs(), [times]

    @jobs.define(COUNT)
    def fail(tx: Tx, job: Job) -> bool:
        job.done += 1
        tx.add(AdvertisingChannel(name="Канал"))
        if left[0]:
            left[0] -= 1
            raise failure
        return True

    return jobs


def _in_tx(service: Bench, work: Callable[[Tx], Any], actor: Actor = ASKER) -> Any:
    def run(session: Any) -> Any:
        tx = service.runtime.tx(session, Incoming(actor), "test")
        made = work(tx)
        tx.finish()
        return made

    return service.runtime.transaction(run)


def _start(service: Bench, kind: str = COUNT) -> UUID:
    job: Job = _in_tx(service, lambda tx: start_job(tx, kind, {"from": "test"}, total=3))
    return job.id


def _job(service: Bench, job_id: UUID) -> Any:
    return service.rows(Job, Job.id == job_id)[0]


def test_a_job_goes_on_step_by_step_until_it_says_it_is_done(service: Bench) -> None:
    job_id, jobs = _start(service), counting(3)
    seen = []
    while work_once(service.runtime, jobs):
        seen.append((_job(service, job_id).status, _job(service, job_id).done))
    assert seen == [("running", 1), ("running", 2), ("done", 3)]
    assert len(service.rows(AdvertisingChannel)) == 3
    assert _job(service, job_id).ended_at is not None


def test_nothing_is_worked_when_nothing_waits(service: Bench) -> None:
    assert not work_once(service.runtime, counting(1))


def test_a_step_works_as_whoever_asked_for_the_job(service: Bench) -> None:
    _start(service)
    jobs, actors = Jobs(), []

    @jobs.define(COUNT)
    def look(tx: Tx, _: Job) -> bool:
        actors.append(tx.actor)
        return True

    work_once(service.runtime, jobs)
    assert actors == [ASKER]


KILLED_STEP = """
import sys, warnings
warnings.simplefilter("ignore")
from services.chassis.failpoints import name_process
from services.chassis.database import Database
from services.chassis.jobs import work_once
from services.chassis.runtime import Runtime
from services.chassis.startup import contract_of
from services.marketing.views import views
from tests.chassis.test_chassis_jobs import counting
name_process("worker")
work_once(Runtime(contract_of("marketing"), views, Database(sys.argv[1])), counting(3))
"""


@pytest.mark.parametrize(("place", "kept"), [("before_commit", 1), ("after_commit", 2)])
def test_a_killed_job_resumes_where_it_stood(
    service: Bench, place: str, kept: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    job_id, jobs = _start(service), counting(3)
    work_once(service.runtime, jobs)
    home = tmp_path_factory.mktemp("killed")
    environment = {**os.environ, "UGODA_HOME": str(home), "UGODA_FAILPOINTS": f"{place}@worker=1"}
    command = [sys.executable, "-c", KILLED_STEP, service.database.url]
    died = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert died.returncode == -signal.SIGKILL, died.stderr
    assert (_job(service, job_id).done, len(service.rows(AdvertisingChannel))) == (kept, kept)
    while work_once(service.runtime, jobs):
        pass
    assert (_job(service, job_id).status, _job(service, job_id).done, len(service.rows(AdvertisingChannel))) == (
        "done",
        3,
        3,
    )


def test_a_cancelled_job_is_worked_no_further(service: Bench) -> None:
    job_id, jobs = _start(service), counting(3)
    work_once(service.runtime, jobs)
    _in_tx(service, lambda tx: cancel_job(tx, job_id))
    assert not work_once(service.runtime, jobs)
    assert (_job(service, job_id).status, _job(service, job_id).done) == ("cancelled", 1)


@pytest.mark.parametrize("status", [JobStatus.DONE, JobStatus.FAILED, JobStatus.CANCELLED])
def test_a_job_that_ended_cannot_be_cancelled(service: Bench, status: JobStatus) -> None:
    job_id = _start(service)
    _in_tx(service, lambda tx: setattr(tx.get(Job, job_id), "status", status))
    with pytest.raises(Refusal) as refused:
        _in_tx(service, lambda tx: cancel_job(tx, job_id))
    assert refused.value.code.name == "job_ended"
    assert _job(service, job_id).status == status


def test_somebody_elses_job_cannot_be_cancelled(service: Bench) -> None:
    job_id, stranger = _start(service), Actor(uuid7(), "Килина", frozenset({Role.MARKETER}))
    with pytest.raises(Refusal) as refused:
        _in_tx(service, lambda tx: cancel_job(tx, job_id), stranger)
    assert refused.value.http_status == 404


@pytest.mark.parametrize(
    ("failures", "ended"),
    [(MAX_FAILURES - 1, ("done", 0)), (MAX_FAILURES, ("failed", 5)), (MAX_FAILURES + 1, ("failed", 5))],
)
def test_five_failures_in_a_row_end_a_job(
    service: Bench, pauses: list[float], failures: int, ended: tuple[str, int]
) -> None:
    job_id, jobs = _start(service), failing(RuntimeError("полиця впала"), failures)
    while work_once(service.runtime, jobs):
        pass
    job = _job(service, job_id)
    assert (job.status, job.failures) == ended
    assert job.reason == "RuntimeError: полиця впала"


def test_pauses_between_failures_grow_to_two_seconds(service: Bench, pauses: list[float]) -> None:
    _start(service)
    jobs = failing(RuntimeError("полиця впала"), MAX_FAILURES)
    while work_once(service.runtime, jobs):
        pass
    assert pauses == [0.2, 0.4, 0.8, 1.6, 2]


def test_a_failed_step_leaves_nothing_of_what_it_did(service: Bench, pauses: list[float]) -> None:
    job_id = _start(service)
    work_once(service.runtime, failing(RuntimeError("полиця впала"), 1))
    assert service.rows(AdvertisingChannel) == []
    assert (_job(service, job_id).done, _job(service, job_id).failures) == (0, 1)


def test_a_refusal_ends_a_job_at_once(service: Bench, pauses: list[float]) -> None:
    job_id = _start(service)
    work_once(service.runtime, failing(EXISTS(field="name"), 1))
    assert _job(service, job_id).status == "failed"


def test_a_kind_of_job_nobody_knows_is_failed_in_the_end(service: Bench, pauses: list[float]) -> None:
    job_id = _start(service, "of_tomorrow")
    while work_once(service.runtime, counting(1)):
        pass
    assert _job(service, job_id).status == "failed"


def test_workers_side_by_side_do_every_step_once(service: Bench) -> None:
    job_ids, jobs = [_start(service) for _ in range(3)], counting(4)

    def work() -> None:
        while work_once(service.runtime, jobs):
            pass

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [(_job(service, one).status, _job(service, one).done) for one in job_ids] == [("done", 4)] * 3
    assert len(service.rows(AdvertisingChannel)) == 12


def test_the_oldest_job_is_worked_first(service: Bench) -> None:
    first, second = _start(service), _start(service)
    _in_tx(service, lambda tx: setattr(tx.get(Job, second), "created_at", datetime(2026, 1, 1, tzinfo=UTC)), SYSTEM)
    work_once(service.runtime, counting(3))
    assert (_job(service, first).done, _job(service, second).done) == (0, 1)
