"""What a service declares once: operations, listings, events, refusals. Everything else is printed from it.

The service implements an operation, the gateway mounts it, OpenAPI shows it, the tests walk over it:

    api = Contract("deals", en="Deals", uk="Угоди")
    WIN_DEAL = api.command("win_deal", "POST /deals/{id}/win", WinDeal, DealView, roles=SELLERS, ...)
    DEAL_CHANGED = api.state("deal_changed", DealView, subject="deal")

Readers are tolerant (unknown fields pass over RPC and events, or a rolling deploy breaks); the gateway
alone refuses unknown fields.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, create_model

from services.chassis.actor import Role
from services.chassis.errors import ErrorCode
from services.chassis.moments import STRICT


class Message(BaseModel):
    """Base of everything that crosses a boundary."""

    # built at first use: a service knows two hundred models by name and validates a dozen of them
    model_config = ConfigDict(extra="ignore", frozen=True, use_attribute_docstrings=True, defer_build=True)


class _Built(Message):
    """Base of messages built below. They have no source to read docstrings from; looking for it takes most of the time
    of an import."""

    model_config = ConfigDict(use_attribute_docstrings=False)


class ById(Message):
    id: UUID


class Ref(Message):
    """A record named for a person: its id and what to show."""

    id: UUID
    name: str


class Effect(StrEnum):
    COMMAND = "command"
    QUERY = "query"


class JobTicket(Message):
    """Long work was accepted; follow `/jobs/{id}`."""

    id: str
    kind: str


@dataclass(frozen=True)
class Operation:
    """One thing that can be asked of a service.

    `request` holds path, query and body fields together; those named in `path` come from the address, the
    rest from the query of a GET and from the body of anything else. `changes_existing`: takes If-Match.
    `takes`: the media type of the body, which is the request's field `file`; its other fields are in the query.
    `gives`: the media type of the answer; the reply is a `files.File`.
    """

    service: str
    name: str
    method: str
    path: str
    request: type[BaseModel]
    reply: type[BaseModel]
    effect: Effect
    roles: frozenset[Role]
    summary_en: str
    summary_uk: str
    description: str = ""
    success: int = 200
    changes_existing: bool = False
    errors: tuple[ErrorCode, ...] = ()
    listing: "Listing | None" = None
    example: dict[str, Any] | None = None
    takes: str = ""
    gives: str = ""

    @property
    def address(self) -> str:
        return f"{self.service}.{self.name}"

    @property
    def path_fields(self) -> tuple[str, ...]:
        return tuple(re.findall(r"{(\w+)}", self.path))

    @property
    def is_command(self) -> bool:
        return self.effect is Effect.COMMAND


class EventKind(StrEnum):
    STATE = "state"
    """Carries the view; the latest (epoch, version) of a subject wins."""
    FACT = "fact"
    """Happened once; its id is the owner's row; applied once."""


@dataclass(frozen=True)
class Event:
    service: str
    name: str
    kind: EventKind
    view: type[BaseModel]
    subject: str
    routed_by: str | None = None
    """A field of the view: whether it is filled in is part of the routing key, for those who hear only of such."""

    @property
    def address(self) -> str:
        return f"{self.service}.{self.name}"

    def routing_key(self, view: BaseModel) -> str:
        if self.routed_by is None or getattr(view, self.routed_by) is None:
            return self.address
        return f"{self.address}.{self.routed_by}"


class Envelope(BaseModel):
    """What every event wears. Times are UTC; `version` counts changes of the subject, `epoch` restores."""

    model_config = ConfigDict(extra="ignore")

    id: UUID
    kind: EventKind
    type: str
    subject_id: UUID
    epoch: int
    version: int
    occurred_at: datetime
    recorded_at: datetime
    organization_id: UUID | None
    actor: str
    trace: str
    replayed: bool = False
    data: dict[str, Any]


@dataclass(frozen=True)
class Filter:
    """`kind`: `one_of` repeats (`status=won&status=lost`), `between` makes `<name>_from` and `<name>_to`, both
    bounds included, `equals` takes one value."""

    name: str
    kind: Literal["one_of", "between", "equals"]
    of: Any
    required: bool = False
    exact: bool = False
    """Of `partner_id`: just this card, whatever was merged with it."""
    about: str = ""
    """For readers of the API, where name and kind do not tell: a sentence, "Only those of …."; of `between` its
    beginning; of a yes-or-no, what `true` finds: "that are withdrawn"."""


def one_of(name: str, of: Any, *, about: str = "") -> Filter:
    return Filter(name, "one_of", of, about=about)


def between(name: str, of: Any = date, *, about: str = "") -> Filter:
    return Filter(name, "between", of, about=about)


def equals(name: str, of: Any, *, required: bool = False, exact: bool = False, about: str = "") -> Filter:
    return Filter(name, "equals", of, required, exact, about)


MAX_PAGE = 200


@dataclass(frozen=True)
class Listing:
    """Declared filters, orders and search of a list; `-name` orders downwards, the first order is the default."""

    row: type[BaseModel]
    filters: tuple[Filter, ...]
    orders: tuple[str, ...]
    search: bool


