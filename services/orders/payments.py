"""Use cases of payments, and what a client owes."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from services.chassis.access import clients_of, remember_asked, same_client
from services.chassis.errors import NOT_FOUND
from services.chassis.messages import Language
from services.chassis.references import at_fields
from services.chassis.tables import partner_access
from services.chassis.tx import Reader, Tx
from services.orders.contracts import (
    PAYMENT_MISMATCH,
    PAYMENT_RECEIVED,
    Balance,
    BalanceAsked,
    BalanceRow,
    ReceivePayment,
)
from services.orders.models import Order, Payment, Shipment
from services.orders.progress import changed
from services.partners.contracts import TermsOfSale

_ZERO = Decimal(0)


def receive_payment(tx: Tx, command: ReceivePayment, terms: TermsOfSale) -> Payment:
    order = tx.get(Order, command.order_id) if command.order_id else None
    if order is not None:
        _demand_same_parties(order, command, tx.actor.language)
        order.paid += command.amount
        changed(tx, order)
    remember_asked(tx.session, terms)
    payment = Payment(
        organization_id=command.organization_id,
        partner_id=command.partner_id,
        legal_entity_id=order.legal_entity_id if order else terms.legal_entity_id,
        order_id=command.order_id,
        paid_on=command.paid_on or tx.today,
        currency=command.currency,
        amount=command.amount,
        purpose=command.purpose,
    )
    payment.number = tx.number("PAY", command.organization_id)
    tx.add(payment)
    tx.announce(PAYMENT_RECEIVED, payment)
    return payment


def balance(reader: Reader, asked: BalanceAsked) -> Balance:
    """Shipped less paid, by organization, legal entity and currency; NotFound for another's client."""
    known = select(partner_access.c.partner_id).where(
        partner_access.c.partner_id == asked.partner_id,
        clients_of(reader.actor, partner_access.c.partner_id),
    )
    if reader.session.scalar(known) is None:
        raise NOT_FOUND(subject="Partner")
    sums: dict[tuple[UUID, UUID | None, str], list[Decimal]] = {}
    for place, (model, amount) in enumerate(((Shipment, Shipment.total), (Payment, Payment.amount))):
        for *key, total in reader.rows(_sums(model, amount, asked.partner_id)):
            sums.setdefault((key[0], key[1], key[2]), [_ZERO, _ZERO])[place] = total
    rows = [
        BalanceRow(
            organization_id=organization,
            legal_entity_id=entity,
            currency=currency,
            shipped=shipped,
            paid=paid,
            balance=shipped - paid,
        )
        for (organization, entity, currency), (shipped, paid) in sorted(sums.items(), key=str)
    ]
    return Balance(partner_id=asked.partner_id, rows=tuple(rows))


def _sums(model: Any, amount: Any, partner_id: UUID) -> Any:
    key = (model.organization_id, model.legal_entity_id, model.currency)
    return select(*key, func.sum(amount)).where(same_client(model.partner_id, partner_id)).group_by(*key)


def _demand_same_parties(order: Order, command: ReceivePayment, language: Language) -> None:
    same = (
        order.partner_id == command.partner_id
        and order.organization_id == command.organization_id
        and order.currency == command.currency
        and command.legal_entity_id in (None, order.legal_entity_id)
    )
    if not same:
        raise at_fields(PAYMENT_MISMATCH, ["/order_id"], language)
