"""The register of settlements: every document that moves a client's debt writes it here, in its own transaction.

Locks are taken in one order (a payment, the account, orders by id, stock, numbers), so that rivals never wait in a
ring; whoever moves an order's money holds its row.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, select, type_coerce

from services.chassis.access import same_client
from services.chassis.columns import Money, raw_units
from services.chassis.ids import uuid_for
from services.chassis.statements import insert_ignoring
from services.chassis.tables import partner_access
from services.chassis.tx import Reader, Tx
from services.orders.contracts import CHARGES, ObjectKind, SettlementKind
from services.orders.models import Order, Settlement, SettlementAccount, Shipment, ShipmentDue
from services.orders.rules import schedule
from services.orders.rules.settlements import (
    Held,
    Object,
    Open,
    free_prepayment,
    object_of,
    settled,
    spread,
    taken,
)
from services.orders.steps import holidays_of, stages_of
from services.pricing.contracts import SettledBy, StageKind

_ZERO = Decimal(0)
_MONEY = (SettlementKind.PAYMENT, SettlementKind.REFUND, SettlementKind.OFFSET)
Of = Callable[[Any], Iterable[ColumnElement[bool]]]
"""Conditions on a table of the register: `lambda table: (table.order_id == order.id,)`."""


class _Parties(Protocol):
    organization_id: Any
    partner_id: Any
    legal_entity_id: Any
    currency: Any


class _Document(Protocol):
    id: Any
    number: Any


class _Return(_Document, Protocol):
    shipment_id: Any


@dataclass(frozen=True)
class Account:
    """Within these four money is offset, and nowhere across."""

    organization_id: UUID
    partner_id: UUID
    legal_entity_id: UUID | None
    currency: str

    @classmethod
    def of(cls, parties: _Parties) -> "Account":
        return cls(parties.organization_id, parties.partner_id, parties.legal_entity_id, parties.currency)

    @property
    def object(self) -> Object:
        said = (str(self.organization_id), str(self.partner_id), str(self.legal_entity_id or ""), self.currency)
        return Object(ObjectKind.ACCOUNT, uuid_for("settlement account", *said))

    def rows(self, table: Any) -> list[ColumnElement[bool]]:
        entity = table.legal_entity_id
        return [
            table.organization_id == self.organization_id,
            same_client(table.partner_id, self.partner_id),
            entity.is_(None) if self.legal_entity_id is None else entity == self.legal_entity_id,
            table.currency == self.currency,
        ]


@dataclass(frozen=True)
class Part:
    """Some of a document's money: of this order (none: on account), kept at this object."""

    order: Order | None
    object: Object
    amount: Decimal


# ---------------------------------------------------------------- money comes and goes


def coming(tx: Tx, account: Account, order: Order | None, amount: Decimal) -> list[Part]:
    """Where money from a client goes: to the order named, or to the oldest dues of the account, and the rest stays
    there. What it touches is locked; the orders' `paid` grows with `move`."""
    if order is not None:
        return _coming_to(tx, order, amount)
    lock(tx, account)
    owing = _in_debt(tx, account)
    parts, rest = settled(_open(tx, account.rows), amount)
    parts = spread(parts, owing)
    orders = {one.id: one for one in _orders(tx, [part.order_id for part in parts])}
    made = [Part(orders[part.order_id], part.object, part.amount) for part in parts]
    return [*made, Part(None, account.object, rest)] if rest else made


def leaving(tx: Tx, order: Order, amount: Decimal) -> list[Part]:
    """Which money of an order leaves: what no shipment has taken, then that of the latest shipments."""
    if order.settled_by != SettledBy.SHIPMENT:
        return [Part(order, _object(order), amount)]
    of_order = (Settlement.object_kind, Settlement.object_id)
    query = (
        select(*of_order, func.sum(Settlement.amount))
        .where(Settlement.order_id == order.id, Settlement.kind.in_(_MONEY))
        .group_by(*of_order)
    )
    # at the order itself first; ids grow with time
    rows = sorted(tx.rows(query), key=lambda row: (row[0] == ObjectKind.ORDER, row[1]), reverse=True)
    held = [Held(Object(ObjectKind(kind), object_id), -owed) for kind, object_id, owed in rows]
    return [Part(order, part.object, part.amount) for part in taken(held, amount)]


