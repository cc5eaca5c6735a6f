"""Use cases of claims: registered about a document or a client, reviewed, decided with a result."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.chassis.access import remember_asked
from services.chassis.messages import Language
from services.chassis.references import at_fields, require
from services.chassis.tx import Tx
from services.marketing.asked import AskedPartner
from services.marketing.contracts import (
    CLAIM_ABOUT_NOTHING,
    CLAIM_CHANGED,
    CLAIM_DECIDED,
    CLAIM_MISMATCH,
    CLAIM_PARTICIPANT_TWICE,
    CLAIM_STATUS,
    AddClaimCause,
    ChangeClaim,
    ClaimStatus,
    DecideClaim,
    NameClaimParticipants,
    RegisterClaim,
    ReviewClaim,
)
from services.marketing.models import Claim, ClaimCause, ClaimParticipant
from services.marketing.rules import moves
from services.partners.contracts import PartnerRow

ALL_CLAIMS = UUID(int=0)
"""A claim about a partner belongs to none of our organizations: one row of numbers for all."""


@dataclass(frozen=True)
class ClaimSubject:
    """What a claim is about, as its owners answered."""

    partner: AskedPartner
    organization_id: UUID | None
    order_id: UUID | None


def clients_named(found: Mapping[str, Any], language: Language) -> set[UUID]:
    """Whose all is that the claim names: answers of their owners, by the pointers that named them."""
    if not found:
        raise at_fields(CLAIM_ABOUT_NOTHING, ["/order_id", "/shipment_id", "/deal_id", "/partner_id"], language)
    return {one.id if pointer == "/partner_id" else one.partner_id for pointer, one in found.items()}


def demand_one_client(found: Mapping[str, Any], cards: Collection[PartnerRow], language: Language) -> None:
    """Raises NotFound unless all cards named are of one client (merged ones are their heir's), and a shipment of its
    order."""
    order, shipment = found.get("/order_id"), found.get("/shipment_id")
    clients = {card.merged_into or card.id for card in cards}
    if len(clients) > 1 or (order and shipment and shipment.order_id != order.id):
        raise at_fields(CLAIM_MISMATCH, found, language)


def subject_of(found: Mapping[str, Any], partner: AskedPartner) -> ClaimSubject:
    """A claim about a shipment is about its order too."""
    first = next(iter(found.values()))
    order, shipment = found.get("/order_id"), found.get("/shipment_id")
    order_id = order.id if order else shipment.order_id if shipment else None
    return ClaimSubject(partner, first.organization_id, order_id)


def add_claim_cause(tx: Tx, command: AddClaimCause) -> ClaimCause:
    return tx.add(ClaimCause(name=command.name))


def register_claim(tx: Tx, command: RegisterClaim, about: ClaimSubject) -> Claim:
    remember_asked(tx.session, about.partner)
    claim = Claim(
        partner_id=about.partner.partner_id,
        order_id=about.order_id,
        shipment_id=command.shipment_id,
        deal_id=command.deal_id,
        item_id=command.item_id,
        organization_id=about.organization_id,
        subject=command.subject,
        kind=command.kind,
        status=ClaimStatus.REGISTERED,
        description=command.description,
    )
    claim.number = tx.number("CLM", ALL_CLAIMS)
    tx.add(claim)
    tx.announce(CLAIM_CHANGED, claim)
    return claim


def review_claim(tx: Tx, command: ReviewClaim) -> Claim:
    claim = tx.get(Claim, command.id)
    _move(claim, ClaimStatus.UNDER_REVIEW)
    require(tx, (ClaimCause, command.cause_id, "/cause_id"))
    claim.review_started_at = tx.now
    claim.cause_id = command.cause_id
    claim.cause = command.cause
    claim.guilty_department_id = command.guilty_department_id
    claim.guilty_staff_id = command.guilty_staff_id
    tx.announce(CLAIM_CHANGED, claim)
    return claim


def change_claim(tx: Tx, command: ChangeClaim) -> Claim:
    claim = _open_claim(tx, command.id)
    require(tx, (ClaimCause, command.cause_id, "/cause_id"))
    for name in command.model_fields_set - {"id"}:
        value = getattr(command, name)
        if value is not None or name != "kind":
            setattr(claim, name, value)
    tx.announce(CLAIM_CHANGED, claim)
    return claim


def name_claim_participants(tx: Tx, command: NameClaimParticipants) -> Claim:
    claim = _open_claim(tx, command.id)
    named = [person.staff_id for person in command.participants]
    twice = [f"/participants/{place}/staff_id" for place, one in enumerate(named) if one in named[:place]]
    if twice:
        raise at_fields(CLAIM_PARTICIPANT_TWICE, twice, tx.actor.language)
    claim.participants = [
        ClaimParticipant(claim_id=claim.id, position=place, **person.__dict__)
        for place, person in enumerate(command.participants)
    ]
    tx.touch(claim)
    tx.announce(CLAIM_CHANGED, claim)
    return claim


def decide_claim(tx: Tx, command: DecideClaim) -> Claim:
    claim = tx.get(Claim, command.id)
    _move(claim, ClaimStatus.SATISFIED if command.satisfied else ClaimStatus.NOT_SATISFIED)
    claim.decided_at = tx.now
    claim.result = command.result
    tx.announce(CLAIM_CHANGED, claim)
    return claim


def _open_claim(tx: Tx, claim_id: UUID) -> Claim:
    claim = tx.get(Claim, claim_id)
    if claim.decided_at is not None:
        raise CLAIM_DECIDED(status=claim.status)
    return claim


def _move(claim: Claim, then: ClaimStatus) -> None:
    if not moves.may_move(ClaimStatus(claim.status), then):
        raise CLAIM_STATUS(status=claim.status, needed=moves.needed_for(then))
    claim.status = then
