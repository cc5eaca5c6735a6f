"""Use cases of segments of items (N3)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from services.chassis import segment_cards as cards
from services.chassis import segments as gathering
from services.chassis.contracts import ById
from services.chassis.messages import FieldProblem, Language
from services.chassis.segment_words import (
    PinMembers,
)
from services.chassis.tx import Reader, Tx
from services.pricing.contracts import AddItemSegment, ChangeItemSegment
from services.pricing.discounts import changed_root
from services.pricing.formulas import evaluate
from services.pricing.models import Item, ItemSegment, ItemSegmentChange, ItemSegmentMember
from services.pricing.rules.formula_tokens import FormulaError
from services.pricing.rules.formulas import read_rule
from services.pricing.rules.item_fields import columns_named, in_formula, misfits
from services.pricing.segment_fields import FIELDS, OF_FORMULAS, SOURCE

REFRESH = "refresh_item_segment"
AT_ONCE = 20_000
"""Items that a refresh looks through while the person waits; more are a job."""


def _read_formula(formula: str, language: Language) -> list[FieldProblem]:
    try:
        read_rule(formula)
    except FormulaError as error:
        said = error.code.sentence(language).format_map(error.values)
        return [FieldProblem("/formula", error.code.name, said)]
    return []


def _holds(formula: str, row: Mapping[str, Any]) -> bool:
    """None whose attributes are something else than the formula takes them for."""
    read = read_rule(formula)
    return not misfits(row, read.attributes) and evaluate(formula, {"item": in_formula(row, read.fields)}) is True


ITEMS = gathering.Gathering(
    segment=ItemSegment,
    members=ItemSegmentMember.__table__,
    changes=ItemSegmentChange.__table__,
    subject="item_id",
    card=Item.id,
    source=SOURCE,
    fields=FIELDS,
    of_formulas=OF_FORMULAS,
    read_formula=_read_formula,
    named=lambda formula: sorted(columns_named(read_rule(formula).fields)),
    holds=_holds,
)


def add_item_segment(tx: Tx, command: AddItemSegment) -> ItemSegment:
    return cards.added(tx, ITEMS, ItemSegment, command, command.formula)


def change_item_segment(tx: Tx, command: ChangeItemSegment) -> ItemSegment:
    segment = tx.get(ItemSegment, command.id)
    if command.model_fields_set & {"name", "name_en"}:
        changed_root(tx)  # discounts are told with the name
    return cards.changed(tx, ITEMS, segment, command)


def pin_item_segment_members(tx: Tx, command: PinMembers) -> ItemSegment:
    segment = tx.get(ItemSegment, command.segment_id)
    known = set(tx.session.scalars(select(Item.id).where(Item.id.in_(cards.named_in(command)))))
    return cards.pinned(tx, ITEMS, segment, command, known)


def refresh_item_segment(tx: Tx, command: ById) -> ItemSegment:
    return cards.refreshed(tx, ITEMS, tx.get(ItemSegment, command.id), REFRESH, AT_ONCE)


def members(reader: Reader, segment_id: UUID) -> Select[Any]:
    segment = reader.get(ItemSegment, segment_id)
    return gathering.listed(reader, ITEMS, segment, Item.id.label("item_id"), Item.sku, Item.name)


def changes(reader: Reader, segment_id: UUID) -> Select[Any]:
    segment = reader.get(ItemSegment, segment_id)
    query = select(*ItemSegmentChange.__table__.c, Item.sku, Item.name).join(Item, Item.id == ItemSegmentChange.item_id)
    return query.where(ItemSegmentChange.segment_id == segment.id)
