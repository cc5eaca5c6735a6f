"""The ledger of one card (T13). Whoever moves bonuses holds the card's row: rivals take turns, nothing is spent twice.

Every movement is an entry of a lot, so that the entries of a card, the rests of its lots and its balance are one sum.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from services.chassis.ids import uuid7
from services.chassis.tx import Tx
from services.pricing.contracts import BonusKind, BonusRule
from services.pricing.models import BonusEntry, BonusLot, CardKind, LoyaltyCard
from services.pricing.rules import bonuses as rules

_ZERO = Decimal(0)


@dataclass(frozen=True)
class Source:
    """What an entry follows from."""

    order_id: UUID | None = None
    shipment_id: UUID | None = None
    reason: str | None = None


@dataclass
class Ledger:
    """`lots`: those not all gone, the oldest first."""

    tx: Tx
    card: LoyaltyCard
    lots: list[BonusLot]

    @property
    def rule(self) -> BonusRule | None:
        """The card kind's, as it is now."""
        return rule_of(self.tx, self.card.kind_id)

    def available(self, day: date) -> Decimal:
        return rules.available(self.lots, day)

    def accrue(self, amount: Decimal, on: date, life: rules.Life, source: Source) -> None:
        lot = BonusLot(
            id=uuid7(),
            card_id=self.card.id,
            accrued_on=on,
            in_force_on=life.in_force_on,
            expires_on=life.expires_on,
            amount=amount,
            rest=_ZERO,
            shipment_id=source.shipment_id,
        )
        self.tx.session.add(lot)
        self.tx.session.flush()  # its entry refers to it
        self._move(lot, BonusKind.ACCRUED, amount, on, source)
        self._stand(lot)

    def spend(self, amount: Decimal, on: date, source: Source) -> Decimal:
        """The oldest accruals first, of those that may be spent on the day: what there is of the amount, no more."""
        lots = [lot for lot in self.lots if rules.may_be_spent(lot, on)]
        return self._take(lots, BonusKind.SPENT, amount, on, source)

    def give_back(self, amount: Decimal, on: date, source: Source) -> None:
        """Into the accruals that an order spent, the last taken first: the oldest stay spent. Where an accrual's last
        day is over, what comes back lives as long as a new one."""
        lots = self._spent_by(source)
        for (lot, _), part in zip(lots, rules.taken([spent for _, spent in lots], amount), strict=True):
            if not part:
                continue
            if rules.is_over(lot, on):
                self._expire(lot, on)
                rule = self.rule
                lot.expires_on = rules.life(rule, on).expires_on if rule else None
            self._move(lot, BonusKind.GIVEN_BACK, part, on, source)
            self._stand(lot)

    def take_back(self, amount: Decimal, on: date, source: Source) -> Decimal:
        """First what the shipment itself brought, then the oldest: what the card holds of the amount, and no more."""
        alive = [lot for lot in self.lots if not rules.is_over(lot, on)]
        alive.sort(key=lambda lot: lot.shipment_id != source.shipment_id)
        return self._take(alive, BonusKind.TAKEN_BACK, amount, on, source)

    def expire(self, day: date) -> None:
        """What could be spent until the day before at the latest is gone."""
        for lot in self.lots:
            if rules.is_over(lot, day):
                self._expire(lot, day)

    def _expire(self, lot: BonusLot, day: date) -> None:
        if lot.rest:
            self._move(lot, BonusKind.EXPIRED, -lot.rest, day, Source())

    def _take(self, lots: Sequence[BonusLot], kind: BonusKind, amount: Decimal, on: date, source: Source) -> Decimal:
        parts = rules.taken([lot.rest for lot in lots], amount)
        for lot, part in zip(lots, parts, strict=True):
            if part:
                self._move(lot, kind, -part, on, source)
        return sum(parts, _ZERO)

    def _move(self, lot: BonusLot, kind: BonusKind, amount: Decimal, on: date, source: Source) -> None:
        lot.rest += amount
        entry = BonusEntry(id=uuid7(), card_id=self.card.id, lot_id=lot.id, kind=kind, on=on, amount=amount)
        entry.order_id, entry.shipment_id, entry.reason = source.order_id, source.shipment_id, source.reason
        entry.created_at = self.tx.now
        self.tx.session.add(entry)

    def _stand(self, lot: BonusLot) -> None:
        if lot not in self.lots:
            self.lots.append(lot)
            self.lots.sort(key=lambda one: (one.accrued_on, one.id))

    def _spent_by(self, source: Source) -> list[tuple[BonusLot, Decimal]]:
        """The accruals an order has spent of, the youngest first, with how much of each."""
        kinds = (BonusKind.SPENT, BonusKind.GIVEN_BACK)
        of_order = (BonusEntry.card_id == self.card.id, BonusEntry.order_id == source.order_id)
        query = select(BonusEntry.lot_id, func.sum(BonusEntry.amount)).where(*of_order, BonusEntry.kind.in_(kinds))
        spent = {lot_id: -amount for lot_id, amount in self.tx.rows(query.group_by(BonusEntry.lot_id)) if amount}
        lots = self.tx.session.scalars(select(BonusLot).where(BonusLot.id.in_(spent)))
        return [(lot, spent[lot.id]) for lot in sorted(lots, key=lambda one: (one.accrued_on, one.id), reverse=True)]


def ledger_of(tx: Tx, card_id: UUID) -> Ledger | None:
    """The ledger of a card, locked; none where there is no such card."""
    found = tx.locked(LoyaltyCard, LoyaltyCard.id == card_id)
    return Ledger(tx, found[0], list(tx.session.scalars(_held(card_id)))) if found else None


def _held(card_id: UUID) -> Any:
    query = select(BonusLot).where(BonusLot.card_id == card_id, BonusLot.rest > 0)
    return query.order_by(BonusLot.accrued_on, BonusLot.id).execution_options(populate_existing=True)


def rule_of(tx: Any, kind_id: UUID) -> BonusRule | None:
    said = tx.session.scalar(select(CardKind.bonus).where(CardKind.id == kind_id))
    return BonusRule.model_validate(said) if said else None
