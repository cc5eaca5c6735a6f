"""Use cases of guests: invited many at a time, marked many at a time."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import func, select

from services.chassis.access import remember_asked
from services.chassis.errors import NOT_FOUND
from services.chassis.messages import FieldProblem, Language
from services.chassis.references import at_fields
from services.chassis.tables import partner_access
from services.chassis.tx import Reader, Tx
from services.marketing.asked import Asked
from services.marketing.contracts import (
    GUEST_STATUS,
    GuestCounts,
    GuestStatus,
    InviteGuests,
    MarkGuests,
)
from services.marketing.event_checks import demand_status
from services.marketing.models import EventGuest, MarketingEvent
from services.marketing.rules import moves


def invite_guests(tx: Tx, command: InviteGuests, asked: Asked) -> MarketingEvent:
    event = tx.get(MarketingEvent, command.id)  # locked: of two invitations at once the second sees the first's
    demand_status(tx, event, moves.OPEN_EVENTS)
    remember_asked(tx.session, *asked.partners.values())
    wanted = {guest.contact_person_id or guest.partner_id: guest for guest in command.guests}
    # a partner as a whole whose card was merged since is there as its heir
    guest_now = func.coalesce(EventGuest.contact_person_id, partner_access.c.merged_into, EventGuest.guest_id)
    there = select(guest_now).outerjoin(partner_access, partner_access.c.partner_id == EventGuest.partner_id)
    for known in tx.session.scalars(there.where(EventGuest.event_id == event.id, guest_now.in_(wanted))):
        wanted.pop(known, None)
    for guest_id, guest in wanted.items():
        tx.add(
            EventGuest(
                event_id=event.id,
                guest_id=guest_id,
                partner_id=guest.partner_id,
                contact_person_id=guest.contact_person_id,
                person_name=asked.name_of(guest),
                status=GuestStatus.INVITED,
            )
        )
    return event


def mark_guests(tx: Tx, command: MarkGuests) -> MarketingEvent:
    event = tx.get(MarketingEvent, command.id)
    named = dict.fromkeys(command.guests)
    of_event = (EventGuest.event_id == event.id, EventGuest.id.in_(named), tx.visible(EventGuest))
    found = {guest.id: guest for guest in tx.locked(EventGuest, *of_event)}
    unknown = [f"/guests/{place}" for place, guest_id in enumerate(command.guests) if guest_id not in found]
    if unknown:
        raise at_fields(NOT_FOUND, unknown, tx.actor.language)
    demand_status(tx, event, moves.BEGUN_EVENTS if command.status in moves.ATTENDANCE else moves.OPEN_EVENTS)
    statuses = [GuestStatus(found[guest_id].status) for guest_id in command.guests]
    wrong = moves.unmovable(statuses, command.status)
    if wrong:
        raise _unmovable(wrong, command.status, tx.actor.language)
    tx.change_all(list(found.values()), status=command.status)
    return event


def counts(reader: Reader, events: Iterable[UUID]) -> dict[UUID, GuestCounts]:
    """By event, how many guests stand where, among the actor's own clients; one statement."""
    query = (
        select(EventGuest.event_id, EventGuest.status, func.count().label("number"))
        .where(EventGuest.event_id.in_(list(events)), reader.visible(EventGuest))
        .group_by(EventGuest.event_id, EventGuest.status)
    )
    found: dict[UUID, dict[str, int]] = {}
    for row in reader.rows(query):
        found.setdefault(row.event_id, {})[row.status] = row.number
    return {event_id: GuestCounts(**numbers) for event_id, numbers in found.items()}


def _unmovable(places: Iterable[int], status: GuestStatus, language: Language) -> Exception:
    said = GUEST_STATUS.words[status][language == "uk"]
    sentence = GUEST_STATUS.sentence(language).format(status=said)
    return GUEST_STATUS(
        [FieldProblem(f"/guests/{place}", GUEST_STATUS.name, sentence) for place in places], status=status
    )
