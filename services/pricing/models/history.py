"""What price settings said, by which rules, and rows of the history as they were known before."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.columns import JsonText, Percent, Price, UtcDateTime
from services.pricing.models.base import Base
from services.pricing.models.catalogue import Item
from services.pricing.models.prices import PriceSetting, of_unit_or_package


class PriceSettingEntry(Base):
    """What an agreed setting said of one price: a value, a percent, or neither: to be computed anew. Kept so that the
    setting can be made again when an earlier one is cancelled."""

    __tablename__ = "price_setting_entries"

    setting_id: Mapped[UUID] = mapped_column(ForeignKey(PriceSetting.id), primary_key=True)
    item_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    """Or the id of one of its packages, as `priced_id` of the rows of history."""
    price_type_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    """Or `rules.graph.PURCHASE`: a receipt told what the item was bought for; or `COST`: what it costs alone."""
    value: Mapped[Decimal | None] = mapped_column(Price)
    percent: Mapped[Decimal | None] = mapped_column(Percent)

    __table_args__ = (Index("ix_price_setting_entries_item", "item_id", "setting_id"),)


class PriceRules(Base):
    """All price types as some settings knew them; the id follows from what they say."""

    __tablename__ = "price_rules"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    kinds: Mapped[list[Any]] = mapped_column(JsonText)


class PastPrice(Base):
    """A row of the history as it was known until `known_to`; the row itself may live on, changed."""

    __tablename__ = "past_prices"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    known_to: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    known_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    item_id: Mapped[UUID] = mapped_column(ForeignKey(Item.id))
    package_id: Mapped[UUID | None] = mapped_column(Uuid)
    priced_id: Mapped[UUID] = of_unit_or_package()
    price_type_id: Mapped[UUID] = mapped_column(Uuid)
    value: Mapped[Decimal] = mapped_column(Price)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    setting_id: Mapped[UUID] = mapped_column(Uuid)
    origin: Mapped[str] = mapped_column(String(20))
    basis: Mapped[dict[str, Any] | None] = mapped_column(JsonText)
    held: Mapped[dict[str, Any] | None] = mapped_column(JsonText)

    __table_args__ = (Index("ix_past_prices_priced", "priced_id", "price_type_id"),)
