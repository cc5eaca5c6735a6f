"""The Nameko service of pricing: one short method for each operation; those of items and their cards are in
catalogue.py, those of what items sell in planning.py, what it hears of others in hearing.py."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.chassis.actor import SYSTEM
from services.chassis.contracts import ById
from services.chassis.errors import NotFound
from services.chassis.host import operation
from services.chassis.runtime import Call, Reply
from services.partners import contracts as partners
from services.pricing import (
    bonuses,
    calendars,
    cancelling,
    cards,
    choosing,
    contracts,
    discounts,
    formula_checks,
    fulfilment,
    listings,
    offers,
    price_sheets,
    price_types,
    prices,
    quotes,
    rates,
    reports,
    terms,
)
from services.pricing.catalogue import KeepsCatalogue
from services.pricing.hearing import HearsOfOthers
from services.pricing.models import (
    Base,
    Calendar,
    CardKind,
    Discount,
    DiscountGroup,
    ExchangeRate,
    ItemPrice,
    LoyaltyCard,
    ManualLimit,
    Offer,
    OfferPeriod,
    PriceSetting,
    PriceType,
)
from services.pricing.planning import PlansSales
from services.pricing.segmenting import KeepsSegments


class PricingService(KeepsCatalogue, KeepsSegments, PlansSales, HearsOfOthers):
    name = "pricing"
    contract = contracts.api
    metadata = Base.metadata

    # ------------------------------------------------------------ prices

    @operation(contracts.ADD_PRICE_TYPE)
    def add_price_type(self, call: Call[Any]) -> Reply:
        return call.transact(price_types.add_price_type)

    @operation(contracts.CHANGE_PRICE_TYPE)
    def change_price_type(self, call: Call[Any]) -> Reply:
        return call.transact(price_types.change_price_type)

    @operation(contracts.RECALCULATE_PRICES)
    def recalculate_prices(self, call: Call[Any]) -> Reply:
        return call.transact(price_types.recalculate_prices)

    @operation(contracts.CHECK_FORMULA)
    def check_formula(self, call: Call[Any]) -> Reply:
        return call.read(formula_checks.check_formula)

    @operation(contracts.LIST_PRICE_TYPES)
    def list_price_types(self, call: Call[Any]) -> Reply:
        return call.list(select(*PriceType.__table__.c), listings.PRICE_TYPE, PriceType)

    @operation(contracts.SET_PRICES)
    def set_prices(self, call: Call[Any]) -> Reply:
        return call.transact(prices.set_prices)

    @operation(contracts.AGREE_PRICE_SETTING)
    def agree_price_setting(self, call: Call[Any]) -> Reply:
        return call.transact(prices.agree_price_setting)

    @operation(contracts.CANCEL_PRICE_SETTING)
    def cancel_price_setting(self, call: Call[Any]) -> Reply:
        return call.transact(cancelling.cancel_price_setting)

    @operation(contracts.PREVIEW_PRICE_SETTING)
    def preview_price_setting(self, call: Call[Any]) -> Reply:
        return call.read(prices.preview_price_setting)

    @operation(contracts.LIST_PRICE_SETTINGS)
    def list_price_settings(self, call: Call[Any]) -> Reply:
        return call.list(prices.listed(call.today), prices.columns(call.today), PriceSetting)

    @operation(contracts.GET_PRICE)
    def get_price(self, call: Call[Any]) -> Reply:
        return call.read(prices.price_on_day)

    @operation(contracts.PREVIEW_PRICES)
    def preview_prices(self, call: Call[Any]) -> Reply:
        return call.read(prices.preview_prices)

    @operation(contracts.GET_PRICE_SETTING)
    def get_price_setting(self, call: Call[Any]) -> Reply:
        return call.show(PriceSetting)

    @operation(contracts.LIST_PRICES)
    def list_prices(self, call: Call[Any]) -> Reply:
        history = select(*ItemPrice.__table__.c).join(PriceType, PriceType.id == ItemPrice.price_type_id)
        return call.list(history, listings.PRICE, PriceType)

    @operation(contracts.REPORT_PRICE_DYNAMICS)
    def report_price_dynamics(self, call: Call[Any]) -> Reply:
        return call.read(reports.report_price_dynamics)

    @operation(contracts.EXPORT_PRICES)
    def export_prices(self, call: Call[Any]) -> Reply:
        return call.read(price_sheets.export_prices)

    @operation(contracts.PREVIEW_PRICE_SHEET)
    def preview_price_sheet(self, call: Call[contracts.PriceSheet]) -> Reply:
        return call.read(price_sheets.preview_price_sheet, _book(call))

    @operation(contracts.SET_PRICE_SHEET)
    def set_price_sheet(self, call: Call[contracts.SetPriceSheet]) -> Reply:
        book = _book(call)
        setting = call.transact(price_sheets.set_price_sheet, book)
        return price_sheets.with_problems(setting, call.read(price_sheets.price_sheet_problems, book))

    @operation(contracts.SET_EXCHANGE_RATE)
    def set_exchange_rate(self, call: Call[Any]) -> Reply:
        return call.transact(rates.set_exchange_rate)

    @operation(contracts.GET_EXCHANGE_RATE)
    def get_exchange_rate(self, call: Call[Any]) -> Reply:
        return call.read(rates.rate_on_day)

    @operation(contracts.LIST_EXCHANGE_RATES)
    def list_exchange_rates(self, call: Call[Any]) -> Reply:
        return call.list(select(*ExchangeRate.__table__.c), listings.RATE, ExchangeRate)

    @operation(contracts.ASK_QUOTE)
    def ask_quote(self, call: Call[Any]) -> Reply:
        return _by_segments(call, lambda segments: call.read(quotes.quote, segments))

    # ------------------------------------------------------------ offers

    @operation(contracts.MAKE_OFFER)
    def make_offer(self, call: Call[contracts.MakeOffer]) -> Reply:
        wanted = call.request
        client = None
        named = _named(wanted)
        if wanted.partner_id is None:
            call.require((partners.GET_ORGANIZATION, wanted.organization_id, "/organization_id"), *named)
        else:
            call.require(*named)
            parties = {"organization_id": wanted.organization_id, "partner_id": wanted.partner_id}
            client = call.ask(partners.GET_TERMS_OF_SALE, partners.TermsOfSaleAsked(**parties))
        return call.transact(offers.make_offer, client)

    @operation(contracts.CHANGE_OFFER)
    def change_offer(self, call: Call[contracts.ChangeOffer]) -> Reply:
        call.require(*_named(call.request))
        return call.transact(offers.change_offer)

    @operation(contracts.SUBMIT_OFFER)
    def submit_offer(self, call: Call[Any]) -> Reply:
        return call.transact(offers.submit_offer)

    @operation(contracts.APPROVE_OFFER)
    def approve_offer(self, call: Call[Any]) -> Reply:
        return call.transact(offers.approve_offer)

    @operation(contracts.RETURN_OFFER)
    def return_offer(self, call: Call[Any]) -> Reply:
        return call.transact(offers.return_offer)

    @operation(contracts.CLOSE_OFFER)
    def close_offer(self, call: Call[Any]) -> Reply:
        return call.transact(offers.close_offer)

    @operation(contracts.GET_OFFER)
    def get_offer(self, call: Call[Any]) -> Reply:
        return call.show(Offer)

    @operation(contracts.GET_TERMS_OF_OFFER)
    def get_terms_of_offer(self, call: Call[Any]) -> Reply:
        return call.read(terms.terms_of_offer)

    @operation(contracts.LIST_OFFERS)
    def list_offers(self, call: Call[Any]) -> Reply:
        return call.list(choosing.listed(call.today), choosing.columns(call.today), Offer)

    @operation(contracts.GET_CLIENT_OFFERS)
    def get_client_offers(self, call: Call[contracts.OffersAsked]) -> Reply:
        # a client never heard of here may be another's, or nobody's: partners knows
        parties = {"organization_id": call.request.organization_id, "partner_id": call.request.partner_id}
        call.ask(partners.GET_TERMS_OF_SALE, partners.TermsOfSaleAsked(**parties))
        return _by_segments(call, lambda segments: call.read(choosing.client_offers, segments))

    @operation(contracts.LIST_OFFER_PERIODS)
    def list_offer_periods(self, call: Call[Any]) -> Reply:
        return call.list(select(*OfferPeriod.__table__.c), listings.OFFER_PERIOD, OfferPeriod)

    @operation(contracts.REPORT_OFFER_FULFILMENT)
    def report_offer_fulfilment(self, call: Call[Any]) -> Reply:
        return call.read(fulfilment.report_offer_fulfilment)

    @operation(contracts.ADD_CALENDAR)
    def add_calendar(self, call: Call[Any]) -> Reply:
        return call.transact(calendars.add_calendar)

    @operation(contracts.CHANGE_CALENDAR)
    def change_calendar(self, call: Call[Any]) -> Reply:
        return call.transact(calendars.change_calendar)

    @operation(contracts.GET_CALENDAR)
    def get_calendar(self, call: Call[Any]) -> Reply:
        return call.show(Calendar)

    @operation(contracts.LIST_CALENDARS)
    def list_calendars(self, call: Call[Any]) -> Reply:
        return call.list(select(*Calendar.__table__.c), {"id": Calendar.id, "name": Calendar.sort_key}, Calendar)

    # ------------------------------------------------------------ discounts

    @operation(contracts.SET_DISCOUNT_ROOT)
    def set_discount_root(self, call: Call[Any]) -> Reply:
        return call.transact(discounts.set_discount_root)

    @operation(contracts.ADD_DISCOUNT_GROUP)
    def add_discount_group(self, call: Call[Any]) -> Reply:
        return call.transact(discounts.add_discount_group)

    @operation(contracts.CHANGE_DISCOUNT_GROUP)
    def change_discount_group(self, call: Call[Any]) -> Reply:
        return call.transact(discounts.change_discount_group)

    @operation(contracts.LIST_DISCOUNT_GROUPS)
    def list_discount_groups(self, call: Call[Any]) -> Reply:
        return call.list(select(*DiscountGroup.__table__.c), listings.DISCOUNT_GROUP, DiscountGroup)

    @operation(contracts.ADD_DISCOUNT)
    def add_discount(self, call: Call[Any]) -> Reply:
        return call.transact(discounts.add_discount)

    @operation(contracts.WITHDRAW_DISCOUNT)
    def withdraw_discount(self, call: Call[Any]) -> Reply:
        return call.transact(discounts.withdraw_discount)

    @operation(contracts.GET_DISCOUNT)
    def get_discount(self, call: Call[Any]) -> Reply:
        return call.show(Discount)

    @operation(contracts.LIST_DISCOUNTS)
    def list_discounts(self, call: Call[Any]) -> Reply:
        return call.list(
            select(*Discount.__table__.c, listings.WITHDRAWN.label("withdrawn")), listings.DISCOUNT, Discount
        )

    @operation(contracts.SET_MANUAL_LIMIT)
    def set_manual_limit(self, call: Call[Any]) -> Reply:
        return call.transact(discounts.set_manual_limit)

    @operation(contracts.LIST_MANUAL_LIMITS)
    def list_manual_limits(self, call: Call[Any]) -> Reply:
        columns = {"id": ManualLimit.id, "role": ManualLimit.role}
        return call.list(select(*ManualLimit.__table__.c), columns, ManualLimit)

    # ------------------------------------------------------------ loyalty cards

    @operation(contracts.ADD_CARD_KIND)
    def add_card_kind(self, call: Call[Any]) -> Reply:
        return call.transact(cards.add_card_kind)

    @operation(contracts.LIST_CARD_KINDS)
    def list_card_kinds(self, call: Call[Any]) -> Reply:
        return call.list(select(*CardKind.__table__.c), {"id": CardKind.id, "name": CardKind.sort_key}, CardKind)

    @operation(contracts.SET_BONUS_RULE)
    def set_bonus_rule(self, call: Call[Any]) -> Reply:
        return call.transact(cards.set_bonus_rule)

    @operation(contracts.ISSUE_CARD)
    def issue_card(self, call: Call[contracts.IssueCard]) -> Reply:
        if call.request.partner_id is not None:
            call.ask(partners.GET_PARTNER, ById(id=call.request.partner_id))  # another's client is not there: 404
        return call.transact(cards.issue_card)

    @operation(contracts.ACTIVATE_CARD)
    def activate_card(self, call: Call[Any]) -> Reply:
        return call.transact(cards.activate_card)

    @operation(contracts.BLOCK_CARD)
    def block_card(self, call: Call[Any]) -> Reply:
        return call.transact(cards.block_card)

    @operation(contracts.GET_CARD)
    def get_card(self, call: Call[Any]) -> Reply:
        return call.show(LoyaltyCard)

    @operation(contracts.LIST_CARDS)
    def list_cards(self, call: Call[Any]) -> Reply:
        return call.list(cards.listed(call.today), cards.columns(call.today), LoyaltyCard)

    # ------------------------------------------------------------ bonuses

    @operation(contracts.GET_CARD_BONUSES)
    def get_card_bonuses(self, call: Call[Any]) -> Reply:
        return call.show(LoyaltyCard)

    @operation(contracts.ACCRUE_BONUSES)
    def accrue_bonuses(self, call: Call[Any]) -> Reply:
        return call.transact(bonuses.accrue_bonuses)

    @operation(contracts.SPEND_BONUSES)
    def spend_bonuses(self, call: Call[Any]) -> Reply:
        return call.transact(bonuses.spend_bonuses)

    @operation(contracts.LIST_BONUS_ENTRIES)
    def list_bonus_entries(self, call: Call[Any]) -> Reply:
        return call.list(bonuses.ENTRIES, {"partner_id": LoyaltyCard.partner_id}, LoyaltyCard)


def _named(wanted: contracts.MakeOffer | contracts.ChangeOffer) -> tuple[tuple[Any, UUID | None, str], ...]:
    """Partners' own records that an offer names."""
    segment = wanted.terms.partner_segment_id if wanted.terms else None
    return (
        (partners.GET_STAFF, wanted.responsible_id, "/responsible_id"),
        (partners.GET_PARTNER_SEGMENT, segment, "/terms/partner_segment_id"),
    )


def _by_segments(call: Call[Any], answer: Callable[[frozenset[UUID] | None], Reply]) -> Reply:
    """Partners are asked which segments the client is in only when the answer hangs on it, and then once."""
    try:
        return answer(None)
    except terms.SegmentsWanted:
        return answer(_segments(call))


def _segments(call: Call[Any]) -> frozenset[UUID]:
    """A client's login is judged as its own client, whoever it names, and asks as we do: segments are ours. Whoever is
    not there for our person is in none."""
    client = call.actor.partner_id if call.actor.is_client else call.request.partner_id
    if client is None:
        return frozenset()
    try:
        found = call.ask(partners.GET_SEGMENTS_OF_PARTNER, ById(id=client), SYSTEM if call.actor.is_client else None)
    except NotFound:
        return frozenset()
    return frozenset(one.id for one in found.segments)


def _book(call: Call[Any]) -> price_sheets.Book:
    """Read before the transaction opens: nobody waits for a file to be unpacked."""
    return price_sheets.read_book(call.request.file, call.actor.language)


service_class = PricingService
