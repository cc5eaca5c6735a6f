"""How an order is shown: in lists and events, and whole."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from services.chassis.actor import Role
from services.chassis.contracts import Message
from services.chassis.fields import (
    PERSONAL,
    CurrencyCode,
    MoneyAmount,
    PercentAmount,
    PriceAmount,
    QuantityAmount,
    SharePercent,
)
from services.chassis.sums import DerivedPrice, MoneySum
from services.orders.contracts.base import OrderState, OrderStatus
from services.orders.contracts.parts import DeliveryMethod, Deviation, PaymentStep, SupplyAction
from services.pricing.contracts import PaymentForm, PaymentRate, PaymentStage, Rate, SettledBy, SettlementOrder


class OrderLineView(Message):
    """`rule_price`: what the rules give for one unit, less their discounts; `needs_approval`: what was typed is further
    below it than the person and the offer allow; clients are shown neither. `total` and `vat` are of what is not
    cancelled: of a line cancelled in part, of what was shipped before. `bonuses`: what the loyalty card paid, taken off
    the total already."""

    id: UUID
    position: int
    item_id: UUID
    sku: str
    name: str
    unit: str
    quantity: QuantityAmount
    price: DerivedPrice
    listed_price: DerivedPrice | None
    rule_price: DerivedPrice | None = None
    manual_price: PriceAmount | None = None
    manual_discount: SharePercent | None = None
    needs_approval: bool | None = None
    discount: PercentAmount
    bonuses: MoneyAmount = Decimal("0.00")
    total: MoneyAmount
    vat_rate: str
    vat: MoneyAmount
    reserved: QuantityAmount
    shipped: QuantityAmount
    cancelled: QuantityAmount = Decimal("0.000")
    cancel_reason: str | None = None
    needs_stock: bool
    supply: SupplyAction = SupplyAction.TO_SUPPLY
    supply_on: date | None = None
    reasons: tuple[dict[str, Any], ...]


class OrderRow(Message):
    """An order in lists and events. Amounts are in `currency`; `vat` is within `total` when
    `prices_with_vat`, on top of it otherwise; `payable` is what the client owes for all of it."""

    id: UUID
    number: str
    organization_id: UUID
    partner_id: UUID
    legal_entity_id: UUID | None
    manager_id: UUID | None
    deal_id: UUID | None
    warehouse_id: UUID
    ordered_on: date
    status: OrderStatus
    state: OrderState
    currency: CurrencyCode
    total: MoneyAmount
    vat: MoneyAmount
    payable: MoneyAmount
    paid: MoneySum
    shipped_amount: MoneyAmount
    prices_with_vat: bool
    external_number: str | None = None
    offer_id: UUID | None = None
    awaits: tuple[Role, ...] = ()
    """Roles whose approval the order still needs; none named while on approval: the commercial approver's."""
    proposal_id: UUID | None = None
    priority: int = 5
    wished_from: date | None = None
    wished_to: date | None = None
    contract_id: UUID | None = None
    payment_form: PaymentForm | None = None
    """How the client pays; null: nobody said, nor does the offer."""
    closed_at: datetime | None = None
    created_at: datetime
    version: int


class OrderListRow(OrderRow):
    partner_name: str | None


class OrderView(OrderRow):
    """An order with its lines, approval and reason of cancelling. `offer_version`: of the offer's terms it was made
    under; `payment_stages`: what they say of paying, none: the whole is owed at shipment; `payment_steps`: what that
    comes to. `advance` must be paid before goods are reserved or supplied, `prepayment` too before any is shipped."""

    offer_version: int | None = None
    card_id: UUID | None = None
    bonuses: MoneyAmount = Decimal("0.00")
    """Spent of the card on what is not cancelled."""
    withheld: MoneyAmount = Decimal("0.00")
    """Bonuses that returns were to take back and the card no longer held: so much is not refunded."""
    deposits: MoneySum = Decimal("0.00")
    """Left for packaging and not given back: owed beside `shipped_amount`, on the day of the shipment."""
    settled_by: SettledBy = SettledBy.ORDER
    settlement_order: SettlementOrder | None = None
    """In which money the client pays, as the offer said; null: in `currency`."""
    payment_rate: PaymentRate | None = None
    """At whose rate hryvnias count, where a debt in currency is paid in them."""
    contract_rate: Rate | None = None
    """The contract's: hryvnias for one unit of `currency`."""
    payment_stages: tuple[PaymentStage, ...] = ()
    payment_steps: tuple[PaymentStep, ...] = ()
    advance: MoneyAmount = Decimal("0.00")
    prepayment: MoneyAmount = Decimal("0.00")
    contact_person_id: UUID | None = None
    line_of_business: str | None = None
    delivery: DeliveryMethod | None = None
    carrier: str | None = None
    address: Annotated[str, PERSONAL] | None = None
    zone: str | None = None
    comment: str | None
    deviations: tuple[Deviation, ...] = ()
    """Where it departs from the terms of its offer; our people see them, the client does not."""
    cancel_reason: str | None
    approved_at: datetime | None
    approved_by: UUID | None
    """Null for clients."""
    lines: tuple[OrderLineView, ...]
