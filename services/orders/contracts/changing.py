"""Changing an order after it was made (R2, R3)."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.errors import AMOUNT_TOO_LARGE, NOT_FOUND, STALE, UNKNOWN_REFERENCE, Conflict, error_code
from services.chassis.moments import Flag
from services.orders.contracts.base import SELLERS, api
from services.orders.contracts.hryvnias import CONTRACT_RATE_NOT_ASKED, CONTRACT_RATE_REQUIRED, ContractRate
from services.orders.contracts.order_views import OrderView
from services.orders.contracts.orders import (
    CONTRACT_REQUIRED,
    NO_PRICE,
    ORDER_ENDED,
    PAYMENT_FORM_OF_OFFER,
    WISHED_PERIOD,
    NewOrderLine,
)
from services.orders.contracts.parts import Particulars, PaymentStages, Priority
from services.partners.contracts import CONTRACT_NOT_IN_FORCE
from services.pricing.contracts import (
    CARD_NOT_ACTIVE,
    CARD_OF_ANOTHER,
    CARD_OUT_OF_DATE,
    NO_SALES_PRICE_TYPE,
    OFFER_FOR_ANOTHER,
    OFFER_NOT_HERE,
    OFFER_OPERATION,
    OFFER_WRONG,
    PaymentForm,
)


class ChangedLine(NewOrderLine):
    """A line of the order as it shall be; a new one has no id."""

    line_id: UUID | None = None


class ChangeOrder(Particulars):
    """What is given changes; null takes a value away. `lines`, when given, are all lines there shall be: those left out
    go, those without an id are new, and all are priced anew on the order's date. A line that was shipped or cancelled
    in part stays as it is, and less than is reserved cannot be ordered. A line whose price was agreed in a proposal
    keeps it while its item and quantity stay and no other price is typed. `set_price_by_terms`: typed prices and
    discounts give way to what the terms of sale say. A change that departs further from the terms than was approved
    sends the order back to approval."""

    id: UUID
    lines: Annotated[tuple[ChangedLine, ...], Field(min_length=1, max_length=1000)] | None = None
    set_price_by_terms: Flag = False
    priority: Priority | None = None
    payment_stages: PaymentStages | None = None
    """Null: the offer's again."""
    payment_form: PaymentForm | None = None
    """Lines of which nothing was shipped or cancelled are priced anew by it, what was typed on them stays. Null: the
    offer's again."""
    contract_rate: ContractRate | None = None
    """For money that comes or goes back from now on; what was counted at another stays. An approved order is to be
    approved again."""


LINE_BEGUN = error_code(
    "line_begun",
    Conflict,
    en="Line {position} was shipped or cancelled in part. Leave its item and quantity; add a line for more of it.",
    uk="Рядок {position} частково відвантажено або скасовано. Залиште позицію й кількість; на більше додайте рядок.",
)
LINE_RESERVED = error_code(
    "line_reserved",
    Conflict,
    en="Of line {position} {reserved} is reserved. Keep so much of the same item, or release the reservation first.",
    uk="За рядком {position} зарезервовано {reserved}. Залиште стільки тієї ж позиції або спершу зніміть резерв.",
)
LINE_TWICE = error_code(
    "line_twice",
    Conflict,
    en="Line {position} is named twice. Leave one of the two.",
    uk="Рядок {position} названо двічі. Залиште один із двох.",
)
CONTRACT_SETTLED = error_code(
    "contract_settled",
    Conflict,
    en="Goods were shipped or money came under this contract. Leave it; make another order under the other contract.",
    uk="За договором цього замовлення вже відвантажено або сплачено. Залиште договір; під інший створіть замовлення.",
)
CHANGE_REFUSED = error_code(
    "change_refused",
    Conflict,
    en="The order cannot be changed so. Correct every field listed and send the request again.",
    uk="Так змінити замовлення не можна. Виправте кожне з перелічених полів і надішліть запит ще раз.",
)

CHANGE_ORDER = api.command(
    "change_order",
    "PATCH /orders/{id}",
    ChangeOrder,
    OrderView,
    roles=SELLERS,
    en="Change an order",
    uk="Змінити замовлення",
    errors=(
        ORDER_ENDED,
        NO_PRICE,
        NOT_FOUND,
        STALE,
        UNKNOWN_REFERENCE,
        CHANGE_REFUSED,
        LINE_BEGUN,
        LINE_RESERVED,
        LINE_TWICE,
        WISHED_PERIOD,
        CONTRACT_REQUIRED,
        CONTRACT_NOT_IN_FORCE,
        CONTRACT_SETTLED,
        PAYMENT_FORM_OF_OFFER,
        CONTRACT_RATE_REQUIRED,
        CONTRACT_RATE_NOT_ASKED,
        OFFER_WRONG["stages"],
        NO_SALES_PRICE_TYPE,
        AMOUNT_TOO_LARGE,
        OFFER_NOT_HERE,
        OFFER_FOR_ANOTHER,
        OFFER_OPERATION,
        CARD_NOT_ACTIVE,
        CARD_OUT_OF_DATE,
        CARD_OF_ANOTHER,
    ),
    example={"comment": "Телефонувати за годину до приїзду"},
)
