"""Use cases of regular offers: their periods are opened in their time, each a task of whoever answers for the offer."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import and_, exists, func, or_, select

from services.chassis.tx import Reader, Tx, business_day
from services.pricing.choosing import standards_of
from services.pricing.contracts import OFFER_PERIOD_CHANGED, OfferStatus, PeriodStatus
from services.pricing.models import Offer, OfferedDay, OfferedOrder, OfferPeriod
from services.pricing.rules.regular import begun, standing_on

_ZERO = Decimal(0)


def bring_up(tx: Tx, offers: Sequence[Offer]) -> None:
    """Open the periods that have begun, close those that are over, cancel those of offers that plan no more. Done
    again it changes nothing. A few statements whatever the number of offers."""
    ids = [offer.id for offer in offers]
    standards, lasts = standards_of(tx, offers), _lasts(tx, ids)
    still_open = tx.locked(OfferPeriod, OfferPeriod.offer_id.in_(ids), OfferPeriod.status == PeriodStatus.OPEN)
    over = [one for one in still_open if one.due_on < tx.today]
    sold = sold_in(tx, over)
    for one in over:
        _end(tx, one, PeriodStatus.DONE, f"{sold.get(one.id, _ZERO)} / {one.amount} {one.currency}")
    going_on = [one for one in still_open if one.due_on >= tx.today]
    cancelled = tx.locked(OfferPeriod, OfferPeriod.offer_id.in_(ids), OfferPeriod.status == PeriodStatus.CANCELLED)
    dropped = {(one.offer_id, one.starts_on): one for one in cancelled}
    lasts |= _given_up(lasts, cancelled)
    for offer in offers:
        standard = standards.get(offer.standard_id) if offer.standard_id else None
        if standing_on(offer, standard, tx.today) is not None:
            _open(tx, offer, standard, lasts.get(offer.id), dropped)
            continue
        for one in going_on:
            if one.offer_id == offer.id:
                _end(tx, one, PeriodStatus.CANCELLED, None)


def give_to(tx: Tx, offer: Offer) -> None:
    """Somebody else answers for the offer: what is open is theirs to do."""
    for one in tx.locked(OfferPeriod, OfferPeriod.offer_id == offer.id, OfferPeriod.status == PeriodStatus.OPEN):
        one.assignee_id = offer.responsible_id
        tx.announce(OFFER_PERIOD_CHANGED, one)


def to_bring_up(tx: Tx, after: UUID | None, limit: int) -> list[Offer]:
    """The next offers by their ids that may have something to open or to close."""
    still_open = exists().where(OfferPeriod.offer_id == Offer.id, OfferPeriod.status == PeriodStatus.OPEN)
    query = select(Offer.id).where(or_(Offer.status == OfferStatus.IN_FORCE, still_open))
    if after is not None:
        query = query.where(Offer.id > after)
    ids = list(tx.session.scalars(query.order_by(Offer.id).limit(limit)))
    return tx.locked(Offer, Offer.id.in_(ids)) if ids else []


def sold_in(reader: Reader, periods: Sequence[OfferPeriod]) -> dict[UUID, Decimal]:
    """What was sold in each of these periods, of the orders that the reader may see."""
    if not periods:
        return {}
    same_currency = OfferedOrder.currency == OfferPeriod.currency
    in_period = OfferedDay.on.between(OfferPeriod.starts_on, OfferPeriod.due_on)
    query = (
        select(OfferPeriod.id, func.sum(OfferedDay.sold))
        .join(OfferedOrder, and_(OfferedOrder.offer_id == OfferPeriod.offer_id, same_currency))
        .join(OfferedDay, and_(OfferedDay.order_id == OfferedOrder.id, in_period))
        .where(OfferPeriod.id.in_([one.id for one in periods]), reader.visible(OfferedOrder))
        .group_by(OfferPeriod.id)
    )
    return dict(reader.rows(query))


def _open(
    tx: Tx, offer: Offer, standard: Offer | None, last: date | None, dropped: Mapping[tuple[UUID, date], OfferPeriod]
) -> None:
    """All that have begun since the last one ended; of an offer without any the one of today. One that was cancelled
    and begins on the same day is opened again."""
    for one in begun(offer, standard, last, tx.today):
        said = f"{one.amount} {one.currency}, {one.period.first:%d.%m.%Y}-{one.period.last:%d.%m.%Y}"
        period = dropped.get((offer.id, one.period.first)) or tx.add(
            OfferPeriod(
                offer_id=offer.id,
                organization_id=offer.organization_id,
                partner_id=offer.partner_id,
                starts_on=one.period.first,
            )
        )
        period.title = f"План продажів за офертою {offer.number}: {said}"
        period.assignee_id = offer.responsible_id
        period.due_on, period.amount, period.currency = one.period.last, one.amount, one.currency
        period.status, period.result = PeriodStatus.OPEN, None
        tx.announce(OFFER_PERIOD_CHANGED, period)


def _end(tx: Tx, period: OfferPeriod, status: PeriodStatus, result: str | None) -> None:
    period.status, period.result = status, result
    tx.announce(OFFER_PERIOD_CHANGED, period)


def _given_up(lasts: Mapping[UUID, date], cancelled: Sequence[OfferPeriod]) -> dict[UUID, date]:
    """Of offers whose latest period was cancelled, the eve of that day: what was planned before it was given up, and a
    plan agreed later is no plan for those days."""
    found: dict[UUID, date] = {}
    for one in cancelled:
        last = lasts.get(one.offer_id)
        if last is not None and one.starts_on > last:
            eve = business_day(one.updated_at) - timedelta(days=1)
            found[one.offer_id] = max(last, found.get(one.offer_id, last), eve)
    return found


def _lasts(tx: Tx, offers: Sequence[UUID]) -> dict[UUID, date]:
    """The last day of each offer that is planned."""
    planned = (OfferPeriod.offer_id.in_(offers), OfferPeriod.status != PeriodStatus.CANCELLED)
    query = select(OfferPeriod.offer_id, func.max(OfferPeriod.due_on)).where(*planned)
    return dict(tx.rows(query.group_by(OfferPeriod.offer_id)))
