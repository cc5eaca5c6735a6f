"""Use cases of ties between partners, and between us and a partner (P9)."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, false, func, or_, select, true, union_all

from services.chassis.references import at_fields, demand_period, require
from services.chassis.tx import Reader, Tx
from services.partners.clients import demand_client, demand_seen
from services.partners.contracts import (
    TIE_ENDED,
    TIE_SIDES,
    TIE_WITH_ITSELF,
    AddRelationship,
    EndRelationship,
)
from services.partners.models import Organization, Partner, Relationship


def add_relationship(tx: Tx, command: AddRelationship) -> Relationship:
    if (command.other_partner_id is None) == (command.organization_id is None):
        raise at_fields(TIE_SIDES, ["/other_partner_id", "/organization_id"], tx.actor.language)
    demand_client(tx, command.partner_id)
    if command.other_partner_id is not None:
        demand_client(tx, command.other_partner_id)
    if command.other_partner_id == command.partner_id:
        raise at_fields(TIE_WITH_ITSELF, ["/other_partner_id"], tx.actor.language)
    require(tx, (Organization, command.organization_id, "/organization_id"))
    if command.valid_to is not None:
        demand_period(tx, command.valid_from, command.valid_to, "/valid_to")
    return tx.add(Relationship(**command.__dict__))


def end_relationship(tx: Tx, command: EndRelationship) -> Relationship:
    tie = tx.get(Relationship, command.id)
    if tie.valid_to is not None and tie.valid_to < tx.today:
        raise TIE_ENDED()
    last = command.on or tx.today
    demand_period(tx, tie.valid_from, last, "/on")
    tie.valid_to = last
    if "comment" in command.model_fields_set:
        tie.comment = command.comment
    return tie


def ties_of(tx: Tx, partner_id: UUID) -> list[Relationship]:
    """All of a partner's ties, from either side, for change."""
    return tx.locked(
        Relationship, or_(Relationship.partner_id == partner_id, Relationship.other_partner_id == partner_id)
    )


_TIE: Any = Relationship.__table__
_SIDES = union_all(
    select(
        _TIE.c.id,
        _TIE.c.partner_id.label("seen_from"),
        _TIE.c.other_partner_id.label("with_partner_id"),
        false().label("reverse"),
    ),
    select(_TIE.c.id, _TIE.c.other_partner_id, _TIE.c.partner_id, true()).where(_TIE.c.other_partner_id.is_not(None)),
).subquery("sides")
COLUMNS: dict[str, Any] = {
    "id": Relationship.id,
    "valid_from": Relationship.valid_from,
    "kind": Relationship.kind,
    "partner_id": _SIDES.c.seen_from,
}


def relationships_query(reader: Reader, partner_id: UUID) -> Select[Any]:
    """A client's ties, each as it is seen from there; NotFound where the client is not the actor's."""
    demand_seen(reader, partner_id)
    # the client itself is the filter of this name in the listing
    return (
        select(*_TIE.c, func.coalesce(Partner.name, Organization.name).label("with_name"), _SIDES.c.reverse)
        .join(_SIDES, _SIDES.c.id == _TIE.c.id)
        .outerjoin(Partner, Partner.id == _SIDES.c.with_partner_id)
        .outerjoin(Organization, Organization.id == _TIE.c.organization_id)
        .where(_TIE.c.archived_at.is_(None))
    )
