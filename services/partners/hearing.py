"""What partners hear of clients' documents: the base of their Nameko class, one short method for each event."""

from services.chassis.actor import Actor
from services.chassis.contracts import Envelope
from services.chassis.host import on_event
from services.chassis.service import Service
from services.chassis.tx import Tx
from services.deals import contracts as deals
from services.marketing import contracts as marketing
from services.orders import contracts as orders
from services.partners import approvals, plans, timeline
from services.pricing import contracts as pricing


class HearsOfClients(Service):
    """Every service's documents stand in the timelines of their clients; those that wait are tasks of our people."""

    @on_event(orders.ORDER_CHANGED)
    def on_order_changed(self, tx: Tx, order: orders.OrderRow, envelope: Envelope) -> None:
        timeline.record(tx, envelope, "order", order, amount=order.payable)
        approvals.follow_order(tx, order, Actor.from_wire(envelope.actor), replayed=envelope.replayed)

    @on_event(orders.GOODS_SHIPPED)
    def on_goods_shipped(self, tx: Tx, shipment: orders.GoodsShipped, envelope: Envelope) -> None:
        timeline.record(tx, envelope, "shipment", shipment, amount=shipment.total)

    @on_event(orders.PAYMENT_RECEIVED)
    def on_payment_received(self, tx: Tx, payment: orders.PaymentReceived, envelope: Envelope) -> None:
        timeline.record_unless_undone(tx, envelope, "payment", payment, title=_hryvnias(payment))

    @on_event(orders.PAYMENT_CANCELLED)
    def on_payment_cancelled(self, tx: Tx, payment: orders.PaymentCancelled, envelope: Envelope) -> None:
        timeline.undo(tx, envelope, "payment", payment, status="cancelled", title=_hryvnias(payment))

    @on_event(orders.MONEY_REFUNDED)
    def on_money_refunded(self, tx: Tx, refund: orders.MoneyRefunded, envelope: Envelope) -> None:
        timeline.record(tx, envelope, "refund", refund, title=_hryvnias(refund))

    @on_event(orders.GOODS_RETURNED)
    def on_goods_returned(self, tx: Tx, returned: orders.GoodsReturned, envelope: Envelope) -> None:
        timeline.record(tx, envelope, "return", returned, title=returned.reason, amount=returned.total)

    @on_event(orders.PACKAGING_RETURN_CHANGED)
    def on_packaging_return_changed(self, tx: Tx, told: orders.PackagingReturnRow, envelope: Envelope) -> None:
        status = "cancelled" if told.cancelled_on else None
        timeline.record(tx, envelope, "packaging_return", told, amount=told.deposit, status=status)

    @on_event(orders.PACKAGING_REMINDER_CHANGED)
    def on_packaging_reminder_changed(self, tx: Tx, told: orders.PackagingReminderView, envelope: Envelope) -> None:
        plans.follow_plan(tx, "packaging_reminder", told, envelope)

    @on_event(orders.PROPOSAL_CHANGED)
    def on_proposal_changed(self, tx: Tx, proposal: orders.ProposalChanged, envelope: Envelope) -> None:
        timeline.record_proposal(tx, envelope, proposal)
        approvals.follow_proposal(tx, proposal, Actor.from_wire(envelope.actor), replayed=envelope.replayed)

    @on_event(deals.DEAL_CHANGED)
    def on_deal_changed(self, tx: Tx, deal: deals.DealView, envelope: Envelope) -> None:
        timeline.record(tx, envelope, "deal", deal, title=deal.name, amount=deal.potential)

    @on_event(deals.DEAL_WON)
    def on_deal_won(self, tx: Tx, deal: deals.DealClosed, envelope: Envelope) -> None:
        timeline.record_unless_undone(tx, envelope, "deal_won", deal, title=deal.reason, amount=deal.potential)

    @on_event(deals.DEAL_LOST)
    def on_deal_lost(self, tx: Tx, deal: deals.DealClosed, envelope: Envelope) -> None:
        timeline.record_unless_undone(tx, envelope, "deal_lost", deal, title=deal.reason, amount=deal.potential)

    @on_event(deals.DEAL_REOPENED)
    def on_deal_reopened(self, tx: Tx, deal: deals.DealReopened, envelope: Envelope) -> None:
        more = {"title": deal.reason, "amount": deal.potential, "happened_at": deal.closed_at}
        timeline.undo(tx, envelope, f"deal_{deal.status}", deal, status="reopened", **more)

    @on_event(deals.PLAN_TASK_CHANGED)
    def on_plan_task_changed(self, tx: Tx, task: deals.PlanTaskRow, envelope: Envelope) -> None:
        plans.follow_plan(tx, "plan_task", task, envelope)

    @on_event(marketing.EVENT_TASK_CHANGED)
    def on_event_task_changed(self, tx: Tx, task: marketing.EventTaskView, envelope: Envelope) -> None:
        plans.follow_plan(tx, "event_task", task, envelope)

    @on_event(marketing.CLAIM_CHANGED)
    def on_claim_changed(self, tx: Tx, claim: marketing.ClaimView, envelope: Envelope) -> None:
        timeline.record(tx, envelope, "claim", claim, title=claim.subject)

    @on_event(pricing.OFFER_CHANGED)
    def on_offer_changed(self, tx: Tx, offer: pricing.OfferRow, envelope: Envelope) -> None:
        approvals.follow_offer(tx, offer, Actor.from_wire(envelope.actor), replayed=envelope.replayed)

    @on_event(pricing.OFFER_PERIOD_CHANGED)
    def on_offer_period_changed(self, tx: Tx, period: pricing.OfferPeriodView, envelope: Envelope) -> None:
        plans.follow_plan(tx, "offer_period", period, envelope)


def _hryvnias(money: orders.PaymentReceived | orders.MoneyRefunded) -> str | None:
    """What came or went, where the amount is what hryvnias made of a debt in currency."""
    return f"{money.hryvnia_amount} UAH" if money.hryvnia_amount is not None else None
