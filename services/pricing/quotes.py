"""The price of many lines in one call: three statements whatever the number of lines, six under an offer.

One more each for packages, for a card, for limits of what was typed and for rates where currencies differ; up to four
where discounts or the offer are for segments of items; two when discounts have changed since this process read them, or
when the quote is to be explained.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from services.chassis.errors import AMOUNT_TOO_LARGE
from services.chassis.references import at_fields
from services.chassis.segments import segments_of
from services.chassis.tx import Reader, business_time
from services.pricing.contracts import (
    EXPLAINED_TO_OURS,
    ITEM_OUTSIDE_OFFER,
    MANUAL_BY_OURS,
    MANUAL_TWICE,
    NOT_YET_FOR_CLIENTS,
    OFFER_OR_TYPE,
    PACKAGE_QUANTITY,
    TOO_MUCH_OFF,
    AskQuote,
    PricedLine,
    Quote,
    QuoteLine,
    VatRate,
    VatRegime,
)
from services.pricing.explaining import Explanations
from services.pricing.price_lists import PriceLists, items_of, packages_of, price_lists
from services.pricing.reductions import manual_limit, segments_asked, shown_card, standing_discounts
from services.pricing.rules import discounts, lines, whole
from services.pricing.rules.packages import Package, units_of
from services.pricing.segments import ITEMS
from services.pricing.terms import Under, for_eyes, under_offer

_ZERO = Decimal(0)
_NOTHING_TYPED = lines.Manual()


@dataclass(frozen=True)
class _Work:
    """A line on its way: what was asked, its item and the price found. Plain lines are many: what only discounts ask
    about is counted when there are some."""

    asked: QuoteLine
    item: Any
    package: Package | None
    vat_rate: VatRate
    rate: Decimal | None
    found: lines.Found
    segments: frozenset[UUID]

    @property
    def units(self) -> Decimal:
        factor = self.package.factor if self.package else None
        return self.asked.quantity if factor is None else (units_of(self.asked.quantity, factor) or _ZERO)

    @cached_property
    def counted(self) -> discounts.Counted:
        """Before discounts; at the typed price only where no rule gives one."""
        price = self.found.price if self.found.price is not None else self.asked.manual_price or _ZERO
        amount = lines.total_of(self.asked.quantity, price, _ZERO)
        units = self.package.factor if self.package else Decimal(1)
        return discounts.Counted(self.units, amount, price, units, self.item.price_group_id, self.segments)


def quote(reader: Reader, asked: AskQuote, segments: frozenset[UUID] | None = None) -> Quote:
    """`segments`: those of partners that the client is in; none: not asked yet (`terms.SegmentsWanted`)."""
    _demand_sayable(reader, asked)
    under = under_offer(reader, asked, segments)
    card = shown_card(reader, asked)
    items, packages = items_of(reader, asked), packages_of(reader, asked)
    _demand_whole_units(reader, asked, packages)
    lists = price_lists(reader, asked, under, items, packages)
    why = Explanations(reader, asked, lists, [*items, *packages]) if asked.explain else None
    stamp = lists.main.discounts_stamp
    of_items = segments_of(reader, ITEMS, list(items), segments_asked(reader, stamp, asked, under))
    _demand_within(reader, asked, under, of_items)
    regime = under.terms.vat_regime if under else VatRegime.BY_ITEM
    works = [
        _work(reader, asked, line, items[line.item_id], packages, lists, why, regime, of_items[line.item_id])
        for line in asked.lines
    ]
    standing = None
    if stamp is not None:
        document = discounts.Document(
            asked.on,
            tuple(work.counted for work in works),
            card.kind_id if card is not None else None,
            frozenset(under.offers) if under is not None else frozenset(),
            lists.currency.code,
            asked.time or business_time(reader.now),
            asked.payment_form or (under.terms.payment_form if under is not None else None),
        )
        standing = standing_discounts(reader, stamp, document)
    limit = manual_limit(reader, asked, under)
    made = [_priced(reader, work, standing, limit) for work in works]
    parts = _parts(reader, asked, made)
    too_far = asked.document_discount is not None and whole.is_beyond(made, parts, limit)
    priced = tuple(
        _line(reader, asked, place, work, line, part, too_far=too_far)
        for place, (work, line, part) in enumerate(zip(works, made, parts, strict=True))
    )
    total, vat = sum((line.total for line in priced), _ZERO), sum((line.vat for line in priced), _ZERO)
    _demand_fitting(reader, asked, "/lines", total, vat)
    return Quote(
        on=asked.on,
        currency=lists.currency.code,
        prices_with_vat=asked.prices_with_vat,
        price_type_id=lists.main.id,
        lines=priced,
        total=total,
        vat=vat,
        terms=for_eyes(reader.actor, under.terms) if under else None,
        needs_approval=any(line.needs_approval for line in priced),
    )


def _demand_sayable(reader: Reader, asked: AskQuote) -> None:
    """What contradicts itself, and what a client may not say, is refused before anything is read."""
    language = reader.actor.language
    if reader.actor.is_client and asked.on > reader.today:
        raise at_fields(NOT_YET_FOR_CLIENTS, ["/on"], language)
    typed = [
        f"/lines/{place}/{name}"
        for place, line in enumerate(asked.lines)
        for name in ("manual_price", "manual_discount")
        if getattr(line, name) is not None
    ]
    if asked.document_discount is not None:
        typed.append("/document_discount")
    if typed and reader.actor.is_client:
        raise at_fields(MANUAL_BY_OURS, typed, language)
    twice = [place for place, line in enumerate(asked.lines) if None not in (line.manual_price, line.manual_discount)]
    if twice:
        raise at_fields(MANUAL_TWICE, [f"/lines/{place}/manual_discount" for place in twice], language)
    if asked.explain and reader.actor.is_client:
        raise at_fields(EXPLAINED_TO_OURS, ["/explain"], language)
    if asked.offer_id and asked.price_type_id:
        raise at_fields(OFFER_OR_TYPE, ["/price_type_id"], language)


def _demand_whole_units(reader: Reader, asked: AskQuote, packages: Mapping[UUID, Package]) -> None:
    wrong = [
        f"/lines/{place}/quantity"
        for place, line in enumerate(asked.lines)
        if line.package_id and units_of(line.quantity, packages[line.package_id].factor) is None
    ]
    if wrong:
        raise at_fields(PACKAGE_QUANTITY, wrong, reader.actor.language)


def _demand_within(
    reader: Reader, asked: AskQuote, under: Under | None, segments: Mapping[UUID, frozenset[UUID]]
) -> None:
    """An item outside the offer's segment is refused, where nothing of it was sold yet."""
    own = under.terms.item_segment_id if under is not None else None
    if own is None:
        return
    outside = [place for place, line in enumerate(asked.lines) if not line.begun and own not in segments[line.item_id]]
    if outside:
        pointers = [f"/lines/{place}/item_id" for place in outside]
        raise at_fields(ITEM_OUTSIDE_OFFER, pointers, reader.actor.language)


