"""Discounts that rules give, how they combine, and how far below the rules a person may go (T12)."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.actor import OFFICE, Role
from services.chassis.contracts import ById, Message, equals, one_of
from services.chassis.errors import UNKNOWN_REFERENCE, Conflict, Invalid, error_code
from services.chassis.fields import (
    CurrencyCode,
    MoneyAmount,
    Name,
    NotNegativeMoney,
    PercentAmount,
    PriceAmount,
    QuantityAmount,
    SharePercent,
)
from services.chassis.moments import Day
from services.pricing.contracts.base import PRICERS, api
from services.pricing.contracts.offers import PaymentForm
from services.pricing.contracts.rates import BASE_CURRENCY

DISCOUNTERS = PRICERS | {Role.HEAD_OF_SALES}


class Combine(StrEnum):
    """How the discounts of a group are taken together: the largest saving; their sum; each of what the one before
    left; or the first by priority that holds."""

    HIGHEST = "highest"
    SUM = "sum"
    ONE_AFTER_ANOTHER = "one_after_another"
    EXCLUSIVE = "exclusive"


class Bound(StrEnum):
    """What a rule's quantity and amount are counted over, before any discount."""

    LINE = "line"
    DOCUMENT = "document"


class Weekday(StrEnum):
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


Priority = Annotated[int, Field(ge=1, le=1000)]
TimeOfDay = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["09:30"])]
"""Hours and minutes in the time zone of business."""


class SetDiscountRoot(Message):
    """How the outermost group combines what stands in it: the highest, unless this says otherwise."""

    combine: Combine


class AddDiscountGroup(Message):
    """A group within another, or within the root. `priority` counts where the group around it is exclusive: 1 first."""

    name: Name
    combine: Combine
    parent_id: UUID | None = None
    priority: Priority = 1


class ChangeDiscountGroup(Message):
    """Fields not given stay as they are."""

    id: UUID
    name: Name | None = None
    combine: Combine | None = None
    priority: Priority | None = None


class DiscountGroupView(Message):
    """Discounts and groups taken together in one way. The root stands in no other."""

    id: UUID
    name: str
    combine: Combine
    parent_id: UUID | None
    priority: int
    version: int


class AddDiscount(Message):
    """Something off while every condition given holds: one of a percent, money and a fixed price. Bounds include
    their own value and count before discounts, the amounts in the document's currency; `bound` says whether they count
    the line or the whole document."""

    name: Name
    name_en: Name | None = None
    percent: Annotated[PercentAmount, Field(ge=-1000, le=100)] | None = None
    """Below zero: a markup (-2: two percent dearer)."""
    money_off: Annotated[PriceAmount, Field(gt=0)] | None = None
    """Off the price of each unit, as the document's prices are (with VAT or without); never below zero."""
    fixed_price: PriceAmount | None = None
    """What a unit costs, as the document's prices are; where it costs no more without, this takes nothing."""
    currency: CurrencyCode = BASE_CURRENCY
    """Of the money or the fixed price: such a discount holds in documents in this currency."""
    group_id: UUID | None = None
    """None: the root."""
    priority: Priority = 1
    bound: Bound = Bound.LINE
    quantity_from: QuantityAmount | None = None
    amount_from: NotNegativeMoney | None = None
    card_kind_id: UUID | None = None
    """Holds with an active loyalty card of this kind."""
    price_group_id: UUID | None = None
    """Holds on lines of this price group."""
    payment_form: PaymentForm | None = None
    """Holds in documents that are paid so."""
    weekdays: Annotated[tuple[Weekday, ...], Field(max_length=7)] = ()
    """None: every day."""
    time_from: TimeOfDay | None = None
    """From this time of the day on, its minute included."""
    time_to: TimeOfDay | None = None
    """Until this time of the day, its minute not included; none: until midnight."""
    valid_from: Day | None = None
    valid_to: Day | None = None
    """The last day."""
    offer_id: UUID | None = None
    """Holds in documents under this offer, and under the individual ones built on it; none: in all."""
    item_segment_id: UUID | None = None
    """Holds on lines of items in this segment, and a bound on the document counts these lines alone; none: on all."""


class DiscountView(Message):
    """A discount that a rule gives; `withdrawn` ones give nothing any more."""

    id: UUID
    name: str
    name_en: str | None
    percent: PercentAmount | None
    money_off: PriceAmount | None
    fixed_price: PriceAmount | None
    currency: CurrencyCode
    group_id: UUID
    priority: int
    bound: Bound
    quantity_from: QuantityAmount | None
    amount_from: MoneyAmount | None
    card_kind_id: UUID | None
    price_group_id: UUID | None
    payment_form: PaymentForm | None
    weekdays: tuple[Weekday, ...]
    time_from: TimeOfDay | None
    time_to: TimeOfDay | None
    valid_from: date | None
    valid_to: date | None
    offer_id: UUID | None
    item_segment_id: UUID | None
    withdrawn: bool
    version: int


class SetManualLimit(Message):
    """How many percent below the price of the rules people of a role may go by hand. A person has the largest of
    their roles'; a role without a limit may not go below at all without approval."""

    role: Role
    percent: SharePercent


