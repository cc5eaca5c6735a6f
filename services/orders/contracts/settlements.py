"""Settlements (R10): refunds, cancelled payments, money moved by hand, the register, and debts by age."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.actor import OFFICE, Role
from services.chassis.contracts import ById, Message, between, equals, one_of
from services.chassis.errors import NOT_FOUND, Conflict, Invalid, error_code
from services.chassis.fields import CurrencyCode, LongText, MoneyAmount, Name
from services.chassis.moments import Day
from services.chassis.sums import MoneySum
from services.orders.contracts.base import CASHIERS, api
from services.orders.contracts.bonuses import BONUSES_BEING_COUNTED
from services.orders.contracts.hryvnias import PaidAmount
from services.orders.contracts.money import (
    MONEY_FAULTS,
    ORDER_TAKES_NO_MONEY,
    PAYMENT_MISMATCH,
    ObjectKind,
    PaymentReceived,
    PaymentView,
)
from services.partners.contracts import PARTNER_NOT_OURS
from services.pricing.contracts import Rate


class SettlementKind(StrEnum):
    """What moved the debt. A cancelled payment is a `payment` back. `deposit`: left for packaging at its shipment;
    `given_back`: what of it goes back with the packaging."""

    SHIPMENT = "shipment"
    RETURN = "return"
    PAYMENT = "payment"
    REFUND = "refund"
    OFFSET = "offset"
    DEPOSIT = "deposit"
    GIVEN_BACK = "given_back"


CHARGES = (SettlementKind.SHIPMENT, SettlementKind.DEPOSIT)
"""What has days to be paid by; all else pays for it, or took back what had paid."""


class CancelPayment(Message):
    """The payment never came, or was recorded by mistake: from today it does not count."""

    id: UUID
    reason: Name


class PaymentCancelled(PaymentReceived):
    """The fact behind `payment_cancelled`: the payment as it was received, and why it no longer counts."""

    cancelled_on: date
    cancel_reason: str


class GiveRefund(Message):
    """Money back to a client: of one order, or of what lies on account; never more than was paid and not refunded.
    `amount` in `currency`, or, of an order in a currency that is paid in hryvnias, `hryvnia_amount`."""

    organization_id: UUID
    partner_id: UUID
    amount: PaidAmount | None = None
    currency: CurrencyCode = "UAH"
    hryvnia_amount: PaidAmount | None = None
    """Counted in the order's currency at the National Bank's rate of the refund's day, or at the contract's."""
    order_id: UUID | None = None
    legal_entity_id: UUID | None = None
    refunded_on: Day | None = None
    purpose: LongText | None = None


class MoneyRefunded(Message):
    """The fact behind `money_refunded`: money went back to a client, from its account when `order_id` is null.
    `hryvnia_amount`: what went where the order is paid in hryvnias; `amount` is what that makes at `rate`."""

    id: UUID
    number: str
    organization_id: UUID
    partner_id: UUID
    legal_entity_id: UUID | None
    order_id: UUID | None
    refunded_on: date
    currency: CurrencyCode
    amount: MoneyAmount
    hryvnia_amount: MoneyAmount | None = None
    rate: Rate | None = None


class RefundView(MoneyRefunded):
    """A refund as recorded."""

    purpose: str | None
    created_at: datetime
    version: int


class RefundRow(MoneyRefunded):
    created_at: datetime


class OffsetMoney(Message):
    """Move money between two orders of one client, organization, legal entity and currency. Without `from_order_id`
    it comes from the client's account, without `to_order_id` it goes there."""

    from_order_id: UUID | None = None
    to_order_id: UUID | None = None
    amount: PaidAmount
    offset_on: Day | None = None
    comment: LongText | None = None


class OffsetView(Message):
    """Money that was moved; nothing is owed more or less by it on the whole."""

    id: UUID
    number: str
    organization_id: UUID
    partner_id: UUID
    legal_entity_id: UUID | None
    currency: CurrencyCode
    from_order_id: UUID | None
    to_order_id: UUID | None
    offset_on: date
    amount: MoneyAmount
    comment: str | None
    created_at: datetime
    version: int


class SettlementRow(Message):
    """A movement of the register: `amount` above zero, the client owes more. `balance`: what was owed in this currency
    by this legal entity to this organization right after it, in the order of days and of recording."""

    id: UUID
    organization_id: UUID
    legal_entity_id: UUID | None
    currency: CurrencyCode
    kind: SettlementKind
    document_id: UUID
    number: str
    moved_on: date
    object_kind: ObjectKind
    object_id: UUID
    order_id: UUID | None
    amount: MoneySum
    balance: MoneySum


Bounds = Annotated[
    tuple[Annotated[int, Field(ge=1, le=3650)], ...],
    Field(min_length=1, max_length=10, description="Last days of the ages, each above the one before."),
]


class DebtsAsked(Message):
    """Debts at the end of a day (`on`, today when not given), by how many days they are overdue."""

    on: Day | None = None
    bounds: Bounds = (30, 60, 90)
    organization_id: UUID | None = None
    partner_id: UUID | None = None


class DebtAge(Message):
    """Debt overdue by `days_from` to `days_to` days; null: without end."""

    days_from: int
    days_to: int | None
    amount: MoneySum


class DebtRow(Message):
    """What a client owes an organization in a currency: `debt` = `not_due` + `overdue`, `overdue` by age in `ages`."""

    partner_id: UUID
    partner_name: str | None
    organization_id: UUID
    currency: CurrencyCode
    debt: MoneySum
    not_due: MoneySum
    overdue: MoneySum
    ages: tuple[DebtAge, ...]


