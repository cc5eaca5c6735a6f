"""Bonuses of an order: asked for before it is made, shared over its lines, let go where it is not made after all."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select

from services.chassis.ids import uuid7
from services.chassis.messages import Language
from services.chassis.money import vat_included, vat_on_top
from services.chassis.references import at_fields
from services.chassis.tx import Tx
from services.orders.contracts import (
    BONUSES_BEING_COUNTED,
    BONUSES_IN_HRYVNIAS,
    BONUSES_LET_GO,
    BONUSES_NEED_CARD,
    CreateOrder,
)
from services.orders.models import BonusHold, GoodsReturn, Order, OrderLine
from services.orders.progress import changed
from services.orders.rules import bonuses as rules
from services.pricing.contracts import BONUSES_OF_ORDER, BonusesWithheld, CardOrderView, Quote, Reason

_ZERO = Decimal(0)
_BASE_CURRENCY = "UAH"
_OPEN, _USED, _LET_GO = "open", "used", "let_go"
WAITED_FOR = timedelta(minutes=15)
"""How long a refund waits for the bonuses of a return: pricing may be down, and people want their money."""
FORGOTTEN_AFTER = timedelta(hours=1)
"""No command lasts so long: what is still open then was left by a process that died."""
RULE = "bonuses"
_PAID: dict[Language, str] = {
    "en": "{part} of {total} paid with bonuses of the card",
    "uk": "Бонусами з картки сплачено {part} з {total}",
}


# ---------------------------------------------------------------- before and after the order is made


def demand_spendable(order: CreateOrder, quote: Quote, language: Language) -> None:
    if order.card_id is None:
        raise at_fields(BONUSES_NEED_CARD, ["/card_id"], language)
    if quote.currency != _BASE_CURRENCY:
        raise at_fields(BONUSES_IN_HRYVNIAS, ["/bonuses"], language)


def hold(tx: Tx, order: CreateOrder, partner_id: UUID, command_id: UUID) -> UUID:
    """The id of the order to be: a command repeated after a fall goes on with the one it had. So does a repeat that
    came while the order was being made: it must not be refused what its own order has just spent."""
    assert order.card_id is not None
    assert order.bonuses is not None
    known = tx.find(BonusHold, BonusHold.command_id == command_id, BonusHold.state != _LET_GO)
    if known is not None:
        return known.id
    about = {"card_id": order.card_id, "partner_id": partner_id, "amount": order.bonuses}
    return tx.add(BonusHold(id=uuid7(), command_id=command_id, state=_OPEN, **about)).id


def use(tx: Tx, order_id: UUID) -> None:
    found = tx.locked(BonusHold, BonusHold.id == order_id, BonusHold.state == _OPEN)
    if not found:
        raise BONUSES_OF_ORDER()
    found[0].state = _USED


def let_go(tx: Tx, order_id: UUID) -> None:
    """What no order was made of; of one that was, nothing."""
    _let_go(tx, tx.locked(BonusHold, BonusHold.id == order_id, BonusHold.state == _OPEN))


def let_go_forgotten(tx: Tx) -> int:
    """How many holds there were of commands that never came to their end."""
    forgotten = tx.locked(BonusHold, BonusHold.state == _OPEN, BonusHold.created_at < tx.now - FORGOTTEN_AFTER)
    _let_go(tx, forgotten)
    return len(forgotten)


def _let_go(tx: Tx, holds: Sequence[BonusHold]) -> None:
    for one in holds:
        one.state = _LET_GO
        tx.announce(BONUSES_LET_GO, one)


# ---------------------------------------------------------------- on the lines


def spend(tx: Tx, order: Order, spent: CardOrderView) -> None:
    """The order was given its bonuses: they are a discount on its lines."""
    use(tx, spent.id)
    order.bonuses, order.bonus_limit = spent.asked, spent.limit_percent
    share(order, tx.actor.language)


def share(order: Order, language: Language) -> None:
    """Anew over the lines that nothing has begun of; never more than before, nor than the limit allows."""
    if not order.bonuses:
        return
    begun = [line for line in order.lines if line.shipped or line.cancelled]
    others = [line for line in order.lines if line not in begun]
    totals = [line.total + line.bonuses for line in others]
    kept = [(line.total + line.bonuses, line.bonuses) for line in begun]
    parts = rules.shared(order.bonuses, order.bonus_limit or _ZERO, kept, totals)
    for line, total, part in zip(others, totals, parts, strict=True):
        if part != line.bonuses:
            _put(order, line, total, part, language)
    sum_up(order)


def withhold(tx: Tx, told: BonusesWithheld) -> None:
    for order in tx.locked(Order, Order.id == told.id):
        if (order.withheld, order.returns_counted) != (told.withheld, told.returned):
            order.withheld, order.returns_counted = told.withheld, told.returned
            changed(tx, order)


def demand_counted(tx: Tx, order: Order) -> None:
    """What is withheld of the goods that came back just now must be known before their money leaves."""
    if order.card_id is None:
        return
    of_order = (GoodsReturn.order_id == order.id, GoodsReturn.card_id.is_not(None))
    query = select(func.sum(GoodsReturn.total), func.max(GoodsReturn.created_at)).where(*of_order)
    returned, latest = tx.session.execute(query).one()
    if returned is not None and returned > order.returns_counted and latest > tx.now - WAITED_FOR:
        raise BONUSES_BEING_COUNTED()


def sum_up(order: Order) -> None:
    order.bonuses = sum((line.bonuses for line in order.lines), _ZERO)


def _put(order: Order, line: OrderLine, total: Decimal, part: Decimal, language: Language) -> None:
    line.bonuses, line.total = part, total - part
    rate = None if order.vat_free or line.vat_rate == "exempt" else Decimal(line.vat_rate)
    line.vat = (vat_included if order.prices_with_vat else vat_on_top)(line.total, rate)
    line.reasons = [one for one in line.reasons if one["rule"] != RULE]
    if part:
        text = _PAID[language].format(part=part, total=total)
        reason = Reason(rule=RULE, document=None, before=total, after=line.total, text=text)
        line.reasons = [*line.reasons, reason.model_dump(mode="json")]
