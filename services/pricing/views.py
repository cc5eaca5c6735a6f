"""How pricing's records are shown: to callers, in events, in replays."""

from collections.abc import Collection

from sqlalchemy import or_

from services.chassis.jobs import register_views
from services.chassis.segment_cards import segment_view
from services.chassis.tx import Reader, Views
from services.pricing.bonuses import card_bonuses
from services.pricing.cards import status_on
from services.pricing.contracts import (
    BonusesWithheld,
    CalendarView,
    CardBonuses,
    CardKindView,
    CardOrderView,
    CardView,
    DiscountGroupView,
    DiscountView,
    ExchangeRateView,
    IndicatorRulesView,
    ItemCard,
    ItemSegmentView,
    ItemView,
    ManualLimitView,
    OfferGroup,
    OfferItem,
    OfferPeriodView,
    OfferRow,
    OfferStatus,
    OfferVersionView,
    OfferView,
    PriceGroupView,
    PriceSettingCancelled,
    PriceSettingShown,
    PriceSettingView,
    PriceSheetSet,
    PriceTypeView,
    ProductCategoryView,
    SaidTerms,
    SalesPlanView,
    SeasonalGroupView,
    SeasonView,
    SettingStatus,
)
from services.pricing.items import card_of
from services.pricing.models import (
    Calendar,
    CardKind,
    CardOrder,
    Discount,
    DiscountGroup,
    ExchangeRate,
    IndicatorRules,
    Item,
    ItemSegment,
    LoyaltyCard,
    ManualLimit,
    Offer,
    OfferPeriod,
    OfferVersion,
    PriceGroup,
    PriceSetting,
    PriceType,
    ProductCategory,
    SalesPlan,
    Season,
    SeasonalGroup,
)
from services.pricing.offers import is_expired, pending
from services.pricing.rules import offers as rules
from services.pricing.terms import HIDDEN_FROM_CLIENTS, hidden_from, shown_terms

views = Views()
register_views(views, "pricing")


views.as_kept(ItemView, Item)


@views.of(ItemCard, Item)
def item_card(reader: Reader, item: Item) -> ItemCard:
    return card_of(reader, item)


views.as_kept(ProductCategoryView, ProductCategory)
views.as_kept(SeasonView, Season)
views.as_kept(SeasonalGroupView, SeasonalGroup)
views.as_kept(PriceTypeView, PriceType)
views.as_kept(
    PriceSettingView,
    PriceSetting,
    where=lambda: or_(PriceSetting.agreed_at.is_not(None), PriceSetting.status == SettingStatus.AGREED),
    at=lambda setting: setting.agreed_at or setting.created_at,
)
views.as_kept(
    PriceSettingCancelled,
    PriceSetting,
    where=lambda: PriceSetting.agreed_at.is_not(None) & PriceSetting.cancelled_at.is_not(None),
    at=lambda setting: setting.cancelled_at or setting.updated_at,
)


@views.of(PriceSettingShown, PriceSetting)
def price_setting_shown(reader: Reader, setting: PriceSetting) -> PriceSettingShown:
    shown = {name: getattr(setting, name, None) for name in PriceSettingShown.model_fields}
    effective = setting.status == SettingStatus.AGREED and setting.effective_from <= reader.today
    status = SettingStatus.EFFECTIVE if effective else setting.status
    return PriceSettingShown.model_validate({**shown, "status": status, "prices": setting.said})


@views.of(PriceSheetSet, PriceSetting)
def price_sheet_set(reader: Reader, setting: PriceSetting) -> PriceSheetSet:
    """What the file itself tells is added by whoever has it."""
    return PriceSheetSet(**price_setting_shown(reader, setting).__dict__)


views.as_kept(ExchangeRateView, ExchangeRate)
views.as_kept(IndicatorRulesView, IndicatorRules)
views.as_kept(SalesPlanView, SalesPlan)


@views.of(ItemSegmentView, ItemSegment)
def item_segment_view(_: Reader, segment: ItemSegment) -> ItemSegmentView:
    return segment_view(ItemSegmentView, segment, "pricing")


views.as_kept(PriceGroupView, PriceGroup)
views.as_kept(CalendarView, Calendar)


@views.of(OfferRow, Offer)
def offer_row(_: Reader, offer: Offer) -> OfferRow:
    """The same for whoever looks and whenever: the event is made of it."""
    waiting = pending(offer)
    return OfferRow.model_validate(
        {
            **{name: getattr(offer, name, None) for name in OfferRow.model_fields},
            "next_version": waiting.number if waiting else None,
            "awaits_approval": waiting is not None and waiting.status == OfferStatus.ON_APPROVAL,
            "return_reason": waiting.return_reason if waiting else None,
        }
    )


@views.of(OfferView, Offer)
def offer_view(reader: Reader, offer: Offer) -> OfferView:
    client = reader.actor.is_client
    today = rules.version_on(offer.versions, reader.today)
    waiting = None if client else pending(offer)
    row = offer_row(reader, offer).__dict__
    if client:
        row |= HIDDEN_FROM_CLIENTS
    hidden = hidden_from(reader.actor, offer.kind)
    return OfferView(
        **row,
        expired=is_expired(offer, reader.today),
        in_force=_version(today, hidden, client=client) if today else None,
        next=_version(waiting, hidden, client=client) if waiting else None,
        terms=shown_terms(reader, offer),
    )


def _version(version: OfferVersion, hidden: Collection[str], *, client: bool) -> OfferVersionView:
    said = {name: value for name, value in version.said.items() if name not in hidden}
    return OfferVersionView(
        number=version.number,
        status=OfferStatus(version.status),
        in_force_from=version.in_force_from,
        effective_from=version.effective_from,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        open_to_clients=version.open_to_clients,
        open_to_representatives=version.open_to_representatives,
        terms=SaidTerms.model_validate(said),
        said=tuple(said),
        item_rows=tuple(OfferItem.model_validate(row, from_attributes=True) for row in version.item_rows),
        group_rows=tuple(OfferGroup.model_validate(row, from_attributes=True) for row in version.group_rows),
        return_reason=None if client else version.return_reason,
    )


views.as_kept(OfferPeriodView, OfferPeriod)
views.as_kept(DiscountGroupView, DiscountGroup)


@views.of(DiscountView, Discount)
def discount_view(_: Reader, discount: Discount) -> DiscountView:
    shown = {name: getattr(discount, name, None) for name in DiscountView.model_fields}
    return DiscountView.model_validate({**shown, "withdrawn": discount.archived_at is not None})


views.as_kept(ManualLimitView, ManualLimit)
views.as_kept(CardKindView, CardKind)


@views.of(CardBonuses, LoyaltyCard)
def card_bonuses_view(reader: Reader, card: LoyaltyCard) -> CardBonuses:
    return card_bonuses(reader, card)


views.as_kept(CardOrderView, CardOrder)
views.as_kept(BonusesWithheld, CardOrder, where=lambda: or_(CardOrder.withheld > 0, CardOrder.returned > 0))


@views.of(CardView, LoyaltyCard)
def card_view(reader: Reader, card: LoyaltyCard) -> CardView:
    shown = {name: getattr(card, name) for name in CardView.model_fields}
    return CardView.model_validate({**shown, "status": status_on(card, reader.today)})
