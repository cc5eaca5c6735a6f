"""What a right form does not tell of a request to marketing."""

from collections.abc import Mapping

from tests.flows.bad_input.exceptions.words import ABOVE_ZERO, PERIOD, REFERENCE

SAID: dict[str, Mapping[str, str]] = {
    "register_claim": {"claim_about_nothing": "of an order and a partner one must be named: a schema asks for neither"},
    "review_claim": REFERENCE,
    "add_channel": REFERENCE,
    "add_channel_cost": ABOVE_ZERO | PERIOD,
}
