"""Payments, balances and sales analysis (R6, R10, A1)."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.actor import OFFICE, Role
from services.chassis.contracts import ById, Message, between, equals
from services.chassis.errors import NOT_FOUND, Conflict, error_code
from services.chassis.fields import CurrencyCode, LongText, MoneyAmount
from services.chassis.moments import Day
from services.chassis.sums import MoneySum, QuantitySum
from services.orders.contracts.base import CASHIERS, api
from services.partners.contracts import PARTNER_NOT_OURS


class ReceivePayment(Message):
    """Money from a client, for one order or on account."""

    organization_id: UUID
    partner_id: UUID
    amount: Annotated[MoneyAmount, Field(gt=0)]
    currency: CurrencyCode = "UAH"
    order_id: UUID | None = None
    legal_entity_id: UUID | None = None
    paid_on: Day | None = None
    purpose: LongText | None = None


class PaymentReceived(Message):
    """The fact behind `payment_received`: money from a client, on account when `order_id` is null."""

    id: UUID
    number: str
    organization_id: UUID
    partner_id: UUID
    legal_entity_id: UUID | None
    order_id: UUID | None
    paid_on: date
    currency: CurrencyCode
    amount: MoneyAmount


class PaymentView(PaymentReceived):
    """A payment as recorded."""

    purpose: str | None
    created_at: datetime
    version: int


class PaymentRow(PaymentReceived):
    created_at: datetime


class BalanceAsked(Message):
    partner_id: UUID


class BalanceRow(Message):
    """`balance` = shipped − paid; positive: the client owes."""

    organization_id: UUID
    legal_entity_id: UUID | None
    currency: CurrencyCode
    shipped: MoneySum
    paid: MoneySum
    balance: MoneySum


class Balance(Message):
    """What a client owes, by organization, legal entity and currency."""

    partner_id: UUID
    rows: tuple[BalanceRow, ...]


class SalesBy(StrEnum):
    PERIOD = "period"
    CLIENT = "client"
    ITEM = "item"
    MANAGER = "manager"


class SalesAsked(Message):
    """Shipments from `date_from` to `date_to`, both included, in months (`period`) or by client, item, manager."""

    date_from: Day
    date_to: Day
    by: SalesBy = SalesBy.PERIOD
    organization_id: UUID | None = None


class SalesRow(Message):
    """`key`: the month (2026-11) or the id; money without VAT; margin = revenue − cost."""

    key: str
    name: str | None
    quantity: QuantitySum
    revenue: MoneySum
    cost: MoneySum
    margin: MoneySum
    shipments: int


class SalesReport(Message):
    """Rows of one grouping and their sums, in `currency`, without VAT; sales in other currencies are left out."""

    date_from: date
    date_to: date
    by: SalesBy
    currency: CurrencyCode
    rows: tuple[SalesRow, ...]
    revenue: MoneySum
    cost: MoneySum
    margin: MoneySum


PAYMENT_MISMATCH = error_code(
    "payment_mismatch",
    Conflict,
    en="The order is of another client, legal entity, organization or currency. Name one that fits, or none.",
    uk="Замовлення іншого клієнта, контрагента, організації або валюти. Вкажіть відповідне замовлення або жодного.",
)

RECEIVE_PAYMENT = api.command(
    "receive_payment",
    "POST /payments",
    ReceivePayment,
    PaymentView,
    roles=CASHIERS,
    en="Record a payment from a client",
    uk="Зареєструвати оплату від клієнта",
    errors=(PAYMENT_MISMATCH, PARTNER_NOT_OURS, NOT_FOUND),
)
GET_PAYMENT = api.query("get_payment", "GET /payments/{id}", ById, PaymentView, roles=Role, en="A payment", uk="Оплата")
LIST_PAYMENTS = api.listing(
    "list_payments",
    "GET /payments",
    PaymentRow,
    roles=Role,
    en="Payments",
    uk="Оплати",
    orders=("-created_at", "created_at"),
    filters=(equals("order_id", UUID), equals("partner_id", UUID), between("paid_on", date)),
)
GET_BALANCE = api.query(
    "get_balance",
    "GET /partners/{partner_id}/balance",
    BalanceAsked,
    Balance,
    roles=Role,
    en="What a client owes",
    uk="Скільки винен клієнт",
)
REPORT_SALES = api.query(
    "report_sales",
    "GET /reports/sales",
    SalesAsked,
    SalesReport,
    roles=OFFICE,
    en="Sales by period, client, item or manager",
    uk="Продажі за періодом, клієнтом, номенклатурою або менеджером",
)

PAYMENT_RECEIVED = api.fact("payment_received", PaymentReceived, subject="payment")