def lock(tx: Tx, account: Account) -> None:
    """Whoever pays to the account, refunds from it or moves its money takes turns; so they do where cards were merged,
    whichever is named."""
    card = partner_access.c
    heir = tx.session.scalar(select(card.merged_into).where(card.partner_id == account.partner_id))
    shared = replace(account, partner_id=heir) if heir else account
    table = SettlementAccount.__table__
    tx.session.execute(insert_ignoring(tx.session, table), {"id": shared.object.id, **shared.__dict__})
    tx.session.execute(select(table.c.id).where(table.c.id == shared.object.id).with_for_update())


def on_account(tx: Tx, account: Account) -> Decimal:
    """What lies there and may be refunded or moved."""
    there = (Settlement.object_kind == ObjectKind.ACCOUNT, *account.rows(Settlement))
    owed = select(func.sum(Settlement.amount)).where(*there)
    return -(tx.session.scalar(owed) or _ZERO)


def move(
    tx: Tx, account: Account, parts: Sequence[Part], document: _Document, kind: SettlementKind, on: date, sign: int
) -> None:
    """Write the movements of a document. `sign`: -1 where the money comes from the client, 1 where it goes back."""
    for part in parts:
        order_id = None
        if part.order is not None:
            order_id = part.order.id
            part.order.paid -= sign * part.amount
        _write(tx, account, part.object, order_id, document, kind, on, sign * part.amount)


# ---------------------------------------------------------------- goods go and come back


def settle_shipment(tx: Tx, order: Order, shipment: Shipment) -> None:
    """The shipment's debt, and when it is due. It takes the order's whole free prepayment, goods first. A deposit for
    packaging is due at once.

    Called when the order's `shipped_amount` and `deposits` count the shipment already.
    """
    account, place, on = Account.of(order), _object(order, shipment.id), shipment.shipped_on
    charged = shipment.total + shipment.deposit
    before = order.shipped_amount + order.deposits - charged
    unspent = free_prepayment(order.paid, before)
    # most orders are shipped before they are paid: nothing more is asked for them
    free = min(unspent, _paid_by(tx, order, on) - before) if unspent else _ZERO
    debt = schedule.debt_of(shipment.total, free, on, stages_of(order), holidays_of(order))
    left = schedule.debt_of(shipment.deposit, free - debt.offset, on, (), ())
    _write(tx, account, place, order.id, shipment, SettlementKind.SHIPMENT, on, shipment.total)
    if shipment.deposit:
        _write(tx, account, place, order.id, shipment, SettlementKind.DEPOSIT, on, shipment.deposit)
    if unspent and place.kind is ObjectKind.SHIPMENT:
        # all of it, also what came after a shipment that is dated back: that pays what falls due
        _shift(tx, account, _object(order), place, order.id, shipment, on, min(unspent, charged))
    _fall_due(tx, account, place, shipment, debt, deposit=False)
    _fall_due(tx, account, place, shipment, left, deposit=True)


def _fall_due(
    tx: Tx, account: Account, place: Object, shipment: Shipment, debt: schedule.Debt, *, deposit: bool
) -> None:
    dues = [(due, False) for due in debt.dues]
    if debt.offset:
        dues.insert(0, (schedule.Due(shipment.shipped_on, debt.offset), True))
    for due, prepaid in dues:
        tx.add(
            ShipmentDue(
                **account.__dict__,
                object_kind=place.kind,
                object_id=place.id,
                order_id=shipment.order_id,
                shipment=shipment,
                shipped_on=shipment.shipped_on,
                due_on=due.due_on,
                prepaid=prepaid,
                deposit=deposit,
                amount=due.amount,
            )
        )


