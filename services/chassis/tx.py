"""What a use case gets: `Reader` to look, `Tx` to change. Nothing here commits; the pipeline does.

def win_deal(tx: Tx, command: WinDeal) -> Deal:
    deal = tx.get(Deal, command.id)            # visible to the actor, locked, If-Match checked
    deal.status = moves.win(deal.status)       # pure rule
    tx.announce(DEAL_CHANGED, deal)            # the event leaves with the commit
    return deal
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Protocol, TypeVar, cast
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson
from pydantic import BaseModel
from sqlalchemy import ColumnElement, Select, bindparam, insert, select, true, update
from sqlalchemy.event import listen
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from services.chassis import parts
from services.chassis.actor import Actor
from services.chassis.audit import AuditTrail
from services.chassis.contracts import Event, EventKind
from services.chassis.errors import NOT_FOUND, STALE
from services.chassis.ids import uuid_for
from services.chassis.settings import settings
from services.chassis.statements import counted_up
from services.chassis.tables import Record, numbers, outbox

R = TypeVar("R", bound=Record)
V = TypeVar("V", bound=BaseModel)

MAX_EVENT_BYTES = 128 * 1024
"""An order has a thousand lines at most, and a shipment tells what of each item was sold: 101 KB where every amount is
as long as it may be. Whoever needs more sends ids, and is asked for the rows."""


@dataclass(frozen=True)
class Shown:
    """How a view is made of a record. For facts: which rows are such facts, and when they happened."""

    model: type[Record]
    build: Callable[["Reader", Any], BaseModel]
    where: Callable[[], ColumnElement[bool]] = true
    at: Callable[[Any], datetime] | None = None


class Views:
    """A service's views by type: replies, events and replays are all built here, so they cannot differ."""

    def __init__(self) -> None:
        self._by_type: dict[type[BaseModel], Shown] = {}

    def of(
        self,
        view: type[V],
        model: type[R],
        *,
        where: Callable[[], ColumnElement[bool]] = true,
        at: Callable[[R], datetime] | None = None,
    ) -> Callable[[Callable[["Reader", R], V]], Callable[["Reader", R], V]]:
        """Decorator: `@views.of(DealView, Deal) def deal_view(reader, deal)`."""

        def register(build: Callable[["Reader", R], V]) -> Callable[["Reader", R], V]:
            self._by_type[view] = Shown(model, build, where, at)
            return build

        return register

    def as_kept(
        self,
        view: type[V],
        model: type[R],
        *,
        where: Callable[[], ColumnElement[bool]] = true,
        at: Callable[[R], datetime] | None = None,
    ) -> Callable[["Reader", R], V]:
        """Field by field as the record has it: the same for whoever looks and whenever."""

        def build(_: "Reader", record: R) -> V:
            return view.model_validate(record, from_attributes=True)

        return self.of(view, model, where=where, at=at)(build)

    def __getitem__(self, view: type[BaseModel]) -> Shown:
        return self._by_type[view]

    def __contains__(self, view: type[BaseModel]) -> bool:
        return view in self._by_type


class Limited(Protocol):
    """A model that says who may see its rows: every record, and what others told where reports count it."""

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]: ...


@lru_cache(maxsize=256)
def _by_id(model: Any, actor: Actor, *, locked: bool) -> Select[Any]:
    """The record of an id if this actor may see it. Kept for who asks often: making it costs as much as running it."""
    query = select(model).where(model.id == bindparam("record_id"), model.visible_to(actor))
    query = query.options(*parts.left_out(model))
    return query.with_for_update(of=model).execution_options(populate_existing=True) if locked else query


