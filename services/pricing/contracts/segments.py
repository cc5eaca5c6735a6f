"""Segments of items (N3): gathered by hand, by indicators, or by a formula of one's own."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.actor import OFFICE, Role
from services.chassis.contracts import ById, Message
from services.chassis.criteria import Criterion
from services.chassis.errors import UNKNOWN_REFERENCE, Conflict, error_code
from services.chassis.segment_words import (
    MEMBER_FILTERS,
    SEGMENT_CARD_WRONG,
    SEGMENT_FILTERS,
    SEGMENT_NOT_KEPT,
    SEGMENT_WRONG,
    AddSegment,
    ChangeSegment,
    MemberMove,
    MemberReason,
    PinMembers,
    Pinned,
    SegmentAnswer,
    SegmentRow,
    SegmentWay,
    change_filters,
)
from services.pricing.contracts.base import PRICERS, api
from services.pricing.contracts.formulas import FORMULA_LENGTH, FORMULA_WRONG

SEGMENTERS = PRICERS | {Role.HEAD_OF_SALES, Role.MARKETER}
RuleFormula = Annotated[
    str,
    Field(
        min_length=1,
        max_length=FORMULA_LENGTH,
        examples=['item.brand == "Булава" && item.price > 1000000'],
        description='CEL over the item\'s fields, attributes (item.attribute["Колір"]) and indicators that is true of '
        "members; money and numbers of attributes are whole ten-thousandths, quantities whole thousandths, weight "
        "whole milligrams, volume whole cubic centimetres, a date is a text",
    ),
]


class AddItemSegment(AddSegment):
    """A segment of items. By indicators: with a `rule`; by formula: with a `formula`; by hand: with neither, and it
    always answers live. A snapshot holds nobody but those put in by hand until it is refreshed."""

    formula: RuleFormula | None = None


class ChangeItemSegment(ChangeSegment):
    """Fields not given stay as they are; of another way neither rule nor formula stays. Who was put in or taken out by
    hand stays so. A snapshot holds on to its members until it is refreshed by the new rule."""

    formula: RuleFormula | None = None


class ItemSegmentView(Message):
    """A segment of items; whom it holds: `GET /item-segments/{id}/members`. `refreshed_at`: the time of its snapshot,
    null: it answers live or was not refreshed yet; `refresh_job`: the job that is taking a new one."""

    id: UUID
    name: str
    name_en: str | None
    way: SegmentWay
    answer: SegmentAnswer
    rule: Criterion | None
    formula: str | None
    refreshed_at: datetime | None
    refresh_job: str | None
    version: int


class ItemSegmentRow(SegmentRow):
    """A segment of items, without its rule."""


class ItemSegmentMemberRow(Message):
    """An item in a segment, and whether its rule or a person is the reason; or one that a person took out: it is no
    member, and `pinned` is `out`."""

    item_id: UUID
    sku: str
    name: str
    member: bool
    reason: MemberReason
    pinned: Pinned | None


class ItemSegmentChangeRow(Message):
    """An item that came into a segment or left it: at a refresh, or by hand."""

    item_id: UUID
    sku: str
    name: str
    move: MemberMove
    reason: MemberReason
    at: datetime


ITEM_OUTSIDE_OFFER = error_code(
    "item_outside_offer",
    Conflict,
    en="Some items are outside the segment that the offer is for. Leave out the lines listed, or choose another offer.",
    uk="Деякі позиції не входять до сегмента оферти. Приберіть перелічені рядки або виберіть іншу оферту.",
)

ADD_ITEM_SEGMENT = api.command(
    "add_item_segment",
    "POST /item-segments",
    AddItemSegment,
    ItemSegmentView,
    roles=SEGMENTERS,
    en="Add a segment of items",
    uk="Додати сегмент номенклатури",
    errors=(*SEGMENT_CARD_WRONG, *FORMULA_WRONG.values()),
    example={
        "name": "Дорогі інструменти",
        "way": "by_indicators",
        "rule": {
            "all_of": [
                {"field": "kind", "comparison": "equals", "value": "goods"},
                {"field": "price", "comparison": "at_least", "value": "5000"},
            ]
        },
    },
)
CHANGE_ITEM_SEGMENT = api.command(
    "change_item_segment",
    "PATCH /item-segments/{id}",
    ChangeItemSegment,
    ItemSegmentView,
    roles=SEGMENTERS,
    en="Change a segment of items",
    uk="Змінити сегмент номенклатури",
    errors=(*SEGMENT_CARD_WRONG, *FORMULA_WRONG.values()),
    example={"answer": "snapshot"},
)
GET_ITEM_SEGMENT = api.query(
    "get_item_segment",
    "GET /item-segments/{id}",
    ById,
    ItemSegmentView,
    roles=OFFICE,
    en="A segment of items",
    uk="Сегмент номенклатури",
)
LIST_ITEM_SEGMENTS = api.listing(
    "list_item_segments",
    "GET /item-segments",
    ItemSegmentRow,
    roles=OFFICE,
    en="Segments of items",
    uk="Сегменти номенклатури",
    orders=("name", "-name"),
    filters=SEGMENT_FILTERS,
)
LIST_ITEM_SEGMENT_MEMBERS = api.listing(
    "list_item_segment_members",
    "GET /item-segments/{segment_id}/members",
    ItemSegmentMemberRow,
    roles=OFFICE,
    en="Members of a segment of items",
    uk="Склад сегмента номенклатури",
    orders=("name", "-name"),
    filters=MEMBER_FILTERS,
)
PIN_ITEM_SEGMENT_MEMBERS = api.command(
    "pin_item_segment_members",
    "POST /item-segments/{segment_id}/members",
    PinMembers,
    ItemSegmentView,
    roles=SEGMENTERS,
    en="Put items into a segment or take them out by hand",
    uk="Додати позиції до сегмента або вилучити їх вручну",
    errors=(UNKNOWN_REFERENCE, SEGMENT_WRONG["pinned_twice"]),
    changes_existing=True,
    success=200,
    example={"put_in": ["0196a1f0-0000-7000-8000-000000000001"]},
)
REFRESH_ITEM_SEGMENT = api.command(
    "refresh_item_segment",
    "POST /item-segments/{id}/refresh",
    ById,
    ItemSegmentView,
    roles=SEGMENTERS,
    en="Refresh a segment's snapshot",
    uk="Оновити знімок сегмента",
    errors=(SEGMENT_NOT_KEPT,),
    description="Who came and who left is in its changes. Where there are very many items this is a job, named in "
    "`refresh_job`. Every snapshot is refreshed once a day by itself.",
)
LIST_ITEM_SEGMENT_CHANGES = api.listing(
    "list_item_segment_changes",
    "GET /item-segments/{segment_id}/changes",
    ItemSegmentChangeRow,
    roles=OFFICE,
    en="Who came into a segment and who left it",
    uk="Хто увійшов до сегмента і хто вийшов",
    orders=("-at", "at"),
    filters=change_filters("item_id"),
)
