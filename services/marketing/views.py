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


@views.of(ChannelView, AdvertisingChannel)
def channel_view(_: Reader, channel: AdvertisingChannel) -> ChannelView:
    return ChannelView.model_validate(channel, from_attributes=True)


@views.of(ChannelCostView, ChannelCost)
def channel_cost_view(_: Reader, cost: ChannelCost) -> ChannelCostView:
    return ChannelCostView.model_validate(cost, from_attributes=True)


@views.of(ClaimCauseView, ClaimCause)
def claim_cause_view(_: Reader, cause: ClaimCause) -> ClaimCauseView:
    return ClaimCauseView.model_validate(cause, from_attributes=True)


@views.of(ClaimView, Claim)
def claim_view(reader: Reader, claim: Claim) -> ClaimView:
    shown = ClaimView.model_validate(claim, from_attributes=True)
    if not reader.actor.is_client:
        return shown
    # who of us was guilty, and why, is ours to know; a client changes nothing of it, so no event lacks it
    return shown.model_copy(update={**dict.fromkeys(OURS_OF_A_CLAIM), "participants": ()})


@views.of(MarketingEventView, MarketingEvent)
def marketing_event_view(_: Reader, event: MarketingEvent) -> MarketingEventView:
    return MarketingEventView.model_validate(event, from_attributes=True)


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


@views.of(EventProviderView, EventProvider)
def event_provider_view(_: Reader, provider: EventProvider) -> EventProviderView:
    return EventProviderView.model_validate(provider, from_attributes=True)


@views.of(EventCostView, EventCost)
def event_cost_view(_: Reader, cost: EventCost) -> EventCostView:
    return EventCostView.model_validate(cost, from_attributes=True)


@views.of(EventTaskView, EventTask)
def event_task_view(_: Reader, task: EventTask) -> EventTaskView:
    return EventTaskView.model_validate(task, from_attributes=True)
