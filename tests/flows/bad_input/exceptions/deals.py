"""What a right form does not tell of a request to deals."""

from collections.abc import Mapping

from tests.flows.bad_input.exceptions.partners import INTEREST
from tests.flows.bad_input.exceptions.words import ABOVE_ZERO, PERIOD, REFERENCE

POTENTIAL = {"potential_of_demand": "a potential typed beside the wish to take it from the demand"}
STAGES = {"stages_broken": "stages that name each other, or do not: no schema follows that"}

SAID: dict[str, Mapping[str, str]] = {
    "register_deal": REFERENCE | POTENTIAL | INTEREST,
    "change_deal": REFERENCE | POTENTIAL | INTEREST,
    "lose_deal": REFERENCE,
    "add_deal_kind": REFERENCE | STAGES,
    "change_deal_kind": REFERENCE | STAGES,
    "set_demand": REFERENCE
    | ABOVE_ZERO
    | {
        "demand_of_nothing": "a line without an item and without words: a schema asks for neither",
        "budget_twice": "a line with both a price and a budget: a schema lets both be there",
    },
    "satisfy_demand": REFERENCE,
    "add_participant": REFERENCE | {"participant_unknown": "the id of nobody on that side"},
    "change_participant": REFERENCE,
    "report_funnel": PERIOD,
    "report_losses": PERIOD,
    "plan_task": REFERENCE | {"no_such_stage": "a word that is no stage of the deal's kind"},
    "change_plan_task": REFERENCE,
}
