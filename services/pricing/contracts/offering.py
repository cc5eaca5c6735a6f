"""What is done with offers: made, agreed, changed by versions, closed, chosen (O1, O4-O6)."""

from uuid import UUID

from services.chassis.actor import OFFICE, Role
from services.chassis.contracts import ById, equals, one_of
from services.chassis.errors import UNKNOWN_REFERENCE
from services.partners.contracts import NOT_A_CLIENT, PARTNER_NOT_OURS
from services.pricing.contracts.base import api
from services.pricing.contracts.offer_faults import OFFER_NOT_HERE, OFFER_NOT_YOURS, OFFER_STATUS, OFFER_WRONG
from services.pricing.contracts.offer_forms import ChangeOffer, MakeOffer, ReturnOffer
from services.pricing.contracts.offer_views import (
    ClientOffers,
    OfferListed,
    OfferRow,
    OffersAsked,
    OfferView,
    TermsAsked,
)
from services.pricing.contracts.offers import OfferKind, OfferStatus, TermsOfOffer

MAKERS = frozenset({Role.ADMINISTRATOR, Role.HEAD_OF_SALES, Role.PRICING_MANAGER, Role.MANAGER})
APPROVERS = frozenset({Role.ADMINISTRATOR, Role.HEAD_OF_SALES, Role.COMMERCIAL_APPROVER})
_FAULTS = (*OFFER_WRONG.values(), UNKNOWN_REFERENCE, OFFER_NOT_YOURS)

MAKE_OFFER = api.command(
    "make_offer",
    "POST /offers",
    MakeOffer,
    OfferView,
    roles=MAKERS,
    en="Make an offer",
    uk="Скласти оферту",
    errors=(*_FAULTS, PARTNER_NOT_OURS, NOT_A_CLIENT),
    example={"name": "Оптова оферта", "terms": {"price_type_id": "0196a1f0-0000-7000-8000-000000000005"}},
)
CHANGE_OFFER = api.command(
    "change_offer",
    "PATCH /offers/{id}",
    ChangeOffer,
    OfferView,
    roles=MAKERS,
    en="Change an offer, or make its next version",
    uk="Змінити оферту або скласти її наступну версію",
    errors=(*_FAULTS, OFFER_STATUS),
    example={"name": "Оптова оферта, уточнена"},
)
SUBMIT_OFFER = api.command(
    "submit_offer",
    "POST /offers/{id}/submit",
    ById,
    OfferView,
    roles=MAKERS,
    en="Send an offer for approval",
    uk="Подати оферту на погодження",
    errors=(OFFER_STATUS, OFFER_NOT_YOURS),
    description="It waits for an approver, who agrees it or returns it with a reason.",
)
APPROVE_OFFER = api.command(
    "approve_offer",
    "POST /offers/{id}/approve",
    ById,
    OfferView,
    roles=APPROVERS,
    en="Agree an offer: it is in force",
    uk="Погодити оферту: вона діє",
    errors=(OFFER_STATUS,),
    description="Documents may be made under it in its period; of an offer in force this agrees the next version.",
)
RETURN_OFFER = api.command(
    "return_offer",
    "POST /offers/{id}/return",
    ReturnOffer,
    OfferView,
    roles=APPROVERS,
    en="Return an offer with a reason",
    uk="Повернути оферту з причиною",
    errors=(OFFER_STATUS,),
    example={"reason": "Забагато відстрочки"},
)
CLOSE_OFFER = api.command(
    "close_offer",
    "POST /offers/{id}/close",
    ById,
    OfferView,
    roles=MAKERS,
    en="Close an offer: from today nobody sells under it",
    uk="Закрити оферту: від сьогодні за нею не продають",
    errors=(OFFER_STATUS, OFFER_NOT_YOURS),
    description="Documents made under it keep its terms; a version that waited for approval is not agreed any more.",
)
GET_OFFER = api.query("get_offer", "GET /offers/{id}", ById, OfferView, roles=Role, en="An offer", uk="Оферта")
GET_TERMS_OF_OFFER = api.query(
    "get_terms_of_offer",
    "GET /offers/{id}/terms",
    TermsAsked,
    TermsOfOffer,
    roles=OFFICE,
    en="An offer's terms on a day",
    uk="Умови оферти на день",
    errors=(OFFER_NOT_HERE,),
)
LIST_OFFERS = api.listing(
    "list_offers",
    "GET /offers",
    OfferListed,
    roles=Role,
    en="Offers",
    uk="Оферти",
    orders=("-valid_from", "valid_from", "number", "-number"),
    filters=(
        one_of("status", OfferStatus),
        one_of("kind", OfferKind),
        one_of("partner_id", UUID),
        equals("organization_id", UUID),
        equals("standard_id", UUID, about="Only offers built on this standard one."),
        equals("expired", bool, about="whose last day has passed"),
    ),
)
GET_CLIENT_OFFERS = api.query(
    "get_client_offers",
    "GET /partners/{partner_id}/offers",
    OffersAsked,
    ClientOffers,
    roles=Role,
    en="The offers a client may buy under",
    uk="Оферти, за якими клієнт може купувати",
    errors=(PARTNER_NOT_OURS, NOT_A_CLIENT, UNKNOWN_REFERENCE),
)
OFFER_CHANGED = api.state("offer_changed", OfferRow, subject="offer")
