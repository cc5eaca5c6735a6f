"""What deals promises: the only thing other services may import. Read it noun by noun."""

from services.deals.contracts.base import *
from services.deals.contracts.cards import *
from services.deals.contracts.demand import *
from services.deals.contracts.documents import *
from services.deals.contracts.kinds import *
from services.deals.contracts.participants import *
from services.deals.contracts.pipeline import *
from services.deals.contracts.plan import *
from services.deals.contracts.reports import *

api.listens(
    "partners.partner_changed",
    "partners.partners_reassigned",
    "partners.partner_erased",
    "partners.staff_changed",
    "partners.interaction_changed",
    "marketing.claim_changed",
)
api.listens("orders.order_changed", "orders.proposal_changed", having="deal_id")
