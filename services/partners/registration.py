"""Use cases of a partner's card: register, change, assign, archive."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from services.chassis.actor import Actor
from services.chassis.contracts import ById
from services.chassis.messages import FieldProblem, Language
from services.chassis.references import require
from services.chassis.tx import Tx
from services.partners import assignments, duplicates
from services.partners.contracts import (
    PARTNER_CHANGED,
    PARTNER_MERGED,
    REQUISITES_MISSING,
    AddContactPerson,
    AssignPartner,
    ChangePartner,
    PartnerRow,
    PartnerView,
    RegisterPartner,
    Requisite,
    RequisitePolicy,
)
from services.partners.interest import first_touch, keep_first_touch, named_by_interest
from services.partners.merging import follow_heir
from services.partners.models import (
    BusinessRegion,
    ContactDetail,
    ContactPerson,
    LegalEntity,
    Organization,
    Partner,
    Staff,
)
from services.partners.regions import inside
from services.partners.rules import requisites


def register_partner(tx: Tx, command: RegisterPartner) -> Partner:
    manager_id = command.manager_id or tx.actor.staff_id
    require(
        tx,
        (Organization, command.organization_id, "/organization_id"),
        (Staff, manager_id, "/manager_id"),
        (Staff, command.representative_id, "/representative_id"),
        (BusinessRegion, command.region_id, "/region_id"),
        *named_by_interest(command.primary_interest),
    )
    organization = tx.session.get_one(Organization, command.organization_id)
    _demand_requisites(tx, organization, command)
    if not command.accept_duplicates:
        duplicates.refuse_duplicates(tx, command)
    partner = Partner(
        organization_id=organization.id,
        kind=command.kind,
        name=command.name,
        roles=list(command.roles),
        manager_id=manager_id,
        representative_id=command.representative_id,
        region_id=command.region_id,
        primary_interest=first_touch(command.primary_interest),
        notes=command.notes,
        legal_entities=[
            LegalEntity(**{**entity.__dict__, "ibans": list(entity.ibans)}) for entity in command.legal_entities
        ],
        contact_persons=[ContactPerson(**person.__dict__) for person in command.contact_persons],
        details=[ContactDetail(**detail.__dict__) for detail in command.details],
    )
    _own_parts(partner)
    tx.add(partner)
    tx.session.flush()
    duplicates.keep_keys(tx, partner)
    assignments.open_assignments(tx, (partner.id, manager_id, partner.representative_id))
    tx.announce(PARTNER_CHANGED, partner)
    return partner


def change_partner(tx: Tx, command: ChangePartner) -> Partner:
    partner = _not_merged(tx, command.id)
    require(tx, (BusinessRegion, command.region_id, "/region_id"), *named_by_interest(command.primary_interest))
    if command.name is not None:
        partner.name = command.name
        duplicates.renew_keys(tx, partner)
    if command.roles is not None:
        partner.roles = list(command.roles)
        _demand_requisites(tx, tx.session.get_one(Organization, partner.organization_id), tx.show(PartnerView, partner))
    if "notes" in command.model_fields_set:
        partner.notes = command.notes
    if "region_id" in command.model_fields_set:
        partner.region_id = command.region_id
    if "primary_interest" in command.model_fields_set:
        keep_first_touch(tx, partner, command.primary_interest)
    tx.announce(PARTNER_CHANGED, partner)
    return partner


def assign_partner(tx: Tx, command: AssignPartner) -> Partner:
    partner = _not_merged(tx, command.id)
    require(
        tx,
        (Staff, command.manager_id, "/manager_id"),
        (Staff, command.representative_id, "/representative_id"),
    )
    before = (partner.manager_id, partner.representative_id)
    partner.manager_id = command.manager_id
    if "representative_id" in command.model_fields_set:
        partner.representative_id = command.representative_id
    if before != (partner.manager_id, partner.representative_id):
        assignments.hand_on(tx, (partner.id, partner.manager_id, partner.representative_id))
        follow_heir(tx, partner)
    tx.announce(PARTNER_CHANGED, partner)
    return partner


def add_contact_person(tx: Tx, command: AddContactPerson) -> Partner:
    partner = _not_merged(tx, command.id)
    fields = {name: value for name, value in command.__dict__.items() if name != "id"}
    partner.contact_persons.append(ContactPerson(partner_id=partner.id, **fields))
    duplicates.renew_keys(tx, partner)
    tx.touch(partner)
    tx.announce(PARTNER_CHANGED, partner)
    return partner


def archive_partner(tx: Tx, command: ById) -> Partner:
    partner = tx.get(Partner, command.id)
    partner.archived_at = partner.archived_at or tx.now
    tx.announce(PARTNER_CHANGED, partner)
    return partner


_ROW = [getattr(Partner, name) for name in PartnerRow.model_fields]
_ROW_OF_ITSELF = [getattr(Partner, name) for name in PartnerRow.model_fields if name != "primary_interest"]


def partners_query(actor: Actor, region_id: UUID | None) -> tuple[Select[Any], dict[str, Any]]:
    """Cards in lists, and the column to look for the region in: it is meant with all that lies in it.

    What brought a client is not the client's to read.
    """
    query = select(*(_ROW_OF_ITSELF if actor.is_client else _ROW))
    if region_id is None:
        return query, {}
    lying = inside(region_id)
    return query.join(lying, Partner.region_id == lying.c.region_id), {"region_id": lying.c.top}


def _not_merged(tx: Tx, partner_id: UUID) -> Partner:
    """A card for change. What is done to one that was merged nobody would find: its heir is the card now."""
    partner = tx.get(Partner, partner_id)
    if partner.merged_into is not None:
        raise PARTNER_MERGED(heir=str(partner.merged_into))
    return partner


def _demand_requisites(tx: Tx, organization: Organization, card: RegisterPartner | PartnerView) -> None:
    policies = [RequisitePolicy.model_validate(policy) for policy in organization.requisite_policies]
    lacking = requisites.missing(policies, card)
    if lacking:
        raise REQUISITES_MISSING(list(_lacking_fields(lacking, tx.actor.language)))


def _lacking_fields(lacking: list[tuple[Requisite, str]], language: Language) -> Iterable[FieldProblem]:
    for requisite, pointer in lacking:
        name = REQUISITE_NAMES[requisite][0 if language == "uk" else 1]
        sentence = f"Потрібно заповнити: {name}." if language == "uk" else f"Fill in: {name}."
        yield FieldProblem(pointer, f"missing_{requisite}", sentence)


REQUISITE_NAMES = {
    Requisite.EDRPOU: ("код ЄДРПОУ", "EDRPOU code"),
    Requisite.TAX_NUMBER: ("РНОКПП", "tax number (РНОКПП)"),
    Requisite.VAT_NUMBER: ("індивідуальний податковий номер", "VAT number"),
    Requisite.IBAN: ("рахунок IBAN", "IBAN"),
    Requisite.PHONE: ("телефон", "phone"),
    Requisite.EMAIL: ("електронна пошта", "e-mail"),
    Requisite.ADDRESS: ("адреса", "address"),
    Requisite.CONTACT_PERSON: ("контактна особа", "contact person"),
}


def _own_parts(partner: Partner) -> None:
    """The audit asks parts for their root before the flush would tell them."""
    parts: list[LegalEntity | ContactPerson | ContactDetail] = [
        *partner.legal_entities,
        *partner.contact_persons,
        *partner.details,
    ]
    for part in parts:
        part.partner_id = partner.id
