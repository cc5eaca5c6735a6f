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
CRITERIA = {
    "segment_rule": "a rule with a way that takes none, or none with one that needs it",
    "segment_formula": "a formula with a way that takes none, or none with one that needs it",
    "criterion_says_one_thing": "a criterion of a group and a field at once, or of nothing",
    "criterion_field": "a field that segments are not chosen by",
    "criterion_comparison": "a comparison that is not of the field's kind",
    "criterion_value": "a value that is not of the field's kind",
    "criterion_one_value": "485.0: a whole number to JSON schema, no text of one to us",
    "criterion_no_value": "a value beside a comparison that takes none",
    "criteria_too_large": "groups inside one another without end",
    **WHOLE,
}
PINNED = {"member_pinned_twice": "one member in two lists"}
LIVE = {"segment_not_kept": "a segment that answers as of now"}
