"""The Nameko service of deals: one short method for each operation and each event; peers are asked here."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.chassis.audit import personal_columns
from services.chassis.host import operation
from services.chassis.references import at_fields
from services.chassis.runtime import Call, Reply
from services.chassis.tables import partner_access
from services.deals import contracts, demand, kinds, pipeline
from services.deals.models import Base, Deal, DealKind, LossReason
from services.partners import contracts as partners
from services.partners.listening import ListensToPartners
from services.pricing import contracts as pricing

_KIND = {"id": DealKind.id, "name": DealKind.sort_key}
_REASON = {"id": LossReason.id, "name": LossReason.sort_key}
_DEAL = {
    "id": Deal.id,
    "created_at": Deal.created_at,
    "name": Deal.sort_key,
    "q": Deal.search_key,
    "status": Deal.status,
    "stage": Deal.stage,
    "partner_id": Deal.partner_id,
    "manager_id": Deal.manager_id,
    "kind_id": Deal.kind_id,
    "expected_close_on": Deal.expected_close_on,
}
_DEAL_ROW = select(
    *[getattr(Deal, name) for name in contracts.DealView.model_fields],
    partner_access.c.name.label("partner_name"),
).outerjoin(partner_access, partner_access.c.partner_id == Deal.partner_id)


class DealsService(ListensToPartners):
    name = "deals"
    contract = contracts.api
    personal = personal_columns(Base.metadata)

    @operation(contracts.ADD_DEAL_KIND)
    def add_deal_kind(self, call: Call[Any]) -> Reply:
        return call.transact(kinds.add_deal_kind)

    @operation(contracts.LIST_DEAL_KINDS)
    def list_deal_kinds(self, call: Call[Any]) -> Reply:
        return call.list(select(*DealKind.__table__.c), _KIND, DealKind)

    @operation(contracts.ADD_LOSS_REASON)
    def add_loss_reason(self, call: Call[Any]) -> Reply:
        return call.transact(kinds.add_loss_reason)

    @operation(contracts.LIST_LOSS_REASONS)
    def list_loss_reasons(self, call: Call[Any]) -> Reply:
        return call.list(select(*LossReason.__table__.c), _REASON, LossReason)

    @operation(contracts.REGISTER_DEAL)
    def register_deal(self, call: Call[contracts.RegisterDeal]) -> Reply:
        asked = partners.TermsOfSaleAsked(
            organization_id=call.request.organization_id, partner_id=call.request.partner_id
        )
        terms = call.ask(partners.GET_TERMS_OF_SALE, asked)
        call.require((partners.GET_STAFF, call.request.manager_id, "/manager_id"))
        self._demand_offer(call, call.request.organization_id, call.request.partner_id)
        return call.transact(pipeline.register_deal, terms)

    @operation(contracts.CHANGE_DEAL)
    def change_deal(self, call: Call[contracts.ChangeDeal]) -> Reply:
        call.require((partners.GET_STAFF, call.request.manager_id, "/manager_id"))
        if call.request.offer_id is not None:
            deal = call.look(lambda reader: reader.get(Deal, call.request.id))
            self._demand_offer(call, deal.organization_id, deal.partner_id)
        return call.transact(pipeline.change_deal)

    @operation(contracts.MOVE_DEAL)
    def move_deal(self, call: Call[Any]) -> Reply:
        return call.transact(pipeline.move_deal)

    @operation(contracts.WIN_DEAL)
    def win_deal(self, call: Call[Any]) -> Reply:
        return call.transact(pipeline.win_deal)

    @operation(contracts.LOSE_DEAL)
    def lose_deal(self, call: Call[Any]) -> Reply:
        return call.transact(pipeline.lose_deal)

    @operation(contracts.GET_DEAL)
    def get_deal(self, call: Call[Any]) -> Reply:
        return call.show(Deal)

    @operation(contracts.LIST_DEALS)
    def list_deals(self, call: Call[Any]) -> Reply:
        return call.list(_DEAL_ROW, _DEAL, Deal)

    # ------------------------------------------------------------ demand

    @operation(contracts.SET_DEMAND)
    def set_demand(self, call: Call[contracts.SetDemand]) -> Reply:
        wanted = tuple({line.item_id for line in call.request.lines if line.item_id})
        known = call.ask(pricing.GET_ITEMS, pricing.ByIds(ids=wanted)).items if wanted else ()
        return call.transact(demand.set_demand, {item.id for item in known})

    @operation(contracts.SATISFY_DEMAND)
    def satisfy_demand(self, call: Call[Any]) -> Reply:
        return call.transact(demand.satisfy_demand)

    # ------------------------------------------------------------ what peers are asked

    def _demand_offer(
        self, call: Call[contracts.RegisterDeal] | Call[contracts.ChangeDeal], organization_id: UUID, partner_id: UUID
    ) -> None:
        """An offer of a deal is one that its client may buy under today."""
        if call.request.offer_id is None:
            return
        asked = pricing.OffersAsked(partner_id=partner_id, organization_id=organization_id)
        offers = call.ask(pricing.GET_CLIENT_OFFERS, asked).offers
        if call.request.offer_id not in {offer.id for offer in offers}:
            raise at_fields(contracts.OFFER_NOT_FOR_CLIENT, ["/offer_id"], call.actor.language)


service_class = DealsService
