"""Use cases of bonuses: what a card holds, by hand, for an order, and what has had its day."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select

from services.chassis.errors import NOT_FOUND, ErrorCode
from services.chassis.references import at_fields
from services.chassis.tx import Reader, Tx
from services.pricing.bonus_ledger import Ledger, Source, ledger_of, rule_of
from services.pricing.contracts import (
    BONUS_LIMIT,
    BONUSES_END_BEFORE,
    BONUSES_OF_ORDER,
    CARD_NOT_ACTIVE,
    CARD_OUT_OF_DATE,
    CARD_WITHOUT_BONUSES,
    NOT_ENOUGH_BONUSES,
    AccrueBonuses,
    BonusLotView,
    BonusRule,
    CardBonuses,
    CardStatus,
    SpendBonuses,
)
from services.pricing.models import BonusEntry, BonusLot, CardOrder, LoyaltyCard
from services.pricing.rules import bonuses as rules


def card_bonuses(reader: Reader, card: LoyaltyCard) -> CardBonuses:
    query = select(BonusLot).where(BonusLot.card_id == card.id, BonusLot.rest > 0)
    lots = list(reader.session.scalars(query.order_by(BonusLot.accrued_on, BonusLot.id)))
    rule = rule_of(reader, card.kind_id)
    spends = _refusal(card, rule, reader.today) is None
    return CardBonuses(
        id=card.id,
        balance=sum((lot.rest for lot in lots), rules.NOTHING),
        available=rules.available(lots, reader.today) if spends else rules.NOTHING,
        limit=rule.limit if rule else None,
        lots=tuple(BonusLotView.model_validate(lot, from_attributes=True) for lot in lots),
    )


def accrue_bonuses(tx: Tx, command: AccrueBonuses) -> LoyaltyCard:
    tx.get(LoyaltyCard, command.id)
    ledger = ledger_of(tx, command.id)
    assert ledger is not None, "the card is there"
    on = command.accrued_on or tx.today
    if command.expires_on is not None and command.expires_on < on:
        raise at_fields(BONUSES_END_BEFORE, ["/expires_on"], tx.actor.language)
    ledger.accrue(command.amount, on, rules.Life(on, command.expires_on), Source(reason=command.reason))
    return ledger.card


def spend_bonuses(tx: Tx, command: SpendBonuses) -> CardOrder:
    """Once for an order: asked again, what was spent is answered."""
    ledger = ledger_of(tx, command.card_id)
    if ledger is None:
        raise at_fields(NOT_FOUND, ["/card_id"], tx.actor.language)
    for order in tx.locked(CardOrder, CardOrder.id == command.order_id):
        if order.dropped or (order.card_id, order.asked) != (command.card_id, command.amount):
            raise BONUSES_OF_ORDER()
        return order
    limit = _demand_spendable(ledger, command)
    ledger.spend(command.amount, tx.today, Source(order_id=command.order_id))
    order = card_order(command.order_id, command.card_id, command.partner_id)
    order.asked = order.spent = command.amount
    order.limit_percent = limit
    return tx.add(order)


def _demand_spendable(ledger: Ledger, command: SpendBonuses) -> Decimal:
    """The card kind's limit, in percent."""
    today, rule = ledger.tx.today, ledger.rule
    refusal = _refusal(ledger.card, rule, today)
    if refusal is not None:
        raise at_fields(refusal, ["/card_id"], ledger.tx.actor.language)
    assert rule is not None, "without a rule it is refused"
    if not rules.is_within(command.amount, command.total, rule.limit):
        most = rules.most(command.total, rule.limit)
        raise BONUS_LIMIT(limit=f"{rule.limit.normalize():f}", most=str(most), wanted=str(command.amount))
    available = ledger.available(today)
    if command.amount > available:
        raise NOT_ENOUGH_BONUSES(available=str(available), wanted=str(command.amount))
    return rule.limit


def _refusal(card: LoyaltyCard, rule: BonusRule | None, today: date) -> ErrorCode | None:
    """Why the card spends nothing on this day, whatever it holds."""
    if card.status != CardStatus.ACTIVE:
        return CARD_NOT_ACTIVE
    if today < card.valid_from or (card.valid_to is not None and today > card.valid_to):
        return CARD_OUT_OF_DATE
    return CARD_WITHOUT_BONUSES if rule is None else None


def card_order(order_id: UUID, card_id: UUID, partner_id: UUID) -> CardOrder:
    """Nothing spent, nothing told yet."""
    nothing = dict.fromkeys(("asked", "spent", "withheld", "returned"), rules.NOTHING)
    return CardOrder(id=order_id, card_id=card_id, partner_id=partner_id, dropped=False, **nothing)


ENTRIES = select(*BonusEntry.__table__.c).join(LoyaltyCard, LoyaltyCard.id == BonusEntry.card_id)
"""With the cards they are of: who sees a card sees its entries."""


def expired_cards(reader: Reader, *more: ColumnElement[bool]) -> Select[Any]:
    """Cards that hold bonuses whose last day is over, by their ids."""
    over = (BonusLot.rest > 0, BonusLot.expires_on < reader.today)
    return select(BonusLot.card_id).where(*over, *more).distinct().order_by(BonusLot.card_id)
