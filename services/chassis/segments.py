"""Who is in which segments: asked in sets, never one by one (N3, P11). What changes it is in `segment_keeping`.

What one table holds of a member: whether the last refresh found it (`by_rule`), and what a person said (`pinned`),
which beats the rule. A rule that answers live is asked instead of `by_rule`. A row that says neither is not kept.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Select,
    String,
    Uuid,
    and_,
    case,
    cast,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.columns import JsonText, SortKey, UtcDateTime
from services.chassis.criteria import Criterion, Fields, tree_of
from services.chassis.criteria_sql import condition, value_of
from services.chassis.messages import FieldProblem, Language
from services.chassis.segment_words import Pinned, SegmentAnswer, SegmentWay
from services.chassis.tables import Record
from services.chassis.tx import Reader

RULES_AT_ONCE = 40
"""Rules asked in one statement: each brings its own values, and a statement takes only so many."""


class Segment(Record):
    """Mixin of a segment's card."""

    name: Mapped[str] = mapped_column(String(200), unique=True)
    name_en: Mapped[str | None] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(SortKey, index=True)
    way: Mapped[str] = mapped_column(String(20))
    answer: Mapped[str] = mapped_column(String(20))
    rule: Mapped[dict[str, Any] | None] = mapped_column(JsonText)
    """As `Criterion` has it."""
    formula: Mapped[str | None] = mapped_column(String(1000))
    refreshed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When its snapshot was taken; none: it answers live, or was not refreshed yet."""
    turn: Mapped[int]
    """Counts refreshes, hands' work and changes of the rule: each has the changes of members it made under its own."""
    refresh_job_id: Mapped[UUID | None] = mapped_column(Uuid)
    """The job that is to refresh it, while there are too many to be looked through at once."""

    @property
    def keeps_a_snapshot(self) -> bool:
        return self.answer == SegmentAnswer.SNAPSHOT and self.way != SegmentWay.BY_HAND


class SegmentMember:
    """Mixin; its key is the segment and the subject."""

    by_rule: Mapped[bool]
    pinned: Mapped[str | None] = mapped_column(String(3))


class SegmentChange:
    """Mixin; its key is the segment, the turn and the subject."""

    move: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


Holds = Callable[[str, Mapping[str, Any]], bool]
"""Whether a formula holds of a subject with these values of the fields it names."""


@dataclass(frozen=True)
class Gathering:
    """One service's kind of segments. `subject`: the name of the column in `members` and `changes` that says whose row
    it is; `card`: the subject's own id in `source`, which all columns of `fields` come from."""

    segment: type[Segment]
    members: Any
    changes: Any
    subject: str
    card: Any
    source: Any
    fields: Fields
    of_formulas: Mapping[str, Any] = field(default_factory=dict)
    """Columns that formulas may name besides."""
    only: Any = None
    """Whom alone rules may choose: of cards that were merged the one that stays."""
    read_formula: Callable[[str, Language], Sequence[FieldProblem]] = lambda *_: ()
    """What is wrong with a formula."""
    named: Callable[[str], Sequence[str]] = lambda _: ()
    """What a formula names, of `fields` and `of_formulas`."""
    holds: Holds = lambda *_: False

    @property
    def member(self) -> Any:
        """Whose row of `members` it is."""
        return self.members.c[self.subject]

    def rule_of(self, segment: Segment, today: date) -> ColumnElement[bool]:
        assert segment.rule is not None
        chosen = condition(tree_of(Criterion.model_validate(segment.rule), self.fields), self.fields, today)
        return chosen if self.only is None else and_(self.only, chosen)

    def with_members(self, segment: Segment) -> Any:
        """Every subject, with its row in the segment if there is one."""
        of_segment = and_(self.members.c.segment_id == segment.id, self.member == self.card)
        return self.source.outerjoin(self.members, of_segment)

    def valued(self, names: Iterable[str], today: date) -> list[Any]:
        return [
            (self.of_formulas[name] if name in self.of_formulas else value_of(self.fields[name], today)).label(
                f"f_{name}"
            )
            for name in names
        ]


# ------------------------------------------------------------ asked


def segments_of(
    reader: Reader, kind: Gathering, subjects: Collection[UUID], segments: Collection[UUID]
) -> dict[UUID, frozenset[UUID]]:
    """Which of these segments each subject is in: four statements at most, whatever the number of either."""
    found = {subject: set[UUID]() for subject in subjects}
    cards = _cards(reader, kind, segments)
    if not cards or not subjects:
        return {subject: frozenset[UUID]() for subject in subjects}
    rows = rows_of(reader, kind, [one.id for one in cards], kind.member.in_(subjects))
    by_rule = ruled(reader, kind, cards, rows, subjects)
    for segment in cards:
        for subject in together(by_rule[segment.id], rows.get(segment.id, {})):
            found[subject].add(segment.id)
    return {subject: frozenset(of) for subject, of in found.items()}


