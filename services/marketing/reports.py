"""Effectiveness of channels and marketing events (A6): read-only SQL over own costs and what other services told.

A client's deals, orders, shipments and returns count for what the client first came by; a merged card's for its heir's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased

from services.chassis.references import demand_period
from services.chassis.tx import Reader
from services.deals.contracts import DealStatus
from services.marketing import guests
from services.marketing.contracts import (
    ChannelEffect,
    ChannelsReport,
    Effect,
    EffectAsked,
    EventEffect,
    EventsReport,
    EventStatus,
    GuestCounts,
)
from services.marketing.models import (
    AdvertisingChannel,
    ChannelCost,
    EventCost,
    KnownClient,
    KnownDeal,
    KnownOrder,
    KnownSale,
    MarketingEvent,
)
from services.marketing.rules.effect import NOTHING, Figures, return_on_spending, rolled_up, share_of_period
from services.orders.contracts import OrderStatus
from services.partners.contracts import PrimaryInterestKind

BASE_CURRENCY = "UAH"
CHANNEL, EVENT = PrimaryInterestKind.CHANNEL, PrimaryInterestKind.MARKETING_EVENT
Source = tuple[str | None, UUID | None]
"""What a client first came by: kind and id."""


@dataclass
class Measured:
    """Figures of the period by source, and what could not be counted."""

    by_source: dict[Source, Figures] = field(default_factory=dict)
    left_out: int = 0
    sales_without_cost: int = 0

    def add(self, source: Source, figures: Figures) -> None:
        self.by_source[source] = self.by_source.get(source, NOTHING) + figures

    def sum_of(self, sources: Iterable[Source]) -> Figures:
        return sum((self.by_source.get(one, NOTHING) for one in sources), NOTHING)


def report_channels(reader: Reader, asked: EffectAsked) -> ChannelsReport:
    measured = _measured(reader, asked)
    channels = list(
        reader.session.scalars(
            select(AdvertisingChannel).where(reader.visible(AdvertisingChannel)).order_by(AdvertisingChannel.sort_key)
        )
    )
    parents = {channel.id: channel.parent_id for channel in channels}
    events = _channels_of_events(reader)
    own = {channel: measured.by_source.get((CHANNEL, channel), NOTHING) for channel in parents}
    with_events = dict(own)
    for event, channel in events.items():
        with_events[channel] += measured.by_source.get((EVENT, event), NOTHING)
    whole = rolled_up(with_events, parents)
    placed = {(CHANNEL, channel) for channel in parents} | {(EVENT, event) for event in events}
    rows = tuple(
        ChannelEffect(
            id=channel.id,
            name=channel.name,
            parent_id=channel.parent_id,
            archived=channel.archived_at is not None,
            own=_effect(own[channel.id]),
            whole=_effect(whole[channel.id]),
        )
        for channel in channels
    )
    return ChannelsReport(rows=rows, **_around(asked, measured, placed))


def report_events(reader: Reader, asked: EffectAsked) -> EventsReport:
    measured = _measured(reader, asked)
    counted = {source[1] for source, figures in measured.by_source.items() if source[0] == EVENT and figures}
    found = list(reader.session.scalars(_events(reader, asked, [one for one in counted if one])))
    invited = guests.counts(reader, [event.id for event in found])
    rows = tuple(
        EventEffect(
            id=event.id,
            name=event.name,
            status=EventStatus(event.status),
            channel_id=event.channel_id,
            date_from=event.actual_from or event.planned_from,
            date_to=event.actual_to or max(event.planned_to, event.actual_from or event.planned_to),
            budget=event.budget,
            currency=event.currency,
            guests=invited.get(event.id, GuestCounts()),
            effect=_effect(measured.by_source.get((EVENT, event.id), NOTHING)),
        )
        for event in found
    )
    return EventsReport(rows=rows, **_around(asked, measured, {(EVENT, event.id) for event in found}))


def _around(asked: EffectAsked, measured: Measured, placed: set[tuple[PrimaryInterestKind, UUID]]) -> dict[str, Any]:
    """What both reports say beside their rows."""
    return {
        "date_from": asked.date_from,
        "date_to": asked.date_to,
        "currency": BASE_CURRENCY,
        "other": _effect(measured.sum_of(source for source in measured.by_source if source not in placed)),
        "total": _effect(measured.sum_of(measured.by_source)),
        "left_out": measured.left_out,
        "sales_without_cost": measured.sales_without_cost,
    }


def _effect(figures: Figures) -> Effect:
    return Effect(**figures.__dict__, return_on_spending=return_on_spending(figures.margin, figures.cost))


def _measured(reader: Reader, asked: EffectAsked) -> Measured:
    demand_period(reader, asked.date_from, asked.date_to)
    measured = Measured()
    _measure_costs(reader, asked, measured)
    _measure_clients(reader, asked, measured)
    _measure_money(reader, asked, measured)
    return measured


def _measure_costs(reader: Reader, asked: EffectAsked, measured: Measured) -> None:
    overlapping = (ChannelCost.date_from <= asked.date_to, ChannelCost.date_to >= asked.date_from)
    for cost in reader.session.scalars(select(ChannelCost).where(reader.visible(ChannelCost), *overlapping)):
        if cost.currency != BASE_CURRENCY:
            measured.left_out += 1
            continue
        share = share_of_period(cost.amount, cost.date_from, cost.date_to, asked.date_from, asked.date_to)
        measured.add((CHANNEL, cost.channel_id), Figures(cost=share))
    spent = (
        select(EventCost.event_id, EventCost.currency, func.sum(EventCost.actual).label("cost"), _NUMBER)
        .where(reader.visible(EventCost), EventCost.actual.is_not(None), *_within(EventCost.spent_on, asked))
        .group_by(EventCost.event_id, EventCost.currency)
    )
    for row in reader.rows(spent):
        if row.currency == BASE_CURRENCY:
            measured.add((EVENT, row.event_id), Figures(cost=row.cost))
        else:
            measured.left_out += row.number


def _measure_clients(reader: Reader, asked: EffectAsked, measured: Measured) -> None:
    registered = (
        select(KnownClient.interest_kind, KnownClient.interest_id, _NUMBER)
        .where(reader.visible(KnownClient), KnownClient.is_client, KnownClient.merged_into.is_(None))
        .join(_FIRST_CAME, _FIRST_CAME.c.client == KnownClient.id)
        .where(*_within(_FIRST_CAME.c.registered_on, asked))
        .group_by(KnownClient.interest_kind, KnownClient.interest_id)
    )
    opened = _by_first_touch(reader, KnownDeal, _NUMBER).where(*_within(KnownDeal.opened_on, asked))
    won = _by_first_touch(reader, KnownDeal, _NUMBER).where(
        KnownDeal.status == DealStatus.WON, *_within(KnownDeal.closed_on, asked)
    )
    for query, name in ((registered, "first_interests"), (opened, "deals"), (won, "won")):
        for row in reader.rows(query):
            measured.add((row.interest_kind, row.interest_id), Figures(**{name: row.number}))


def _measure_money(reader: Reader, asked: EffectAsked, measured: Measured) -> None:
    ordered = (
        _by_first_touch(reader, KnownOrder, KnownOrder.currency, _NUMBER, func.sum(KnownOrder.payable).label("ordered"))
        .where(KnownOrder.status != OrderStatus.CANCELLED, *_within(KnownOrder.ordered_on, asked))
        .group_by(KnownOrder.currency)
    )
    for row in reader.rows(ordered):
        if row.currency == BASE_CURRENCY:
            measured.add((row.interest_kind, row.interest_id), Figures(orders=row.number, ordered=row.ordered))
        else:
            measured.left_out += row.number
    sold = (
        _by_first_touch(
            reader,
            KnownSale,
            KnownSale.currency,
            _NUMBER,
            func.count(KnownSale.cost).label("known"),
            func.sum(KnownSale.revenue).label("revenue"),
            func.sum(KnownSale.revenue - KnownSale.cost).label("margin"),  # null, and not summed, where cost is
        )
        .where(*_within(KnownSale.shipped_on, asked))
        .group_by(KnownSale.currency)
    )
    for row in reader.rows(sold):
        if row.currency != BASE_CURRENCY:
            measured.left_out += row.number
            continue
        margin = NOTHING.margin if row.margin is None else row.margin
        measured.add((row.interest_kind, row.interest_id), Figures(revenue=row.revenue, margin=margin))
        measured.sales_without_cost += row.number - row.known


_NUMBER = func.count().label("number")
_CARD = aliased(KnownClient)
_CLIENT = func.coalesce(_CARD.merged_into, _CARD.id)
_FIRST_CAME = (
    select(_CLIENT.label("client"), func.min(_CARD.registered_on).label("registered_on"))
    .group_by(_CLIENT)
    .subquery("first_came")
)
"""When a client first came: when the earliest of its cards was registered."""


def _by_first_touch(
    reader: Reader, model: type[KnownDeal] | type[KnownOrder] | type[KnownSale], *columns: Any
) -> Select[Any]:
    card, heir = aliased(KnownClient), aliased(KnownClient)
    return (
        select(heir.interest_kind, heir.interest_id, *columns)
        .select_from(model)
        .outerjoin(card, card.id == model.partner_id)
        .outerjoin(heir, heir.id == func.coalesce(card.merged_into, card.id))
        .where(reader.visible(model))
        .group_by(heir.interest_kind, heir.interest_id)
    )


def _within(day: Any, asked: EffectAsked) -> tuple[Any, Any]:
    return day >= asked.date_from, day <= asked.date_to


def _channels_of_events(reader: Reader) -> Mapping[UUID, UUID]:
    query = select(MarketingEvent.id, MarketingEvent.channel_id).where(
        reader.visible(MarketingEvent), MarketingEvent.channel_id.is_not(None)
    )
    return {row.id: row.channel_id for row in reader.rows(query)}


def _events(reader: Reader, asked: EffectAsked, counted: list[UUID]) -> Select[Any]:
    """Those under way in the period, as planned or as it was, and those that cost or brought something in it."""
    first = func.coalesce(MarketingEvent.actual_from, MarketingEvent.planned_from)
    last = func.coalesce(MarketingEvent.actual_to, MarketingEvent.planned_to)
    under_way = (first <= asked.date_to) & (last >= asked.date_from) & (MarketingEvent.status != EventStatus.CANCELLED)
    return (
        select(MarketingEvent)
        .where(reader.visible(MarketingEvent), or_(under_way, MarketingEvent.id.in_(counted)))
        .order_by(first.desc(), MarketingEvent.id)
    )
