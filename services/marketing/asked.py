"""What partners answered of the partners and contact persons that a request names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from services.chassis.errors import NOT_FOUND, ErrorCode
from services.chassis.messages import FieldProblem, Language
from services.marketing.contracts import CONTACT_NOT_OF_PARTNER, NewGuest
from services.partners.contracts import PARTNER_NOT_OURS, PartnerRow


@dataclass(frozen=True)
class AskedPartner:
    """What partners answered of a partner."""

    partner_id: UUID
    partner_name: str
    manager_id: UUID | None
    representative_id: UUID | None

    @classmethod
    def of(cls, partner: PartnerRow) -> "AskedPartner":
        return cls(partner.id, partner.name, partner.manager_id, partner.representative_id)


@dataclass(frozen=True)
class Asked:
    """What partners answered of those named: the partners that the actor may see and that are not archived, and by id
    of contact person whose it is and its name."""

    partners: Mapping[UUID, AskedPartner]
    persons: Mapping[UUID, tuple[UUID, str]]

    def name_of(self, guest: NewGuest) -> str | None:
        return self.persons[guest.contact_person_id][1] if guest.contact_person_id else None


def demand_known(asked: Asked, named: Iterable[tuple[str, NewGuest]], language: Language) -> None:
    """Raises NotFound naming every partner that is not there for the actor, and every person not of its partner."""
    problems = []
    for place, guest in named:
        if guest.partner_id not in asked.partners:
            problems.append(_problem(PARTNER_NOT_OURS, f"{place}/partner_id", language))
        elif guest.contact_person_id and not _is_of(asked, guest):
            problems.append(_problem(CONTACT_NOT_OF_PARTNER, f"{place}/contact_person_id", language))
    if problems:
        raise NOT_FOUND(problems)


def _is_of(asked: Asked, guest: NewGuest) -> bool:
    found = asked.persons.get(guest.contact_person_id) if guest.contact_person_id else None
    return found is not None and found[0] == guest.partner_id


def _problem(code: ErrorCode, pointer: str, language: Language) -> FieldProblem:
    return FieldProblem(pointer, code.name, code.sentence(language))
