"""What orders asks its peers before a transaction opens: terms of sale, deals, contact persons, rates, packaging."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from services.chassis.actor import SYSTEM
from services.chassis.contracts import ById
from services.chassis.errors import NOT_FOUND, NotFound
from services.chassis.references import at_fields, unknown_references
from services.chassis.runtime import Call
from services.deals import contracts as deals
from services.orders import contracts, hryvnias, packaging
from services.orders.models import Order
from services.partners import contracts as partners
from services.pricing import contracts as pricing


def of_packaging(call: Call[Any], along: Mapping[Order, packaging.Named]) -> packaging.Told:
    """What pricing says of it. Asked once for the items, and once for orders alike in terms and day."""
    if not along:
        return packaging.NOTHING_TOLD
    named = dict.fromkeys(one.item_id for asked in along.values() for one in asked.values())
    items = {item.id: item for item in call.ask(pricing.GET_ITEMS, pricing.ByIds(ids=tuple(named))).items}
    questions = {order.id: packaging.question(order, asked, items) for order, asked in along.items()}
    # storekeepers need not be shown the offer whose terms hold
    seller = replace(SYSTEM, language=call.actor.language)
    asked_once = dict.fromkeys(one for one in questions.values() if one)
    answers = {one: call.ask(pricing.ASK_QUOTE, one, seller) for one in asked_once}
    return packaging.Told(items, {order_id: answers[one] for order_id, one in questions.items() if one})


def demand_contact_person(call: Call[Any], person_id: UUID | None, partner_id: UUID) -> None:
    if person_id is None:
        return
    card: partners.PartnerView = call.ask(partners.GET_PARTNER, ById(id=partner_id))
    if person_id not in {person.id for person in card.contact_persons}:
        raise unknown_references(["/contact_person_id"], call.actor.language)


def demand_deal(call: Call[Any]) -> deals.DealCard | None:
    """A deal is one the actor may see (clients see none), and of the same client."""
    if call.request.deal_id is None:
        return None
    at_deal, language = ["/deal_id"], call.actor.language
    try:
        if call.actor.is_client:
            raise NOT_FOUND()
        deal: deals.DealCard = call.ask(deals.GET_DEAL, ById(id=call.request.deal_id))
    except NotFound:
        # not a wrong field but another's row: to this person it is not there
        raise at_fields(NOT_FOUND, at_deal, language) from None
    named = call.request.partner_id or deal.partner_id
    if (deal.partner_id, deal.organization_id) != (named, call.request.organization_id):
        raise at_fields(contracts.DEAL_MISMATCH, at_deal, language)
    return deal


def offered(call: Call[Any], quote: pricing.Quote) -> pricing.TermsOfOffer | None:
    """The offer's terms in full: a client is not shown our limits, but its orders are held to them."""
    if quote.terms is None or not call.actor.is_client:
        return quote.terms
    asked = pricing.TermsAsked(id=quote.terms.id, on=quote.on)
    terms: pricing.TermsOfOffer = call.ask(pricing.GET_TERMS_OF_OFFER, asked, SYSTEM)
    return terms


def bank_rate(call: Call[Any], on: date | None) -> Decimal | None:
    """Asked only for hryvnias of an order that is paid in them at the National Bank's rate; not where an amount in
    currency is told as well: that is refused, whatever the rate."""
    money: hryvnias.Money = call.request
    if money.hryvnia_amount is None or money.amount is not None or money.order_id is None:
        return None
    question = call.look(lambda reader: hryvnias.question(reader, money, on or reader.today))
    return call.ask(pricing.GET_EXCHANGE_RATE, question).rate if question else None


def terms(call: Call[Any], parties: Any = None, *, settling: bool = False) -> partners.TermsOfSale:
    """Who the parties are (the request's, unless given); refused where the client is not the actor's."""
    named = parties or call.request
    asked = partners.TermsOfSaleAsked(
        organization_id=named.organization_id,
        partner_id=named.partner_id,
        legal_entity_id=named.legal_entity_id,
        contract_id=getattr(named, "contract_id", None),
        on=getattr(named, "ordered_on", None) or getattr(named, "on", None),
        settling=settling,
    )
    found: partners.TermsOfSale = call.ask(partners.GET_TERMS_OF_SALE, asked)
    return found
