"""Tables of marketing. Dumb: columns, who may see a row, and nothing else. Read them noun by noun."""

from services.marketing.models.base import Base
from services.marketing.models.channels import AdvertisingChannel, ChannelCost
from services.marketing.models.claims import Claim, ClaimCause, ClaimParticipant
from services.marketing.models.events import EventCost, EventGuest, EventProvider, EventTask, MarketingEvent
from services.marketing.models.known import KnownClient, KnownDeal, KnownItem, KnownOrder, KnownSale

__all__ = [
    "AdvertisingChannel",
    "Base",
    "ChannelCost",
    "Claim",
    "ClaimCause",
    "ClaimParticipant",
    "EventCost",
    "EventGuest",
    "EventProvider",
    "EventTask",
    "KnownClient",
    "KnownDeal",
    "KnownItem",
    "KnownOrder",
    "KnownSale",
    "MarketingEvent",
]
