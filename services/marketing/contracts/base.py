"""The contract object and what all its parts share."""

from services.chassis.actor import Role
from services.chassis.contracts import Contract

api = Contract("marketing", en="Marketing", uk="Маркетинг")

MARKETERS = frozenset({Role.ADMINISTRATOR, Role.HEAD_OF_SALES, Role.MARKETER})
SELLERS = frozenset({Role.ADMINISTRATOR, Role.HEAD_OF_SALES, Role.MANAGER, Role.REPRESENTATIVE})
CLAIM_TAKERS = MARKETERS | SELLERS | {Role.CLIENT}
INVITERS = MARKETERS | SELLERS
"""Guests are invited by marketers, and by each manager among the manager's own clients."""
