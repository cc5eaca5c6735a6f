"""Where a check of Schemathesis may not hold, operation by operation, and why. Whatever is not here must hold.

Nearly all are of one check, `positive_data_acceptance`: a request that is right in form may still be wrong in what
it says, which no JSON schema can tell. Only refusals with these very codes are excused.
"""

import json
from collections.abc import Mapping

from tests.flows.bad_input.exceptions import deals, gateway, marketing, orders, partners, pricing
from tests.flows.bad_input.exceptions.words import WHOLE
from tests.flows.bad_input.fuzzing import Failure
from tests.flows.rights.requests import OPERATIONS

CHECK = "positive_data_acceptance"
SAID: Mapping[str, Mapping[str, str]] = {
    **partners.SAID,
    **pricing.SAID,
    **deals.SAID,
    **orders.SAID,
    **marketing.SAID,
    **gateway.SAID,
}
_WITHIN_ANOTHER = {
    "get_items": "/items/by-ids",
    "preview_prices": "/price-settings/preview",
    "add_built_in_kind": "/deal-kinds/built-in",
    "find_duplicates": "/partners/duplicates",
    "ship_orders": "/shipments/batch",
}
OF_OTHER_CHECKS = {
    (name, check): f"`{path}` is an address of `{path.rpartition('/')[0]}/{{id}}` too, whose methods answer there"
    for name, path in _WITHIN_ANOTHER.items()
    for check in ("unsupported_method", "allow_header_conformance")
}
KEY = {"key_reused": "a random key is short, and comes again with another body"}
VERSION = {
    "stale": "a random version is not the record's",
    "header": "Schemathesis sends headers without their quotes as boundary values of a pattern that demands them",
}
OF_WHOLE_NUMBERS = frozenset(
    name
    for name, one in OPERATIONS.items()
    if one.is_command or one.method == "POST"
    if '"type": "integer"' in json.dumps(one.request.model_json_schema())
)
"""Whose bodies have a whole number somewhere."""


def reasons(name: str) -> Mapping[str, str]:
    """By code of refusal, why a request to this operation that is right in form may get it."""
    operation = OPERATIONS[name]
    keyed = KEY if operation.is_command and operation.service != "gateway" else {}
    whole = WHOLE if name in OF_WHOLE_NUMBERS else {}
    return {**SAID.get(name, {}), **whole, **keyed, **(VERSION if operation.changes_existing else {})}


def excused(name: str, failure: Failure) -> bool:
    """Whether every code of the refusal is an exception of this operation."""
    if (name, failure.check) in OF_OTHER_CHECKS:
        return True
    return failure.check == CHECK and bool(failure.codes) and failure.codes <= reasons(name).keys()
