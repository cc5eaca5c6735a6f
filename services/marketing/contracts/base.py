"""The contract object and what all its parts share."""

from decimal import Decimal
from typing import Annotated

from services.chassis.actor import Role
from services.chassis.amounts import Amount
from services.chassis.contracts import Contract

api = Contract("marketing", en="Marketing", uk="Маркетинг")

MARKETERS = frozenset({Role.ADMINISTRATOR, Role.HEAD_OF_SALES, Role.MARKETER})
SELLERS = frozenset({Role.ADMINISTRATOR, Role.HEAD_OF_SALES, Role.MANAGER, Role.REPRESENTATIVE})
CLAIM_TAKERS = MARKETERS | SELLERS | {Role.CLIENT}
INVITERS = MARKETERS | SELLERS
"""Guests are invited by marketers, and by each manager among the manager's own clients."""

NotNegative = Annotated[Decimal, Amount(places=2, whole_digits=12, signed=False, description="Amount of money")]
"""A budget, a cost: nothing below zero."""
