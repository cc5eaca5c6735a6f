"""What a right form does not tell of a request to deals."""

from collections.abc import Mapping

from tests.flows.bad_input.exceptions.words import REFERENCE

SAID: dict[str, Mapping[str, str]] = {
    "register_deal": REFERENCE,
    "lose_deal": REFERENCE,
    "add_deal_kind": {"stages_broken": "stages that name each other, or do not: no schema follows that"},
}
