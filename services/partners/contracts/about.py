"""What tasks, interactions, notes and reminders are about: any object, of whichever service."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.contracts import Message
from services.chassis.errors import Invalid, error_code

Word = Annotated[str, Field(pattern=r"^[a-z_]{1,40}$", examples=["order"])]


class About(Message):
    """What it is about: an object by its kind (order, deal, offer, event, claim, price_type…) and id, and a client.
    An object of kind `partner` is the client itself. Whether there is such an order or deal is not asked: that is
    another service's to know."""

    subject_type: Word | None = None
    subject_id: UUID | None = None
    partner_id: UUID | None = None


SUBJECT_HALF = error_code(
    "subject_half",
    Invalid,
    en="An object is named by its kind and its id together. Give both, or neither.",
    uk="Об'єкт називають разом: вид та ідентифікатор. Вкажіть обидва або жодного.",
)
