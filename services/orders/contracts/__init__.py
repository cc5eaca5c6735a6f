"""What orders promises: the only thing other services may import. Read it noun by noun."""

from services.orders.contracts.analysis import *
from services.orders.contracts.approving import *
from services.orders.contracts.base import *
from services.orders.contracts.bonuses import *
from services.orders.contracts.changing import *
from services.orders.contracts.desk import *
from services.orders.contracts.hryvnias import *
from services.orders.contracts.money import *
from services.orders.contracts.order_views import *
from services.orders.contracts.orders import *
from services.orders.contracts.packaging import *
from services.orders.contracts.parts import *
from services.orders.contracts.proposals import *
from services.orders.contracts.proposing import *
from services.orders.contracts.returns import *
from services.orders.contracts.scarce import *
from services.orders.contracts.settlements import *
from services.orders.contracts.stock import *
from services.orders.contracts.supplying import *
from services.orders.contracts.under_offers import *

api.listens(
    "partners.partner_changed",
    "partners.partners_reassigned",
    "partners.partner_erased",
    "partners.staff_changed",
    "partners.contract_changed",
    "pricing.item_changed",
    "pricing.offer_changed",
    "pricing.bonuses_withheld",
)
