"""Refusals that several services give to what is right in form."""

REFERENCE = {"unknown_reference": "the id of no record there is: a schema cannot know which there are"}
ABOVE_ZERO = {"greater_than": "zero: an amount written as text has no lower bound in JSON schema"}
EMAIL = {"email_invalid": "an address that the format `email` lets pass and mail servers do not"}
CODES = {
    "edrpou_check_digit": "eight digits with a wrong check digit",
    "tax_number_check_digit": "ten digits with a wrong check digit",
    "iban_invalid": "letters and digits of an IBAN's form with wrong check digits",
    "phone_invalid": "digits of a phone's form in no numbering plan",
}
PERIOD = {"period": "a period that ends before it begins: two fields that no schema compares"}
WHOLE = {"int_type": "485.0: a whole number to JSON schema, no text of one to us"}
TYPED = {
    "manual_twice": "a typed price and a typed discount on one line: no schema forbids the two together",
    "offer_or_price_type": "an offer and a price type beside it",
}
