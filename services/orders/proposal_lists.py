"""What is shown of proposals: the latest version to us, the latest that was sent to the client."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import selectinload

from services.chassis.actor import Actor
from services.chassis.contracts import ById
from services.chassis.tables import partner_access
from services.chassis.tx import Reader
from services.orders.contracts import ProposalStatus, ProposalVersions
from services.orders.models import Proposal, ProposalVersion
from services.orders.rules.proposals import DECIDED
from services.orders.views import version_view

_OF_PROPOSAL = (
    "id",
    "number",
    "organization_id",
    "partner_id",
    "legal_entity_id",
    "manager_id",
    "deal_id",
    "order_id",
    "sent_number",
    "created_at",
    "version",
)
_OF_VERSION = (
    "status",
    "offer_id",
    "currency",
    "prices_with_vat",
    "total",
    "vat",
    "payable",
    "valid_to",
)
_AWAITS = ProposalVersion.status == ProposalStatus.ON_APPROVAL


def listed(actor: Actor, today: date) -> Select[Any]:
    shown = Proposal.sent_number if actor.is_client else Proposal.version_number
    return (
        select(
            *[getattr(Proposal, name) for name in _OF_PROPOSAL],
            *[getattr(ProposalVersion, name) for name in _OF_VERSION],
            ProposalVersion.number.label("version_number"),
            _AWAITS.label("awaits_approval"),
            _expired(today).label("expired"),
            partner_access.c.name.label("partner_name"),
        )
        .join(ProposalVersion, and_(ProposalVersion.proposal_id == Proposal.id, ProposalVersion.number == shown))
        .outerjoin(partner_access, partner_access.c.partner_id == Proposal.partner_id)
    )


def columns(today: date) -> dict[str, Any]:
    own = ("id", "created_at", "number", "partner_id", "deal_id", "manager_id", "organization_id")
    return {
        **{name: getattr(Proposal, name) for name in own},
        **{name: getattr(ProposalVersion, name) for name in ("status", "offer_id", "valid_to")},
        "awaits_approval": _AWAITS,
        "expired": _expired(today),
    }


def versions(reader: Reader, asked: ById) -> ProposalVersions:
    """With the lines of all of them in one statement."""
    proposal = reader.get(Proposal, asked.id)
    query = (
        select(ProposalVersion)
        .where(ProposalVersion.proposal_id == proposal.id)
        .order_by(ProposalVersion.number.desc())
        .options(selectinload(ProposalVersion.lines))
    )
    sent = ProposalVersion.sent_at.is_not(None)
    found = reader.session.scalars(query.where(sent) if reader.actor.is_client else query)
    return ProposalVersions(versions=tuple(version_view(one, client=reader.actor.is_client) for one in found))


def _expired(today: date) -> ColumnElement[bool]:
    over = and_(ProposalVersion.valid_to.is_not(None), ProposalVersion.valid_to < today)
    return and_(over, ProposalVersion.status.not_in(DECIDED))
