"""What a right form does not tell of a request to partners."""

from collections.abc import Mapping

from tests.flows.bad_input.exceptions.words import CODES, EMAIL, REFERENCE

VAT = {"vat_number_of_another": "twelve digits that do not begin with the code beside them"}

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
    "change_partner": {"requisites_missing": "a role added later demands what the card lacks"},
    "give_task": REFERENCE | {"task_for_nobody": "a task for the role of clients, who see none"},
}
