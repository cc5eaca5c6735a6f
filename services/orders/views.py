"""How orders' records are shown: to callers, in events, in replays."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from services.chassis.jobs import register_views
from services.chassis.tx import Reader, Views
from services.orders.contracts import (
    AllocationView,
    ApprovalRuleView,
    BatchView,
    BonusesLetGo,
    CardOrder,
    GoodsReturned,
    GoodsReturnView,
    GoodsShipped,
    MoneyRefunded,
    OfferOrder,
    OffsetView,
    OrderLineView,
    OrderRow,
    OrderStatus,
    OrderView,
    PackagingReminderView,
    PackagingReturnRow,
    PackagingReturnView,
    PaymentCancelled,
    PaymentReceived,
    PaymentView,
    ProposalChanged,
    ProposalLineView,
    ProposalRow,
    ProposalStatus,
    ProposalVersionView,
    ProposalView,
    ReceiptView,
    RefundView,
    ShipmentView,
    WarehouseView,
)
from services.orders.models import (
    Allocation,
    ApprovalRule,
    BonusHold,
    GoodsReturn,
    Offset,
    Order,
    PackagingReminder,
    PackagingReturn,
    Payment,
    Proposal,
    ProposalVersion,
    Receipt,
    Refund,
    Shipment,
    ShipmentBatch,
    Warehouse,
)
from services.orders.rules.proposals import is_expired
from services.orders.settlements import owed_for, paid_on
from services.orders.steps import shown_steps
from services.orders.under_offers import offer_order

views = Views()
register_views(views, "orders")


views.as_kept(WarehouseView, Warehouse)
views.as_kept(OrderRow, Order)


@views.of(OrderView, Order)
def order_view(reader: Reader, order: Order) -> OrderView:
    computed = {"payment_steps": shown_steps(order, owed_for(reader, order), reader.today)}
    kept = {name: getattr(order, name) for name in OrderView.model_fields if name not in computed}
    view = OrderView.model_validate(kept | computed, from_attributes=True)
    if not reader.actor.is_client:
        return view
    # a client sees none of our limits, and so not where the order is beyond them, nor who of us let it pass
    lines = tuple(line.model_copy(update={"needs_approval": None, "rule_price": None}) for line in view.lines)
    return view.model_copy(update={"lines": lines, "deviations": (), "approved_by": None})


@views.of(CardOrder, Order, where=lambda: Order.card_id.is_not(None))
def card_order(reader: Reader, order: Order) -> CardOrder:
    """The same for whoever looks and whenever: the event is made of it."""
    told = {name: getattr(order, name, None) for name in CardOrder.model_fields}
    cancelled = {"bonuses": Decimal(0)} if order.status == OrderStatus.CANCELLED else {}
    return CardOrder.model_validate({**told, **cancelled, "paid_on": paid_on(reader, order)})


views.of(OfferOrder, Order, where=lambda: Order.offer_id.is_not(None))(offer_order)


views.as_kept(BonusesLetGo, BonusHold, where=lambda: BonusHold.state == "let_go", at=lambda hold: hold.updated_at)
views.as_kept(ApprovalRuleView, ApprovalRule)
views.as_kept(AllocationView, Allocation)
views.as_kept(ReceiptView, Receipt)
views.as_kept(GoodsShipped, Shipment)
views.as_kept(ShipmentView, Shipment)
views.as_kept(BatchView, ShipmentBatch)
views.as_kept(PaymentReceived, Payment)
views.as_kept(PaymentView, Payment)


@views.of(ProposalChanged, Proposal)
def proposal_changed(_: Reader, proposal: Proposal) -> ProposalChanged:
    """The same for whoever looks and whenever: the event is made of it."""
    sent = proposal.versions[proposal.sent_number - 1] if proposal.sent_number else None
    return ProposalChanged.model_validate({**_proposal(proposal, proposal.latest), "sent": sent}, from_attributes=True)


@views.of(ProposalView, Proposal)
def proposal_view(reader: Reader, proposal: Proposal) -> ProposalView:
    client = reader.actor.is_client
    version = proposal.versions[proposal.sent_number - 1] if client and proposal.sent_number else proposal.latest
    expired = is_expired(version.status, version.valid_to, reader.today)
    row, content = _proposal(proposal, version), version_view(version, client=client)
    return ProposalView.model_validate({**content.__dict__, **row, "expired": expired})


def version_view(version: ProposalVersion, *, client: bool) -> ProposalVersionView:
    """Who agreed it and what stood in the way are ours alone."""
    names = ProposalVersionView.model_fields.keys() - {"version_number", "lines"}
    shown = {name: getattr(version, name) for name in names}
    lines = [ProposalLineView.model_validate(line, from_attributes=True) for line in version.lines]
    if client:
        shown |= dict.fromkeys(("needs_approval", "return_reason", "agreed_at", "agreed_by"))
        lines = [line.model_copy(update={"needs_approval": None}) for line in lines]
    return ProposalVersionView.model_validate({**shown, "version_number": version.number, "lines": tuple(lines)})


def _proposal(proposal: Proposal, version: ProposalVersion) -> dict[str, Any]:
    """What a row says: whose it is from the record, what is proposed from the version."""
    names = ProposalRow.model_fields.keys()
    said = {name: getattr(version, name) for name in names if hasattr(version, name)}
    return {
        **said,
        **{name: getattr(proposal, name) for name in names if hasattr(proposal, name)},
        "version_number": version.number,
        "awaits_approval": version.status == ProposalStatus.ON_APPROVAL,
    }


def _when_cancelled(payment: Payment) -> datetime:
    assert payment.cancelled_at is not None
    return payment.cancelled_at


views.as_kept(PaymentCancelled, Payment, where=lambda: Payment.cancelled_at.is_not(None), at=_when_cancelled)
views.as_kept(MoneyRefunded, Refund)
views.as_kept(RefundView, Refund)
views.as_kept(OffsetView, Offset)
views.as_kept(GoodsReturned, GoodsReturn)
views.as_kept(GoodsReturnView, GoodsReturn)
views.as_kept(PackagingReminderView, PackagingReminder)
views.as_kept(PackagingReturnRow, PackagingReturn)
views.as_kept(PackagingReturnView, PackagingReturn)


__all__ = ["OrderLineView", "views"]
