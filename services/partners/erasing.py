"""The use case of erasing a person (architecture, decision 10): the record stays, what told of a person goes."""

from sqlalchemy import update

from services.chassis.audit import ERASED
from services.chassis.contracts import ById
from services.chassis.erasing import blank_personal
from services.chassis.tx import Tx
from services.partners.contracts import (
    INTERACTION_CHANGED,
    PARTNER_CHANGED,
    PARTNER_ERASED,
    TASK_CHANGED,
    DetailKind,
    PartnerKind,
)
from services.partners.duplicates import forget_keys, renew_keys
from services.partners.merging import merged_into
from services.partners.models import Erasure, Interaction, Note, Partner, Reminder, Task, TimelineEntry
from services.partners.relationships import ties_of

_SAID_IN_WORDS = ("deal", "claim", "return")
"""Kinds of documents whose titles our people write; their owners tell them anew, without these words."""


def erase_partner(tx: Tx, command: ById, personal: set[str]) -> Partner:
    """Contact persons, contact details, tax numbers and notes; what was written about talks, tasks and ties; a person's
    own name too. Documents keep their sums.

    `personal`: names of the columns that always tell of a person, for the audit.
    """
    partner = tx.get(Partner, command.id)
    cards = merged_into(tx, partner)
    for card in cards:
        erase_partner(tx, ById(id=card.id), personal)
    gone = personal | {"notes", "interest_note"}
    is_person = partner.kind != PartnerKind.COMPANY
    persons = [entity for entity in partner.legal_entities if is_person or entity.tax_number]
    for part in (*partner.contact_persons, *partner.legal_entities, *partner.details):
        blank_personal(part)
    for detail in partner.details:
        detail.kind = DetailKind.MESSENGER
    for entity in persons:
        # a sole trader's VAT number holds the РНОКПП
        entity.vat_number, entity.foreign_number, entity.ibans = None, None, []
        gone |= {"vat_number", "foreign_number", "ibans"}
    partner.notes = partner.interest_note = None
    if is_person:
        gone |= {"name"}
        partner.name = ERASED
        for entity in persons:
            entity.name = ERASED
    _blank_writing(tx, partner)
    for tie in ties_of(tx, partner.id):
        tie.comment = None
        tx.erase_from_audit(tie.id, {"comment"})
    forget_keys(tx, partner) if is_person else renew_keys(tx, partner)
    partner.archived_at = partner.archived_at or tx.now
    tx.touch(partner)
    for card in (partner, *cards):  # what moved here when cards were merged, their audit tells too
        tx.erase_from_audit(card.id, gone)
    tx.announce(PARTNER_CHANGED, partner)
    tx.announce(PARTNER_ERASED, tx.add(Erasure(partner_id=partner.id, organization_id=partner.organization_id)))
    return partner


def _blank_writing(tx: Tx, partner: Partner) -> None:
    """Whatever our people wrote about the client in their own words; tasks for approvers name only numbers."""
    for interaction in tx.locked(Interaction, Interaction.partner_id == partner.id):
        blank_personal(interaction)
        tx.announce(INTERACTION_CHANGED, interaction)
    for task in tx.locked(Task, Task.partner_id == partner.id):
        if not (task.follows_document and task.for_role):
            blank_personal(task)
            tx.announce(TASK_CHANGED, task)
    told = TimelineEntry.partner_id == partner.id, TimelineEntry.kind.in_(_SAID_IN_WORDS)
    tx.session.execute(update(TimelineEntry).where(*told, TimelineEntry.title.is_not(None)).values(title=ERASED))
    for note in tx.locked(Note, Note.partner_id == partner.id):
        blank_personal(note)
    for reminder in tx.locked(Reminder, Reminder.partner_id == partner.id):
        blank_personal(reminder)
