"""Use cases of our organizations, departments and staff."""

from uuid import UUID

from sqlalchemy import select

from services.chassis.jobs import Job, start_job
from services.chassis.references import at_fields, require
from services.chassis.tx import Reader, Tx
from services.partners.contracts import (
    ORGANIZATION_CHANGED,
    STAFF_CHANGED,
    SUBORDINATION_RING,
    ChangeOrganization,
    ChangeStaff,
    HandClientsOver,
    HireStaff,
    OpenDepartment,
    RegisterOrganization,
    Team,
    TeamOf,
)
from services.partners.models import Department, Organization, Staff
from services.partners.rules import tree


def register_organization(tx: Tx, command: RegisterOrganization) -> Organization:
    organization = tx.add(
        Organization(
            name=command.name,
            edrpou=command.edrpou,
            vat_number=command.vat_number,
            ibans=list(command.ibans),
            requisite_policies=[policy.model_dump(mode="json") for policy in command.requisite_policies],
        )
    )
    tx.announce(ORGANIZATION_CHANGED, organization)
    return organization


def change_organization(tx: Tx, command: ChangeOrganization) -> Organization:
    organization = tx.get(Organization, command.id)
    if command.name is not None:
        organization.name = command.name
    if command.ibans is not None:
        organization.ibans = list(command.ibans)
    if command.requisite_policies is not None:
        organization.requisite_policies = [policy.model_dump(mode="json") for policy in command.requisite_policies]
    tx.announce(ORGANIZATION_CHANGED, organization)
    return organization


def open_department(tx: Tx, command: OpenDepartment) -> Department:
    require(
        tx,
        (Organization, command.organization_id, "/organization_id"),
        (Department, command.parent_id, "/parent_id"),
    )
    return tx.add(Department(organization_id=command.organization_id, name=command.name, parent_id=command.parent_id))


def hire_staff(tx: Tx, command: HireStaff) -> Staff:
    require(
        tx,
        (Organization, command.organization_id, "/organization_id"),
        (Department, command.department_id, "/department_id"),
        (Staff, command.superior_id, "/superior_id"),
    )
    staff = tx.add(Staff(**command.__dict__))
    tx.announce(STAFF_CHANGED, staff)
    return staff


def change_staff(tx: Tx, command: ChangeStaff) -> Staff:
    staff = tx.get(Staff, command.id)
    require(
        tx,
        (Department, command.department_id, "/department_id"),
        (Staff, command.superior_id, "/superior_id"),
    )
    if command.superior_id and tree.makes_ring(staff.id, command.superior_id, _superiors(tx)):
        raise at_fields(SUBORDINATION_RING, ["/superior_id"], tx.actor.language)
    for name in command.model_fields_set - {"id"}:
        value = getattr(command, name)
        if value is not None or name == "superior_id":
            setattr(staff, name, value)
    tx.announce(STAFF_CHANGED, staff)
    return staff


def team(reader: Reader, query: TeamOf) -> Team:
    head = reader.get(Staff, query.staff_id)
    members = tree.below(head.id, _superiors(reader))
    return Team(staff_ids=tuple(members), organization_id=head.organization_id)


def hand_clients_over(tx: Tx, command: HandClientsOver) -> Job:
    tx.get(Staff, command.id)
    require(tx, (Staff, command.to_staff_id, "/to_staff_id"))
    return start_job(tx, "hand_clients_over", {"from": str(command.id), "to": str(command.to_staff_id)})


def _superiors(reader: Reader) -> dict[UUID, UUID | None]:
    return {row.id: row.superior_id for row in reader.rows(select(Staff.id, Staff.superior_id))}
