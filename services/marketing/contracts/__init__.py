"""What marketing promises: the only thing other services may import. Read it noun by noun."""

from services.marketing.contracts.base import *
from services.marketing.contracts.channels import *
from services.marketing.contracts.claims import *
from services.marketing.contracts.events import *
from services.marketing.contracts.guests import *
from services.marketing.contracts.reports import *
from services.marketing.contracts.works import *

api.listens(
    "partners.partner_changed",
    "partners.partners_reassigned",
    "partners.partner_erased",
    "pricing.item_changed",
    "deals.deal_changed",
    "orders.order_changed",
    "orders.goods_shipped",
    "orders.goods_returned",
)
