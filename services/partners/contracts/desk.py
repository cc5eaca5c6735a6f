"""The desk (H4): one person's day in one answer."""

from datetime import date
from uuid import UUID

from services.chassis.actor import OFFICE
from services.chassis.contracts import Message
from services.chassis.errors import NOT_FOUND, Forbidden, error_code
from services.partners.contracts.base import api
from services.partners.contracts.interactions import InteractionView
from services.partners.contracts.notes import ReminderView
from services.partners.contracts.tasks import TaskCard

SHOWN_ON_DESK = 50
"""Rows of each list on the desk; its `total` counts all."""


class DeskOf(Message):
    """One's own desk, or that of a subordinate."""

    staff_id: UUID | None = None


class TasksOnDesk(Message):
    """The first of them, and how many there are."""

    items: tuple[TaskCard, ...]
    total: int


class InteractionsOnDesk(Message):
    """The first of them, and how many there are."""

    items: tuple[InteractionView, ...]
    total: int


class RemindersOnDesk(Message):
    """The first of them, and how many there are."""

    items: tuple[ReminderView, ...]
    total: int


class DeskView(Message):
    """A person's day (`today` in Kyiv). Each list shows its first 50 and counts all.

    Reminders and what waits for one's roles are on one's own desk only: a subordinate's reminders are private, and the
    roles of others are not known here."""

    today: date
    staff_id: UUID | None
    tasks: TasksOnDesk
    """Still to be done: the person's own and those for whoever has their role; overdue first, then by due time."""
    approvals: TasksOnDesk
    """Documents that wait until somebody with one of one's roles approves them; the oldest first."""
    interactions: InteractionsOnDesk
    """Planned for today, the earliest first."""
    reminders: RemindersOnDesk
    """Due and neither dismissed nor put off; the earliest first."""
    done_for_me: TasksOnDesk
    """Tasks the person gave to others, done and not seen yet; the latest first."""


DESK_OF_ANOTHER = error_code(
    "desk_of_another",
    Forbidden,
    en="This person is not one of your team. Look at your own desk, or choose a subordinate.",
    uk="Ця людина не з вашої команди. Перегляньте власний робочий стіл або виберіть підлеглого.",
)

GET_DESK = api.query(
    "get_desk",
    "GET /desk",
    DeskOf,
    DeskView,
    roles=OFFICE,
    en="The desk: one person's day",
    uk="Робочий стіл: день однієї людини",
    errors=(DESK_OF_ANOTHER, NOT_FOUND),
)
