"""One service on a workbench: its own real database, the real pipeline, no broker, and made-up peers.

orders.peers.answers[pricing.ASK_QUOTE.address] = a_quote(...)
order = orders.do(contracts.CREATE_ORDER, {...}, by=TARAS)
refusal = orders.refuses(contracts.CLOSE_ORDER, {"id": order["id"]}, by=HEAD)
orders.hear(partners.PARTNER_CHANGED, a_partner(), version=2)
"""

import importlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
import pytest
from pydantic import BaseModel
from sqlalchemy import ColumnElement, Table, event, select

from services.chassis.access import hears_of_partners
from services.chassis.actor import SYSTEM, Actor
from services.chassis.contracts import Event, EventKind, Operation
from services.chassis.database import Database
from services.chassis.errors import Refusal
from services.chassis.ids import uuid7
from services.chassis.runtime import Incoming, Reply, Runtime
from services.chassis.startup import contract_of, metadata_of
from services.chassis.tables import audit_rows, chassis_metadata, idempotency_keys, outbox, partner_access
from tests.services.cast import HEAD

FIRST_RECORDED = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
Answer = BaseModel | Refusal | Callable[[Any, Incoming], BaseModel]


@dataclass
class Peers:
    """The other services, as far as a test has canned their answers. A question without one fails the test."""

    answers: dict[str, Answer] = field(default_factory=dict)
    questions: list[tuple[str, BaseModel]] = field(default_factory=list)

    def __call__(self, operation: Operation, request: BaseModel, incoming: Incoming) -> Any:
        self.questions.append((operation.address, request))
        assert operation.address in self.answers, f"nobody canned an answer to {operation.address}"
        answer = self.answers[operation.address]
        if isinstance(answer, Refusal):
            raise answer
        return answer if isinstance(answer, BaseModel) else answer(request, incoming)

    def reply(self, operation: Operation, answer: Answer) -> None:
        self.answers[operation.address] = answer


