"""The Nameko service of marketing: one short method for each operation and each event; peers are asked here."""

from typing import Any

from sqlalchemy import Select, null, select

from services.chassis.audit import personal_columns
from services.chassis.contracts import ById
from services.chassis.host import operation
from services.chassis.references import at_fields
from services.chassis.runtime import Call, Reply
from services.chassis.tables import partner_access
from services.chassis.tx import Reader
from services.marketing import channels, claims, contracts
from services.marketing.contracts import OURS_OF_A_CLAIM
from services.marketing.models import Base, Channel, ChannelCost, Claim
from services.orders import contracts as orders
from services.partners import contracts as partners
from services.partners.listening import ListensToPartners

_CHANNEL = {
    "id": Channel.id,
    "name": Channel.sort_key,
    "q": Channel.search_key,
    "parent_id": Channel.parent_id,
}
_COST = {"id": ChannelCost.id, "date_from": ChannelCost.date_from, "channel_id": ChannelCost.channel_id}
_CLAIM = {
    "id": Claim.id,
    "created_at": Claim.created_at,
    "status": Claim.status,
    "kind": Claim.kind,
    "partner_id": Claim.partner_id,
    "order_id": Claim.order_id,
}


def _claim_rows(reader: Reader) -> Select[Any]:
    hidden = OURS_OF_A_CLAIM if reader.actor.is_client else ()
    shown = [null().label(column.name) if column.name in hidden else column for column in Claim.__table__.c]
    named = select(*shown, partner_access.c.name.label("partner_name"))
    return named.outerjoin(partner_access, partner_access.c.partner_id == Claim.partner_id)


class MarketingService(ListensToPartners):
    name = "marketing"
    contract = contracts.api
    personal = personal_columns(Base.metadata)

    @operation(contracts.ADD_CHANNEL)
    def add_channel(self, call: Call[Any]) -> Reply:
        return call.transact(channels.add_channel)

    @operation(contracts.LIST_CHANNELS)
    def list_channels(self, call: Call[Any]) -> Reply:
        return call.list(select(*Channel.__table__.c), _CHANNEL, Channel)

    @operation(contracts.ADD_CHANNEL_COST)
    def add_channel_cost(self, call: Call[Any]) -> Reply:
        return call.transact(channels.add_channel_cost)

    @operation(contracts.LIST_CHANNEL_COSTS)
    def list_channel_costs(self, call: Call[Any]) -> Reply:
        return call.list(select(*ChannelCost.__table__.c), _COST, ChannelCost)

    @operation(contracts.REGISTER_CLAIM)
    def register_claim(self, call: Call[contracts.RegisterClaim]) -> Reply:
        if call.request.order_id is not None:
            order = call.ask(orders.GET_ORDER, ById(id=call.request.order_id))
            if call.request.partner_id not in (None, order.partner_id):
                raise contracts.CLAIM_MISMATCH()
            return call.transact(claims.register_claim, order.partner_id, order.organization_id)
        if call.request.partner_id is not None:
            partner = call.ask(partners.GET_PARTNER, ById(id=call.request.partner_id))
            return call.transact(claims.register_claim, partner.id, partner.organization_id)
        raise at_fields(contracts.CLAIM_ABOUT_NOTHING, ["/order_id", "/partner_id"], call.actor.language)

    @operation(contracts.REVIEW_CLAIM)
    def review_claim(self, call: Call[contracts.ReviewClaim]) -> Reply:
        call.require(
            (partners.GET_DEPARTMENT, call.request.guilty_department_id, "/guilty_department_id"),
            (partners.GET_STAFF, call.request.guilty_staff_id, "/guilty_staff_id"),
        )
        return call.transact(claims.review_claim)

    @operation(contracts.DECIDE_CLAIM)
    def decide_claim(self, call: Call[Any]) -> Reply:
        return call.transact(claims.decide_claim)

    @operation(contracts.GET_CLAIM)
    def get_claim(self, call: Call[Any]) -> Reply:
        return call.show(Claim)

    @operation(contracts.LIST_CLAIMS)
    def list_claims(self, call: Call[Any]) -> Reply:
        return call.list(_claim_rows, _CLAIM, Claim)


service_class = MarketingService
