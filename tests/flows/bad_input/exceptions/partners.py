"""What a right form does not tell of a request to partners."""

from collections.abc import Mapping

from tests.flows.bad_input.exceptions.words import CODES, CRITERIA, EMAIL, LIVE, PERIOD, PINNED, REFERENCE

VAT = {"vat_number_of_another": "twelve digits that do not begin with the code beside them"}
INTEREST = {
    "interest_of_nobody": "a kind that names a record, without one: two fields that no schema compares",
    "interest_without_id": "a source from outside with the id of a record",
    "interest_without_words": "a source from outside that nobody described",
}
HALF = {"subject_half": "a kind of object without its id, or the other way round: a schema asks for neither"}
AHEAD = {"done_ahead": "a day that has not come yet: no schema knows today"}
SIDES = {
    "tie_sides": "both other sides or none: a schema asks for neither",
    "tie_with_itself": "one partner on both sides: two fields that no schema compares",
}

SAID: dict[str, Mapping[str, str]] = {
    "register_organization": CODES | VAT,
    "change_organization": CODES,
    "open_department": REFERENCE,
    "hire_staff": REFERENCE | EMAIL,
    "change_staff": REFERENCE,
    "hand_clients_over": REFERENCE,
    "register_partner": REFERENCE | CODES | EMAIL | VAT | INTEREST,
    "find_duplicates": CODES | EMAIL,
    "add_relationship": REFERENCE | PERIOD | SIDES,
    "end_relationship": PERIOD,
    "make_contract": REFERENCE | PERIOD,
    "change_contract": REFERENCE | PERIOD,
    "merge_partner": REFERENCE,
    "assign_partner": REFERENCE,
    "add_contact_person": CODES | EMAIL,
    "get_terms_of_sale": REFERENCE,
    "change_partner": REFERENCE | INTEREST | {"requisites_missing": "a role added later demands what the card lacks"},
    "add_partner_segment": REFERENCE | CRITERIA,
    "change_partner_segment": REFERENCE | CRITERIA,
    "refresh_partner_segment": LIVE,
    "pin_partner_segment_members": REFERENCE | PINNED,
    "add_region": REFERENCE,
    "change_region": REFERENCE,
    "give_task": REFERENCE | HALF | {"task_for_nobody": "a task for the role of clients, who see none"},
    "change_task": REFERENCE,
    "register_interaction": REFERENCE
    | HALF
    | AHEAD
    | {"interaction_when": "of two times one must be given: a schema asks for neither"},
    "change_interaction": REFERENCE,
    "finish_interaction": AHEAD,
    "add_note": HALF,
    "add_reminder": HALF,
}
