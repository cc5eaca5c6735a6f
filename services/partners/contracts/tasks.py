"""Tasks (H3): of people, and those that follow a document; whoever gave one is told when it is done."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from services.chassis.actor import OFFICE, Role
from services.chassis.contracts import ById, Message, between, equals, one_of
from services.chassis.errors import UNKNOWN_REFERENCE, Conflict, Forbidden, Invalid, error_code
from services.chassis.fields import PERSONAL, LongText, Name, SaidText
from services.chassis.moments import Instant
from services.partners.contracts.about import SUBJECT_HALF, About, Word
from services.partners.contracts.base import api
from services.partners.contracts.partners import PARTNER_NOT_OURS


class TaskStatus(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DONE = "done"
    CANCELLED = "cancelled"


class TaskPriority(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


class GiveTask(About):
    """A task for oneself or a subordinate, or for whoever has a role (`for_role`). `due_at`: by when."""

    title: Annotated[Name, PERSONAL]
    description: Annotated[LongText, PERSONAL] | None = None
    assignee_id: UUID | None = None
    for_role: Role | None = None
    due_at: Instant | None = None
    priority: TaskPriority = TaskPriority.NORMAL


class ChangeTask(Message):
    """Fields not given stay as they are. A task given to another is that person's to accept anew."""

    id: UUID
    title: Annotated[Name, PERSONAL] | None = None
    description: Annotated[LongText, PERSONAL] | None = None
    assignee_id: UUID | None = None
    due_at: Instant | None = None
    priority: TaskPriority | None = None


class CompleteTask(Message):
    id: UUID
    result: Annotated[LongText, PERSONAL] | None = None


class CancelTask(Message):
    """The reason stays in the task as its result."""

    id: UUID
    reason: Annotated[SaidText, PERSONAL]


class TaskView(Message):
    """A task of one person (`assignee_id`) or of whoever has a role (`for_role`); times in UTC.

    `follows_document`: it was opened by what it is about (an order on approval, a planned meeting) and is closed by
    that alone. `seen_at`: when its author saw that it was done. `result`: of a cancelled one the reason."""

    id: UUID
    title: Annotated[str, PERSONAL]
    description: Annotated[str, PERSONAL] | None
    status: TaskStatus
    priority: TaskPriority
    author_id: UUID | None
    assignee_id: UUID | None
    for_role: Role | None
    partner_id: UUID | None
    subject_type: str | None
    subject_id: UUID | None
    due_at: datetime | None
    result: Annotated[str, PERSONAL] | None
    completed_by: UUID | None
    follows_document: bool = False
    accepted_by: UUID | None = None
    accepted_at: datetime | None = None
    completed_at: datetime | None = None
    seen_at: datetime | None = None
    created_at: datetime
    version: int


class TaskCard(TaskView):
    """A task as it stands today. `overdue`: still to be done, and the day it was due is over."""

    overdue: bool


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
    en="This task follows what it is about. Open that, and decide or finish it there.",
    uk="Ця задача йде за тим, чого вона стосується. Відкрийте це і погодьте або завершіть там.",
)
TASK_FOR_NOBODY = error_code(
    "task_for_nobody",
    Invalid,
    en="Nobody would see this task. Name one of us, or a role of ours.",
    uk="Цю задачу ніхто не побачить. Назвіть когось із наших або нашу роль.",
)
TASK_NOT_YOURS = error_code(
    "task_not_yours",
    Forbidden,
    en="This task was given to somebody else. Ask its author to give it to you.",
    uk="Цю задачу поставлено комусь іншому. Попросіть її автора передати задачу вам.",
)
NOT_THE_AUTHOR = error_code(
    "not_the_author",
    Forbidden,
    en="That is for whoever gave the task, or for a superior. Ask them.",
    uk="Це може лише той, хто поставив задачу, або керівник. Зверніться до них.",
)

GIVE_TASK = api.command(
    "give_task",
    "POST /tasks",
    GiveTask,
    TaskCard,
    roles=OFFICE,
    en="Give a task",
    uk="Поставити задачу",
    errors=(NOT_SUBORDINATE, TASK_FOR_NOBODY, PARTNER_NOT_OURS, SUBJECT_HALF, UNKNOWN_REFERENCE),
    example={"title": "Надіслати зразки кабелю", "due_at": "2026-12-31T10:00:00+02:00", "priority": "high"},
)
CHANGE_TASK = api.command(
    "change_task",
    "PATCH /tasks/{id}",
    ChangeTask,
    TaskCard,
    roles=OFFICE,
    en="Change a task: by when, whose, what",
    uk="Змінити задачу: строк, виконавця, зміст",
    errors=(NOT_SUBORDINATE, NOT_THE_AUTHOR, TASK_CLOSED, TASK_OF_A_DOCUMENT, UNKNOWN_REFERENCE),
    example={"due_at": "2026-12-31T10:00:00+02:00"},
)
ACCEPT_TASK = api.command(
    "accept_task",
    "POST /tasks/{id}/accept",
    ById,
    TaskCard,
    roles=OFFICE,
    en="Accept a task: it is known who does it",
    uk="Прийняти задачу: відомо, хто її виконує",
    errors=(TASK_NOT_YOURS, TASK_CLOSED, TASK_OF_A_DOCUMENT),
    description=(
        "The task is then of the accepting person; one for a role becomes that of whoever of the role accepts first."
    ),
)
COMPLETE_TASK = api.command(
    "complete_task",
    "POST /tasks/{id}/complete",
    CompleteTask,
    TaskCard,
    roles=OFFICE,
    en="Complete a task",
    uk="Завершити задачу",
    errors=(TASK_CLOSED, TASK_OF_A_DOCUMENT),
    description=(
        "The author is shown on the desk that it is done, with the result. A task that follows a document is "
        "closed there."
    ),
    example={"result": "Зразки надіслано"},
)
CANCEL_TASK = api.command(
    "cancel_task",
    "POST /tasks/{id}/cancel",
    CancelTask,
    TaskCard,
    roles=OFFICE,
    en="Cancel a task with a reason",
    uk="Скасувати задачу з причиною",
    errors=(NOT_THE_AUTHOR, TASK_CLOSED, TASK_OF_A_DOCUMENT),
    example={"reason": "Клієнт передумав"},
)
SEE_TASK = api.command(
    "see_task",
    "POST /tasks/{id}/seen",
    ById,
    TaskCard,
    roles=OFFICE,
    en="Note that one has seen a task done: it leaves the desk of its author",
    uk="Позначити, що автор бачив виконану задачу: вона сходить з його робочого столу",
    errors=(NOT_THE_AUTHOR,),
    description="For the author of a task that somebody else has done.",
)
GET_TASK = api.query("get_task", "GET /tasks/{id}", ById, TaskCard, roles=OFFICE, en="A task", uk="Задача")
LIST_TASKS = api.listing(
    "list_tasks",
    "GET /tasks",
    TaskCard,
    roles=OFFICE,
    en="Tasks",
    uk="Задачі",
    orders=("-created_at", "created_at", "due", "-due"),
    filters=(
        one_of("status", TaskStatus),
        equals("assignee_id", UUID),
        equals("author_id", UUID),
        equals("for_role", Role, about="Only tasks for whoever has this role."),
        equals("subject_type", Word),
        equals("subject_id", UUID),
        equals("partner_id", UUID),
        equals("overdue", bool, about="that are still to be done after the day they were due"),
        between("due_at", datetime),
    ),
)

TASK_CHANGED = api.state("task_changed", TaskView, subject="task")
