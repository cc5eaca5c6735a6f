"""Contact persons of many partners at once: whom to invite, write to, call."""

from datetime import date
from typing import Annotated
from uuid import UUID

from services.chassis.actor import OFFICE
from services.chassis.contracts import Message, one_of
from services.chassis.fields import PERSONAL
from services.partners.contracts.base import api


class ContactPersonRow(Message):
    """A partner's contact person in lists."""

    id: UUID
    partner_id: UUID
    full_name: Annotated[str, PERSONAL]
    position: str | None
    phone: Annotated[str, PERSONAL] | None
    email: Annotated[str, PERSONAL] | None
    birthday: Annotated[date, PERSONAL] | None


LIST_CONTACT_PERSONS = api.listing(
    "list_contact_persons",
    "GET /contact-persons",
    ContactPersonRow,
    roles=OFFICE,
    en="Contact persons of partners",
    uk="Контактні особи партнерів",
    orders=("partner_id",),
    filters=(one_of("id", UUID), one_of("partner_id", UUID)),
)
