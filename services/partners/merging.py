"""Two cards of one partner become one: the other stays, archived, and points to its heir (P3).

Documents of all services keep the card they were made with; lists, reports and rights resolve it when they read
(`services/chassis/access.py`).
"""

from typing import Any

from services.chassis.references import at_fields, unknown_references
from services.chassis.tx import Tx
from services.partners import assignments, duplicates, segments
from services.partners.contracts import (
    CONTRACT_CHANGED,
    HEIR_ARCHIVED,
    MERGED_INTO_ITSELF,
    PARTNER_CHANGED,
    PARTNER_MERGED,
    MergePartner,
)
from services.partners.models import Contract, Partner
from services.partners.relationships import ties_of
from services.partners.rules import merging as rules


def merge_partner(tx: Tx, command: MergePartner) -> Partner:
    """The heir. A chain is kept short: what was merged into this card goes to its heir too."""
    card = tx.get(Partner, command.id)
    heir = _heir(tx, card, command)
    _move_parts(card, heir)
    for contract in tx.locked(Contract, Contract.partner_id == card.id):
        contract.partner_id = heir.id
        tx.announce(CONTRACT_CHANGED, contract)
    _move_ties(tx, card, heir)
    heir.primary_interest = rules.first_touch(card, heir)
    heir.roles = rules.roles_of_both(heir.roles, card.roles)
    heir.region_id = heir.region_id or card.region_id
    heir.notes = heir.notes or card.notes
    card.archived_at = card.archived_at or tx.now
    for one in (card, *merged_into(tx, card)):
        one.merged_into = heir.id
        tx.announce(PARTNER_CHANGED, one)
    tx.touch(heir)
    tx.session.flush()
    follow_heir(tx, heir)
    segments.follow_merged(tx, card.id, heir.id)
    for one in (card, heir):
        duplicates.renew_keys(tx, one)
    tx.announce(PARTNER_CHANGED, heir)
    return heir


def merged_into(tx: Tx, heir: Partner) -> list[Partner]:
    return tx.locked(Partner, Partner.merged_into == heir.id)


def follow_heir(tx: Tx, heir: Partner) -> None:
    """Whose client the heir is, theirs are the cards merged into it: what their documents are seen by."""
    people = (heir.manager_id, heir.representative_id)
    others = [one for one in merged_into(tx, heir) if (one.manager_id, one.representative_id) != people]
    for one in others:
        one.manager_id, one.representative_id = people
        tx.announce(PARTNER_CHANGED, one)
    if others:
        assignments.hand_on(tx, *((one.id, *people) for one in others))


def _heir(tx: Tx, card: Partner, command: MergePartner) -> Partner:
    language = tx.actor.language
    if card.merged_into is not None:
        raise PARTNER_MERGED(heir=str(card.merged_into))
    if command.into_id == card.id:
        raise at_fields(MERGED_INTO_ITSELF, ["/into_id"], language)
    found = tx.locked(Partner, Partner.id == command.into_id, tx.visible(Partner))
    if not found:
        raise unknown_references(["/into_id"], language)
    if found[0].archived_at is not None:
        raise at_fields(HEIR_ARCHIVED, ["/into_id"], language)
    return found[0]


def _move_parts(card: Partner, heir: Partner) -> None:
    """A phone or address that the heir has already stays where it is."""
    known = {(detail.kind, detail.value) for detail in heir.details}
    new = [detail for detail in card.details if (detail.kind, detail.value) not in known]
    moving: list[tuple[list[Any], list[Any], list[Any]]] = [
        (card.legal_entities, heir.legal_entities, list(card.legal_entities)),
        (card.contact_persons, heir.contact_persons, list(card.contact_persons)),
        (card.details, heir.details, new),
    ]
    for had, has, parts in moving:
        for part in parts:
            had.remove(part)
            has.append(part)
            part.partner_id = heir.id


def _move_ties(tx: Tx, card: Partner, heir: Partner) -> None:
    """A tie between the two is one with itself now: it is put away."""
    for tie in ties_of(tx, card.id):
        if heir.id in (tie.partner_id, tie.other_partner_id):
            tie.archived_at = tie.archived_at or tx.now
        elif tie.partner_id == card.id:
            tie.partner_id = heir.id
        else:
            tie.other_partner_id = heir.id
