"""Bonuses asked for orders that are being made."""

from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ColumnElement, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.access import clients_of
from services.chassis.actor import Actor
from services.chassis.columns import Money
from services.chassis.tables import Record
from services.orders.models.base import Base


class BonusHold(Record, Base):
    """Written before pricing is asked to spend, so that it can be undone whatever becomes of the command. Its id is
    the order's to be."""

    __tablename__ = "bonus_holds"
    audited: ClassVar[bool] = False

    command_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    """The same for every repeat of the command."""
    card_id: Mapped[UUID] = mapped_column(Uuid)
    partner_id: Mapped[UUID] = mapped_column(Uuid)
    amount: Mapped[Decimal] = mapped_column(Money)
    state: Mapped[str] = mapped_column(String(20), index=True)
    """`open`, `used` (the order was made) or `let_go` (it was not, and pricing was told)."""

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return clients_of(actor, cls.partner_id)
