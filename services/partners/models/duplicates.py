"""What a card is recognized by."""

from uuid import UUID

from sqlalchemy import ForeignKey, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.partners.models.base import Base
from services.partners.models.partners import Partner


class PartnerKey(Base):
    """A code, phone, e-mail or name of a card, in the form it is compared in. Made anew when the card changes."""

    __tablename__ = "partner_keys"

    match_key: Mapped[str] = mapped_column(String(250), primary_key=True, info={"personal": True})
    partner_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey(Partner.id), primary_key=True, index=True)
