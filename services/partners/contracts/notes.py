"""Notes and reminders (H2): a person's own, on any object. A note may be shared with the team.

A reminder is on the desk when its time has come; that it also comes by e-mail is not done yet.
"""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from services.chassis.actor import OFFICE
from services.chassis.contracts import ById, Message, between, equals
from services.chassis.errors import Forbidden, error_code
from services.chassis.fields import PERSONAL, SaidText
from services.chassis.moments import Flag, Instant
from services.partners.contracts.about import SUBJECT_HALF, About, Word
from services.partners.contracts.base import api
from services.partners.contracts.partners import PARTNER_NOT_OURS

Text = Annotated[SaidText, PERSONAL]


class AddNote(About):
    """One's own note. `shared`: one's superiors, colleagues under the same superior and subordinates read it too, if
    they may see its client."""

    text: Text
    shared: Flag = False


class ChangeNote(Message):
    """Fields not given stay as they are."""

    id: UUID
    text: Text | None = None
    shared: Flag | None = None


class NoteView(Message):
    """A note; `author_id` is the member of staff who wrote it, null for a login without one."""

    id: UUID
    text: Annotated[str, PERSONAL]
    shared: bool
    author_id: UUID | None
    subject_type: str | None
    subject_id: UUID | None
    partner_id: UUID | None
    archived_at: datetime | None
    created_at: datetime
    updated_at: datetime
    version: int


class AddReminder(About):
    """To be reminded of something oneself. A time that is over already is due at once."""

    text: Text
    remind_at: Instant


class ChangeReminder(Message):
    """Fields not given stay as they are."""

    id: UUID
    text: Text | None = None
    remind_at: Instant | None = None


class PutReminderOff(Message):
    """Be reminded again at another time; one that was dismissed is waited for again."""

    id: UUID
    remind_at: Instant


class ReminderView(Message):
    """A reminder of one's own; it is on the desk from `remind_at` (UTC) until `dismissed_at`."""

    id: UUID
    text: Annotated[str, PERSONAL]
    remind_at: datetime
    dismissed_at: datetime | None
    subject_type: str | None
    subject_id: UUID | None
    partner_id: UUID | None
    created_at: datetime
    version: int


NOTE_OF_ANOTHER = error_code(
    "note_of_another",
    Forbidden,
    en="Somebody else wrote this note. Write one of your own beside it.",
    uk="Цю замітку написав хтось інший. Напишіть поруч свою.",
)

ADD_NOTE = api.command(
    "add_note",
    "POST /notes",
    AddNote,
    NoteView,
    roles=OFFICE,
    en="Write a note",
    uk="Написати замітку",
    errors=(PARTNER_NOT_OURS, SUBJECT_HALF),
    example={"text": "Любить, коли дзвонять зранку"},
)
CHANGE_NOTE = api.command(
    "change_note",
    "PATCH /notes/{id}",
    ChangeNote,
    NoteView,
    roles=OFFICE,
    en="Change a note, or share it",
    uk="Змінити замітку або поділитися нею",
    errors=(NOTE_OF_ANOTHER,),
    example={"shared": True},
)
ARCHIVE_NOTE = api.command(
    "archive_note",
    "POST /notes/{id}/archive",
    ById,
    NoteView,
    roles=OFFICE,
    en="Archive a note: it leaves the lists",
    uk="Архівувати замітку: вона зникає зі списків",
    errors=(NOTE_OF_ANOTHER,),
    description="Its author alone can archive it; it stays readable by its id.",
)
GET_NOTE = api.query("get_note", "GET /notes/{id}", ById, NoteView, roles=OFFICE, en="A note", uk="Замітка")
LIST_NOTES = api.listing(
    "list_notes",
    "GET /notes",
    NoteView,
    roles=OFFICE,
    en="Notes: one's own, and those shared with oneself",
    uk="Замітки: свої та ті, якими поділилися",
    orders=("-created_at", "created_at"),
    filters=(
        equals("author_id", UUID),
        equals("subject_type", Word),
        equals("subject_id", UUID),
        equals("partner_id", UUID),
        equals("shared", bool, about="that are shared"),
    ),
)

ADD_REMINDER = api.command(
    "add_reminder",
    "POST /reminders",
    AddReminder,
    ReminderView,
    roles=OFFICE,
    en="Be reminded of something",
    uk="Поставити собі нагадування",
    errors=(PARTNER_NOT_OURS, SUBJECT_HALF),
    example={"text": "Спитати про оплату", "remind_at": "2026-12-31T10:00:00+02:00"},
)
CHANGE_REMINDER = api.command(
    "change_reminder",
    "PATCH /reminders/{id}",
    ChangeReminder,
    ReminderView,
    roles=OFFICE,
    en="Change a reminder",
    uk="Змінити нагадування",
    example={"text": "Спитати про оплату і про нову адресу"},
)
PUT_REMINDER_OFF = api.command(
    "put_reminder_off",
    "POST /reminders/{id}/put-off",
    PutReminderOff,
    ReminderView,
    roles=OFFICE,
    en="Be reminded again later",
    uk="Відкласти нагадування",
    example={"remind_at": "2026-12-31T10:00:00+02:00"},
)
DISMISS_REMINDER = api.command(
    "dismiss_reminder",
    "POST /reminders/{id}/dismiss",
    ById,
    ReminderView,
    roles=OFFICE,
    en="Take a reminder off the desk",
    uk="Зняти нагадування з робочого столу",
    description="It has served its purpose; it stays in the list of reminders as dismissed.",
)
GET_REMINDER = api.query(
    "get_reminder", "GET /reminders/{id}", ById, ReminderView, roles=OFFICE, en="A reminder", uk="Нагадування"
)
LIST_REMINDERS = api.listing(
    "list_reminders",
    "GET /reminders",
    ReminderView,
    roles=OFFICE,
    en="One's own reminders",
    uk="Свої нагадування",
    orders=("remind_at", "-remind_at"),
    filters=(
        equals("dismissed", bool, about="that are dismissed"),
        equals("subject_type", Word),
        equals("subject_id", UUID),
        equals("partner_id", UUID),
        between("remind_at", datetime),
    ),
)
