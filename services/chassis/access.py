"""Who may see which client's rows: one rule, as SQL, for every service.

Staff with a wide role see all clients; managers and representatives their own team's; an external client
only its own company. A service's models build their `visible_to` from `clients_of`.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    FromClause,
    Uuid,
    and_,
    false,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from services.chassis.actor import Actor
from services.chassis.contracts import Contract, Envelope
from services.chassis.statements import Overwrite, insert_ignoring, upsert
from services.chassis.tables import inbox, partner_access
from services.chassis.text import sort_key

PARTNER_CHANGED = "partners.partner_changed"
PartnerColumn = Column[UUID] | InstrumentedAttribute[UUID] | InstrumentedAttribute[UUID | None]


_OWN = partner_access.alias("own_clients")
"""Under a name of its own: in a query that is itself over partner_access (names in lists, balances) the condition
would otherwise compare the outer row with itself, and anybody with a client would see all."""


def clients_of(actor: Actor, partner_id: PartnerColumn) -> ColumnElement[bool]:
    """Rows of the clients this actor may see."""
    if actor.is_client:
        return same_client(partner_id, actor.partner_id) if actor.partner_id else false()
    if actor.sees_all_clients:
        return true()
    if not actor.team:
        return false()
    of_team = or_(_OWN.c.manager_id.in_(actor.team), _OWN.c.representative_id.in_(actor.team))
    return select(_OWN.c.partner_id).where(_OWN.c.partner_id == partner_id, of_team).exists()


_CARD = partner_access.alias("card_named")
_OTHERS = partner_access.alias("cards_of_client")


def same_client(partner_id: ColumnElement[UUID] | PartnerColumn, *cards: UUID) -> ColumnElement[bool]:
    """Rows of the clients of these cards: of a card itself, of its heir if it was merged into another, and of all that
    were merged into either. Everywhere a client is asked for, so that no document is moved when cards are merged."""
    heirs = select(_CARD.c.merged_into).where(_CARD.c.partner_id.in_(cards), _CARD.c.merged_into.is_not(None))
    of_heirs = or_(_OTHERS.c.merged_into.in_(heirs), _OTHERS.c.partner_id.in_(heirs))
    others = select(_OTHERS.c.partner_id).where(or_(_OTHERS.c.merged_into.in_(cards), of_heirs))
    return partner_id.in_(union_all(*[select(literal(card, Uuid)) for card in cards], others))


def are_one_client(session: Session, card: UUID, other: UUID | None) -> bool:
    """Whether two cards are of one client. Asks the database only where they are not one card."""
    if other is None or card == other:
        return card == other
    found = select(partner_access.c.partner_id).where(partner_access.c.partner_id == card)
    return session.scalar(found.where(same_client(partner_access.c.partner_id, other))) is not None


_HEIR = partner_access.alias("heirs")


class ClientOfRow(NamedTuple):
    """The client of rows in a report: id, name and manager of its card, or of the heir's, and what to join outer."""

    id: ColumnElement[Any]
    name: ColumnElement[Any]
    manager_id: ColumnElement[Any]
    source: FromClause
    on: ColumnElement[bool]


def client_of_row(partner_id: PartnerColumn | ColumnElement[UUID]) -> ClientOfRow:
    """Sums of merged cards are their heir's: group by its `id` and `name`."""
    known = partner_access
    return ClientOfRow(
        id=func.coalesce(known.c.merged_into, partner_id),
        name=func.coalesce(_HEIR.c.name, known.c.name),
        manager_id=func.coalesce(_HEIR.c.manager_id, known.c.manager_id),
        source=known.outerjoin(_HEIR, _HEIR.c.partner_id == known.c.merged_into),
        on=known.c.partner_id == partner_id,
    )


def office_only(actor: Actor) -> ColumnElement[bool]:
    """Rows that belong to no client: reference data everybody of ours may see, external clients may not."""
    return false() if actor.is_client else true()


def everybody(_: Actor) -> ColumnElement[bool]:
    return true()


def hears_of_partners(contract: Contract) -> bool:
    """Whether `partner_access` is a copy there. The owner of partners has a view of that name, of its own cards."""
    return PARTNER_CHANGED in contract.consumes


