"""Returnable packaging (R12): what a shipment takes along and by when it is owed, and what comes back.

It stays ours: it has no revenue, and the average cost of the item is of what lies in warehouses and with clients alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, false, func, select

from services.chassis.errors import AMOUNT_TOO_LARGE
from services.chassis.money import half_up
from services.chassis.tables import partner_access
from services.chassis.tx import Reader, Tx
from services.orders.contracts import (
    MORE_THAN_OWED,
    NO_DEPOSIT_PRICE,
    NOT_PACKAGING,
    PACKAGING_RETURN_CANCELLED,
    PACKAGING_RETURN_CHANGED,
    CancelPackagingReturn,
    PackagingQuantity,
    ReturnPackaging,
    SettlementKind,
)
from services.orders.faults import Faults
from services.orders.models import Order, PackagingReturn, PackagingReturnLine, Shipment, ShippedPackaging, Stock
from services.orders.ordering import require_warehouse
from services.orders.packaging_reminders import end_reminder
from services.orders.progress import changed
from services.orders.returns import Left, coming_back, note_too_early
from services.orders.rules.amounts import HIGHEST
from services.orders.rules.returns import deposit_part
from services.orders.rules.schedule import days_after
from services.orders.settlements import settle_return
from services.orders.steps import holidays_of
from services.orders.stock import demand_free, free_of, locked_stock, put_back
from services.pricing.contracts import AskQuote, ItemKind, ItemView, Quote, QuoteLine, TermsOfOffer

_ZERO = Decimal(0)
_MOST = Decimal("9999999.999")
"""Of one item, and of a document's money."""


Named = Mapping[int, PackagingQuantity]
"""What is asked to go along with one order, by its place in the request."""


@dataclass(frozen=True)
class Told:
    """What pricing says: which items these are, and, where a deposit is left, the price of one of each by order."""

    items: Mapping[UUID, ItemView]
    quotes: Mapping[UUID, Quote]


NOTHING_TOLD = Told({}, {})


@dataclass(frozen=True)
class Packaging:
    """What goes along of one item. `pointer`: to the quantity the request names first; `deposit`: left for all."""

    item_id: UUID
    sku: str
    quantity: Decimal
    deposit: Decimal
    pointer: str


# ---------------------------------------------------------------- it goes


def question(order: Order, asked: Named, items: Mapping[UUID, ItemView]) -> AskQuote | None:
    """What pricing is asked for deposits: prices with VAT under the terms the order was made under; none where these
    ask for no deposit. An item withdrawn since still has its price."""
    terms = _terms_of(order)
    wanted = dict.fromkeys(one.item_id for one in asked.values() if _is_packaging(items.get(one.item_id)))
    if terms is None or not terms.packaging_deposit or not wanted:
        return None
    return AskQuote(
        on=order.ordered_on,
        lines=tuple(QuoteLine(item_id=item_id, quantity=Decimal(1), begun=True) for item_id in wanted),
        organization_id=order.organization_id,
        partner_id=order.partner_id,
        offer_id=order.offer_id,
        made_under=True,
        vat_free=order.vat_free,
    )


def priced(order: Order, asked: Named, told: Told, faults: Faults) -> list[Packaging]:
    """One for each item, however often it is named. Notes every fault: what is no packaging, has no price though a
    deposit is left for it, or is more than can be kept."""
    quote = told.quotes.get(order.id)
    lines = {line.item_id: line for line in quote.lines} if quote else {}
    quantities, places = dict[UUID, Decimal](), dict[UUID, str]()
    for place, one in asked.items():
        item, at_item = told.items.get(one.item_id), f"/packaging/{place}/item_id"
        if item is None:
            faults.unknown(at_item)
        elif not _is_packaging(item):
            faults.note(NOT_PACKAGING, at_item)
        elif one.item_id in lines and lines[one.item_id].problem:
            faults.note(NO_DEPOSIT_PRICE, at_item)
        else:
            quantities[one.item_id] = quantities.get(one.item_id, _ZERO) + one.quantity
            places.setdefault(one.item_id, f"/packaging/{place}/quantity")
    made = [
        Packaging(
            item_id,
            told.items[item_id].sku,
            quantity,
            half_up(lines[item_id].price * quantity) if item_id in lines else _ZERO,
            places[item_id],
        )
        for item_id, quantity in quantities.items()
    ]
    too_much = [one for one in made if one.quantity > _MOST or one.deposit > HIGHEST]
    if not too_much and sum((one.deposit for one in made), _ZERO) > HIGHEST:
        too_much = made
    for packaging in too_much:
        faults.note(AMOUNT_TOO_LARGE, packaging.pointer)
    return [one for one in made if one not in too_much]


