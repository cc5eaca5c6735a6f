"""Payments, balances and sales analysis (R6, R10, A1)."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Literal
from uuid import UUID

from services.chassis.actor import OFFICE, Role
from services.chassis.contracts import ById, Message, between, equals
from services.chassis.errors import AMOUNT_TOO_LARGE, NOT_FOUND, Conflict, error_code
from services.chassis.fields import CurrencyCode, LongText, MoneyAmount
from services.chassis.moments import Day
from services.chassis.sums import MoneySum, QuantitySum
from services.orders.contracts.base import CASHIERS, api
from services.orders.contracts.hryvnias import (
    CONTRACT_RATE_REQUIRED,
    HRYVNIAS_TOO_FEW,
    PAID_IN_HRYVNIAS,
    PAID_IN_ITS_CURRENCY,
    PaidAmount,
)
from services.partners.contracts import PARTNER_NOT_OURS
from services.pricing.contracts import NO_EXCHANGE_RATE, Rate


class ReceivePayment(Message):
    """Money from a client, for one order or on account: `amount` in `currency`, or, of an order in a currency that is
    paid in hryvnias, `hryvnia_amount`."""

    organization_id: UUID
    partner_id: UUID
    amount: PaidAmount | None = None
    currency: CurrencyCode = "UAH"
    hryvnia_amount: PaidAmount | None = None
    """Counted in the order's currency at the National Bank's rate of the payment's day, or at the contract's."""
    order_id: UUID | None = None
    legal_entity_id: UUID | None = None
    paid_on: Day | None = None
    purpose: LongText | None = None


class PaymentReceived(Message):
    """The fact behind `payment_received`: money from a client, on account when `order_id` is null. `hryvnia_amount`:
    what came where the order is paid in hryvnias; `amount` is what that makes at `rate`, hryvnias for one unit."""

    id: UUID
    number: str
    organization_id: UUID
    partner_id: UUID
    legal_entity_id: UUID | None
    order_id: UUID | None
    paid_on: date
    currency: CurrencyCode
    amount: MoneyAmount
    hryvnia_amount: MoneyAmount | None = None
    rate: Rate | None = None


class PaymentView(PaymentReceived):
    """A payment as recorded. `cancelled_on`: the day from which it no longer counts."""

    purpose: str | None
    cancelled_on: date | None = None
    cancel_reason: str | None = None
    created_at: datetime
    version: int


class PaymentRow(PaymentReceived):
    cancelled_on: date | None = None
    created_at: datetime


class ObjectKind(StrEnum):
    """What a debt is kept by, as the order's offer says; money that belongs to no order lies on the account."""

    CONTRACT = "contract"
    ORDER = "order"
    SHIPMENT = "shipment"
    ACCOUNT = "account"


class BalanceAsked(Message):
    """What is owed by now, or by the end of a day (`on`); by account, or each contract, order or shipment by itself."""

    partner_id: UUID
    on: Day | None = None
    by: Literal["account", "object"] = "account"
    """`account`: in one sum; `object`: by contract, order, shipment and account."""


class BalanceRow(Message):
    """`balance` = shipped − returned + deposits − paid + refunded − moved; positive: the client owes. `deposits`: left
    for packaging that has not come back. `paid` without cancelled payments; `moved`: money that came to this object
    from others, less what went from it, nothing on the whole. `overdue`: of what was shipped and of deposits, what
    should have been paid by the day before."""

    organization_id: UUID
    legal_entity_id: UUID | None
    currency: CurrencyCode
    object_kind: ObjectKind | None = None
    object_id: UUID | None = None
    object_number: str | None = None
    shipped: MoneySum
    returned: MoneySum
    deposits: MoneySum = Decimal("0.00")
    paid: MoneySum
    refunded: MoneySum
    moved: MoneySum
    balance: MoneySum
    overdue: MoneySum


class Balance(Message):
    """What a client owes, by organization, legal entity and currency; by object, those not settled to the cent."""

    partner_id: UUID
    on: date
    rows: tuple[BalanceRow, ...]


class SalesBy(StrEnum):
    PERIOD = "period"
    CLIENT = "client"
    ITEM = "item"
    MANAGER = "manager"
    OFFER = "offer"


class SalesAsked(Message):
    """Shipments less returns from `date_from` to `date_to`, both included, each by its own date; in months (`period`)
    or by client, item, manager or offer."""

    date_from: Day
    date_to: Day
    by: SalesBy = SalesBy.PERIOD
    """What sales are grouped by."""
    organization_id: UUID | None = None


class SalesRow(Message):
    """`key`: the month (2026-11) or the id, empty where there is none; money without VAT; margin = revenue − cost.
    All less what came back, so that a period with returns only is below zero. `shipments`: how many there were."""

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

ORDER_TAKES_NO_MONEY = error_code(
    "order_takes_no_money",
    Conflict,
    en="The order is cancelled. Name another order of the client, or none: the money is then kept on account.",
    uk="Замовлення скасовано. Вкажіть інше замовлення клієнта або жодного: тоді кошти будуть на рахунку.",
)

MONEY_FAULTS = (
    *(PAID_IN_HRYVNIAS, PAID_IN_ITS_CURRENCY, HRYVNIAS_TOO_FEW, AMOUNT_TOO_LARGE),
    *(CONTRACT_RATE_REQUIRED, NO_EXCHANGE_RATE),
)
"""Of an amount in the wrong money, and of hryvnias that cannot be counted."""

RECEIVE_PAYMENT = api.command(
    "receive_payment",
    "POST /payments",
    ReceivePayment,
    PaymentView,
    roles=CASHIERS,
    en="Record a payment from a client",
    uk="Зареєструвати оплату від клієнта",
    errors=(ORDER_TAKES_NO_MONEY, PAYMENT_MISMATCH, PARTNER_NOT_OURS, NOT_FOUND, *MONEY_FAULTS),
    example={
        "amount": "12500.00",
        "order_id": "0196a1f0-0000-7000-8000-000000000001",
        "purpose": "Сплата за кабель згідно з рахунком",
    },
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
    filters=(
        equals("order_id", UUID),
        equals("partner_id", UUID),
        equals("organization_id", UUID),
        between("paid_on", date),
    ),
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
    en="Sales less returns by period, client, item, manager or offer",
    uk="Продажі за вирахуванням повернень: за періодом, клієнтом, номенклатурою, менеджером або офертою",
)

PAYMENT_RECEIVED = api.fact("payment_received", PaymentReceived, subject="payment")