class ManualLimitView(Message):
    """A role's limit of what is typed by hand, in percent."""

    id: UUID
    role: Role
    percent: SharePercent
    version: int


DISCOUNT_PERIOD = error_code(
    "discount_period",
    Invalid,
    en="The period ends before it begins. Enter a later last day, or none.",
    uk="Період закінчується раніше, ніж починається. Введіть пізніший останній день або не вказуйте його.",
)
DISCOUNT_TAKES = error_code(
    "discount_takes_one_thing",
    Invalid,
    en="A discount takes one thing. Say a percent that is not zero, or money off, or a fixed price.",
    uk="Знижка дає щось одне. Вкажіть відсоток, що не дорівнює нулю, або суму знижки, або фіксовану ціну.",
)
DISCOUNT_HOURS = error_code(
    "discount_hours",
    Invalid,
    en="The time of the day ends before it begins. Enter a later end, or none; for a night add two discounts.",
    uk="Час доби закінчується раніше, ніж починається. Введіть пізніший кінець або не вказуйте його; для ночі додайте "
    "дві знижки.",
)
DISCOUNT_WITHDRAWN = error_code(
    "discount_withdrawn",
    Conflict,
    en="The discount was withdrawn already. Add a new one if it should hold again.",
    uk="Знижку вже відкликано. Якщо вона має знову діяти, додайте нову.",
)

SET_DISCOUNT_ROOT = api.command(
    "set_discount_root",
    "POST /discount-root",
    SetDiscountRoot,
    DiscountGroupView,
    roles=DISCOUNTERS,
    en="Set how all discounts combine",
    uk="Задати, як поєднуються всі знижки",
    success=200,
    example={"combine": "highest"},
)
ADD_DISCOUNT_GROUP = api.command(
    "add_discount_group",
    "POST /discount-groups",
    AddDiscountGroup,
    DiscountGroupView,
    roles=DISCOUNTERS,
    en="Add a group of discounts",
    uk="Додати групу знижок",
    errors=(UNKNOWN_REFERENCE,),
    example={"name": "Сезонні знижки", "combine": "highest"},
)
CHANGE_DISCOUNT_GROUP = api.command(
    "change_discount_group",
    "PATCH /discount-groups/{id}",
    ChangeDiscountGroup,
    DiscountGroupView,
    roles=DISCOUNTERS,
    en="Change a group of discounts",
    uk="Змінити групу знижок",
    example={"priority": 2},
)
LIST_DISCOUNT_GROUPS = api.listing(
    "list_discount_groups",
    "GET /discount-groups",
    DiscountGroupView,
    roles=OFFICE,
    en="Groups of discounts",
    uk="Групи знижок",
    orders=("priority", "-priority"),
    filters=(equals("parent_id", UUID),),
)
ADD_DISCOUNT = api.command(
    "add_discount",
    "POST /discounts",
    AddDiscount,
    DiscountView,
    roles=DISCOUNTERS,
    en="Add a discount",
    uk="Додати знижку",
    errors=(UNKNOWN_REFERENCE, DISCOUNT_PERIOD, DISCOUNT_TAKES, DISCOUNT_HOURS),
    example={
        "name": "Знижка від 100 одиниць",
        "percent": "3",
        "quantity_from": "100",
        "valid_from": "2026-12-01",
        "valid_to": "2026-12-31",
    },
)
WITHDRAW_DISCOUNT = api.command(
    "withdraw_discount",
    "POST /discounts/{id}/withdraw",
    ById,
    DiscountView,
    roles=DISCOUNTERS,
    en="Withdraw a discount",
    uk="Відкликати знижку",
    errors=(DISCOUNT_WITHDRAWN,),
    description="It gives nothing any more, in documents made from now on; earlier ones keep what they were given.",
)
GET_DISCOUNT = api.query(
    "get_discount", "GET /discounts/{id}", ById, DiscountView, roles=OFFICE, en="A discount", uk="Знижка"
)
LIST_DISCOUNTS = api.listing(
    "list_discounts",
    "GET /discounts",
    DiscountView,
    roles=OFFICE,
    en="Discounts",
    uk="Знижки",
    orders=("priority", "-priority"),
    filters=(
        one_of("group_id", UUID),
        equals("offer_id", UUID),
        equals("item_segment_id", UUID),
        equals("withdrawn", bool, about="that are withdrawn"),
    ),
)
SET_MANUAL_LIMIT = api.command(
    "set_manual_limit",
    "POST /manual-limits",
    SetManualLimit,
    ManualLimitView,
    roles={Role.ADMINISTRATOR, Role.HEAD_OF_SALES},
    en="Set a role's limit of prices typed by hand",
    uk="Задати межу ручних цін для ролі",
    success=200,
    example={"role": "manager", "percent": "5"},
)
LIST_MANUAL_LIMITS = api.listing(
    "list_manual_limits",
    "GET /manual-limits",
    ManualLimitView,
    roles=OFFICE,
    en="Limits of prices typed by hand",
    uk="Межі ручних цін",
    orders=("role", "-role"),
)
