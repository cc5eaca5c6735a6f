"""The Nameko service of partners: one short method for each operation and each event."""

from typing import Any

from sqlalchemy import select

from services.chassis.actor import Actor
from services.chassis.audit import personal_columns
from services.chassis.contracts import Envelope
from services.chassis.host import on_event, operation
from services.chassis.runtime import Call, Reply
from services.chassis.service import Service
from services.chassis.tx import Tx
from services.deals import contracts as deals
from services.marketing import contracts as marketing
from services.orders import contracts as orders
from services.partners import (
    approvals,
    contracts,
    desk,
    erasing,
    interactions,
    notes,
    organizations,
    regions,
    registration,
    tasks,
    timeline,
)
from services.partners.models import (
    Base,
    BusinessRegion,
    ContactPerson,
    Department,
    Interaction,
    Note,
    Organization,
    Partner,
    Reminder,
    Staff,
    Task,
)
from services.pricing import contracts as pricing

_ORGANIZATION = {"id": Organization.id, "name": Organization.sort_key, "q": Organization.search_key}
_DEPARTMENT = {
    "id": Department.id,
    "name": Department.sort_key,
    "organization_id": Department.organization_id,
}
_STAFF = {
    "id": Staff.id,
    "name": Staff.sort_key,
    "q": Staff.search_key,
    "organization_id": Staff.organization_id,
    "superior_id": Staff.superior_id,
}
_REGION = {
    "id": BusinessRegion.id,
    "name": BusinessRegion.sort_key,
    "q": BusinessRegion.search_key,
    "parent_id": BusinessRegion.parent_id,
}
_PARTNER = {
    "id": Partner.id,
    "name": Partner.sort_key,
    "q": Partner.search_key,
    "created_at": Partner.created_at,
    "kind": Partner.kind,
    "manager_id": Partner.manager_id,
    "organization_id": Partner.organization_id,
    "region_id": Partner.region_id,
}
_PERSON = {"id": ContactPerson.id, "partner_id": ContactPerson.partner_id}
_PERSONS = select(*ContactPerson.__table__.c).join(Partner, Partner.id == ContactPerson.partner_id)


