"""Advertising channels and what they cost (M1)."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.actor import OFFICE
from services.chassis.contracts import ById, Message, between, equals
from services.chassis.errors import UNKNOWN_REFERENCE, Conflict, error_code
from services.chassis.fields import CurrencyCode, MoneyAmount, Name
from services.chassis.moments import Day
from services.marketing.contracts.base import MARKETERS, api


class AddChannel(Message):
    """An advertising channel; channels form a tree (M1)."""

    name: Name
    parent_id: UUID | None = None


class ChangeChannel(Message):
    """Fields not given stay as they are; `parent_id: null` puts the channel at the top."""

    id: UUID
    name: Name | None = None
    parent_id: UUID | None = None


class ChannelView(Message):
    """A way clients hear of us; `parent_id` is the wider channel it belongs to. An archived one is offered no more;
    what it cost and brought still counts."""

    id: UUID
    name: str
    parent_id: UUID | None
    archived_at: datetime | None = None
    version: int


class AddChannelCost(Message):
    """What a channel cost in a period, both days included, in the organization's currency."""

    id: UUID
    date_from: Day
    date_to: Day
    amount: Annotated[MoneyAmount, Field(gt=0)]
    currency: CurrencyCode = "UAH"


class ChannelCostView(Message):
    """What a channel cost from `date_from` to `date_to`, both included."""

    id: UUID
    channel_id: UUID
    date_from: date
    date_to: date
    amount: MoneyAmount
    currency: CurrencyCode
    version: int


CHANNEL_RING = error_code(
    "channel_ring",
    Conflict,
    en="A channel cannot stand below itself. Choose another wider channel.",
    uk="Канал не може стояти нижче від самого себе. Виберіть інший ширший канал.",
)
CHANNEL_ARCHIVED = error_code(
    "channel_archived",
    Conflict,
    en="The channel was archived already. Add a new one if you advertise there again.",
    uk="Канал уже архівовано. Якщо ви знову там рекламуєтеся, додайте новий.",
)
CHANNEL_HAS_CHANNELS = error_code(
    "channel_has_channels",
    Conflict,
    en="There are channels below this one. Archive or move them first.",
    uk="Під цим каналом є інші. Спершу архівуйте або перемістіть їх.",
)

ADD_CHANNEL = api.command(
    "add_channel",
    "POST /channels",
    AddChannel,
    ChannelView,
    roles=MARKETERS,
    en="Add an advertising channel",
    uk="Додати рекламний канал",
    errors=(UNKNOWN_REFERENCE,),
    example={"name": "Виставки"},
)
CHANGE_CHANNEL = api.command(
    "change_channel",
    "PATCH /channels/{id}",
    ChangeChannel,
    ChannelView,
    roles=MARKETERS,
    en="Rename a channel or move it in the tree",
    uk="Перейменувати канал або перемістити його в дереві",
    errors=(UNKNOWN_REFERENCE, CHANNEL_RING, CHANNEL_ARCHIVED),
    example={"name": "Виставки"},
)
ARCHIVE_CHANNEL = api.command(
    "archive_channel",
    "POST /channels/{id}/archive",
    ById,
    ChannelView,
    roles=MARKETERS,
    en="Archive a channel: it stays in reports, but is offered no more",
    uk="Архівувати канал: він залишається у звітах, але більше не пропонується",
    errors=(CHANNEL_ARCHIVED, CHANNEL_HAS_CHANNELS),
    description="Channels below it must be archived first.",
)
GET_CHANNEL = api.query(
    "get_channel", "GET /channels/{id}", ById, ChannelView, roles=OFFICE, en="A channel", uk="Рекламний канал"
)
LIST_CHANNELS = api.listing(
    "list_channels",
    "GET /channels",
    ChannelView,
    roles=OFFICE,
    en="Advertising channels",
    uk="Рекламні канали",
    orders=("name", "-name"),
    filters=(equals("parent_id", UUID), equals("archived", bool, about="that are archived")),
    search=True,
)
ADD_CHANNEL_COST = api.command(
    "add_channel_cost",
    "POST /channels/{id}/costs",
    AddChannelCost,
    ChannelCostView,
    roles=MARKETERS,
    en="Record what a channel cost",
    uk="Записати витрати на канал",
    success=201,
    changes_existing=False,
)
LIST_CHANNEL_COSTS = api.listing(
    "list_channel_costs",
    "GET /channel-costs",
    ChannelCostView,
    roles=OFFICE,
    en="Costs of channels",
    uk="Витрати на канали",
    orders=("-date_from", "date_from"),
    filters=(equals("channel_id", UUID), between("date_from", date)),
)

CHANNEL_CHANGED = api.state("channel_changed", ChannelView, subject="channel")