class Debts(Message):
    """What clients owe for what was shipped to them, by client, organization and currency, the most overdue first.
    Money paid ahead is not taken off: it may be another order's. Currencies are never added up."""

    on: date
    rows: tuple[DebtRow, ...]


MORE_THAN_PAID = error_code(
    "more_than_paid",
    Conflict,
    en="Only {available} was paid here and is neither refunded nor moved; {wanted} was asked for. Take no more.",
    uk="Тут сплачено й ще не повернуто і не перенесено лише {available}, а запитано {wanted}. Візьміть не більше.",
)
PAYMENT_IS_CANCELLED = error_code(
    "payment_is_cancelled",
    Conflict,
    en="This payment has been cancelled already. If the money has come, enter a new one.",
    uk="Цю оплату вже скасовано. Якщо кошти надійшли, зареєструйте нову.",
)
PAYMENT_IS_SPENT = error_code(
    "payment_is_spent",
    Conflict,
    en="Of this payment {amount} was refunded or moved elsewhere since. Move it back first, then cancel the payment.",
    uk="Із цієї оплати {amount} уже повернуто або перенесено. Спершу перенесіть їх назад, потім скасуйте оплату.",
)
OFFSET_MISMATCH = error_code(
    "offset_mismatch",
    Conflict,
    en="These orders are of different clients, legal entities, organizations or currencies. Choose two that fit.",
    uk="Ці замовлення різних клієнтів, контрагентів, організацій або валют. Виберіть два, що підходять.",
)
OFFSET_OF_NOTHING = error_code(
    "offset_of_nothing",
    Invalid,
    en="Name two different orders, or one order where the money is on account.",
    uk="Вкажіть два різні замовлення або одне, якщо кошти на рахунку клієнта.",
)
BOUNDS_NOT_ASCENDING = error_code(
    "bounds_not_ascending",
    Invalid,
    en="Each bound must be above the one before: write them like 30, 60, 90.",
    uk="Кожна межа має бути більшою за попередню: запишіть їх, наприклад, так: 30, 60, 90.",
)

CANCEL_PAYMENT = api.command(
    "cancel_payment",
    "POST /payments/{id}/cancel",
    CancelPayment,
    PaymentView,
    roles=CASHIERS,
    en="Cancel a payment with a reason",
    uk="Скасувати оплату із зазначенням причини",
    errors=(PAYMENT_IS_CANCELLED, PAYMENT_IS_SPENT),
    example={"reason": "Банк відкликав платіж"},
)
GIVE_REFUND = api.command(
    "give_refund",
    "POST /refunds",
    GiveRefund,
    RefundView,
    roles=CASHIERS,
    en="Record a refund to a client",
    uk="Зареєструвати повернення коштів клієнту",
    errors=(MORE_THAN_PAID, BONUSES_BEING_COUNTED, PAYMENT_MISMATCH, PARTNER_NOT_OURS, NOT_FOUND, *MONEY_FAULTS),
    example={
        "organization_id": "0197a1e2-7c00-7000-8000-000000000000",
        "partner_id": "0197a1e2-7c00-7000-8000-000000000001",
        "amount": "100.00",
    },
)
GET_REFUND = api.query(
    "get_refund", "GET /refunds/{id}", ById, RefundView, roles=Role, en="A refund", uk="Повернення коштів"
)
LIST_REFUNDS = api.listing(
    "list_refunds",
    "GET /refunds",
    RefundRow,
    roles=Role,
    en="Refunds",
    uk="Повернення коштів",
    orders=("-created_at", "created_at"),
    filters=(
        equals("order_id", UUID),
        equals("partner_id", UUID),
        equals("organization_id", UUID),
        between("refunded_on", date),
    ),
)
OFFSET_MONEY = api.command(
    "offset_money",
    "POST /settlements/offset",
    OffsetMoney,
    OffsetView,
    roles=CASHIERS,
    en="Move a client's money to another order or to the account",
    uk="Перенести кошти клієнта на інше замовлення або на рахунок",
    errors=(MORE_THAN_PAID, BONUSES_BEING_COUNTED, OFFSET_MISMATCH, OFFSET_OF_NOTHING, ORDER_TAKES_NO_MONEY, NOT_FOUND),
    example={"from_order_id": "0197a1e2-7c00-7000-8000-000000000000", "amount": "100.00"},
)
LIST_SETTLEMENTS = api.listing(
    "list_settlements",
    "GET /partners/{partner_id}/settlements",
    SettlementRow,
    roles=Role,
    en="A client's settlements, document by document",
    uk="Взаєморозрахунки з клієнтом за документами",
    orders=("moved_on", "-moved_on"),
    filters=(
        equals("partner_id", UUID, required=True),
        equals("organization_id", UUID),
        equals("currency", CurrencyCode),
        equals("order_id", UUID),
        equals("object_id", UUID, about="Only what moved the debt of this contract, order, shipment or account."),
        one_of("kind", SettlementKind),
        between("moved_on", date),
    ),
)
REPORT_DEBTS = api.query(
    "report_debts",
    "GET /reports/debts",
    DebtsAsked,
    Debts,
    roles=OFFICE,
    en="Debts by how long they are overdue",
    uk="Заборгованість за строками прострочення",
    errors=(BOUNDS_NOT_ASCENDING,),
)

MONEY_REFUNDED = api.fact("money_refunded", MoneyRefunded, subject="refund")
PAYMENT_CANCELLED = api.fact("payment_cancelled", PaymentCancelled, subject="payment")
