"""What every other service keeps of partners: the base of their Nameko classes, and the one place it is written."""

from uuid import UUID

from services.chassis.access import hand_over, remember_partner
from services.chassis.contracts import Envelope
from services.chassis.erasing import blank_of_partner, personal_columns
from services.chassis.host import on_event
from services.chassis.service import Service
from services.chassis.tx import Tx
from services.partners import contracts


class ListensToPartners(Service):
    """Whose client each partner is and what to call it, for row rights and lists; and forgetting a person."""

    @on_event(contracts.PARTNER_CHANGED)
    def on_partner_changed(self, tx: Tx, partner: contracts.PartnerRow, envelope: Envelope) -> None:
        remember_partner(tx.session, partner, envelope)
        self.keep_of_partner(tx, partner)

    @on_event(contracts.PARTNERS_REASSIGNED)
    def on_partners_reassigned(self, tx: Tx, batch: contracts.PartnersReassigned, envelope: Envelope) -> None:
        hand_over(tx.session, batch.manager_id, batch.partners, envelope)

    @on_event(contracts.PARTNER_ERASED)
    def on_partner_erased(self, tx: Tx, erased: contracts.PartnerErased, envelope: Envelope) -> None:
        tx.erase_from_audit(erased.partner_id, personal_columns(self.metadata))
        self.erase_of_partner(tx, erased.partner_id)
        blank_of_partner(tx.session, self.metadata, erased.partner_id)

    def keep_of_partner(self, tx: Tx, partner: contracts.PartnerRow) -> None:
        """What more of a partner this service keeps: nothing, unless it says so. (The handler itself is not overridden:
        Nameko would not find it any more.)"""

    def erase_of_partner(self, tx: Tx, partner_id: UUID) -> None:
        """What of a partner others keep copies of, and must hear that it is blank (`blank_and_tell`): nothing, unless
        the service says so. The rest is blanked by itself."""
