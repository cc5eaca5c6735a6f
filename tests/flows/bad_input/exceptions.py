"""Where a check of Schemathesis may not hold, operation by operation, and why. Whatever is not here must hold.

Nearly all are of one check, `positive_data_acceptance`: a request that is right in form may still be wrong in what
it says, which no JSON schema can tell. Only refusals with these very codes are excused.
"""

from collections.abc import Mapping

from tests.flows.bad_input.fuzzing import Failure
from tests.flows.rights.requests import OPERATIONS

CHECK = "positive_data_acceptance"
REFERENCE = {"unknown_reference": "the id of no record there is: a schema cannot know which there are"}
ABOVE_ZERO = {"greater_than": "zero: an amount written as text has no lower bound in JSON schema"}
EMAIL = {"email_invalid": "an address that the format `email` lets pass and mail servers do not"}
CODES = {
    "edrpou_check_digit": "eight digits with a wrong check digit",
    "tax_number_check_digit": "ten digits with a wrong check digit",
    "iban_invalid": "letters and digits of an IBAN's form with wrong check digits",
    "phone_invalid": "digits of a phone's form in no numbering plan",
}
VAT = {"vat_number_of_another": "twelve digits that do not begin with the code beside them"}
PASSWORD = {"weak_password": "long enough, and still easily guessed"}
PEOPLE = {
    "client_with_office_roles": "roles that do not go together",
    "client_without_partner": "a client's user of no client",
    "client_with_staff": "a client's user with a staff card",
    "office_with_partner": "one of our people with a client",
    "roles_missing": "nobody's roles",
}
PERIOD = {"period": "a period that ends before it begins: two fields that no schema compares"}
WHOLE = {"int_type": "485.0: a whole number to JSON schema, no text of one to us"}
TYPED = {
    "manual_twice": "a typed price and a typed discount on one line: no schema forbids the two together",
    "offer_or_price_type": "an offer and a price type beside it",
}
DISCOUNT = {"discount_period": "a period that ends before it begins"}
OFFER = {
    "stages_not_whole": "percents that do not sum to 100",
    "offer_period": "a period that ends before it begins",
    "offer_effective": "a version that begins before its offer does",
    "row_says_one_thing": "a price and a price type on one row",
    "row_twice": "two rows of one item or group",
    "price_type_currency": "a price type of another currency",
    "offer_without_price_type": "no price type, and no standard offer to take it from",
    "standard_not_fitting": "a standard offer that is not agreed, or another organization's",
    "no_such_term": "words that are no terms' names",
    **WHOLE,
    **ABOVE_ZERO,
}

SAID: dict[str, Mapping[str, str]] = {
    "register_organization": CODES | VAT,
    "change_organization": CODES,
    "open_department": REFERENCE,
    "hire_staff": REFERENCE | EMAIL,
    "change_staff": REFERENCE,
    "hand_clients_over": REFERENCE,
    "register_partner": REFERENCE | CODES | EMAIL | VAT,
    "assign_partner": REFERENCE,
    "add_contact_person": CODES | EMAIL,
    "get_terms_of_sale": REFERENCE,
    "get_client_offers": REFERENCE,
    "change_partner": {"requisites_missing": "a role added later demands what the card lacks"},
    "give_task": REFERENCE | {"task_for_nobody": "a task for the role of clients, who see none"},
    "add_item": REFERENCE,
    "change_item": REFERENCE,
    "set_prices": REFERENCE,
    "ask_quote": REFERENCE | TYPED,
    "add_discount_group": REFERENCE,
    "change_discount_group": REFERENCE,
    "add_discount": REFERENCE | ABOVE_ZERO | WHOLE | PERIOD | DISCOUNT,
    "issue_card": REFERENCE | PERIOD,
    "make_offer": REFERENCE | OFFER,
    "change_offer": REFERENCE | OFFER,
    "register_deal": REFERENCE,
    "lose_deal": REFERENCE,
    "create_order": REFERENCE | ABOVE_ZERO | TYPED | {"no_price": "an item that has no price on that day"},
    "reserve_order": REFERENCE | ABOVE_ZERO,
    "receive_goods": REFERENCE | ABOVE_ZERO,
    "ship_goods": REFERENCE | ABOVE_ZERO,
    "receive_payment": REFERENCE | ABOVE_ZERO,
    "report_sales": PERIOD,
    "add_deal_kind": {"stages_broken": "stages that name each other, or do not: no schema follows that"},
    "register_claim": {"claim_about_nothing": "of an order and a partner one must be named: a schema asks for neither"},
    "review_claim": REFERENCE,
    "open_warehouse": REFERENCE,
    "add_channel": REFERENCE,
    "add_channel_cost": ABOVE_ZERO | PERIOD,
    "add_user": PEOPLE | PASSWORD,
    "change_user": PEOPLE | PASSWORD,
    "change_own_password": PASSWORD | {"wrong_password": "a random current password"},
}
OF_OTHER_CHECKS = {
    (
        "get_items",
        "unsupported_method",
    ): "`/items/by-ids` is an address of `/items/{id}` too, whose methods answer there",
    ("get_items", "allow_header_conformance"): "for the same reason `Allow` names the methods of both",
}
KEY = {"key_reused": "a random key is short, and comes again with another body"}
VERSION = {
    "stale": "a random version is not the record's",
    "header": "Schemathesis sends headers without their quotes as boundary values of a pattern that demands them",
}


def reasons(name: str) -> Mapping[str, str]:
    """By code of refusal, why a request to this operation that is right in form may get it."""
    operation = OPERATIONS[name]
    keyed = KEY if operation.is_command and operation.service != "gateway" else {}
    return {**SAID.get(name, {}), **keyed, **(VERSION if operation.changes_existing else {})}


def excused(name: str, failure: Failure) -> bool:
    """Whether every code of the refusal is an exception of this operation."""
    if (name, failure.check) in OF_OTHER_CHECKS:
        return True
    return failure.check == CHECK and bool(failure.codes) and failure.codes <= reasons(name).keys()
