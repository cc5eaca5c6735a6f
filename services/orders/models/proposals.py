"""Commercial proposals, their versions, and the lines of each."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String, UniqueConstraint, Uuid, and_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.chassis.access import clients_of
from services.chassis.actor import Actor
from services.chassis.columns import JsonText, Money, Percent, Price, Quantity, UtcDateTime
from services.chassis.tables import Part, Record
from services.orders.models.base import Base
from services.orders.models.orders import Order
from services.orders.models.stock import Warehouse


class Proposal(Record, Base):
    """Whose it is, and which of its versions is the latest; what is proposed stands in the version."""

    __tablename__ = "proposals"

    number: Mapped[str] = mapped_column(String(40))
    organization_id: Mapped[UUID] = mapped_column(Uuid)
    partner_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    legal_entity_id: Mapped[UUID | None] = mapped_column(Uuid)
    manager_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    deal_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    version_number: Mapped[int]
    sent_number: Mapped[int | None]
    """The latest version that was sent; a client sees a proposal from then on, and of it what was sent."""
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey(Order.id))

    versions: Mapped[list["ProposalVersion"]] = relationship(order_by="ProposalVersion.number", lazy="selectin")

    __table_args__ = (UniqueConstraint("organization_id", "number"),)

    @property
    def latest(self) -> "ProposalVersion":
        return self.versions[-1]

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        own = clients_of(actor, cls.partner_id)
        return and_(own, cls.sent_number.is_not(None)) if actor.is_client else own


class ProposalVersion(Part, Base):
    """Sums as the document's prices are: of the chosen lines once accepted, of the firm ones until then."""

    __tablename__ = "proposal_versions"

    proposal_id: Mapped[UUID] = mapped_column(ForeignKey(Proposal.id))
    number: Mapped[int]
    status: Mapped[str] = mapped_column(String(20), index=True)
    offer_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    card_id: Mapped[UUID | None] = mapped_column(Uuid)
    price_type_id: Mapped[UUID | None] = mapped_column(Uuid)
    contact_person_id: Mapped[UUID | None] = mapped_column(Uuid)
    warehouse_id: Mapped[UUID] = mapped_column(ForeignKey(Warehouse.id))
    prices_with_vat: Mapped[bool]
    choose_several: Mapped[bool]
    print_terms: Mapped[str | None] = mapped_column(String(4000), info={"personal": True})
    quoted_on: Mapped[date]
    valid_to: Mapped[date | None] = mapped_column(index=True)
    """The last day."""
    currency: Mapped[str] = mapped_column(String(3))
    priced_by: Mapped[UUID] = mapped_column(Uuid)
    """The price type that pricing took."""
    terms: Mapped[dict[str, Any] | None] = mapped_column(JsonText)
    """The offer's, as they were on the day of the prices: the order made of it keeps them."""
    total: Mapped[Decimal] = mapped_column(Money)
    vat: Mapped[Decimal] = mapped_column(Money)
    payable: Mapped[Decimal] = mapped_column(Money)
    firm_total: Mapped[Decimal] = mapped_column(Money)
    needs_approval: Mapped[bool]
    return_reason: Mapped[str | None] = mapped_column(String(4000), info={"personal": True})
    decline_reason: Mapped[str | None] = mapped_column(String(200), info={"personal": True})
    agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    agreed_by: Mapped[UUID | None] = mapped_column(Uuid)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[UUID | None] = mapped_column(Uuid)

    lines: Mapped[list["ProposalLine"]] = relationship(order_by="ProposalLine.position", cascade="all, delete-orphan")

    __table_args__ = (UniqueConstraint("proposal_id", "number"),)

    @property
    def root_id(self) -> UUID:
        return self.proposal_id

    @property
    def offer_version(self) -> int | None:
        return self.terms["version_number"] if self.terms else None

    @property
    def payment_stages(self) -> list[dict[str, Any]]:
        return self.terms["payment_stages"] if self.terms else []


class ProposalLine(Part, Base):
    """As pricing priced it. `alternative`: none for a firm line."""

    __tablename__ = "proposal_lines"

    version_id: Mapped[UUID] = mapped_column(ForeignKey(ProposalVersion.id), index=True)
    proposal_id: Mapped[UUID] = mapped_column(ForeignKey(Proposal.id))
    position: Mapped[int]
    alternative: Mapped[int | None]
    chosen: Mapped[bool]
    item_id: Mapped[UUID] = mapped_column(Uuid)
    sku: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200))
    unit: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(20))
    quantity: Mapped[Decimal] = mapped_column(Quantity)
    manual_price: Mapped[Decimal | None] = mapped_column(Price)
    manual_discount: Mapped[Decimal | None] = mapped_column(Percent)
    price: Mapped[Decimal] = mapped_column(Price)
    listed_price: Mapped[Decimal | None] = mapped_column(Price)
    rule_price: Mapped[Decimal | None] = mapped_column(Price)
    discount: Mapped[Decimal] = mapped_column(Percent)
    total: Mapped[Decimal] = mapped_column(Money)
    vat_rate: Mapped[str] = mapped_column(String(10))
    vat: Mapped[Decimal] = mapped_column(Money)
    needs_approval: Mapped[bool]
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JsonText)

    @property
    def root_id(self) -> UUID:
        return self.proposal_id
