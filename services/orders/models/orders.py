"""Orders and their lines."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    Uuid,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.chassis.access import clients_of
from services.chassis.actor import Actor, Role
from services.chassis.columns import (
    JsonText,
    Money,
    Percent,
    Price,
    Quantity,
    Scaled,
    UtcDateTime,
)
from services.chassis.tables import Part, Record
from services.orders.models.base import Base
from services.orders.models.stock import Warehouse


class Order(Record, Base):
    __tablename__ = "orders"

    number: Mapped[str] = mapped_column(String(40))
    organization_id: Mapped[UUID] = mapped_column(Uuid)
    partner_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    legal_entity_id: Mapped[UUID | None] = mapped_column(Uuid)
    manager_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    deal_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    warehouse_id: Mapped[UUID] = mapped_column(ForeignKey(Warehouse.id))
    ordered_on: Mapped[date] = mapped_column(index=True)
    status: Mapped[str] = mapped_column(String(20), index=True)
    state: Mapped[str] = mapped_column(String(30), index=True)
    currency: Mapped[str] = mapped_column(String(3))
    prices_with_vat: Mapped[bool]
    total: Mapped[Decimal] = mapped_column(Money)
    vat: Mapped[Decimal] = mapped_column(Money)
    payable: Mapped[Decimal] = mapped_column(Money)
    paid: Mapped[Decimal] = mapped_column(Money)
    shipped_amount: Mapped[Decimal] = mapped_column(Money)
    deposits: Mapped[Decimal] = mapped_column(Money, server_default="0")
    """Left for packaging and not given back: owed beside what was shipped."""
    has_packaging: Mapped[bool] = mapped_column(server_default=false())
    """Some was shipped with it, returned or not: nobody looks for it otherwise."""
    external_number: Mapped[str | None] = mapped_column(String(60))
    offer_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    offer_version: Mapped[int | None]
    card_id: Mapped[UUID | None] = mapped_column(Uuid)
    bonuses: Mapped[Decimal] = mapped_column(Money, server_default="0")
    """What its lines take of the card, together."""
    bonus_limit: Mapped[Decimal | None] = mapped_column(Percent)
    """How many percent of the lines the card's kind let bonuses pay when it was ordered."""
    withheld: Mapped[Decimal] = mapped_column(Money, server_default="0")
    """Of its refunds, as pricing says: bonuses to be taken back that the card no longer held."""
    proposal_id: Mapped[UUID | None] = mapped_column(Uuid)
    """The commercial proposal it was made of: one order of each at most."""
    settled_by: Mapped[str] = mapped_column(String(20), server_default="order")
    payment_stages: Mapped[list[dict[str, Any]]] = mapped_column(JsonText, server_default="[]")
    holidays: Mapped[list[str]] = mapped_column(JsonText, server_default="[]")
    """Days that are not business days, where a stage counts those; as the offer's terms said on the order's date."""
    terms: Mapped[dict[str, Any] | None] = mapped_column(JsonText)
    """What the offer said on the order's date: deviations and bans are counted from it."""
    breach_days: Mapped[int | None]
    breach_amount: Mapped[Decimal | None] = mapped_column(Money)
    returns_counted: Mapped[Decimal] = mapped_column(Money, server_default="0")
    """Of the goods that came back, what pricing has counted the bonuses of."""
    price_type_id: Mapped[UUID | None] = mapped_column(Uuid)
    payment_form: Mapped[str | None] = mapped_column(String(20))
    """How it is paid: as was said, else as its offer says."""
    contract_rate: Mapped[Decimal | None] = mapped_column(Scaled(6))
    """Hryvnias for one unit of its currency, where its offer says that it is paid in them at the contract's rate."""
    vat_free: Mapped[bool] = mapped_column(server_default=false())
    contract_id: Mapped[UUID | None] = mapped_column(Uuid)
    contract_limit: Mapped[Decimal | None] = mapped_column(Money)
    """How much the client may owe under the contract, as it said when the order named it."""
    contact_person_id: Mapped[UUID | None] = mapped_column(Uuid)
    line_of_business: Mapped[str | None] = mapped_column(String(200))
    priority: Mapped[int] = mapped_column(server_default="5")
    delivery: Mapped[str | None] = mapped_column(String(30))
    carrier: Mapped[str | None] = mapped_column(String(200))
    address: Mapped[str | None] = mapped_column(String(4000), info={"personal": True})
    zone: Mapped[str | None] = mapped_column(String(200))
    wished_from: Mapped[date | None]
    wished_to: Mapped[date | None]
    comment: Mapped[str | None] = mapped_column(String(4000), info={"personal": True})
    cancel_reason: Mapped[str | None] = mapped_column(String(200), info={"personal": True})
    step_amounts: Mapped[list[str]] = mapped_column(JsonText, server_default="[]")
    """What the payment steps come to since lines were cancelled or came back; none: as the stages' percents say."""
    advance: Mapped[Decimal] = mapped_column(Money, server_default="0")
    prepayment: Mapped[Decimal] = mapped_column(Money, server_default="0")
    deviations: Mapped[list[dict[str, Any]]] = mapped_column(JsonText, server_default="[]")
    awaits: Mapped[list[Role]] = mapped_column(JsonText, server_default="[]")
    """Roles whose approval it still needs."""
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    approved_by: Mapped[UUID | None] = mapped_column(Uuid)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    lines: Mapped[list["OrderLine"]] = relationship(
        order_by="OrderLine.position", lazy="selectin", cascade="all, delete-orphan"
    )

    __table_args__ = (
        UniqueConstraint("organization_id", "number"),
        Index("uq_orders_external_number", "partner_id", "organization_id", "external_number", unique=True),
        Index("uq_orders_proposal_id", "proposal_id", unique=True),
    )

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return clients_of(actor, cls.partner_id)

    @property
    def settlement_order(self) -> str | None:
        return (self.terms or {}).get("settlement_order")

    @property
    def payment_rate(self) -> str | None:
        return (self.terms or {}).get("payment_rate")


