"""What a marketing event takes: providers, costs against the budget, and the plan of tasks (M2)."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from services.chassis.actor import OFFICE
from services.chassis.contracts import Message, between, equals, one_of
from services.chassis.errors import UNKNOWN_REFERENCE, Conflict, Invalid, error_code
from services.chassis.fields import PERSONAL, CurrencyCode, LongText, MoneyAmount, Name, NotNegativeMoney
from services.chassis.moments import Day
from services.marketing.contracts.base import MARKETERS, api
from services.marketing.contracts.events import EVENT_STATUS
from services.marketing.contracts.guests import CONTACT_NOT_OF_PARTNER
from services.partners.contracts import PARTNER_NOT_OURS


class AddEventProvider(Message):
    """A partner who provides for the event: `provides` says what (booklets, the venue); `agreed_amount` is in the
    event's currency."""

    id: UUID
    partner_id: UUID
    contact_person_id: UUID | None = None
    provides: Name
    agreed_amount: NotNegativeMoney | None = None


class ChangeEventProvider(Message):
    """Fields not given stay as they are."""

    id: UUID
    provides: Name | None = None
    agreed_amount: NotNegativeMoney | None = None


class EventProviderView(Message):
    """Who provides what for a marketing event, and for how much."""

    id: UUID
    event_id: UUID
    partner_id: UUID
    contact_person_id: UUID | None
    person_name: Annotated[str, PERSONAL] | None
    provides: str
    agreed_amount: MoneyAmount | None
    version: int


class EventProviderRow(EventProviderView):
    partner_name: str | None


class AddEventCost(Message):
    """An item of cost: what is planned for it, what it cost, or both. `spent_on`: the day the actual cost counts on
    in reports, today when not given."""

    id: UUID
    item: Name
    planned: NotNegativeMoney | None = None
    actual: NotNegativeMoney | None = None
    spent_on: Day | None = None
    provider_id: UUID | None = None


class ChangeEventCost(Message):
    """Fields not given stay as they are; null takes an amount back."""

    id: UUID
    item: Name | None = None
    planned: NotNegativeMoney | None = None
    actual: NotNegativeMoney | None = None
    spent_on: Day | None = None


class EventCostView(Message):
    """An item of a marketing event's cost: planned and actual, in the event's currency."""

    id: UUID
    event_id: UUID
    item: str
    planned: MoneyAmount | None
    actual: MoneyAmount | None
    currency: CurrencyCode
    spent_on: date | None
    provider_id: UUID | None
    version: int


class EventTaskStatus(StrEnum):
    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


class AddEventTask(Message):
    """A task of the event's plan: who does it and by when."""

    id: UUID
    title: Name
    assignee_id: UUID
    due_on: Day


class ChangeEventTask(Message):
    """Fields not given stay as they are."""

    id: UUID
    title: Name | None = None
    assignee_id: UUID | None = None
    due_on: Day | None = None


class CompleteEventTask(Message):
    id: UUID
    result: LongText | None = None


class EventTaskView(Message):
    """A task of a marketing event's plan. It is about no client: `partner_id` is always null."""

    id: UUID
    event_id: UUID
    partner_id: UUID | None = None
    organization_id: UUID
    title: str
    assignee_id: UUID
    due_on: date
    status: EventTaskStatus
    result: str | None
    created_at: datetime
    version: int


COST_OF_NOTHING = error_code(
    "cost_of_nothing",
    Invalid,
    en="Enter what is planned for it or what it cost.",
    uk="Введіть, скільки на це заплановано або скільки витрачено.",
)
EVENT_TASK_ENDED = error_code(
    "event_task_ended",
    Conflict,
    en="The task is done or cancelled already. Add another one if there is more to do.",
    uk="Задачу вже виконано або скасовано. Якщо потрібно щось іще, додайте нову.",
)

