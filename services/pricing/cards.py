"""Use cases of loyalty cards: kinds, issue, activate, block."""

from datetime import date
from typing import Any

from sqlalchemy import Select, and_, case, select

from services.chassis.contracts import ById
from services.chassis.references import at_fields, demand_new, unknown_references
from services.chassis.tx import Tx
from services.pricing.contracts import (
    CARD_OWNER,
    CARD_PERIOD,
    CARD_STATUS,
    AddCardKind,
    BonusRule,
    CardStatus,
    IssueCard,
    SetBonusRule,
)
from services.pricing.models import CardKind, LoyaltyCard

_MAY_BECOME = {
    CardStatus.ACTIVE: (CardStatus.NOT_ACTIVATED, CardStatus.BLOCKED),
    CardStatus.BLOCKED: (CardStatus.NOT_ACTIVATED, CardStatus.ACTIVE),
}
"""From which statuses a card may come to this one."""


def add_card_kind(tx: Tx, command: AddCardKind) -> CardKind:
    demand_new(tx, CardKind.name, command.name)
    return tx.add(CardKind(**{**command.__dict__, "bonus": _kept(command.bonus)}))


def set_bonus_rule(tx: Tx, command: SetBonusRule) -> CardKind:
    kind = tx.get(CardKind, command.id)
    kind.bonus = _kept(command.bonus)
    return kind


def _kept(rule: BonusRule | None) -> dict[str, Any] | None:
    return rule.model_dump(mode="json") if rule is not None else None


def issue_card(tx: Tx, command: IssueCard) -> LoyaltyCard:
    kind = tx.find(CardKind, CardKind.id == command.kind_id, CardKind.archived_at.is_(None))
    if kind is None:
        raise unknown_references(["/kind_id"], tx.actor.language)
    if kind.personal != (command.partner_id is not None):
        raise at_fields(CARD_OWNER, ["/partner_id"], tx.actor.language)
    if command.valid_to is not None and command.valid_to < command.valid_from:
        raise at_fields(CARD_PERIOD, ["/valid_to"], tx.actor.language)
    demand_new(tx, LoyaltyCard.code, command.code)
    return tx.add(LoyaltyCard(**command.__dict__, status=CardStatus.NOT_ACTIVATED))


def activate_card(tx: Tx, command: ById) -> LoyaltyCard:
    return _become(tx, command, CardStatus.ACTIVE)


def block_card(tx: Tx, command: ById) -> LoyaltyCard:
    return _become(tx, command, CardStatus.BLOCKED)


def _become(tx: Tx, command: ById, status: CardStatus) -> LoyaltyCard:
    card = tx.get(LoyaltyCard, command.id)
    stands = status_on(card, tx.today)
    if stands not in _MAY_BECOME[status]:
        raise CARD_STATUS(status=stands)
    card.status = status
    return card


def status_on(card: Any, day: date) -> CardStatus:
    """What a card is on a day: whatever people set, after its last day it is expired."""
    return CardStatus.EXPIRED if card.valid_to is not None and card.valid_to < day else CardStatus(card.status)


def listed(today: date) -> Select[Any]:
    plain = [column for column in LoyaltyCard.__table__.c if column.name != "status"]
    return select(*plain, _status(today).label("status"))


def columns(today: date) -> dict[str, Any]:
    names = ("id", "code", "partner_id", "kind_id")
    return {**{name: getattr(LoyaltyCard, name) for name in names}, "status": _status(today)}


def _status(today: date) -> Any:
    over = and_(LoyaltyCard.valid_to.is_not(None), LoyaltyCard.valid_to < today)
    return case((over, CardStatus.EXPIRED.value), else_=LoyaltyCard.status)
