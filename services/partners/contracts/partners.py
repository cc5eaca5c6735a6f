"""Partners: their legal entities, people and contact details (P1, P2, P5-P7)."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field, ValidationInfo, field_validator

from services.chassis.actor import Role
from services.chassis.contracts import ById, Message, between, equals, one_of
from services.chassis.errors import UNKNOWN_REFERENCE, Conflict, Invalid, NotFound, error_code
from services.chassis.fields import (
    PERSONAL,
    CurrencyCode,
    Edrpou,
    Email,
    Iban,
    LongText,
    Name,
    Phone,
    TaxNumber,
    VatNumber,
    e164,
    normal_email,
)
from services.chassis.moments import Day, Flag
from services.partners.contracts.base import (
    HEADS,
    SELLERS,
    DetailKind,
    PartnerKind,
    PartnerRole,
    api,
    vat_number_of_codes,
)
from services.partners.contracts.interest import INTEREST_KEPT, NewPrimaryInterest, PrimaryInterest


class LegalEntityCard(Message):
    """A partner's legal entity (контрагент): it signs, pays, is invoiced. A company's code is its EDRPOU, a
    person's the РНОКПП; a non-resident has `foreign_number` and a country instead."""

    name: Name
    edrpou: Edrpou | None = None
    tax_number: Annotated[TaxNumber, PERSONAL] | None = None
    vat_number: VatNumber | None = None
    country: Annotated[str, Field(pattern="^[A-Z]{2}$", examples=["UA"])] = "UA"
    foreign_number: Annotated[str, Field(pattern=r"^[0-9A-Z/.\-]{2,40}$")] | None = None
    ibans: Annotated[tuple[Iban, ...], Field(max_length=20)] = ()


class NewLegalEntity(LegalEntityCard):
    """One being registered: its codes must fit each other. What was taken before is shown as it is."""

    _vat_number = field_validator("vat_number")(vat_number_of_codes)


class LegalEntityView(LegalEntityCard):
    id: UUID


class ContactPersonCard(Message):
    full_name: Annotated[Name, PERSONAL]
    position: Name | None = None
    phone: Annotated[Phone, PERSONAL] | None = None
    email: Annotated[Email, PERSONAL] | None = None
    birthday: Annotated[Day, PERSONAL] | None = None


class ContactPersonView(ContactPersonCard):
    id: UUID


class ContactDetailCard(Message):
    """A phone is kept in E.164, an e-mail in lower-case domain; the first of a kind is the main one."""

    kind: DetailKind
    value: Annotated[LongText, PERSONAL]
    purpose: Name | None = None

    @field_validator("value")
    @classmethod
    def in_one_form(cls, value: str, info: ValidationInfo) -> str:
        kind = info.data.get("kind")
        if kind is DetailKind.PHONE:
            return e164(value)
        return normal_email(value) if kind is DetailKind.EMAIL else value


class ContactDetailView(Message):
    id: UUID
    kind: DetailKind
    value: Annotated[str, PERSONAL]
    purpose: str | None


class RegisterPartner(Message):
    """Register a partner with us: the organization's mandatory requisites are checked, all at once."""

    organization_id: UUID
    kind: PartnerKind
    name: Name
    roles: Annotated[tuple[PartnerRole, ...], Field(min_length=1, max_length=6)] = (PartnerRole.CLIENT,)
    manager_id: UUID | None = None
    """The main manager; the registering person when not given."""
    representative_id: UUID | None = None
    region_id: UUID | None = None
    primary_interest: NewPrimaryInterest | None = None
    notes: LongText | None = None
    legal_entities: Annotated[tuple[NewLegalEntity, ...], Field(max_length=20)] = ()
    contact_persons: Annotated[tuple[ContactPersonCard, ...], Field(max_length=50)] = ()
    details: Annotated[tuple[ContactDetailCard, ...], Field(max_length=50)] = ()
    accept_duplicates: Flag = False
    """Register it although such a partner seems to be here already."""


class ChangePartner(Message):
    """Fields not given stay as they are. What brought the client may be filled in once; only the heads correct it."""

    id: UUID
    name: Name | None = None
    roles: Annotated[tuple[PartnerRole, ...], Field(min_length=1, max_length=6)] | None = None
    region_id: UUID | None = None
    primary_interest: NewPrimaryInterest | None = None
    notes: LongText | None = None


