"""What partners promises: the only thing other services may import. Read it noun by noun."""

from services.partners.contracts.about import *
from services.partners.contracts.assignments import *
from services.partners.contracts.base import *
from services.partners.contracts.client_contracts import *
from services.partners.contracts.contact_persons import *
from services.partners.contracts.desk import *
from services.partners.contracts.duplicates import *
from services.partners.contracts.interactions import *
from services.partners.contracts.interest import *
from services.partners.contracts.merging import *
from services.partners.contracts.notes import *
from services.partners.contracts.organizations import *
from services.partners.contracts.partners import *
from services.partners.contracts.regions import *
from services.partners.contracts.relationships import *
from services.partners.contracts.segments import *
from services.partners.contracts.tasks import *
from services.partners.contracts.timeline import *

api.listens(
    "orders.order_changed",
    "orders.goods_shipped",
    "orders.goods_returned",
    "orders.packaging_return_changed",
    "orders.payment_received",
    "orders.payment_cancelled",
    "orders.money_refunded",
    "orders.packaging_reminder_changed",
    "orders.proposal_changed",
    "pricing.offer_changed",
    "pricing.offer_period_changed",
    "deals.deal_changed",
    "deals.deal_won",
    "deals.deal_lost",
    "deals.deal_reopened",
    "deals.plan_task_changed",
    "marketing.event_task_changed",
    "marketing.claim_changed",
)