def note_lacking_packaging(
    faults: Faults, packaging: Sequence[Packaging], stock: Mapping[UUID, Stock], free: dict[UUID, Decimal]
) -> None:
    """Served after the goods of its order. `free`: what is left of each item when those before were served."""
    for one in packaging:
        left = free.setdefault(one.item_id, free_of(stock.get(one.item_id)))
        with faults.at(one.pointer):
            demand_free(one.sku, one.quantity, left)
            free[one.item_id] = left - one.quantity


def take_along(order: Order, shipment: Shipment, packaging: Sequence[Packaging], stock: Mapping[UUID, Stock]) -> None:
    """Out of rows locked before, in which there is enough; owed from the shipment's day by the order's terms."""
    if not packaging:
        return
    terms = _terms_of(order)
    due_on = None
    if terms is not None and terms.packaging_days is not None:
        due_on = days_after(shipment.shipped_on, terms.packaging_days, terms.packaging_day_kind, holidays_of(order))
    for one in packaging:
        stock[one.item_id].on_hand -= one.quantity
    shipment.packaging = [
        ShippedPackaging(
            shipment_id=shipment.id,
            order_id=order.id,
            organization_id=order.organization_id,
            partner_id=order.partner_id,
            item_id=one.item_id,
            sku=one.sku,
            shipped_on=shipment.shipped_on,
            due_on=due_on,
            quantity=one.quantity,
            returned=_ZERO,
            currency=order.currency,
            deposit=one.deposit,
            given_back=_ZERO,
        )
        for one in packaging
    ]
    order.has_packaging = True
    order.deposits += shipment.deposit


# ---------------------------------------------------------------- it comes back


def return_packaging(tx: Tx, command: ReturnPackaging) -> PackagingReturn:
    """Packaging of a closed order comes back too; the order stays closed."""
    shipment = tx.get(Shipment, command.shipment_id)
    order = tx.get(Order, shipment.order_id)
    on = command.returned_on or max(tx.today, shipment.shipped_on)
    faults = Faults(tx.actor.language)
    note_too_early(faults, on, shipment)
    if command.warehouse_id is not None:
        with faults.at("/warehouse_id"):
            require_warehouse(tx, command.warehouse_id, order.organization_id)
    chosen = _chosen(tx, shipment, command.lines, faults)
    returned = PackagingReturn(
        shipment_id=shipment.id,
        order_id=order.id,
        organization_id=order.organization_id,
        partner_id=order.partner_id,
        warehouse_id=command.warehouse_id or order.warehouse_id,
        returned_on=on,
        currency=order.currency,
    )
    returned.lines = [_come_back(returned, *one) for one in chosen]
    returned.deposit = sum((line.deposit for line in returned.lines), _ZERO)
    put_back(tx, returned.warehouse_id, [(line.item_id, line.quantity) for line in returned.lines])
    order.deposits -= returned.deposit
    changed(tx, order)
    returned.number = tx.number("PKR", order.organization_id)
    tx.add(returned)
    if returned.deposit:
        settle_return(tx, order, returned, SettlementKind.GIVEN_BACK, on, returned.deposit)
    end_reminder(tx, shipment)
    tx.announce(PACKAGING_RETURN_CHANGED, returned)
    return returned


