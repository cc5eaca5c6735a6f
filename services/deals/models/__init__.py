"""Tables of deals. Dumb: columns, who may see a row, and nothing else. Read them noun by noun."""

from services.deals.models.base import Base
from services.deals.models.deals import Deal, DealStage, DemandRow
from services.deals.models.kinds import DealKind, LossReason

__all__ = ["Base", "Deal", "DealKind", "DealStage", "DemandRow", "LossReason"]
