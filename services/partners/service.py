"""The Nameko service of partners: one short method for each operation; what it hears is in hearing.py."""

from typing import Any

from sqlalchemy import select

from services.chassis.erasing import personal_columns
from services.chassis.host import operation
from services.chassis.runtime import Call, Reply
from services.partners import (
    assignments,
    client_contracts,
    contracts,
    desk,
    duplicates,
    erasing,
    interactions,
    lists,
    merging,
    notes,
    organizations,
    regions,
    registration,
    relationships,
    tasks,
    terms,
    timeline,
)
from services.partners.hearing import HearsOfClients
from services.partners.models import (
    Base,
    BusinessRegion,
    Contract,
    Department,
    Interaction,
    Note,
    Organization,
    Partner,
    Relationship,
    Reminder,
    Staff,
    Task,
)
from services.partners.segmenting import KeepsSegments


class PartnersService(KeepsSegments, HearsOfClients):
    name = "partners"
    contract = contracts.api
    metadata = Base.metadata

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
        return call.list(select(*Organization.__table__.c), lists.ORGANIZATIONS, Organization)

    @operation(contracts.OPEN_DEPARTMENT)
    def open_department(self, call: Call[Any]) -> Reply:
        return call.transact(organizations.open_department)

    @operation(contracts.GET_DEPARTMENT)
    def get_department(self, call: Call[Any]) -> Reply:
        return call.show(Department)

    @operation(contracts.LIST_DEPARTMENTS)
    def list_departments(self, call: Call[Any]) -> Reply:
        return call.list(select(*Department.__table__.c), lists.DEPARTMENTS, Department)

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
        return call.list(select(*Staff.__table__.c), lists.STAFF, Staff)

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
        return call.list(select(*BusinessRegion.__table__.c), lists.REGIONS, BusinessRegion)

    # ------------------------------------------------------------ partners

    @operation(contracts.REGISTER_PARTNER)
    def register_partner(self, call: Call[Any]) -> Reply:
        return call.transact(registration.register_partner)

    @operation(contracts.FIND_DUPLICATES)
    def find_duplicates(self, call: Call[Any]) -> Reply:
        return call.read(duplicates.find_duplicates)

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

    @operation(contracts.MERGE_PARTNER)
    def merge_partner(self, call: Call[Any]) -> Reply:
        return call.transact(merging.merge_partner)

    @operation(contracts.ERASE_PARTNER)
    def erase_partner(self, call: Call[Any]) -> Reply:
        return call.transact(erasing.erase_partner, personal_columns(self.metadata))

    @operation(contracts.GET_PARTNER)
    def get_partner(self, call: Call[Any]) -> Reply:
        return call.show(Partner)

    @operation(contracts.LIST_PARTNERS)
    def list_partners(self, call: Call[Any]) -> Reply:
        query, columns = registration.partners_query(call.actor, call.request.region_id)
        return call.list(query, lists.PARTNERS | columns, Partner)

    @operation(contracts.LIST_ASSIGNMENTS)
    def list_assignments(self, call: Call[Any]) -> Reply:
        return call.list(
            lambda reader: assignments.assignments_query(reader, call.request.partner_id), assignments.COLUMNS, Partner
        )

    @operation(contracts.LIST_CONTACT_PERSONS)
    def list_contact_persons(self, call: Call[Any]) -> Reply:
        return call.list(lists.ALL_PERSONS, lists.PERSONS, Partner)

    @operation(contracts.GET_TERMS_OF_SALE)
    def get_terms_of_sale(self, call: Call[Any]) -> Reply:
        return call.read(terms.terms_of_sale)

    # ------------------------------------------------------------ contracts with clients

    @operation(contracts.MAKE_CONTRACT)
    def make_contract(self, call: Call[Any]) -> Reply:
        return call.transact(client_contracts.make_contract)

    @operation(contracts.CHANGE_CONTRACT)
    def change_contract(self, call: Call[Any]) -> Reply:
        return call.transact(client_contracts.change_contract)

    @operation(contracts.AGREE_CONTRACT)
    def agree_contract(self, call: Call[Any]) -> Reply:
        return call.transact(client_contracts.agree_contract)

    @operation(contracts.CLOSE_CONTRACT)
    def close_contract(self, call: Call[Any]) -> Reply:
        return call.transact(client_contracts.close_contract)

    @operation(contracts.GET_CONTRACT)
    def get_contract(self, call: Call[Any]) -> Reply:
        return call.show(Contract)

    @operation(contracts.LIST_CONTRACTS)
    def list_contracts(self, call: Call[Any]) -> Reply:
        return call.list(client_contracts.ALL, client_contracts.COLUMNS, Contract)

    # ------------------------------------------------------------ relationships

    @operation(contracts.ADD_RELATIONSHIP)
    def add_relationship(self, call: Call[Any]) -> Reply:
        return call.transact(relationships.add_relationship)

    @operation(contracts.END_RELATIONSHIP)
    def end_relationship(self, call: Call[Any]) -> Reply:
        return call.transact(relationships.end_relationship)

    @operation(contracts.GET_RELATIONSHIP)
    def get_relationship(self, call: Call[Any]) -> Reply:
        return call.show(Relationship)

    @operation(contracts.LIST_RELATIONSHIPS)
    def list_relationships(self, call: Call[Any]) -> Reply:
        return call.list(
            lambda reader: relationships.relationships_query(reader, call.request.partner_id),
            relationships.COLUMNS,
            Relationship,
        )

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
        asked = call.request
        return call.list(lambda reader: timeline.timeline_query(reader, asked.partner_id, asked.kind), timeline.COLUMNS)


service_class = PartnersService
