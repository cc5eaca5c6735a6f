"""The words of segments (N3, P11): what those of items and of partners say alike."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.contracts import Filter, Message, equals, one_of
from services.chassis.criteria import CRITERION_WRONG, Criterion
from services.chassis.errors import EXISTS, UNKNOWN_REFERENCE, Conflict, Invalid, error_code
from services.chassis.fields import Name


class SegmentWay(StrEnum):
    """How members are gathered: each put in by hand; by a tree of criteria; by a formula of the user's own."""

    BY_HAND = "by_hand"
    BY_INDICATORS = "by_indicators"
    BY_FORMULA = "by_formula"


class SegmentAnswer(StrEnum):
    """Whether its rule is asked each time, or holds as of the last refresh."""

    LIVE = "live"
    SNAPSHOT = "snapshot"


class Pinned(StrEnum):
    """What a person decided, whatever the rule says."""

    IN = "in"
    OUT = "out"


class MemberReason(StrEnum):
    """Who is to thank: the segment's rule, or a person."""

    RULE = "rule"
    HAND = "hand"


class MemberMove(StrEnum):
    CAME = "came"
    LEFT = "left"


class AddSegment(Message):
    """What every segment is added with."""

    name: Name
    name_en: Name | None = None
    way: SegmentWay = SegmentWay.BY_HAND
    answer: SegmentAnswer = SegmentAnswer.LIVE
    rule: Criterion | None = None


class ChangeSegment(Message):
    """Fields not given stay as they are."""

    id: UUID
    name: Name | None = None
    name_en: Name | None = None
    way: SegmentWay | None = None
    answer: SegmentAnswer | None = None
    rule: Criterion | None = None


class SegmentRow(Message):
    """A segment without its rule."""

    id: UUID
    name: str
    name_en: str | None
    way: SegmentWay
    answer: SegmentAnswer
    refreshed_at: datetime | None
    version: int


_Ids = Annotated[tuple[UUID, ...], Field(max_length=1000)]


class PinMembers(Message):
    """Put in and taken out by hand: so it stays, whatever the rule says, until it is left to the rule again."""

    segment_id: UUID
    put_in: _Ids = ()
    take_out: _Ids = ()
    leave_to_rule: _Ids = ()


SEGMENT_WRONG = {
    "rule": error_code(
        "segment_rule",
        Invalid,
        en="A segment by indicators has a rule, and no other has one. Enter the rule, or leave it out.",
        uk="Правило має сегмент за показниками, і лише він. Введіть правило або приберіть його.",
    ),
    "formula": error_code(
        "segment_formula",
        Invalid,
        en="A segment by formula has a formula, and no other has one. Enter the formula, or leave it out.",
        uk="Формулу має сегмент за формулою, і лише він. Введіть формулу або приберіть її.",
    ),
    "pinned_twice": error_code(
        "member_pinned_twice",
        Invalid,
        en="The same member is named twice. Leave one of the two.",
        uk="Того самого учасника названо двічі. Залиште щось одне.",
    ),
}
SEGMENT_CARD_WRONG = (EXISTS, UNKNOWN_REFERENCE, *SEGMENT_WRONG.values(), *CRITERION_WRONG.values())
"""Whatever a segment is added or changed with may be refused by these."""
SEGMENT_NOT_KEPT = error_code(
    "segment_not_kept",
    Conflict,
    en="The segment answers as of now: there is nothing to refresh. Make it a snapshot first if it should hold still.",
    uk="Сегмент відповідає станом на зараз: оновлювати нічого. Якщо склад має триматися, спершу зробіть його знімком.",
)

SEGMENT_FILTERS = (one_of("id", UUID), one_of("way", SegmentWay), one_of("answer", SegmentAnswer))
MEMBER_FILTERS = (
    equals("segment_id", UUID, required=True),
    equals("member", bool, about="that are members; false: that a person took out"),
    one_of("reason", MemberReason),
    one_of("pinned", Pinned),
)


def change_filters(subject: str) -> tuple[Filter, ...]:
    """`subject`: the field that says who came or left."""
    return (
        equals("segment_id", UUID, required=True),
        one_of("move", MemberMove),
        one_of("reason", MemberReason),
        equals(subject, UUID),
    )


def misfits(way: SegmentWay, *, rule: bool, formula: bool) -> list[str]:
    """Which of the two, each given or not, does not fit the way: names in `SEGMENT_WRONG`."""
    wrong = [] if rule == (way is SegmentWay.BY_INDICATORS) else ["rule"]
    return wrong if formula == (way is SegmentWay.BY_FORMULA) else [*wrong, "formula"]
