"""Use cases of who takes part in deals, and what we know of them (D7)."""

from typing import Any
from uuid import UUID

from sqlalchemy import case, func, select

from services.chassis.access import client_of_row, same_client
from services.chassis.errors import NOT_FOUND
from services.chassis.references import at_fields, require
from services.chassis.tables import partner_access
from services.chassis.tx import Reader, Tx
from services.deals.contracts import (
    PARTICIPANT_TWICE,
    AddParticipant,
    ChangeParticipant,
    DealsAs,
    DealStatus,
    ParticipantAsked,
    ParticipantRecord,
    RemoveParticipant,
    Side,
)
from services.deals.models import Deal, DealParticipant, KnownStaff, ParticipantRole
from services.deals.rules.shares import percent_of
from services.deals.state import changed, open_deal
from services.partners.contracts import PartnerRole

PARTNERS = {
    Side.PARTNER: PartnerRole.PARTNER,
    Side.COMPETITOR: PartnerRole.COMPETITOR,
    Side.SUBCONTRACTOR: PartnerRole.SUBCONTRACTOR,
}
"""Sides that are partners, and the role that a partner's card must have for it."""


def add_participant(tx: Tx, command: AddParticipant, full_name: str | None) -> Deal:
    """`full_name`: of a contact person; of others it is known from elsewhere."""
    deal = open_deal(tx, command.id)
    require(tx, (ParticipantRole, command.role_id, "/role_id"))
    if takes_part(tx, deal, command.subject_id):
        raise at_fields(PARTICIPANT_TWICE, ["/subject_id"], tx.actor.language)
    deal.participants.append(
        DealParticipant(
            deal_id=deal.id,
            side=command.side,
            subject_id=command.subject_id,
            full_name=full_name,
            role=_role(tx, command.role_id),
            attitude=command.attitude,
            comment=command.comment,
        )
    )
    return changed(tx, deal)


def takes_part(tx: Tx, deal: Deal, subject_id: UUID, *sides: Side) -> bool:
    """On any side, or on one of these; under whichever of its merged cards."""
    there = select(DealParticipant.id).where(
        DealParticipant.deal_id == deal.id,
        DealParticipant.side.in_(sides or Side),
        same_client(DealParticipant.subject_id, subject_id),
    )
    return tx.session.scalar(there.limit(1)) is not None


def change_participant(tx: Tx, command: ChangeParticipant) -> Deal:
    deal = open_deal(tx, command.id)
    participant = _of(deal, command.participant_id)
    require(tx, (ParticipantRole, command.role_id, "/role_id"))
    for name in command.model_fields_set - {"id", "participant_id"}:
        setattr(participant, name, getattr(command, name))
    participant.role = _role(tx, participant.role_id)
    return changed(tx, deal)


def remove_participant(tx: Tx, command: RemoveParticipant) -> Deal:
    deal = open_deal(tx, command.id)
    deal.participants.remove(_of(deal, command.participant_id))
    return changed(tx, deal)


def names_of(reader: Reader, deal: Deal) -> dict[UUID, str]:
    """What the deal's staff and partners are called now; a merged card as its heir."""
    staff = [one.subject_id for one in deal.participants if one.side == Side.STAFF]
    partners = [one.subject_id for one in deal.participants if one.side in PARTNERS]
    names: dict[UUID, str] = {}
    if staff:
        known = select(KnownStaff.id, KnownStaff.full_name).where(KnownStaff.id.in_(staff))
        names |= dict(reader.session.execute(known).all())
    if partners:
        card = partner_access.alias("card")
        called = client_of_row(card.c.partner_id)
        heard = select(card.c.partner_id, called.name).join(called.source, called.on)
        names |= dict(reader.session.execute(heard.where(card.c.partner_id.in_(partners))).all())
    return names


def participant_record(reader: Reader, asked: ParticipantAsked) -> ParticipantRecord:
    """Deals with it that the actor may see, by the side it was on, whichever of its merged cards stands there. Never
    seen in any: it is not there."""
    mine = (same_client(DealParticipant.subject_id, asked.subject_id), reader.visible(Deal))
    sides = reader.rows(
        select(
            DealParticipant.side,
            func.count(Deal.id.distinct()).label("deals"),
            *[_counted(Deal.status == status).label(status) for status in DealStatus],
            _counted(same_client(Deal.competitor_id, asked.subject_id)).label("won_by_it"),
        )
        .join(Deal, Deal.id == DealParticipant.deal_id)
        .where(*mine)
        .group_by(DealParticipant.side)
        .order_by(DealParticipant.side)
    )
    found = tuple(_deals_as(row) for row in sides)
    if not found:
        raise NOT_FOUND(subject="Participant")
    latest = select(DealParticipant).join(Deal, Deal.id == DealParticipant.deal_id).where(*mine)
    last = reader.session.scalars(latest.order_by(DealParticipant.id.desc()).limit(1)).one()
    deal = reader.get(Deal, last.deal_id)
    name = names_of(reader, deal).get(last.subject_id, last.full_name)
    return ParticipantRecord(subject_id=asked.subject_id, name=name, sides=found)


def _of(deal: Deal, participant_id: UUID) -> DealParticipant:
    found = next((one for one in deal.participants if one.id == participant_id), None)
    if found is None:
        raise NOT_FOUND(subject="Participant")
    return found


def _role(tx: Tx, role_id: UUID | None) -> ParticipantRole | None:
    return tx.session.get(ParticipantRole, role_id) if role_id else None


def _counted(condition: Any) -> Any:
    """Deals, each once: two cards of one client may both stand in it."""
    return func.count(case((condition, Deal.id)).distinct())


def _deals_as(row: Any) -> DealsAs:
    return DealsAs(
        side=row.side,
        deals=row.deals,
        in_work=row.in_work,
        won=row.won,
        lost=row.lost,
        won_by_it=row.won_by_it,
        won_share=percent_of(row.won, row.won + row.lost),
    )
