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
from services.chassis.messages import Language
from services.chassis.money import half_up
from services.chassis.references import at_fields
from services.chassis.tables import partner_access
from services.chassis.tx import Reader, Tx
from services.orders.contracts import (
    MORE_THAN_OWED,
    NO_DEPOSIT_PRICE,
    NOT_PACKAGING,
    PACKAGING_RETURN_CANCELLED,
    PACKAGING_RETURN_CHANGED,
    RETURNED_TOO_EARLY,
    CancelPackagingReturn,
    PackagingQuantity,
    ReturnPackaging,
    SettlementKind,
)
from services.orders.faults import Faults
from services.orders.models import Order, PackagingReturn, PackagingReturnLine, Shipment, ShippedPackaging, Stock
from services.orders.ordering import require_warehouse
from services.orders.progress import changed
from services.orders.returns import Left, coming_back
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


@dataclass(frozen=True)
class Packaging:
    """What goes along of one item. `place`: where the request names it first; `deposit`: left for all of it."""

    item_id: UUID
    sku: str
    quantity: Decimal
    deposit: Decimal
    place: int

    @property
    def pointer(self) -> str:
        return f"/packaging/{self.place}/quantity"


# ---------------------------------------------------------------- it goes


def question(order: Order, items: Sequence[UUID]) -> AskQuote | None:
    """What pricing is asked for deposits: prices with VAT under the terms the order was made under; none where these
    ask for no deposit. An item withdrawn since still has its price."""
    terms = _terms_of(order)
    if terms is None or not terms.packaging_deposit:
        return None
    return AskQuote(
        on=order.ordered_on,
        lines=tuple(QuoteLine(item_id=item_id, quantity=Decimal(1), begun=True) for item_id in items),
        organization_id=order.organization_id,
        partner_id=order.partner_id,
        offer_id=order.offer_id,
        made_under=True,
        vat_free=order.vat_free,
    )


def demand_packaging(asked: Sequence[PackagingQuantity], items: Mapping[UUID, ItemView], language: Language) -> None:
    faults = Faults(language)
    for place, one in enumerate(asked):
        item, pointer = items.get(one.item_id), f"/packaging/{place}/item_id"
        if item is None:
            faults.unknown(pointer)
        elif item.kind is not ItemKind.RETURNABLE_PACKAGING:
            faults.note(NOT_PACKAGING, pointer)
    faults.demand_none()


def priced(
    asked: Sequence[PackagingQuantity], items: Mapping[UUID, ItemView], quote: Quote | None, language: Language
) -> list[Packaging]:
    """One for each item, however often it is named. `quote`: of one of each item; none where no deposit is left."""
    lines = {line.item_id: line for line in quote.lines} if quote else {}
    if unpriced := [
        f"/packaging/{place}/item_id"
        for place, one in enumerate(asked)
        if one.item_id in lines and lines[one.item_id].problem
    ]:
        raise at_fields(NO_DEPOSIT_PRICE, unpriced, language)
    quantities = _summed(asked)
    places = {one.item_id: place for place, one in reversed(list(enumerate(asked)))}
    made = [
        Packaging(
            item_id,
            items[item_id].sku,
            quantity,
            half_up(lines[item_id].price * quantity) if item_id in lines else _ZERO,
            places[item_id],
        )
        for item_id, quantity in quantities.items()
    ]
    too_much = [one.pointer for one in made if one.quantity > _MOST or one.deposit > HIGHEST]
    if too_much or sum((one.deposit for one in made), _ZERO) > HIGHEST:
        raise at_fields(AMOUNT_TOO_LARGE, too_much or ["/packaging"], language)
    return made


def note_lacking_packaging(
    faults: Faults, packaging: Sequence[Packaging], stock: Mapping[UUID, Stock], free: dict[UUID, Decimal]
) -> None:
    """Served after the goods. `free`: what is left of each item when these were served."""
    for one in packaging:
        with faults.at(one.pointer):
            demand_free(one.sku, one.quantity, free.get(one.item_id, free_of(stock.get(one.item_id))))


def take_along(order: Order, shipment: Shipment, packaging: Sequence[Packaging], stock: Mapping[UUID, Stock]) -> None:
    """Out of rows locked before, in which there is enough; owed from the shipment's day by the order's terms."""
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
    order.has_packaging = order.has_packaging or bool(packaging)
    order.deposits += shipment.deposit


# ---------------------------------------------------------------- it comes back


def return_packaging(tx: Tx, command: ReturnPackaging) -> PackagingReturn:
    """Packaging of a closed order comes back too; the order stays closed."""
    shipment = tx.get(Shipment, command.shipment_id)
    order = tx.get(Order, shipment.order_id)
    on = command.returned_on or max(tx.today, shipment.shipped_on)
    if on < shipment.shipped_on:
        raise at_fields(RETURNED_TOO_EARLY, ["/returned_on"], tx.actor.language)
    if command.warehouse_id is not None:
        require_warehouse(tx, command.warehouse_id, order.organization_id)
    returned = PackagingReturn(
        shipment_id=shipment.id,
        order_id=order.id,
        organization_id=order.organization_id,
        partner_id=order.partner_id,
        warehouse_id=command.warehouse_id or order.warehouse_id,
        returned_on=on,
        currency=order.currency,
    )
    returned.lines = [_come_back(returned, *one) for one in _chosen(tx, shipment, command.lines)]
    returned.deposit = sum((line.deposit for line in returned.lines), _ZERO)
    put_back(tx, returned.warehouse_id, [(line.item_id, line.quantity) for line in returned.lines])
    order.deposits -= returned.deposit
    changed(tx, order)
    returned.number = tx.number("PKR", order.organization_id)
    tx.add(returned)
    if returned.deposit:
        settle_return(tx, order, returned, SettlementKind.GIVEN_BACK, on, returned.deposit)
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
    faults.demand_none_of_lines()
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


def _chosen(tx: Tx, shipment: Shipment, named: Sequence[PackagingQuantity]) -> list[tuple[ShippedPackaging, Decimal]]:
    """What of the shipment's packaging comes back: that named, or all that is owed."""
    shipped = {one.item_id: one for one in _locked(tx, shipment.id)}
    left = {item_id: Left(one.sku, one.quantity - one.returned) for item_id, one in shipped.items()}
    asked = [(one.item_id, one.quantity) for one in named]
    wanted = coming_back(asked, left, "item_id", MORE_THAN_OWED, tx.actor.language)
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


def _summed(named: Sequence[PackagingQuantity]) -> dict[UUID, Decimal]:
    quantities: dict[UUID, Decimal] = {}
    for one in named:
        quantities[one.item_id] = quantities.get(one.item_id, _ZERO) + one.quantity
    return quantities


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
