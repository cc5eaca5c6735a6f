"""Use cases of an order's life: create, cancel, close."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from services.chassis.access import remember_asked, same_client
from services.chassis.actor import Actor
from services.chassis.contracts import ById
from services.chassis.references import at_fields, unknown_references
from services.chassis.tx import Tx
from services.orders import bonuses
from services.orders.approvals import Agreed, judge_new
from services.orders.contracts import (
    CONTRACT_REQUIRED,
    EXTERNAL_NUMBER_TAKEN,
    FOREIGN_WAREHOUSE,
    NO_PRICE,
    NOT_READY_TO_CLOSE,
    ORDER_IN_PROGRESS,
    PAYMENT_FORM_OF_OFFER,
    SAID_BY_OURS,
    WISHED_PERIOD,
    CancelOrder,
    ChangeOrder,
    CreateOrder,
    NewOrderLine,
    OrderState,
    OrderStatus,
    Particulars,
    SupplyAction,
)
from services.orders.faults import Faults
from services.orders.hryvnias import demand_contract_rate
from services.orders.models import ApprovalRule, Order, OrderLine, Warehouse
from services.orders.progress import changed, demand_alive, demand_status, tell
from services.orders.rules import amounts
from services.orders.steps import plan_steps
from services.orders.stock import release_all
from services.partners.contracts import TermsOfSale
from services.pricing.contracts import (
    OFFER_WRONG,
    AskQuote,
    CardOrderView,
    ItemKind,
    PaymentForm,
    PaymentStage,
    PricedLine,
    Quote,
    QuoteLine,
    SettledBy,
    TermsOfOffer,
)

_ZERO = Decimal(0)
_WHOLE = Decimal(100)
_OURS_TO_SAY = ("price_type_id", "ordered_on", "payment_stages", "contract_rate", "priority")
USUAL_PRIORITY = 5
AGREED_IN_PROPOSAL = "proposal"
"""The rule by which a line of an order made from a proposal has its price, among its reasons."""
_OWNER_OF_WAREHOUSE = (
    select(Warehouse.organization_id, ApprovalRule.pass_without_deviations)
    .outerjoin(ApprovalRule, ApprovalRule.organization_id == Warehouse.organization_id)
    .where(Warehouse.id == bindparam("warehouse_id"), Warehouse.archived_at.is_(None))
)


def question(order: CreateOrder, terms: TermsOfSale, today: date) -> AskQuote:
    """What pricing is asked for a new order: all its lines at once."""
    return AskQuote(
        on=order.ordered_on or today,
        lines=tuple(QuoteLine(**line.__dict__) for line in order.lines or ()),
        organization_id=order.organization_id,
        partner_id=terms.partner_id,
        offer_id=order.offer_id,
        card_id=order.card_id,
        price_type_id=order.price_type_id,
        payment_form=order.payment_form,
        prices_with_vat=order.prices_with_vat,
        vat_free=not terms.organization_pays_vat,
    )


def create_order(
    tx: Tx,
    command: CreateOrder,
    terms: TermsOfSale,
    quote: Quote,
    offered: TermsOfOffer | None = None,
    agreed: Agreed | None = None,
    spent: CardOrderView | None = None,
) -> Order:
    """`offered`: the offer's terms in full, where the quote's are those for a client's eyes. `agreed`: who allowed the
    prices of its lines already. `spent`: bonuses, by the order's id to be."""
    offered = offered or quote.terms
    passes = require_warehouse(tx, command.warehouse_id, command.organization_id)
    _require_new_number(tx, command, terms.partner_id)
    demand_sound(tx, command)
    demand_contract(tx, offered, command.contract_id)
    demand_payment_form(tx, offered, command.payment_form)
    demand_contract_rate(tx, offered, command.contract_rate)
    require_prices(tx, quote.lines)
    remember_asked(tx.session, terms)
    order = _new_order(command, terms, quote, offered, spent)
    lines = zip(quote.lines, command.lines or (), strict=True)
    order.lines = [new_line(order, position, *line) for position, line in enumerate(lines, start=1)]
    if spent is not None:
        bonuses.spend(tx, order, spent)
    keep_totals(order, *sum_lines(order))
    plan_steps(order)
    judge_new(tx, order, passes=passes, agreed=agreed)
    # the number last: it locks its counter until the commit
    order.number = tx.number("ORD", command.organization_id)
    tx.add(order)
    tell(tx, order)
    return order


