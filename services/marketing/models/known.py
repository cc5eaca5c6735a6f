"""What other services told, for reports: clients with their first touch, deals, orders, shipments, items."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.access import clients_of
from services.chassis.actor import Actor
from services.chassis.columns import Money
from services.chassis.tables import FED_BY_EVENTS, Told
from services.marketing.models.base import Base


class KnownClient(Base):
    """When a partner was registered (a business day) and by what it first came: its primary interest.

    Without the version it stands at: a hand-over gives a partner a new one and changes nothing here, so that a replay
    would make other rows. The inbox keeps what comes late from overwriting what is newer.
    """

    __tablename__ = "known_clients"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    registered_on: Mapped[date] = mapped_column(index=True)
    interest_kind: Mapped[str | None] = mapped_column(String(20))
    interest_id: Mapped[UUID | None] = mapped_column(Uuid)
    merged_into: Mapped[UUID | None] = mapped_column(Uuid)
    is_client: Mapped[bool]

    __table_args__ = ({"info": FED_BY_EVENTS},)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return clients_of(actor, cls.id)


class KnownDeal(Told, Base):
    """A deal: opened and closed on these business days."""

    __tablename__ = "known_deals"

    partner_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    status: Mapped[str] = mapped_column(String(20))
    opened_on: Mapped[date] = mapped_column(index=True)
    closed_on: Mapped[date | None] = mapped_column(index=True)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return clients_of(actor, cls.partner_id)


class KnownOrder(Told, Base):
    __tablename__ = "known_orders"

    partner_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    status: Mapped[str] = mapped_column(String(20))
    ordered_on: Mapped[date] = mapped_column(index=True)
    currency: Mapped[str] = mapped_column(String(3))
    payable: Mapped[Decimal] = mapped_column(Money)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return clients_of(actor, cls.partner_id)


class KnownSale(Base):
    """A shipment, or goods that came back: then below zero, on the day of the return. A fact, once told it stays.
    `cost` is null where it was told before it carried one."""

    __tablename__ = "known_sales"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    partner_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    shipped_on: Mapped[date] = mapped_column(index=True)
    currency: Mapped[str] = mapped_column(String(3))
    revenue: Mapped[Decimal] = mapped_column(Money)
    cost: Mapped[Decimal | None] = mapped_column(Money)

    __table_args__ = ({"info": FED_BY_EVENTS},)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return clients_of(actor, cls.partner_id)


class KnownItem(Told, Base):
    """What the report of claims calls an item."""

    __tablename__ = "known_items"

    name: Mapped[str] = mapped_column(String(200))
