"""Who may see which client's rows: one rule, as SQL, for every service.

Staff with a wide role see all clients; managers and representatives their own team's; an external client
only its own company. A service's models build their `visible_to` from `clients_of`.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Column, ColumnElement, FromClause, Table, and_, bindparam, false, or_, select, true, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstrumentedAttribute, Session

from services.chassis.actor import Actor
from services.chassis.contracts import Envelope
from services.chassis.tables import partner_access
from services.chassis.text import sort_key

PartnerColumn = Column[UUID] | InstrumentedAttribute[UUID] | InstrumentedAttribute[UUID | None]


def clients_of(actor: Actor, partner_id: PartnerColumn) -> ColumnElement[bool]:
    """Rows of the clients this actor may see."""
    if actor.is_client:
        return partner_id == actor.partner_id if actor.partner_id else false()
    if actor.sees_all_clients:
        return true()
    mine = select(partner_access.c.partner_id).where(
        partner_access.c.partner_id == partner_id, _of_team(actor, partner_access)
    )
    return mine.exists()


def _of_team(actor: Actor, table: Table) -> ColumnElement[bool]:
    if not actor.team:
        return false()
    return or_(table.c.manager_id.in_(actor.team), table.c.representative_id.in_(actor.team))


def office_only(actor: Actor) -> ColumnElement[bool]:
    """Rows that belong to no client: reference data everybody of ours may see, external clients may not."""
    return false() if actor.is_client else true()


def everybody(_: Actor) -> ColumnElement[bool]:
    return true()


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


def hand_over(session: Session, manager_id: UUID, partners: Sequence[tuple[UUID, int]], epoch: int) -> None:
    """Many clients have a new manager: one statement for the batch; later versions already known win."""
    session.execute(
        update(partner_access)
        .where(
            partner_access.c.partner_id == bindparam("known_id"),
            or_(
                partner_access.c.epoch < epoch,
                and_(partner_access.c.epoch == epoch, partner_access.c.version < bindparam("known_version")),
            ),
        )
        .values(manager_id=manager_id, epoch=epoch, version=bindparam("known_version")),
        [{"known_id": partner_id, "known_version": version} for partner_id, version in partners],
    )


def upsert_latest(session: Session, table: FromClause, rows: list[dict[str, Any]], *, key: tuple[str, ...]) -> None:
    """Insert rows, or overwrite those kept at an older (epoch, version). Both databases, one statement."""
    if not rows:
        return
    dialect: Any = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table)
    newer = or_(
        statement.excluded.epoch > table.c.epoch,
        and_(statement.excluded.epoch == table.c.epoch, statement.excluded.version >= table.c.version),
    )
    changed = {name: statement.excluded[name] for name in rows[0] if name not in key}
    session.execute(statement.on_conflict_do_update(index_elements=list(key), set_=changed, where=newer), rows)
