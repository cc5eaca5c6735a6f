"""The Nameko service of orders: one short method for each operation.

What comes back from clients is in taking_back.py, what peers are asked in asking.py, what it hears in hearing.py.
"""

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from services.chassis.actor import SYSTEM
from services.chassis.host import operation
from services.chassis.references import at_fields
from services.chassis.runtime import Call, Reply
from services.orders import (
    allocating,
    analysis,
    approvals,
    asking,
    balances,
    batches,
    bonuses,
    changing,
    contracts,
    desk,
    from_deal,
    line_cancelling,
    listings,
    ordering,
    payments,
    proposal_lists,
    proposal_orders,
    proposals,
    receipts,
    reports,
    shipping,
    stock,
    supply,
)
from services.orders.hearing import HearsOfOthers
from services.orders.models import (
    ApprovalRule,
    Base,
    Order,
    Payment,
    Proposal,
    Receipt,
    Refund,
    Shipment,
    Warehouse,
)
from services.orders.taking_back import TakesBack
from services.partners import contracts as partners
from services.pricing import contracts as pricing


class OrdersService(TakesBack, HearsOfOthers):
    name = "orders"
    contract = contracts.api
    metadata = Base.metadata

    # ------------------------------------------------------------ orders

    @operation(contracts.CREATE_ORDER)
    def create_order(self, call: Call[contracts.CreateOrder]) -> Reply:
        order = from_deal.filled(call.request, asking.demand_deal(call), call.actor.language)
        terms = asking.terms(call, order)
        ordering.demand_said_by_ours(call.actor, order)
        asking.demand_contact_person(call, order.contact_person_id, terms.partner_id)
        quote = call.ask(pricing.ASK_QUOTE, ordering.question(order, terms, call.today))
        offered = asking.offered(call, quote)
        if order.bonuses is None:
            return call.transact(lambda tx, _: ordering.create_order(tx, order, terms, quote, offered))
        bonuses.demand_spendable(order, quote, call.actor.language)
        held = call.beside(lambda tx: bonuses.hold(tx, order, terms.partner_id, call.command_id))
        try:
            asked = {"card_id": order.card_id, "order_id": held, "partner_id": terms.partner_id}
            said = pricing.SpendBonuses(**asked, amount=order.bonuses, total=quote.total)
            spent = call.ask(pricing.SPEND_BONUSES, said, replace(SYSTEM, language=call.actor.language))
            return call.transact(lambda tx, _: ordering.create_order(tx, order, terms, quote, offered, spent=spent))
        finally:
            # the order that was made has used them; any other end lets them go
            call.beside(lambda tx: bonuses.let_go(tx, held))

    @operation(contracts.CHANGE_ORDER)
    def change_order(self, call: Call[contracts.ChangeOrder]) -> Reply:
        order = call.look(lambda reader: reader.get(Order, call.request.id))
        asking.demand_contact_person(call, call.request.contact_person_id, order.partner_id)
        question = changing.question(order, call.request)
        parties = changing.parties(order, call.request)
        terms = asking.terms(call, parties) if parties else None
        quote = call.ask(pricing.ASK_QUOTE, question) if question else None
        return call.transact(changing.change_order, order.version, quote, terms)

    @operation(contracts.SET_APPROVAL_RULE)
    def set_approval_rule(self, call: Call[contracts.SetApprovalRule]) -> Reply:
        call.require((partners.GET_ORGANIZATION, call.request.organization_id, "/organization_id"))
        return call.transact(approvals.set_approval_rule)

    @operation(contracts.LIST_APPROVAL_RULES)
    def list_approval_rules(self, call: Call[Any]) -> Reply:
        return call.list(select(*ApprovalRule.__table__.c), {}, ApprovalRule)

    @operation(contracts.APPROVE_ORDER)
    def approve_order(self, call: Call[Any]) -> Reply:
        return call.transact(approvals.approve_order)

    @operation(contracts.RESERVE_ORDER)
    def reserve_order(self, call: Call[Any]) -> Reply:
        return call.transact(stock.reserve_order)

    @operation(contracts.SUPPLY_ORDER)
    def supply_order(self, call: Call[Any]) -> Reply:
        return call.transact(supply.supply_order)

    @operation(contracts.CANCEL_LINES)
    def cancel_lines(self, call: Call[Any]) -> Reply:
        return call.transact(line_cancelling.cancel_lines)

    @operation(contracts.CANCEL_ORDER)
    def cancel_order(self, call: Call[Any]) -> Reply:
        return call.transact(ordering.cancel_order)

    @operation(contracts.CLOSE_ORDER)
    def close_order(self, call: Call[Any]) -> Reply:
        return call.transact(ordering.close_order)

    @operation(contracts.GET_ORDER)
    def get_order(self, call: Call[Any]) -> Reply:
        return call.show(Order)

    @operation(contracts.LIST_ORDERS)
    def list_orders(self, call: Call[Any]) -> Reply:
        return call.list(listings.ORDER_ROW, {}, Order)

    @operation(contracts.ANALYSE_ORDER)
    def analyse_order(self, call: Call[Any]) -> Reply:
        return call.read(analysis.analyse_order)

    # ------------------------------------------------------------ proposals

    @operation(contracts.MAKE_PROPOSAL)
    def make_proposal(self, call: Call[contracts.MakeProposal]) -> Reply:
        content = proposals.with_demand(call.request, asking.demand_deal(call))
        if not content.lines:
            raise at_fields(contracts.PROPOSAL_EMPTY, ["/lines"], call.actor.language)
        return self._propose(call, call.request, content, proposals.make_proposal, content)

    @operation(contracts.CHANGE_PROPOSAL)
    def change_proposal(self, call: Call[contracts.ChangeProposal]) -> Reply:
        standing = call.look(lambda reader: proposals.after_change(reader, call.request))
        return self._propose(call, standing, standing.content, proposals.change_proposal, standing)

    @operation(contracts.SUBMIT_PROPOSAL)
    def submit_proposal(self, call: Call[Any]) -> Reply:
        return call.transact(proposals.submit_proposal)

    @operation(contracts.APPROVE_PROPOSAL)
    def approve_proposal(self, call: Call[Any]) -> Reply:
        return call.transact(proposals.approve_proposal)

    @operation(contracts.RETURN_PROPOSAL)
    def return_proposal(self, call: Call[Any]) -> Reply:
        return call.transact(proposals.return_proposal)

    @operation(contracts.SEND_PROPOSAL)
    def send_proposal(self, call: Call[Any]) -> Reply:
        return call.transact(proposals.send_proposal)

    @operation(contracts.ACCEPT_PROPOSAL)
    def accept_proposal(self, call: Call[Any]) -> Reply:
        return call.transact(proposals.accept_proposal)

    @operation(contracts.DECLINE_PROPOSAL)
    def decline_proposal(self, call: Call[Any]) -> Reply:
        return call.transact(proposals.decline_proposal)

    @operation(contracts.ORDER_PROPOSAL)
    def order_proposal(self, call: Call[contracts.OrderProposal]) -> Reply:
        parties = call.look(lambda reader: proposal_orders.parties_of(reader, call.request))
        return call.transact(proposal_orders.order_proposal, asking.terms(call, parties))

    @operation(contracts.GET_PROPOSAL)
    def get_proposal(self, call: Call[Any]) -> Reply:
        return call.show(Proposal)

    @operation(contracts.GET_PROPOSAL_VERSIONS)
    def get_proposal_versions(self, call: Call[Any]) -> Reply:
        return call.read(proposal_lists.versions)

    @operation(contracts.LIST_PROPOSALS)
    def list_proposals(self, call: Call[Any]) -> Reply:
        return call.list(proposal_lists.listed(call.actor, call.today), proposal_lists.columns(call.today), Proposal)

    @operation(contracts.ANALYSE_PROPOSAL)
    def analyse_proposal(self, call: Call[Any]) -> Reply:
        return call.read(analysis.analyse_proposal)

    # ------------------------------------------------------------ stock

    @operation(contracts.OPEN_WAREHOUSE)
    def open_warehouse(self, call: Call[Any]) -> Reply:
        call.require((partners.GET_ORGANIZATION, call.request.organization_id, "/organization_id"))
        return call.transact(receipts.open_warehouse)

    @operation(contracts.LIST_WAREHOUSES)
    def list_warehouses(self, call: Call[Any]) -> Reply:
        return call.list(select(*Warehouse.__table__.c), listings.WAREHOUSE, Warehouse)

    @operation(contracts.RECEIVE_GOODS)
    def receive_goods(self, call: Call[contracts.ReceiveGoods]) -> Reply:
        wanted = tuple({line.item_id for line in call.request.lines})
        call.require((partners.GET_PARTNER, call.request.supplier_id, "/supplier_id"))
        known = call.ask(pricing.GET_ITEMS, pricing.ByIds(ids=wanted))
        return call.transact(receipts.receive_goods, {item.id for item in known.items})

    @operation(contracts.GET_RECEIPT)
    def get_receipt(self, call: Call[Any]) -> Reply:
        return call.show(Receipt)

    @operation(contracts.LIST_STOCK)
    def list_stock(self, call: Call[Any]) -> Reply:
        return call.list(listings.STOCK_ROW, {}, Warehouse)

    @operation(contracts.ALLOCATE_STOCK)
    def allocate_stock(self, call: Call[Any]) -> Reply:
        return call.transact(allocating.allocate_stock)

    @operation(contracts.LIST_DEMAND)
    def list_demand(self, call: Call[Any]) -> Reply:
        return call.list(allocating.demand_query, listings.DEMAND)

    @operation(contracts.SHIP_GOODS)
    def ship_goods(self, call: Call[contracts.ShipGoods]) -> Reply:
        along = call.look(lambda reader: shipping.going_along(reader, call.request)) if call.request.packaging else {}
        return call.transact(shipping.ship_goods, asking.of_packaging(call, along))

    @operation(contracts.SHIP_ORDERS)
    def ship_orders(self, call: Call[contracts.ShipOrders]) -> Reply:
        along = call.look(lambda reader: batches.going_along(reader, call.request)) if call.request.packaging else {}
        return call.transact(batches.ship_orders, asking.of_packaging(call, along))

    @operation(contracts.LIST_SHIPPING_DESK)
    def list_shipping_desk(self, call: Call[Any]) -> Reply:
        return call.list(desk.desk_query, {})

    @operation(contracts.GET_SHIPMENT)
    def get_shipment(self, call: Call[Any]) -> Reply:
        return call.show(Shipment)

    @operation(contracts.LIST_SHIPMENTS)
    def list_shipments(self, call: Call[Any]) -> Reply:
        return call.list(select(*Shipment.__table__.c), {}, Shipment)

    # ------------------------------------------------------------ money

    @operation(contracts.RECEIVE_PAYMENT)
    def receive_payment(self, call: Call[Any]) -> Reply:
        return call.transact(
            payments.receive_payment, asking.terms(call, settling=True), asking.bank_rate(call, call.request.paid_on)
        )

    @operation(contracts.GET_PAYMENT)
    def get_payment(self, call: Call[Any]) -> Reply:
        return call.show(Payment)

    @operation(contracts.LIST_PAYMENTS)
    def list_payments(self, call: Call[Any]) -> Reply:
        return call.list(select(*Payment.__table__.c), {}, Payment)

    @operation(contracts.CANCEL_PAYMENT)
    def cancel_payment(self, call: Call[Any]) -> Reply:
        return call.transact(payments.cancel_payment)

    @operation(contracts.GIVE_REFUND)
    def give_refund(self, call: Call[Any]) -> Reply:
        return call.transact(
            payments.give_refund, asking.terms(call, settling=True), asking.bank_rate(call, call.request.refunded_on)
        )

    @operation(contracts.GET_REFUND)
    def get_refund(self, call: Call[Any]) -> Reply:
        return call.show(Refund)

    @operation(contracts.LIST_REFUNDS)
    def list_refunds(self, call: Call[Any]) -> Reply:
        return call.list(select(*Refund.__table__.c), {}, Refund)

    @operation(contracts.OFFSET_MONEY)
    def offset_money(self, call: Call[Any]) -> Reply:
        return call.transact(payments.offset_money)

    @operation(contracts.GET_BALANCE)
    def get_balance(self, call: Call[Any]) -> Reply:
        return call.read(balances.balance)

    @operation(contracts.LIST_SETTLEMENTS)
    def list_settlements(self, call: Call[Any]) -> Reply:
        asked = call.request
        return call.list(lambda reader: balances.settlements_query(reader, asked.partner_id), {})

    @operation(contracts.REPORT_DEBTS)
    def report_debts(self, call: Call[Any]) -> Reply:
        return call.read(balances.report_debts)

    @operation(contracts.REPORT_SALES)
    def report_sales(self, call: Call[Any]) -> Reply:
        return call.read(reports.report_sales)

    def _propose(
        self, call: Call[Any], parties: Any, content: contracts.ProposalContent, use_case: Any, about: Any
    ) -> Reply:
        """Ask who the client is and what the lines cost, then make or change the proposal. `about`: what it says."""
        client = asking.terms(call, parties)
        asking.demand_contact_person(call, content.contact_person_id, client.partner_id)
        asked = {
            "on": call.today,
            "organization_id": parties.organization_id,
            "partner_id": parties.partner_id,
            "vat_free": not client.organization_pays_vat,
        }
        quote = call.ask(pricing.ASK_QUOTE, proposals.quote_for(content, asked))
        return call.transact(use_case, about, client, quote)


service_class = OrdersService
