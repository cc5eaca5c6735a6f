"""The use case of cancelling lines: what is still open of them will not be shipped (R2)."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from services.chassis.tx import Tx
from services.orders import bonuses
from services.orders.approvals import judge_again, owed_before
from services.orders.contracts import LINE_DONE, CancelLines, NamedLine
from services.orders.faults import Faults
from services.orders.models import Order, OrderLine
from services.orders.ordering import passes_without_deviations, sum_lines
from services.orders.progress import changed, demand_alive
from services.orders.rules import amounts
from services.orders.rules.bonuses import part_of
from services.orders.steps import shrink_steps
from services.orders.stock import release_all

_ZERO = Decimal(0)


def cancel_lines(tx: Tx, command: CancelLines) -> Order:
    order = tx.get(Order, command.id)
    demand_alive(order)
    chosen = _open_lines(tx, order, command.lines)
    owed = owed_before(tx, order)
    release_all(tx, order, chosen)
    for line in chosen:
        line.cancelled += line.open
        line.cancel_reason = command.reason
        line.total, line.vat = line.shipped_total, line.shipped_vat
        line.bonuses = part_of(line.bonuses, line.shipped, of=line.quantity, before=_ZERO)
    bonuses.sum_up(order)
    before = order.payable
    total, vat = sum_lines(order)
    payable = amounts.payable(total, vat, prices_with_vat=order.prices_with_vat)
    shrink_steps(order, before - payable)
    order.total, order.vat, order.payable = total, vat, payable
    if any(line.open > 0 for line in order.lines):
        # what is left may be below the least amount, or need nobody's approval any more
        judge_again(tx, order, owed, passes=passes_without_deviations(tx, order))
    changed(tx, order)
    return order


def _open_lines(tx: Tx, order: Order, named: Sequence[NamedLine]) -> list[OrderLine]:
    lines = {line.id: line for line in order.lines}
    faults = Faults(tx.actor.language)
    chosen: dict[UUID, OrderLine] = {}
    for place, asked in enumerate(named):
        line = lines.get(asked.line_id)
        if line is None:
            faults.unknown(f"/lines/{place}/line_id")
        elif line.open <= 0:
            faults.note(LINE_DONE, f"/lines/{place}/line_id", position=line.position)
        else:
            chosen[line.id] = line
    faults.demand_none()
    return list(chosen.values())
