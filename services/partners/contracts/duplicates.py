"""Likely duplicates: cards that have a code, phone, e-mail or name of the one being registered (P3)."""

from typing import Annotated

from pydantic import Field

from services.chassis.contracts import Message, Ref
from services.chassis.fields import PERSONAL, Edrpou, Email, Name, Phone, TaxNumber
from services.partners.contracts.base import SELLERS, api
from services.partners.contracts.partners import ContactDetailCard


class CodesAsked(Message):
    edrpou: Edrpou | None = None
    tax_number: Annotated[TaxNumber, PERSONAL] | None = None
    country: Annotated[str, Field(pattern="^[A-Z]{2}$", examples=["UA"])] = "UA"
    foreign_number: Annotated[str, Field(pattern=r"^[0-9A-Z/.\-]{2,40}$")] | None = None


class PersonAsked(Message):
    phone: Annotated[Phone, PERSONAL] | None = None
    email: Annotated[Email, PERSONAL] | None = None


class DuplicatesAsked(Message):
    """As much of a card as is known: what of it tells whose it is."""

    name: Name | None = None
    legal_entities: Annotated[tuple[CodesAsked, ...], Field(max_length=20)] = ()
    contact_persons: Annotated[tuple[PersonAsked, ...], Field(max_length=50)] = ()
    details: Annotated[tuple[ContactDetailCard, ...], Field(max_length=50)] = ()


class Duplicate(Message):
    """A field of the card asked about that coincides with one of a card there is. `partner` is null where that is a
    colleague's client; `archived`: that card is no longer in use."""

    pointer: str
    partner: Ref | None
    archived: bool


class Duplicates(Message):
    """What was found, in the order of the fields asked about; the actor's own clients first."""

    found: tuple[Duplicate, ...]


FIND_DUPLICATES = api.query(
    "find_duplicates",
    "POST /partners/duplicates",
    DuplicatesAsked,
    Duplicates,
    roles=SELLERS,
    en="Cards that are likely of the same partner",
    uk="Картки, які ймовірно належать тому самому партнерові",
    example={"name": "ТОВ «Калина Вигадана»", "legal_entities": [{"edrpou": "32855961"}]},
)
