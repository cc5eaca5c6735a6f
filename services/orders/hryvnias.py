"""Orders in a currency that are paid in hryvnias (O2): at which rate, and what hryvnias make of the order's money."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.chassis.errors import AMOUNT_TOO_LARGE
from services.chassis.messages import Language
from services.chassis.references import at_fields
from services.chassis.tx import Reader, Tx
from services.orders.contracts import (
    CONTRACT_RATE_NOT_ASKED,
    CONTRACT_RATE_REQUIRED,
    HRYVNIAS_TOO_FEW,
    PAID_IN_HRYVNIAS,
    PAID_IN_ITS_CURRENCY,
    GiveRefund,
    ReceivePayment,
)
from services.orders.models import Order
from services.orders.rules.amounts import HIGHEST, credited
from services.pricing.contracts import ExchangeRateAsked, PaymentRate, SettlementOrder, TermsOfOffer

Money = ReceivePayment | GiveRefund


@dataclass(frozen=True)
class Counted:
    """Money in the currency it counts in, and the hryvnias it was, at which rate."""

    amount: Decimal
    hryvnia_amount: Decimal | None = None
    rate: Decimal | None = None


def paid_in_hryvnias(order: Order) -> bool:
    return order.settlement_order == SettlementOrder.CURRENCY_PAID_IN_HRYVNIA


def question(reader: Reader, money: Money, on: date) -> ExchangeRateAsked | None:
    """What pricing is asked before hryvnias are recorded; none where the National Bank's rate is not the order's."""
    order = reader.find(Order, Order.id == money.order_id, reader.visible(Order))
    if order is None or not paid_in_hryvnias(order) or order.payment_rate == PaymentRate.CONTRACT:
        return None
    return ExchangeRateAsked(currency=order.currency, on=on)


def counted(tx: Tx, money: Money, order: Order | None, bank_rate: Decimal | None) -> Counted:
    """Raises Invalid where the money is told in the wrong currency. `bank_rate`: the National Bank's of its day."""
    language = tx.actor.language
    if order is None or not paid_in_hryvnias(order):
        if money.hryvnia_amount is not None or money.amount is None:
            raise at_fields(
                PAID_IN_ITS_CURRENCY, [_given(money.hryvnia_amount, "/hryvnia_amount", "/amount")], language
            )
        return Counted(money.amount)
    hryvnias = money.hryvnia_amount
    if money.amount is not None or hryvnias is None:
        raise at_fields(PAID_IN_HRYVNIAS, [_given(money.amount, "/amount", "/hryvnia_amount")], language)
    rate = order.contract_rate if order.payment_rate == PaymentRate.CONTRACT else bank_rate
    if rate is None:
        raise at_fields(CONTRACT_RATE_REQUIRED, ["/order_id"], language)
    return Counted(_credited(hryvnias, rate, language), hryvnias, rate)


def demand_contract_rate(tx: Tx, offered: TermsOfOffer | None, rate: Decimal | None) -> None:
    """An order names a rate just where its offer leaves it to the contract; a client's own waits for our people's."""
    at_contract = (SettlementOrder.CURRENCY_PAID_IN_HRYVNIA, PaymentRate.CONTRACT)
    needed = offered is not None and (offered.settlement_order, offered.payment_rate) == at_contract
    if rate is not None and not needed:
        raise at_fields(CONTRACT_RATE_NOT_ASKED, ["/contract_rate"], tx.actor.language)
    if rate is None and needed and not tx.actor.is_client:
        raise at_fields(CONTRACT_RATE_REQUIRED, ["/contract_rate"], tx.actor.language)


def _credited(hryvnias: Decimal, rate: Decimal, language: Language) -> Decimal:
    amount = credited(hryvnias, rate)
    fault = HRYVNIAS_TOO_FEW if not amount else AMOUNT_TOO_LARGE if amount > HIGHEST else None
    if fault is not None:
        raise at_fields(fault, ["/hryvnia_amount"], language)
    return amount


def _given(amount: Decimal | None, pointer: str, lacking: str) -> str:
    """The field that is to go, or else the one that is to come."""
    return lacking if amount is None else pointer
