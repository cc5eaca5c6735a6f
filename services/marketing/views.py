"""How marketing's records are shown: to callers, in events, in replays."""

from services.chassis.jobs import register_views
from services.chassis.tx import Reader, Views
from services.marketing.contracts import ChannelCostView, ChannelView, ClaimView
from services.marketing.models import Channel, ChannelCost, Claim

views = Views()
register_views(views, "marketing")


@views.of(ChannelView, Channel)
def channel_view(_: Reader, channel: Channel) -> ChannelView:
    return ChannelView.model_validate(channel, from_attributes=True)


@views.of(ChannelCostView, ChannelCost)
def channel_cost_view(_: Reader, cost: ChannelCost) -> ChannelCostView:
    return ChannelCostView.model_validate(cost, from_attributes=True)


@views.of(ClaimView, Claim)
def claim_view(_: Reader, claim: Claim) -> ClaimView:
    return ClaimView.model_validate(claim, from_attributes=True)
