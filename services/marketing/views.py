"""How marketing's records are shown: to callers, in events, in replays."""

from decimal import Decimal

from services.chassis.jobs import register_views
from services.chassis.tx import Reader, Views
from services.marketing import guests, works
from services.marketing.contracts import (
    OURS_OF_A_CLAIM,
    ChannelCostView,
    ChannelView,
    ClaimCauseView,
    ClaimView,
    EventCostView,
    EventProviderView,
    EventTaskView,
    GuestCounts,
    MarketingEventCard,
    MarketingEventView,
)
from services.marketing.models import (
    AdvertisingChannel,
    ChannelCost,
    Claim,
    ClaimCause,
    EventCost,
    EventProvider,
    EventTask,
    MarketingEvent,
)

views = Views()
register_views(views, "marketing")
_ZERO = Decimal(0)


views.as_kept(ChannelView, AdvertisingChannel)
views.as_kept(ChannelCostView, ChannelCost)
views.as_kept(ClaimCauseView, ClaimCause)


@views.of(ClaimView, Claim)
def claim_view(reader: Reader, claim: Claim) -> ClaimView:
    shown = ClaimView.model_validate(claim, from_attributes=True)
    if not reader.actor.is_client:
        return shown
    # who of us was guilty, and why, is ours to know; a client changes nothing of it, so no event lacks it
    return shown.model_copy(update={**dict.fromkeys(OURS_OF_A_CLAIM), "participants": ()})


views.as_kept(MarketingEventView, MarketingEvent)


@views.of(MarketingEventCard, MarketingEvent)
def marketing_event_card(reader: Reader, event: MarketingEvent) -> MarketingEventCard:
    planned, actual = works.totals(reader, [event.id]).get(event.id, (_ZERO, _ZERO))
    return MarketingEventCard(
        **MarketingEventView.model_validate(event, from_attributes=True).__dict__,
        planned_cost=planned,
        actual_cost=actual,
        budget_left=None if event.budget is None else event.budget - actual,
        guests=guests.counts(reader, [event.id]).get(event.id, GuestCounts()),
    )


views.as_kept(EventProviderView, EventProvider)
views.as_kept(EventCostView, EventCost)
views.as_kept(EventTaskView, EventTask)
