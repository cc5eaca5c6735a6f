"""The table of rights, written by hand, names every operation and agrees with the contracts."""

from tests.architecture.tree import complain
from tests.flows.rights.requests import OPERATIONS
from tests.flows.rights.table import ALLOWED


def test_every_operation_stands_in_the_table_of_rights() -> None:
    lacking = [
        f"{name}: add a row to its file in tests/flows/rights/table" for name in OPERATIONS.keys() - ALLOWED.keys()
    ]
    gone = [f"{name}: there is no such operation" for name in ALLOWED.keys() - OPERATIONS.keys()]
    complain("Who may do it is decided by a person, not by whoever wrote the operation last.", lacking + gone)


def test_contracts_allow_what_the_table_allows() -> None:
    different = [
        f"{name}: contract only {sorted(one.roles - ALLOWED[name])}, table only {sorted(ALLOWED[name] - one.roles)}"
        for name, one in OPERATIONS.items()
        if one.roles != ALLOWED.get(name, one.roles)
    ]
    complain("The table is what was agreed: change it knowingly, or mend the contract.", different)
