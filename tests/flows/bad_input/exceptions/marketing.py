"""What a right form does not tell of a request to marketing."""

from collections.abc import Mapping

from tests.flows.bad_input.exceptions.words import ABOVE_ZERO, PERIOD, REFERENCE

COST = {"cost_of_nothing": "of what is planned and what was spent one must be given: a schema asks for neither"}

SAID: dict[str, Mapping[str, str]] = {
    "add_channel": REFERENCE,
    "change_channel": REFERENCE,
    "add_channel_cost": ABOVE_ZERO | PERIOD,
    "plan_marketing_event": REFERENCE,
    "change_marketing_event": REFERENCE,
    "add_event_cost": REFERENCE | COST,
    "change_event_cost": COST,
    "add_event_task": REFERENCE,
    "change_event_task": REFERENCE,
    "register_claim": REFERENCE
    | {"claim_about_nothing": "of a document and a partner one must be named: a schema asks for neither"},
    "review_claim": REFERENCE,
    "change_claim": REFERENCE,
    "name_claim_participants": REFERENCE | {"claim_participant_twice": "one person named on two places of a list"},
    "report_channels": PERIOD,
    "report_events": PERIOD,
    "report_claims": PERIOD,
}