def _work(
    reader: Reader,
    asked: AskQuote,
    line: QuoteLine,
    item: Any,
    packages: Mapping[UUID, Package],
    lists: PriceLists,
    why: Explanations | None,
    regime: VatRegime,
    segments: frozenset[UUID],
) -> _Work:
    language, with_vat = reader.actor.language, asked.prices_with_vat
    package = packages[line.package_id] if line.package_id else None
    vat_rate = lines.vat_under(regime, item.vat_rate)
    rate = lines.rate_of(vat_rate, vat_free=asked.vat_free)
    tried = lists.tried(item, language, package)
    found = lines.found_at(
        tried, rate=rate, with_vat=with_vat, language=language, currency=lists.currency, package=package
    )
    found = why.told(tried, item.id, found, package) if why else found
    return _Work(line, item, package, vat_rate, rate, found, segments)


def _priced(reader: Reader, work: _Work, standing: discounts.Group | None, limit: Decimal) -> whole.Line:
    percent, found, language = _ZERO, work.found, reader.actor.language
    if standing is not None and found.price is not None and found.takes_discounts:
        given = discounts.given(standing, work.counted, language, to_client=reader.actor.is_client)
        percent, found = given.percent, lines.Found(found.price, (*found.reasons, *given.reasons))
    typed, off = work.asked.manual_price, work.asked.manual_discount
    manual = _NOTHING_TYPED if typed is None and off is None else lines.Manual(typed, off, limit)
    return whole.Line(work.asked.quantity, lines.priced(found, percent, manual, language))


def _parts(reader: Reader, asked: AskQuote, made: Sequence[whole.Line]) -> Sequence[Decimal]:
    """Each line's part of the discount on the document."""
    if asked.document_discount is None:
        return [_ZERO] * len(made)
    shared = whole.shared(asked.document_discount, [line.total for line in made])
    if shared is None:
        raise at_fields(TOO_MUCH_OFF, ["/document_discount"], reader.actor.language)
    return shared


def _demand_fitting(reader: Reader, asked: AskQuote, pointer: str, total: Decimal, vat: Decimal) -> None:
    if not lines.fits(total, vat, with_vat=asked.prices_with_vat):
        raise at_fields(AMOUNT_TOO_LARGE, [pointer], reader.actor.language)


def _line(
    reader: Reader, asked: AskQuote, place: int, work: _Work, line: whole.Line, part: Decimal, *, too_far: bool
) -> PricedLine:
    item, priced = work.item, line.priced
    total = line.total - part
    vat = lines.vat_of(total, work.rate, with_vat=asked.prices_with_vat)
    _demand_fitting(reader, asked, f"/lines/{place}/quantity", total, vat)
    seldom: dict[str, Any] = lines.shown_discount(priced.discount)
    if part:
        seldom["document_discount_part"] = part
    if work.asked.manual_discount is not None:
        seldom["manual_discount"] = work.asked.manual_discount
    if work.package is not None:
        seldom |= {"package_id": work.package.id, "package": work.package.name}
        seldom |= {"factor": work.package.factor, "unit_quantity": work.units}
    return PricedLine(
        item_id=item.id,
        sku=item.sku,
        name=item.name,
        unit=item.unit,
        kind=item.kind,
        quantity=line.quantity,
        price=priced.price if priced.price is not None else _ZERO,
        listed_price=priced.listed_price,
        rule_price=priced.rule_price,
        needs_approval=priced.needs_approval or too_far,
        total=total,
        vat_rate=work.vat_rate,
        vat=vat,
        reasons=priced.reasons,
        problem=lines.NO_PRICE if priced.price is None else None,
        **seldom,
    )
