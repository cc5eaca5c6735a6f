"""Loyalty cards and their kinds (T13)."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.actor import OFFICE, Role
from services.chassis.contracts import ById, Message, one_of
from services.chassis.errors import EXISTS, NOT_FOUND, UNKNOWN_REFERENCE, Conflict, Invalid, error_code
from services.chassis.fields import Name
from services.chassis.moments import Day
from services.pricing.contracts.base import PRICERS, api
from services.pricing.contracts.bonus_rules import BonusRule

ISSUERS = frozenset({Role.ADMINISTRATOR, Role.HEAD_OF_SALES, Role.MANAGER, Role.REPRESENTATIVE, Role.MARKETER})


class CardMedium(StrEnum):
    BARCODE = "barcode"
    MAGNETIC = "magnetic"


class CardStatus(StrEnum):
    """`expired` is not set by anybody: it follows from the last day."""

    NOT_ACTIVATED = "not_activated"
    ACTIVE = "active"
    BLOCKED = "blocked"
    EXPIRED = "expired"


class AddCardKind(Message):
    """A kind of cards. A personal one is issued to a client and is that client's alone; an anonymous one is anybody's
    who shows it. What it gives, the discounts say that name it, and its rule of bonuses (none: it gives none)."""

    name: Name
    personal: bool = True
    medium: CardMedium = CardMedium.BARCODE
    bonus: BonusRule | None = None


class SetBonusRule(Message):
    """Another rule of bonuses for a kind of cards, or none. What was accrued stays; shipments that were heard of keep
    the rule they were made under."""

    id: UUID
    bonus: BonusRule | None


class CardKindView(Message):
    """A kind of loyalty cards."""

    id: UUID
    name: str
    personal: bool
    medium: CardMedium
    bonus: BonusRule | None = None
    version: int


class IssueCard(Message):
    """A card of a kind; it gives nothing until it is activated. `valid_to` is its last day, none: without end."""

    code: Annotated[str, Field(pattern=r"^[A-Za-z0-9\-]{1,40}$", examples=["2900000000017"])]
    kind_id: UUID
    partner_id: UUID | None = None
    valid_from: Day
    valid_to: Day | None = None


class CardView(Message):
    """A loyalty card, as of today. Who no client is named for, it is anonymous."""

    id: UUID
    code: str
    kind_id: UUID
    partner_id: UUID | None
    status: CardStatus
    valid_from: date
    valid_to: date | None
    version: int


_STATUSES = {
    CardStatus.NOT_ACTIVATED: ("not activated", "не активована"),
    CardStatus.ACTIVE: ("active", "активна"),
    CardStatus.BLOCKED: ("blocked", "заблокована"),
    CardStatus.EXPIRED: ("expired", "прострочена"),
}
CARD_STATUS = error_code(
    "card_status",
    Conflict,
    en="The card is {status}: this cannot be done with it now. Choose another card, or change its status first.",
    uk="Картка {status}: зараз так із нею зробити не можна. Виберіть іншу картку або спершу змініть її статус.",
    words=_STATUSES,
)
CARD_NOT_ACTIVE = error_code(
    "card_not_active",
    Conflict,
    en="The card is not active. Activate it, or leave it out.",
    uk="Картка не активна. Активуйте її або не вказуйте.",
)
CARD_OUT_OF_DATE = error_code(
    "card_out_of_date",
    Conflict,
    en="The card is not valid on this day. Issue a new one, or leave it out.",
    uk="Картка на цей день не дійсна. Видайте нову або не вказуйте її.",
)
CARD_OF_ANOTHER = error_code(
    "card_of_another",
    Conflict,
    en="The card is another client's. Choose a card of this client, or leave it out.",
    uk="Картка належить іншому клієнту. Виберіть картку цього клієнта або не вказуйте її.",
)
CARD_OWNER = error_code(
    "card_owner",
    Invalid,
    en="A personal card is issued to a client, an anonymous one to nobody. Choose a client, or leave the field out.",
    uk="Персональну картку видають клієнту, анонімну нікому. Виберіть клієнта або приберіть це поле.",
)
CARD_PERIOD = error_code(
    "card_period",
    Invalid,
    en="The card ends before it begins. Enter a later last day, or none.",
    uk="Строк картки закінчується раніше, ніж починається. Введіть пізніший останній день або не вказуйте його.",
)

ADD_CARD_KIND = api.command(
    "add_card_kind",
    "POST /card-kinds",
    AddCardKind,
    CardKindView,
    roles=PRICERS | {Role.HEAD_OF_SALES, Role.MARKETER},
    en="Add a kind of loyalty cards",
    uk="Додати вид карток лояльності",
    errors=(EXISTS,),
    example={"name": "Картка будівельника", "personal": True},
)
SET_BONUS_RULE = api.command(
    "set_bonus_rule",
    "POST /card-kinds/{id}/bonus-rule",
    SetBonusRule,
    CardKindView,
    roles=PRICERS | {Role.HEAD_OF_SALES, Role.MARKETER},
    en="Set the rule of bonuses of a kind of cards",
    uk="Встановити правило бонусів виду карток",
)
LIST_CARD_KINDS = api.listing(
    "list_card_kinds",
    "GET /card-kinds",
    CardKindView,
    roles=OFFICE,
    en="Kinds of loyalty cards",
    uk="Види карток лояльності",
    orders=("name", "-name"),
)
ISSUE_CARD = api.command(
    "issue_card",
    "POST /loyalty-cards",
    IssueCard,
    CardView,
    roles=ISSUERS,
    en="Issue a loyalty card",
    uk="Видати картку лояльності",
    errors=(EXISTS, NOT_FOUND, UNKNOWN_REFERENCE, CARD_OWNER, CARD_PERIOD),
    example={
        "code": "2900000000017",
        "partner_id": "0196a1f0-0000-7000-8000-000000000002",
        "valid_from": "2026-01-01",
        "valid_to": "2026-12-31",
    },
)
ACTIVATE_CARD = api.command(
    "activate_card",
    "POST /loyalty-cards/{id}/activate",
    ById,
    CardView,
    roles=ISSUERS,
    en="Activate a loyalty card, a blocked one too",
    uk="Активувати картку лояльності, зокрема заблоковану",
    errors=(CARD_STATUS,),
    description="From now on documents that name the card get what its kind gives.",
)
BLOCK_CARD = api.command(
    "block_card",
    "POST /loyalty-cards/{id}/block",
    ById,
    CardView,
    roles=ISSUERS,
    en="Block a loyalty card",
    uk="Заблокувати картку лояльності",
    errors=(CARD_STATUS,),
    description="Documents cannot name it until it is activated again.",
)
GET_CARD = api.query(
    "get_card", "GET /loyalty-cards/{id}", ById, CardView, roles=Role, en="A loyalty card", uk="Картка лояльності"
)
LIST_CARDS = api.listing(
    "list_cards",
    "GET /loyalty-cards",
    CardView,
    roles=Role,
    en="Loyalty cards",
    uk="Картки лояльності",
    orders=("code", "-code"),
    filters=(
        one_of("code", str),
        one_of("partner_id", UUID),
        one_of("kind_id", UUID),
        one_of("status", CardStatus),
    ),
)
