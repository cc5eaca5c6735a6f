"""Offers: made, agreed, changed by versions, closed (O1, O4-O6)."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.actor import OFFICE, Role
from services.chassis.contracts import ById, Message, equals, one_of
from services.chassis.errors import UNKNOWN_REFERENCE, Conflict, Forbidden, Invalid, error_code
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
from services.partners.contracts import NOT_A_CLIENT, PARTNER_NOT_OURS
from services.pricing.contracts.base import api
from services.pricing.contracts.offers import OfferKind, OfferStatus, PaymentStage, SettledBy, TermsOfOffer

MAKERS = frozenset({Role.ADMINISTRATOR, Role.HEAD_OF_SALES, Role.PRICING_MANAGER, Role.MANAGER})
APPROVERS = frozenset({Role.ADMINISTRATOR, Role.HEAD_OF_SALES, Role.COMMERCIAL_APPROVER})

Days = Annotated[int, Field(ge=0, le=3650)]


class SaidTerms(Message):
    """Terms that an offer says itself: those given. A standard offer says its price type; of an individual one built
    on it everything that is not given is the standard one's. A limit of null says that there is none."""

    price_type_id: UUID | None = None
    """The main one: what neither an item's row nor a price group's prices costs its price."""
    currency: CurrencyCode | None = None
    """None: the price type's. Prices of types in another are converted at the document's date."""
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
    holidays: Annotated[tuple[Day, ...], Field(max_length=400)] = ()


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


class OfferRow(Message):
    """An offer without its rows. `valid_to` is the last day, null: without end; `expired` follows from it.
    `awaits_approval`: it, or its next version, waits for somebody who may agree it."""

    id: UUID
    number: str
    name: str
    kind: OfferKind
    organization_id: UUID
    partner_id: UUID | None
    standard_id: UUID | None
    status: OfferStatus
    version_number: int | None
    """The latest version that was agreed."""
    next_version: int | None
    """The version that is not agreed yet."""
    awaits_approval: bool
    valid_from: date
    valid_to: date | None
    open_to_clients: bool
    return_reason: str | None
    """Why the next version came back from approval."""
    version: int


class OfferListed(Message):
    """An offer in a list; `expired` as of today."""

    id: UUID
    number: str
    name: str
    kind: OfferKind
    organization_id: UUID
    partner_id: UUID | None
    standard_id: UUID | None
    status: OfferStatus
    version_number: int | None
    valid_from: date
    valid_to: date | None
    expired: bool
    open_to_clients: bool
    version: int


class OfferVersionView(Message):
    """What a version says itself. `said`: the names of its terms that are given here, the rest is read through."""

    number: int
    status: OfferStatus
    in_force_from: date | None
    effective_from: date | None
    valid_from: date
    valid_to: date | None
    open_to_clients: bool
    terms: SaidTerms
    said: tuple[str, ...]
    item_rows: tuple[OfferItem, ...]
    group_rows: tuple[OfferGroup, ...]
    return_reason: str | None


class OfferView(OfferRow):
    """An offer with its rows. `in_force`: the version that is sold under today; `next`: the one that is not agreed;
    `terms`: today's, read through. Clients are shown neither the next version nor our limits."""

    expired: bool
    in_force: OfferVersionView | None
    next: OfferVersionView | None
    terms: TermsOfOffer | None


class TermsAsked(Message):
    """The terms of an offer on a day; of today when none is named."""

    id: UUID
    on: Day | None = None


class OffersAsked(Message):
    """The offers a client may buy under, on a day (today when none is named)."""

    partner_id: UUID
    organization_id: UUID
    on: Day | None = None


class ClientOffers(Message):
    """By default order: the individual ones first, then the latest start, then the highest number. The first is what
    a document takes when nobody chooses."""

    offers: tuple[OfferRow, ...]


OFFER_STATUS = error_code(
    "offer_status",
    Conflict,
    en="The offer is {status}: this cannot be done with it now. Submit one that is not agreed; approve or return one "
    "on approval; change one in force to make its next version; make a new one instead of a closed one.",
    uk="Оферта зараз має статус «{status}»: так із нею зробити не можна. Непогоджену подайте на погодження; подану "
    "погодьте чи поверніть; чинну змініть, щоб скласти наступну версію; замість закритої складіть нову.",
    words={
        OfferStatus.NOT_AGREED: ("not agreed", "Не погоджено"),
        OfferStatus.ON_APPROVAL: ("on approval", "На погодженні"),
        OfferStatus.IN_FORCE: ("in force", "Діє"),
        OfferStatus.CLOSED: ("closed", "Закрито"),
    },
)
OFFER_NOT_YOURS = error_code(
    "offer_not_yours",
    Forbidden,
    en="You make offers for single clients only. Ask a pricing manager to make or change a standard one.",
    uk="Ви складаєте лише індивідуальні оферти. Попросіть менеджера з цін скласти чи змінити типову.",
)
OFFER_WRONG = {
    "stages": error_code(
        "stages_not_whole",
        Invalid,
        en="The percents of the payment stages sum to {sum}. Make them 100.",
        uk="Відсотки етапів оплати разом дають {sum}. Зробіть, щоб було 100.",
    ),
    "period": error_code(
        "offer_period",
        Invalid,
        en="The period ends before it begins. Enter a later last day, or none.",
        uk="Період закінчується раніше, ніж починається. Введіть пізніший останній день або не вказуйте його.",
    ),
    "effective": error_code(
        "offer_effective",
        Invalid,
        en="The version would begin before the offer's period. Enter a day within it.",
        uk="Версія почалася б раніше за період оферти. Введіть день у його межах.",
    ),
    "one_of_two": error_code(
        "row_says_one_thing",
        Invalid,
        en="The row gives either a price (a percent for a group) or a price type. Leave one of the two.",
        uk="Рядок задає або ціну (для групи відсоток), або вид ціни. Залиште щось одне.",
    ),
    "twice": error_code(
        "row_twice",
        Invalid,
        en="There is a row for this already. Leave one of them.",
        uk="Для цього вже є рядок. Залиште один із них.",
    ),
    "price_type": error_code(
        "offer_without_price_type",
        Invalid,
        en="The offer has no main price type. Choose one, or build the offer on a standard one.",
        uk="В оферті немає основного виду ціни. Виберіть його або побудуйте оферту на типовій.",
    ),
    "standard": error_code(
        "standard_not_fitting",
        Invalid,
        en="An individual offer is built on an agreed standard one of the same organization. Choose such a one.",
        uk="Індивідуальна оферта будується на погодженій типовій тієї ж організації. Виберіть таку.",
    ),
    "term": error_code(
        "no_such_term",
        Invalid,
        en="There is no term of this name. Check the names in the description of the request.",
        uk="Умови з такою назвою немає. Перевірте назви в описі запиту.",
    ),
}
OFFER_NOT_HERE = error_code(
    "offer_not_in_force",
    Conflict,
    en="The offer is not in force on this day. Choose another offer, or another day.",
    uk="Оферта на цей день не діє. Виберіть іншу оферту або інший день.",
)
OFFER_FOR_ANOTHER = error_code(
    "offer_for_another",
    Conflict,
    en="The offer is another organization's or another client's. Choose one that this client may buy under.",
    uk="Оферта належить іншій організації або іншому клієнту. Виберіть ту, за якою цей клієнт може купувати.",
)
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
