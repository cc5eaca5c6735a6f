"""Guests of marketing events: partners with their contact persons, invited, answering, coming or not (M2)."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.actor import OFFICE
from services.chassis.contracts import Message, equals, one_of
from services.chassis.errors import NOT_FOUND, Conflict, NotFound, error_code
from services.chassis.fields import PERSONAL
from services.marketing.contracts.base import INVITERS, api
from services.marketing.contracts.events import EVENT_STATUS, MarketingEventCard
from services.partners.contracts import PARTNER_NOT_OURS

MOST_GUESTS = 500


class GuestStatus(StrEnum):
    INVITED = "invited"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    ATTENDED = "attended"
    ABSENT = "absent"


class NewGuest(Message):
    """A partner, or one of its contact persons."""

    partner_id: UUID
    contact_person_id: UUID | None = None


class InviteGuests(Message):
    """Invite all of these. Who stands among the guests already is left as they are: nobody is invited twice."""

    id: UUID
    guests: Annotated[tuple[NewGuest, ...], Field(min_length=1, max_length=MOST_GUESTS)]


class MarkGuests(Message):
    """What became of these guests (`guests`: ids from the list of guests), all or none. Attendance is marked once
    the event has begun; a mark may be corrected."""

    id: UUID
    guests: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=MOST_GUESTS)]
    status: GuestStatus


class EventGuestView(Message):
    """A guest of a marketing event. `person_name`: the contact person's, as partners had it when invited; null when
    the partner as a whole was invited."""

    id: UUID
    event_id: UUID
    partner_id: UUID
    contact_person_id: UUID | None
    person_name: Annotated[str, PERSONAL] | None
    status: GuestStatus
    created_at: datetime
    version: int


class EventGuestRow(EventGuestView):
    partner_name: str | None


GUEST_STATUS = error_code(
    "guest_status",
    Conflict,
    en="These guests cannot be marked “{status}” from where they stand. Leave them out, or choose another mark.",
    uk="Цих гостей не можна позначити «{status}» з їхнього теперішнього статусу. Приберіть їх або виберіть інший.",
    words={
        GuestStatus.INVITED: ("Invited", "Запрошено"),
        GuestStatus.CONFIRMED: ("Confirmed", "Підтверджено"),
        GuestStatus.REFUSED: ("Refused", "Відмовлено"),
        GuestStatus.ATTENDED: ("Attended", "Відвідано"),
        GuestStatus.ABSENT: ("Absent", "Не з'явилися"),
    },
)
CONTACT_NOT_OF_PARTNER = error_code(
    "contact_not_of_partner",
    NotFound,
    en="This partner has no such contact person. Choose one of its own.",
    uk="Цей партнер не має такої контактної особи. Виберіть одну з його осіб.",
)

INVITE_GUESTS = api.command(
    "invite_guests",
    "POST /marketing-events/{id}/guests",
    InviteGuests,
    MarketingEventCard,
    roles=INVITERS,
    en="Invite guests to a marketing event",
    uk="Запросити гостей на маркетинговий захід",
    changes_existing=False,
    errors=(EVENT_STATUS, PARTNER_NOT_OURS, NOT_FOUND, CONTACT_NOT_OF_PARTNER),
)
MARK_GUESTS = api.command(
    "mark_guests",
    "POST /marketing-events/{id}/guests/mark",
    MarkGuests,
    MarketingEventCard,
    roles=INVITERS,
    en="Mark guests: confirmed, refused, attended, absent",
    uk="Позначити гостей: підтвердили, відмовилися, прийшли, не з'явилися",
    changes_existing=False,
    errors=(EVENT_STATUS, GUEST_STATUS, NOT_FOUND),
    example={"status": "confirmed"},
)
LIST_EVENT_GUESTS = api.listing(
    "list_event_guests",
    "GET /event-guests",
    EventGuestRow,
    roles=OFFICE,
    en="Guests of marketing events",
    uk="Гості маркетингових заходів",
    orders=("-created_at", "created_at"),
    filters=(equals("event_id", UUID), equals("partner_id", UUID), one_of("status", GuestStatus)),
)
