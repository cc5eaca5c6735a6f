"""Exchange rates by date (T11)."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.actor import OFFICE, Role
from services.chassis.amounts import Amount
from services.chassis.contracts import Message, between, equals
from services.chassis.errors import Conflict, Invalid, error_code
from services.chassis.fields import CurrencyCode
from services.chassis.moments import Day
from services.pricing.contracts.base import PRICERS, api

BASE_CURRENCY = "UAH"
"""What rates are counted in, and what goods are bought for."""

Rate = Annotated[Decimal, Amount(places=6, whole_digits=9, signed=False, description="Hryvnias for one unit")]


class SetExchangeRate(Message):
    """How many hryvnias one unit of a currency is worth from a date, until the next date that has a rate: the bank
    publishes none on days off. A second one for a date takes the first one's place."""

    currency: CurrencyCode
    on: Day
    rate: Annotated[Rate, Field(gt=0)]


class ExchangeRateView(Message):
    """Hryvnias for one unit of a currency."""

    id: UUID
    currency: CurrencyCode
    on: date
    rate: Rate
    version: int


class ExchangeRateAsked(Message):
    """The rate of a currency on a day: today when none is named."""

    currency: CurrencyCode
    on: Day | None = None


class ExchangeRateOnDay(Message):
    """Hryvnias for one unit on the day; of hryvnias themselves 1."""

    currency: CurrencyCode
    on: date
    rate: Rate


RATE_OF_BASE = error_code(
    "rate_of_base_currency",
    Invalid,
    en="Rates are counted in hryvnias: the hryvnia has none. Choose another currency.",
    uk="Курси рахуються у гривнях, тож у самої гривні курсу немає. Виберіть іншу валюту.",
)
NO_EXCHANGE_RATE = error_code(
    "no_exchange_rate",
    Conflict,
    en="There is no exchange rate of {currencies} on {on} or before. Enter it and try again.",
    uk="Немає курсу {currencies} на {on} чи раніше. Введіть його і повторіть.",
)

SET_EXCHANGE_RATE = api.command(
    "set_exchange_rate",
    "POST /exchange-rates",
    SetExchangeRate,
    ExchangeRateView,
    roles=PRICERS | {Role.ACCOUNTANT},
    en="Set an exchange rate of a date",
    uk="Задати курс валюти на дату",
    errors=(RATE_OF_BASE,),
    example={"currency": "EUR", "on": "2026-03-17", "rate": "48.7312"},
)
GET_EXCHANGE_RATE = api.query(
    "get_exchange_rate",
    "GET /exchange-rates/on-day",
    ExchangeRateAsked,
    ExchangeRateOnDay,
    roles=OFFICE,
    en="The exchange rate of a currency on a day",
    uk="Курс валюти на день",
    errors=(NO_EXCHANGE_RATE,),
)
LIST_EXCHANGE_RATES = api.listing(
    "list_exchange_rates",
    "GET /exchange-rates",
    ExchangeRateView,
    roles=OFFICE,
    en="Exchange rates",
    uk="Курси валют",
    orders=("-on", "on"),
    filters=(equals("currency", CurrencyCode), between("on")),
)