class Reader:
    """Reads in one snapshot, only what the actor may see."""

    def __init__(self, session: Session, actor: Actor, views: Views, now: datetime, epoch: int):
        self.session = session
        self.actor = actor
        self.views = views
        self.now = now
        self.epoch = epoch

    @property
    def today(self) -> date:
        """The business date: in the settings' time zone, Europe/Kyiv by default."""
        return business_day(self.now)

    def visible(self, model: type[Limited]) -> ColumnElement[bool]:
        return model.visible_to(self.actor)

    def get(self, model: type[R], record_id: UUID) -> R:
        """The record, or NotFound if there is none that the actor may see."""
        found = self._one(model, record_id, locked=False)
        if found is None:
            raise NOT_FOUND(subject=model.__name__)
        return found

    def _one(self, model: type[R], record_id: UUID, *, locked: bool) -> R | None:
        query = _by_id(cast("Any", model), self.actor, locked=locked)
        found: R | None = self.session.scalars(query, {"record_id": record_id}).first()
        if found is not None:
            parts.load(self.session, found, anew=locked)
        return found

    def find(self, model: type[R], *conditions: ColumnElement[bool]) -> R | None:
        """The first record under the conditions whoever may see it: for decisions, not for showing."""
        return self.session.scalars(select(model).where(*conditions).limit(1)).first()

    def rows(self, query: Select[*tuple[Any, ...]]) -> Iterator[Any]:
        return iter(self.session.execute(query))

    def show(self, view: type[V], record: Record) -> V:
        return cast("V", self.views[view].build(self, record))


class Tx(Reader):
    """One transaction of one command, event or job step."""

    def __init__(
        self,
        session: Session,
        actor: Actor,
        views: Views,
        now: datetime,
        epoch: int,
        *,
        operation: str,
        request_id: str = "",
        trace: str = "",
        if_match: int | None = None,
    ):
        super().__init__(session, actor, views, now, epoch)
        self.operation = operation
        self.request_id = request_id
        self.trace = trace
        self._if_match = if_match
        self._announced: dict[tuple[str, UUID], tuple[Event, Record]] = {}
        self._shown: dict[tuple[type[BaseModel], UUID], BaseModel] = {}
        self._audit = AuditTrail(session)
        listen(session, "before_flush", self._stamp)

    def get(self, model: type[R], record_id: UUID) -> R:
        """As `Reader.get`, locked for change; the first one loaded must be at the If-Match version, if given."""
        record = self._one(model, record_id, locked=True)
        if record is None:
            raise NOT_FOUND(subject=model.__name__)
        if self._if_match is not None and record.version != self._if_match:
            raise STALE(version=record.version)
        self._if_match = None
        return record

    def locked(self, model: type[R], *conditions: ColumnElement[bool]) -> list[R]:
        """Records for change, locked in the order of their ids, so that two transactions never wait in a ring."""
        query = select(model).where(*conditions).order_by(model.id).with_for_update(of=model)
        return list(self.session.scalars(query.execution_options(populate_existing=True)))

    def add(self, record: R) -> R:
        record.created_at = record.updated_at = self.now
        self.session.add(record)
        return record

    def change_all(self, records: Sequence[Record], **values: Any) -> None:
        """The same change of many locked records of one kind, audited: in one statement, where the flush would make one
        for each. Those that are so already stay as they are."""
        changed = [one for one in records if any(getattr(one, name) != value for name, value in values.items())]
        if not changed:
            return
        model: Any = type(changed[0])
        these = update(model).where(model.id.in_([one.id for one in changed]))
        self.session.execute(
            these.values(**values, version=model.version + 1, updated_at=self.now),
            execution_options={"synchronize_session": False},
        )
        for record in changed:
            self._audit.note(record, {name: [getattr(record, name), value] for name, value in values.items()})
            for name, value in {**values, "version": record.version + 1, "updated_at": self.now}.items():
                set_committed_value(record, name, value)

    def touch(self, record: Record) -> None:
        """Its parts changed: the record itself gets a new version."""
        record.updated_at = self.now

    def number(self, kind: str, organization_id: UUID, *, width: int = 6) -> str:
        """The next human number, `ORD-000123`, per organization; gapless. Ask last: it locks its counter row."""
        last = counted_up(self.session, numbers, {"organization_id": organization_id, "kind": kind}, "last")
        return f"{kind}-{last:0{width}d}"

    def announce(self, event: Event, record: Record) -> None:
        """Say at the commit what became of the record; many changes of one record are one event."""
        self._announced[event.address, record.id] = (event, record)

    def erase_from_audit(self, partner_id: UUID, personal: set[str]) -> None:
        """Blank the fields of these names in all that the audit tells, or is about to tell, of a partner."""
        self._audit.erase(self.session, partner_id, personal)

    def show(self, view: type[V], record: Record) -> V:
        known = self._shown.get((view, record.id))
        return cast("V", known) if known is not None else super().show(view, record)

    def _stamp(self, session: Session, *_: Any) -> None:
        """At every flush: a query on the way writes what was changed before it, and nobody sees that again."""
        for thing in session.dirty:
            if isinstance(thing, Record) and session.is_modified(thing):
                thing.updated_at = self.now

    def finish(self) -> None:
        """Called by the pipeline before the commit: flush, events, audit."""
        self.session.flush()
        if self._announced:
            rows = [self._outbox_row(event, record) for event, record in self._announced.values()]
            self.session.execute(insert(outbox), rows)
        self._audit.write(
            self.session,
            actor=self.actor,
            operation=self.operation,
            request_id=self.request_id,
            now=self.now,
        )

    def _outbox_row(self, event: Event, record: Record) -> dict[str, Any]:
        view = self._shown[event.view, record.id] = super().show(event.view, record)
        return outbox_row(self, event, record, view, actor=self.actor, trace=self.trace, replayed=False)


