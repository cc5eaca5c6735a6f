"""What a right form does not tell of a request to pricing."""

from collections.abc import Mapping

from tests.flows.bad_input.exceptions.words import ABOVE_ZERO, CRITERIA, LIVE, PERIOD, PINNED, REFERENCE, TYPED

DISCOUNT = {
    "discount_period": "a period that ends before it begins",
    "discount_hours": "hours that end before they begin",
    "discount_takes_one_thing": "a percent, money off and a fixed price together, or none of them",
    "greater_than_equal": "a percent far below zero: an amount written as text has no bounds in JSON schema",
    "less_than_equal": "more than all of it, as well",
}
OFFER = {
    "stages_not_whole": "percents that do not sum to 100",
    "offer_period": "a period that ends before it begins",
    "offer_effective": "a version that begins before its offer does",
    "row_says_one_thing": "a price and a price type on one row",
    "row_twice": "two rows of one item or group",
    "offer_without_price_type": "no price type, and no standard offer to take it from",
    "standard_not_fitting": "a standard offer that is not agreed, or another organization's",
    "settlement_order_not_fitting": "hryvnias paid under an offer in currency, or the other way round",
    "payment_rate_not_fitting": "a rate without a debt in currency paid in hryvnias, or such a debt without one",
    "no_such_term": "words that are no terms' names",
    **ABOVE_ZERO,
}

PRICES = {
    "item_or_group": "an item, a price group and a segment on one row, or none of them",
    "value_percent_or_recalculation": "a value, a percent and a recalculation on one row, or none of them",
    "package_of_group": "a package, and a price group instead of the item",
    "nothing_to_compute": "a recalculation of prices that are set by hand",
}
WAY = {
    "way_needs": "a way without what it computes from",
    "way_takes_not": "a way with what it does not compute from",
    "rounding_twice": "two rows from one price",
    "refinement_twice": "two rows of one price group",
    "formulas_too_long": "many formulas of many price groups",
    "price_types_in_a_circle": "a base that follows this very type",
}
CARD = {
    "barcode_digits": "a text that is a barcode of another kind",
    "barcode_check_digit": "digits whose last one is another",
    "barcode_twice": "one barcode in two places",
    "barcode_taken": "a barcode of another item",
    "package_twice": "two packages of one name",
    "package_default_twice": "two packages marked as the default one",
    "attribute_twice": "two attributes of one name",
    "attribute_value": "an attribute with two values, or with none",
    "uktzed_or_dkpp": "both codes on one card",
    **ABOVE_ZERO,
}
READ = {
    "formula_syntax": "a text that is no formula",
    "formula_name": "a formula over something that is not there",
    "formula_function": "a formula with a function that is not there",
    "formula_types": "a formula that puts numbers to texts",
    "formula_fraction": "a formula with a fraction",
    "formula_too_large": "a formula of too many brackets",
    "formula_nested": "a formula that looks through a list within another",
}
FORMULA = READ | {
    "formula_result": "a formula that gives no number",
    "condition_result": "a condition that is neither true nor false",
}
RATE = {
    "no_exchange_rate": "a currency that has no rate on that day",
    "rate_of_base_currency": "a rate of the hryvnia: the list of currencies is one for all fields",
}
SEGMENT = READ | CRITERIA | {"condition_result": "a formula that is neither true nor false"}
BOOK = {"price_sheet_unreadable": "bytes that are no workbook"}

SAID: dict[str, Mapping[str, str]] = {
    "get_client_offers": REFERENCE,
    "add_item": REFERENCE | CARD,
    "change_item": REFERENCE | CARD,
    "get_item_by_barcode": {"not_found": "a barcode that stands on nothing"},
    "add_product_category": REFERENCE,
    "change_product_category": REFERENCE | {"product_categories_in_a_circle": "a category put inside itself"},
    "set_prices": REFERENCE | PRICES,
    "export_prices": REFERENCE,
    "preview_price_sheet": BOOK,
    "set_price_sheet": BOOK,
    "ask_quote": REFERENCE | TYPED | RATE | {"package_quantity": "a part of a package that makes no quantity of units"},
    "get_price": REFERENCE,
    "preview_prices": REFERENCE | PRICES,
    "report_price_dynamics": PERIOD,
    "report_offer_fulfilment": PERIOD,
    "add_price_type": REFERENCE | WAY | FORMULA | ABOVE_ZERO,
    "change_price_type": REFERENCE | WAY | FORMULA | ABOVE_ZERO,
    "check_formula": REFERENCE | READ,
    "recalculate_prices": {"price_type_manual": "a price type that people set by hand"},
    "set_exchange_rate": RATE | ABOVE_ZERO,
    "add_discount_group": REFERENCE,
    "change_discount_group": REFERENCE,
    "add_discount": REFERENCE | ABOVE_ZERO | PERIOD | DISCOUNT,
    "issue_card": REFERENCE
    | {
        "card_owner": "a personal card without its owner: the kind says which it is",
        "card_period": "a period that ends before it begins",
    },
    "set_sales_plan": REFERENCE
    | ABOVE_ZERO
    | {
        "plan_row_twice": "two rows of one item",
        "plan_key": "an id where a rating is wanted, or the other way round: no schema ties a row to the plan's kind",
    },
    "report_sales_plan": PERIOD | {"plan_months": "a period of more than 36 months"},
    "set_indicator_rules": {"bounds_ascend": "a bound below the one before it: no schema compares two"},
    "accrue_bonuses": ABOVE_ZERO | {"bonuses_end_before": "a last day before the first: no schema compares two"},
    "spend_bonuses": ABOVE_ZERO,
    "add_item_segment": REFERENCE | SEGMENT,
    "change_item_segment": REFERENCE | SEGMENT,
    "refresh_item_segment": LIVE,
    "pin_item_segment_members": REFERENCE | PINNED,
    "make_offer": REFERENCE | OFFER,
    "change_offer": REFERENCE | OFFER,
}
