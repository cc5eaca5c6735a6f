"""Marketing events: exhibitions, presentations, seminars (M2). Guests: `guests.py`; work and money: `works.py`.

The partner segment to invite and the item segment an event works for are not here: segments do not exist yet.
"""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from services.chassis.actor import OFFICE
from services.chassis.contracts import ById, Message, between, equals, one_of
from services.chassis.errors import UNKNOWN_REFERENCE, Conflict, error_code
from services.chassis.fields import CurrencyCode, LongText, MoneyAmount, Name, NotNegativeMoney, SaidText
from services.chassis.moments import Day
from services.chassis.sums import MoneySum
from services.marketing.contracts.base import MARKETERS, api


class EventKind(StrEnum):
    EXHIBITION = "exhibition"
    PRESENTATION = "presentation"
    SEMINAR = "seminar"
    OTHER = "other"


class EventStatus(StrEnum):
    PLANNED = "planned"
    RUNNING = "running"
    HELD = "held"
    CANCELLED = "cancelled"


EVENT_WORDS = {
    EventStatus.PLANNED: ("Planned", "Заплановано"),
    EventStatus.RUNNING: ("Running", "Триває"),
    EventStatus.HELD: ("Held", "Проведено"),
    EventStatus.CANCELLED: ("Cancelled", "Скасовано"),
}


class PlanMarketingEvent(Message):
    """A marketing event from `planned_from` to `planned_to`, both days included (one day, when only the first is
    given). The budget and all its costs are in `currency`."""

    organization_id: UUID
    kind: EventKind
    name: Name
    planned_from: Day
    planned_to: Day | None = None
    channel_id: UUID | None = None
    """The advertising channel whose total it counts for."""
    place: Name | None = None
    budget: NotNegativeMoney | None = None
    currency: CurrencyCode = "UAH"
    responsible_id: UUID | None = None
    """The planning person, when not named."""
    description: LongText | None = None


class ChangeMarketingEvent(Message):
    """Fields not given stay as they are; null empties those that may be empty."""

    id: UUID
    kind: EventKind | None = None
    name: Name | None = None
    planned_from: Day | None = None
    planned_to: Day | None = None
    channel_id: UUID | None = None
    place: Name | None = None
    budget: NotNegativeMoney | None = None
    responsible_id: UUID | None = None
    description: LongText | None = None


class OnDay(Message):
    """`on`: the actual day, today when not given."""

    id: UUID
    on: Day | None = None


class CancelMarketingEvent(Message):
    """Its open tasks are cancelled with it."""

    id: UUID
    reason: SaidText


class MarketingEventView(Message):
    """A marketing event: planned → running → held, or cancelled with a reason. Dates are inclusive; `budget` is in
    `currency`, null: none was set."""

    id: UUID
    organization_id: UUID
    kind: EventKind
    name: str
    channel_id: UUID | None
    status: EventStatus
    planned_from: date
    planned_to: date
    actual_from: date | None
    actual_to: date | None
    place: str | None
    budget: MoneyAmount | None
    currency: CurrencyCode
    responsible_id: UUID | None
    description: str | None
    cancel_reason: str | None
    created_at: datetime
    version: int


class GuestCounts(Message):
    """How many guests stand at each status now, among the clients the asking person may see."""

    invited: int = 0
    confirmed: int = 0
    refused: int = 0
    attended: int = 0
    absent: int = 0


class MarketingEventCard(MarketingEventView):
    """A marketing event with its money and guests. `budget_left`: the budget less actual costs, negative where it
    was exceeded, null without a budget."""

    planned_cost: MoneySum
    actual_cost: MoneySum
    budget_left: MoneySum | None
    guests: GuestCounts


EVENT_STATUS = error_code(
    "event_status",
    Conflict,
    en="The event is in status “{status}”; this can be done in: {needed}. Move it there first, or choose another.",
    uk="Захід у статусі «{status}»; це можна зробити в: {needed}. Спершу переведіть його або виберіть інший.",
    words=EVENT_WORDS,
)
EVENT_DATES = error_code(
    "event_dates",
    Conflict,
    en="The event would end before it begins. Enter a later last day.",
    uk="Захід закінчувався б раніше, ніж починається. Введіть пізніший останній день.",
)

PLAN_MARKETING_EVENT = api.command(
    "plan_marketing_event",
    "POST /marketing-events",
    PlanMarketingEvent,
    MarketingEventCard,
    roles=MARKETERS,
    en="Plan a marketing event",
    uk="Запланувати маркетинговий захід",
    errors=(UNKNOWN_REFERENCE, EVENT_DATES),
    example={
        "kind": "exhibition",
        "name": "Виставка «Будівельний сезон»",
        "planned_from": "2026-12-10",
        "planned_to": "2026-12-12",
        "place": "Павільйон 2",
        "budget": "80000.00",
    },
)
CHANGE_MARKETING_EVENT = api.command(
    "change_marketing_event",
    "PATCH /marketing-events/{id}",
    ChangeMarketingEvent,
    MarketingEventCard,
    roles=MARKETERS,
    en="Change a marketing event that is not over",
    uk="Змінити маркетинговий захід, який ще не завершено",
    errors=(UNKNOWN_REFERENCE, EVENT_STATUS, EVENT_DATES),
    example={"place": "Павільйон 2"},
)
START_MARKETING_EVENT = api.command(
    "start_marketing_event",
    "POST /marketing-events/{id}/start",
    OnDay,
    MarketingEventCard,
    roles=MARKETERS,
    en="Start a marketing event",
    uk="Розпочати маркетинговий захід",
    errors=(EVENT_STATUS,),
)
HOLD_MARKETING_EVENT = api.command(
    "hold_marketing_event",
    "POST /marketing-events/{id}/hold",
    OnDay,
    MarketingEventCard,
    roles=MARKETERS,
    en="Say that a marketing event was held",
    uk="Позначити маркетинговий захід проведеним",
    errors=(EVENT_STATUS, EVENT_DATES),
)
CANCEL_MARKETING_EVENT = api.command(
    "cancel_marketing_event",
    "POST /marketing-events/{id}/cancel",
    CancelMarketingEvent,
    MarketingEventCard,
    roles=MARKETERS,
    en="Cancel a marketing event with a reason",
    uk="Скасувати маркетинговий захід із зазначенням причини",
    errors=(EVENT_STATUS,),
    example={"reason": "Павільйон закрито на ремонт"},
)
GET_MARKETING_EVENT = api.query(
    "get_marketing_event",
    "GET /marketing-events/{id}",
    ById,
    MarketingEventCard,
    roles=OFFICE,
    en="A marketing event with its money and guests",
    uk="Маркетинговий захід із витратами й гостями",
)
LIST_MARKETING_EVENTS = api.listing(
    "list_marketing_events",
    "GET /marketing-events",
    MarketingEventView,
    roles=OFFICE,
    en="Marketing events",
    uk="Маркетингові заходи",
    orders=("-planned_from", "planned_from", "name", "-name"),
    filters=(
        one_of("status", EventStatus),
        one_of("kind", EventKind),
        equals("organization_id", UUID),
        equals("channel_id", UUID),
        equals("responsible_id", UUID),
        between("planned_from", date),
    ),
    search=True,
)

MARKETING_EVENT_CHANGED = api.state("marketing_event_changed", MarketingEventView, subject="marketing_event")
