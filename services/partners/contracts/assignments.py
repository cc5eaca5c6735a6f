"""Whose client a partner was, and when (P5): nothing is forgotten by giving it away."""

from datetime import datetime
from uuid import UUID

from services.chassis.actor import OFFICE
from services.chassis.contracts import Message, equals
from services.partners.contracts.base import api


class AssignmentRow(Message):
    """Manager and representative of a client from one time to another, in UTC; `until` null: now. `by_id` is the user
    who assigned them; null for what was so before this history began."""

    id: UUID
    partner_id: UUID
    """The card: where cards were merged, the history of each is shown."""
    manager_id: UUID | None
    manager_name: str | None
    representative_id: UUID | None
    representative_name: str | None
    since: datetime
    until: datetime | None
    by_id: UUID | None
    by_name: str | None


LIST_ASSIGNMENTS = api.listing(
    "list_assignments",
    "GET /partners/{partner_id}/assignments",
    AssignmentRow,
    roles=OFFICE,
    en="Managers and representatives that a client has had",
    uk="Менеджери й представники, яких мав клієнт",
    orders=("-since", "since"),
    filters=(equals("partner_id", UUID),),
)
