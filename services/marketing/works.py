"""Use cases of what a marketing event takes: who provides for it, and what it costs."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select

from services.chassis.access import remember_asked
from services.chassis.references import at_fields, unknown_references
from services.chassis.tx import Reader, Tx
from services.marketing.asked import Asked
from services.marketing.contracts import (
    COST_OF_NOTHING,
    AddEventCost,
    AddEventProvider,
    ChangeEventCost,
    ChangeEventProvider,
    NewGuest,
)
from services.marketing.event_checks import demand_status
from services.marketing.models import EventCost, EventProvider, MarketingEvent
from services.marketing.rules import moves

_ZERO = Decimal(0)


def add_event_provider(tx: Tx, command: AddEventProvider, asked: Asked) -> EventProvider:
    event = tx.get(MarketingEvent, command.id)
    demand_status(tx, event, moves.OPEN_EVENTS | moves.BEGUN_EVENTS)
    remember_asked(tx.session, *asked.partners.values())
    named = NewGuest(partner_id=command.partner_id, contact_person_id=command.contact_person_id)
    return tx.add(
        EventProvider(
            event_id=event.id,
            partner_id=command.partner_id,
            contact_person_id=command.contact_person_id,
            person_name=asked.name_of(named),
            provides=command.provides,
            agreed_amount=command.agreed_amount,
        )
    )


def change_event_provider(tx: Tx, command: ChangeEventProvider) -> EventProvider:
    provider = tx.get(EventProvider, command.id)
    if command.provides is not None:
        provider.provides = command.provides
    if "agreed_amount" in command.model_fields_set:
        provider.agreed_amount = command.agreed_amount
    return provider


def add_event_cost(tx: Tx, command: AddEventCost) -> EventCost:
    """Whatever the event's status: bills come after it is held, and for what was cancelled too."""
    event = tx.get(MarketingEvent, command.id)
    if command.provider_id is not None:
        of_event = (EventProvider.id == command.provider_id, EventProvider.event_id == event.id)
        if tx.find(EventProvider, *of_event) is None:
            raise unknown_references(["/provider_id"], tx.actor.language)
    cost = EventCost(
        event_id=event.id,
        item=command.item,
        planned=command.planned,
        actual=command.actual,
        currency=event.currency,
        spent_on=_spent_on(tx, command.actual, command.spent_on),
        provider_id=command.provider_id,
    )
    _demand_amount(tx, cost)
    return tx.add(cost)


def change_event_cost(tx: Tx, command: ChangeEventCost) -> EventCost:
    cost = tx.get(EventCost, command.id)
    for name in command.model_fields_set - {"id"}:
        value = getattr(command, name)
        if value is not None or name != "item":
            setattr(cost, name, value)
    cost.spent_on = _spent_on(tx, cost.actual, cost.spent_on)
    _demand_amount(tx, cost)
    return cost


def totals(reader: Reader, events: Iterable[UUID]) -> dict[UUID, tuple[Decimal, Decimal]]:
    """By event, what is planned for it and what it cost, both in its currency; one statement."""
    query = (
        select(
            EventCost.event_id,
            func.sum(EventCost.planned).label("planned"),
            func.sum(EventCost.actual).label("actual"),
        )
        .where(EventCost.event_id.in_(list(events)), reader.visible(EventCost))
        .group_by(EventCost.event_id)
    )
    return {row.event_id: (row.planned or _ZERO, row.actual or _ZERO) for row in reader.rows(query)}


def _spent_on(tx: Tx, actual: Decimal | None, day: date | None) -> date | None:
    """What is not spent was spent on no day."""
    return None if actual is None else day or tx.today


def _demand_amount(tx: Tx, cost: EventCost) -> None:
    if cost.planned is None and cost.actual is None:
        raise at_fields(COST_OF_NOTHING, ["/planned", "/actual"], tx.actor.language)
