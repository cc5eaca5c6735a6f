"""Use cases of business regions."""

from typing import Any
from uuid import UUID

from sqlalchemy import CTE, select

from services.chassis.errors import EXISTS
from services.chassis.references import at_fields, require
from services.chassis.tx import Tx
from services.partners.contracts import REGION_CHANGED, REGION_RING, AddRegion, ChangeRegion
from services.partners.models import BusinessRegion
from services.partners.rules import tree


def add_region(tx: Tx, command: AddRegion) -> BusinessRegion:
    require(tx, (BusinessRegion, command.parent_id, "/parent_id"))
    region = tx.add(BusinessRegion(name=command.name, parent_id=command.parent_id))
    return _told(tx, region)


def change_region(tx: Tx, command: ChangeRegion) -> BusinessRegion:
    # all of them, in one order: two moves at once could close a ring that neither sees
    parents = {region.id: region.parent_id for region in tx.locked(BusinessRegion)}
    region = tx.get(BusinessRegion, command.id)
    require(tx, (BusinessRegion, command.parent_id, "/parent_id"))
    if command.parent_id and tree.makes_ring(region.id, command.parent_id, parents):
        raise at_fields(REGION_RING, ["/parent_id"], tx.actor.language)
    if command.name is not None:
        region.name = command.name
    if "parent_id" in command.model_fields_set:
        region.parent_id = command.parent_id
    return _told(tx, region)


def inside(region_id: UUID) -> CTE:
    """A region with all that lies in it: each `region_id`, and the one asked for as `top`."""
    table: Any = BusinessRegion.__table__
    top = select(table.c.id.label("region_id"), table.c.id.label("top")).where(table.c.id == region_id)
    found = top.cte("inside", recursive=True)
    return found.union(select(table.c.id, found.c.top).where(table.c.parent_id == found.c.region_id))


def _told(tx: Tx, region: BusinessRegion) -> BusinessRegion:
    """Two of one name in one place could not be told from each other."""
    same = BusinessRegion.parent_id == region.parent_id if region.parent_id else BusinessRegion.parent_id.is_(None)
    with tx.session.no_autoflush:
        twin = tx.find(BusinessRegion, BusinessRegion.search_key == region.search_key, same)
    if twin is not None and twin.id != region.id:
        raise at_fields(EXISTS, ["/name"], tx.actor.language)
    tx.announce(REGION_CHANGED, region)
    return region
