"""Segments of items at the door: a room of the Nameko service, one short method for each operation."""

from typing import Any

from sqlalchemy import select

from services.chassis.host import operation
from services.chassis.runtime import Call, Reply
from services.chassis.service import Service
from services.pricing import contracts, segments
from services.pricing.models import Item, ItemSegment, ItemSegmentChange

_SEGMENT = {"id": ItemSegment.id, "name": ItemSegment.sort_key}
_MEMBER = {"id": Item.id, "name": Item.sort_key}
_CHANGE = {"id": ItemSegmentChange.item_id}
"""An item moves once at a time: with the time its id is a place in the list."""


class KeepsSegments(Service):
    @operation(contracts.ADD_ITEM_SEGMENT)
    def add_item_segment(self, call: Call[Any]) -> Reply:
        return call.transact(segments.add_item_segment)

    @operation(contracts.CHANGE_ITEM_SEGMENT)
    def change_item_segment(self, call: Call[Any]) -> Reply:
        return call.transact(segments.change_item_segment)

    @operation(contracts.GET_ITEM_SEGMENT)
    def get_item_segment(self, call: Call[Any]) -> Reply:
        return call.show(ItemSegment)

    @operation(contracts.LIST_ITEM_SEGMENTS)
    def list_item_segments(self, call: Call[Any]) -> Reply:
        return call.list(select(*ItemSegment.__table__.c), _SEGMENT, ItemSegment)

    @operation(contracts.LIST_ITEM_SEGMENT_MEMBERS)
    def list_item_segment_members(self, call: Call[Any]) -> Reply:
        return call.list(lambda reader: segments.members(reader, call.request.segment_id), _MEMBER, Item)

    @operation(contracts.PIN_ITEM_SEGMENT_MEMBERS)
    def pin_item_segment_members(self, call: Call[Any]) -> Reply:
        return call.transact(segments.pin_item_segment_members)

    @operation(contracts.REFRESH_ITEM_SEGMENT)
    def refresh_item_segment(self, call: Call[Any]) -> Reply:
        return call.transact(segments.refresh_item_segment)

    @operation(contracts.LIST_ITEM_SEGMENT_CHANGES)
    def list_item_segment_changes(self, call: Call[Any]) -> Reply:
        return call.list(lambda reader: segments.changes(reader, call.request.segment_id), _CHANGE, ItemSegment)
