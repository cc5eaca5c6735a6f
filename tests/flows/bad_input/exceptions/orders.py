"""What a right form does not tell of a request to orders."""

from collections.abc import Mapping

from tests.flows.bad_input.exceptions.words import ABOVE_ZERO, PERIOD, REFERENCE, TYPED

ORDERED = {
    "not_said_by_deal": "neither a client nor lines, and no deal that says them: no schema asks for one of two",
    "no_price": "an item that has no price on that day",
    "wished_period": "wished days that end before they begin: two fields that no schema compares",
    "stages_not_whole": "percents that do not sum to 100: no schema adds them up",
    "bonuses_need_card": "bonuses without the card they are of",
}
CONTENT = {
    "no_price": "an item that has no price on that day",
    "proposal_period": "a last day that has passed: a schema has no calendar",
}
MONEY = {
    "paid_in_its_currency": "hryvnias where the amount is wanted, or neither: no schema knows which order takes which",
    "paid_in_hryvnias": "an amount where hryvnias are wanted, or neither",
    "hryvnias_too_few": "hryvnias that are less than a cent at the rate of the day",
}
EARLY = {"returned_too_early": "a day before the shipment's: a schema knows of no shipment"}
SAID: dict[str, Mapping[str, str]] = {
    "create_order": REFERENCE | ABOVE_ZERO | TYPED | ORDERED,
    "change_order": REFERENCE | ABOVE_ZERO | TYPED | ORDERED,
    "set_approval_rule": REFERENCE,
    "supply_order": REFERENCE
    | {"supply_date": "a day that goes with one action only", "service_not_supplied": "a line that is a service"},
    "cancel_lines": REFERENCE | {"line_done": "a line of which nothing is left: a schema knows of no line"},
    "allocate_stock": REFERENCE,
    "make_proposal": REFERENCE
    | ABOVE_ZERO
    | TYPED
    | CONTENT
    | {"proposal_empty": "no lines, and no deal to take them from"},
    "change_proposal": REFERENCE | ABOVE_ZERO | TYPED | CONTENT,
    "accept_proposal": REFERENCE | {"choice_missing": "no line of some alternatives: they are not in the request"},
    "reserve_order": REFERENCE | ABOVE_ZERO,
    "receive_goods": REFERENCE | ABOVE_ZERO,
    "ship_goods": REFERENCE
    | ABOVE_ZERO
    | {
        "not_packaging": "goods among the packaging: a schema does not know which items are which",
        "not_enough_stock": "more than is free, told beside such goods",
    },
    "ship_orders": ABOVE_ZERO,
    "return_goods": REFERENCE | ABOVE_ZERO | EARLY | {"more_than_shipped": "more than went, told beside such a day"},
    "return_packaging": REFERENCE | ABOVE_ZERO | EARLY | {"more_than_owed": "more than is out, told beside such a day"},
    "order_proposal": ABOVE_ZERO,
    "receive_payment": REFERENCE | ABOVE_ZERO | MONEY,
    "give_refund": REFERENCE | ABOVE_ZERO | MONEY,
    "offset_money": ABOVE_ZERO | {"offset_of_nothing": "one order twice, or none: two fields that no schema compares"},
    "report_debts": {"bounds_not_ascending": "numbers in any order: no schema asks that each is above the last"},
    "report_sales": PERIOD,
    "open_warehouse": REFERENCE,
}
