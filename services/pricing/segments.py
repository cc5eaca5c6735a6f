"""Use cases of segments of items (N3)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from services.chassis import segment_keeping as keeping
from services.chassis import segments as gathering
from services.chassis.contracts import ById
from services.chassis.criteria import Criterion, read_criteria, unknown
from services.chassis.errors import EXISTS
from services.chassis.jobs import start_job
from services.chassis.segment_words import (
    SEGMENT_NOT_KEPT,
    SEGMENT_WRONG,
    PinMembers,
    Pinned,
    SegmentAnswer,
    SegmentWay,
    misfits,
)
from services.chassis.tx import Reader, Tx
from services.pricing.contracts import AddItemSegment, ChangeItemSegment
from services.pricing.discounts import changed_root
from services.pricing.faults import Faults
from services.pricing.formulas import evaluate
from services.pricing.models import Item, ItemSegment, ItemSegmentChange, ItemSegmentMember
from services.pricing.rules.formulas import FormulaError, read_rule
from services.pricing.segment_fields import FIELDS, SOURCE, VOCABULARY, named_in, values_of

REFRESH = "refresh_item_segment"
AT_ONCE = 20_000
"""Items that a refresh looks through while the person waits; more are a job."""


def _holds(formula: str, row: Mapping[str, Any]) -> bool:
    return evaluate(formula, {"item": values_of(row)}) is True


ITEMS = gathering.Gathering(
    segment=ItemSegment,
    members=ItemSegmentMember.__table__,
    changes=ItemSegmentChange.__table__,
    subject="item_id",
    card=Item.id,
    source=SOURCE,
    fields=FIELDS,
    named=named_in,
    holds=_holds,
)


def add_item_segment(tx: Tx, command: AddItemSegment) -> ItemSegment:
    _demand_new_name(tx, command.name)
    faults = Faults(tx.actor.language)
    _check(tx, faults, command.way, command.rule, command.formula)
    faults.demand_none()
    said = {**command.__dict__, "rule": _kept(command.rule), "answer": _answer(command.way, command.answer)}
    return tx.add(ItemSegment(**said, turn=0))


def change_item_segment(tx: Tx, command: ChangeItemSegment) -> ItemSegment:
    segment = tx.get(ItemSegment, command.id)
    if command.model_fields_set & {"name", "name_en"}:
        changed_root(tx)  # discounts are told with the name
    if command.name is not None and command.name != segment.name:
        _demand_new_name(tx, command.name)
        segment.name = command.name
    if "name_en" in command.model_fields_set:
        segment.name_en = command.name_en
    if command.model_fields_set & {"way", "answer", "rule", "formula"}:
        _gather_otherwise(tx, segment, command)
    return segment


def _gather_otherwise(tx: Tx, segment: ItemSegment, command: ChangeItemSegment) -> None:
    way = command.way or SegmentWay(segment.way)
    as_before = way == segment.way
    rule = command.rule or (Criterion.model_validate(segment.rule) if as_before and segment.rule else None)
    formula = command.formula or (segment.formula if as_before else None)
    faults = Faults(tx.actor.language)
    _check(tx, faults, way, rule, formula)
    faults.demand_none()
    kept = segment.keeps_a_snapshot
    segment.way, segment.rule, segment.formula = way, _kept(rule), formula
    segment.answer = _answer(way, command.answer or SegmentAnswer(segment.answer))
    segment.turn += 1  # a refresh that is under way begins anew
    if kept and not segment.keeps_a_snapshot:
        keeping.forget_the_rule(tx, ITEMS, segment)


def pin_item_segment_members(tx: Tx, command: PinMembers) -> ItemSegment:
    segment = tx.get(ItemSegment, command.id)
    faults = Faults(tx.actor.language)
    said: dict[UUID, Pinned | None] = {}
    named = {"put_in": Pinned.IN, "take_out": Pinned.OUT, "leave_to_rule": None}
    every = [one for field in named for one in getattr(command, field)]
    known = set(tx.session.scalars(select(Item.id).where(Item.id.in_(every)))) if every else set()
    for field, pinned in named.items():
        for place, item in enumerate(getattr(command, field)):
            if item not in known:
                faults.unknown(f"/{field}/{place}")
            if item in said:
                faults.add(SEGMENT_WRONG["pinned_twice"], f"/{field}/{place}")
            said[item] = pinned
    faults.demand_none()
    if said:
        keeping.pin(tx, ITEMS, segment, said)
    return segment


def refresh_item_segment(tx: Tx, command: ById) -> ItemSegment:
    segment = tx.get(ItemSegment, command.id)
    if not segment.keeps_a_snapshot:
        raise SEGMENT_NOT_KEPT()
    if (tx.session.scalar(select(func.count(Item.id))) or 0) > AT_ONCE:
        segment.refresh_job_id = start_job(tx, REFRESH, {"id": str(segment.id)}).id
    else:
        keeping.refresh(tx, ITEMS, segment)
    return segment


def members(reader: Reader, segment_id: UUID) -> Select[Any]:
    segment = reader.get(ItemSegment, segment_id)
    return gathering.listed(reader, ITEMS, segment, Item.id.label("item_id"), Item.sku, Item.name)


def changes(reader: Reader, segment_id: UUID) -> Select[Any]:
    segment = reader.get(ItemSegment, segment_id)
    query = select(*ItemSegmentChange.__table__.c, Item.sku, Item.name).join(Item, Item.id == ItemSegmentChange.item_id)
    return query.where(ItemSegmentChange.segment_id == segment.id)


def _demand_new_name(tx: Tx, name: str) -> None:
    if tx.find(ItemSegment, ItemSegment.name == name):
        raise EXISTS(field="name")


def _check(tx: Tx, faults: Faults, way: SegmentWay, rule: Criterion | None, formula: str | None) -> None:
    for field in misfits(way, rule=rule is not None, formula=formula is not None):
        faults.add(SEGMENT_WRONG[field], f"/{field}")
    if rule is not None:
        _check_rule(tx, faults, rule)
    if formula is not None:
        try:
            read_rule(formula, VOCABULARY)
        except FormulaError as error:
            faults.add(error.code, "/formula", **error.values)


def _check_rule(tx: Tx, faults: Faults, rule: Criterion) -> None:
    read = read_criteria(rule, FIELDS, "/rule", tx.actor.language)
    faults.more(read.problems)
    for model in {model for model, _, _ in read.named}:
        wanted = {one: pointer for of, one, pointer in read.named if of is model}
        there = set(tx.session.scalars(select(model.id).where(model.id.in_(wanted))))
        faults.more(
            [unknown(pointer, tx.actor.language) for of, one, pointer in read.named if of is model and one not in there]
        )


def _kept(rule: Criterion | None) -> dict[str, Any] | None:
    return None if rule is None else rule.model_dump(mode="json")


def _answer(way: SegmentWay, answer: SegmentAnswer) -> SegmentAnswer:
    return SegmentAnswer.LIVE if way is SegmentWay.BY_HAND else answer
