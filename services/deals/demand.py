"""Use cases of the primary demand: what the client needed in the first place, and whether it has got it."""

from collections.abc import Set
from decimal import Decimal
from uuid import UUID

from services.chassis.errors import AMOUNT_TOO_LARGE, INVALID, UNKNOWN_REFERENCE
from services.chassis.messages import FieldProblem
from services.chassis.references import unknown_references
from services.chassis.tx import Tx
from services.deals.contracts import (
    BUDGET_TWICE,
    DEMAND_OF_NOTHING,
    NewDemandLine,
    PotentialFrom,
    SatisfyDemand,
    SetDemand,
)
from services.deals.models import Deal, DemandRow
from services.deals.rules import demand as rules
from services.deals.state import changed, open_deal

_HIGHEST = Decimal(10**12)
"""What the fields of money hold less than."""


def set_demand(tx: Tx, command: SetDemand, items: Set[UUID]) -> Deal:
    """`items`: those of the command that pricing knows."""
    deal = open_deal(tx, command.id)
    known = {row.id: row for row in deal.demand}
    _demand_no_faults(tx, command, items, known.keys())
    deal.demand_text = command.text
    deal.demand = [_row(deal, place, line, known) for place, line in enumerate(command.lines, start=1)]
    _take_potential(deal)
    return changed(tx, deal)


def satisfy_demand(tx: Tx, command: SatisfyDemand) -> Deal:
    deal = tx.get(Deal, command.id)
    known = {row.id: row for row in deal.demand}
    unknown = [f"/lines/{place}/line_id" for place, line in enumerate(command.lines) if line.line_id not in known]
    if unknown:
        raise unknown_references(unknown, tx.actor.language)
    for line in command.lines:
        known[line.line_id].satisfied = line.satisfied
    return changed(tx, deal)


def _row(deal: Deal, position: int, line: NewDemandLine, known: dict[UUID, DemandRow]) -> DemandRow:
    row = known.get(line.id) if line.id else None
    if row is None:
        row = DemandRow(deal_id=deal.id, satisfied=False)
    row.position = position
    for name in ("item_id", "words", "quantity", "price"):
        setattr(row, name, getattr(line, name))
    row.budget = rules.budget_of(line)
    return row


def _take_potential(deal: Deal) -> None:
    """A potential that comes from the demand follows it."""
    whole = rules.potential_of(row.budget for row in deal.demand)
    if whole is not None and whole >= _HIGHEST:
        raise AMOUNT_TOO_LARGE()
    if deal.potential_from == PotentialFrom.DEMAND:
        deal.potential = whole


def _demand_no_faults(tx: Tx, command: SetDemand, items: Set[UUID], known: Set[UUID]) -> None:
    """All that is wrong with the lines is named at once."""
    found = []
    for place, line in enumerate(command.lines):
        if line.id is not None and line.id not in known:
            found.append((UNKNOWN_REFERENCE, f"/lines/{place}/id"))
        if line.item_id is not None and line.item_id not in items:
            found.append((UNKNOWN_REFERENCE, f"/lines/{place}/item_id"))
        if line.item_id is None and line.words is None:
            found.append((DEMAND_OF_NOTHING, f"/lines/{place}/words"))
        if line.price is not None and line.budget is not None:
            found.append((BUDGET_TWICE, f"/lines/{place}/budget"))
    if found:
        language = tx.actor.language
        raise INVALID(
            [
                FieldProblem(pointer, code.name, code.sentence(language).format(field=pointer.rpartition("/")[2]))
                for code, pointer in found
            ]
        )