def _new_order(
    command: CreateOrder, terms: TermsOfSale, quote: Quote, offered: TermsOfOffer | None, spent: CardOrderView | None
) -> Order:
    """Without lines and number yet; its id is the one that bonuses were spent for."""
    return Order(
        **({"id": spent.id} if spent else {}),
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
        price_type_id=command.price_type_id,
        payment_form=command.payment_form or (offered.payment_form if offered else None),
        contract_rate=command.contract_rate,
        vat_free=not terms.organization_pays_vat,
        contract_limit=contract_limit(terms, quote.currency),
        paid=_ZERO,
        bonuses=_ZERO,
        withheld=_ZERO,
        returns_counted=_ZERO,
        shipped_amount=_ZERO,
        deposits=_ZERO,
        has_packaging=False,
        external_number=command.external_number,
        card_id=command.card_id,
        priority=command.priority or USUAL_PRIORITY,
        **{name: getattr(command, name) for name in Particulars.model_fields},
        **_offered(offered, command.payment_stages),
    )


def sum_lines(order: Order) -> tuple[Decimal, Decimal]:
    """(total, VAT) of what the order's lines come to."""
    return sum((line.total for line in order.lines), _ZERO), sum((line.vat for line in order.lines), _ZERO)


def keep_totals(order: Order, total: Decimal, vat: Decimal) -> None:
    order.total, order.vat = total, vat
    order.payable = amounts.payable(total, vat, prices_with_vat=order.prices_with_vat)


def demand_said_by_ours(actor: Actor, command: CreateOrder) -> None:
    """A client orders at our prices of today and on our terms: an old date or another price type would be a discount
    of its own."""
    if not actor.is_client:
        return
    said = [f"/{name}" for name in _OURS_TO_SAY if getattr(command, name) is not None]
    lines = enumerate(command.lines or ())
    typed = ("manual_price", "manual_discount")
    said += [f"/lines/{place}/{name}" for place, line in lines for name in typed if getattr(line, name) is not None]
    if said:
        raise at_fields(SAID_BY_OURS, said, actor.language)


def cancel_order(tx: Tx, command: CancelOrder) -> Order:
    order = tx.get(Order, command.id)
    demand_alive(order)
    if order.shipped_amount or order.paid or any(line.shipped for line in order.lines):
        raise ORDER_IN_PROGRESS()
    release_all(tx, order, order.lines)
    order.status = OrderStatus.CANCELLED
    order.cancel_reason = command.reason
    changed(tx, order)
    return order


def close_order(tx: Tx, command: ById) -> Order:
    order = tx.get(Order, command.id)
    demand_status(order, OrderStatus.TO_FULFIL)
    if order.state != OrderState.READY_TO_CLOSE:
        raise NOT_READY_TO_CLOSE(state=order.state)
    order.status, order.closed_at = OrderStatus.CLOSED, tx.now
    changed(tx, order)
    return order


def contract_limit(terms: TermsOfSale, currency: str) -> Decimal | None:
    """How much may be owed under the contract; one in another currency than the order's bounds nothing here."""
    return terms.contract_limit if terms.contract_currency == currency else None


def demand_contract(tx: Tx, offered: TermsOfOffer | None, contract_id: UUID | None) -> None:
    if offered is not None and offered.contract_required and contract_id is None:
        raise at_fields(CONTRACT_REQUIRED, ["/contract_id"], tx.actor.language)


def demand_payment_form(tx: Tx, offered: TermsOfOffer | None, form: PaymentForm | None) -> None:
    """An offer that names one is paid so, and in no other."""
    if offered is not None and offered.payment_form and form not in (None, offered.payment_form):
        raise at_fields(PAYMENT_FORM_OF_OFFER, ["/payment_form"], tx.actor.language)


def demand_sound(tx: Tx, said: CreateOrder | ChangeOrder) -> None:
    """Dates that are a period, stages that are a whole."""
    faults = Faults(tx.actor.language)
    if said.wished_from and said.wished_to and said.wished_to < said.wished_from:
        faults.note(WISHED_PERIOD, "/wished_to")
    if said.payment_stages is not None:
        whole = sum((stage.percent for stage in said.payment_stages), _ZERO)
        if whole != _WHOLE:
            faults.note(OFFER_WRONG["stages"], "/payment_stages", sum=f"{whole.normalize():f}")
    faults.demand_none()


