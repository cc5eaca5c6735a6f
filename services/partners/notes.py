"""Use cases of notes and reminders (H2): a person's own, on any object."""

from typing import Any

from sqlalchemy import Select, select

from services.chassis.contracts import ById
from services.chassis.tx import Tx
from services.partners.about import about, demand_none, half_subject
from services.partners.contracts import (
    NOTE_OF_ANOTHER,
    AddNote,
    AddReminder,
    ChangeNote,
    ChangeReminder,
    PutReminderOff,
)
from services.partners.models import Note, Reminder

NOTE_COLUMNS: dict[str, Any] = {
    "id": Note.id,
    "created_at": Note.created_at,
    "author_id": Note.author_id,
    "subject_type": Note.subject_type,
    "subject_id": Note.subject_id,
    "partner_id": Note.partner_id,
    "shared": Note.shared,
}
REMINDER_COLUMNS: dict[str, Any] = {
    "id": Reminder.id,
    "remind_at": Reminder.remind_at,
    "dismissed": Reminder.dismissed_at.is_not(None),
    "subject_type": Reminder.subject_type,
    "subject_id": Reminder.subject_id,
    "partner_id": Reminder.partner_id,
}
"""Orders and filters of the lists."""


def add_note(tx: Tx, command: AddNote) -> Note:
    subject = about(tx, command)
    demand_none(half_subject(command), tx.actor.language)
    owner = {"owner_id": tx.actor.user_id, "author_id": tx.actor.staff_id}
    return tx.add(Note(text=command.text, shared=command.shared, **owner, **subject))


def change_note(tx: Tx, command: ChangeNote) -> Note:
    note = _own(tx, command)
    if command.text is not None:
        note.text = command.text
    if command.shared is not None:
        note.shared = command.shared
    return note


def archive_note(tx: Tx, command: ById) -> Note:
    note = _own(tx, command)
    note.archived_at = note.archived_at or tx.now
    return note


def add_reminder(tx: Tx, command: AddReminder) -> Reminder:
    subject = about(tx, command)
    demand_none(half_subject(command), tx.actor.language)
    return tx.add(Reminder(text=command.text, remind_at=command.remind_at, owner_id=tx.actor.user_id, **subject))


def change_reminder(tx: Tx, command: ChangeReminder) -> Reminder:
    reminder = tx.get(Reminder, command.id)
    if command.text is not None:
        reminder.text = command.text
    if command.remind_at is not None:
        reminder.remind_at = command.remind_at
    return reminder


def put_reminder_off(tx: Tx, command: PutReminderOff) -> Reminder:
    reminder = tx.get(Reminder, command.id)
    reminder.remind_at, reminder.dismissed_at = command.remind_at, None
    return reminder


def dismiss_reminder(tx: Tx, command: ById) -> Reminder:
    reminder = tx.get(Reminder, command.id)
    reminder.dismissed_at = reminder.dismissed_at or tx.now
    return reminder


def listed() -> Select[Any]:
    return select(*Note.__table__.c).where(Note.archived_at.is_(None))


def _own(tx: Tx, command: ChangeNote | ById) -> Note:
    note = tx.get(Note, command.id)
    if note.owner_id != tx.actor.user_id:
        raise NOTE_OF_ANOTHER()
    return note
