"""Use cases of marketing events: planned, changed, started, held or cancelled."""

from services.chassis.references import require
from services.chassis.tx import Tx
from services.marketing.contracts import (
    MARKETING_EVENT_CHANGED,
    CancelMarketingEvent,
    ChangeMarketingEvent,
    EventStatus,
    OnDay,
    PlanMarketingEvent,
)
from services.marketing.event_checks import demand_dates, demand_status
from services.marketing.event_tasks import cancel_open_tasks
from services.marketing.models import AdvertisingChannel, MarketingEvent
from services.marketing.rules import moves

_NEVER_EMPTY = {"kind", "name", "planned_from", "planned_to"}


def plan_marketing_event(tx: Tx, command: PlanMarketingEvent) -> MarketingEvent:
    require(tx, (AdvertisingChannel, command.channel_id, "/channel_id"))
    event = MarketingEvent(
        status=EventStatus.PLANNED,
        **command.model_dump(exclude={"planned_to", "responsible_id"}),
        planned_to=command.planned_to or command.planned_from,
        responsible_id=command.responsible_id or tx.actor.staff_id,
    )
    demand_dates(tx, event.planned_from, event.planned_to, "/planned_to")
    tx.announce(MARKETING_EVENT_CHANGED, tx.add(event))
    return event


def change_marketing_event(tx: Tx, command: ChangeMarketingEvent) -> MarketingEvent:
    event = tx.get(MarketingEvent, command.id)
    demand_status(tx, event, moves.OPEN_EVENTS)
    if command.channel_id != event.channel_id:  # one archived since may stay as it is
        require(tx, (AdvertisingChannel, command.channel_id, "/channel_id"))
    for name in command.model_fields_set - {"id"}:
        value = getattr(command, name)
        if value is not None or name not in _NEVER_EMPTY:
            setattr(event, name, value)
    demand_dates(tx, event.planned_from, event.planned_to, "/planned_to")
    tx.announce(MARKETING_EVENT_CHANGED, event)
    return event


def start_marketing_event(tx: Tx, command: OnDay) -> MarketingEvent:
    event = tx.get(MarketingEvent, command.id)
    event.actual_from = command.on or tx.today
    return _moved(tx, event, EventStatus.RUNNING)


def hold_marketing_event(tx: Tx, command: OnDay) -> MarketingEvent:
    event = tx.get(MarketingEvent, command.id)
    event.actual_to = command.on or tx.today
    _moved(tx, event, EventStatus.HELD)
    demand_dates(tx, event.actual_from or event.planned_from, event.actual_to, "/on")
    return event


def cancel_marketing_event(tx: Tx, command: CancelMarketingEvent) -> MarketingEvent:
    event = tx.get(MarketingEvent, command.id)
    event.cancel_reason = command.reason
    cancel_open_tasks(tx, event)
    return _moved(tx, event, EventStatus.CANCELLED)


def _moved(tx: Tx, event: MarketingEvent, then: EventStatus) -> MarketingEvent:
    demand_status(tx, event, moves.event_may_become(then))
    event.status = then
    tx.announce(MARKETING_EVENT_CHANGED, event)
    return event
