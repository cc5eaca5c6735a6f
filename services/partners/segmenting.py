"""Segments of partners at the door: a room of the Nameko service, one short method for each operation."""

from typing import Any

from sqlalchemy import select

from services.chassis.host import operation
from services.chassis.runtime import Call, Reply
from services.chassis.service import Service
from services.partners import contracts, segments
from services.partners.models import Partner, PartnerSegment, PartnerSegmentChange

_SEGMENT = {"id": PartnerSegment.id, "name": PartnerSegment.sort_key}
_MEMBER = {"id": Partner.id, "name": Partner.sort_key}
_CHANGE = {"id": PartnerSegmentChange.partner_id}
"""A partner moves once at a time: with the time its id is a place in the list."""


class KeepsSegments(Service):
    @operation(contracts.ADD_PARTNER_SEGMENT)
    def add_partner_segment(self, call: Call[Any]) -> Reply:
        return call.transact(segments.add_partner_segment)

    @operation(contracts.CHANGE_PARTNER_SEGMENT)
    def change_partner_segment(self, call: Call[Any]) -> Reply:
        return call.transact(segments.change_partner_segment)

    @operation(contracts.GET_PARTNER_SEGMENT)
    def get_partner_segment(self, call: Call[Any]) -> Reply:
        return call.show(PartnerSegment)

    @operation(contracts.LIST_PARTNER_SEGMENTS)
    def list_partner_segments(self, call: Call[Any]) -> Reply:
        return call.list(select(*PartnerSegment.__table__.c), _SEGMENT, PartnerSegment)

    @operation(contracts.LIST_PARTNER_SEGMENT_MEMBERS)
    def list_partner_segment_members(self, call: Call[Any]) -> Reply:
        return call.list(lambda reader: segments.members(reader, call.request.segment_id), _MEMBER, Partner)

    @operation(contracts.PIN_PARTNER_SEGMENT_MEMBERS)
    def pin_partner_segment_members(self, call: Call[Any]) -> Reply:
        return call.transact(segments.pin_partner_segment_members)

    @operation(contracts.REFRESH_PARTNER_SEGMENT)
    def refresh_partner_segment(self, call: Call[Any]) -> Reply:
        return call.transact(segments.refresh_partner_segment)

    @operation(contracts.LIST_PARTNER_SEGMENT_CHANGES)
    def list_partner_segment_changes(self, call: Call[Any]) -> Reply:
        return call.list(lambda reader: segments.changes(reader, call.request.segment_id), _CHANGE, Partner)

    @operation(contracts.GET_SEGMENTS_OF_PARTNER)
    def get_segments_of_partner(self, call: Call[Any]) -> Reply:
        return call.read(segments.segments_of_partner)
