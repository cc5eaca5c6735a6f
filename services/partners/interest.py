"""What brought a client: said once, at registration or later; corrected by the heads only (P4)."""

from uuid import UUID

from services.chassis.references import at_fields, unknown_references
from services.chassis.tx import Tx
from services.partners.contracts import HEADS, INTEREST_KEPT, NewPrimaryInterest, PrimaryInterestKind
from services.partners.models import FirstTouch, Partner, Staff

_POINTER = "/primary_interest/id"


def named_by_interest(said: NewPrimaryInterest | None) -> list[tuple[type[Staff | Partner], UUID | None, str]]:
    """The record of this service that it names, for `require`. Channels and marketing events are taken on trust."""
    if said is None:
        return []
    if said.kind is PrimaryInterestKind.MANAGER:
        return [(Staff, said.id, _POINTER)]
    return [(Partner, said.id, _POINTER)] if said.kind is PrimaryInterestKind.PARTNER else []


def first_touch(said: NewPrimaryInterest | None) -> FirstTouch | None:
    return FirstTouch(said.kind, said.id, said.note) if said else None


def keep_first_touch(tx: Tx, partner: Partner, said: NewPrimaryInterest | None) -> None:
    """Raises Conflict where another one is on record and the actor is no head. Nobody brings itself."""
    if said is not None and said.id == partner.id:
        raise unknown_references([_POINTER], tx.actor.language)
    touch = first_touch(said)
    known = partner.primary_interest
    if known is not None and touch != known and not tx.actor.roles & HEADS:
        raise at_fields(INTEREST_KEPT, ["/primary_interest"], tx.actor.language)
    if touch != known:
        partner.primary_interest = touch
