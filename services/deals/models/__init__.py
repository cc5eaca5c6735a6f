"""Tables of deals. Dumb: columns, who may see a row, and nothing else. Read them noun by noun."""

from services.deals.models.base import Base
from services.deals.models.deals import Deal, DealClosing, DealParticipant, DealStage, DemandRow
from services.deals.models.kinds import DealKind, LossReason, ParticipantRole
from services.deals.models.plan import PlannedTask
from services.deals.models.told import DocumentRow, KnownClient, KnownStaff

__all__ = [
    "Base",
    "Deal",
    "DealClosing",
    "DealKind",
    "DealParticipant",
    "DealStage",
    "DemandRow",
    "DocumentRow",
    "KnownClient",
    "KnownStaff",
    "LossReason",
    "ParticipantRole",
    "PlannedTask",
]
