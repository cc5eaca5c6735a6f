"""What one service has while it runs: contract, database, views, and the pipeline around every operation.

    validate → allowed? → in time? → open transaction → key (known: build its reply) → use case
    → events, audit → commit → reply

Free of Nameko and eventlet: the host, the worker, the tests and `ugoda replay` all run use cases through it.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, Concatenate, Generic, ParamSpec, Protocol, TypeVar
from uuid import UUID

from pydantic import BaseModel, ValidationError
from sqlalchemy import Select, select
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from services.chassis import metrics, trace
from services.chassis.actor import SYSTEM, Actor
from services.chassis.columns import BeyondColumnError
from services.chassis.contracts import ById, Contract, Envelope, EventKind, Operation
from services.chassis.database import Database
from services.chassis.errors import (
    AMOUNT_TOO_LARGE,
    EXISTS,
    FORBIDDEN,
    INVALID,
    KEY_REUSED,
    OUTCOME_UNKNOWN,
    STALE,
    NotFound,
    Refusal,
)
from services.chassis.failpoints import APPLIED, failpoint, observe
from services.chassis.ids import uuid7, uuid_for
from services.chassis.keys import CommandKey, body_hash
from services.chassis.listing import page
from services.chassis.messages import FieldProblem, field_problems
from services.chassis.references import unknown_references
from services.chassis.settings import settings
from services.chassis.statements import Overwrite, upserted
from services.chassis.tables import Record, facts_of_service, inbox
from services.chassis.tx import Limited, Reader, Tx, Views, business_day, utc_now

Q = TypeVar("Q", bound=BaseModel)
T = TypeVar("T")
P = ParamSpec("P")

_RETRIED_SQLSTATES = {"40001", "40P01"}
_ATTEMPTS = 5
EPOCH_OF = "epoch_of:"
"""Values of a service: from which epoch on each other service is believed (see `replay.forget_what_was_told`)."""


@dataclass(frozen=True)
class Reply:
    """The bytes the caller gets, untouched by the gateway."""

    body: bytes
    status: int = 200
    version: int | None = None


@dataclass(frozen=True)
class Incoming:
    """What travels beside the request."""

    actor: Actor
    request_id: str = ""
    trace: str = ""
    key: str | None = None
    if_match: int | None = None
    deadline: float | None = None
    """Seconds since 1970; after it nobody waits for the answer."""


class Asker(Protocol):
    def __call__(self, operation: Operation, request: BaseModel, incoming: Incoming) -> Any: ...


class Runtime:
    def __init__(self, contract: Contract, views: Views, database: Database, asker: Asker | None = None):
        self.contract = contract
        self.views = views
        self.database = database
        self.asker = asker
        self._epoch: int | None = None
        self._restored: dict[str, int] | None = None

    @property
    def service(self) -> str:
        return self.contract.service

    @property
    def epoch(self) -> int:
        """How often this service's database was restored from a backup."""
        if self._epoch is None:
            with self.database.read() as session:
                value = session.scalar(select(facts_of_service.c.value).where(facts_of_service.c.name == "epoch"))
            self._epoch = int(value or 0)
        return self._epoch

    def handle(
        self, operation: Operation, method: Callable[["Call[Any]"], Reply], payload: Any, incoming: Incoming
    ) -> Reply:
        """Run one operation. Raises a `Refusal` for every expected no."""
        started = time.perf_counter()
        outcome = "ok"
        try:
            if not incoming.actor.roles & operation.roles:
                raise FORBIDDEN()
            request = validated(operation.request, payload, incoming.actor)
            if incoming.deadline is not None and time.time() > incoming.deadline:
                raise OUTCOME_UNKNOWN()
            try:
                return method(Call(self, operation, request, incoming))
            except _AlreadyDone as done:
                return done.reply
        except Refusal as refusal:
            outcome = refusal.code.name
            raise
        except Exception:
            outcome = "internal"
            raise
        finally:
            seconds = time.perf_counter() - started
            metrics.operation(self.service, operation.name, outcome, seconds)
            trace.record(self.service, operation.name, incoming.trace, started, seconds, {"outcome": outcome})

    def tx(self, session: Session, incoming: Incoming, operation: str) -> Tx:
        return Tx(
            session,
            incoming.actor,
            self.views,
            utc_now(),
            self.epoch,
            operation=operation,
            request_id=incoming.request_id,
            trace=incoming.trace,
            if_match=incoming.if_match,
        )

    def reader(self, session: Session, actor: Actor) -> Reader:
        return Reader(session, actor, self.views, utc_now(), self.epoch)

    def consume(self, envelope: Envelope, handler: Callable[[Tx, Any, Envelope], None], view: Any) -> bool:
        """Apply one event once. False: it was known or overtaken, and nothing was done."""
        if self._is_of_a_lost_life(envelope):
            metrics.inbox_hit(self.service, envelope.type)
            return False
        incoming = Incoming(SYSTEM, request_id=str(envelope.id), trace=envelope.trace)

        def apply(session: Session) -> bool:
            if not self._accept(session, envelope):
                return False
            tx = self.tx(session, incoming, f"on:{envelope.type}")
            handler(tx, view.model_validate(envelope.data), envelope)
            tx.finish()
            return True

        applied = self.transaction(apply)
        if applied:
            observe(f"{APPLIED}:{envelope.type}:{envelope.subject_id}:{envelope.epoch}.{envelope.version}")
        return applied

    def transaction(self, work: Callable[[Session], T]) -> T:
        """Run and commit; tried again when PostgreSQL gave up one of two rivals."""
        for attempt in range(_ATTEMPTS):
            try:
                with self.database.write() as session:
                    result = work(session)
                    failpoint("before_commit")
                failpoint("after_commit")
                return result
            except StaleDataError as error:
                raise STALE(version="?") from error
            except IntegrityError as error:
                raise _as_conflict(error) from error
            except DBAPIError as error:
                if getattr(error.orig, "pgcode", None) not in _RETRIED_SQLSTATES or attempt == _ATTEMPTS - 1:
                    raise
                time.sleep(0.01 * 2**attempt)
            except StatementError as error:
                if isinstance(error.orig, BeyondColumnError):
                    raise AMOUNT_TOO_LARGE() from error
                raise
        raise AssertionError("unreachable")

    def _is_of_a_lost_life(self, envelope: Envelope) -> bool:
        """Said before the last restore: the row behind it may be gone. What is there the replay says again."""
        if self._restored is None:
            with self.database.read() as session:
                known = select(facts_of_service).where(facts_of_service.c.name.startswith(EPOCH_OF))
                self._restored = {row.name.removeprefix(EPOCH_OF): int(row.value) for row in session.execute(known)}
        return envelope.epoch < self._restored.get(envelope.type.partition(".")[0], 0)

    def _accept(self, session: Session, envelope: Envelope) -> bool:
        if settings().switched_off == "inbox":
            return True
        fact = envelope.kind is EventKind.FACT
        subject = envelope.id if fact else envelope.subject_id
        # a fact is one thing whatever epoch tells of it; a state is overtaken by a later (epoch, version)
        epoch, version = (0, 1) if fact else (envelope.epoch, envelope.version)
        values = {
            "type": envelope.type,
            "subject_id": subject,
            "epoch": epoch,
            "version": version,
            "recorded_at": envelope.recorded_at,
        }
        # compared by the statement that writes: of two handlers that looked first, the older could write last
        overwrite = Overwrite.NEWER_OR_EQUAL if envelope.replayed else Overwrite.NEWER
        if not upserted(session, inbox, values, ("type", "subject_id"), overwrite):
            metrics.inbox_hit(self.service, envelope.type)
            return False
        return True


