"""The ledger of bonuses, and what it is counted from."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, String, Uuid, false
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.access import clients_of
from services.chassis.actor import Actor
from services.chassis.columns import JsonText, Money, Percent, UtcDateTime
from services.chassis.ids import uuid7
from services.chassis.tables import Record
from services.pricing.models.base import Base
from services.pricing.models.cards import LoyaltyCard


class BonusLot(Base):
    """What was accrued at once. Whoever changes what is left holds the card's row."""

    __tablename__ = "bonus_lots"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)
    card_id: Mapped[UUID] = mapped_column(ForeignKey(LoyaltyCard.id))
    accrued_on: Mapped[date]
    in_force_on: Mapped[date]
    expires_on: Mapped[date | None] = mapped_column(index=True)
    """The last day on which it may be spent; none: without end."""
    amount: Mapped[Decimal] = mapped_column(Money)
    rest: Mapped[Decimal] = mapped_column(Money)
    shipment_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)

    __table_args__ = (
        Index("ix_bonus_lots_card", "card_id", "accrued_on"),
        CheckConstraint("rest >= 0", name="rest_not_negative"),
    )


class BonusEntry(Base):
    """One movement between the card and the account that its kind names: added, never changed. `amount`: as the card
    sees it, so that the entries of a card sum to its balance, and those of each kind to the other account's."""

    __tablename__ = "bonus_entries"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)
    card_id: Mapped[UUID] = mapped_column(ForeignKey(LoyaltyCard.id))
    lot_id: Mapped[UUID] = mapped_column(ForeignKey(BonusLot.id), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    on: Mapped[date] = mapped_column(index=True)
    amount: Mapped[Decimal] = mapped_column(Money)
    order_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    shipment_id: Mapped[UUID | None] = mapped_column(Uuid)
    reason: Mapped[str | None] = mapped_column(String(200), info={"personal": True})
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (Index("ix_bonus_entries_card", "card_id", "id"),)


class CardOrder(Record, Base):
    """An order with a card, as far as bonuses ask; its id is the order's. The ledger follows from it, so it is this
    service's own history, kept by a restore as it is."""

    __tablename__ = "card_orders"
    audited: ClassVar[bool] = False

    card_id: Mapped[UUID] = mapped_column(ForeignKey(LoyaltyCard.id), index=True)
    partner_id: Mapped[UUID] = mapped_column(Uuid)
    asked: Mapped[Decimal] = mapped_column(Money)
    """Bonuses spent when it was ordered."""
    spent: Mapped[Decimal] = mapped_column(Money)
    """What it holds of them now."""
    stands: Mapped[Decimal | None] = mapped_column(Money)
    """What the order says its lines take, returns not counted; none: orders have not told of it yet."""
    limit_percent: Mapped[Decimal | None] = mapped_column(Percent)
    """Of the card's kind, when they were spent."""
    paid: Mapped[Decimal | None] = mapped_column(Money)
    paid_on: Mapped[date | None]
    """The last day on which money came to it."""
    withheld: Mapped[Decimal] = mapped_column(Money)
    """What was to be taken back and the card no longer held."""
    returned: Mapped[Decimal] = mapped_column(Money)
    """What came back of it, as far as it is counted here."""
    dropped: Mapped[bool] = mapped_column(server_default=false())
    """It was never made: nothing may be spent for it any more."""

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return clients_of(actor, cls.partner_id)


class CardShipment(Base):
    """A shipment of an order with a card. Its rule is the card kind's when it was heard of, whatever becomes of it."""

    __tablename__ = "card_shipments"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    order_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    shipped_on: Mapped[date]
    payable: Mapped[Decimal] = mapped_column(Money)
    rule: Mapped[dict[str, Any] | None] = mapped_column(JsonText)
    accrued: Mapped[Decimal] = mapped_column(Money)
    """What it has earned less what was taken back or should have been."""
    withheld: Mapped[Decimal] = mapped_column(Money)


class CardReturn(Base):
    """Goods of such a shipment that came back, with the bonuses that had paid for them."""

    __tablename__ = "card_returns"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    order_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    shipment_id: Mapped[UUID] = mapped_column(Uuid)
    payable: Mapped[Decimal] = mapped_column(Money)
    bonuses: Mapped[Decimal] = mapped_column(Money)
