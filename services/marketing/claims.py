"""Use cases of claims: registered from an order or directly, reviewed, decided with a result."""

from uuid import UUID

from services.chassis.tx import Tx
from services.marketing.contracts import (
    CLAIM_CHANGED,
    CLAIM_STATUS,
    ClaimStatus,
    DecideClaim,
    RegisterClaim,
    ReviewClaim,
)
from services.marketing.models import Claim
from services.marketing.rules import moves

ALL_CLAIMS = UUID(int=0)
"""A claim about a partner belongs to none of our organizations: one row of numbers for all."""


def register_claim(tx: Tx, command: RegisterClaim, partner_id: UUID, organization_id: UUID | None) -> Claim:
    claim = Claim(
        partner_id=partner_id,
        order_id=command.order_id,
        organization_id=organization_id,
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
    claim.review_started_at = tx.now
    claim.cause = command.cause
    claim.guilty_department_id = command.guilty_department_id
    claim.guilty_staff_id = command.guilty_staff_id
    tx.announce(CLAIM_CHANGED, claim)
    return claim


def decide_claim(tx: Tx, command: DecideClaim) -> Claim:
    claim = tx.get(Claim, command.id)
    _move(claim, ClaimStatus.SATISFIED if command.satisfied else ClaimStatus.NOT_SATISFIED)
    claim.decided_at = tx.now
    claim.result = command.result
    tx.announce(CLAIM_CHANGED, claim)
    return claim


def _move(claim: Claim, then: ClaimStatus) -> None:
    if not moves.may_move(ClaimStatus(claim.status), then):
        raise CLAIM_STATUS(status=claim.status, needed=moves.needed_for(then))
    claim.status = then
