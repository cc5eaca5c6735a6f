"""Loyalty cards and their kinds."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String, Uuid, or_
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.access import clients_of, office_only
from services.chassis.actor import Actor
from services.chassis.columns import JsonText, SortKey, keep_keys
from services.chassis.tables import Record
from services.pricing.models.base import Base


class CardKind(Record, Base):
    __tablename__ = "card_kinds"

    name: Mapped[str] = mapped_column(String(200), unique=True)
    sort_key: Mapped[str] = mapped_column(SortKey)
    personal: Mapped[bool]
    medium: Mapped[str] = mapped_column(String(20))
    bonus: Mapped[dict[str, Any] | None] = mapped_column(JsonText)
    """Its rule of bonuses, as `BonusRule` tells it; none: it gives none."""

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return office_only(actor)


keep_keys(CardKind.name)


class LoyaltyCard(Record, Base):
    """`status` is what people set; that a card is expired follows from its last day."""

    __tablename__ = "loyalty_cards"

    code: Mapped[str] = mapped_column(String(40), unique=True)
    kind_id: Mapped[UUID] = mapped_column(ForeignKey(CardKind.id), index=True)
    partner_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    status: Mapped[str] = mapped_column(String(20))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    """The last day."""

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        own = clients_of(actor, cls.partner_id)
        return own if actor.is_client else or_(cls.partner_id.is_(None), own)