def outbox_row(
    reader: Reader,
    event: Event,
    record: Record,
    view: BaseModel,
    *,
    actor: Actor,
    trace: str,
    replayed: bool,
) -> dict[str, Any]:
    """An event as it is stored and sent. Its id follows from its subject, so a replay makes the same id."""
    at = reader.views[event.view].at
    is_fact = event.kind is EventKind.FACT
    version = 1 if is_fact else record.version
    event_id = uuid_for(event.address, str(record.id), *([] if is_fact else [f"{reader.epoch}.{version}"]))
    happened = at(record) if at else (record.created_at if is_fact else record.updated_at)
    envelope = {
        "id": event_id,
        "kind": event.kind,
        "type": event.address,
        "subject_id": record.id,
        "epoch": reader.epoch,
        "version": version,
        "occurred_at": happened,
        "recorded_at": record.created_at if is_fact else record.updated_at,
        "organization_id": getattr(record, "organization_id", None),
        "actor": replace(actor, team=frozenset()).to_wire(),
        "trace": trace,
        "replayed": replayed,
        "data": view.model_dump(mode="json"),
    }
    body = orjson.dumps(envelope)
    if len(body) > MAX_EVENT_BYTES:
        raise ValueError(f"event {event.address} of {record.id} has {len(body)} bytes; send ids, not rows")
    return {
        "event_id": event_id,
        "type": event.routing_key(view),
        "trace": trace,
        "body": body.decode(),
        "created_at": reader.now,
    }


def utc_now() -> datetime:
    return datetime.now(UTC)


def business_day(moment: datetime) -> date:
    """The day it is then, in the settings' time zone."""
    return moment.astimezone(ZoneInfo(settings().time_zone)).date()


def business_time(moment: datetime) -> str:
    """Hours and minutes then, in the settings' time zone: 09:30."""
    return moment.astimezone(ZoneInfo(settings().time_zone)).strftime("%H:%M")


def first_moment(day: date) -> datetime:
    """When a business day begins, in UTC. OverflowError: a day of the year 1 or 9999 that begins in no year of UTC."""
    return datetime.combine(day, time.min, ZoneInfo(settings().time_zone)).astimezone(UTC)


def day_ends(day: date) -> datetime:
    """When a business day ends, in UTC: it is 23 or 25 hours long twice a year."""
    return first_moment(day + timedelta(days=1))


def all_of(session: Session, shown: Shown, page: int = 500) -> Iterable[list[Record]]:
    """Every record behind a view in pages by id: for replay."""
    last: UUID | None = None
    while True:
        query = select(shown.model).where(shown.where()).order_by(shown.model.id).limit(page)
        batch = list(session.scalars(query if last is None else query.where(shown.model.id > last)))
        if not batch:
            return
        yield batch
        last = batch[-1].id
        session.expunge_all()
