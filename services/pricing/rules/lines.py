"""The price of a line (T10): pure arithmetic with its trail of reasons.

Source: semantics, "The price of a line", steps 4, 6, 7 and 8.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Context, Decimal
from typing import Literal

from services.chassis.errors import AMOUNT_TOO_LARGE
from services.chassis.messages import Language
from services.chassis.money import half_up, line_total, vat_included, vat_on_top
from services.pricing.contracts import NO_EXCHANGE_RATE, Reason, VatRate, VatRegime
from services.pricing.rules.packages import Package
from services.pricing.rules.places import Place
from services.pricing.rules.rates import Rates

NO_PRICE = "no_price"
_ZERO, _ONE, _HUNDRED = Decimal(0), Decimal(1), Decimal(100)
_NO_DISCOUNT = Decimal("0.0000")
_MATH = Context(prec=60)
_RuleName = Literal["package", "exchange_rate", "vat", "manual", "manual_discount"]
_TEXTS: dict[_RuleName, dict[Language, str]] = {
    "package": {"uk": "Ціна упаковки за ціною одиниці: {of}", "en": "Price of the package at the unit's price: {of}"},
    "exchange_rate": {
        "uk": "Перераховано з {of} за курсом на дату документа",
        "en": "Converted from {of} at the rate of the document's date",
    },
    "vat": {"uk": "Перераховано на ціну {of} ПДВ", "en": "Converted to a price {of} VAT"},
    "manual": {"uk": "Ціну введено вручну", "en": "Price typed by hand"},
    "manual_discount": {"uk": "Знижку {of} % введено вручну", "en": "Discount of {of} % typed by hand"},
}

HIGHEST_TOTAL = Decimal("999999999999.99")
"""What one document may come to, VAT included: the bound of every amount of money that is typed in."""
_LOWEST_PERCENT = Decimal(-999_999)
EXACT_PLACES = 20
"""Decimals of a percent that a total is counted with: beyond these no amount there is changes by a cent."""


def vat_under(regime: VatRegime, vat_rate: VatRate) -> VatRate:
    """The VAT of an item's line under an offer: an exempt item stays so where others are sold at 0 %."""
    if regime is VatRegime.BY_ITEM or vat_rate == "exempt":
        return vat_rate
    return "0" if regime is VatRegime.ZERO else "exempt"


def rate_of(vat_rate: VatRate, *, vat_free: bool) -> Decimal | None:
    """The VAT percent of an item in a document; none where it is exempt or the seller pays no VAT."""
    return None if vat_free or vat_rate == "exempt" else Decimal(vat_rate)


def as_document_price(value: Decimal, *, has_vat: bool, wants_vat: bool, rate: Decimal | None) -> Decimal:
    """A price of the other VAT kind, converted and kept to 4 decimals half up; exempt prices do not change."""
    if rate is None or has_vat == wants_vat:
        return value
    factor = 1 + rate / 100
    return half_up(value * factor if wants_vat else value / factor, 4)


def vat_of(total: Decimal, rate: Decimal | None, *, with_vat: bool) -> Decimal:
    """VAT of one line, rounded per line: within the total, or on top of it."""
    return vat_included(total, rate) if with_vat else vat_on_top(total, rate)


@dataclass(frozen=True)
class Found:
    """The price before discounts in the document's VAT kind (none: nowhere), and how it was found."""

    price: Decimal | None
    reasons: tuple[Reason, ...]
    takes_discounts: bool = True


@dataclass(frozen=True)
class Currency:
    """What a document's prices are in, on its date, and the rates to come to it."""

    code: str
    day: date
    rates: Rates = field(default_factory=Rates)

    def of(self, place: Place, value: Decimal) -> Decimal:
        """Kept to 4 decimals. Raises Conflict where there is no rate (a wrong price would be worse than none), and
        where it would be more than any document may come to."""
        if place.currency in ("", self.code):
            return value
        found = self.rates.converted(value, place.currency, self.code, self.day)
        if found is None:
            lacking = [one for one in (place.currency, self.code) if self.rates.on(one, self.day) is None]
            raise NO_EXCHANGE_RATE(currencies=", ".join(lacking), on=self.day.isoformat())
        if found > HIGHEST_TOTAL:
            raise AMOUNT_TOO_LARGE()
        return found


def found_at(
    tried: Sequence[Place],
    *,
    rate: Decimal | None,
    with_vat: bool,
    language: Language,
    currency: Currency | None = None,
    package: Package | None = None,
) -> Found:
    """`tried`: the places looked at; the last one is where the price is, if it is anywhere. `package`: whose price."""
    chosen = tried[-1]
    reasons = [_of_place(place, place.before, place.value, language) for place in tried]
    if chosen.value is None:
        return Found(None, tuple(reasons))
    if chosen.value > HIGHEST_TOTAL:
        raise AMOUNT_TOO_LARGE()
    if package is not None and chosen.of_unit is not None:
        reasons[-1:] = _through_units(chosen, chosen.of_unit, package, language)
    value = chosen.value
    if currency is not None and chosen.currency not in ("", currency.code):
        value = currency.of(chosen, chosen.value)
        reasons.append(_reason("exchange_rate", chosen.value, value, language, chosen.currency))
    has_vat = with_vat if chosen.vat_included is None else chosen.vat_included
    price = as_document_price(value, has_vat=has_vat, wants_vat=with_vat, rate=rate)
    if price != value:
        reasons.append(_reason("vat", value, price, language, _kind(with_vat, language)))
    return Found(price, tuple(reasons), chosen.takes_discounts)


