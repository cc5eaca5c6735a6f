"""Segments of partners (P11): gathered by hand or by indicators; by a formula of one's own only items are, so far."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from services.chassis.actor import OFFICE, Role
from services.chassis.contracts import ById, Message, Ref
from services.chassis.criteria import Criterion
from services.chassis.errors import UNKNOWN_REFERENCE
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
from services.partners.contracts.base import HEADS, api

SEGMENTERS = HEADS | {Role.MARKETER}
Way = Literal[SegmentWay.BY_HAND, SegmentWay.BY_INDICATORS]


class AddPartnerSegment(AddSegment):
    """A segment of partners. By indicators: with a `rule`; by hand: without, and it always answers live. A snapshot
    holds nobody but those put in by hand until it is refreshed."""

    way: Way = SegmentWay.BY_HAND


class ChangePartnerSegment(ChangeSegment):
    """Fields not given stay as they are; of another way the rule does not stay. Who was put in or taken out by hand
    stays so. A snapshot holds on to its members until it is refreshed by the new rule."""

    way: Way | None = None


class PartnerSegmentView(Message):
    """A segment of partners; whom it holds: `GET /partner-segments/{id}/members`. `refreshed_at`: the time of its
    snapshot, null: it answers live or was not refreshed yet; `refresh_job`: the job that is taking a new one."""

    id: UUID
    name: str
    name_en: str | None
    way: SegmentWay
    answer: SegmentAnswer
    rule: Criterion | None
    refreshed_at: datetime | None
    refresh_job: str | None
    version: int


class PartnerSegmentRow(SegmentRow):
    """A segment of partners, without its rule."""


class PartnerSegmentMemberRow(Message):
    """A partner in a segment, and whether its rule or a person is the reason; or one that a person took out: it is no
    member, and `pinned` is `out`."""

    partner_id: UUID
    name: str
    member: bool
    reason: MemberReason
    pinned: Pinned | None


class PartnerSegmentChangeRow(Message):
    """A partner that came into a segment or left it: at a refresh, or by hand."""

    partner_id: UUID
    name: str
    move: MemberMove
    reason: MemberReason
    at: datetime


class SegmentsOfPartner(Message):
    """The segments a partner is in as they answer now, by name."""

    segments: tuple[Ref, ...]


ADD_PARTNER_SEGMENT = api.command(
    "add_partner_segment",
    "POST /partner-segments",
    AddPartnerSegment,
    PartnerSegmentView,
    roles=SEGMENTERS,
    en="Add a segment of partners",
    uk="Додати сегмент партнерів",
    errors=SEGMENT_CARD_WRONG,
    example={
        "name": "Пасивні клієнти",
        "way": "by_indicators",
        "rule": {
            "all_of": [
                {"field": "roles", "comparison": "contains", "value": "client"},
                {"field": "last_sale", "comparison": "less", "days_ago": 90},
            ]
        },
    },
)
CHANGE_PARTNER_SEGMENT = api.command(
    "change_partner_segment",
    "PATCH /partner-segments/{id}",
    ChangePartnerSegment,
    PartnerSegmentView,
    roles=SEGMENTERS,
    en="Change a segment of partners",
    uk="Змінити сегмент партнерів",
    errors=SEGMENT_CARD_WRONG,
    example={"answer": "snapshot"},
)
GET_PARTNER_SEGMENT = api.query(
    "get_partner_segment",
    "GET /partner-segments/{id}",
    ById,
    PartnerSegmentView,
    roles=OFFICE,
    en="A segment of partners",
    uk="Сегмент партнерів",
)
LIST_PARTNER_SEGMENTS = api.listing(
    "list_partner_segments",
    "GET /partner-segments",
    PartnerSegmentRow,
    roles=OFFICE,
    en="Segments of partners",
    uk="Сегменти партнерів",
    orders=("name", "-name"),
    filters=SEGMENT_FILTERS,
)
LIST_PARTNER_SEGMENT_MEMBERS = api.listing(
    "list_partner_segment_members",
    "GET /partner-segments/{segment_id}/members",
    PartnerSegmentMemberRow,
    roles=OFFICE,
    en="Members of a segment of partners",
    uk="Склад сегмента партнерів",
    orders=("name", "-name"),
    filters=MEMBER_FILTERS,
)
PIN_PARTNER_SEGMENT_MEMBERS = api.command(
    "pin_partner_segment_members",
    "POST /partner-segments/{segment_id}/members",
    PinMembers,
    PartnerSegmentView,
    roles=SEGMENTERS,
    en="Put partners into a segment or take them out by hand",
    uk="Додати партнерів до сегмента або вилучити їх вручну",
    errors=(UNKNOWN_REFERENCE, SEGMENT_WRONG["pinned_twice"]),
    changes_existing=True,
    success=200,
    example={"put_in": ["0196a1f0-0000-7000-8000-000000000001"]},
)
REFRESH_PARTNER_SEGMENT = api.command(
    "refresh_partner_segment",
    "POST /partner-segments/{id}/refresh",
    ById,
    PartnerSegmentView,
    roles=SEGMENTERS,
    en="Refresh a segment's snapshot",
    uk="Оновити знімок сегмента",
    errors=(SEGMENT_NOT_KEPT,),
    description="Who came and who left is in its changes. Where there are very many partners this is a job, named in "
    "`refresh_job`. Every snapshot is refreshed once a day by itself.",
)
LIST_PARTNER_SEGMENT_CHANGES = api.listing(
    "list_partner_segment_changes",
    "GET /partner-segments/{segment_id}/changes",
    PartnerSegmentChangeRow,
    roles=OFFICE,
    en="Who came into a segment and who left it",
    uk="Хто увійшов до сегмента і хто вийшов",
    orders=("-at", "at"),
    filters=change_filters("partner_id"),
)
GET_SEGMENTS_OF_PARTNER = api.query(
    "get_segments_of_partner",
    "GET /partners/{id}/segments",
    ById,
    SegmentsOfPartner,
    roles=OFFICE,
    en="The segments a partner is in",
    uk="Сегменти, до яких входить партнер",
    description="Of a card that was merged into another, the segments of its heir.",
)
