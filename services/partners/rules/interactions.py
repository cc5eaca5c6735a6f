"""What may be done with an interaction, and from which day on it can have been done (H1)."""

from datetime import datetime

from services.partners.contracts import INTERACTION_CLOSED, InteractionStatus


def demand_planned(status: str) -> None:
    """Only what is planned is done, put off or cancelled. Raises Conflict `interaction_closed`."""
    if status != InteractionStatus.PLANNED:
        raise INTERACTION_CLOSED(status=status)


def is_ahead(done_at: datetime, today_ends: datetime) -> bool:
    """Nothing was done tomorrow. Within today clocks may differ."""
    return done_at >= today_ends
