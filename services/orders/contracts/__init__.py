"""What orders promises: the only thing other services may import. Read it noun by noun."""

from services.orders.contracts.analysis import *
from services.orders.contracts.base import *
from services.orders.contracts.money import *
from services.orders.contracts.orders import *
from services.orders.contracts.proposals import *
from services.orders.contracts.proposing import *
from services.orders.contracts.stock import *

api.listens(
    "partners.partner_changed",
    "partners.partners_reassigned",
    "partners.partner_erased",
    "partners.staff_changed",
    "pricing.item_changed",
)
