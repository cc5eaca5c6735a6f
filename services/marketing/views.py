"""How marketing's records are shown: to callers, in events, in replays."""

from services.chassis.jobs import register_views
from services.chassis.tx import Reader, Views
from services.marketing.contracts import OURS_OF_A_CLAIM, ChannelCostView, ChannelView, ClaimView
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
def claim_view(reader: Reader, claim: Claim) -> ClaimView:
    shown = ClaimView.model_validate(claim, from_attributes=True)
    # who of us was guilty, and why, is ours to know; a client changes nothing of it, so no event lacks it
    return shown.model_copy(update=dict.fromkeys(OURS_OF_A_CLAIM)) if reader.actor.is_client else shown
