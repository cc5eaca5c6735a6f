"""What heads of sales set up: kinds of deals, loss reasons, roles of participants."""

from typing import Any

from sqlalchemy import ColumnElement, String
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.access import office_only
from services.chassis.actor import Actor
from services.chassis.columns import JsonText, SortKey, keep_keys
from services.chassis.tables import Record
from services.deals.models.base import Base


class DealKind(Record, Base):
    __tablename__ = "deal_kinds"

    name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(SortKey)
    stages: Mapped[list[dict[str, Any]]] = mapped_column(JsonText)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return office_only(actor)


keep_keys(DealKind.name)


class LossReason(Record, Base):
    __tablename__ = "loss_reasons"

    name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(SortKey)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return office_only(actor)


keep_keys(LossReason.name)


class ParticipantRole(Record, Base):
    __tablename__ = "participant_roles"

    name: Mapped[str] = mapped_column(String(200), unique=True)
    sort_key: Mapped[str] = mapped_column(SortKey)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return office_only(actor)


keep_keys(ParticipantRole.name)