class Bench:
    def __init__(self, service: str, database: Database):
        self.database = database
        self.peers = Peers()
        module = importlib.import_module(f"services.{service}.service")
        views = importlib.import_module(f"services.{service}.views").views
        self.runtime = Runtime(contract_of(service), views, database, self.peers)
        # a class of its own: the runtime is set on the class, and two benches must not share one
        self.service = type("OnBench", (module.service_class,), {"runtime": self.runtime})()
        self._methods = _methods_by_address(self.service)

    # ------------------------------------------------------------ operations

    def reply(
        self,
        operation: Operation,
        body: Mapping[str, Any] | None = None,
        *,
        by: Actor = HEAD,
        key: str | None = None,
        if_match: int | None = None,
        deadline: float | None = None,
    ) -> Reply:
        """The reply as the gateway gets it; the body travels as JSON, as it does over the broker."""
        incoming = Incoming(by, "request-1", key=key, if_match=if_match, deadline=deadline)
        reply: Reply = self._methods[operation.address](_as_json(body or {}), incoming)
        return reply

    def do(self, operation: Operation, body: Mapping[str, Any] | None = None, **how: Any) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self.reply(operation, body, **how).body)
        return answer

    def refuses(self, operation: Operation, body: Mapping[str, Any] | None = None, **how: Any) -> Refusal:
        with pytest.raises(Refusal) as refused:
            self.reply(operation, body, **how)
        return refused.value

    def pages(self, operation: Operation, limit: int, **filters: Any) -> Iterator[list[dict[str, Any]]]:
        """Every page of a listing, following `next` to the end. `by` is the actor."""
        by = filters.pop("by", HEAD)
        cursor: str | None = None
        while True:
            asked = {**filters, "limit": limit} | ({"cursor": cursor} if cursor else {})
            page = self.do(operation, asked, by=by)
            yield page["items"]
            cursor = page["next"]
            if cursor is None:
                return

    def listed(self, operation: Operation, **filters: Any) -> list[dict[str, Any]]:
        by = filters.pop("by", HEAD)
        items: list[dict[str, Any]] = self.do(operation, filters, by=by)["items"]
        return items

    # ------------------------------------------------------------ events

    def answers(self, operation: Operation) -> Callable[[BaseModel, Incoming], BaseModel]:
        """This service as a peer of another one's bench: it answers with what it really says."""

        def answer(request: BaseModel, incoming: Incoming) -> BaseModel:
            reply: Reply = self._methods[operation.address](request.model_dump(mode="json"), incoming)
            return operation.reply.model_validate_json(reply.body)

        return answer

    def take(self, body: dict[str, Any]) -> None:
        """Deliver an event as another service wrote it into its outbox; one it does not listen to passes by."""
        if body["type"] in self.runtime.contract.consumes:
            self._methods[body["type"]](body)

    def hear(
        self,
        told: Event,
        view: BaseModel,
        *,
        subject_id: UUID | None = None,
        event_id: UUID | None = None,
        version: int | None = None,
        epoch: int = 0,
        replayed: bool = False,
        at: datetime | None = None,
    ) -> None:
        """Deliver one event to the service, as the consumer would. The version is the view's unless given. `at`: when
        it happened, if that matters."""
        subject = subject_id or getattr(view, "id", None) or uuid7()
        number: int = version if version is not None else getattr(view, "version", 1)
        # a version is recorded once: delivered again or replayed, it tells the same time
        when = (at or FIRST_RECORDED + timedelta(minutes=number)).isoformat()
        body = {
            "id": str(event_id or (subject if told.kind is EventKind.FACT else uuid7())),
            "kind": told.kind,
            "type": told.address,
            "subject_id": str(subject),
            "epoch": epoch,
            "version": number,
            "occurred_at": when,
            "recorded_at": when,
            "organization_id": None,
            "actor": SYSTEM.to_wire(),
            "trace": "",
            "replayed": replayed,
            "data": view.model_dump(mode="json"),
        }
        self._methods[told.address](body)

    # ------------------------------------------------------------ what was left behind

    def rows(self, table: Any, *conditions: ColumnElement[bool]) -> list[Any]:
        """Rows of a table or model, as tuples with names."""
        source: Table = table if isinstance(table, Table) else table.__table__
        with self.database.read() as session:
            return list(session.execute(select(source).where(*conditions)).all())

    def holding(self, words: str) -> list[str]:
        """Columns (`table.column`) in which these words stand somewhere; events not sent yet are on their way."""
        metadatas = (metadata_of(self.runtime.service), chassis_metadata)
        tables = [table for metadata in metadatas for table in metadata.sorted_tables if table is not outbox]
        found = {
            f"{table.name}.{name}"
            for table in tables
            for row in self.rows(table)
            for name, value in row._mapping.items()
            if words.casefold() in str(value).casefold()
        }
        return sorted(found)

    def events(self) -> list[dict[str, Any]]:
        """What waits in the outbox, in the order it was written."""
        return [orjson.loads(row.body) for row in sorted(self.rows(outbox), key=lambda row: row.id)]

    def told(self) -> list[str]:
        return [event["type"].partition(".")[2] for event in self.events()]

    def audit(self, subject_id: str | UUID) -> list[Any]:
        return sorted(self.rows(audit_rows, audit_rows.c.subject_id == UUID(str(subject_id))), key=lambda row: row.id)

    def keys(self) -> list[Any]:
        return self.rows(idempotency_keys)

    @contextmanager
    def statements(self) -> Iterator[list[str]]:
        """The SQL statements run meanwhile; an executemany counts once, transaction control not at all."""
        seen: list[str] = []

        def note(_: Any, __: Any, statement: str, *___: Any) -> None:
            seen.append(statement)

        engines = (self.database.writer, self.database.reader)
        for engine in engines:
            event.listen(engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            for engine in engines:
                event.remove(engine, "before_cursor_execute", note)
            seen[:] = [one for one in seen if not one.startswith(("BEGIN", "SAVEPOINT", "RELEASE"))]


def empty(service: str, database: Database) -> None:
    """Delete every row of every table: faster than a fresh migrated database by far."""
    with database.write() as session:
        for metadata in (metadata_of(service), chassis_metadata):
            for table in reversed(metadata.sorted_tables):
                if table is not partner_access or hears_of_partners(contract_of(service)):
                    session.execute(table.delete())


def _methods_by_address(service: object) -> dict[str, Callable[..., Any]]:
    found = (getattr(service, name) for name in dir(type(service)))
    return {method.declared.address: method for method in found if hasattr(method, "declared")}


def _as_json(body: Mapping[str, Any]) -> Any:
    return json.loads(json.dumps(dict(body), default=str))