class OrderLine(Part, Base):
    """`total` and `vat` as the document's prices are, of what is not cancelled; `shipped_total`: what was charged for
    the shipped part."""

    __tablename__ = "order_lines"

    order_id: Mapped[UUID] = mapped_column(ForeignKey(Order.id), index=True)
    position: Mapped[int]
    item_id: Mapped[UUID] = mapped_column(Uuid)
    sku: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200))
    unit: Mapped[str] = mapped_column(String(20))
    needs_stock: Mapped[bool]
    quantity: Mapped[Decimal] = mapped_column(Quantity)
    price: Mapped[Decimal] = mapped_column(Price)
    listed_price: Mapped[Decimal | None] = mapped_column(Price)
    discount: Mapped[Decimal] = mapped_column(Percent)
    bonuses: Mapped[Decimal] = mapped_column(Money, server_default="0")
    """Of the card, taken off `total` already."""
    total: Mapped[Decimal] = mapped_column(Money)
    vat_rate: Mapped[str] = mapped_column(String(10))
    vat: Mapped[Decimal] = mapped_column(Money)
    rule_price: Mapped[Decimal | None] = mapped_column(Price)
    manual_price: Mapped[Decimal | None] = mapped_column(Price)
    manual_discount: Mapped[Decimal | None] = mapped_column(Percent)
    needs_approval: Mapped[bool] = mapped_column(server_default=false())
    """It is further below the price of the rules than the person who typed it and the offer allow."""
    reserved: Mapped[Decimal] = mapped_column(Quantity)
    shipped: Mapped[Decimal] = mapped_column(Quantity)
    shipped_total: Mapped[Decimal] = mapped_column(Money)
    shipped_vat: Mapped[Decimal] = mapped_column(Money)
    cancelled: Mapped[Decimal] = mapped_column(Quantity, server_default="0")
    cancel_reason: Mapped[str | None] = mapped_column(String(200), info={"personal": True})
    supply: Mapped[str] = mapped_column(String(20), server_default="to_supply")
    supply_on: Mapped[date | None]
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JsonText)

    @property
    def root_id(self) -> UUID:
        return self.order_id

    @property
    def open(self) -> Decimal:
        return self.quantity - self.shipped - self.cancelled
