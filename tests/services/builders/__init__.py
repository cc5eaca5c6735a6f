"""Builders of what tests begin with: things in the world of the cast, with sensible values unless said otherwise."""

from tests.services.builders.deals import OFFER, OLENA, RIVAL, STAGES, Pipeline, an_order
from tests.services.builders.orders import Shop, Status, line_parts, shipping_body, supply_body
from tests.services.builders.partners import (
    LONG_AGO,
    a_member_of_staff,
    a_partner,
    an_organization,
    introduce,
    terms_of_sale,
)
from tests.services.builders.pricing import (
    CABLE,
    CRATE,
    GOODS,
    INSTALL,
    LAMP,
    Catalogue,
    Good,
    a_quote,
    a_quote_under,
    known_items,
    offer_terms,
)

__all__ = [
    "CABLE",
    "CRATE",
    "GOODS",
    "INSTALL",
    "LAMP",
    "LONG_AGO",
    "OFFER",
    "OLENA",
    "RIVAL",
    "STAGES",
    "Catalogue",
    "Good",
    "Pipeline",
    "Shop",
    "Status",
    "a_member_of_staff",
    "a_partner",
    "a_quote",
    "a_quote_under",
    "an_order",
    "an_organization",
    "introduce",
    "known_items",
    "line_parts",
    "offer_terms",
    "shipping_body",
    "supply_body",
    "terms_of_sale",
]
