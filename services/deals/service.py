"""The Nameko service of deals: one short method for each operation and each event; peers are asked here."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.chassis.access import upsert_latest
from services.chassis.actor import SYSTEM
from services.chassis.contracts import ById, Envelope
from services.chassis.erasing import blank_and_tell
from services.chassis.errors import NotFound
from services.chassis.host import on_event, operation
from services.chassis.messages import FieldProblem
from services.chassis.references import at_fields
from services.chassis.runtime import Call, Reply
from services.chassis.statements import upsert
from services.chassis.tx import Tx
from services.deals import contracts, demand, documents, kinds, lists, participants, pipeline, plan, reports
from services.deals.models import (
    Base,
    Deal,
    DealKind,
    KnownClient,
    KnownStaff,
    LossReason,
    ParticipantRole,
    PlannedTask,
)
from services.marketing import contracts as marketing
from services.orders import contracts as orders
from services.partners import contracts as partners
from services.partners.listening import ListensToPartners
from services.pricing import contracts as pricing

_KIND = {"id": DealKind.id, "name": DealKind.sort_key}
_REASON = {"id": LossReason.id, "name": LossReason.sort_key}
_ROLE = {"id": ParticipantRole.id, "name": ParticipantRole.sort_key}


class DealsService(ListensToPartners):
    name = "deals"
    contract = contracts.api
    metadata = Base.metadata

    @operation(contracts.ADD_DEAL_KIND)
    def add_deal_kind(self, call: Call[Any]) -> Reply:
        return call.transact(kinds.add_deal_kind)

    @operation(contracts.CHANGE_DEAL_KIND)
    def change_deal_kind(self, call: Call[Any]) -> Reply:
        return call.transact(kinds.change_deal_kind)

    @operation(contracts.ADD_BUILT_IN_KIND)
    def add_built_in_kind(self, call: Call[Any]) -> Reply:
        return call.transact(kinds.add_built_in_kind)

    @operation(contracts.GET_DEAL_KIND)
    def get_deal_kind(self, call: Call[Any]) -> Reply:
        return call.show(DealKind)

    @operation(contracts.LIST_DEAL_KINDS)
    def list_deal_kinds(self, call: Call[Any]) -> Reply:
        return call.list(select(*DealKind.__table__.c), _KIND, DealKind)

    @operation(contracts.ADD_LOSS_REASON)
    def add_loss_reason(self, call: Call[Any]) -> Reply:
        return call.transact(kinds.add_loss_reason)

    @operation(contracts.LIST_LOSS_REASONS)
    def list_loss_reasons(self, call: Call[Any]) -> Reply:
        return call.list(select(*LossReason.__table__.c), _REASON, LossReason)

    @operation(contracts.ADD_PARTICIPANT_ROLE)
    def add_participant_role(self, call: Call[Any]) -> Reply:
        return call.transact(kinds.add_participant_role)

    @operation(contracts.LIST_PARTICIPANT_ROLES)
    def list_participant_roles(self, call: Call[Any]) -> Reply:
        return call.list(select(*ParticipantRole.__table__.c), _ROLE, ParticipantRole)

    # ------------------------------------------------------------ deals

    @operation(contracts.REGISTER_DEAL)
    def register_deal(self, call: Call[contracts.RegisterDeal]) -> Reply:
        asked = partners.TermsOfSaleAsked(
            organization_id=call.request.organization_id, partner_id=call.request.partner_id
        )
        terms = call.ask(partners.GET_TERMS_OF_SALE, asked)
        call.require((partners.GET_STAFF, call.request.manager_id, "/manager_id"))
        self._demand_interest(call)
        self._demand_offer(call, call.request.organization_id, call.request.partner_id)
        return call.transact(pipeline.register_deal, terms)

    @operation(contracts.CHANGE_DEAL)
    def change_deal(self, call: Call[contracts.ChangeDeal]) -> Reply:
        call.require((partners.GET_STAFF, call.request.manager_id, "/manager_id"))
        self._demand_interest(call)
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

    @operation(contracts.REOPEN_DEAL)
    def reopen_deal(self, call: Call[Any]) -> Reply:
        return call.transact(pipeline.reopen_deal)

    @operation(contracts.GET_DEAL)
    def get_deal(self, call: Call[Any]) -> Reply:
        return call.show(Deal)

    @operation(contracts.LIST_DEALS)
    def list_deals(self, call: Call[Any]) -> Reply:
        deals = lists.deals_listed(call.request, call.today)
        return call.list(deals.query, deals.columns, Deal)

    @operation(contracts.LIST_DEAL_DOCUMENTS)
    def list_deal_documents(self, call: Call[Any]) -> Reply:
        return call.list(lambda reader: documents.documents_of(reader, call.request.deal_id), documents.COLUMNS)

    # ------------------------------------------------------------ demand

    @operation(contracts.SET_DEMAND)
    def set_demand(self, call: Call[contracts.SetDemand]) -> Reply:
        wanted = tuple({line.item_id for line in call.request.lines if line.item_id})
        known = call.ask(pricing.GET_ITEMS, pricing.ByIds(ids=wanted)).items if wanted else ()
        return call.transact(demand.set_demand, {item.id for item in known})

    @operation(contracts.SATISFY_DEMAND)
    def satisfy_demand(self, call: Call[Any]) -> Reply:
        return call.transact(demand.satisfy_demand)

    # ------------------------------------------------------------ participants

    @operation(contracts.ADD_PARTICIPANT)
    def add_participant(self, call: Call[contracts.AddParticipant]) -> Reply:
        return call.transact(participants.add_participant, self._named(call))

    @operation(contracts.CHANGE_PARTICIPANT)
    def change_participant(self, call: Call[Any]) -> Reply:
        return call.transact(participants.change_participant)

    @operation(contracts.REMOVE_PARTICIPANT)
    def remove_participant(self, call: Call[Any]) -> Reply:
        return call.transact(participants.remove_participant)

    @operation(contracts.GET_PARTICIPANT)
    def get_participant(self, call: Call[Any]) -> Reply:
        return call.read(participants.participant_record)

    # ------------------------------------------------------------ plan

    @operation(contracts.PLAN_TASK)
    def plan_task(self, call: Call[contracts.PlanTask]) -> Reply:
        call.require((partners.GET_STAFF, call.request.assignee_id, "/assignee_id"))
        return call.transact(plan.plan_task)

    @operation(contracts.CHANGE_PLAN_TASK)
    def change_plan_task(self, call: Call[contracts.ChangePlanTask]) -> Reply:
        call.require((partners.GET_STAFF, call.request.assignee_id, "/assignee_id"))
        return call.transact(plan.change_plan_task)

    @operation(contracts.FINISH_PLAN_TASK)
    def finish_plan_task(self, call: Call[Any]) -> Reply:
        return call.transact(plan.finish_plan_task)

    @operation(contracts.CANCEL_PLAN_TASK)
    def cancel_plan_task(self, call: Call[Any]) -> Reply:
        return call.transact(plan.cancel_plan_task)

    @operation(contracts.GET_PLAN_TASK)
    def get_plan_task(self, call: Call[Any]) -> Reply:
        return call.show(PlannedTask)

    @operation(contracts.LIST_PLAN_TASKS)
    def list_plan_tasks(self, call: Call[Any]) -> Reply:
        return call.list(plan.listed(call.today), plan.columns(call.today), PlannedTask)

    # ------------------------------------------------------------ reports

    @operation(contracts.REPORT_FUNNEL)
    def report_funnel(self, call: Call[Any]) -> Reply:
        return call.read(reports.report_funnel)

    @operation(contracts.REPORT_EXPECTED_INCOME)
    def report_expected_income(self, call: Call[Any]) -> Reply:
        return call.read(reports.report_expected_income)

    @operation(contracts.REPORT_LOSSES)
    def report_losses(self, call: Call[Any]) -> Reply:
        return call.read(reports.report_losses)

    # ------------------------------------------------------------ events

    @on_event(orders.ORDER_CHANGED)
    def on_order_changed(self, tx: Tx, order: orders.OrderRow, envelope: Envelope) -> None:
        documents.record_document(
            tx, envelope, contracts.DocumentKind.ORDER, order, amount=order.payable, changed_at=order.closed_at
        )

    @on_event(orders.PROPOSAL_CHANGED)
    def on_proposal_changed(self, tx: Tx, proposal: orders.ProposalChanged, envelope: Envelope) -> None:
        documents.record_document(tx, envelope, contracts.DocumentKind.PROPOSAL, proposal, amount=proposal.payable)

    @on_event(marketing.CLAIM_CHANGED)
    def on_claim_changed(self, tx: Tx, claim: marketing.ClaimView, envelope: Envelope) -> None:
        documents.record_document(tx, envelope, contracts.DocumentKind.CLAIM, claim, title=claim.subject)

    @on_event(partners.INTERACTION_CHANGED)
    def on_interaction_changed(self, tx: Tx, talk: partners.InteractionView, envelope: Envelope) -> None:
        deal = talk.subject_id if talk.subject_type == "deal" else None
        documents.record_document(tx, envelope, contracts.DocumentKind.INTERACTION, talk, deal_id=deal, title=talk.kind)

    def keep_of_partner(self, tx: Tx, partner: partners.PartnerRow) -> None:
        interest = partner.primary_interest
        row = {
            "partner_id": partner.id,
            "region_id": partner.region_id,
            "interest_kind": interest and interest.kind,
            "interest_id": interest and interest.id,
        }
        upsert(tx.session, KnownClient.__table__, row, ("partner_id",))

    def erase_of_partner(self, tx: Tx, partner_id: UUID) -> None:
        blank_and_tell(tx, Deal, contracts.DEAL_CHANGED, partner_id)
        blank_and_tell(tx, PlannedTask, contracts.PLAN_TASK_CHANGED, partner_id)

    @on_event(partners.STAFF_CHANGED)
    def on_staff_changed(self, tx: Tx, staff: partners.StaffView, envelope: Envelope) -> None:
        row = {"id": staff.id, "epoch": envelope.epoch, "version": envelope.version, "full_name": staff.full_name}
        upsert_latest(tx.session, KnownStaff.__table__, [row], key=("id",))

    # ------------------------------------------------------------ what peers are asked

    def _demand_interest(self, call: Call[contracts.RegisterDeal] | Call[contracts.ChangeDeal]) -> None:
        """A person or partner that brought the deal is on record; channels and marketing events are taken on trust, as
        on a partner's card: deals ask marketing nothing."""
        said = call.request.primary_interest
        shown = {
            partners.PrimaryInterestKind.MANAGER: partners.GET_STAFF,
            partners.PrimaryInterestKind.PARTNER: partners.GET_PARTNER,
        }
        if said is not None and said.kind in shown:
            call.require((shown[said.kind], said.id, "/primary_interest/id"))

    def _named(self, call: Call[contracts.AddParticipant]) -> str | None:
        """A contact person's name. Raises at /subject_id where there is no such participant on that side.

        Partners are asked as the system: a competitor may be another manager's card, and one without the side's role
        is answered as one that is not there, so that nobody learns of another's clients.
        """
        side, wanted = call.request.side, call.request.subject_id
        deal = call.look(lambda reader: reader.get(Deal, call.request.id))
        try:
            if side is contracts.Side.STAFF:
                call.ask(partners.GET_STAFF, ById(id=wanted))
                return None
            if side is contracts.Side.CONTACT_PERSON:
                people = call.ask(partners.GET_PARTNER, ById(id=deal.partner_id)).contact_persons
                named = {person.id: person.full_name for person in people}
                if wanted in named:
                    return str(named[wanted])
            elif participants.PARTNERS[side] in call.ask(partners.GET_PARTNER, ById(id=wanted), as_actor=SYSTEM).roles:
                return None
        except NotFound:
            pass
        unknown = contracts.PARTICIPANT_UNKNOWN(side=side).sentence(call.actor.language)
        code = contracts.PARTICIPANT_UNKNOWN
        raise code([FieldProblem("/subject_id", code.name, unknown)], side=side)

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
