"""What is checked of anything that people write about an object or a client: all faults are named at once."""

from collections.abc import Sequence
from typing import Any, Protocol
from uuid import UUID

from services.chassis.errors import INVALID, UNKNOWN_REFERENCE, ErrorCode
from services.chassis.messages import Language
from services.chassis.references import at_fields
from services.chassis.tables import Record
from services.chassis.tx import Reader, Tx
from services.partners.contracts import PARTNER_NOT_OURS, SUBJECT_HALF
from services.partners.models import Partner

Fault = tuple[ErrorCode, str]
"""What is wrong, and the JSON pointer of the field."""


class About(Protocol):
    """A request about an object or a client."""

    @property
    def subject_type(self) -> str | None: ...
    @property
    def subject_id(self) -> UUID | None: ...
    @property
    def partner_id(self) -> UUID | None: ...


def demand_client(tx: Tx, partner_id: UUID | None) -> None:
    """What is written about a client is a look into its timeline: whose client it is not, gets what a stranger gets."""
    if partner_id is not None and tx.find(Partner, Partner.id == partner_id, tx.visible(Partner)) is None:
        raise PARTNER_NOT_OURS()


def about(tx: Tx, said: About) -> dict[str, Any]:
    """The columns that say what it is about. The client is the object itself where that is a partner."""
    if said.subject_type == "partner":
        demand_client(tx, said.subject_id)
    demand_client(tx, said.partner_id)
    partner_id = said.partner_id or (said.subject_id if said.subject_type == "partner" else None)
    return {"subject_type": said.subject_type, "subject_id": said.subject_id, "partner_id": partner_id}


def half_subject(said: About) -> list[Fault]:
    if (said.subject_type is None) == (said.subject_id is None):
        return []
    return [(SUBJECT_HALF, "/subject_type" if said.subject_type is None else "/subject_id")]


def unknown(reader: Reader, model: type[Record], wanted: UUID | None, pointer: str) -> list[Fault]:
    """A fault where a record is named that is not there for the actor, or is archived."""
    if wanted is None or reader.find(model, model.id == wanted, model.archived_at.is_(None), reader.visible(model)):
        return []
    return [(UNKNOWN_REFERENCE, pointer)]


def demand_none(faults: Sequence[Fault], language: Language) -> None:
    """Raises a refusal naming every fault; by its own code where there is only one kind."""
    if not faults:
        return
    codes = list(dict.fromkeys(code for code, _ in faults))
    refusals = [at_fields(code, [at for found, at in faults if found is code], language) for code in codes]
    if len(refusals) == 1:
        raise refusals[0]
    raise INVALID([field for refusal in refusals for field in refusal.fields])
