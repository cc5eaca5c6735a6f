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


DEAL_CLOSED = error_code(
    "deal_closed",
    Conflict,
    en="The deal is already {status}. Register a new one if the client came back.",
    uk="Угоду вже {status}. Якщо клієнт повернувся, зареєструйте нову.",
    words={DealStatus.WON: ("won", "виграно"), DealStatus.LOST: ("lost", "програно")},
)
