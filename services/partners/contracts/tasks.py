"""Tasks (H3) and the client's timeline (P10)."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.actor import OFFICE, Role
from services.chassis.contracts import ById, Message, between, equals, one_of
from services.chassis.errors import Conflict, Invalid, error_code
from services.chassis.fields import CurrencyCode, LongText, Name
from services.chassis.moments import Instant
from services.partners.contracts.base import api
from services.partners.contracts.partners import PARTNER_NOT_OURS

Word = Annotated[str, Field(pattern=r"^[a-z_]{1,40}$", examples=["order"])]


class TaskStatus(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DONE = "done"
    CANCELLED = "cancelled"


class TaskPriority(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


class GiveTask(Message):
    """A task for oneself or a subordinate, or for whoever has a role (`for_role`)."""

    title: Name
    description: LongText | None = None
    assignee_id: UUID | None = None
    for_role: Role | None = None
    partner_id: UUID | None = None
    due_at: Instant | None = None
    priority: TaskPriority = TaskPriority.NORMAL


class CompleteTask(Message):
    id: UUID
    result: LongText | None = None


class TaskView(Message):
    """A task of one person (`assignee_id`) or of whoever has a role (`for_role`); `due_at` in UTC."""

    id: UUID
    title: str
    description: str | None
    status: TaskStatus
    priority: TaskPriority
    author_id: UUID | None
    assignee_id: UUID | None
    for_role: Role | None
    partner_id: UUID | None
    subject_type: str | None
    subject_id: UUID | None
    due_at: datetime | None
    result: str | None
    completed_by: UUID | None
    created_at: datetime
    version: int


class TimelineRow(Message):
    """One thing that happened with the client, whichever service it happened in (P10)."""

    id: UUID
    kind: str
    document_id: UUID
    number: str | None
    title: str | None
    status: str | None
    amount: Decimal | None
    currency: CurrencyCode | None
    happened_at: datetime


NOT_SUBORDINATE = error_code(
    "not_subordinate",
    Conflict,
    en="Tasks go to yourself or to your subordinates. Choose one of your team.",
    uk="Задачі ставлять собі або своїм підлеглим. Виберіть когось зі своєї команди.",
)
TASK_CLOSED = error_code(
    "task_closed",
    Conflict,
    en="This task is already {status}. Open a new one if more is to be done.",
    uk="Цю задачу вже {status}. Якщо потрібно щось іще, поставте нову.",
    words={TaskStatus.DONE: ("done", "виконано"), TaskStatus.CANCELLED: ("cancelled", "скасовано")},
)
TASK_OF_A_DOCUMENT = error_code(
    "task_of_a_document",
    Conflict,
    en="This task is done when its document is decided. Open the document and decide it.",
    uk="Цю задачу буде виконано, коли її документ погодять або відхилять. Відкрийте документ і вирішіть.",
)
TASK_FOR_NOBODY = error_code(
    "task_for_nobody",
    Invalid,
    en="Nobody would see this task. Name one of us, or a role of ours.",
    uk="Цю задачу ніхто не побачить. Назвіть когось із наших або нашу роль.",
)

GIVE_TASK = api.command(
    "give_task",
    "POST /tasks",
    GiveTask,
    TaskView,
    roles=OFFICE,
    en="Give a task",
    uk="Поставити задачу",
    errors=(NOT_SUBORDINATE, TASK_FOR_NOBODY, PARTNER_NOT_OURS),
)
COMPLETE_TASK = api.command(
    "complete_task",
    "POST /tasks/{id}/complete",
    CompleteTask,
    TaskView,
    roles=OFFICE,
    en="Complete a task",
    uk="Завершити задачу",
    errors=(TASK_CLOSED, TASK_OF_A_DOCUMENT),
)
GET_TASK = api.query("get_task", "GET /tasks/{id}", ById, TaskView, roles=OFFICE, en="A task", uk="Задача")
LIST_TASKS = api.listing(
    "list_tasks",
    "GET /tasks",
    TaskView,
    roles=OFFICE,
    en="Tasks",
    uk="Задачі",
    orders=("-created_at", "created_at"),
    filters=(
        one_of("status", TaskStatus),
        equals("assignee_id", UUID),
        equals("for_role", Role),
        equals("subject_id", UUID),
        equals("partner_id", UUID),
    ),
)
LIST_TIMELINE = api.listing(
    "list_timeline",
    "GET /partners/{partner_id}/timeline",
    TimelineRow,
    roles=Role,
    en="Everything that happened with a client, from every service",
    uk="Усе, що відбувалося з клієнтом, з усіх сервісів",
    orders=("-happened_at", "happened_at"),
    filters=(equals("partner_id", UUID), one_of("kind", Word), between("happened_at", datetime)),
)

TASK_CHANGED = api.state("task_changed", TaskView, subject="task")
