"""What may be wrong with an offer, all of it named at once: references, rows, currencies, stages, period."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.chassis.references import not_there
from services.chassis.tx import Tx
from services.pricing.contracts import BASE_CURRENCY, MakeOffer, OfferKind, SaidTerms, SettlementOrder
from services.pricing.faults import Faults
from services.pricing.models import Calendar, Item, ItemSegment, Offer, OfferVersion, PriceGroup, PriceType
from services.pricing.rules import offers as rules


def check_standard(tx: Tx, faults: Faults, command: MakeOffer) -> Offer | None:
    """The standard offer an individual one is built on: agreed at least once, of the same organization."""
    if command.standard_id is None:
        return None
    found = tx.find(Offer, Offer.id == command.standard_id, tx.visible(Offer))
    if found is None:
        faults.unknown("/standard_id")
    elif (
        command.partner_id is None
        or found.kind != OfferKind.STANDARD
        or found.version_number is None
        or found.organization_id != command.organization_id
    ):
        faults.note("standard", "/standard_id")
    else:
        return found
    return None


def check_version(tx: Tx, faults: Faults, offer: Offer, version: OfferVersion, standard: Offer | None) -> None:
    if version.valid_to is not None and version.valid_to < version.valid_from:
        faults.note("period", "/valid_to")
    if version.effective_from is not None and version.effective_from < version.valid_from:
        faults.note("effective", "/effective_from")
    own = SaidTerms.model_validate(version.said)
    if not rules.are_whole(own.payment_stages):
        faults.note("stages", "/terms/payment_stages", sum=format(rules.sum_of(own.payment_stages).normalize(), "f"))
    if not_there(tx, (ItemSegment, own.item_segment_id, "")):
        faults.unknown("/terms/item_segment_id")
    if own.partner_segment_id is not None and offer.partner_id is not None:
        faults.note("partner_segment", "/terms/partner_segment_id")
    _check_rows(tx, faults, version)
    above = _read_through(tx, standard)
    _check_price_types(tx, faults, version, own, above)
    _check_money(faults, version, above)
    if own.calendar_id is not None and tx.find(Calendar, Calendar.id == own.calendar_id) is None:
        faults.unknown("/terms/calendar_id")


def _read_through(tx: Tx, standard: Offer | None) -> SaidTerms | None:
    found = rules.read_through(standard.versions, tx.today, standard.closed_on) if standard else None
    return SaidTerms.model_validate(found.said) if found else None


def _check_rows(tx: Tx, faults: Faults, version: OfferVersion) -> None:
    items = _there(tx, Item, {row.item_id for row in version.item_rows})
    groups = _there(tx, PriceGroup, {row.price_group_id for row in version.group_rows})
    seen: set[UUID] = set()
    for place, row, field, amount, known in _rows(version, items, groups):
        subject = getattr(row, field)
        if subject not in known:
            faults.unknown(f"{place}/{field}")
        if subject in seen:
            faults.note("twice", f"{place}/{field}")
        seen.add(subject)
        if (getattr(row, amount) is None) == (row.price_type_id is None):
            faults.note("one_of_two", f"{place}/{amount}")


def _rows(version: OfferVersion, items: set[UUID], groups: set[UUID]) -> Iterator[tuple[str, Any, str, str, set[UUID]]]:
    """(pointer, row, what it is about, what it gives instead of a price type, those that there are)."""
    for place, row in enumerate(version.item_rows):
        yield f"/item_rows/{place}", row, "item_id", "price", items
    for place, group in enumerate(version.group_rows):
        yield f"/group_rows/{place}", group, "price_group_id", "percent", groups


def _check_price_types(tx: Tx, faults: Faults, version: OfferVersion, own: SaidTerms, above: SaidTerms | None) -> None:
    """All exist; an offer that names no currency takes its main price type's."""
    named = [("/terms/price_type_id", own.price_type_id)] if own.price_type_id else []
    named += [
        (f"{place}/price_type_id", row.price_type_id)
        for place, row, *_ in _rows(version, set(), set())
        if row.price_type_id
    ]
    wanted = {type_id for _, type_id in named}
    currencies: dict[UUID, str] = {
        row.id: row.currency
        for row in tx.session.execute(select(PriceType.id, PriceType.currency).where(PriceType.id.in_(wanted)))
    }
    main = own.price_type_id or (above.price_type_id if above else None)
    if main is None:
        faults.note("price_type", "/terms/price_type_id")
    ours = own.currency or (above and above.currency) or (main and currencies.get(main))
    if ours and own.currency is None and above is None:
        version.said = {**version.said, "currency": ours}
    for pointer, type_id in named:
        if type_id not in currencies:
            faults.unknown(pointer)


def _check_money(faults: Faults, version: OfferVersion, above: SaidTerms | None) -> None:
    """In which money it is paid fits the currency, what is read through counted."""
    read = above.model_dump(mode="json", include=above.model_fields_set) if above else None
    whole = SaidTerms.model_validate(rules.merged(read, version.said))
    currency = whole.currency
    if currency is not None and whole.settlement_order is not None:
        in_hryvnias = whole.settlement_order is SettlementOrder.HRYVNIA
        if in_hryvnias != (currency == BASE_CURRENCY):
            faults.note("settlement_order", "/terms/settlement_order", currency=currency)
    has_rate = whole.settlement_order is SettlementOrder.CURRENCY_PAID_IN_HRYVNIA
    if (whole.payment_rate is not None) != has_rate:
        faults.note("payment_rate", "/terms/payment_rate")


def _there(tx: Tx, model: type[Item] | type[PriceGroup], wanted: set[UUID]) -> set[UUID]:
    return set(tx.session.scalars(select(model.id).where(model.id.in_(wanted)))) if wanted else set()
