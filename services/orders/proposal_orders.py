"""An accepted proposal becomes an order (C4): the chosen lines, at the prices that were agreed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from services.chassis.messages import Language
from services.chassis.tx import Reader, Tx
from services.orders.approvals import Agreed
from services.orders.contracts import PROPOSAL_CHANGED, CreateOrder, NewOrderLine, OrderProposal
from services.orders.models import Order, Proposal, ProposalLine, ProposalVersion
from services.orders.ordering import AGREED_IN_PROPOSAL, create_order
from services.orders.rules import proposals as rules
from services.partners.contracts import TermsOfSale
from services.pricing.contracts import PricedLine, Quote, Reason, TermsOfOffer

_AGREED: dict[Language, str] = {
    "en": "Agreed in commercial proposal {number}",
    "uk": "Погоджено в комерційній пропозиції {number}",
}


@dataclass(frozen=True)
class Parties:
    organization_id: UUID
    partner_id: UUID
    legal_entity_id: UUID | None
    contract_id: UUID | None


def parties_of(reader: Reader, command: OrderProposal) -> Parties:
    """Who the order would be between, when it may be made: asked before partners are."""
    proposal = reader.get(Proposal, command.id)
    rules.moved(proposal.latest.status, "order")
    return Parties(proposal.organization_id, proposal.partner_id, proposal.legal_entity_id, command.contract_id)


def order_proposal(tx: Tx, command: OrderProposal, client: TermsOfSale) -> Order:
    """Once only: asked again, the order that was made is answered."""
    proposal = tx.get(Proposal, command.id)
    version = proposal.latest
    rules.moved(version.status, "order")
    if proposal.order_id is not None:
        return tx.get(Order, proposal.order_id)
    chosen = [line for line in version.lines if line.chosen]
    quote = _agreed_quote(proposal, version, chosen, tx.actor.language, on=tx.today)
    said = {"contract_id": client.contract_id, "contract_rate": command.contract_rate}
    order = create_order(tx, _command(proposal, version, chosen, said), client, quote, agreed=_agreed(version))
    order.proposal_id, proposal.order_id = proposal.id, order.id
    tx.announce(PROPOSAL_CHANGED, proposal)
    return order


def _agreed(version: ProposalVersion) -> Agreed | None:
    """Who agreed the version allowed what its lines depart from the terms; the order's other terms are judged anew."""
    if version.agreed_by is None or version.agreed_at is None:
        return None
    return Agreed(version.agreed_by, version.agreed_at)


def _command(
    proposal: Proposal, version: ProposalVersion, chosen: Sequence[ProposalLine], said: dict[str, Any]
) -> CreateOrder:
    return CreateOrder(
        **said,
        organization_id=proposal.organization_id,
        partner_id=proposal.partner_id,
        legal_entity_id=proposal.legal_entity_id,
        warehouse_id=version.warehouse_id,
        contact_person_id=version.contact_person_id,
        deal_id=proposal.deal_id,
        offer_id=version.offer_id,
        card_id=version.card_id,
        price_type_id=version.price_type_id,
        prices_with_vat=version.prices_with_vat,
        lines=tuple(NewOrderLine.model_validate(line, from_attributes=True) for line in chosen),
    )


def _agreed_quote(
    proposal: Proposal, version: ProposalVersion, chosen: Sequence[ProposalLine], language: Language, *, on: date
) -> Quote:
    """What pricing answered when it was proposed, of the chosen lines; the order is of its own day."""
    return Quote(
        on=on,
        currency=version.currency,
        prices_with_vat=version.prices_with_vat,
        price_type_id=version.priced_by,
        lines=tuple(_priced(proposal, line, language) for line in chosen),
        total=sum((line.total for line in chosen), Decimal(0)),
        vat=sum((line.vat for line in chosen), Decimal(0)),
        terms=TermsOfOffer.model_validate(version.terms) if version.terms else None,
        needs_approval=any(line.needs_approval for line in chosen),
    )


def _priced(proposal: Proposal, line: ProposalLine, language: Language) -> PricedLine:
    agreed = Reason(
        rule=AGREED_IN_PROPOSAL,
        rule_id=proposal.id,
        document=proposal.number,
        before=line.price,
        after=line.price,
        text=_AGREED[language].format(number=proposal.number),
    )
    kept = {name: getattr(line, name) for name in PricedLine.model_fields if hasattr(line, name)}
    return PricedLine.model_validate({**kept, "reasons": (*line.reasons, agreed)})
