"""Use cases of segments of partners (P11)."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from services.chassis import segment_cards as cards
from services.chassis.contracts import ById, Ref
from services.chassis.segment_words import PinMembers
from services.chassis.segments import Gathering, listed, segments_of
from services.chassis.statements import upsert
from services.chassis.tx import Reader, Tx
from services.partners.contracts import AddPartnerSegment, ChangePartnerSegment, SegmentsOfPartner
from services.partners.models import Partner, PartnerSegment, PartnerSegmentChange, PartnerSegmentMember
from services.partners.segment_fields import FIELDS, SOURCE

REFRESH = "refresh_partner_segment"
AT_ONCE = 5_000
"""Partners that a refresh looks through while the person waits; more are a job."""

PARTNERS = Gathering(
    segment=PartnerSegment,
    members=PartnerSegmentMember.__table__,
    changes=PartnerSegmentChange.__table__,
    subject="partner_id",
    card=Partner.id,
    source=SOURCE,
    fields=FIELDS,
    only=Partner.merged_into.is_(None),
)


_BY_NAME = select(PartnerSegment.id, PartnerSegment.name).order_by(PartnerSegment.sort_key, PartnerSegment.id)


def add_partner_segment(tx: Tx, command: AddPartnerSegment) -> PartnerSegment:
    return cards.added(tx, PARTNERS, PartnerSegment, command)


def change_partner_segment(tx: Tx, command: ChangePartnerSegment) -> PartnerSegment:
    return cards.changed(tx, PARTNERS, tx.get(PartnerSegment, command.id), command)


def pin_partner_segment_members(tx: Tx, command: PinMembers) -> PartnerSegment:
    """A card that was merged into another stands for nobody any more: its heir is named instead."""
    segment = tx.get(PartnerSegment, command.segment_id)
    there = (Partner.id.in_(cards.named_in(command)), Partner.merged_into.is_(None), tx.visible(Partner))
    return cards.pinned(tx, PARTNERS, segment, command, set(tx.session.scalars(select(Partner.id).where(*there))))


def refresh_partner_segment(tx: Tx, command: ById) -> PartnerSegment:
    return cards.refreshed(tx, PARTNERS, tx.get(PartnerSegment, command.id), REFRESH, AT_ONCE)


def follow_merged(tx: Tx, card: UUID, heir: UUID) -> None:
    """What people said of a card holds of its heir, where they have not said otherwise of it."""
    table: Any = PartnerSegmentMember.__table__
    rows = list(tx.session.execute(select(table).where(table.c.partner_id.in_((card, heir)))))
    of_heir = {row.segment_id: row for row in rows if row.partner_id == heir}
    said = [
        {**row._mapping, "partner_id": heir, "by_rule": row.segment_id in of_heir and of_heir[row.segment_id].by_rule}
        for row in rows
        if row.partner_id == card and row.pinned
        if row.segment_id not in of_heir or not of_heir[row.segment_id].pinned
    ]
    if said:
        upsert(tx.session, table, said, ("segment_id", "partner_id"))


def members(reader: Reader, segment_id: UUID) -> Select[Any]:
    """Whom the person may see; cards that were merged away are left out."""
    segment = reader.get(PartnerSegment, segment_id)
    found = listed(reader, PARTNERS, segment, Partner.id.label("partner_id"), Partner.name)
    return found.where(Partner.merged_into.is_(None))


def segments_of_partner(reader: Reader, asked: ById) -> SegmentsOfPartner:
    """All are asked together: as many statements as for one."""
    partner = reader.get(Partner, asked.id)
    card = partner.merged_into or partner.id
    every = {row.id: row for row in reader.session.execute(_BY_NAME)}
    found = segments_of(reader, PARTNERS, [card], every)[card]
    return SegmentsOfPartner(segments=tuple(Ref(id=one, name=row.name) for one, row in every.items() if one in found))


def changes(reader: Reader, segment_id: UUID) -> Select[Any]:
    segment = reader.get(PartnerSegment, segment_id)
    moved = PartnerSegmentChange
    query = select(*moved.__table__.c, Partner.name).join(Partner, Partner.id == moved.partner_id)
    return query.where(moved.segment_id == segment.id)
