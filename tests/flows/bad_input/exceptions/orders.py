"""What a right form does not tell of a request to orders."""

from collections.abc import Mapping

from tests.flows.bad_input.exceptions.words import ABOVE_ZERO, PERIOD, REFERENCE, TYPED

SAID: dict[str, Mapping[str, str]] = {
    "create_order": REFERENCE | ABOVE_ZERO | TYPED | {"no_price": "an item that has no price on that day"},
    "reserve_order": REFERENCE | ABOVE_ZERO,
    "receive_goods": REFERENCE | ABOVE_ZERO,
    "ship_goods": REFERENCE | ABOVE_ZERO,
    "receive_payment": REFERENCE | ABOVE_ZERO,
    "report_sales": PERIOD,
    "open_warehouse": REFERENCE,
}