def _listing_request(name: str, listing: Listing) -> type[BaseModel]:
    fields: dict[str, Any] = {
        "limit": (Annotated[int, Field(ge=1, le=MAX_PAGE, description="Rows on a page.")], 50),
        "cursor": (
            Annotated[str | None, Field(max_length=600, description="`next` of the page before.")],
            None,
        ),
        "order": (Literal[listing.orders], listing.orders[0]),
    }
    if listing.search:
        words = "Every word must occur; letter case and kind of apostrophe are ignored."
        fields["q"] = (Annotated[str | None, Field(max_length=200, description=words)], None)
    for item in listing.filters:
        kind = STRICT.get(item.of, item.of)
        if item.kind == "one_of":
            fields[item.name] = (Annotated[_many(kind), Field(max_length=100)], ())
        elif item.kind == "equals":
            fields[item.name] = (kind, ...) if item.required else (kind | None, None)
        else:
            fields[f"{item.name}_from"] = (kind | None, None)
            fields[f"{item.name}_to"] = (kind | None, None)
    return create_model(_camel(name), __base__=_Built, __doc__=f"Filters of {name}.", **fields)


def _page_of(row: type[BaseModel]) -> type[BaseModel]:
    return create_model(
        f"{row.__name__}Page",
        __base__=_Built,
        __doc__="A page; `next` is the cursor of the following one, null at the end.",
        items=(_many(row), ...),
        next=(str | None, None),
    )


def _many(kind: Any) -> Any:
    """`tuple[kind, ...]` of a type known only at run time."""
    return tuple[kind, ...]


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


@dataclass
class Contract:
    """Everything one service promises. Built at import of its `contracts.py`, read by all."""

    service: str
    en: str
    uk: str
    operations: dict[str, Operation] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    consumes: tuple[str, ...] = ()
    """Addresses (`service.event`) of the events this service listens to: queues are declared from it."""
    narrowed: dict[str, str] = field(default_factory=dict)
    """By address: only those that have this field filled in."""

    def command(
        self,
        name: str,
        route: str,
        request: type[BaseModel],
        reply: type[BaseModel],
        *,
        roles: Iterable[Role],
        en: str,
        uk: str,
        **more: Any,
    ) -> Operation:
        more.setdefault("changes_existing", "{id}" in route)
        more.setdefault("success", 200 if "{id}" in route else 201)
        return self._add(Effect.COMMAND, name, route, request, reply, roles, en, uk, **more)

    def query(
        self,
        name: str,
        route: str,
        request: type[BaseModel],
        reply: type[BaseModel],
        *,
        roles: Iterable[Role],
        en: str,
        uk: str,
        **more: Any,
    ) -> Operation:
        return self._add(Effect.QUERY, name, route, request, reply, roles, en, uk, **more)

    def listing(
        self,
        name: str,
        route: str,
        row: type[BaseModel],
        *,
        roles: Iterable[Role],
        en: str,
        uk: str,
        orders: Iterable[str],
        filters: Iterable[Filter] = (),
        search: bool = False,
    ) -> Operation:
        shape = Listing(row, tuple(filters), tuple(orders), search)
        return self.query(
            name,
            route,
            _listing_request(name, shape),
            _page_of(row),
            roles=roles,
            en=en,
            uk=uk,
            listing=shape,
        )

    def state(self, name: str, view: type[BaseModel], *, subject: str, routed_by: str | None = None) -> Event:
        """`routed_by`: a field that stays filled in or empty for the subject's whole life."""
        return self._event(name, EventKind.STATE, view, subject, routed_by)

    def fact(self, name: str, view: type[BaseModel], *, subject: str, routed_by: str | None = None) -> Event:
        return self._event(name, EventKind.FACT, view, subject, routed_by)

    def listens(self, *addresses: str, having: str | None = None) -> None:
        """`having`: only to those with this field filled in, the one that the event is `routed_by`."""
        self.consumes += addresses
        if having is not None:
            self.narrowed |= dict.fromkeys(addresses, having)

    def binding_of(self, address: str) -> str:
        """The routing keys of an event that this service's queue is bound to."""
        return f"{address}.{self.narrowed.get(address, '#')}"

    def _event(
        self, name: str, kind: EventKind, view: type[BaseModel], subject: str, routed_by: str | None = None
    ) -> Event:
        if name in self.events:
            raise ValueError(f"event {name!r} is declared twice")
        self.events[name] = Event(self.service, name, kind, view, subject, routed_by)
        return self.events[name]

    def _add(
        self,
        effect: Effect,
        name: str,
        route: str,
        request: type[BaseModel],
        reply: type[BaseModel],
        roles: Iterable[Role],
        en: str,
        uk: str,
        **more: Any,
    ) -> Operation:
        if name in self.operations:
            raise ValueError(f"operation {name!r} is declared twice")
        method, path = route.split(" ")
        self.operations[name] = Operation(
            self.service, name, method, path, request, reply, effect, frozenset(roles), en, uk, **more
        )
        return self.operations[name]


def event_queue(service: str) -> str:
    """The one durable queue a service's replicas share for events. Frozen: renaming strands messages."""
    return f"events.{service}"


def dead_queue(service: str) -> str:
    return f"events.{service}.dead"


def event_exchange(service: str) -> str:
    return f"{service}.events"
