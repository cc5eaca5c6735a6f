"""Proposals at work: two goods are offered, the client chooses one."""

from datetime import UTC, datetime
from typing import Any

from services.chassis.actor import Actor
from services.chassis.ids import uuid_for
from services.chassis.runtime import Incoming
from services.orders import contracts
from services.pricing import contracts as pricing
from tests.services.bench import Bench
from tests.services.builders import CABLE, INSTALL, LAMP, Good, Shop, a_quote
from tests.services.cast import APPROVER, HEAD, KALYNA, SVITLODIM, Client

NOON = datetime.now(UTC).replace(hour=9)
"""A moment of today, whose day is the same in Kyiv."""
OFFER = uuid_for("cast", "offer", "Гуртова")
_WAY = ("draft", "on_approval", "agreed", "sent", "accepted")
_STEPS = {
    "on_approval": (contracts.SUBMIT_PROPOSAL, HEAD),
    "agreed": (contracts.APPROVE_PROPOSAL, APPROVER),
    "sent": (contracts.SEND_PROPOSAL, HEAD),
}


class Talks:
    def __init__(self, bench: Bench):
        self.bench = bench
        self.shop = Shop(bench)

    def body(self, *lines: tuple[Good, str, int | None], client: Client = KALYNA, **more: Any) -> dict[str, Any]:
        """Mounting in any case, and lamps or cable."""
        offered = lines or ((INSTALL, "1", None), (LAMP, "2", 1), (CABLE, "10", 1))
        return {
            "organization_id": SVITLODIM,
            "partner_id": client.id,
            "warehouse_id": self.shop.warehouse,
            "lines": [{"item_id": good.id, "quantity": many, "alternative": group} for good, many, group in offered],
            **more,
        }

    def a_proposal(
        self,
        *lines: tuple[Good, str, int | None],
        status: str = "draft",
        client: Client = KALYNA,
        by: Actor = HEAD,
        **more: Any,
    ) -> dict[str, Any]:
        """Moved along up to this status; when it is accepted, the first of each group of alternatives is chosen."""
        body = self.body(*lines, client=client, **more)
        proposal = self.bench.do(contracts.MAKE_PROPOSAL, body, by=by)
        return self.moved(proposal, status)

    def moved(self, proposal: dict[str, Any], status: str) -> dict[str, Any]:
        for step in _WAY[_WAY.index(proposal["status"]) + 1 : _WAY.index(status) + 1]:
            if step == "accepted":
                proposal = self.accept(proposal, *firsts(proposal))
            else:
                operation, actor = _STEPS[step]
                proposal = self.bench.do(operation, {"id": proposal["id"]}, by=actor)
        return proposal

    def accept(self, proposal: dict[str, Any], *positions: int, by: Actor = HEAD) -> dict[str, Any]:
        body = {"id": proposal["id"], "line_ids": ids(proposal, *positions)}
        return self.bench.do(contracts.ACCEPT_PROPOSAL, body, by=by)

    def change(self, proposal: dict[str, Any], **more: Any) -> dict[str, Any]:
        return self.bench.do(contracts.CHANGE_PROPOSAL, {"id": proposal["id"], **more})

    def order(self, proposal: dict[str, Any], by: Actor = HEAD) -> dict[str, Any]:
        return self.bench.do(contracts.ORDER_PROPOSAL, {"id": proposal["id"]}, by=by)

    def now(self, proposal: dict[str, Any], by: Actor = HEAD) -> dict[str, Any]:
        return self.bench.do(contracts.GET_PROPOSAL, {"id": proposal["id"]}, by=by)


def ids(proposal: dict[str, Any], *positions: int) -> list[str]:
    return [line["id"] for line in proposal["lines"] if line["position"] in positions]


def firsts(proposal: dict[str, Any]) -> list[int]:
    """Positions of the first line of each group of alternatives."""
    found: dict[int, int] = {}
    for line in proposal["lines"]:
        if line["alternative"] is not None:
            found.setdefault(line["alternative"], line["position"])
    return [*found.values()]


def under_an_offer(asked: pricing.AskQuote, incoming: Incoming) -> pricing.Quote:
    """Pricing's answer under an offer: half is paid before, and what is cheaper than the list needs approval."""
    quote = a_quote(asked, incoming)
    lines = tuple(
        line.model_copy(update={"rule_price": line.listed_price, "needs_approval": line.price < line.listed_price})
        for line in quote.lines
    )
    stages = [{"kind": "advance", "percent": "50"}, {"kind": "credit", "percent": "50", "shift": 14}]
    terms = {"id": OFFER, "number": "OFR-000007", "name": "Гуртова", "kind": "standard", "version_number": 2}
    said = {"price_type_id": quote.price_type_id, "currency": "UAH", "payment_stages": stages}
    update = {
        "lines": lines,
        "needs_approval": any(line.needs_approval for line in lines),
        "terms": pricing.TermsOfOffer.model_validate({**terms, **said}),
    }
    return quote.model_copy(update=update)


def pointers(refusal: Any) -> list[tuple[str, str]]:
    return sorted((field.pointer, field.code) for field in refusal.fields)
