"""Exchange rates: set by date, read for a day or from a day on (T11)."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select

from services.chassis.references import at_fields
from services.chassis.tx import Reader, Tx
from services.pricing.contracts import (
    BASE_CURRENCY,
    NO_EXCHANGE_RATE,
    RATE_OF_BASE,
    ExchangeRateAsked,
    ExchangeRateOnDay,
    SetExchangeRate,
)
from services.pricing.models import ExchangeRate
from services.pricing.rules.rates import Rates

_RATE = ExchangeRate.__table__
_EARLIER = _RATE.alias("earlier")


def set_exchange_rate(tx: Tx, command: SetExchangeRate) -> ExchangeRate:
    if command.currency == BASE_CURRENCY:
        raise at_fields(RATE_OF_BASE, ["/currency"], tx.actor.language)
    for told in tx.locked(ExchangeRate, ExchangeRate.currency == command.currency, ExchangeRate.on == command.on):
        told.rate = command.rate
        return told
    return tx.add(ExchangeRate(**command.__dict__))


def rate_on_day(reader: Reader, asked: ExchangeRateAsked) -> ExchangeRateOnDay:
    day, currencies = asked.on or reader.today, [asked.currency]
    begun = _of(currencies, day).where(_RATE.c.on <= day, reader.visible(ExchangeRate))
    rate = _read(reader, currencies, begun).on(asked.currency, day)
    if rate is None:
        raise NO_EXCHANGE_RATE(currencies=asked.currency, on=day.isoformat())
    return ExchangeRateOnDay(currency=asked.currency, on=day, rate=rate)


def rates_on(reader: Reader, currencies: Collection[str], day: date) -> Rates:
    """One statement; none where only hryvnias are asked for."""
    return _read(reader, currencies, _of(currencies, day).where(_RATE.c.on <= day))


def rates_from(reader: Reader, currencies: Collection[str], day: date) -> Rates:
    """Those of the day and of all later ones."""
    return _read(reader, currencies, _of(currencies, day))


def _of(currencies: Collection[str], day: date) -> Select[Any]:
    """From the latest that has begun by the day."""
    begun = (
        select(func.max(_EARLIER.c.on))
        .where(_EARLIER.c.currency == _RATE.c.currency, _EARLIER.c.on <= day)
        .scalar_subquery()
    )
    wanted = select(_RATE.c.currency, _RATE.c.on, _RATE.c.rate).where(_RATE.c.currency.in_(currencies))
    return wanted.where(or_(begun.is_(None), _RATE.c.on >= begun))


def _read(reader: Reader, currencies: Collection[str], query: Select[Any]) -> Rates:
    if not set(currencies) - {BASE_CURRENCY}:
        return Rates()
    return Rates((row.currency, row.on, row.rate) for row in reader.session.execute(query))
