"""Long work in small steps: each step is one transaction that also saves how far the job has come.

A kill loses at most the step under way, so a job resumes where it stood without leases or heartbeats: the step
locks the job's row (other workers skip it), does its share, and commits both together. A step that fails is
tried again; after five failures in a row the job is failed with the reason.

    REASSIGN = jobs.define("reassign_clients")
    @REASSIGN
    def reassign(tx: Tx, job: Job) -> bool: ...      # True: done
"""

import time
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from time import perf_counter
from typing import Any, ClassVar
from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, Integer, String, Text, Uuid, select, update
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from services.chassis import metrics
from services.chassis.actor import SYSTEM, Actor, Role
from services.chassis.columns import JsonText, UtcDateTime
from services.chassis.contracts import JobTicket, Message
from services.chassis.errors import Conflict, Refusal, error_code
from services.chassis.runtime import Incoming, Runtime
from services.chassis.statements import insert_ignoring
from services.chassis.tables import Record, chassis_metadata, facts_of_service
from services.chassis.tx import Reader, Tx, Views, business_day, utc_now

log = structlog.get_logger()

MAX_FAILURES = 5
MAX_REST_SECONDS = 0.5


class ChassisBase(DeclarativeBase):
    metadata = chassis_metadata


class JobStatus(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


_WAITING = (JobStatus.QUEUED, JobStatus.RUNNING)
ENDED = frozenset({JobStatus.DONE, JobStatus.FAILED, JobStatus.CANCELLED})

JOB_ENDED = error_code(
    "job_ended",
    Conflict,
    en="This job has already ended ({status}). Start a new one if you need it.",
    uk="Це завдання вже завершилося ({status}). За потреби почніть нове.",
    words={
        JobStatus.DONE: ("done", "виконано"),
        JobStatus.FAILED: ("failed", "не вдалося"),
        JobStatus.CANCELLED: ("cancelled", "скасовано"),
    },
)


class Job(Record, ChassisBase):
    __tablename__ = "jobs"
    audited: ClassVar[bool] = False

    kind: Mapped[str] = mapped_column(String(60))
    status: Mapped[str] = mapped_column(String(20), index=True)
    params: Mapped[dict[str, Any]] = mapped_column(JsonText)
    state: Mapped[dict[str, Any]] = mapped_column(JsonText)
    done: Mapped[int] = mapped_column(Integer, default=0)
    total: Mapped[int | None] = mapped_column(Integer)
    failures: Mapped[int] = mapped_column(Integer, default=0)
    reason: Mapped[str | None] = mapped_column(String(500))
    asked_by: Mapped[UUID] = mapped_column(Uuid)
    actor: Mapped[str] = mapped_column(Text)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        if Role.ADMINISTRATOR in actor.roles:
            return cls.id.is_not(None)
        return cls.asked_by == actor.user_id


class JobView(Message):
    """Progress of long work: `done` of `total` rows; `total` is null while it is still being counted."""

    id: str
    kind: str
    status: JobStatus
    done: int
    total: int | None
    reason: str | None
    created_at: datetime
    ended_at: datetime | None
    version: int


Step = Callable[[Tx, Job], bool]


class Jobs:
    """A service's kinds of jobs by name."""

    def __init__(self) -> None:
        self._steps: dict[str, Step] = {}
        self._rests: dict[str, float] = {}
        self.daily: list[str] = []
        """Kinds that the worker queues by itself, once a business day."""

    def define(self, kind: str, *, rest: float = 0, daily: bool = False) -> Callable[[Step], Step]:
        """`rest`: how many times its own time a step is followed by a pause. For steps whose events make all other
        services work: people's requests must not wait behind that."""

        def register(step: Step) -> Step:
            self._steps[kind] = step
            self._rests[kind] = rest
            if daily:
                self.daily.append(kind)
            return step

        return register

    def __getitem__(self, kind: str) -> Step:
        return self._steps[kind]

    def rest_after(self, kind: str, seconds: float) -> float:
        """Seconds to pause after a step that took so long."""
        return min(MAX_REST_SECONDS, self._rests[kind] * seconds)

    def __contains__(self, kind: str) -> bool:
        return kind in self._steps


def start_job(tx: Tx, kind: str, params: dict[str, Any], total: int | None = None) -> Job:
    """Queue a job on behalf of the actor; it begins when the transaction has committed."""
    return tx.add(
        Job(
            kind=kind,
            status=JobStatus.QUEUED,
            params=params,
            state={},
            done=0,
            total=total,
            failures=0,
            asked_by=tx.actor.user_id,
            actor=tx.actor.to_wire(),
        )
    )


def start_daily(runtime: Runtime, jobs: Jobs) -> bool:
    """Queue the day's jobs, once each however many workers look; false when there was nothing to queue."""
    today = business_day(utc_now()).isoformat()

    def start(session: Session) -> bool:
        tx = runtime.tx(session, Incoming(SYSTEM), "job:daily")
        due = [kind for kind in jobs.daily if _claim(session, kind, today)]
        for kind in due:
            start_job(tx, kind, {"day": today})
        tx.finish()
        return bool(due)

    with runtime.database.read() as session:  # no writer lock on all but one look of the day
        if all(_last_day(session, kind) == today for kind in jobs.daily):
            return False
    return bool(runtime.transaction(start))


def _claim(session: Session, kind: str, today: str) -> bool:
    """The first to write the day has it: a rival waits for the row, and finds the day there."""
    column = facts_of_service.c
    session.execute(insert_ignoring(session, facts_of_service), {"name": _fact(kind), "value": ""})
    mine = update(facts_of_service).where(column.name == _fact(kind), column.value < today).values(value=today)
    return bool(session.execute(mine.returning(column.name)).first())


def _last_day(session: Session, kind: str) -> str | None:
    return session.scalar(select(facts_of_service.c.value).where(facts_of_service.c.name == _fact(kind)))


def _fact(kind: str) -> str:
    return f"daily:{kind}"


def public_id(service: str, job: Job) -> str:
    return f"{service}.{job.id}"


def register_views(views: Views, service: str) -> None:
    """Jobs are shown alike in every service."""

    @views.of(JobTicket, Job)
    def ticket(_: Reader, job: Job) -> JobTicket:
        return JobTicket(id=public_id(service, job), kind=job.kind)

    @views.of(JobView, Job)
    def view(_: Reader, job: Job) -> JobView:
        return JobView(
            id=public_id(service, job),
            kind=job.kind,
            status=JobStatus(job.status),
            done=job.done,
            total=job.total,
            reason=job.reason,
            created_at=job.created_at,
            ended_at=job.ended_at,
            version=job.version,
        )


def cancel_job(tx: Tx, job_id: UUID) -> Job:
    job = tx.get(Job, job_id)
    if job.status in ENDED:
        raise JOB_ENDED(status=job.status)
    job.status = JobStatus.CANCELLED
    job.ended_at = tx.now
    return job


_ANY_WAITING = select(Job.id).where(Job.status.in_(_WAITING)).limit(1)


def work_once(runtime: Runtime, jobs: Jobs) -> bool:
    """One step of one waiting job; False when there was none."""
    if not _any_waiting(runtime):
        return False
    started = perf_counter()
    taken: list[tuple[UUID, str]] = []

    def step(session: Session) -> bool:
        waiting = select(Job).where(Job.status.in_(_WAITING))
        job = session.scalars(waiting.order_by(Job.created_at).limit(1).with_for_update(skip_locked=True)).first()
        if job is None:
            return False
        taken.append((job.id, job.kind))
        tx = runtime.tx(session, Incoming(Actor.from_wire(job.actor), request_id=str(job.id)), f"job:{job.kind}")
        job.status = JobStatus.RUNNING
        if jobs[job.kind](tx, job):
            job.status, job.ended_at = JobStatus.DONE, tx.now
        job.failures = 0
        tx.finish()
        return True

    try:
        worked: bool = runtime.transaction(step)
    except Exception as error:
        if not taken:
            raise
        _note_failure(runtime, taken[-1][0], error)
        return True
    if worked:
        metrics.job_step(runtime.service, "job", "ok")
        rest = jobs.rest_after(taken[-1][1], perf_counter() - started)
        if rest:
            time.sleep(rest)
    return worked


def _any_waiting(runtime: Runtime) -> bool:
    """A look that takes no writer lock: workers look several times a second."""
    with runtime.database.read() as session:
        return session.scalar(_ANY_WAITING) is not None


def _note_failure(runtime: Runtime, job_id: UUID, error: Exception) -> None:
    log.warning("job_step_failed", service=runtime.service, job=str(job_id), exc_info=not isinstance(error, Refusal))
    metrics.job_step(runtime.service, "job", "failed")

    def note(session: Session) -> int:
        tx = runtime.tx(session, Incoming(SYSTEM), "job:failure")
        job = tx.get(Job, job_id)
        if job.status in ENDED:  # cancelled between the step and this note
            return job.failures
        job.failures += 1
        job.reason = f"{type(error).__name__}: {error}"[:500]
        if isinstance(error, Refusal) or job.failures >= MAX_FAILURES:
            job.status, job.ended_at = JobStatus.FAILED, tx.now
        tx.finish()
        return job.failures

    failures = runtime.transaction(note)
    time.sleep(min(0.1 * 2**failures, 2))
