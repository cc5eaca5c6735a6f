"""The Nameko service of marketing: one short method for each operation and each event; peers are asked here."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.chassis.contracts import ById, Envelope
from services.chassis.erasing import blank_and_tell
from services.chassis.errors import NOT_FOUND, NotFound
from services.chassis.host import on_event, operation
from services.chassis.references import at_fields
from services.chassis.runtime import Call, Reply
from services.chassis.tx import Tx
from services.deals import contracts as deals
from services.marketing import (
    asked,
    channels,
    claim_reports,
    claims,
    contracts,
    event_tasks,
    events,
    guests,
    known,
    lists,
    reports,
    works,
)
from services.marketing.models import (
    AdvertisingChannel,
    Base,
    ChannelCost,
    Claim,
    ClaimCause,
    EventCost,
    EventGuest,
    EventProvider,
    EventTask,
    MarketingEvent,
)
from services.orders import contracts as orders
from services.partners import contracts as partners
from services.partners.listening import ListensToPartners
from services.pricing import contracts as pricing

_AT_ONCE = 100
"""As many ids as one question to a list of partners may name."""


class MarketingService(ListensToPartners):
    name = "marketing"
    contract = contracts.api
    metadata = Base.metadata

    # ------------------------------------------------------------ channels

    @operation(contracts.ADD_CHANNEL)
    def add_channel(self, call: Call[Any]) -> Reply:
        return call.transact(channels.add_channel)

    @operation(contracts.CHANGE_CHANNEL)
    def change_channel(self, call: Call[Any]) -> Reply:
        return call.transact(channels.change_channel)

    @operation(contracts.ARCHIVE_CHANNEL)
    def archive_channel(self, call: Call[Any]) -> Reply:
        return call.transact(channels.archive_channel)

    @operation(contracts.GET_CHANNEL)
    def get_channel(self, call: Call[Any]) -> Reply:
        return call.show(AdvertisingChannel)

    @operation(contracts.LIST_CHANNELS)
    def list_channels(self, call: Call[Any]) -> Reply:
        return call.list(select(*AdvertisingChannel.__table__.c), lists.CHANNEL, AdvertisingChannel)

    @operation(contracts.ADD_CHANNEL_COST)
    def add_channel_cost(self, call: Call[Any]) -> Reply:
        return call.transact(channels.add_channel_cost)

    @operation(contracts.LIST_CHANNEL_COSTS)
    def list_channel_costs(self, call: Call[Any]) -> Reply:
        return call.list(select(*ChannelCost.__table__.c), lists.CHANNEL_COST, ChannelCost)

    # ------------------------------------------------------------ marketing events

    @operation(contracts.PLAN_MARKETING_EVENT)
    def plan_marketing_event(self, call: Call[contracts.PlanMarketingEvent]) -> Reply:
        call.require(
            (partners.GET_ORGANIZATION, call.request.organization_id, "/organization_id"),
            (partners.GET_STAFF, call.request.responsible_id, "/responsible_id"),
        )
        return call.transact(events.plan_marketing_event)

    @operation(contracts.CHANGE_MARKETING_EVENT)
    def change_marketing_event(self, call: Call[contracts.ChangeMarketingEvent]) -> Reply:
        call.require((partners.GET_STAFF, call.request.responsible_id, "/responsible_id"))
        return call.transact(events.change_marketing_event)

    @operation(contracts.START_MARKETING_EVENT)
    def start_marketing_event(self, call: Call[Any]) -> Reply:
        return call.transact(events.start_marketing_event)

    @operation(contracts.HOLD_MARKETING_EVENT)
    def hold_marketing_event(self, call: Call[Any]) -> Reply:
        return call.transact(events.hold_marketing_event)

    @operation(contracts.CANCEL_MARKETING_EVENT)
    def cancel_marketing_event(self, call: Call[Any]) -> Reply:
        return call.transact(events.cancel_marketing_event)

    @operation(contracts.GET_MARKETING_EVENT)
    def get_marketing_event(self, call: Call[Any]) -> Reply:
        return call.show(MarketingEvent)

    @operation(contracts.LIST_MARKETING_EVENTS)
    def list_marketing_events(self, call: Call[Any]) -> Reply:
        return call.list(select(*MarketingEvent.__table__.c), lists.EVENT, MarketingEvent)

    @operation(contracts.INVITE_GUESTS)
    def invite_guests(self, call: Call[contracts.InviteGuests]) -> Reply:
        named = [(f"/guests/{place}", guest) for place, guest in enumerate(call.request.guests)]
        return call.transact(guests.invite_guests, self._known(call, named))

    @operation(contracts.MARK_GUESTS)
    def mark_guests(self, call: Call[Any]) -> Reply:
        return call.transact(guests.mark_guests)

    @operation(contracts.LIST_EVENT_GUESTS)
    def list_event_guests(self, call: Call[Any]) -> Reply:
        return call.list(lists.GUEST_ROWS, lists.GUEST, EventGuest)

    @operation(contracts.ADD_EVENT_PROVIDER)
    def add_event_provider(self, call: Call[contracts.AddEventProvider]) -> Reply:
        named = contracts.NewGuest(partner_id=call.request.partner_id, contact_person_id=call.request.contact_person_id)
        return call.transact(works.add_event_provider, self._known(call, [("", named)]))

    @operation(contracts.CHANGE_EVENT_PROVIDER)
    def change_event_provider(self, call: Call[Any]) -> Reply:
        return call.transact(works.change_event_provider)

    @operation(contracts.LIST_EVENT_PROVIDERS)
    def list_event_providers(self, call: Call[Any]) -> Reply:
        return call.list(lists.PROVIDER_ROWS, lists.PROVIDER, EventProvider)

    @operation(contracts.ADD_EVENT_COST)
    def add_event_cost(self, call: Call[Any]) -> Reply:
        return call.transact(works.add_event_cost)

    @operation(contracts.CHANGE_EVENT_COST)
    def change_event_cost(self, call: Call[Any]) -> Reply:
        return call.transact(works.change_event_cost)

    @operation(contracts.LIST_EVENT_COSTS)
    def list_event_costs(self, call: Call[Any]) -> Reply:
        return call.list(select(*EventCost.__table__.c), lists.COST, EventCost)

    @operation(contracts.ADD_EVENT_TASK)
    def add_event_task(self, call: Call[contracts.AddEventTask]) -> Reply:
        call.require((partners.GET_STAFF, call.request.assignee_id, "/assignee_id"))
        return call.transact(event_tasks.add_event_task)

    @operation(contracts.CHANGE_EVENT_TASK)
    def change_event_task(self, call: Call[contracts.ChangeEventTask]) -> Reply:
        call.require((partners.GET_STAFF, call.request.assignee_id, "/assignee_id"))
        return call.transact(event_tasks.change_event_task)

    @operation(contracts.COMPLETE_EVENT_TASK)
    def complete_event_task(self, call: Call[Any]) -> Reply:
        return call.transact(event_tasks.complete_event_task)

    @operation(contracts.LIST_EVENT_TASKS)
    def list_event_tasks(self, call: Call[Any]) -> Reply:
        return call.list(select(*EventTask.__table__.c), lists.TASK, EventTask)

    # ------------------------------------------------------------ claims

    @operation(contracts.ADD_CLAIM_CAUSE)
    def add_claim_cause(self, call: Call[Any]) -> Reply:
        return call.transact(claims.add_claim_cause)

    @operation(contracts.LIST_CLAIM_CAUSES)
    def list_claim_causes(self, call: Call[Any]) -> Reply:
        return call.list(select(*ClaimCause.__table__.c), lists.CLAIM_CAUSE, ClaimCause)

    @operation(contracts.REGISTER_CLAIM)
    def register_claim(self, call: Call[contracts.RegisterClaim]) -> Reply:
        about = self._about(call)
        call.require((pricing.GET_ITEM, call.request.item_id, "/item_id"))
        return call.transact(claims.register_claim, about)

    @operation(contracts.REVIEW_CLAIM)
    def review_claim(self, call: Call[contracts.ReviewClaim]) -> Reply:
        self._require_guilty(call)
        return call.transact(claims.review_claim)

    @operation(contracts.CHANGE_CLAIM)
    def change_claim(self, call: Call[contracts.ChangeClaim]) -> Reply:
        self._require_guilty(call, (pricing.GET_ITEM, call.request.item_id, "/item_id"))
        return call.transact(claims.change_claim)

    @operation(contracts.NAME_CLAIM_PARTICIPANTS)
    def name_claim_participants(self, call: Call[contracts.NameClaimParticipants]) -> Reply:
        named = enumerate(call.request.participants)
        call.require(*((partners.GET_STAFF, one.staff_id, f"/participants/{place}/staff_id") for place, one in named))
        return call.transact(claims.name_claim_participants)

    @operation(contracts.DECIDE_CLAIM)
    def decide_claim(self, call: Call[Any]) -> Reply:
        return call.transact(claims.decide_claim)

    @operation(contracts.GET_CLAIM)
    def get_claim(self, call: Call[Any]) -> Reply:
        return call.show(Claim)

    @operation(contracts.LIST_CLAIMS)
    def list_claims(self, call: Call[Any]) -> Reply:
        return call.list(lists.claim_rows, lists.claim_columns(call.actor), Claim)

    # ------------------------------------------------------------ reports

    @operation(contracts.REPORT_CHANNELS)
    def report_channels(self, call: Call[Any]) -> Reply:
        return call.read(reports.report_channels)

    @operation(contracts.REPORT_EVENTS)
    def report_events(self, call: Call[Any]) -> Reply:
        return call.read(reports.report_events)

    @operation(contracts.REPORT_CLAIMS)
    def report_claims(self, call: Call[Any]) -> Reply:
        return call.read(claim_reports.report_claims)

    # ------------------------------------------------------------ events

    def keep_of_partner(self, tx: Tx, partner: partners.PartnerRow) -> None:
        known.know_client(tx, partner)

    def erase_of_partner(self, tx: Tx, partner_id: UUID) -> None:
        blank_and_tell(tx, Claim, contracts.CLAIM_CHANGED, partner_id)

    @on_event(pricing.ITEM_CHANGED)
    def on_item_changed(self, tx: Tx, item: pricing.ItemView, envelope: Envelope) -> None:
        known.know_item(tx, item, envelope)

    @on_event(deals.DEAL_CHANGED)
    def on_deal_changed(self, tx: Tx, deal: deals.DealView, envelope: Envelope) -> None:
        known.know_deal(tx, deal, envelope)

    @on_event(orders.ORDER_CHANGED)
    def on_order_changed(self, tx: Tx, order: orders.OrderRow, envelope: Envelope) -> None:
        known.know_order(tx, order, envelope)

    @on_event(orders.GOODS_SHIPPED)
    def on_goods_shipped(self, tx: Tx, shipment: orders.GoodsShipped, _: Envelope) -> None:
        known.know_sale(tx, shipment)

    @on_event(orders.GOODS_RETURNED)
    def on_goods_returned(self, tx: Tx, returned: orders.GoodsReturned, _: Envelope) -> None:
        known.know_return(tx, returned)

    # ------------------------------------------------------------ what peers are asked

    def _require_guilty(self, call: Call[Any], *more: Any) -> None:
        call.require(
            (partners.GET_DEPARTMENT, call.request.guilty_department_id, "/guilty_department_id"),
            (partners.GET_STAFF, call.request.guilty_staff_id, "/guilty_staff_id"),
            *more,
        )

    def _known(self, call: Call[Any], named: Sequence[tuple[str, contracts.NewGuest]]) -> asked.Asked:
        """What partners know of those named (pointer, who): a question for each hundred. Refused where any is not
        there for the actor."""
        guests_named = [guest for _, guest in named]
        found: dict[UUID, asked.AskedPartner] = {}
        for ids in _hundreds({guest.partner_id for guest in guests_named}):
            page = call.ask(partners.LIST_PARTNERS, partners.LIST_PARTNERS.request(id=ids, limit=_AT_ONCE))
            found |= {one.id: asked.AskedPartner.of(one) for one in page.items if one.archived_at is None}
        persons: dict[UUID, tuple[UUID, str]] = {}
        for ids in _hundreds({guest.contact_person_id for guest in guests_named if guest.contact_person_id}):
            page = call.ask(
                partners.LIST_CONTACT_PERSONS, partners.LIST_CONTACT_PERSONS.request(id=ids, limit=_AT_ONCE)
            )
            persons |= {one.id: (one.partner_id, one.full_name) for one in page.items}
        answered = asked.Asked(found, persons)
        asked.demand_known(answered, named, call.actor.language)
        return answered

    def _about(self, call: Call[contracts.RegisterClaim]) -> claims.ClaimSubject:
        """What the claim is about. What another's is, is not there to this person; deals are shown to no client."""
        command, language = call.request, call.actor.language
        ways: dict[str, tuple[UUID | None, Callable[[ById], Any]]] = {
            "/order_id": (command.order_id, lambda one: call.ask(orders.GET_ORDER, one)),
            "/shipment_id": (command.shipment_id, lambda one: call.ask(orders.GET_SHIPMENT, one)),
            "/deal_id": (command.deal_id, lambda one: call.ask(deals.GET_DEAL, one)),
            "/partner_id": (command.partner_id, lambda one: call.ask(partners.GET_PARTNER, one)),
        }
        found: dict[str, Any] = {}
        missing = ["/deal_id"] if command.deal_id and call.actor.is_client else []
        for pointer, (wanted, question) in ways.items():
            if wanted is None or pointer in missing:
                continue
            try:
                found[pointer] = question(ById(id=wanted))
            except NotFound:
                missing.append(pointer)
        if missing:
            raise at_fields(NOT_FOUND, missing, language)
        named = claims.clients_named(found, language)
        if "/partner_id" in found:
            named.remove(found["/partner_id"].id)
        cards = [call.ask(partners.GET_PARTNER, ById(id=one)) for one in sorted(named)]
        cards += [found["/partner_id"]] if "/partner_id" in found else []
        claims.demand_one_client(found, cards, language)
        return claims.subject_of(found, asked.AskedPartner.of(cards[0]))


def _hundreds(ids: set[UUID]) -> Iterator[tuple[UUID, ...]]:
    ordered = sorted(ids)
    for place in range(0, len(ordered), _AT_ONCE):
        yield tuple(ordered[place : place + _AT_ONCE])


service_class = MarketingService
