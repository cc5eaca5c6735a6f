"""Deals at work."""

from typing import Any

from services.chassis.actor import Actor
from services.chassis.ids import uuid_for
from services.chassis.runtime import Incoming
from services.deals import contracts as deals
from services.partners import contracts as partners
from services.pricing import contracts as pricing
from tests.services.bench import Bench
from tests.services.builders.partners import LONG_AGO, a_member_of_staff, introduce, terms_of_sale
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


class Pipeline:
    """Deals at work: the cast's clients are known, one kind of deals with stages and one loss reason are there."""

    def __init__(self, bench: Bench, known: tuple[Client, ...] = (KALYNA, DZVIN)):
        self.bench = bench
        bench.peers.reply(partners.GET_TERMS_OF_SALE, terms_of_sale)
        bench.peers.reply(partners.GET_STAFF, a_member_of_staff)
        bench.peers.reply(pricing.GET_ITEMS, known_items)
        bench.peers.reply(pricing.GET_CLIENT_OFFERS, offers_of)
        if known:
            introduce(bench, *known)
        self.kind: str = bench.do(deals.ADD_DEAL_KIND, {"name": "Продаж обладнання", "stages": STAGES}, by=ADMIN)["id"]
        self.reason: str = bench.do(deals.ADD_LOSS_REASON, {"name": "Дорожче за конкурента"}, by=ADMIN)["id"]

    def body(self, client: Client = KALYNA, **more: Any) -> dict[str, Any]:
        parties = {"organization_id": SVITLODIM, "partner_id": client.id}
        return {"name": "Освітлення цеху", "kind_id": self.kind, "potential": "50000.00", **parties, **more}

    def a_deal(
        self, stage: str = "first_contact", client: Client = KALYNA, by: Actor = HEAD, **more: Any
    ) -> dict[str, Any]:
        """Kalyna's deal, moved along its stages up to this one."""
        deal = self.bench.do(deals.REGISTER_DEAL, self.body(client, **more), by=by)
        for step in _WAY[1 : _WAY.index(stage) + 1]:
            deal = self.bench.do(deals.MOVE_DEAL, {"id": deal["id"], "stage": step}, by=by)
        return deal
