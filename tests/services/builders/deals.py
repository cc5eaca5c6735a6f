"""Deals at work."""

from collections.abc import Mapping
from typing import Any

from services.chassis.actor import Actor
from services.chassis.contracts import ById
from services.chassis.errors import NOT_FOUND
from services.chassis.ids import uuid_for
from services.chassis.runtime import Incoming
from services.deals import contracts as deals
from services.orders import contracts as orders
from services.partners import contracts as partners
from services.pricing import contracts as pricing
from tests.services.bench import Bench
from tests.services.builders.partners import LONG_AGO, a_member_of_staff, a_partner, introduce, terms_of_sale
from tests.services.builders.pricing import known_items
from tests.services.cast import (
    ADMIN,
    DZVIN,
    HEAD,
    KALYNA,
    SVITLODIM,
    Client,
)

STAGES = (
    {"code": "first_contact", "name": "Перший контакт", "next": ["qualification"]},
    {"code": "qualification", "name": "Кваліфікація", "next": ["proposal"]},
    {"code": "proposal", "name": "Пропозиція", "next": ["qualification", "agreement"]},
    {"code": "agreement", "name": "Погодження умов", "next": []},
)
_WAY = ("first_contact", "qualification", "proposal", "agreement")
OFFER = uuid_for("cast", "offer", "Калина 2026")
"""Kalyna may buy under it; Dzvin may not."""


def offers_of(asked: pricing.OffersAsked, _: Incoming) -> pricing.ClientOffers:
    """Pricing's answer: Kalyna has one offer of its own, nobody else has any."""
    if asked.partner_id != KALYNA.id:
        return pricing.ClientOffers(offers=())
    offer = pricing.OfferRow(
        id=OFFER,
        number="OFR-000001",
        name="Калина 2026",
        kind=pricing.OfferKind.INDIVIDUAL,
        organization_id=asked.organization_id,
        partner_id=KALYNA.id,
        standard_id=None,
        status=pricing.OfferStatus.IN_FORCE,
        version_number=1,
        next_version=None,
        awaits_approval=False,
        valid_from=LONG_AGO.date(),
        valid_to=None,
        open_to_clients=False,
        return_reason=None,
        version=1,
    )
    return pricing.ClientOffers(offers=(offer,))


RIVAL = uuid_for("cast", "partner", "ТОВ «Вогник Вигаданий»")
"""A competitor; another manager registered its card."""
OLENA = uuid_for("cast", "contact person", "Олена Вигадана")
"""Works for Kalyna."""


def a_card(asked: ById, incoming: Incoming) -> partners.PartnerView:
    """Partners' answer: Kalyna with its contact person, and a competitor's card that only heads see."""
    cards = {KALYNA.id: (KALYNA.name, partners.PartnerRole.CLIENT), RIVAL: ("Вогник", partners.PartnerRole.COMPETITOR)}
    if asked.id not in cards or (asked.id == RIVAL and not incoming.actor.sees_all_clients):
        raise NOT_FOUND(subject="Partner")
    name, role = cards[asked.id]
    people = (partners.ContactPersonView(id=OLENA, full_name="Олена Вигадана"),) if asked.id == KALYNA.id else ()
    row = a_partner(id=asked.id, name=name, roles=(role,))
    rest: dict[str, Any] = {"notes": None, "legal_entities": (), "contact_persons": people, "details": ()}
    return partners.PartnerView(**{**row.__dict__, **rest})


def an_order(deal: Mapping[str, Any], number: str = "ORD-000001", **more: Any) -> orders.OrderRow:
    """What orders tell of an order of this deal: 240.00 to pay, to fulfil."""
    row = {
        "id": uuid_for("cast", "order", number),
        "number": number,
        "organization_id": deal["organization_id"],
        "partner_id": deal["partner_id"],
        "legal_entity_id": None,
        "manager_id": None,
        "deal_id": deal["id"],
        "warehouse_id": uuid_for("cast", "warehouse", "Головний"),
        "ordered_on": LONG_AGO.date(),
        "status": "to_fulfil",
        "state": "ready_to_ship",
        "currency": "UAH",
        "total": "240.00",
        "vat": "40.00",
        "payable": "240.00",
        "paid": "0.00",
        "shipped_amount": "0.00",
        "prices_with_vat": True,
        "created_at": LONG_AGO,
        "version": 1,
        **more,
    }
    return orders.OrderRow.model_validate(row)


class Pipeline:
    """Deals at work: the cast's clients are known, one kind of deals with stages and one loss reason are there."""

    def __init__(self, bench: Bench, known: tuple[Client, ...] = (KALYNA, DZVIN)):
        self.bench = bench
        bench.peers.reply(partners.GET_TERMS_OF_SALE, terms_of_sale)
        bench.peers.reply(partners.GET_STAFF, a_member_of_staff)
        bench.peers.reply(partners.GET_PARTNER, a_card)
        bench.peers.reply(pricing.GET_ITEMS, known_items)
        bench.peers.reply(pricing.GET_CLIENT_OFFERS, offers_of)
        if known:
            introduce(bench, *known)
        self.kind: str = bench.do(deals.ADD_DEAL_KIND, {"name": "Продаж обладнання", "stages": STAGES}, by=ADMIN)["id"]
        self.reason: str = bench.do(deals.ADD_LOSS_REASON, {"name": "Дорожче за конкурента"}, by=ADMIN)["id"]

    def body(self, client: Client = KALYNA, **more: Any) -> dict[str, Any]:
        parties = {"organization_id": SVITLODIM, "partner_id": client.id}
        return {"name": "Освітлення цеху", "kind_id": self.kind, "potential": "50000.00", **parties, **more}

    def a_kind(self, *stages: Mapping[str, Any], **more: Any) -> str:
        """A kind of deals with these stages, each with a way to the next one unless it says where to."""
        codes = [stage["code"] for stage in stages]
        ways = [{"name": one["code"], "next": codes[place + 1 : place + 2], **one} for place, one in enumerate(stages)]
        body = {"name": "Вид вигаданий", "stages": ways, **more}
        kind: str = self.bench.do(deals.ADD_DEAL_KIND, body, by=ADMIN)["id"]
        return kind

    def move(self, deal: Mapping[str, Any], stage: str, by: Actor = HEAD) -> dict[str, Any]:
        return self.bench.do(deals.MOVE_DEAL, {"id": deal["id"], "stage": stage}, by=by)

    def lose(self, deal: Mapping[str, Any], **more: Any) -> dict[str, Any]:
        return self.bench.do(deals.LOSE_DEAL, {"id": deal["id"], "loss_reason_id": self.reason, **more})

    def a_deal(
        self, stage: str = "first_contact", client: Client = KALYNA, by: Actor = HEAD, **more: Any
    ) -> dict[str, Any]:
        """Kalyna's deal, moved along its stages up to this one."""
        deal = self.bench.do(deals.REGISTER_DEAL, self.body(client, **more), by=by)
        for step in _WAY[1 : _WAY.index(stage) + 1]:
            deal = self.bench.do(deals.MOVE_DEAL, {"id": deal["id"], "stage": step}, by=by)
        return deal
