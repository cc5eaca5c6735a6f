"""The price of a line (T10): pure arithmetic with its trail of reasons.

Source: semantics, "The price of a line", steps 4, 7 and 8.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from services.chassis.messages import Language
from services.chassis.money import half_up, line_total, vat_included, vat_on_top
from services.pricing.contracts import Reason, VatRate

NO_PRICE = "no_price"
_TEXTS: dict[str, dict[Language, str]] = {
    "price_type": {"uk": "Ціна за видом «{of}»", "en": "Price by type “{of}”"},
    "vat": {"uk": "Перераховано на ціну {of} ПДВ", "en": "Converted to a price {of} VAT"},
    "manual": {"uk": "Ціну введено вручну", "en": "Price typed by hand"},
}


@dataclass(frozen=True)
class Listed:
    """A price found in the history."""

    value: Decimal
    vat_included: bool
    type_name: str
    setting: str


HIGHEST_TOTAL = Decimal("999999999999.99")
"""What one document may come to, VAT included: the bound of every amount of money that is typed in."""


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


def priced(
    listed: Listed | None,
    manual: Decimal | None,
    *,
    rate: Decimal | None,
    with_vat: bool,
    language: Language,
) -> tuple[Decimal | None, Decimal | None, tuple[Reason, ...]]:
    """(price, listed price in the document's kind, reasons). A price of None: there is none anywhere."""
    reasons: list[Reason] = []
    found: Decimal | None = None
    if listed is not None:
        found = listed.value
        reasons.append(_reason("price_type", None, found, language, listed.type_name, listed.setting))
        converted = as_document_price(found, has_vat=listed.vat_included, wants_vat=with_vat, rate=rate)
        if converted != found:
            reasons.append(_reason("vat", found, converted, language, _kind(with_vat, language)))
            found = converted
    if manual is not None:
        reasons.append(_reason("manual", found, manual, language, ""))
    return manual if manual is not None else found, found, tuple(reasons)


def fits(total: Decimal, vat: Decimal, *, with_vat: bool) -> bool:
    """Whether a document may come to this: the VAT is within the total, or on top of it."""
    return (total if with_vat else total + vat) <= HIGHEST_TOTAL


def total_of(quantity: Decimal, price: Decimal, discount: Decimal) -> Decimal:
    return line_total(quantity, price, discount)


def _kind(with_vat: bool, language: Language) -> str:
    words: dict[Language, tuple[str, str]] = {"uk": ("без", "з"), "en": ("without", "with")}
    return words[language][with_vat]


def _reason(
    rule: Literal["price_type", "vat", "manual"],
    before: Decimal | None,
    after: Decimal,
    language: Language,
    of: str,
    document: str | None = None,
) -> Reason:
    return Reason(rule=rule, document=document, before=before, after=after, text=_TEXTS[rule][language].format(of=of))
