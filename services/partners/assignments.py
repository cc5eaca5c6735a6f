"""History of whose client a partner was: each assignment ends the one before and begins the next (P5)."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, insert, select, update
from sqlalchemy.orm import aliased

from services.chassis.ids import uuid7
from services.chassis.tx import Reader, Tx
from services.partners.clients import demand_seen
from services.partners.models import Assignment, Partner, Staff

Now = tuple[UUID, UUID | None, UUID | None]
"""Of one client from now on: its id, its manager, its representative."""


def open_assignments(tx: Tx, *assigned: Now) -> None:
    """New clients have their first people."""
    rows = [
        {
            "id": uuid7(),
            "partner_id": partner_id,
            "manager_id": manager_id,
            "representative_id": representative_id,
            "since": tx.now,
            "by_id": tx.actor.user_id,
            "by_name": tx.actor.name,
        }
        for partner_id, manager_id, representative_id in assigned
    ]
    tx.session.execute(insert(Assignment), rows)


def hand_on(tx: Tx, *assigned: Now) -> None:
    """Clients have other people from now on. However many they are, it is two statements."""
    clients = [partner_id for partner_id, _, _ in assigned]
    ended = update(Assignment).where(Assignment.partner_id.in_(clients), Assignment.until.is_(None))
    tx.session.execute(ended.values(until=tx.now).execution_options(synchronize_session=False))
    open_assignments(tx, *assigned)


_MANAGER, _REPRESENTATIVE = aliased(Staff), aliased(Staff)
COLUMNS: dict[str, Any] = {
    "id": Assignment.id,
    "since": Assignment.since,
    "partner_id": Assignment.partner_id,
}


def assignments_query(reader: Reader, partner_id: UUID) -> Select[Any]:
    """Rows of one client, with names; NotFound where the client is not the actor's."""
    demand_seen(reader, partner_id)
    return (
        select(
            *Assignment.__table__.c,
            _MANAGER.full_name.label("manager_name"),
            _REPRESENTATIVE.full_name.label("representative_name"),
        )
        .join(Partner, Partner.id == Assignment.partner_id)
        .outerjoin(_MANAGER, _MANAGER.id == Assignment.manager_id)
        .outerjoin(_REPRESENTATIVE, _REPRESENTATIVE.id == Assignment.representative_id)
    )
