"""Use cases of discounts, their groups, and the limits of what is typed by hand."""

from services.chassis.contracts import ById
from services.chassis.ids import uuid7, uuid_for
from services.chassis.references import not_there, require
from services.chassis.statements import insert_ignoring
from services.chassis.tx import Tx
from services.pricing.contracts import (
    DISCOUNT_HOURS,
    DISCOUNT_PERIOD,
    DISCOUNT_TAKES,
    DISCOUNT_WITHDRAWN,
    AddDiscount,
    AddDiscountGroup,
    ChangeDiscountGroup,
    Combine,
    SetDiscountRoot,
    SetManualLimit,
)
from services.pricing.faults import Faults
from services.pricing.models import CardKind, Discount, DiscountGroup, ItemSegment, ManualLimit, Offer, PriceGroup

ROOT = uuid_for("pricing", "discounts", "root")
"""The group that all others and all discounts stand in, however deep. Made when it is first needed."""


def set_discount_root(tx: Tx, command: SetDiscountRoot) -> DiscountGroup:
    root = changed_root(tx)
    root.combine = command.combine
    return root


def add_discount_group(tx: Tx, command: AddDiscountGroup) -> DiscountGroup:
    changed_root(tx)
    require(tx, (DiscountGroup, command.parent_id, "/parent_id"))
    return tx.add(DiscountGroup(**{**command.__dict__, "parent_id": command.parent_id or ROOT}))


def change_discount_group(tx: Tx, command: ChangeDiscountGroup) -> DiscountGroup:
    group = tx.get(DiscountGroup, command.id)
    changed_root(tx)
    for name in ("name", "combine", "priority"):
        value = getattr(command, name)
        if value is not None:
            setattr(group, name, value)
    return group


def add_discount(tx: Tx, command: AddDiscount) -> Discount:
    _demand_sayable(tx, command)
    changed_root(tx)
    days = list(dict.fromkeys(command.weekdays))
    return tx.add(Discount(**{**command.__dict__, "group_id": command.group_id or ROOT, "weekdays": days}))


def _demand_sayable(tx: Tx, command: AddDiscount) -> None:
    faults = Faults(tx.actor.language)
    references = (
        (DiscountGroup, command.group_id, "/group_id"),
        (CardKind, command.card_kind_id, "/card_kind_id"),
        (PriceGroup, command.price_group_id, "/price_group_id"),
        (Offer, command.offer_id, "/offer_id"),
        (ItemSegment, command.item_segment_id, "/item_segment_id"),
    )
    for pointer in not_there(tx, *references):
        faults.unknown(pointer)
    takes = [name for name in ("percent", "money_off", "fixed_price") if getattr(command, name) is not None]
    if len(takes) != 1 or command.percent == 0:
        for name in takes or ["percent"]:
            faults.add(DISCOUNT_TAKES, f"/{name}")
    if command.valid_from and command.valid_to and command.valid_to < command.valid_from:
        faults.add(DISCOUNT_PERIOD, "/valid_to")
    if command.time_to is not None and command.time_to <= (command.time_from or "00:00"):
        faults.add(DISCOUNT_HOURS, "/time_to")
    faults.demand_none()


def withdraw_discount(tx: Tx, command: ById) -> Discount:
    discount = tx.get(Discount, command.id)
    if discount.archived_at is not None:
        raise DISCOUNT_WITHDRAWN()
    changed_root(tx)
    discount.archived_at = tx.now
    return discount


def set_manual_limit(tx: Tx, command: SetManualLimit) -> ManualLimit:
    for limit in tx.locked(ManualLimit, ManualLimit.role == command.role):
        limit.percent = command.percent
        return limit
    return tx.add(ManualLimit(**command.__dict__))


def changed_root(tx: Tx) -> DiscountGroup:
    """The root, locked: changes of discounts take turns, and each gives it a stamp that quotes know the tree by."""
    first = {"name": "Усі знижки", "combine": Combine.HIGHEST, "priority": 1, "parent_id": None, "stamp": None}
    times = {"version": 1, "created_at": tx.now, "updated_at": tx.now, "archived_at": None}
    tx.session.execute(insert_ignoring(tx.session, DiscountGroup.__table__), {"id": ROOT, **first, **times})
    root = tx.locked(DiscountGroup, DiscountGroup.id == ROOT)[0]
    root.stamp = uuid7()
    return root