def members_of(reader: Reader, kind: Gathering, segments: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """All members of each of these segments."""
    cards = _cards(reader, kind, segments)
    if not cards:
        return {}
    rows = rows_of(reader, kind, [one.id for one in cards])
    by_rule = ruled(reader, kind, cards, rows, None)
    return {one.id: together(by_rule[one.id], rows.get(one.id, {})) for one in cards}


Rows = Mapping[UUID, Mapping[UUID, Any]]


def _cards(reader: Reader, kind: Gathering, segments: Collection[UUID]) -> list[Any]:
    query = select(kind.segment).where(kind.segment.id.in_(segments)).order_by(kind.segment.id)
    return list(reader.session.scalars(query)) if segments else []


def rows_of(reader: Reader, kind: Gathering, segments: Sequence[UUID], *more: ColumnElement[bool]) -> Rows:
    table = kind.members
    query = select(table.c.segment_id, kind.member.label("subject"), table.c.by_rule, table.c.pinned)
    found: dict[UUID, dict[UUID, Any]] = {}
    for row in reader.session.execute(query.where(table.c.segment_id.in_(segments), *more)):
        found.setdefault(row.segment_id, {})[row.subject] = row
    return found


def together(by_rule: Collection[UUID], rows: Mapping[UUID, Any]) -> set[UUID]:
    """A hand beats the rule."""
    put_in = {subject for subject, row in rows.items() if row.pinned == Pinned.IN}
    return {one for one in by_rule if one not in rows or rows[one].pinned != Pinned.OUT} | put_in


def ruled(
    reader: Reader, kind: Gathering, cards: Sequence[Any], rows: Rows, subjects: Collection[UUID] | None
) -> dict[UUID, set[UUID]]:
    """Whom the rule of each segment chooses, as it answers: live, or as its snapshot has it; none: of all."""
    found = {one.id: set[UUID]() for one in cards}
    for one in cards:
        if one.keeps_a_snapshot:
            found[one.id] = {subject for subject, row in rows.get(one.id, {}).items() if row.by_rule}
    live = [one for one in cards if not one.keeps_a_snapshot]
    trees = [one for one in live if one.way == SegmentWay.BY_INDICATORS]
    among = [] if subjects is None else [kind.card.in_(subjects)]
    for place in range(0, len(trees), RULES_AT_ONCE):
        part = trees[place : place + RULES_AT_ONCE]
        if subjects is None and len(part) == 1:
            query = select(kind.card).select_from(kind.source).where(kind.rule_of(part[0], reader.today))
            found[part[0].id] = set(reader.session.scalars(query))
            continue
        holds = [case((kind.rule_of(one, reader.today), True), else_=False) for one in part]
        for row in reader.session.execute(select(kind.card, *holds).select_from(kind.source).where(*among)):
            for one, is_member in zip(part, row[1:], strict=True):
                if is_member:
                    found[one.id].add(row[0])
    formulas = [one for one in live if one.way == SegmentWay.BY_FORMULA]
    for row, of in held(reader, kind, formulas, select(kind.card).select_from(kind.source).where(*among)):
        for one in of:
            found[one.id].add(row[0])
    return found


def held(
    reader: Reader, kind: Gathering, segments: Sequence[Any], query: Select[Any]
) -> Iterable[tuple[Any, list[Any]]]:
    """Each row of a query over `source`, with those of the segments whose formula holds of it: one statement."""
    if not segments:
        return
    names = {one.id: kind.named(one.formula) for one in segments}
    every = sorted({name for of in names.values() for name in of})
    for row in reader.session.execute(query.add_columns(*kind.valued(every, reader.today))):
        values = {name: getattr(row, f"f_{name}") for name in every}
        yield (
            row,
            [one for one in segments if kind.holds(one.formula, {name: values[name] for name in names[one.id]})],
        )


# ------------------------------------------------------------ listed


def listed(reader: Reader, kind: Gathering, segment: Any, *columns: Any) -> Select[Any]:
    """Members, and those taken out by hand: `columns` of `source`, `member`, `reason`, `pinned`."""
    table = kind.members
    by_rule = _rule_as_sql(reader, kind, segment)
    is_member = or_(table.c.pinned == Pinned.IN, and_(table.c.pinned.is_(None), by_rule))
    reason = case((table.c.pinned.is_not(None), "hand"), else_="rule")
    return (
        select(
            *columns,
            func.coalesce(table.c.segment_id, segment.id).label("segment_id"),
            case((is_member, True), else_=False).label("member"),
            reason.label("reason"),
            table.c.pinned,
        )
        .select_from(kind.with_members(segment))
        .where(or_(table.c.pinned.is_not(None), by_rule))
    )


def _rule_as_sql(reader: Reader, kind: Gathering, segment: Any) -> ColumnElement[bool]:
    """Whom the rule chooses, as it answers; never NULL."""
    if segment.keeps_a_snapshot:
        return func.coalesce(kind.members.c.by_rule, False, type_=Boolean).is_(True)
    if segment.way == SegmentWay.BY_INDICATORS:
        return kind.rule_of(segment, reader.today)
    if segment.way == SegmentWay.BY_HAND:
        return false()
    chosen = [row[0] for row, of in held(reader, kind, [segment], select(kind.card).select_from(kind.source)) if of]
    return kind.card.in_(_asrows_of(reader, chosen))  # type: ignore[no-any-return]


def _asrows_of(reader: Reader, ids: Sequence[UUID]) -> Any:
    """Ids as one parameter, however many: a statement takes some ten thousand parameters and no more."""
    if reader.session.get_bind().dialect.name == "sqlite":
        text = ",".join(f'"{one.hex}"' for one in ids)
        return select(func.json_each(f"[{text}]").table_valued("value").c.value)
    return select(cast(func.unnest(func.string_to_array(",".join(map(str, ids)), ",")), Uuid))
