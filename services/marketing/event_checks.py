"""What holds for every change of a marketing event: its status allows it, its days make sense."""

from collections.abc import Collection
from datetime import date

from services.chassis.references import at_fields
from services.chassis.tx import Tx
from services.marketing.contracts import EVENT_DATES, EVENT_STATUS, EVENT_WORDS, EventStatus
from services.marketing.models import MarketingEvent


def demand_status(tx: Tx, event: MarketingEvent, needed: Collection[EventStatus]) -> None:
    """Raises Conflict unless the event is in one of these statuses."""
    if EventStatus(event.status) not in needed:
        words = [EVENT_WORDS[one][tx.actor.language == "uk"] for one in EventStatus if one in needed]
        raise EVENT_STATUS(status=event.status, needed=", ".join(words))


def demand_dates(tx: Tx, first: date, last: date, pointer: str) -> None:
    if last < first:
        raise at_fields(EVENT_DATES, [pointer], tx.actor.language)