def settle_return(tx: Tx, order: Order, returned: _Return, kind: SettlementKind, on: date, amount: Decimal) -> None:
    """The debt falls by what came back. Where it was paid already the money pays the order's other shipments."""
    account, place = Account.of(order), _object(order, returned.shipment_id)
    _write(tx, account, place, order.id, returned, kind, on, -amount)
    if place.kind is not ObjectKind.SHIPMENT:
        return
    # the movement just written is in the sum: the query flushes it
    owed = _owed_at(tx, place)
    if owed < 0:
        for part in _coming_to(tx, order, -owed):
            _shift(tx, account, place, part.object, order.id, returned, on, part.amount)
    elif amount < 0 and (waiting := -_owed_at(tx, _object(order))) > 0:
        # a return was cancelled: what its money has not paid elsewhere pays here again
        _shift(tx, account, _object(order), place, order.id, returned, on, min(owed, waiting))


def _owed_at(tx: Tx, place: Object) -> Decimal:
    return tx.session.scalar(select(func.sum(Settlement.amount)).where(Settlement.object_id == place.id)) or _ZERO


# ---------------------------------------------------------------- what is not paid yet


def open_dues(of: Of, on: date | None = None) -> Select[Any]:
    """Parts of shipments not paid (by the end of a day, if given), with what is `open` of each.

    What came back pays for what it was charged for: goods for goods, packaging for its deposit, what was prepaid last.
    Then, within an object, money pays first what was taken as prepaid, and the earliest due. Orders of one contract may
    be in several currencies or of several legal entities: none pays for another.
    """
    until_shipped = [ShipmentDue.shipped_on <= on] if on else []
    credit, due = _credits(of, on).subquery(), ShipmentDue
    shown = [column.name for column in due.__table__.c if column.name not in _OF_RECORDS]
    amount = raw_units(due.amount)
    within, by_returns = [*[getattr(due, name) for name in _PLACE], due.deposit], (due.prepaid, due.due_on, due.id)
    came = case((due.deposit, credit.c.deposits), else_=credit.c.goods)
    charged = (
        select(
            *[getattr(due, name) for name in shown],
            credit.c.money,
            _left(amount, func.sum(amount).over(partition_by=within, order_by=by_returns), came),
        )
        .join(credit, and_(*[credit.c[name].is_not_distinct_from(getattr(due, name)) for name in _PLACE]))
        .where(*of(due), *until_shipped)
        .subquery()
    )
    one = charged.c
    by_money = (one.prepaid.desc(), one.due_on, one.id)
    upto = func.sum(one.left).over(partition_by=[one[name] for name in _PLACE], order_by=by_money)
    unpaid = select(*[one[name] for name in shown], _left(one.left, upto, one.money)).subquery()
    return (
        select(*[unpaid.c[name] for name in shown], type_coerce(unpaid.c.left, Money()).label("open"))
        .where(unpaid.c.left > 0)
        .order_by(unpaid.c.due_on, unpaid.c.id)
    )


def _left(amount: Any, upto: Any, paid: Any) -> Any:
    """What is left of an amount, when with those before it it comes up to so much and so much was paid."""
    return case((upto - amount >= paid, amount), (upto > paid, upto - paid), else_=0).label("left")


def _credits(of: Of, on: date | None) -> Select[Any]:
    """What paid, by object, in the units that amounts are kept in: money, goods and packaging that came back. Only of
    objects where something is owed: most are settled."""
    until_moved = [Settlement.moved_on <= on] if on else []
    place = [getattr(Settlement, name) for name in _PLACE]
    kinds = {
        "money": Settlement.kind.in_(_MONEY),
        "goods": Settlement.kind == SettlementKind.RETURN,
        "deposits": Settlement.kind == SettlementKind.GIVEN_BACK,
    }
    amount = raw_units(Settlement.amount)
    sums = [func.sum(case((is_it, -amount), else_=0)).label(name) for name, is_it in kinds.items()]
    return select(*place, *sums).where(*of(Settlement), *until_moved).group_by(*place).having(func.sum(amount) > 0)


