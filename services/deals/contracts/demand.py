"""The primary demand of a deal (D8): what the client needed in the first place."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.contracts import Message
from services.chassis.errors import AMOUNT_TOO_LARGE, UNKNOWN_REFERENCE, Invalid, error_code
from services.chassis.fields import LongText, Name, PriceAmount, QuantityAmount
from services.chassis.moments import Flag
from services.deals.contracts.base import DEAL_CLOSED, SELLERS, Potential, api
from services.deals.contracts.cards import DealCard


class NewDemandLine(Message):
    """An item, or words for what is not in the catalogue, or both. A budget is told for the whole line or as a price
    of one unit, not both. `id`: a line that is there already stays, with its mark; without one the line is new."""

    id: UUID | None = None
    item_id: UUID | None = None
    words: Name | None = None
    quantity: Annotated[QuantityAmount, Field(gt=0)] = Decimal(1)
    price: PriceAmount | None = None
    budget: Potential | None = None


class SetDemand(Message):
    """What the client needs: this text and these lines instead of those before."""

    id: UUID
    text: LongText | None = None
    lines: Annotated[tuple[NewDemandLine, ...], Field(max_length=200)] = ()


class LineSatisfied(Message):
    line_id: UUID
    satisfied: Flag = True


class SatisfyDemand(Message):
    """Mark lines of the demand as satisfied or not; also after the deal was won or lost."""

    id: UUID
    lines: Annotated[tuple[LineSatisfied, ...], Field(min_length=1, max_length=200)]


DEMAND_OF_NOTHING = error_code(
    "demand_of_nothing",
    Invalid,
    en="The line says nothing of what is needed. Choose an item or describe it in words.",
    uk="Рядок не каже, що потрібно. Виберіть номенклатуру або опишіть словами.",
)
BUDGET_TWICE = error_code(
    "budget_twice",
    Invalid,
    en="The line has both a price and a budget. Leave one of them.",
    uk="Рядок має і ціну, і бюджет. Залиште щось одне.",
)

SET_DEMAND = api.command(
    "set_demand",
    "POST /deals/{id}/demand",
    SetDemand,
    DealCard,
    roles=SELLERS,
    en="Say what the client needs",
    uk="Записати первинний попит клієнта",
    errors=(DEAL_CLOSED, UNKNOWN_REFERENCE, DEMAND_OF_NOTHING, BUDGET_TWICE, AMOUNT_TOO_LARGE),
    example={
        "text": "Освітити цех площею 600 м² до кінця року",
        "lines": [{"words": "Світильник промисловий, IP65", "quantity": "40", "price": "1250"}],
    },
)
SATISFY_DEMAND = api.command(
    "satisfy_demand",
    "POST /deals/{id}/demand/satisfy",
    SatisfyDemand,
    DealCard,
    roles=SELLERS,
    en="Mark what of the demand is satisfied",
    uk="Позначити, що з попиту задоволено",
    errors=(UNKNOWN_REFERENCE,),
)
