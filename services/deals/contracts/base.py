"""The contract object and what all its parts share."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from services.chassis.actor import Role
from services.chassis.amounts import Amount
from services.chassis.contracts import Contract
from services.chassis.errors import Conflict, error_code

api = Contract("deals", en="Deals", uk="Угоди")

# Who may do what (Z1). Rows are limited further by `visible_to`.
HEADS = frozenset({Role.ADMINISTRATOR, Role.HEAD_OF_SALES})
SELLERS = HEADS | {Role.MANAGER, Role.REPRESENTATIVE}

Code = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,40}$", examples=["qualification"])]
Potential = Annotated[Decimal, Amount(places=2, whole_digits=12, signed=False, description="What it may bring")]


class DealStatus(StrEnum):
    IN_WORK = "in_work"
    WON = "won"
    LOST = "lost"


class PotentialFrom(StrEnum):
    """Where a deal's potential comes from: typed by people, or the sum of its demand lines' budgets."""

    TYPED = "typed"
    DEMAND = "demand"


class RequiredField(StrEnum):
    """Fields of a deal that a stage may demand before it is left."""

    POTENTIAL = "potential"
    EXPECTED_CLOSE_ON = "expected_close_on"
    OFFER = "offer_id"
    DESCRIPTION = "description"
    MANAGER = "manager_id"


class DocumentKind(StrEnum):
    """Documents of other services that belong to deals."""

    PROPOSAL = "proposal"
    ORDER = "order"
    CLAIM = "claim"
    INTERACTION = "interaction"


DOCUMENT_WORDS = {
    DocumentKind.PROPOSAL: ("proposal", "комерційна пропозиція"),
    DocumentKind.ORDER: ("order", "замовлення"),
    DocumentKind.CLAIM: ("claim", "претензія"),
    DocumentKind.INTERACTION: ("interaction", "взаємодія"),
}


class Side(StrEnum):
    """Whose a participant is: one of our people, one of the client's, or another partner and what it is to the deal."""

    STAFF = "staff"
    CONTACT_PERSON = "contact_person"
    PARTNER = "partner"
    COMPETITOR = "competitor"
    SUBCONTRACTOR = "subcontractor"


class Attitude(StrEnum):
    """How a participant stands to our winning the deal."""

    SUPPORTS = "supports"
    NEUTRAL = "neutral"
    AGAINST = "against"


DEAL_CLOSED = error_code(
    "deal_closed",
    Conflict,
    en="The deal is already {status}. Have a head of sales reopen it if it is to go on, or register a new one.",
    uk="Угоду вже {status}. Якщо вона триває, попросіть керівника продажів її поновити, або зареєструйте нову.",
    words={DealStatus.WON: ("won", "виграно"), DealStatus.LOST: ("lost", "програно")},
)
