"""How deals' records are shown: to callers, in events, in replays."""

from datetime import datetime
from typing import Any

from services.chassis.jobs import register_views
from services.chassis.tx import Reader, Views
from services.deals.contracts import (
    DealCard,
    DealKindView,
    DealLost,
    DealStatus,
    DealView,
    DealWon,
    LossReasonView,
)
from services.deals.models import Deal, DealKind, LossReason

views = Views()
register_views(views, "deals")


@views.of(DealKindView, DealKind)
def deal_kind_view(_: Reader, kind: DealKind) -> DealKindView:
    return DealKindView.model_validate(kind, from_attributes=True)


@views.of(LossReasonView, LossReason)
def loss_reason_view(_: Reader, reason: LossReason) -> LossReasonView:
    return LossReasonView.model_validate(reason, from_attributes=True)


@views.of(DealView, Deal)
def deal_view(_: Reader, deal: Deal) -> DealView:
    return DealView.model_validate(deal, from_attributes=True)


@views.of(DealCard, Deal)
def deal_card(_: Reader, deal: Deal) -> DealCard:
    return DealCard.model_validate(deal, from_attributes=True)


def closing_time(deal: Deal) -> datetime:
    assert deal.closed_at is not None, "only closed deals are told of"
    return deal.closed_at


@views.of(DealWon, Deal, where=lambda: Deal.status == DealStatus.WON, at=closing_time)
def deal_won(_: Reader, deal: Deal) -> DealWon:
    return DealWon(**_closed(deal), reason=None)


@views.of(DealLost, Deal, where=lambda: Deal.status == DealStatus.LOST, at=closing_time)
def deal_lost(reader: Reader, deal: Deal) -> DealLost:
    reason = reader.session.get_one(LossReason, deal.loss_reason_id)
    return DealLost(**_closed(deal), reason=reason.name)


def _closed(deal: Deal) -> dict[str, Any]:
    names = [name for name in DealWon.model_fields if name != "reason"]
    return {name: getattr(deal, name) for name in names}
