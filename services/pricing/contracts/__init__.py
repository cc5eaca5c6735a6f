"""What pricing promises: the only thing other services may import. Read it noun by noun."""

from services.pricing.contracts.base import *
from services.pricing.contracts.bonus_rules import *
from services.pricing.contracts.bonuses import *
from services.pricing.contracts.calendars import *
from services.pricing.contracts.cards import *
from services.pricing.contracts.catalogue import *
from services.pricing.contracts.discounts import *
from services.pricing.contracts.dynamics import *
from services.pricing.contracts.formulas import *
from services.pricing.contracts.fulfilment import *
from services.pricing.contracts.groupings import *
from services.pricing.contracts.item_cards import *
from services.pricing.contracts.offer_faults import *
from services.pricing.contracts.offer_forms import *
from services.pricing.contracts.offer_periods import *
from services.pricing.contracts.offer_views import *
from services.pricing.contracts.offering import *
from services.pricing.contracts.offers import *
from services.pricing.contracts.price_types import *
from services.pricing.contracts.prices import *
from services.pricing.contracts.quotes import *
from services.pricing.contracts.ranking import *
from services.pricing.contracts.rates import *
from services.pricing.contracts.sales_plans import *
from services.pricing.contracts.segments import *
from services.pricing.contracts.sheets import *

api.listens("partners.partner_changed", "partners.partners_reassigned", "partners.partner_erased")
api.listens("partners.staff_changed")
api.listens("orders.goods_received", "orders.card_order_changed", "orders.bonuses_let_go", "orders.offer_order_changed")
api.listens("orders.goods_shipped", "orders.goods_returned")