class _AlreadyDone(Exception):
    """The command's key is known: its reply, built anew."""

    def __init__(self, reply: Reply):
        super().__init__()
        self.reply = reply


class Call(Generic[Q]):
    """One operation under way: the request, and the ways to answer it."""

    def __init__(self, runtime: Runtime, operation: Operation, request: Q, incoming: Incoming):
        self.runtime = runtime
        self.operation = operation
        self.request = request
        self.incoming = incoming
        self._looked = False

    @property
    def actor(self) -> Actor:
        return self.incoming.actor

    @property
    def today(self) -> date:
        """The business date, in the settings' time zone."""
        return business_day(utc_now())

    def transact(self, use_case: Callable[Concatenate[Tx, Any, P], Record], *args: P.args, **kwargs: P.kwargs) -> Reply:
        """Run a use case that changes a record, in one transaction with its key, events and audit."""

        def work(session: Session) -> Reply:
            if self._key is not None and not self._key.take(session):
                known = self._known(session)
                assert known is not None, "a key that cannot be taken is there"
                return known
            tx = self.runtime.tx(session, self.incoming, self.operation.address)
            record = use_case(tx, self.request, *args, **kwargs)
            tx.finish()
            reply = self._reply(tx, record, self.operation.success)
            if self._key is not None:
                self._key.keep(session, record, reply.status)
            return reply

        return self.runtime.transaction(work)

    def beside(self, step: Callable[[Tx], T]) -> T:
        """A step in a transaction of its own, beside the command's: what a peer is asked to change is written down
        before, so that it can be undone whatever becomes of the command. It has no key: a repeat takes it again."""

        def work(session: Session) -> T:
            tx = self.runtime.tx(session, replace(self.incoming, if_match=None), self.operation.address)
            found = step(tx)
            tx.finish()
            return found

        return self.runtime.transaction(work)

    @cached_property
    def command_id(self) -> UUID:
        """The same for every repeat of this command with its key; without a key there are no repeats."""
        key = self._key
        return uuid7() if key is None else uuid_for("command", str(key.actor_id), key.operation, key.key, key.body_hash)

    def show(self, model: type[Record], record_id: UUID | None = None) -> Reply:
        """Answer with the record named by `request.id`, unless another id is given."""
        with self.runtime.database.read() as session:
            reader = self.runtime.reader(session, self.actor)
            wanted: UUID = record_id or self.request.id  # type: ignore[attr-defined]
            return self._reply(reader, reader.get(model, wanted), self.operation.success)

    def read(self, query: Callable[Concatenate[Reader, Any, P], BaseModel], *args: P.args, **kwargs: P.kwargs) -> Reply:
        """Answer with what a read-only function makes of one snapshot."""
        with self.runtime.database.read() as session:
            answer = query(self.runtime.reader(session, self.actor), self.request, *args, **kwargs)
            return Reply(to_json(answer), self.operation.success, getattr(answer, "version", None))

    def look(self, question: Callable[[Reader], T]) -> T:
        """What own rows say before a peer is asked. Nothing is decided on it alone: the transaction looks again."""
        self._leave_if_done()
        with self.runtime.database.read() as session:
            return question(self.runtime.reader(session, self.actor))

    def list(
        self,
        query: Select[Any] | Callable[[Reader], Select[Any]],
        columns: Mapping[str, Any],
        *visible: type[Limited],
    ) -> Reply:
        """Answer with a page of rows. `columns`: what the query does not select under the name of a filter or an order.
        `visible`: the models in the query whose rows must be the actor's."""
        with self.runtime.database.read() as session:
            reader = self.runtime.reader(session, self.actor)
            made = query if isinstance(query, Select) else query(reader)
            limited = made.where(*(reader.visible(model) for model in visible))
            assert self.operation.listing is not None, f"{self.operation.name} is not a listing"
            return Reply(page(session, self.operation.listing, self.request, limited, columns, self.actor.language))

    def ask(self, operation: Operation, request: BaseModel, as_actor: Actor | None = None) -> Any:
        """Ask another service, before the transaction opens. A command already done is answered at once instead."""
        assert self.runtime.asker is not None, f"{self.runtime.service} was started without a way to ask"
        self._leave_if_done()
        incoming = self.incoming
        if as_actor is not None:
            incoming = Incoming(as_actor, incoming.request_id, incoming.trace, deadline=incoming.deadline)
        return self.runtime.asker(operation, request, incoming)

    def require(self, *references: tuple[Operation, UUID | None, str]) -> None:
        """Records of other services that the request names: each is (how its owner shows it, id or none, pointer).

        Raises Invalid naming every one that is not there for the actor. For a service's own: `references.require`.
        """
        unknown = [pointer for shown, wanted, pointer in references if wanted and not self._is_there(shown, wanted)]
        if unknown:
            raise unknown_references(unknown, self.actor.language)

    def _leave_if_done(self) -> None:
        """A repeated command asks no peers: they might answer otherwise by now."""
        if self._looked or not self.operation.is_command or self._key is None:
            return
        self._looked = True
        with self.runtime.database.read() as session:
            known = self._known(session)
        if known is not None:
            raise _AlreadyDone(known)

    def _is_there(self, operation: Operation, wanted: UUID) -> bool:
        try:
            self.ask(operation, ById(id=wanted))
        except NotFound:
            return False
        return True

    def _reply(self, reader: Reader, record: Record, status: int) -> Reply:
        return Reply(to_json(reader.show(self.operation.reply, record)), status, record.version)

    @cached_property
    def _key(self) -> CommandKey | None:
        if self.incoming.key is None or settings().switched_off == "keys":
            return None
        asked = body_hash(self.request, self.incoming.if_match)
        return CommandKey(self.actor.user_id, self.operation.name, self.incoming.key, asked)

    def _known(self, session: Session) -> Reply | None:
        """What this command was answered already, built anew from the record it made."""
        row = self._key.find(session) if self._key else None
        if row is None or self._key is None:
            return None
        if row.body_hash != self._key.body_hash:
            language = self.actor.language
            raise KEY_REUSED([FieldProblem("/headers/Idempotency-Key", KEY_REUSED.name, KEY_REUSED.sentence(language))])
        metrics.repeated_key(self.runtime.service, self.operation.name)
        reader = self.runtime.reader(session, self.actor)
        record = reader.get(self.runtime.views[self.operation.reply].model, row.subject_id)
        return self._reply(reader, record, row.status)


def to_json(model: BaseModel) -> bytes:
    return model.__pydantic_serializer__.to_json(model)


def validated(model: type[Q], payload: Any, actor: Actor) -> Q:
    """The request as its model, or Invalid naming every faulty field."""
    try:
        return model.model_validate(payload)
    except ValidationError as error:
        raise INVALID(field_problems(error.errors(include_url=False), actor.language)) from None


def _as_conflict(error: IntegrityError) -> Exception:
    """A second record with the same unique value is the caller's matter; anything else is ours."""
    postgres = getattr(error.orig, "diag", None)
    if postgres is not None:
        if postgres.sqlstate != "23505":
            return error
        return EXISTS(field=str(postgres.constraint_name).removeprefix(f"uq_{postgres.table_name}_"))
    text = str(error.orig)  # SQLite: "UNIQUE constraint failed: organizations.edrpou"
    return EXISTS(field=text.rpartition(".")[2]) if text.startswith("UNIQUE") else error
