"""What goods were bought for and cost on average, told by receipts, and the prices that follow at once (T1)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.chassis.statements import insert_ignoring
from services.chassis.tx import Tx
from services.pricing.knowledge import next_moment
from services.pricing.models import PriceSetting, PurchasePrice
from services.pricing.recalculation import Wanted, locked_kinds, made_setting, planned
from services.pricing.rules.graph import COST, PURCHASE, RECEIVED
from services.pricing.rules.saying import Said

_PURCHASE = PurchasePrice.__table__


def receive_purchases(tx: Tx, receipt: Any) -> None:
    """Keeps the purchase prices of a receipt and sets what follows them, from its date. A receipt known already, told
    again or replayed, changes nothing. Of an item named twice the last line counts; goods that came for nothing change
    the average cost alone."""
    bought_last = sorted(receipt.lines, key=lambda line: line.price > 0)
    lines = {line.item_id: line for line in bought_last if line.price or line.cost}
    known = select(_PURCHASE.c.item_id).where(_PURCHASE.c.receipt_id == receipt.id).limit(1)
    if not lines or tx.session.scalar(known) is not None:
        return
    common = {"receipt_id": receipt.id, "number": receipt.number}
    common |= {"received_on": receipt.received_on, "received_at": receipt.created_at}
    kinds = locked_kinds(tx)
    common["known_from"] = next_moment(tx)
    rows = [{**common, "item_id": item, "value": line.price, "cost": line.cost} for item, line in lines.items()]
    tx.session.execute(insert_ignoring(tx.session, _PURCHASE), rows)
    if any(kind.set_on_receipt and kind.bases & RECEIVED for kind in kinds):
        _follow(tx, kinds, receipt, {item: PURCHASE if line.price else COST for item, line in lines.items()})


def _follow(tx: Tx, kinds: Any, receipt: Any, changed: Mapping[UUID, UUID]) -> PriceSetting | None:
    wanted = Wanted(receipt.received_on, {item: {what: Said()} for item, what in changed.items()})
    plan = planned(tx, kinds, wanted)
    if not plan.moves:
        return None
    return made_setting(tx, kinds, wanted, plan, receipt_id=receipt.id)