def cancel_packaging_return(tx: Tx, command: CancelPackagingReturn) -> PackagingReturn:
    """From today the packaging is with the client again, and out of the warehouse it came into."""
    returned = tx.get(PackagingReturn, command.id)
    if returned.cancelled_at is not None:
        raise PACKAGING_RETURN_CANCELLED()
    order = tx.get(Order, returned.order_id)
    packaging = {one.id: one for one in _locked(tx, returned.shipment_id)}
    stock = locked_stock(tx, returned.warehouse_id, [line.item_id for line in returned.lines])
    faults = Faults(tx.actor.language)
    for place, line in enumerate(returned.lines):
        one, row = packaging[line.packaging_id], stock.get(line.item_id)
        with faults.at(f"/lines/{place}/quantity"):
            demand_free(one.sku, line.quantity, free_of(row))
        one.returned -= line.quantity
        one.given_back -= line.deposit
    faults.demand_none_as_found()
    for line in returned.lines:
        stock[line.item_id].on_hand -= line.quantity
    returned.cancelled_at = tx.now
    returned.cancelled_on = max(tx.today, returned.returned_on)
    returned.cancel_reason = command.reason
    order.deposits += returned.deposit
    changed(tx, order)
    if returned.deposit:
        on = returned.cancelled_on
        settle_return(tx, order, returned, SettlementKind.GIVEN_BACK, on, -returned.deposit)
    tx.touch(returned)
    tx.announce(PACKAGING_RETURN_CHANGED, returned)
    return returned


def _chosen(
    tx: Tx, shipment: Shipment, named: Sequence[PackagingQuantity], faults: Faults
) -> list[tuple[ShippedPackaging, Decimal]]:
    """What of the shipment's packaging comes back: that named, or all that is owed."""
    shipped = {one.item_id: one for one in _locked(tx, shipment.id)}
    left = {item_id: Left(one.sku, one.quantity - one.returned) for item_id, one in shipped.items()}
    asked = [(one.item_id, one.quantity) for one in named]
    wanted = coming_back(asked, left, "item_id", MORE_THAN_OWED, faults)
    return [(shipped[item_id], quantity) for item_id, quantity in wanted.items()]


def _locked(tx: Tx, shipment_id: UUID) -> list[ShippedPackaging]:
    """As it is now: the order's row, locked before, is the lock."""
    query = select(ShippedPackaging).where(ShippedPackaging.shipment_id == shipment_id).order_by(ShippedPackaging.id)
    return list(tx.session.scalars(query.execution_options(populate_existing=True)))


def _come_back(returned: PackagingReturn, one: ShippedPackaging, quantity: Decimal) -> PackagingReturnLine:
    deposit = deposit_part(
        quantity, of=one.quantity, before=one.returned, deposit=one.deposit, given_back=one.given_back
    )
    one.returned += quantity
    one.given_back += deposit
    return PackagingReturnLine(
        return_id=returned.id, packaging_id=one.id, item_id=one.item_id, quantity=quantity, deposit=deposit
    )


def _is_packaging(item: ItemView | None) -> bool:
    return item is not None and item.kind is ItemKind.RETURNABLE_PACKAGING


def _terms_of(order: Order) -> TermsOfOffer | None:
    """Those of the offer's version that the order was made under."""
    return TermsOfOffer.model_validate(order.terms) if order.terms else None


# ---------------------------------------------------------------- what is owed


def packaging_query(reader: Reader) -> Select[Any]:
    """Packaging of shipments with what of it is owed today."""
    one = ShippedPackaging
    is_owed = one.quantity > one.returned
    late = and_(is_owed, one.due_on.is_not(None), one.due_on < reader.today)
    kept = ("id", "organization_id", "partner_id", "order_id", "shipment_id", "item_id", "sku", "shipped_on", "due_on")
    rows = (
        select(
            *[getattr(one, name) for name in (*kept, "quantity", "returned", "currency")],
            Shipment.number.label("shipment_number"),
            partner_access.c.name.label("partner_name"),
            (one.quantity - one.returned).label("owed"),
            is_owed.label("is_owed"),
            func.coalesce(late, false()).label("overdue"),
            (one.deposit - one.given_back).label("deposit"),
        )
        .join(Shipment, Shipment.id == one.shipment_id)
        .outerjoin(partner_access, partner_access.c.partner_id == one.partner_id)
        .where(reader.visible(one))
    )
    return select(rows.subquery("packaging"))