class PartnersService(Service):
    name = "partners"
    contract = contracts.api
    personal = personal_columns(Base.metadata)

    # ------------------------------------------------------------ organizations and staff

    @operation(contracts.REGISTER_ORGANIZATION)
    def register_organization(self, call: Call[Any]) -> Reply:
        return call.transact(organizations.register_organization)

    @operation(contracts.CHANGE_ORGANIZATION)
    def change_organization(self, call: Call[Any]) -> Reply:
        return call.transact(organizations.change_organization)

    @operation(contracts.GET_ORGANIZATION)
    def get_organization(self, call: Call[Any]) -> Reply:
        return call.show(Organization)

    @operation(contracts.LIST_ORGANIZATIONS)
    def list_organizations(self, call: Call[Any]) -> Reply:
        return call.list(select(*Organization.__table__.c), _ORGANIZATION, Organization)

    @operation(contracts.OPEN_DEPARTMENT)
    def open_department(self, call: Call[Any]) -> Reply:
        return call.transact(organizations.open_department)

    @operation(contracts.GET_DEPARTMENT)
    def get_department(self, call: Call[Any]) -> Reply:
        return call.show(Department)

    @operation(contracts.LIST_DEPARTMENTS)
    def list_departments(self, call: Call[Any]) -> Reply:
        return call.list(select(*Department.__table__.c), _DEPARTMENT, Department)

    @operation(contracts.HIRE_STAFF)
    def hire_staff(self, call: Call[Any]) -> Reply:
        return call.transact(organizations.hire_staff)

    @operation(contracts.CHANGE_STAFF)
    def change_staff(self, call: Call[Any]) -> Reply:
        return call.transact(organizations.change_staff)

    @operation(contracts.GET_STAFF)
    def get_staff(self, call: Call[Any]) -> Reply:
        return call.show(Staff)

    @operation(contracts.LIST_STAFF)
    def list_staff(self, call: Call[Any]) -> Reply:
        return call.list(select(*Staff.__table__.c), _STAFF, Staff)

    @operation(contracts.GET_TEAM)
    def get_team(self, call: Call[Any]) -> Reply:
        return call.read(organizations.team)

    @operation(contracts.HAND_CLIENTS_OVER)
    def hand_clients_over(self, call: Call[Any]) -> Reply:
        return call.transact(organizations.hand_clients_over)

    # ------------------------------------------------------------ regions

    @operation(contracts.ADD_REGION)
    def add_region(self, call: Call[Any]) -> Reply:
        return call.transact(regions.add_region)

    @operation(contracts.CHANGE_REGION)
    def change_region(self, call: Call[Any]) -> Reply:
        return call.transact(regions.change_region)

    @operation(contracts.GET_REGION)
    def get_region(self, call: Call[Any]) -> Reply:
        return call.show(BusinessRegion)

    @operation(contracts.LIST_REGIONS)
    def list_regions(self, call: Call[Any]) -> Reply:
        return call.list(select(*BusinessRegion.__table__.c), _REGION, BusinessRegion)

    # ------------------------------------------------------------ partners

    @operation(contracts.REGISTER_PARTNER)
    def register_partner(self, call: Call[Any]) -> Reply:
        return call.transact(registration.register_partner)

    @operation(contracts.CHANGE_PARTNER)
    def change_partner(self, call: Call[Any]) -> Reply:
        return call.transact(registration.change_partner)

    @operation(contracts.ASSIGN_PARTNER)
    def assign_partner(self, call: Call[Any]) -> Reply:
        return call.transact(registration.assign_partner)

    @operation(contracts.ADD_CONTACT_PERSON)
    def add_contact_person(self, call: Call[Any]) -> Reply:
        return call.transact(registration.add_contact_person)

    @operation(contracts.ARCHIVE_PARTNER)
    def archive_partner(self, call: Call[Any]) -> Reply:
        return call.transact(registration.archive_partner)

    @operation(contracts.ERASE_PARTNER)
    def erase_partner(self, call: Call[Any]) -> Reply:
        return call.transact(erasing.erase_partner, self.personal)

    @operation(contracts.GET_PARTNER)
    def get_partner(self, call: Call[Any]) -> Reply:
        return call.show(Partner)

    @operation(contracts.LIST_PARTNERS)
    def list_partners(self, call: Call[Any]) -> Reply:
        query, columns = registration.partners_query(call.actor, call.request.region_id)
        return call.list(query, _PARTNER | columns, Partner)

    @operation(contracts.LIST_CONTACT_PERSONS)
    def list_contact_persons(self, call: Call[Any]) -> Reply:
        return call.list(_PERSONS, _PERSON, Partner)

    @operation(contracts.GET_TERMS_OF_SALE)
    def get_terms_of_sale(self, call: Call[Any]) -> Reply:
        return call.read(registration.terms_of_sale)

    # ------------------------------------------------------------ interactions

    @operation(contracts.REGISTER_INTERACTION)
    def register_interaction(self, call: Call[Any]) -> Reply:
        return call.transact(interactions.register_interaction)

    @operation(contracts.CHANGE_INTERACTION)
    def change_interaction(self, call: Call[Any]) -> Reply:
        return call.transact(interactions.change_interaction)

    @operation(contracts.FINISH_INTERACTION)
    def finish_interaction(self, call: Call[Any]) -> Reply:
        return call.transact(interactions.finish_interaction)

    @operation(contracts.POSTPONE_INTERACTION)
    def postpone_interaction(self, call: Call[Any]) -> Reply:
        return call.transact(interactions.postpone_interaction)

    @operation(contracts.CANCEL_INTERACTION)
    def cancel_interaction(self, call: Call[Any]) -> Reply:
        return call.transact(interactions.cancel_interaction)

    @operation(contracts.GET_INTERACTION)
    def get_interaction(self, call: Call[Any]) -> Reply:
        return call.show(Interaction)

    @operation(contracts.LIST_INTERACTIONS)
    def list_interactions(self, call: Call[Any]) -> Reply:
        return call.list(select(*Interaction.__table__.c), interactions.COLUMNS, Interaction)

    # ------------------------------------------------------------ tasks, notes, reminders, the desk

    @operation(contracts.GIVE_TASK)
    def give_task(self, call: Call[Any]) -> Reply:
        return call.transact(tasks.give_task)

    @operation(contracts.CHANGE_TASK)
    def change_task(self, call: Call[Any]) -> Reply:
        return call.transact(tasks.change_task)

    @operation(contracts.ACCEPT_TASK)
    def accept_task(self, call: Call[Any]) -> Reply:
        return call.transact(tasks.accept_task)

    @operation(contracts.COMPLETE_TASK)
    def complete_task(self, call: Call[Any]) -> Reply:
        return call.transact(tasks.complete_task)

    @operation(contracts.CANCEL_TASK)
    def cancel_task(self, call: Call[Any]) -> Reply:
        return call.transact(tasks.cancel_task)

    @operation(contracts.SEE_TASK)
    def see_task(self, call: Call[Any]) -> Reply:
        return call.transact(tasks.see_task)

    @operation(contracts.GET_TASK)
    def get_task(self, call: Call[Any]) -> Reply:
        return call.show(Task)

    @operation(contracts.LIST_TASKS)
    def list_tasks(self, call: Call[Any]) -> Reply:
        return call.list(tasks.listed(call.today), tasks.columns(call.today), Task)

    @operation(contracts.ADD_NOTE)
    def add_note(self, call: Call[Any]) -> Reply:
        return call.transact(notes.add_note)

    @operation(contracts.CHANGE_NOTE)
    def change_note(self, call: Call[Any]) -> Reply:
        return call.transact(notes.change_note)

    @operation(contracts.ARCHIVE_NOTE)
    def archive_note(self, call: Call[Any]) -> Reply:
        return call.transact(notes.archive_note)

    @operation(contracts.GET_NOTE)
    def get_note(self, call: Call[Any]) -> Reply:
        return call.show(Note)

    @operation(contracts.LIST_NOTES)
    def list_notes(self, call: Call[Any]) -> Reply:
        return call.list(notes.listed(), notes.NOTE_COLUMNS, Note)

    @operation(contracts.ADD_REMINDER)
    def add_reminder(self, call: Call[Any]) -> Reply:
        return call.transact(notes.add_reminder)

    @operation(contracts.CHANGE_REMINDER)
    def change_reminder(self, call: Call[Any]) -> Reply:
        return call.transact(notes.change_reminder)

    @operation(contracts.PUT_REMINDER_OFF)
    def put_reminder_off(self, call: Call[Any]) -> Reply:
        return call.transact(notes.put_reminder_off)

    @operation(contracts.DISMISS_REMINDER)
    def dismiss_reminder(self, call: Call[Any]) -> Reply:
        return call.transact(notes.dismiss_reminder)

    @operation(contracts.GET_REMINDER)
    def get_reminder(self, call: Call[Any]) -> Reply:
        return call.show(Reminder)

    @operation(contracts.LIST_REMINDERS)
    def list_reminders(self, call: Call[Any]) -> Reply:
        return call.list(select(*Reminder.__table__.c), notes.REMINDER_COLUMNS, Reminder)

    @operation(contracts.GET_DESK)
    def get_desk(self, call: Call[Any]) -> Reply:
        return call.read(desk.desk)

    @operation(contracts.LIST_TIMELINE)
    def list_timeline(self, call: Call[Any]) -> Reply:
        return call.list(lambda reader: timeline.timeline_query(reader, call.request.partner_id), timeline.COLUMNS)

    # ------------------------------------------------------------ events

    @on_event(orders.ORDER_CHANGED)
    def on_order_changed(self, tx: Tx, order: orders.OrderRow, envelope: Envelope) -> None:
        timeline.record(tx, envelope, "order", order, amount=order.payable)
        approvals.follow_order(tx, order, Actor.from_wire(envelope.actor), replayed=envelope.replayed)

    @on_event(orders.GOODS_SHIPPED)
    def on_goods_shipped(self, tx: Tx, shipment: orders.GoodsShipped, envelope: Envelope) -> None:
        timeline.record(tx, envelope, "shipment", shipment, amount=shipment.total)

    @on_event(orders.PAYMENT_RECEIVED)
    def on_payment_received(self, tx: Tx, payment: orders.PaymentReceived, envelope: Envelope) -> None:
        timeline.record(tx, envelope, "payment", payment)

    @on_event(deals.DEAL_CHANGED)
    def on_deal_changed(self, tx: Tx, deal: deals.DealView, envelope: Envelope) -> None:
        timeline.record(tx, envelope, "deal", deal, title=deal.name, amount=deal.potential)

    @on_event(deals.DEAL_WON)
    def on_deal_won(self, tx: Tx, deal: deals.DealClosed, envelope: Envelope) -> None:
        timeline.record(tx, envelope, "deal_won", deal, title=deal.reason, amount=deal.potential)

    @on_event(deals.DEAL_LOST)
    def on_deal_lost(self, tx: Tx, deal: deals.DealClosed, envelope: Envelope) -> None:
        timeline.record(tx, envelope, "deal_lost", deal, title=deal.reason, amount=deal.potential)

    @on_event(marketing.CLAIM_CHANGED)
    def on_claim_changed(self, tx: Tx, claim: marketing.ClaimView, envelope: Envelope) -> None:
        timeline.record(tx, envelope, "claim", claim, title=claim.subject)

    @on_event(pricing.OFFER_CHANGED)
    def on_offer_changed(self, tx: Tx, offer: pricing.OfferRow, envelope: Envelope) -> None:
        approvals.follow_offer(tx, offer, Actor.from_wire(envelope.actor), replayed=envelope.replayed)


service_class = PartnersService
