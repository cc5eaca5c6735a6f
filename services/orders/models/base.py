"""What all tables of orders stand on, and what is known of other services' records."""

from uuid import UUID

from sqlalchemy import (
    Integer,
    String,
    Uuid,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from services.chassis.tables import FED_BY_EVENTS, service_metadata


class Base(DeclarativeBase):
    metadata = service_metadata()


class KnownItem(Base):
    """What reports call an item; fed by pricing's events."""

    __tablename__ = "known_items"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    epoch: Mapped[int] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(Integer)
    sku: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200))

    __table_args__ = ({"info": FED_BY_EVENTS},)


class KnownStaff(Base):
    """What reports call a manager; fed by partners' events."""

    __tablename__ = "known_staff"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    epoch: Mapped[int] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(String(200), info={"personal": True})

    __table_args__ = ({"info": FED_BY_EVENTS},)


class KnownOffer(Base):
    """What reports call an offer; fed by pricing's events."""

    __tablename__ = "known_offers"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    epoch: Mapped[int] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(String(200))

    __table_args__ = ({"info": FED_BY_EVENTS},)


class KnownContract(Base):
    """What balances call a contract that debts are kept by; fed by partners' events."""

    __tablename__ = "known_contracts"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    epoch: Mapped[int] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(Integer)
    number: Mapped[str] = mapped_column(String(200))

    __table_args__ = ({"info": FED_BY_EVENTS},)