class KnownPartner(Protocol):
    """What `partner_changed` tells, as far as every service keeps it."""

    @property
    def id(self) -> UUID: ...
    @property
    def name(self) -> str: ...
    @property
    def manager_id(self) -> UUID | None: ...
    @property
    def representative_id(self) -> UUID | None: ...
    @property
    def merged_into(self) -> UUID | None: ...
    @property
    def archived_at(self) -> datetime | None: ...


def remember_partner(session: Session, partner: KnownPartner, envelope: Envelope) -> None:
    """Keep the latest of a partner; an older (epoch, version) than what is kept changes nothing."""
    row = {
        "partner_id": partner.id,
        "epoch": envelope.epoch,
        "version": envelope.version,
        "name": partner.name,
        "sort_key": sort_key(partner.name),
        "manager_id": partner.manager_id,
        "representative_id": partner.representative_id,
        "merged_into": partner.merged_into,
        "archived": partner.archived_at is not None,
    }
    upsert_latest(session, partner_access, [row], key=("partner_id",))


class AskedPartner(Protocol):
    """What partners answer of the parties of a document."""

    @property
    def partner_id(self) -> UUID: ...
    @property
    def partner_name(self) -> str: ...
    @property
    def manager_id(self) -> UUID | None: ...
    @property
    def representative_id(self) -> UUID | None: ...


def remember_asked(session: Session, *partners: AskedPartner) -> None:
    """Clients just registered may be sold to before their events have come: their people must see the document at once.

    Kept at version 0, before anything an event tells; a client already known stays as it is.
    """
    rows = [
        {
            "partner_id": partner.partner_id,
            "epoch": 0,
            "version": 0,
            "name": partner.partner_name,
            "sort_key": sort_key(partner.partner_name),
            "manager_id": partner.manager_id,
            "representative_id": partner.representative_id,
            "archived": False,
        }
        for partner in partners
    ]
    if rows:
        session.execute(insert_ignoring(session, partner_access), rows)


class NotYetKnownError(Exception):
    """News of a client came before the client itself: put off, and tried again when it is known."""


def hand_over(session: Session, manager_id: UUID, partners: Sequence[tuple[UUID, int]], envelope: Envelope) -> None:
    """Many clients have a new manager: what a `partner_changed` of each at these versions would have changed.

    Later versions already known win. The inbox's marks go along, so that an earlier `partner_changed` still under
    way is overtaken, and a replay finds the same rows. Marks first, as when a single client changes: locks are
    taken in one order.
    """
    ids = [partner_id for partner_id, _ in partners]
    known = select(func.count()).where(partner_access.c.partner_id.in_(ids), partner_access.c.version > 0)
    if session.scalar(known) != len(ids):
        raise NotYetKnownError("some of these clients have not been heard of yet")
    of_clients = inbox.c.type == PARTNER_CHANGED
    overtake(session, inbox.c.subject_id, partners, of_clients, epoch=envelope.epoch, recorded_at=envelope.recorded_at)
    overtake(session, partner_access.c.partner_id, partners, epoch=envelope.epoch, manager_id=manager_id)


def overtake(
    session: Session,
    subject: Any,
    told: Sequence[tuple[UUID, int]],
    *conditions: ColumnElement[bool],
    epoch: int,
    **new: Any,
) -> None:
    """Raise rows to the versions told of their subjects (`subject`: the column), unless they are there already.

    One statement for each version, and versions are few: row by row it would hold the process ten times as long.
    """
    table = subject.table
    ids: dict[int, list[UUID]] = {}
    for subject_id, version in told:
        ids.setdefault(version, []).append(subject_id)
    for version, same in ids.items():
        older = or_(table.c.epoch < epoch, and_(table.c.epoch == epoch, table.c.version < version))
        change = update(table).where(subject.in_(same), older, *conditions)
        session.execute(change.values(epoch=epoch, version=version, **new))


def upsert_latest(session: Session, table: FromClause, rows: list[dict[str, Any]], *, key: tuple[str, ...]) -> None:
    """Insert rows, or overwrite those kept at an older (epoch, version). Both databases, one statement."""
    if rows:
        upsert(session, table, rows, key, Overwrite.NEWER_OR_EQUAL)
