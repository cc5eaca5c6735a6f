"""Long work of pricing: a price type computed anew over all items, 500 a step, each step one price setting;
bonuses whose last day is over, periods of regular offers, what items sell, and snapshots of segments, every day."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from services.chassis.jobs import Job, Jobs
from services.chassis.segment_keeping import refresh_step
from services.chassis.tx import Tx
from services.pricing.bonus_ledger import ledger_of
from services.pricing.bonuses import expired_cards
from services.pricing.contracts import PRICE_TYPE_MANUAL, Way
from services.pricing.indicators import RECOMPUTE, recompute
from services.pricing.models import BonusLot, Item, ItemPrice
from services.pricing.price_types import RECALCULATE
from services.pricing.recalculation import CHUNK, Wanted, locked_kinds, made_setting, planned
from services.pricing.regular import bring_up, to_bring_up
from services.pricing.rules.saying import Said
from services.pricing.segments import ITEMS, REFRESH

REFRESH_ALL = "refresh_item_segments"
EXPIRE_BONUSES = "expire_bonuses"
CARDS = 100
"""Cards a step."""
OPEN_OFFER_PERIODS = "open_offer_periods"
OFFERS = 100
"""Offers a step."""

jobs = Jobs()


@jobs.define(RECALCULATE)
def recalculate_batch(tx: Tx, job: Job) -> bool:
    """The next items by their ids: a resumed job goes on after the last one it finished."""
    kind_id, start = UUID(job.params["id"]), date.fromisoformat(job.params["from"])
    if job.total is None:
        job.total = tx.session.scalar(select(func.count(Item.id)))
    query = select(Item.id).order_by(Item.id).limit(CHUNK)
    if "after" in job.state:
        query = query.where(Item.id > UUID(job.state["after"]))
    items = list(tx.session.scalars(query))
    if not items:
        return True
    kinds = locked_kinds(tx)
    if next(kind for kind in kinds if kind.id == kind_id).way is Way.MANUAL:
        raise PRICE_TYPE_MANUAL()
    wanted = Wanted(start, {one: {kind_id: Said()} for one in [*items, *_priced_packages(tx, items)]})
    plan = planned(tx, kinds, wanted)
    if plan.moves:
        made_setting(tx, kinds, wanted, plan)
    job.done += len(items)
    job.state = {"after": str(items[-1])}
    return False


def _priced_packages(tx: Tx, items: list[UUID]) -> list[UUID]:
    """Packages of these items that have a price of their own."""
    priced = select(ItemPrice.priced_id).where(ItemPrice.item_id.in_(items), ItemPrice.package_id.is_not(None))
    return list(tx.session.scalars(priced.distinct()))


@jobs.define(EXPIRE_BONUSES, rest=1, daily=True)
def expire_bonuses(tx: Tx, job: Job) -> bool:
    """The next cards by their ids: a resumed job goes on after the last one it finished."""
    after = [BonusLot.card_id > UUID(job.state["after"])] if "after" in job.state else []
    if job.total is None:
        job.total = tx.session.scalar(select(func.count()).select_from(expired_cards(tx).subquery()))
    cards = list(tx.session.scalars(expired_cards(tx, *after).limit(CARDS)))
    for card_id in cards:
        ledger = ledger_of(tx, card_id)
        if ledger is not None:
            ledger.expire(tx.today)
    if not cards:
        return True
    job.done += len(cards)
    job.state = {"after": str(cards[-1])}
    return False


@jobs.define(OPEN_OFFER_PERIODS, rest=1, daily=True)
def open_offer_periods(tx: Tx, job: Job) -> bool:
    """The next offers by their ids: a resumed job goes on after the last one it finished."""
    offers = to_bring_up(tx, UUID(job.state["after"]) if "after" in job.state else None, OFFERS)
    if not offers:
        return True
    bring_up(tx, offers)
    job.done += len(offers)
    job.state = {"after": str(offers[-1].id)}
    return False


@jobs.define(RECOMPUTE, rest=1, daily=True)
def recompute_item_indicators(tx: Tx, job: Job) -> bool:
    """In one step: classes are of all items together, and sums of two moments would be of neither."""
    job.total = job.done = recompute(tx)
    return True


@jobs.define(REFRESH, rest=1)
def refresh_item_segment(tx: Tx, job: Job) -> bool:
    return refresh_step(tx, job, ITEMS)


@jobs.define(REFRESH_ALL, rest=1, daily=True)
def refresh_item_segments(tx: Tx, job: Job) -> bool:
    return refresh_step(tx, job, ITEMS)
