"""Bonuses of loyalty cards spent on orders (T13), and what the ledger, which is pricing's, is told of."""

from datetime import date
from uuid import UUID

from services.chassis.contracts import Message
from services.chassis.errors import Conflict, Invalid, error_code
from services.chassis.fields import MoneyAmount
from services.chassis.sums import MoneySum
from services.orders.contracts.base import api


class CardOrder(Message):
    """An order with a loyalty card. `bonuses`: what its lines take, without what is cancelled; of a cancelled order
    none. Returned goods are not taken off: the facts of their return say what they give back. `paid_on`: the last
    day on which money came to it."""

    id: UUID
    card_id: UUID
    partner_id: UUID
    bonuses: MoneyAmount
    paid: MoneySum
    paid_on: date | None = None
    version: int


class BonusesLetGo(Message):
    """Bonuses were asked for an order (`id`) that was not made after all."""

    id: UUID
    card_id: UUID
    partner_id: UUID


BONUSES_NEED_CARD = error_code(
    "bonuses_need_card",
    Invalid,
    en="Bonuses are spent from a card. Name the card, or leave the bonuses out.",
    uk="Бонуси використовують із картки. Вкажіть картку або приберіть бонуси.",
)
BONUSES_IN_HRYVNIAS = error_code(
    "bonuses_in_hryvnias",
    Conflict,
    en="A bonus is a hryvnia: an order in another currency takes none. Leave the bonuses out.",
    uk="Бонус дорівнює гривні: замовлення в іншій валюті бонусів не приймає. Приберіть бонуси.",
)
BONUSES_BEING_COUNTED = error_code(
    "bonuses_being_counted",
    Conflict,
    en="Bonuses of the goods that came back are still being counted. Repeat the request in a moment.",
    uk="Бонуси за повернутий товар ще перераховуються. Повторіть запит за мить.",
)

CARD_ORDER_CHANGED = api.state("card_order_changed", CardOrder, subject="order")
BONUSES_LET_GO = api.fact("bonuses_let_go", BonusesLetGo, subject="order")
