"""Marketing's desk in tests: partners know the cast's clients and their people; events are planned in a word."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.chassis.actor import Actor, Role
from services.chassis.contracts import ById
from services.chassis.errors import NOT_FOUND
from services.chassis.ids import uuid_for
from services.chassis.runtime import Incoming
from services.deals import contracts as deals
from services.marketing import contracts
from services.orders import contracts as orders
from services.partners import contracts as partners
from tests.services.bench import Bench
from tests.services.builders import LONG_AGO, a_member_of_staff, a_partner, an_organization, introduce
from tests.services.cast import DZVIN, HEAD, KALYNA, SVITLODIM, Client, a_person
from tests.services.news import NEWS

MARKETER = a_person("Маркетологиня Вигадана", Role.MARKETER)
CLIENTS = (KALYNA, DZVIN)


@dataclass(frozen=True)
class Person:
    """A client's contact person."""

    id: UUID
    client: Client
    name: str


def a_contact(client: Client, name: str) -> Person:
    return Person(uuid_for("cast", "contact", name), client, name)


OKSANA = a_contact(KALYNA, "Оксана Калинова")
PETRO = a_contact(DZVIN, "Петро Дзвінкий")


def is_of(client: Client, actor: Actor) -> bool:
    """Whether partners show this client to the actor."""
    if actor.is_client:
        return client.id == actor.partner_id
    return actor.sees_all_clients or client.manager_id in actor.team


def a_card(asked: ById, incoming: Incoming) -> partners.PartnerView:
    found = [one for one in CLIENTS if one.id == asked.id and is_of(one, incoming.actor)]
    if not found:
        raise NOT_FOUND(subject="Partner")
    rest: dict[str, Any] = {"notes": None, "legal_entities": (), "contact_persons": (), "details": ()}
    return partners.PartnerView(**a_partner(found[0]).__dict__, **rest)


def a_page_of_partners(asked: Any, incoming: Incoming) -> Any:
    assert len(asked.id) <= 100, "a list takes a hundred ids at most"
    found = [one for one in CLIENTS if one.id in asked.id and is_of(one, incoming.actor)]
    return partners.LIST_PARTNERS.reply(items=tuple(map(a_partner, found)), next=None)


def a_page_of_persons(asked: Any, incoming: Incoming) -> Any:
    found = [one for one in (OKSANA, PETRO) if one.id in asked.id and is_of(one.client, incoming.actor)]
    rest = dict.fromkeys(("position", "phone", "email", "birthday"))
    rows = [partners.ContactPersonRow(id=one.id, partner_id=one.client.id, full_name=one.name, **rest) for one in found]
    return partners.LIST_CONTACT_PERSONS.reply(items=tuple(rows), next=None)


def an_order(**changes: Any) -> orders.OrderView:
    """Kalyna's."""
    view = NEWS[orders.ORDER_CHANGED.address][1].model_dump()
    rest = {"comment": None, "cancel_reason": None, "approved_at": None, "approved_by": None, "lines": ()}
    return orders.OrderView.model_validate({**view, **rest, **changes})


def a_shipment(**changes: Any) -> orders.ShipmentView:
    """Kalyna's, of that order."""
    view = NEWS[orders.GOODS_SHIPPED.address][1].model_dump()
    return orders.ShipmentView.model_validate({**view, "lines": (), "created_at": LONG_AGO, "version": 1, **changes})


def a_deal(**changes: Any) -> deals.DealCard:
    """Kalyna's."""
    view = NEWS[deals.DEAL_CHANGED.address][1].model_dump()
    empty = {name: () for name in deals.DealCard.model_fields if name not in view}
    nothing = {"demand_text": None, "primary_interest": None, "completed_at": None, "ordered": "0.00"}
    return deals.DealCard.model_validate({**empty, **nothing, **view, **changes})


class Desk:
    """Clients are introduced, unless it is a test of what happens before marketing has heard of them."""

    def __init__(self, bench: Bench, known: tuple[Client, ...] = CLIENTS):
        self.bench = bench
        bench.peers.reply(partners.GET_PARTNER, a_card)
        bench.peers.reply(partners.GET_STAFF, a_member_of_staff)
        bench.peers.reply(partners.GET_ORGANIZATION, an_organization())
        bench.peers.reply(partners.LIST_PARTNERS, a_page_of_partners)
        bench.peers.reply(partners.LIST_CONTACT_PERSONS, a_page_of_persons)
        if known:
            introduce(bench, *known)

    def a_channel(self, name: str = "Виставки", **more: Any) -> dict[str, Any]:
        return self.bench.do(contracts.ADD_CHANNEL, {"name": name, **more}, by=MARKETER)

    def spend(self, channel: dict[str, Any], amount: str, date_from: str, date_to: str, **more: Any) -> None:
        body = {"id": channel["id"], "amount": amount, "date_from": date_from, "date_to": date_to, **more}
        self.bench.do(contracts.ADD_CHANNEL_COST, body, by=MARKETER)

    def an_event(self, status: str = "planned", **more: Any) -> dict[str, Any]:
        """From 1 to 3 June 2026, moved along to this status."""
        body = {
            "organization_id": SVITLODIM,
            "kind": "exhibition",
            "name": "Світло-2026",
            "planned_from": "2026-06-01",
            "planned_to": "2026-06-03",
            **more,
        }
        event = self.bench.do(contracts.PLAN_MARKETING_EVENT, body, by=MARKETER)
        if status in ("running", "held"):
            event = self.start(event)
        if status == "held":
            event = self.hold(event)
        if status == "cancelled":
            event = self.cancel(event)
        return event

    def start(self, event: dict[str, Any], on: str = "2026-06-01") -> dict[str, Any]:
        return self.bench.do(contracts.START_MARKETING_EVENT, {"id": event["id"], "on": on}, by=MARKETER)

    def hold(self, event: dict[str, Any], on: str = "2026-06-03") -> dict[str, Any]:
        return self.bench.do(contracts.HOLD_MARKETING_EVENT, {"id": event["id"], "on": on}, by=MARKETER)

    def cancel(self, event: dict[str, Any]) -> dict[str, Any]:
        body = {"id": event["id"], "reason": "Павільйон закрито"}
        return self.bench.do(contracts.CANCEL_MARKETING_EVENT, body, by=MARKETER)

    def invite(self, event: dict[str, Any], *guests: Client | Person, by: Actor = MARKETER) -> dict[str, Any]:
        named = [
            {"partner_id": one.id}
            if isinstance(one, Client)
            else {"partner_id": one.client.id, "contact_person_id": one.id}
            for one in guests
        ]
        return self.bench.do(contracts.INVITE_GUESTS, {"id": event["id"], "guests": named}, by=by)

    def guests(self, event: dict[str, Any], by: Actor = MARKETER) -> dict[str, dict[str, Any]]:
        """By the person's name, or the partner's."""
        rows = self.bench.listed(contracts.LIST_EVENT_GUESTS, event_id=event["id"], by=by)
        return {row["person_name"] or row["partner_name"]: row for row in rows}

    def mark(self, event: dict[str, Any], status: str, *names: str, by: Actor = MARKETER) -> dict[str, Any]:
        return self.bench.do(contracts.MARK_GUESTS, self.marking(event, status, *names), by=by)

    def marking(self, event: dict[str, Any], status: str, *names: str) -> dict[str, Any]:
        found = self.guests(event, by=HEAD)
        return {"id": event["id"], "guests": [found[name]["id"] for name in names], "status": status}
