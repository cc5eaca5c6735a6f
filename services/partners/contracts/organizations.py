"""Our organizations, departments and staff (P15)."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, field_validator

from services.chassis.actor import OFFICE, Role
from services.chassis.contracts import ById, JobTicket, Message, equals, one_of
from services.chassis.errors import EXISTS, UNKNOWN_REFERENCE, Conflict, error_code
from services.chassis.fields import PERSONAL, Edrpou, Email, Iban, Name, VatNumber
from services.partners.contracts.base import HEADS, PartnerKind, PartnerRole, Requisite, api, vat_number_of_codes


class RequisitePolicy(Message):
    """Mandatory requisites of partners of this kind and role."""

    kind: PartnerKind
    role: PartnerRole
    requisites: Annotated[tuple[Requisite, ...], Field(max_length=20)]


class RegisterOrganization(Message):
    name: Name
    edrpou: Edrpou
    vat_number: VatNumber | None = None
    """Present: the organization pays VAT; its documents carry VAT."""
    ibans: Annotated[tuple[Iban, ...], Field(max_length=20)] = ()
    requisite_policies: Annotated[tuple[RequisitePolicy, ...], Field(max_length=40)] = ()

    _vat_number = field_validator("vat_number")(vat_number_of_codes)


class ChangeOrganization(Message):
    """Fields not given stay as they are."""

    id: UUID
    name: Name | None = None
    ibans: Annotated[tuple[Iban, ...], Field(max_length=20)] | None = None
    requisite_policies: Annotated[tuple[RequisitePolicy, ...], Field(max_length=40)] | None = None


class OrganizationView(Message):
    """One of our own organizations; it pays VAT when it has a `vat_number`."""

    id: UUID
    name: str
    edrpou: str
    vat_number: str | None
    ibans: tuple[str, ...]
    requisite_policies: tuple[RequisitePolicy, ...]
    version: int


class OpenDepartment(Message):
    organization_id: UUID
    name: Name
    parent_id: UUID | None = None


class DepartmentView(Message):
    """A department of one of our organizations; `parent_id` is the one above it."""

    id: UUID
    organization_id: UUID
    name: str
    parent_id: UUID | None
    version: int


class HireStaff(Message):
    organization_id: UUID
    full_name: Annotated[Name, PERSONAL]
    position: Name | None = None
    email: Annotated[Email, PERSONAL] | None = None
    department_id: UUID | None = None
    superior_id: UUID | None = None


class ChangeStaff(Message):
    """Fields not given stay as they are; `superior_id: null` puts the person at the top."""

    id: UUID
    full_name: Annotated[Name, PERSONAL] | None = None
    position: Name | None = None
    department_id: UUID | None = None
    superior_id: UUID | None = None


class StaffView(Message):
    """One of our own people; `superior_id` says whose team they are in."""

    id: UUID
    organization_id: UUID
    full_name: Annotated[str, PERSONAL]
    position: str | None
    email: Annotated[str, PERSONAL] | None
    department_id: UUID | None
    superior_id: UUID | None
    version: int


class TeamOf(Message):
    staff_id: UUID


class Team(Message):
    """The person and all subordinates, through any depth."""

    staff_ids: tuple[UUID, ...]
    organization_id: UUID


class HandClientsOver(Message):
    """Every client of `id` goes to `to_staff_id`, as a job."""

    id: UUID
    to_staff_id: UUID


SUBORDINATION_RING = error_code(
    "subordination_ring",
    Conflict,
    en="This superior is a subordinate of the same person. Choose another superior.",
    uk="Цей керівник сам є підлеглим цієї особи. Виберіть іншого керівника.",
)

REGISTER_ORGANIZATION = api.command(
    "register_organization",
    "POST /organizations",
    RegisterOrganization,
    OrganizationView,
    roles={Role.ADMINISTRATOR},
    en="Register one of our organizations",
    uk="Зареєструвати нашу організацію",
    errors=(EXISTS,),
    description=(
        "A company of our own, in whose name documents are made. What its clients' cards must have is told by "
        "`requisite_policies`."
    ),
    example={"name": "ТОВ «Дзвін Вигаданий»", "edrpou": "42001038", "ibans": ["UA213223130000026007233566001"]},
)
CHANGE_ORGANIZATION = api.command(
    "change_organization",
    "PATCH /organizations/{id}",
    ChangeOrganization,
    OrganizationView,
    roles={Role.ADMINISTRATOR},
    en="Change an organization, its mandatory requisites included",
    uk="Змінити організацію, зокрема обов'язкові реквізити",
    example={"name": "ТОВ «Дзвін Вигаданий і партнери»"},
)
GET_ORGANIZATION = api.query(
    "get_organization",
    "GET /organizations/{id}",
    ById,
    OrganizationView,
    roles=OFFICE,
    en="One of our organizations",
    uk="Наша організація",
)
LIST_ORGANIZATIONS = api.listing(
    "list_organizations",
    "GET /organizations",
    OrganizationView,
    roles=OFFICE,
    en="Our organizations",
    uk="Наші організації",
    orders=("name", "-name"),
    search=True,
)
OPEN_DEPARTMENT = api.command(
    "open_department",
    "POST /departments",
    OpenDepartment,
    DepartmentView,
    roles={Role.ADMINISTRATOR},
    en="Open a department",
    uk="Створити підрозділ",
    description="Part of one of our organizations; departments may lie in each other.",
    example={"name": "Відділ оптових продажів"},
)
GET_DEPARTMENT = api.query(
    "get_department", "GET /departments/{id}", ById, DepartmentView, roles=OFFICE, en="A department", uk="Підрозділ"
)
LIST_DEPARTMENTS = api.listing(
    "list_departments",
    "GET /departments",
    DepartmentView,
    roles=OFFICE,
    en="Departments",
    uk="Підрозділи",
    orders=("name", "-name"),
    filters=(equals("organization_id", UUID),),
)
HIRE_STAFF = api.command(
    "hire_staff",
    "POST /staff",
    HireStaff,
    StaffView,
    roles={Role.ADMINISTRATOR},
    en="Add a member of staff",
    uk="Додати співробітника",
    description=(
        "A card of one of our people. To sign in, the person also needs a user (`POST /users`) that names this card."
    ),
    example={"full_name": "Лукаш Вигаданий", "position": "Менеджер з продажу", "email": "lukash@dzvin.example"},
)
CHANGE_STAFF = api.command(
    "change_staff",
    "PATCH /staff/{id}",
    ChangeStaff,
    StaffView,
    roles={Role.ADMINISTRATOR},
    en="Change a member of staff, the superior included",
    uk="Змінити дані співробітника, зокрема керівника",
    errors=(SUBORDINATION_RING, UNKNOWN_REFERENCE),
    example={"position": "Старший менеджер"},
)
GET_STAFF = api.query(
    "get_staff", "GET /staff/{id}", ById, StaffView, roles=OFFICE, en="A member of staff", uk="Співробітник"
)
LIST_STAFF = api.listing(
    "list_staff",
    "GET /staff",
    StaffView,
    roles=OFFICE,
    en="Staff",
    uk="Співробітники",
    orders=("name", "-name"),
    filters=(equals("organization_id", UUID), one_of("superior_id", UUID)),
    search=True,
)
GET_TEAM = api.query(
    "get_team",
    "GET /staff/{staff_id}/team",
    TeamOf,
    Team,
    roles=OFFICE,
    en="A person and all subordinates",
    uk="Особа та всі її підлеглі",
)
HAND_CLIENTS_OVER = api.command(
    "hand_clients_over",
    "POST /staff/{id}/hand-over",
    HandClientsOver,
    JobTicket,
    roles=HEADS,
    en="Hand all clients of a manager over to another",
    uk="Передати всіх клієнтів менеджера іншому",
    success=202,
    changes_existing=False,
)

ORGANIZATION_CHANGED = api.state("organization_changed", OrganizationView, subject="organization")
STAFF_CHANGED = api.state("staff_changed", StaffView, subject="staff")
