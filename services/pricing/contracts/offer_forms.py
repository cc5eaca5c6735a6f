"""What offers are written in: their terms as an offer says them itself, rows of prices, the forms of commands (O2, O4).

What of that holds on a day, read through from a standard offer, is `TermsOfOffer` in `offers.py`.
"""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.contracts import Message
from services.chassis.fields import (
    CurrencyCode,
    MarkupPercent,
    Name,
    NotNegativeMoney,
    PriceAmount,
    SaidText,
    SharePercent,
)
from services.chassis.moments import Day
from services.pricing.contracts.offers import (
    DayKind,
    Operation,
    PaymentForm,
    PaymentRate,
    PaymentStage,
    RegularPlan,
    SettledBy,
    SettlementOrder,
    VatRegime,
)

Days = Annotated[int, Field(ge=0, le=3650)]


class SaidTerms(Message):
    """Terms that an offer says itself: those given. A standard offer says its price type; of an individual one built
    on it everything that is not given is the standard one's. A limit of null says that there is none."""

    price_type_id: UUID | None = None
    """The main one: what neither an item's row nor a price group's prices costs its price."""
    currency: CurrencyCode | None = None
    """None: the price type's. Prices of types in another are converted at the document's date."""
    operation: Operation = Operation.SALE
    vat_regime: VatRegime = VatRegime.BY_ITEM
    settlement_order: SettlementOrder | None = None
    """Hryvnias go with an offer in UAH, the other two with one in another currency. None: in the offer's."""
    payment_rate: PaymentRate | None = None
    """Said of a debt in currency that is paid in hryvnias, and only then."""
    payment_form: PaymentForm | None = None
    """None: in any."""
    payment_stages: Annotated[tuple[PaymentStage, ...], Field(max_length=20)] = ()
    settled_by: SettledBy = SettledBy.ORDER
    minimum_amount: NotNegativeMoney | None = None
    credit_limit: NotNegativeMoney | None = None
    breach_days: Days | None = None
    breach_amount: NotNegativeMoney | None = None
    manual_limit: SharePercent | None = None
    """How many percent below the price of the rules a person may type; the person's own limit holds besides."""
    contract_required: bool = False
    warehouse_id: UUID | None = None
    delivery_days: Days | None = None
    dedicated_supply: bool = False
    """Goods of new orders are bound to them when stock is shared out, and whatever comes next."""
    packaging_days: Days | None = None
    """How many days after a shipment our packaging is returned by."""
    packaging_day_kind: DayKind = DayKind.CALENDAR
    packaging_deposit: bool = False
    """Whether a deposit is left for it, at its price."""
    plan: RegularPlan | None = None
    """Makes the offer a regular one: each period is a task of whoever answers for it."""
    calendar_id: UUID | None = None
    """A calendar whose holidays are not business days: shared by offers, kept in one place."""
    holidays: Annotated[tuple[Day, ...], Field(max_length=400)] = ()
    item_segment_id: UUID | None = None
    """Only items of this segment are sold under it; none: all."""
    partner_segment_id: UUID | None = None
    """Of a standard offer: only clients of this segment of partners buy under it; none: all. Offers built on it are for
    their client whatever its segments. Ours alone: clients are not shown it."""


class OfferItem(Message):
    """An item's own place: a price per unit in the offer's currency and the document's VAT kind, or a price type.
    A typed price takes discounts only where its row allows them."""

    item_id: UUID
    price: PriceAmount | None = None
    price_type_id: UUID | None = None
    discounts_allowed: bool = False


class OfferGroup(Message):
    """A price group's place: a price type, or a percent on the main one (-4: four percent cheaper)."""

    price_group_id: UUID
    price_type_id: UUID | None = None
    percent: MarkupPercent | None = None


_ItemRows = Annotated[tuple[OfferItem, ...], Field(max_length=1000)]
_GroupRows = Annotated[tuple[OfferGroup, ...], Field(max_length=1000)]


class MakeOffer(Message):
    """A standard offer, or an individual one for a client, maybe built on a standard one. It is not agreed yet."""

    name: Name
    organization_id: UUID
    partner_id: UUID | None = None
    standard_id: UUID | None = None
    valid_from: Day
    valid_to: Day | None = None
    """The last day; none: without end."""
    open_to_clients: bool = False
    """A standard one: whether clients see it themselves."""
    open_to_representatives: bool = True
    """A standard one: whether sales representatives see it, and order under it."""
    responsible_id: UUID | None = None
    """Who of our people answers for it; of a client's offer the client's manager, else whoever makes it, when nobody is
    named."""
    terms: SaidTerms = SaidTerms()
    item_rows: _ItemRows = ()
    group_rows: _GroupRows = ()


class ChangeOffer(Message):
    """What is given changes; rows given replace all rows. While the offer is in force this makes its next version,
    or edits it: it holds when it is agreed, from `effective_from` or the day of approval."""

    id: UUID
    name: Name | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None
    open_to_clients: bool | None = None
    open_to_representatives: bool | None = None
    responsible_id: UUID | None = None
    """Holds at once, as the name does: it is no term."""
    effective_from: Day | None = None
    terms: SaidTerms | None = None
    unsaid: Annotated[tuple[str, ...], Field(max_length=20)] = ()
    """Terms, by their names, that this offer shall no longer say itself."""
    item_rows: _ItemRows | None = None
    group_rows: _GroupRows | None = None


class ReturnOffer(Message):
    """Not agreed: the reason is shown to whoever made it."""

    id: UUID
    reason: SaidText