class AssignPartner(Message):
    """Give the client to another main manager, and to another representative if named."""

    id: UUID
    manager_id: UUID
    representative_id: UUID | None = None


class AddContactPerson(ContactPersonCard):
    id: UUID


class PartnerRow(Message):
    """A partner in lists and events."""

    id: UUID
    organization_id: UUID
    kind: PartnerKind
    name: str
    roles: tuple[PartnerRole, ...]
    manager_id: UUID | None
    representative_id: UUID | None
    archived_at: datetime | None
    merged_into: UUID | None
    created_at: datetime
    version: int
    region_id: UUID | None = None
    primary_interest: PrimaryInterest | None = None
    """Not shown to the client itself."""


class PartnerView(PartnerRow):
    """A partner's whole card: legal entities, contact persons, contact details."""

    notes: str | None
    legal_entities: tuple[LegalEntityView, ...]
    contact_persons: tuple[ContactPersonView, ...]
    details: tuple[ContactDetailView, ...]


class PartnersReassigned(Message):
    """One batch of a hand-over: (partner id, version) pairs that now belong to `manager_id`."""

    manager_id: UUID
    partners: tuple[tuple[UUID, int], ...]


class PartnerErased(Message):
    """A partner's personal data are gone; every service blanks its own copies, the audit included."""

    partner_id: UUID


class TermsOfSaleAsked(Message):
    organization_id: UUID
    partner_id: UUID
    legal_entity_id: UUID | None = None
    contract_id: UUID | None = None
    on: Day | None = None
    """The document's day, on which the contract must hold; today when none is given."""
    settling: bool = False
    """Money for what was sold already: then the client may be archived, or the contract closed, meanwhile."""


class TermsOfSale(Message):
    """What an order must know of its parties when it is written."""

    partner_id: UUID
    partner_name: str
    legal_entity_id: UUID | None
    manager_id: UUID | None
    representative_id: UUID | None
    organization_pays_vat: bool
    contract_id: UUID | None = None
    contract_currency: CurrencyCode | None = None
    contract_limit: Decimal | None = None
    """How much the client may owe under the contract, in its currency; null: no limit of its own."""


NOT_A_CLIENT = error_code(
    "not_a_client",
    Conflict,
    en="This partner is not a client. Add the role of a client to its card first.",
    uk="Цей партнер не є клієнтом. Спершу додайте роль клієнта до його картки.",
)
REQUISITES_MISSING = error_code(
    "requisites_missing",
    Invalid,
    en="This organization demands more requisites of such a partner. Fill in every one listed.",
    uk="Ця організація вимагає від такого партнера більше реквізитів. Заповніть кожен із перелічених.",
)
PARTNER_NOT_OURS = error_code(
    "partner_not_found",
    NotFound,
    en="There is no such partner among your clients. Choose one of your own.",
    uk="Серед ваших клієнтів такого партнера немає. Виберіть одного зі своїх.",
)
CONTRACT_NOT_IN_FORCE = error_code(
    "contract_not_in_force",
    Conflict,
    en="This contract does not hold on that day. Choose one in force, or have this one agreed or extended.",
    uk="Цей договір на таку дату не діє. Виберіть чинний або погодьте чи подовжте цей.",
)
LIKELY_DUPLICATES = error_code(
    "likely_duplicates",
    Conflict,
    en="Such a partner seems to be here already: see each field listed. Open the card found, or send the request again "
    "with accept_duplicates if it is another one.",
    uk="Схоже, такий партнер уже є: перегляньте кожне з перелічених полів. Відкрийте знайдену картку або, якщо це "
    "інший партнер, надішліть запит ще раз з accept_duplicates.",
)
PARTNER_MERGED = error_code(
    "partner_merged",
    Conflict,
    en="This card was merged into another one. Open that one: {heir}.",
    uk="Цю картку об'єднано з іншою. Відкрийте ту: {heir}.",
)

