"""Columns by which lists are ordered, filtered and searched, noun by noun."""

from typing import Any

from sqlalchemy import select

from services.partners.models import (
    BusinessRegion,
    ContactPerson,
    Department,
    Organization,
    Partner,
    Staff,
)

_Columns = dict[str, Any]

ORGANIZATIONS: _Columns = {"id": Organization.id, "name": Organization.sort_key, "q": Organization.search_key}
DEPARTMENTS: _Columns = {
    "id": Department.id,
    "name": Department.sort_key,
    "organization_id": Department.organization_id,
}
STAFF: _Columns = {
    "id": Staff.id,
    "name": Staff.sort_key,
    "q": Staff.search_key,
    "organization_id": Staff.organization_id,
    "superior_id": Staff.superior_id,
}
REGIONS: _Columns = {
    "id": BusinessRegion.id,
    "name": BusinessRegion.sort_key,
    "q": BusinessRegion.search_key,
    "parent_id": BusinessRegion.parent_id,
}
PARTNERS: _Columns = {
    "id": Partner.id,
    "name": Partner.sort_key,
    "q": Partner.search_key,
    "created_at": Partner.created_at,
    "kind": Partner.kind,
    "manager_id": Partner.manager_id,
    "organization_id": Partner.organization_id,
    "region_id": Partner.region_id,
}
PERSONS: _Columns = {"id": ContactPerson.id, "partner_id": ContactPerson.partner_id}
ALL_PERSONS = select(*ContactPerson.__table__.c).join(Partner, Partner.id == ContactPerson.partner_id)
