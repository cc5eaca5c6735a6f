"""Distributions of scarce stock."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.access import office_only
from services.chassis.actor import Actor
from services.chassis.columns import JsonText
from services.chassis.tables import Record
from services.orders.models.base import Base
from services.orders.models.stock import Warehouse


class Allocation(Record, Base):
    """Who got what, as it was given; the lines themselves say what they hold now."""

    __tablename__ = "allocations"

    organization_id: Mapped[UUID] = mapped_column(Uuid)
    warehouse_id: Mapped[UUID] = mapped_column(ForeignKey(Warehouse.id))
    given: Mapped[list[dict[str, Any]]] = mapped_column(JsonText)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return office_only(actor)
