"""Use cases of what items are put into: price groups, seasons, seasonal groups, and the tree of product categories."""

from typing import Any
from uuid import UUID

from sqlalchemy import CTE, select

from services.chassis.errors import EXISTS
from services.chassis.references import at_fields, demand_new
from services.chassis.tx import Tx
from services.pricing.contracts import (
    CATEGORY_CIRCLE,
    AddGroup,
    AddProductCategory,
    ChangeGroup,
    ChangeProductCategory,
)
from services.pricing.faults import Faults
from services.pricing.models import PriceGroup, ProductCategory, Season, SeasonalGroup
from services.pricing.rules.graph import circle

Named = PriceGroup | Season | SeasonalGroup


def add_group(tx: Tx, command: AddGroup, model: type[Named]) -> Named:
    demand_new(tx, model.name, command.name)
    return tx.add(model(**command.__dict__))


def change_group(tx: Tx, command: ChangeGroup, model: type[Named]) -> Named:
    group = tx.get(model, command.id)
    if command.name is not None and command.name != group.name:
        demand_new(tx, model.name, command.name)
        group.name = command.name
    if "name_en" in command.model_fields_set:
        group.name_en = command.name_en
    return group


def add_product_category(tx: Tx, command: AddProductCategory) -> ProductCategory:
    faults = Faults(tx.actor.language)
    if command.parent_id and not tx.find(ProductCategory, ProductCategory.id == command.parent_id):
        faults.unknown("/parent_id")
    faults.demand_none()
    category = tx.add(ProductCategory(**command.__dict__))
    _demand_no_twin(tx, category)
    return category


def change_product_category(tx: Tx, command: ChangeProductCategory) -> ProductCategory:
    # all of them, in one order: two moves at once could close a circle that neither sees
    tree = {one.id: one for one in tx.locked(ProductCategory)}
    category = tx.get(ProductCategory, command.id)
    if "parent_id" in command.model_fields_set:
        _demand_a_place(tx, category, command.parent_id, tree)
        category.parent_id = command.parent_id
    if command.name is not None:
        category.name = command.name
    if "name_en" in command.model_fields_set:
        category.name_en = command.name_en
    _demand_no_twin(tx, category)
    return category


def _demand_a_place(
    tx: Tx, category: ProductCategory, parent_id: UUID | None, tree: dict[UUID, ProductCategory]
) -> None:
    """Raises Invalid where there is no such place, or it lies in the category itself: the way back is named."""
    faults = Faults(tx.actor.language)
    above = {one.id: {one.parent_id} for one in tree.values() if one.parent_id}
    found = circle({**above, category.id: {parent_id}}, category.id) if parent_id else None
    if parent_id is not None and parent_id not in tree:
        faults.unknown("/parent_id")
    elif found:
        faults.add(CATEGORY_CIRCLE, "/parent_id", circle=" → ".join(tree[one].name for one in found))
    faults.demand_none()


def _demand_no_twin(tx: Tx, category: ProductCategory) -> None:
    """Two of one name in one place could not be told from each other."""
    parent = ProductCategory.parent_id
    beside = parent == category.parent_id if category.parent_id else parent.is_(None)
    with tx.session.no_autoflush:
        twin = tx.find(
            ProductCategory,
            ProductCategory.search_key == category.search_key,
            ProductCategory.id != category.id,
            beside,
        )
    if twin is not None:
        raise at_fields(EXISTS, ["/name"], tx.actor.language)


def inside(*category_ids: UUID) -> CTE:
    """Categories with all that lies in them: each `category_id`, and the one asked for as `top`."""
    table: Any = ProductCategory.__table__
    top = select(table.c.id.label("category_id"), table.c.id.label("top")).where(table.c.id.in_(category_ids))
    found = top.cte(recursive=True)
    return found.union(select(table.c.id, found.c.top).where(table.c.parent_id == found.c.category_id))
