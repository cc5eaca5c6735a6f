"""Scarce stock: who gets it first, and what is missing (R8)."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.actor import OFFICE
from services.chassis.contracts import Message, equals, one_of
from services.chassis.errors import UNKNOWN_REFERENCE
from services.chassis.fields import QuantityAmount
from services.chassis.sums import QuantitySum
from services.orders.contracts.base import HEADS, STOREKEEPERS, api


class AllocateStock(Message):
    """Reserve what is free in a warehouse, of these items or of all, for approved orders that wait for it and whose
    advance is paid: by priority, then by the time of approval, then by number. A line gets what there is, in part if
    need be. A line to be reserved by a date waits here from that day on."""

    warehouse_id: UUID
    item_ids: Annotated[tuple[UUID, ...], Field(max_length=1000)] = ()


class Given(Message):
    """What a line of an order got."""

    order_id: UUID
    order_number: str
    line_id: UUID
    item_id: UUID
    quantity: QuantityAmount


class AllocationView(Message):
    """One distribution of free stock, in the order in which it was given."""

    id: UUID
    organization_id: UUID
    warehouse_id: UUID
    given: tuple[Given, ...]
    created_at: datetime
    version: int


class DemandRow(Message):
    """What approved orders still wait for of an item in a warehouse. `missing`: what free stock does not cover;
    `short`: whether anything is missing."""

    item_id: UUID
    warehouse_id: UUID
    sku: str | None
    name: str | None
    needed: QuantitySum
    free: QuantitySum
    missing: QuantitySum
    short: bool


ALLOCATE_STOCK = api.command(
    "allocate_stock",
    "POST /reservations",
    AllocateStock,
    AllocationView,
    roles=STOREKEEPERS | HEADS,
    en="Give free stock to the orders that wait for it, the most urgent first",
    uk="Розподілити вільний товар між замовленнями, що на нього чекають, від найтерміновішого",
    errors=(UNKNOWN_REFERENCE,),
)
LIST_DEMAND = api.listing(
    "list_demand",
    "GET /demand",
    DemandRow,
    roles=OFFICE,
    en="What orders wait for in a warehouse, and what of it is missing",
    uk="Чого чекають замовлення на складі та чого бракує",
    orders=("item_id",),
    filters=(
        equals("warehouse_id", UUID, required=True),
        one_of("item_id", UUID),
        equals("short", bool, about="of which something is missing"),
    ),
)
