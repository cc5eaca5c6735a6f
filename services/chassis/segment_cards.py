"""What is done with segments' cards, alike for items and partners: added, changed, pinned, refreshed (N3, P11)."""

from collections.abc import Collection, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import func, select

from services.chassis.contracts import Message
from services.chassis.criteria import Criterion, read_criteria, unknown
from services.chassis.errors import INVALID
from services.chassis.jobs import start_job
from services.chassis.messages import FieldProblem
from services.chassis.references import demand_new
from services.chassis.segment_keeping import forget_the_rule, hold_still, pin, refresh
from services.chassis.segment_words import (
    SEGMENT_NOT_KEPT,
    SEGMENT_WRONG,
    AddSegment,
    ChangeSegment,
    PinMembers,
    Pinned,
    SegmentAnswer,
    SegmentWay,
    misfits,
)
from services.chassis.segments import Gathering, Segment
from services.chassis.tx import Reader, Tx

S = TypeVar("S", bound=Segment)
V = TypeVar("V", bound=Message)


def added(tx: Tx, kind: Gathering, segment: type[S], said: AddSegment, formula: str | None = None) -> S:
    """Raises Conflict for a name that is taken, Invalid naming all that is wrong."""
    demand_new(tx, kind.segment.name, said.name)
    _demand_sound(tx, kind, said.way, said.rule, formula)
    card: dict[str, Any] = {"name": said.name, "name_en": said.name_en, "formula": formula, "rule": _kept(said.rule)}
    card |= {"way": said.way, "answer": _answer(said.way, said.answer), "turn": 0}
    return tx.add(segment(**card))


def changed(tx: Tx, kind: Gathering, segment: S, command: ChangeSegment) -> S:
    if command.name is not None and command.name != segment.name:
        demand_new(tx, kind.segment.name, command.name)
        segment.name = command.name
    if "name_en" in command.model_fields_set:
        segment.name_en = command.name_en
    if command.model_fields_set & {"way", "answer", "rule", "formula"}:
        _gather_otherwise(tx, kind, segment, command)
    return segment


def _gather_otherwise(tx: Tx, kind: Gathering, segment: Segment, command: ChangeSegment) -> None:
    way = SegmentWay(command.way or segment.way)
    as_before = way == segment.way
    rule = command.rule or (Criterion.model_validate(segment.rule) if as_before and segment.rule else None)
    formula = getattr(command, "formula", None) or (segment.formula if as_before else None)
    _demand_sound(tx, kind, way, rule, formula)
    kept, answer = segment.keeps_a_snapshot, _answer(way, SegmentAnswer(command.answer or segment.answer))
    if answer is SegmentAnswer.SNAPSHOT and not kept and segment.way != SegmentWay.BY_HAND:
        hold_still(tx, kind, segment)
    segment.way, segment.rule, segment.formula, segment.answer = way, _kept(rule), formula, answer
    segment.turn += 1  # a refresh that is under way begins anew
    if kept and not segment.keeps_a_snapshot:
        forget_the_rule(tx, kind, segment)


def pinned(tx: Tx, kind: Gathering, segment: S, command: PinMembers, known: Collection[UUID]) -> S:
    """`known`: of those named, the ones that there are for this person."""
    said: dict[UUID, Pinned | None] = {}
    problems: list[FieldProblem] = []
    twice = SEGMENT_WRONG["pinned_twice"]
    for field, how in (("put_in", Pinned.IN), ("take_out", Pinned.OUT), ("leave_to_rule", None)):
        for place, one in enumerate(getattr(command, field)):
            pointer = f"/{field}/{place}"
            if one not in known:
                problems.append(unknown(pointer, tx.actor.language))
            if one in said:
                problems.append(FieldProblem(pointer, twice.name, twice.sentence(tx.actor.language)))
            said[one] = how
    _demand_none(problems)
    if said:
        pin(tx, kind, segment, said)
    return segment


def named_in(command: PinMembers) -> list[UUID]:
    return [*command.put_in, *command.take_out, *command.leave_to_rule]


def segment_view(view: type[V], segment: Segment, service: str) -> V:
    """As it is kept, with the job that is to refresh it by the name that callers know."""
    job = None if segment.refresh_job_id is None else f"{service}.{segment.refresh_job_id}"
    kept = {name: getattr(segment, name, None) for name in view.model_fields}
    return view.model_validate({**kept, "refresh_job": job})


def refreshed(tx: Tx, kind: Gathering, segment: S, job: str, at_once: int) -> S:
    """At once, or by the job where there are more subjects than `at_once`."""
    if not segment.keeps_a_snapshot:
        raise SEGMENT_NOT_KEPT()
    if (tx.session.scalar(select(func.count(kind.card))) or 0) > at_once:
        segment.refresh_job_id = start_job(tx, job, {"id": str(segment.id)}).id
    else:
        refresh(tx, kind, segment)
    return segment


def _demand_sound(
    reader: Reader, kind: Gathering, way: SegmentWay, rule: Criterion | None, formula: str | None
) -> None:
    language = reader.actor.language
    wrong = [(f"/{one}", SEGMENT_WRONG[one]) for one in misfits(way, rule=bool(rule), formula=bool(formula))]
    problems = [FieldProblem(pointer, code.name, code.sentence(language)) for pointer, code in wrong]
    if rule is not None:
        problems += _rule_problems(reader, kind, rule)
    if formula is not None:
        problems += kind.read_formula(formula, language)
    _demand_none(problems)


def _rule_problems(reader: Reader, kind: Gathering, rule: Criterion) -> list[FieldProblem]:
    """What is misread, and records that are not there: one statement for each noun named."""
    read = read_criteria(rule, kind.fields, "/rule", reader.actor.language)
    problems = list(read.problems)
    for model in dict.fromkeys(model for model, _, _ in read.named):
        named = [(one, pointer) for of, one, pointer in read.named if of is model]
        there = set(reader.session.scalars(select(model.id).where(model.id.in_([one for one, _ in named]))))
        problems += [unknown(pointer, reader.actor.language) for one, pointer in named if one not in there]
    return problems


def _demand_none(problems: Sequence[FieldProblem]) -> None:
    if problems:
        raise INVALID(problems)


def _kept(rule: Criterion | None) -> dict[str, Any] | None:
    return None if rule is None else rule.model_dump(mode="json")


def _answer(way: SegmentWay, answer: SegmentAnswer) -> SegmentAnswer:
    return SegmentAnswer.LIVE if way is SegmentWay.BY_HAND else answer
