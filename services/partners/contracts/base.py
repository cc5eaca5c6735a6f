"""The contract object and what all its parts share."""

from enum import StrEnum

from services.chassis.actor import Role
from services.chassis.contracts import Contract

api = Contract("partners", en="Partners", uk="Партнери")

# Who may do what (Z1). Rows are limited further by `visible_to`.
HEADS = frozenset({Role.ADMINISTRATOR, Role.HEAD_OF_SALES})
SELLERS = HEADS | {Role.MANAGER, Role.REPRESENTATIVE}


class PartnerKind(StrEnum):
    COMPANY = "company"
    SOLE_TRADER = "sole_trader"
    INDIVIDUAL = "individual"


class PartnerRole(StrEnum):
    CLIENT = "client"
    SUPPLIER = "supplier"
    COMPETITOR = "competitor"
    PARTNER = "partner"
    CARRIER = "carrier"
    SUBCONTRACTOR = "subcontractor"


class Requisite(StrEnum):
    """What an organization may demand of a partner's card before it is registered (P2)."""

    EDRPOU = "edrpou"
    TAX_NUMBER = "tax_number"
    VAT_NUMBER = "vat_number"
    IBAN = "iban"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    CONTACT_PERSON = "contact_person"


class DetailKind(StrEnum):
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    MESSENGER = "messenger"
