"""Likely duplicates: found before a card is registered, by keys that are kept of every card (P3)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import aliased

from services.chassis.contracts import Ref
from services.chassis.messages import FieldProblem, Language
from services.chassis.statements import take_turns
from services.chassis.tx import Reader, Tx
from services.partners.contracts import (
    LIKELY_DUPLICATES,
    Duplicate,
    Duplicates,
    DuplicatesAsked,
    RegisterPartner,
)
from services.partners.models import Partner, PartnerKey
from services.partners.rules.duplicates import Card, keys_of

MAX_FOUND = 20
"""Cards told of at once: the actor's own first."""


def refuse_duplicates(tx: Tx, command: RegisterPartner) -> None:
    """Raises Conflict that names each field in which another card coincides, and the card.

    Of two that are registered at the same moment the second looks when the first is there.
    """
    take_turns(tx.session, (f"partner key {key}" for key, _ in keys_of(command)))
    found = _found(tx, command)
    if found:
        problems = [_problem(pointer, card, tx.actor.language) for pointer, card in found]
        raise LIKELY_DUPLICATES(problems)


def find_duplicates(reader: Reader, asked: DuplicatesAsked) -> Duplicates:
    """The same without registering."""
    return Duplicates(
        found=tuple(
            Duplicate(
                pointer=pointer,
                partner=Ref(id=card.id, name=card.name) if card.own else None,
                archived=card.archived_at is not None,
            )
            for pointer, card in _found(reader, asked)
        )
    )


def keep_keys(tx: Tx, partner: Partner) -> None:
    """The card is new: what it is recognized by."""
    keys = dict.fromkeys(key for key, _ in keys_of(partner))
    if keys:
        tx.session.execute(insert(PartnerKey), [{"match_key": key, "partner_id": partner.id} for key in keys])


def renew_keys(tx: Tx, partner: Partner) -> None:
    """The card has changed: what it is recognized by now."""
    forget_keys(tx, partner)
    keep_keys(tx, partner)


def forget_keys(tx: Tx, partner: Partner) -> None:
    tx.session.execute(delete(PartnerKey).where(PartnerKey.partner_id == partner.id))


_CARD = aliased(Partner)


def _found(reader: Reader, card: Card) -> list[tuple[str, Any]]:
    """(pointer, card found), in the order of the fields. A card in which two fields coincide is found by both."""
    pointers: dict[str, list[str]] = {}
    for key, pointer in keys_of(card):
        pointers.setdefault(key, []).append(pointer)
    if not pointers:
        return []
    own = reader.visible(Partner).label("own")
    query = (
        select(PartnerKey.match_key, Partner.id, Partner.name, Partner.archived_at, own)
        .distinct()
        .join(_CARD, _CARD.id == PartnerKey.partner_id)
        # a card that was merged is recognized as its heir
        .join(Partner, Partner.id == func.coalesce(_CARD.merged_into, _CARD.id))
        .where(PartnerKey.match_key.in_(pointers))
        .order_by(own.desc(), Partner.id)
        .limit(MAX_FOUND)
    )
    rows = reader.session.execute(query).all()
    return [(at, row) for key, places in pointers.items() for at in places for row in rows if row.match_key == key]


def _problem(pointer: str, card: Any, language: Language) -> FieldProblem:
    sentence = (_SAID if card.own else _ANOTHERS)[language]
    return FieldProblem(pointer, LIKELY_DUPLICATES.name, sentence.format(name=card.name, id=card.id))


_SAID: Mapping[Language, str] = {
    "uk": "Таке саме має картка «{name}» ({id}).",
    "en": "The card “{name}” ({id}) has the same.",
}
_ANOTHERS: Mapping[Language, str] = {
    "uk": "Таке саме має клієнт колеги. Зверніться до керівника продажів.",
    "en": "A colleague's client has the same. Ask the head of sales.",
}