REGISTER_PARTNER = api.command(
    "register_partner",
    "POST /partners",
    RegisterPartner,
    PartnerView,
    roles=SELLERS,
    en="Register a partner",
    uk="Зареєструвати партнера",
    errors=(REQUISITES_MISSING, LIKELY_DUPLICATES, UNKNOWN_REFERENCE),
    example={
        "kind": "company",
        "name": "ТОВ «Калина Вигадана»",
        "roles": ["client"],
        "legal_entities": [{"name": "ТОВ «Калина Вигадана»", "edrpou": "32855961"}],
        "contact_persons": [{"full_name": "Мавка Лісова", "position": "Закупівельниця", "phone": "+380441234567"}],
    },
)
CHANGE_PARTNER = api.command(
    "change_partner",
    "PATCH /partners/{id}",
    ChangePartner,
    PartnerView,
    roles=SELLERS,
    en="Change a partner's card",
    uk="Змінити картку партнера",
    errors=(PARTNER_MERGED, REQUISITES_MISSING, INTEREST_KEPT, UNKNOWN_REFERENCE),
    example={"notes": "Просить привозити до обіду"},
)
ASSIGN_PARTNER = api.command(
    "assign_partner",
    "POST /partners/{id}/assign",
    AssignPartner,
    PartnerView,
    roles=HEADS,
    en="Give a client to another manager",
    uk="Призначити клієнту іншого менеджера",
    errors=(PARTNER_MERGED, UNKNOWN_REFERENCE),
)
ADD_CONTACT_PERSON = api.command(
    "add_contact_person",
    "POST /partners/{id}/contact-persons",
    AddContactPerson,
    PartnerView,
    roles=SELLERS,
    en="Add a contact person",
    uk="Додати контактну особу",
    errors=(PARTNER_MERGED,),
    description="A person at the client's, whom documents, talks and invitations may name.",
    example={
        "full_name": "Мавка Лісова",
        "position": "Закупівельниця",
        "phone": "+380441234567",
        "email": "mavka@kalyna.example",
    },
)
ARCHIVE_PARTNER = api.command(
    "archive_partner",
    "POST /partners/{id}/archive",
    ById,
    PartnerView,
    roles=HEADS,
    en="Archive a partner: it stays, but is offered no more",
    uk="Архівувати партнера: він залишається, але більше не пропонується",
    description="It leaves what is offered for new documents; the card and its history stay readable.",
)
ERASE_PARTNER = api.command(
    "erase_partner",
    "POST /partners/{id}/erase",
    ById,
    PartnerView,
    roles={Role.ADMINISTRATOR},
    en="Erase a partner's personal data for good, everywhere",
    uk="Назавжди стерти персональні дані партнера в усіх сервісах",
    description=(
        "Contact persons, contact details, tax numbers, notes, a private person's name, and whatever was written "
        "about the client's talks and tasks are gone for good, in every service and in the audit trail; documents "
        "keep their sums. It cannot be undone."
    ),
)
GET_PARTNER = api.query(
    "get_partner",
    "GET /partners/{id}",
    ById,
    PartnerView,
    roles=Role,
    en="A partner's card",
    uk="Картка партнера",
)
LIST_PARTNERS = api.listing(
    "list_partners",
    "GET /partners",
    PartnerRow,
    roles=Role,
    en="Partners",
    uk="Партнери",
    orders=("name", "-name", "-created_at", "created_at"),
    filters=(
        one_of("id", UUID),
        one_of("kind", PartnerKind),
        one_of("manager_id", UUID),
        equals("organization_id", UUID),
        equals("region_id", UUID, about="Only those of this region and of the regions in it."),
        between("created_at", datetime),
    ),
    search=True,
)
GET_TERMS_OF_SALE = api.query(
    "get_terms_of_sale",
    "GET /partners/{partner_id}/terms-of-sale",
    TermsOfSaleAsked,
    TermsOfSale,
    roles=Role,
    en="What a document must know of its parties",
    uk="Що документ має знати про свої сторони",
    errors=(PARTNER_NOT_OURS, NOT_A_CLIENT, CONTRACT_NOT_IN_FORCE, UNKNOWN_REFERENCE),
)

PARTNER_CHANGED = api.state("partner_changed", PartnerRow, subject="partner")
PARTNERS_REASSIGNED = api.fact("partners_reassigned", PartnersReassigned, subject="reassignment")
PARTNER_ERASED = api.fact("partner_erased", PartnerErased, subject="erasure")
