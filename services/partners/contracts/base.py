"""The contract object and what all its parts share."""

from enum import StrEnum

from pydantic import ValidationInfo

from services.chassis.actor import Role
from services.chassis.contracts import Contract
from services.chassis.messages import field_error, register_field_error

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


register_field_error(
    "vat_number_of_another",
    en="This VAT number belongs to somebody else: it must begin with {code}.",
    uk="Цей індивідуальний податковий номер чужий: він має починатися з {code}.",
)


def vat_number_of_codes(value: str | None, info: ValidationInfo) -> str | None:
    """A VAT number (ІПН) begins with a company's first seven digits of EDRPOU, a sole trader's with the РНОКПП (P1).

    For a field after `edrpou` and `tax_number`: compared with whichever of them is given and right.
    """
    code = (info.data.get("edrpou") or "")[:7] or info.data.get("tax_number")
    if value and code and not value.startswith(code):
        field_error("vat_number_of_another", {"code": code})
    return value