def owed_for(reader: Reader, order: Order) -> list[schedule.Owed]:
    """What is not paid of the order's shipments. Nothing is asked where nothing was shipped, or neither credit nor
    packaging was given."""
    credit = any(stage.kind is StageKind.CREDIT for stage in stages_of(order))
    if not (credit or order.has_packaging) or not any(line.shipped for line in order.lines):
        return []
    # the objects whole: under a contract money of one order pays for another
    places = select(ShipmentDue.object_id).where(ShipmentDue.order_id == order.id)
    dues = open_dues(lambda table: (table.object_id.in_(places),)).subquery()
    shown = [dues.c[name] for name in ("shipped_on", "due_on", "prepaid", "open", "deposit")]
    query = select(*shown).where(dues.c.order_id == order.id)
    return [schedule.Owed(*row) for row in reader.rows(query.order_by(dues.c.due_on))]


def paid_on(reader: Reader, order: Order) -> date | None:
    """The last day on which money came to the order; of what was paid and is not any more too."""
    came = (Settlement.order_id == order.id, Settlement.kind.in_(_MONEY), Settlement.amount < 0)
    last: date | None = reader.session.scalar(select(func.max(Settlement.moved_on)).where(*came))
    return last


_PLACE = ("object_id", "legal_entity_id", "currency")
_OF_RECORDS = {"version", "created_at", "updated_at", "archived_at"}


def _open(tx: Tx, of: Of) -> list[Open]:
    rows = tx.rows(open_dues(of))
    return [Open(row.order_id, Object(ObjectKind(row.object_kind), row.object_id), row.open) for row in rows]


def _coming_to(tx: Tx, order: Order, amount: Decimal) -> list[Part]:
    if order.settled_by != SettledBy.SHIPMENT:
        return [Part(order, _object(order), amount)]
    parts, rest = settled(_open(tx, lambda table: (table.order_id == order.id,)), amount)
    made = [Part(order, part.object, part.amount) for part in parts]
    return [*made, Part(order, _object(order), rest)] if rest else made


def _in_debt(tx: Tx, account: Account) -> list[Open]:
    """Locks the orders that such money may go to, and says what each lacks; ids grow with time."""
    owed = (Order.shipped_amount + Order.deposits).label("owed")
    named = (Order.id, Order.settled_by, Order.contract_id, owed, Order.paid)
    query = select(*named).where(*account.rows(Order), owed > Order.paid)
    rows = tx.rows(query.order_by(Order.id).with_for_update())
    return [
        Open(
            row.id,
            object_of(SettledBy(row.settled_by), row.id, row.contract_id, None),
            row.owed - row.paid,
        )
        for row in rows
    ]


def _orders(tx: Tx, ids: Sequence[UUID]) -> list[Order]:
    return tx.locked(Order, Order.id.in_(set(ids))) if ids else []


def _paid_by(tx: Tx, order: Order, on: date) -> Decimal:
    """The order's `paid` as it was at the end of a day, as if what has come back since were not returned yet."""
    later = (Settlement.kind.not_in(CHARGES), Settlement.moved_on > on)
    query = select(func.sum(Settlement.amount)).where(Settlement.order_id == order.id, *later)
    return order.paid + (tx.session.scalar(query) or _ZERO)


def _object(order: Order, shipment_id: UUID | None = None) -> Object:
    return object_of(SettledBy(order.settled_by), order.id, order.contract_id, shipment_id)


def _shift(
    tx: Tx,
    account: Account,
    source: Object,
    target: Object,
    order_id: UUID,
    document: _Document,
    on: date,
    amount: Decimal,
) -> None:
    """Money of one order goes from one of its objects to another."""
    _write(tx, account, source, order_id, document, SettlementKind.OFFSET, on, amount)
    _write(tx, account, target, order_id, document, SettlementKind.OFFSET, on, -amount)


def _write(
    tx: Tx,
    account: Account,
    place: Object,
    order_id: UUID | None,
    document: _Document,
    kind: SettlementKind,
    on: date,
    amount: Decimal,
) -> None:
    tx.add(
        Settlement(
            **account.__dict__,
            object_kind=place.kind,
            object_id=place.id,
            order_id=order_id,
            kind=kind,
            document_id=document.id,
            number=document.number,
            moved_on=on,
            amount=amount,
        )
    )
