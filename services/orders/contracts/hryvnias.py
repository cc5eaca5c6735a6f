"""Orders in a currency that are paid in hryvnias, as their offer says (O2): amounts, rates, and what is refused."""

from typing import Annotated

from pydantic import Field

from services.chassis.errors import Conflict, Invalid, error_code
from services.chassis.fields import MoneyAmount
from services.pricing.contracts import Rate

PaidAmount = Annotated[MoneyAmount, Field(gt=0)]
ContractRate = Annotated[Rate, Field(gt=0)]
"""Hryvnias for one unit of the order's currency."""

PAID_IN_HRYVNIAS = error_code(
    "paid_in_hryvnias",
    Invalid,
    en="This order is paid in hryvnias. Enter how many of them in hryvnia_amount, and leave amount out.",
    uk="Це замовлення оплачують у гривнях. Введіть суму в гривнях у hryvnia_amount, а amount приберіть.",
)
PAID_IN_ITS_CURRENCY = error_code(
    "paid_in_its_currency",
    Invalid,
    en="Enter this money in amount. Leave hryvnia_amount out: it is for orders in a currency that their offer says are "
    "paid in hryvnias.",
    uk="Вкажіть цю суму в amount, а hryvnia_amount приберіть: це поле лише для замовлень у валюті, які за офертою "
    "оплачують у гривнях.",
)
HRYVNIAS_TOO_FEW = error_code(
    "hryvnias_too_few",
    Invalid,
    en="So few hryvnias make nothing in the order's currency. Enter more.",
    uk="У валюті замовлення ця сума в гривнях заокруглюється до нуля. Введіть більшу.",
)
CONTRACT_RATE_REQUIRED = error_code(
    "contract_rate_required",
    Conflict,
    en="This order is paid in hryvnias at the contract's rate. Enter the rate in contract_rate of the order. If it is "
    "closed, move its money to the account, and refund it from there.",
    uk="Це замовлення оплачують у гривнях за курсом договору. Введіть цей курс у contract_rate замовлення. Якщо його "
    "закрито, перенесіть кошти на рахунок клієнта й поверніть їх звідти.",
)
CONTRACT_RATE_NOT_ASKED = error_code(
    "contract_rate_not_asked",
    Conflict,
    en="No offer says that this order is paid at the contract's rate. Leave contract_rate out.",
    uk="За своїми умовами це замовлення не оплачують за курсом договору. Приберіть contract_rate.",
)
