"""The list of deals: what its rows show, and how its filters look into stages, participants and documents."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel
from sqlalchemy import ColumnElement, Select, Uuid, and_, case, func, literal, select

from services.chassis.access import same_client
from services.chassis.tables import partner_access
from services.deals import documents
from services.deals.contracts import DealView
from services.deals.models import Deal, DealParticipant, DealStage, KnownClient

_PLAIN = (
    "id",
    "created_at",
    "closed_at",
    "status",
    "stage",
    "partner_id",
    "manager_id",
    "kind_id",
    "offer_id",
    "organization_id",
    "loss_reason_id",
    "competitor_id",
    "currency",
    "expected_close_on",
)


@dataclass(frozen=True)
class Listed:
    query: Select[Any]
    columns: Mapping[str, Any]


def deals_listed(asked: BaseModel, today: date) -> Listed:
    """The rows asked for and the columns of the filters. A deal stands once, whatever it is looked for by."""
    filters = asked.__dict__
    query = select(
        *[getattr(Deal, name) for name in DealView.model_fields],
        partner_access.c.name.label("partner_name"),
        _stage_due_on().label("stage_due_on"),
        func.coalesce(_stage_due_on() < today, False).label("stage_overdue"),
        documents.completed_at().label("completed_at"),
    ).outerjoin(partner_access, partner_access.c.partner_id == Deal.partner_id)
    columns = {
        **{name: getattr(Deal, name) for name in _PLAIN},
        "name": Deal.sort_key,
        "q": Deal.search_key,
        "stage_overdue": func.coalesce(_stage_due_on() < today, False),
        "completed": documents.is_completed(),
        "participant_id": DealParticipant.subject_id,
        "reached": DealStage.stage,
        "entered_at": DealStage.entered_at,
        "region_id": KnownClient.region_id,
        "source": source_kind(),
        "source_id": source_id(),
    }
    if filters["region_id"] or filters["source"] or filters["source_id"]:
        query = query.outerjoin(*CLIENT)
    if filters["competitor_id"] is not None:
        query = query.where(same_client(Deal.competitor_id, filters["competitor_id"]))
        columns |= {"competitor_id": literal(filters["competitor_id"], Uuid)}
    if filters["participant_id"] is not None:
        these = same_client(DealParticipant.subject_id, filters["participant_id"])
        query = query.where(Deal.id.in_(select(DealParticipant.deal_id).where(these)))
        columns |= {"participant_id": literal(filters["participant_id"], Uuid)}
    bounds = (filters["entered_at_from"], filters["entered_at_to"])
    if filters["reached"] or any(bounds):
        stays = _stays(filters["reached"], *bounds)
        query = query.join(stays, stays.c.deal_id == Deal.id)
        columns |= {"reached": stays.c.stage, "entered_at": stays.c.entered_at}
    return Listed(query, columns)


_CARD = partner_access.alias("card_of_deal")
_HEIR = select(_CARD.c.merged_into).where(_CARD.c.partner_id == Deal.partner_id).correlate(Deal).scalar_subquery()
CLIENT = (KnownClient, KnownClient.partner_id == func.coalesce(_HEIR, Deal.partner_id))
"""What to join outer for the region and the first touch of a deal's client: of a merged card, its heir's."""


def source_kind() -> ColumnElement[Any]:
    """What brought the deal, else what first brought its client (joined as `KnownClient`)."""
    return func.coalesce(Deal.interest_kind, KnownClient.interest_kind)


def source_id() -> ColumnElement[Any]:
    return case((Deal.interest_kind.is_not(None), Deal.interest_id), else_=KnownClient.interest_id)


def _stage_due_on() -> ColumnElement[Any]:
    stay = select(func.max(DealStage.due_on)).where(and_(DealStage.deal_id == Deal.id, DealStage.left_at.is_(None)))
    return stay.correlate(Deal).scalar_subquery()


def _stays(stages: Any, low: Any, high: Any) -> Any:
    """Deals that came to one of these stages (any, where none is named) at such a time: each once."""
    entered = DealStage.entered_at
    conditions: list[ColumnElement[bool]] = [DealStage.stage.in_(stages)] if stages else []
    conditions += [entered >= low] if low is not None else []
    conditions += [entered <= high] if high is not None else []
    first = select(DealStage.deal_id, func.min(DealStage.stage).label("stage"), func.min(entered).label("entered_at"))
    return first.where(*conditions).group_by(DealStage.deal_id).subquery("stays")