ADD_EVENT_PROVIDER = api.command(
    "add_event_provider",
    "POST /marketing-events/{id}/providers",
    AddEventProvider,
    EventProviderView,
    roles=MARKETERS,
    en="Add who provides for a marketing event",
    uk="Додати підрядника маркетингового заходу",
    success=201,
    changes_existing=False,
    errors=(EVENT_STATUS, PARTNER_NOT_OURS, CONTACT_NOT_OF_PARTNER),
    example={"provides": "Друк буклетів", "agreed_amount": "12000.00"},
)
CHANGE_EVENT_PROVIDER = api.command(
    "change_event_provider",
    "PATCH /event-providers/{id}",
    ChangeEventProvider,
    EventProviderView,
    roles=MARKETERS,
    en="Change what a provider gives and for how much",
    uk="Змінити, що і за скільки надає підрядник",
    example={"agreed_amount": "12000.00"},
)
LIST_EVENT_PROVIDERS = api.listing(
    "list_event_providers",
    "GET /event-providers",
    EventProviderRow,
    roles=OFFICE,
    en="Providers of marketing events",
    uk="Підрядники маркетингових заходів",
    orders=("-created_at", "created_at"),
    filters=(equals("event_id", UUID), equals("partner_id", UUID)),
)
ADD_EVENT_COST = api.command(
    "add_event_cost",
    "POST /marketing-events/{id}/costs",
    AddEventCost,
    EventCostView,
    roles=MARKETERS,
    en="Add an item of a marketing event's cost",
    uk="Додати статтю витрат маркетингового заходу",
    success=201,
    changes_existing=False,
    errors=(UNKNOWN_REFERENCE, COST_OF_NOTHING),
    example={"item": "Буклети", "planned": "12000.00"},
)
CHANGE_EVENT_COST = api.command(
    "change_event_cost",
    "PATCH /event-costs/{id}",
    ChangeEventCost,
    EventCostView,
    roles=MARKETERS,
    en="Change an item of a marketing event's cost",
    uk="Змінити статтю витрат маркетингового заходу",
    errors=(COST_OF_NOTHING,),
    example={"actual": "11500.00"},
)
LIST_EVENT_COSTS = api.listing(
    "list_event_costs",
    "GET /event-costs",
    EventCostView,
    roles=OFFICE,
    en="Costs of marketing events",
    uk="Витрати маркетингових заходів",
    orders=("-created_at", "created_at"),
    filters=(equals("event_id", UUID), between("spent_on", date)),
)
ADD_EVENT_TASK = api.command(
    "add_event_task",
    "POST /marketing-events/{id}/tasks",
    AddEventTask,
    EventTaskView,
    roles=MARKETERS,
    en="Add a task to a marketing event's plan",
    uk="Додати задачу до плану маркетингового заходу",
    success=201,
    changes_existing=False,
    errors=(UNKNOWN_REFERENCE, EVENT_STATUS),
    example={"title": "Надрукувати буклети", "due_on": "2026-12-05"},
)
CHANGE_EVENT_TASK = api.command(
    "change_event_task",
    "PATCH /event-tasks/{id}",
    ChangeEventTask,
    EventTaskView,
    roles=MARKETERS,
    en="Change a task of a marketing event's plan",
    uk="Змінити задачу плану маркетингового заходу",
    errors=(UNKNOWN_REFERENCE, EVENT_TASK_ENDED),
    example={"due_on": "2026-12-01"},
)
COMPLETE_EVENT_TASK = api.command(
    "complete_event_task",
    "POST /event-tasks/{id}/complete",
    CompleteEventTask,
    EventTaskView,
    roles=OFFICE,
    en="Complete a task of a marketing event's plan",
    uk="Завершити задачу плану маркетингового заходу",
    errors=(EVENT_TASK_ENDED,),
    example={"result": "Буклети надруковано"},
    description="What came of it stays on the task.",
)
LIST_EVENT_TASKS = api.listing(
    "list_event_tasks",
    "GET /event-tasks",
    EventTaskView,
    roles=OFFICE,
    en="Tasks of marketing events",
    uk="Задачі маркетингових заходів",
    orders=("due_on", "-due_on"),
    filters=(
        equals("event_id", UUID),
        equals("assignee_id", UUID),
        one_of("status", EventTaskStatus),
        between("due_on", date),
    ),
)

EVENT_TASK_CHANGED = api.state("event_task_changed", EventTaskView, subject="event_task")
