"""Use cases of an order's life: create, approve, cancel, close."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from services.chassis.access import remember_asked
from services.chassis.actor import Actor
from services.chassis.contracts import ById
from services.chassis.references import at_fields, unknown_references
from services.chassis.tx import Tx
from services.orders.contracts import (
    EXTERNAL_NUMBER_TAKEN,
    FOREIGN_WAREHOUSE,
    NO_PRICE,
    NOT_READY_TO_CLOSE,
    ORDER_CHANGED,
    ORDER_ENDED,
    ORDER_IN_PROGRESS,
    SAID_BY_OURS,
    CancelOrder,
    CreateOrder,
    OrderState,
    OrderStatus,
)
from services.orders.models import Order, OrderLine, Warehouse
from services.orders.progress import changed, demand_status
from services.orders.rules import amounts
from services.orders.stock import release
from services.partners.contracts import TermsOfSale
from services.pricing.contracts import ItemKind, PricedLine, Quote, SettledBy, TermsOfOffer

_ZERO = Decimal(0)
_OWNER_OF_WAREHOUSE = select(Warehouse.organization_id).where(
    Warehouse.id == bindparam("warehouse_id"), Warehouse.archived_at.is_(None)
)


def create_order(tx: Tx, command: CreateOrder, terms: TermsOfSale, quote: Quote) -> Order:
    require_warehouse(tx, command.warehouse_id, command.organization_id)
    _require_new_number(tx, command)
    require_prices(tx, quote.lines)
    remember_asked(tx.session, terms)
    order = Order(
        organization_id=command.organization_id,
        partner_id=terms.partner_id,
        legal_entity_id=terms.legal_entity_id,
        manager_id=terms.manager_id,
        deal_id=command.deal_id,
        warehouse_id=command.warehouse_id,
        ordered_on=quote.on,
        status=OrderStatus.ON_APPROVAL,
        state=OrderState.AWAITING_APPROVAL,
        currency=quote.currency,
        prices_with_vat=quote.prices_with_vat,
        total=quote.total,
        vat=quote.vat,
        payable=amounts.payable(quote.total, quote.vat, prices_with_vat=quote.prices_with_vat),
        paid=_ZERO,
        shipped_amount=_ZERO,
        external_number=command.external_number,
        card_id=command.card_id,
        comment=command.comment,
        **_offered(quote.terms),
    )
    order.lines = [_line(order, position, line) for position, line in enumerate(quote.lines, start=1)]
    # the number last: it locks its counter until the commit
    order.number = tx.number("ORD", command.organization_id)
    tx.add(order)
    tx.announce(ORDER_CHANGED, order)
    return order


def demand_said_by_ours(actor: Actor, command: CreateOrder) -> None:
    """A client orders at our prices of today: an old date or another price type would be a discount of its own."""
    if not actor.is_client:
        return
    said = [f"/{name}" for name in ("price_type_id", "ordered_on") if getattr(command, name) is not None]
    lines = enumerate(command.lines)
    typed = ("manual_price", "manual_discount")
    said += [f"/lines/{place}/{name}" for place, line in lines for name in typed if getattr(line, name) is not None]
    if said:
        raise at_fields(SAID_BY_OURS, said, actor.language)


def approve_order(tx: Tx, command: ById) -> Order:
    order = tx.get(Order, command.id)
    demand_status(order, OrderStatus.ON_APPROVAL)
    order.status = OrderStatus.TO_FULFIL
    order.approved_at = tx.now
    order.approved_by = tx.actor.user_id
    changed(tx, order)
    return order


def cancel_order(tx: Tx, command: CancelOrder) -> Order:
    order = tx.get(Order, command.id)
    if order.status in (OrderStatus.CLOSED, OrderStatus.CANCELLED):
        raise ORDER_ENDED(status=order.status)
    if order.shipped_amount or order.paid or any(line.shipped for line in order.lines):
        raise ORDER_IN_PROGRESS()
    release(tx, order)
    order.status = OrderStatus.CANCELLED
    order.cancel_reason = command.reason
    changed(tx, order)
    return order


def close_order(tx: Tx, command: ById) -> Order:
    order = tx.get(Order, command.id)
    demand_status(order, OrderStatus.TO_FULFIL)
    if order.state != OrderState.READY_TO_CLOSE:
        raise NOT_READY_TO_CLOSE(state=order.state)
    order.status = OrderStatus.CLOSED
    changed(tx, order)
    return order


def _offered(terms: TermsOfOffer | None) -> dict[str, Any]:
    """What an order keeps of its offer: agreed documents keep their version, whatever becomes of the offer."""
    if terms is None:
        return {"settled_by": SettledBy.ORDER, "payment_stages": [], "holidays": []}
    return {
        "offer_id": terms.id,
        "offer_version": terms.version_number,
        "settled_by": terms.settled_by,
        "payment_stages": [stage.model_dump(mode="json") for stage in terms.payment_stages],
        "holidays": [day.isoformat() for day in terms.holidays],
    }


def _line(order: Order, position: int, priced: PricedLine) -> OrderLine:
    return OrderLine(
        order_id=order.id,
        position=position,
        item_id=priced.item_id,
        sku=priced.sku,
        name=priced.name,
        unit=priced.unit,
        needs_stock=priced.kind is not ItemKind.SERVICE,
        quantity=priced.quantity,
        price=priced.price,
        listed_price=priced.listed_price,
        rule_price=priced.rule_price,
        needs_approval=priced.needs_approval,
        discount=priced.discount,
        total=priced.total,
        vat_rate=priced.vat_rate,
        vat=priced.vat,
        reserved=_ZERO,
        shipped=_ZERO,
        shipped_total=_ZERO,
        shipped_vat=_ZERO,
        reasons=[reason.model_dump(mode="json") for reason in priced.reasons],
    )


def require_warehouse(tx: Tx, warehouse_id: UUID, organization_id: UUID) -> None:
    owner = tx.session.scalar(_OWNER_OF_WAREHOUSE, {"warehouse_id": warehouse_id})
    if owner is None:
        raise unknown_references(["/warehouse_id"], tx.actor.language)
    if owner != organization_id:
        raise at_fields(FOREIGN_WAREHOUSE, ["/warehouse_id"], tx.actor.language)


def _require_new_number(tx: Tx, command: CreateOrder) -> None:
    if command.external_number is None:
        return
    of_this_client = (Order.organization_id == command.organization_id, Order.partner_id == command.partner_id)
    if tx.find(Order, *of_this_client, Order.external_number == command.external_number) is not None:
        raise at_fields(EXTERNAL_NUMBER_TAKEN, ["/external_number"], tx.actor.language)


def require_prices(tx: Tx, lines: Sequence[PricedLine]) -> None:
    unpriced = [f"/lines/{place}/item_id" for place, line in enumerate(lines) if line.problem]
    if unpriced:
        raise at_fields(NO_PRICE, unpriced, tx.actor.language)
