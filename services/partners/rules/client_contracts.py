"""Contracts: which moves there are, and whether one holds on a day."""

from collections.abc import Mapping
from datetime import date

from services.partners.contracts import CONTRACT_STATUS, ContractStatus

_MOVES: Mapping[str, Mapping[ContractStatus, ContractStatus]] = {
    "agree": {ContractStatus.NOT_AGREED: ContractStatus.IN_FORCE},
    "close": {
        # one that was never agreed is dropped by closing it
        ContractStatus.NOT_AGREED: ContractStatus.CLOSED,
        ContractStatus.IN_FORCE: ContractStatus.CLOSED,
    },
}


def moved(status: ContractStatus, move: str) -> ContractStatus:
    """The status after a move. Raises Conflict for a move that this status doesn't allow."""
    if status not in _MOVES[move]:
        raise CONTRACT_STATUS(status=status)
    return _MOVES[move][status]


def holds(status: ContractStatus, valid_from: date, valid_to: date | None, day: date) -> bool:
    """In force, and the day lies in its period: first and last day included."""
    return status is ContractStatus.IN_FORCE and valid_from <= day and (valid_to is None or day <= valid_to)
