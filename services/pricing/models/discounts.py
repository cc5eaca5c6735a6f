"""Discounts in their groups, and how far below the rules people may go."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String, Uuid, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.access import office_only
from services.chassis.actor import Actor
from services.chassis.columns import JsonText, Money, Percent, Price, Quantity
from services.chassis.tables import Record
from services.pricing.contracts import BASE_CURRENCY
from services.pricing.models.base import Base
from services.pricing.models.cards import CardKind
from services.pricing.models.catalogue import PriceGroup
from services.pricing.models.offers import Offer


class DiscountGroup(Record, Base):
    __tablename__ = "discount_groups"

    name: Mapped[str] = mapped_column(String(200))
    combine: Mapped[str] = mapped_column(String(20))
    priority: Mapped[int]
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("discount_groups.id"))
    stamp: Mapped[UUID | None] = mapped_column(Uuid)
    """Of the root alone: a new one with every change of any discount, so that quotes may keep the tree they read."""

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return office_only(actor)


class Discount(Record, Base):
    """Archived: withdrawn."""

    __tablename__ = "discounts"

    name: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str | None] = mapped_column(String(200))
    percent: Mapped[Decimal | None] = mapped_column(Percent)
    money_off: Mapped[Decimal | None] = mapped_column(Price)
    fixed_price: Mapped[Decimal | None] = mapped_column(Price)
    currency: Mapped[str] = mapped_column(String(3), server_default=BASE_CURRENCY)
    group_id: Mapped[UUID] = mapped_column(ForeignKey(DiscountGroup.id), index=True)
    priority: Mapped[int]
    bound: Mapped[str] = mapped_column(String(20))
    quantity_from: Mapped[Decimal | None] = mapped_column(Quantity)
    amount_from: Mapped[Decimal | None] = mapped_column(Money)
    card_kind_id: Mapped[UUID | None] = mapped_column(ForeignKey(CardKind.id))
    price_group_id: Mapped[UUID | None] = mapped_column(ForeignKey(PriceGroup.id))
    payment_form: Mapped[str | None] = mapped_column(String(20))
    weekdays: Mapped[list[str]] = mapped_column(JsonText)
    time_from: Mapped[str | None] = mapped_column(String(5))
    time_to: Mapped[str | None] = mapped_column(String(5))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    """The last day."""
    offer_id: Mapped[UUID | None] = mapped_column(ForeignKey(Offer.id), index=True)
    item_segment_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """What holds under a client's offer is as much that client's as the offer."""
        offers = select(Offer.id).where(Offer.id == cls.offer_id, Offer.visible_to(actor)).exists()
        return office_only(actor) & or_(cls.offer_id.is_(None), offers)


class ManualLimit(Record, Base):
    __tablename__ = "manual_limits"

    role: Mapped[str] = mapped_column(String(40), unique=True)
    percent: Mapped[Decimal] = mapped_column(Percent)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return office_only(actor)
