"""What all tables of orders stand on, and what is known of other services' records."""

from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from services.chassis.tables import Told, service_metadata


class Base(DeclarativeBase):
    metadata = service_metadata()


class KnownItem(Told, Base):
    """What reports call an item; fed by pricing's events."""

    __tablename__ = "known_items"

    sku: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200))


class KnownStaff(Told, Base):
    """What reports call a manager; fed by partners' events."""

    __tablename__ = "known_staff"

    name: Mapped[str] = mapped_column(String(200), info={"personal": True})


class KnownOffer(Told, Base):
    """What reports call an offer; fed by pricing's events."""

    __tablename__ = "known_offers"

    name: Mapped[str] = mapped_column(String(200))


class KnownContract(Told, Base):
    """What balances call a contract that debts are kept by; fed by partners' events."""

    __tablename__ = "known_contracts"

    number: Mapped[str] = mapped_column(String(200))
