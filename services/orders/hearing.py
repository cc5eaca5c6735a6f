"""What orders hear of others' records: one short method for each event."""

from services.chassis.contracts import Envelope
from services.chassis.host import on_event
from services.chassis.tx import Tx
from services.orders import bonuses, known
from services.orders.models import KnownContract, KnownItem, KnownOffer, KnownStaff
from services.partners import contracts as partners
from services.partners.listening import ListensToPartners
from services.pricing import contracts as pricing


class HearsOfOthers(ListensToPartners):
    @on_event(partners.STAFF_CHANGED)
    def on_staff_changed(self, tx: Tx, staff: partners.StaffView, envelope: Envelope) -> None:
        known.remember(tx, KnownStaff, envelope, name=staff.full_name)

    @on_event(partners.CONTRACT_CHANGED)
    def on_contract_changed(self, tx: Tx, contract: partners.ContractView, envelope: Envelope) -> None:
        known.remember(tx, KnownContract, envelope, number=contract.number)

    @on_event(pricing.ITEM_CHANGED)
    def on_item_changed(self, tx: Tx, item: pricing.ItemView, envelope: Envelope) -> None:
        known.remember(tx, KnownItem, envelope, sku=item.sku, name=item.name)

    @on_event(pricing.BONUSES_WITHHELD)
    def on_bonuses_withheld(self, tx: Tx, told: pricing.BonusesWithheld, _: Envelope) -> None:
        bonuses.withhold(tx, told)

    @on_event(pricing.OFFER_CHANGED)
    def on_offer_changed(self, tx: Tx, offer: pricing.OfferRow, envelope: Envelope) -> None:
        known.remember(tx, KnownOffer, envelope, name=offer.name)