def _offered(terms: TermsOfOffer | None, own: Sequence[PaymentStage] | None) -> dict[str, Any]:
    """What an order keeps of its offer: agreed documents keep their version, whatever becomes of the offer."""
    if terms is None:
        return {"settled_by": SettledBy.ORDER, "payment_stages": kept_stages(own or ()), "holidays": []}
    return {
        "offer_id": terms.id,
        "offer_version": terms.version_number,
        "terms": terms.model_dump(mode="json"),
        "breach_days": terms.breach_days,
        "breach_amount": terms.breach_amount,
        "settled_by": terms.settled_by,
        "payment_stages": kept_stages(own or terms.payment_stages),
        "holidays": [day.isoformat() for day in terms.holidays],
    }


def kept_stages(stages: Sequence[PaymentStage]) -> list[dict[str, Any]]:
    return [stage.model_dump(mode="json") for stage in stages]


def new_line(order: Order, position: int, priced: PricedLine, asked: NewOrderLine) -> OrderLine:
    return OrderLine(
        order_id=order.id,
        position=position,
        supply=usual_supply(order, priced),
        **dict.fromkeys(("reserved", "shipped", "shipped_total", "shipped_vat", "cancelled"), _ZERO),
        **said_of(priced, asked),
    )


def usual_supply(order: Order, priced: PricedLine) -> SupplyAction:
    """Services need none; goods of an order are supplied as its offer says."""
    if priced.kind is ItemKind.SERVICE:
        return SupplyAction.NONE
    is_dedicated = bool(order.terms and order.terms.get("dedicated_supply"))
    return SupplyAction.DEDICATED if is_dedicated else SupplyAction.TO_SUPPLY


def said_of(priced: PricedLine, asked: NewOrderLine) -> dict[str, Any]:
    """What a line takes from its price, and what was typed."""
    same = ("item_id", "sku", "name", "unit", "quantity", "price", "listed_price", "rule_price", "discount")
    also = ("needs_approval", "total", "vat_rate", "vat")
    return {
        **{name: getattr(priced, name) for name in (*same, *also)},
        "manual_price": asked.manual_price,
        "manual_discount": asked.manual_discount,
        "bonuses": _ZERO,
        "needs_stock": priced.kind is not ItemKind.SERVICE,
        "reasons": [reason.model_dump(mode="json") for reason in priced.reasons],
    }


def passes_without_deviations(tx: Tx, order: Order) -> bool:
    found = tx.session.execute(_OWNER_OF_WAREHOUSE, {"warehouse_id": order.warehouse_id}).first()
    return bool(found and found.pass_without_deviations)


def require_warehouse(tx: Tx, warehouse_id: UUID, organization_id: UUID) -> bool:
    """The warehouse is the organization's. Whether its orders pass without deviations, found along the way."""
    found = tx.session.execute(_OWNER_OF_WAREHOUSE, {"warehouse_id": warehouse_id}).first()
    if found is None:
        raise unknown_references(["/warehouse_id"], tx.actor.language)
    if found.organization_id != organization_id:
        raise at_fields(FOREIGN_WAREHOUSE, ["/warehouse_id"], tx.actor.language)
    return bool(found.pass_without_deviations)


def _require_new_number(tx: Tx, command: CreateOrder, partner_id: UUID) -> None:
    if command.external_number is None:
        return
    of_this_client = (Order.organization_id == command.organization_id, same_client(Order.partner_id, partner_id))
    if tx.find(Order, *of_this_client, Order.external_number == command.external_number) is not None:
        raise at_fields(EXTERNAL_NUMBER_TAKEN, ["/external_number"], tx.actor.language)


def require_prices(tx: Tx, lines: Sequence[PricedLine], *, kept: Collection[int] = ()) -> None:
    """`kept`: places of lines whose price stays as it is, whatever it would be today."""
    asked = ((place, line) for place, line in enumerate(lines) if place not in kept)
    unpriced = [f"/lines/{place}/item_id" for place, line in asked if line.problem]
    if unpriced:
        raise at_fields(NO_PRICE, unpriced, tx.actor.language)
