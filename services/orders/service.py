"""The Nameko service of orders: one short method for each operation; peers are asked here.

What comes back from clients is in taking_back.py, what it hears in hearing.py.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.chassis.actor import SYSTEM
from services.chassis.contracts import ById
from services.chassis.errors import NOT_FOUND, NotFound
from services.chassis.host import operation
from services.chassis.references import at_fields, unknown_references
from services.chassis.runtime import Call, Reply
from services.deals import contracts as deals
from services.orders import (
    allocating,
    analysis,
    approvals,
    balances,
    batches,
    bonuses,
    changing,
    contracts,
    desk,
    from_deal,
    hryvnias,
    line_cancelling,
    listings,
    ordering,
    packaging,
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
        order = from_deal.filled(call.request, self._demand_deal(call), call.actor.language)
        terms = self._terms(call, order)
        ordering.demand_said_by_ours(call.actor, order)
        self._demand_contact_person(call, order.contact_person_id, terms.partner_id)
        quote = call.ask(pricing.ASK_QUOTE, ordering.question(order, terms, call.today))
        offered = self._offered(call, quote)
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
        self._demand_contact_person(call, call.request.contact_person_id, order.partner_id)
        question = changing.question(order, call.request)
        parties = changing.parties(order, call.request)
        terms = self._terms(call, parties) if parties else None
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
        content = proposals.with_demand(call.request, self._demand_deal(call))
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
        return call.transact(proposal_orders.order_proposal, self._terms(call, parties))

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
        return call.transact(shipping.ship_goods, self._of_packaging(call, along))

    @operation(contracts.SHIP_ORDERS)
    def ship_orders(self, call: Call[contracts.ShipOrders]) -> Reply:
        along = call.look(lambda reader: batches.going_along(reader, call.request)) if call.request.packaging else {}
        return call.transact(batches.ship_orders, self._of_packaging(call, along))

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
            payments.receive_payment, self._terms(call, settling=True), self._bank_rate(call, call.request.paid_on)
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
            payments.give_refund, self._terms(call, settling=True), self._bank_rate(call, call.request.refunded_on)
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

    def _of_packaging(self, call: Call[Any], along: Mapping[Order, packaging.Named]) -> packaging.Told:
        """What pricing says of it. Asked once for the items, and once for orders alike in terms and day."""
        if not along:
            return packaging.NOTHING_TOLD
        named = dict.fromkeys(one.item_id for asked in along.values() for one in asked.values())
        items = {item.id: item for item in call.ask(pricing.GET_ITEMS, pricing.ByIds(ids=tuple(named))).items}
        questions = {order.id: packaging.question(order, asked, items) for order, asked in along.items()}
        # storekeepers need not be shown the offer whose terms hold
        seller = replace(SYSTEM, language=call.actor.language)
        asked_once = dict.fromkeys(one for one in questions.values() if one)
        answers = {one: call.ask(pricing.ASK_QUOTE, one, seller) for one in asked_once}
        return packaging.Told(items, {order_id: answers[one] for order_id, one in questions.items() if one})

    def _propose(
        self, call: Call[Any], parties: Any, content: contracts.ProposalContent, use_case: Any, about: Any
    ) -> Reply:
        """Ask who the client is and what the lines cost, then make or change the proposal. `about`: what it says."""
        client = self._terms(call, parties)
        self._demand_contact_person(call, content.contact_person_id, client.partner_id)
        asked = {
            "on": call.today,
            "organization_id": parties.organization_id,
            "partner_id": parties.partner_id,
            "vat_free": not client.organization_pays_vat,
        }
        quote = call.ask(pricing.ASK_QUOTE, proposals.quote_for(content, asked))
        return call.transact(use_case, about, client, quote)

    def _demand_contact_person(self, call: Call[Any], person_id: UUID | None, partner_id: UUID) -> None:
        if person_id is None:
            return
        card: partners.PartnerView = call.ask(partners.GET_PARTNER, ById(id=partner_id))
        if person_id not in {person.id for person in card.contact_persons}:
            raise unknown_references(["/contact_person_id"], call.actor.language)

    def _demand_deal(self, call: Call[Any]) -> deals.DealCard | None:
        """A deal is one the actor may see (clients see none), and of the same client."""
        if call.request.deal_id is None:
            return None
        at_deal, language = ["/deal_id"], call.actor.language
        try:
            if call.actor.is_client:
                raise NOT_FOUND()
            deal: deals.DealCard = call.ask(deals.GET_DEAL, ById(id=call.request.deal_id))
        except NotFound:
            # not a wrong field but another's row: to this person it is not there
            raise at_fields(NOT_FOUND, at_deal, language) from None
        named = call.request.partner_id or deal.partner_id
        if (deal.partner_id, deal.organization_id) != (named, call.request.organization_id):
            raise at_fields(contracts.DEAL_MISMATCH, at_deal, language)
        return deal

    def _offered(self, call: Call[Any], quote: pricing.Quote) -> pricing.TermsOfOffer | None:
        """The offer's terms in full: a client is not shown our limits, but its orders are held to them."""
        if quote.terms is None or not call.actor.is_client:
            return quote.terms
        asked = pricing.TermsAsked(id=quote.terms.id, on=quote.on)
        terms: pricing.TermsOfOffer = call.ask(pricing.GET_TERMS_OF_OFFER, asked, SYSTEM)
        return terms

    def _bank_rate(self, call: Call[Any], on: date | None) -> Decimal | None:
        """Asked only for hryvnias of an order that is paid in them at the National Bank's rate."""
        money: hryvnias.Money = call.request
        if money.hryvnia_amount is None or money.order_id is None:
            return None
        question = call.look(lambda reader: hryvnias.question(reader, money, on or reader.today))
        return call.ask(pricing.GET_EXCHANGE_RATE, question).rate if question else None

    def _terms(self, call: Call[Any], parties: Any = None, *, settling: bool = False) -> partners.TermsOfSale:
        """Who the parties are (the request's, unless given); refused where the client is not the actor's."""
        named = parties or call.request
        asked = partners.TermsOfSaleAsked(
            organization_id=named.organization_id,
            partner_id=named.partner_id,
            legal_entity_id=named.legal_entity_id,
            contract_id=getattr(named, "contract_id", None),
            on=getattr(named, "ordered_on", None) or getattr(named, "on", None),
            settling=settling,
        )
        terms: partners.TermsOfSale = call.ask(partners.GET_TERMS_OF_SALE, asked)
        return terms


service_class = OrdersService
