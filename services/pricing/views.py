"""How pricing's records are shown: to callers, in events, in replays."""

from collections.abc import Collection

from sqlalchemy import or_

from services.chassis.jobs import register_views
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


@views.of(ItemView, Item)
def item_view(_: Reader, item: Item) -> ItemView:
    return ItemView.model_validate(item, from_attributes=True)


@views.of(ItemCard, Item)
def item_card(reader: Reader, item: Item) -> ItemCard:
    return card_of(reader, item)


@views.of(ProductCategoryView, ProductCategory)
def product_category_view(_: Reader, category: ProductCategory) -> ProductCategoryView:
    return ProductCategoryView.model_validate(category, from_attributes=True)


@views.of(SeasonView, Season)
def season_view(_: Reader, season: Season) -> SeasonView:
    return SeasonView.model_validate(season, from_attributes=True)


@views.of(SeasonalGroupView, SeasonalGroup)
def seasonal_group_view(_: Reader, group: SeasonalGroup) -> SeasonalGroupView:
    return SeasonalGroupView.model_validate(group, from_attributes=True)


@views.of(PriceTypeView, PriceType)
def price_type_view(_: Reader, price_type: PriceType) -> PriceTypeView:
    return PriceTypeView.model_validate(price_type, from_attributes=True)


@views.of(
    PriceSettingView,
    PriceSetting,
    where=lambda: or_(PriceSetting.agreed_at.is_not(None), PriceSetting.status == SettingStatus.AGREED),
    at=lambda setting: setting.agreed_at or setting.created_at,
)
def price_setting_view(_: Reader, setting: PriceSetting) -> PriceSettingView:
    return PriceSettingView.model_validate(setting, from_attributes=True)


@views.of(
    PriceSettingCancelled,
    PriceSetting,
    where=lambda: PriceSetting.agreed_at.is_not(None) & PriceSetting.cancelled_at.is_not(None),
    at=lambda setting: setting.cancelled_at or setting.updated_at,
)
def price_setting_cancelled(_: Reader, setting: PriceSetting) -> PriceSettingCancelled:
    return PriceSettingCancelled.model_validate(setting, from_attributes=True)


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


@views.of(ExchangeRateView, ExchangeRate)
def exchange_rate_view(_: Reader, rate: ExchangeRate) -> ExchangeRateView:
    return ExchangeRateView.model_validate(rate, from_attributes=True)


@views.of(IndicatorRulesView, IndicatorRules)
def indicator_rules_view(_: Reader, rules: IndicatorRules) -> IndicatorRulesView:
    return IndicatorRulesView.model_validate(rules, from_attributes=True)


@views.of(SalesPlanView, SalesPlan)
def sales_plan_view(_: Reader, plan: SalesPlan) -> SalesPlanView:
    return SalesPlanView.model_validate(plan, from_attributes=True)


@views.of(ItemSegmentView, ItemSegment)
def item_segment_view(_: Reader, segment: ItemSegment) -> ItemSegmentView:
    job = None if segment.refresh_job_id is None else f"pricing.{segment.refresh_job_id}"
    shown = {name: getattr(segment, name, None) for name in ItemSegmentView.model_fields}
    return ItemSegmentView.model_validate({**shown, "refresh_job": job})


@views.of(PriceGroupView, PriceGroup)
def price_group_view(_: Reader, group: PriceGroup) -> PriceGroupView:
    return PriceGroupView.model_validate(group, from_attributes=True)


@views.of(CalendarView, Calendar)
def calendar_view(_: Reader, calendar: Calendar) -> CalendarView:
    return CalendarView.model_validate(calendar, from_attributes=True)


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


@views.of(OfferPeriodView, OfferPeriod)
def offer_period_view(_: Reader, period: OfferPeriod) -> OfferPeriodView:
    return OfferPeriodView.model_validate(period, from_attributes=True)


@views.of(DiscountGroupView, DiscountGroup)
def discount_group_view(_: Reader, group: DiscountGroup) -> DiscountGroupView:
    return DiscountGroupView.model_validate(group, from_attributes=True)


@views.of(DiscountView, Discount)
def discount_view(_: Reader, discount: Discount) -> DiscountView:
    shown = {name: getattr(discount, name, None) for name in DiscountView.model_fields}
    return DiscountView.model_validate({**shown, "withdrawn": discount.archived_at is not None})


@views.of(ManualLimitView, ManualLimit)
def manual_limit_view(_: Reader, limit: ManualLimit) -> ManualLimitView:
    return ManualLimitView.model_validate(limit, from_attributes=True)


@views.of(CardKindView, CardKind)
def card_kind_view(_: Reader, kind: CardKind) -> CardKindView:
    return CardKindView.model_validate(kind, from_attributes=True)


@views.of(CardBonuses, LoyaltyCard)
def card_bonuses_view(reader: Reader, card: LoyaltyCard) -> CardBonuses:
    return card_bonuses(reader, card)


@views.of(CardOrderView, CardOrder)
def card_order_view(_: Reader, order: CardOrder) -> CardOrderView:
    return CardOrderView.model_validate(order, from_attributes=True)


@views.of(BonusesWithheld, CardOrder, where=lambda: or_(CardOrder.withheld > 0, CardOrder.returned > 0))
def bonuses_withheld(_: Reader, order: CardOrder) -> BonusesWithheld:
    return BonusesWithheld.model_validate(order, from_attributes=True)


@views.of(CardView, LoyaltyCard)
def card_view(reader: Reader, card: LoyaltyCard) -> CardView:
    shown = {name: getattr(card, name) for name in CardView.model_fields}
    return CardView.model_validate({**shown, "status": status_on(card, reader.today)})
