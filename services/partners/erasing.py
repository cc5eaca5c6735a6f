"""The use case of erasing a person (architecture, decision 10): the record stays, what told of a person goes."""

from services.chassis.audit import ERASED, blank_personal
from services.chassis.contracts import ById
from services.chassis.tx import Tx
from services.partners.contracts import PARTNER_CHANGED, PARTNER_ERASED, DetailKind, PartnerKind
from services.partners.models import Erasure, Partner


def erase_partner(tx: Tx, command: ById, personal: set[str]) -> Partner:
    """Contact persons, contact details, tax numbers and notes; a person's own name too. Documents keep their sums.

    `personal`: names of the columns that always tell of a person, for the audit.
    """
    partner = tx.get(Partner, command.id)
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
    partner.archived_at = partner.archived_at or tx.now
    tx.touch(partner)
    tx.erase_from_audit(partner.id, gone)
    tx.announce(PARTNER_CHANGED, partner)
    tx.announce(PARTNER_ERASED, tx.add(Erasure(partner_id=partner.id, organization_id=partner.organization_id)))
    return partner
