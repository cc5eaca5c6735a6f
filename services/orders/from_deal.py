"""An order of a deal takes from it what the request leaves out: client, offer, items needed (D11)."""

from typing import Any

from services.chassis.messages import Language
from services.deals.contracts import DealCard
from services.orders.contracts import NOT_SAID_BY_DEAL, CreateOrder, NewOrderLine
from services.orders.faults import Faults


def filled(command: CreateOrder, deal: DealCard | None, language: Language) -> CreateOrder:
    """Raises Invalid naming what neither says. What the demand tells in words only is nobody's item yet: it is left
    out, and so is what the client has got."""
    said: dict[str, Any] = {}
    if deal is not None:
        said["partner_id"] = deal.partner_id
        if command.offer_id is None and command.price_type_id is None:
            said["offer_id"] = deal.offer_id
        if command.lines is None:
            said["lines"] = _demanded(deal)
    order = command.model_copy(update=said)
    faults = Faults(language)
    for name in ("partner_id", "lines"):
        if not getattr(order, name):
            faults.note(NOT_SAID_BY_DEAL, f"/{name}")
    faults.demand_none()
    return order


def _demanded(deal: DealCard) -> tuple[NewOrderLine, ...]:
    return tuple(
        NewOrderLine(item_id=line.item_id, quantity=line.quantity)
        for line in deal.demand
        if line.item_id is not None and not line.satisfied
    )
