"""Pricing's desk in tests: offers are made, agreed and quoted under in a word."""

from typing import Any

from services.chassis.actor import Actor
from services.partners import contracts as partners
from services.pricing import contracts
from tests.services.bench import Bench
from tests.services.builders import Catalogue, an_organization, introduce, terms_of_sale
from tests.services.cast import APPROVER, HEAD, KALYNA, PRICER, SVITLODIM, Client

JANUARY = "2026-01-01"


class Desk(Catalogue):
    """A catalogue whose clients and organization partners know."""

    def __init__(self, bench: Bench):
        super().__init__(bench)
        bench.peers.reply(partners.GET_ORGANIZATION, an_organization())
        bench.peers.reply(partners.GET_TERMS_OF_SALE, terms_of_sale)
        introduce(bench)

    def a_price_group(self, name: str = "Інструмент вигаданий", **more: Any) -> str:
        group: str = self.bench.do(contracts.ADD_PRICE_GROUP, {"name": name, **more}, by=PRICER)["id"]
        return group

    def body(self, client: Client | None = None, **more: Any) -> dict[str, Any]:
        """What makes an offer: a standard one, or this client's; by retail prices unless said otherwise."""
        whose = {"partner_id": client.id} if client else {}
        terms = {} if "standard_id" in more else {"price_type_id": self.retail}
        return {
            "name": "Оферта вигадана",
            "organization_id": SVITLODIM,
            "valid_from": JANUARY,
            "terms": terms,
            **whose,
            **more,
        }

    def a_draft(self, client: Client | None = None, by: Actor = HEAD, **more: Any) -> dict[str, Any]:
        return self.bench.do(contracts.MAKE_OFFER, self.body(client, **more), by=by)

    def an_offer(self, client: Client | None = None, by: Actor = HEAD, **more: Any) -> dict[str, Any]:
        """An offer in force."""
        return self.agree(self.a_draft(client, by, **more))

    def agree(self, offer: dict[str, Any], by: Actor = APPROVER) -> dict[str, Any]:
        self.bench.do(contracts.SUBMIT_OFFER, {"id": offer["id"]})
        return self.bench.do(contracts.APPROVE_OFFER, {"id": offer["id"]}, by=by)

    def change(self, offer: dict[str, Any], by: Actor = HEAD, **what: Any) -> dict[str, Any]:
        return self.bench.do(contracts.CHANGE_OFFER, {"id": offer["id"], **what}, by=by)

    def now(self, offer: dict[str, Any], by: Actor = HEAD) -> dict[str, Any]:
        return self.bench.do(contracts.GET_OFFER, {"id": offer["id"]}, by=by)

    def under(
        self, offer: dict[str, Any], *lines: tuple[str, str], client: Client = KALYNA, **more: Any
    ) -> dict[str, Any]:
        """A quote under this offer for a client."""
        parties = {"organization_id": SVITLODIM, "partner_id": client.id, "offer_id": offer["id"]}
        return self.quote(*lines, **parties, **more)
