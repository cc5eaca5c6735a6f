"""Regular offers: which periods there are, and how much of an amount a part of one plans (O2, O7).

Source: semantics, "Offers": a regular offer plans an amount per period. Ours: periods are weeks (from Monday), months
and quarters of the calendar; one that the offer holds in part only plans its share by days, to the cent.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from services.chassis.money import half_up
from services.pricing.contracts import Every, RegularPlan
from services.pricing.rules import offers

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """From the first day to the last, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Standing:
    """What an offer plans on a day, and the days that its version of that day holds."""

    begins: date
    ends: date | None
    currency: str
    plan: RegularPlan


@dataclass(frozen=True)
class Begun:
    period: Period
    amount: Decimal
    currency: str


def period_of(every: Every, day: date) -> Period:
    """The whole period that a day is in."""
    if every is Every.WEEK:
        monday = day - timedelta(days=day.weekday())
        return Period(monday, monday + 6 * _DAY)
    months = 3 if every is Every.QUARTER else 1
    first = (day.month - 1) // months * months + 1
    after = first + months
    following = date(day.year + after // 13, (after - 1) % 12 + 1, 1)
    return Period(date(day.year, first, 1), following - _DAY)


def planned(plan: RegularPlan, day: date, begins: date, ends: date | None) -> tuple[Period, Decimal]:
    """The period that a day is in, cut to the days from `begins` to `ends` (none: without end), and what it plans."""
    whole = period_of(plan.every, day)
    held = Period(max(whole.first, begins), min(whole.last, ends or whole.last))
    return held, half_up(plan.amount * held.days / whole.days)


def standing_on(offer: offers.Standard, standard: offers.Standard | None, day: date) -> Standing | None:
    """None: nobody sells under it on that day, or it plans nothing."""
    version = offers.holding(offer.versions, offer.closed_on, day)
    if version is None:
        return None
    said = offers.said_through(version, standard, day)
    if not said.get("plan"):
        return None
    begins = max(version.valid_from, version.in_force_from or version.valid_from)
    return Standing(begins, version.valid_to, said["currency"], RegularPlan.model_validate(said["plan"]))


def begun(offer: offers.Standard, standard: offers.Standard | None, last: date | None, today: date) -> Iterator[Begun]:
    """Periods that have begun after `last`, the last day planned so far; none planned yet: the one of today. Days on
    which nothing was planned are not made up for."""
    day = last + _DAY if last else today
    while day <= today:
        standing = standing_on(offer, standard, day)
        if standing is None:
            day = max(today, day + _DAY)
            continue
        begins = max(standing.begins, last + _DAY) if last else standing.begins
        period, amount = planned(standing.plan, day, begins, standing.ends)
        yield Begun(period, amount, standing.currency)
        last = period.last
        day = last + _DAY
