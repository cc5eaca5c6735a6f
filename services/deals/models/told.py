"""What other services told: documents of deals, clients, names of our people."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Integer, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.columns import Money, UtcDateTime
from services.chassis.tables import FED_BY_EVENTS, Told
from services.deals.models.base import Base


class DocumentRow(Base):
    """One document of one deal, as it stands now. Holds nothing of this service's own clock, so that a replay makes
    the same rows again. Without a deal: it had one and has been taken out of it."""

    __tablename__ = "deal_documents"

    id: Mapped[UUID] = mapped_column(Uuid, unique=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    document_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    deal_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    partner_id: Mapped[UUID | None] = mapped_column(Uuid)
    """None in rows that were told before it was kept."""
    number: Mapped[str | None] = mapped_column(String(40))
    title: Mapped[str | None] = mapped_column(String(300))
    status: Mapped[str | None] = mapped_column(String(40))
    state: Mapped[str | None] = mapped_column(String(40))
    amount: Mapped[Decimal | None] = mapped_column(Money)
    currency: Mapped[str | None] = mapped_column(String(3))
    valid_to: Mapped[date | None]
    """Of a proposal: the last day on which the client may accept it."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    epoch: Mapped[int] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(Integer)

    __table_args__ = ({"info": FED_BY_EVENTS},)


class KnownClient(Base):
    """Where a client is and what first brought it, for reports; fed by partners' events.

    Without the version it stands at: a hand-over gives a partner a new one and changes nothing here. The inbox keeps
    what comes late from overwriting what is newer.
    """

    __tablename__ = "known_clients"

    partner_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    region_id: Mapped[UUID | None] = mapped_column(Uuid)
    interest_kind: Mapped[str | None] = mapped_column(String(20))
    interest_id: Mapped[UUID | None] = mapped_column(Uuid)

    __table_args__ = ({"info": FED_BY_EVENTS},)


class KnownStaff(Told, Base):
    """What one of our people is called; fed by partners' events."""

    __tablename__ = "known_staff"

    full_name: Mapped[str] = mapped_column(String(200), info={"personal": True})
