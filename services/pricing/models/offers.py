"""Offers, their versions, and the refinements of price by item and by price group."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String, UniqueConstraint, Uuid, and_, or_, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.chassis.access import clients_of
from services.chassis.actor import Actor, Role
from services.chassis.columns import JsonText, Percent, Price, SortKey, keep_keys
from services.chassis.tables import Part, Record
from services.pricing.contracts import OfferStatus
from services.pricing.models.base import Base
from services.pricing.models.catalogue import Item, PriceGroup
from services.pricing.models.prices import PriceType


class Offer(Record, Base):
    """Period, openness and `version_number` are those of the latest agreed version, or of the first one until then."""

    __tablename__ = "offers"

    number: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(SortKey)
    kind: Mapped[str] = mapped_column(String(20))
    organization_id: Mapped[UUID] = mapped_column(Uuid)
    partner_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    standard_id: Mapped[UUID | None] = mapped_column(ForeignKey("offers.id"), index=True)
    status: Mapped[str] = mapped_column(String(20), index=True)
    version_number: Mapped[int | None]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    """The last day."""
    open_to_clients: Mapped[bool]
    open_to_representatives: Mapped[bool] = mapped_column(server_default=true())
    responsible_id: Mapped[UUID | None] = mapped_column(Uuid)
    closed_on: Mapped[date | None]
    """From this day on nobody sells under it."""

    versions: Mapped[list["OfferVersion"]] = relationship(order_by="OfferVersion.number", lazy="selectin")

    __table_args__ = (UniqueConstraint("organization_id", "number"),)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        own = clients_of(actor, cls.partner_id)
        if actor.roles == {Role.REPRESENTATIVE}:
            return or_(and_(cls.partner_id.is_(None), cls.open_to_representatives), own)
        if not actor.is_client:
            return or_(cls.partner_id.is_(None), own)
        agreed = cls.status.in_((OfferStatus.IN_FORCE, OfferStatus.CLOSED)) & cls.version_number.is_not(None)
        return and_(agreed, or_(own, and_(cls.partner_id.is_(None), cls.open_to_clients)))


keep_keys(Offer.name)


class OfferVersion(Part, Base):
    """What an offer says from one agreement to the next. Only what it says itself: the rest is read through."""

    __tablename__ = "offer_versions"

    offer_id: Mapped[UUID] = mapped_column(ForeignKey(Offer.id))
    number: Mapped[int]
    status: Mapped[str] = mapped_column(String(20))
    in_force_from: Mapped[date | None]
    """Since it was agreed: from this day documents are sold under it, until a later version's day."""
    effective_from: Mapped[date | None]
    """The day asked for; none: the day of approval (of the first version: the first day of the period)."""
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    open_to_clients: Mapped[bool]
    open_to_representatives: Mapped[bool] = mapped_column(server_default=true())
    said: Mapped[dict[str, Any]] = mapped_column(JsonText)
    return_reason: Mapped[str | None] = mapped_column(String(4000))

    item_rows: Mapped[list["OfferItemRow"]] = relationship(
        order_by="OfferItemRow.position", cascade="all, delete-orphan"
    )
    group_rows: Mapped[list["OfferGroupRow"]] = relationship(
        order_by="OfferGroupRow.position", cascade="all, delete-orphan"
    )

    __table_args__ = (UniqueConstraint("offer_id", "number"),)

    @property
    def root_id(self) -> UUID:
        return self.offer_id


class OfferItemRow(Part, Base):
    """An item's typed price, per unit in the offer's currency, or the price type it is sold by."""

    __tablename__ = "offer_item_rows"

    version_id: Mapped[UUID] = mapped_column(ForeignKey(OfferVersion.id))
    offer_id: Mapped[UUID] = mapped_column(ForeignKey(Offer.id))
    position: Mapped[int]
    item_id: Mapped[UUID] = mapped_column(ForeignKey(Item.id))
    price: Mapped[Decimal | None] = mapped_column(Price)
    price_type_id: Mapped[UUID | None] = mapped_column(ForeignKey(PriceType.id))
    discounts_allowed: Mapped[bool]

    __table_args__ = (UniqueConstraint("version_id", "item_id"),)

    @property
    def root_id(self) -> UUID:
        return self.offer_id


class OfferGroupRow(Part, Base):
    """The price type that a price group is sold by, or a percent on the main one."""

    __tablename__ = "offer_group_rows"

    version_id: Mapped[UUID] = mapped_column(ForeignKey(OfferVersion.id))
    offer_id: Mapped[UUID] = mapped_column(ForeignKey(Offer.id))
    position: Mapped[int]
    price_group_id: Mapped[UUID] = mapped_column(ForeignKey(PriceGroup.id))
    price_type_id: Mapped[UUID | None] = mapped_column(ForeignKey(PriceType.id))
    percent: Mapped[Decimal | None] = mapped_column(Percent)

    __table_args__ = (UniqueConstraint("version_id", "price_group_id"),)

    @property
    def root_id(self) -> UUID:
        return self.offer_id
