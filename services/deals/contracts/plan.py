"""The project plan of a deal (D9): tasks by stage, each somebody's, by a day."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from services.chassis.actor import OFFICE
from services.chassis.contracts import ById, Message, between, equals, one_of
from services.chassis.errors import UNKNOWN_REFERENCE, Conflict, Forbidden, Invalid, error_code
from services.chassis.fields import PERSONAL, LongText, Name
from services.chassis.moments import Day, Flag
from services.deals.contracts.base import DEAL_CLOSED, SELLERS, Code, api


class PlanStatus(StrEnum):
    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


class PlanTask(Message):
    """Plan something for a deal: on a stage of its kind, or for the whole deal. The responsible is the deal's unless
    named. A required task must be done before the deal goes on from its stage."""

    id: UUID
    title: Annotated[Name, PERSONAL]
    description: Annotated[LongText, PERSONAL] | None = None
    stage: Code | None = None
    assignee_id: UUID | None = None
    due_on: Day | None = None
    required: Flag = False


class ChangePlanTask(Message):
    """Fields not given stay as they are."""

    id: UUID
    title: Annotated[Name, PERSONAL] | None = None
    description: Annotated[LongText, PERSONAL] | None = None
    assignee_id: UUID | None = None
    due_on: Day | None = None


class FinishPlanTask(Message):
    id: UUID
    result: Annotated[LongText, PERSONAL] | None = None


class CancelPlanTask(Message):
    id: UUID
    reason: Annotated[Name, PERSONAL]


class PlanTaskRow(Message):
    """A task of a deal's plan in events. `result`: what came of it, or why it was cancelled; `stage` null: of the whole
    deal; `due_on`: its last day."""

    id: UUID
    deal_id: UUID
    organization_id: UUID
    partner_id: UUID
    title: Annotated[str, PERSONAL]
    description: Annotated[str, PERSONAL] | None
    stage: str | None
    status: PlanStatus
    required: bool
    assignee_id: UUID | None
    due_on: date | None
    result: Annotated[str, PERSONAL] | None
    ended_at: datetime | None
    ended_by: UUID | None
    created_at: datetime
    version: int


class PlanTaskView(PlanTaskRow):
    """A task of a deal's plan; `overdue`: open after its last day, as of today."""

    overdue: bool


NO_SUCH_STAGE = error_code(
    "no_such_stage",
    Invalid,
    en="The deal's kind has no stage {stage}. Choose one of its stages, or none.",
    uk="У виду цієї угоди немає етапу {stage}. Виберіть один з його етапів або жодного.",
)
PLAN_TASK_ENDED = error_code(
    "plan_task_ended",
    Conflict,
    en="This task is already {status}. Add a new one if more is to be done.",
    uk="Цю задачу вже {status}. Якщо потрібно щось іще, заплануйте нову: додайте її.",
    words={PlanStatus.DONE: ("done", "виконано"), PlanStatus.CANCELLED: ("cancelled", "скасовано")},
)
REQUIRED_TASK = error_code(
    "required_task",
    Forbidden,
    en="The stage demands this task. Do it, or ask the head of sales to cancel it.",
    uk="Цієї задачі вимагає етап. Виконайте її або попросіть керівника продажу скасувати.",
)

PLAN_TASK = api.command(
    "plan_task",
    "POST /deals/{id}/plan-tasks",
    PlanTask,
    PlanTaskView,
    roles=SELLERS,
    en="Plan a task for a deal",
    uk="Запланувати задачу угоди",
    errors=(DEAL_CLOSED, NO_SUCH_STAGE, UNKNOWN_REFERENCE),
    success=201,
    example={"title": "Заміряти цех", "due_on": "2026-12-10"},
)
CHANGE_PLAN_TASK = api.command(
    "change_plan_task",
    "PATCH /plan-tasks/{id}",
    ChangePlanTask,
    PlanTaskView,
    roles=SELLERS,
    en="Change a task of a deal's plan",
    uk="Змінити задачу плану угоди",
    errors=(PLAN_TASK_ENDED, UNKNOWN_REFERENCE),
    example={"due_on": "2026-12-12"},
)
FINISH_PLAN_TASK = api.command(
    "finish_plan_task",
    "POST /plan-tasks/{id}/finish",
    FinishPlanTask,
    PlanTaskView,
    roles=SELLERS,
    en="Finish a task of a deal's plan",
    uk="Завершити задачу плану угоди",
    errors=(PLAN_TASK_ENDED,),
    example={"result": "Заміряно: 24 × 25 м"},
    description="The result, if there is one to tell, stays on the task.",
)
CANCEL_PLAN_TASK = api.command(
    "cancel_plan_task",
    "POST /plan-tasks/{id}/cancel",
    CancelPlanTask,
    PlanTaskView,
    roles=SELLERS,
    en="Cancel a task of a deal's plan",
    uk="Скасувати задачу плану угоди",
    errors=(PLAN_TASK_ENDED, REQUIRED_TASK),
    example={"reason": "Креслення вже є"},
    description="A task that its stage demands is cancelled by heads of sales alone.",
)
GET_PLAN_TASK = api.query(
    "get_plan_task",
    "GET /plan-tasks/{id}",
    ById,
    PlanTaskView,
    roles=OFFICE,
    en="A task of a deal's plan",
    uk="Задача плану угоди",
)
LIST_PLAN_TASKS = api.listing(
    "list_plan_tasks",
    "GET /plan-tasks",
    PlanTaskView,
    roles=OFFICE,
    en="Tasks of deals' plans",
    uk="Задачі планів угод",
    orders=("created_at", "-created_at"),
    filters=(
        equals("deal_id", UUID),
        equals("partner_id", UUID),
        equals("assignee_id", UUID),
        one_of("status", PlanStatus),
        one_of("stage", Code),
        equals("overdue", bool, about="that are open after their last day"),
        between("due_on", date),
    ),
)

PLAN_TASK_CHANGED = api.state("plan_task_changed", PlanTaskRow, subject="plan_task")