def _of_place(place: Place, before: Decimal | None, after: Decimal | None, language: Language) -> Reason:
    return Reason(
        rule=place.rule,
        document=place.document,
        before=before,
        after=after,
        text=place.text(language),
        chosen=place.value is not None,
    )


def _through_units(place: Place, of_unit: Decimal, package: Package, language: Language) -> list[Reason]:
    """From the unit's price to the package's; a percent is taken of the latter."""
    of = f"{package.name}: {_plain(of_unit)} × {_plain(package.factor)}"
    if place.before is not None:
        made = _reason("package", of_unit, place.before, language, of)
        return [made, _of_place(place, place.before, place.value, language)]
    made = _reason("package", of_unit, place.value or _ZERO, language, of)
    return [_of_place(place, None, of_unit, language), made]


@dataclass(frozen=True)
class Manual:
    """What a person typed on a line (a price or a discount, never both), and by how many percent they may go below
    the price of the rules."""

    price: Decimal | None = None
    discount: Decimal | None = None
    limit: Decimal = _ZERO

    @property
    def is_said(self) -> bool:
        return self.price is not None or self.discount is not None


@dataclass(frozen=True)
class Priced:
    """`discount`: exact, in percent, the manual one included; `rule_price`: of one unit, the rules' discounts off."""

    price: Decimal | None
    listed_price: Decimal | None
    rule_price: Decimal | None
    discount: Decimal
    needs_approval: bool
    reasons: tuple[Reason, ...]


def priced(found: Found, discount: Decimal, manual: Manual, language: Language) -> Priced:
    """Step 7. `discount`: what the rules give, in percent. A manual price replaces all, a manual discount follows."""
    if not (discount or manual.is_said):
        return Priced(found.price, found.price, found.price, _ZERO, needs_approval=False, reasons=found.reasons)
    reasons = list(found.reasons)
    exact = rule_price = found.price
    if found.price is not None and discount:
        exact = less_percent(found.price, discount)
        rule_price = half_up(exact, 4)
    needs_approval = beyond(exact, manual)
    if manual.price is not None:
        reasons.append(_reason("manual", rule_price, manual.price, language))
        return Priced(manual.price, found.price, rule_price, _ZERO, needs_approval, tuple(reasons))
    if manual.discount is not None and exact is not None:
        less = half_up(less_percent(exact, manual.discount), 4)
        reasons.append(_reason("manual_discount", rule_price, less, language, _plain(manual.discount)))
        discount = one_after_another(discount, manual.discount)
    return Priced(found.price, found.price, rule_price, discount, needs_approval, tuple(reasons))


def beyond(rule_price: Decimal | None, manual: Manual) -> bool:
    """Whether the person went further below the rules' price than they may; exactly at the limit is within it. Where
    no rule gives a price, nobody vouches for the typed one but a person who may go all the way down."""
    if manual.discount is not None:
        return manual.discount > manual.limit
    if manual.price is None:
        return False
    if rule_price is None:
        return manual.limit < _HUNDRED
    return manual.price < less_percent(rule_price, manual.limit)


def less_percent(value: Decimal, percent: Decimal) -> Decimal:
    """Exact to 60 digits."""
    return _MATH.multiply(value, _MATH.subtract(_HUNDRED, percent)).scaleb(-2, _MATH)


def one_after_another(first: Decimal, second: Decimal) -> Decimal:
    """The percent that two discounts make when the second is taken of what the first left; 20 decimals at most."""
    return bounded(_MATH.subtract(_HUNDRED, less_percent(_HUNDRED - first, second)))


def bounded(percent: Decimal) -> Decimal:
    """Not above 100, nor below what a percent may say (markups of markups), with 20 decimals at most."""
    exponent = percent.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > EXACT_PLACES:
        percent = _MATH.quantize(percent, _ONE.scaleb(-EXACT_PLACES))
    return max(min(percent, _HUNDRED), _LOWEST_PERCENT)


def shown_discount(exact: Decimal) -> dict[str, Decimal]:
    """`discount` to 4 decimals, and `exact_discount` where that is not all of it."""
    if not exact:
        return {"discount": _NO_DISCOUNT}
    shown = half_up(exact, 4)
    return {"discount": shown} if shown == exact else {"discount": shown, "exact_discount": exact}


def fits(total: Decimal, vat: Decimal, *, with_vat: bool) -> bool:
    """Whether a document may come to this: the VAT is within the total, or on top of it."""
    return (total if with_vat else total + vat) <= HIGHEST_TOTAL


def total_of(quantity: Decimal, price: Decimal, discount: Decimal) -> Decimal:
    return line_total(quantity, price, discount)


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _kind(with_vat: bool, language: Language) -> str:
    words: dict[Language, tuple[str, str]] = {"uk": ("без", "з"), "en": ("without", "with")}
    return words[language][with_vat]


def _reason(rule: _RuleName, before: Decimal | None, after: Decimal, language: Language, of: str = "") -> Reason:
    return Reason(rule=rule, document=None, before=before, after=after, text=_TEXTS[rule][language].format(of=of))
