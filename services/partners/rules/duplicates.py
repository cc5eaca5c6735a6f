"""What tells that two cards are of one partner (P3): keys that coincide.

The same code, phone or e-mail; the same name when letter case, apostrophes, quotes, other signs, spaces and the legal
form are left out. Phones and e-mails of the card and of its people are compared with each other.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Protocol

from services.chassis.text import search_key
from services.partners.contracts import DetailKind

MAX_KEY = 250
_SIGNS = re.compile(r"[^\w\s]|_")
_LONG_FORMS = (
    "товариство з обмеженою відповідальністю",
    "товариство з додатковою відповідальністю",
    "приватне акціонерне товариство",
    "публічне акціонерне товариство",
    "акціонерне товариство",
    "приватне підприємство",
    "дочірнє підприємство",
    "комунальне підприємство",
    "державне підприємство",
    "фізична особа підприємець",
    "фермерське господарство",
    "limited liability company",
)
_UKRAINIAN = (
    "тов",
    "тзов",
    "тдв",
    "прат",
    "пат",
    "ат",
    "зат",
    "ват",
    "пп",
    "дп",
    "кп",
    "фоп",
    "спд",
    "фг",
)
_FOREIGN = ("llc", "ltd", "limited", "inc", "corp", "plc", "gmbh", "ag", "sa", "srl", "sro", "oy", "ab", "as", "bv")
_SHORT_FORMS = frozenset((*_UKRAINIAN, *_FOREIGN))


class Codes(Protocol):
    @property
    def edrpou(self) -> str | None: ...
    @property
    def tax_number(self) -> str | None: ...
    @property
    def country(self) -> str: ...
    @property
    def foreign_number(self) -> str | None: ...


class Person(Protocol):
    @property
    def phone(self) -> str | None: ...
    @property
    def email(self) -> str | None: ...


class Detail(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def value(self) -> str: ...


class Card(Protocol):
    """A card being registered, one that is there, or as much of one as somebody has typed."""

    @property
    def name(self) -> str | None: ...
    @property
    def legal_entities(self) -> Iterable[Codes]: ...
    @property
    def contact_persons(self) -> Iterable[Person]: ...
    @property
    def details(self) -> Iterable[Detail]: ...


def keys_of(card: Card) -> Iterator[tuple[str, str]]:
    """(key, JSON pointer of the field it stands in), in the order of the card's fields."""
    if name := name_key(card.name or ""):
        yield f"name:{name}"[:MAX_KEY], "/name"
    for place, entity in enumerate(card.legal_entities):
        at = f"/legal_entities/{place}"
        if entity.edrpou:
            yield f"edrpou:{entity.edrpou}", f"{at}/edrpou"
        if entity.tax_number:
            yield f"tax_number:{entity.tax_number}", f"{at}/tax_number"
        if entity.foreign_number:
            yield f"foreign_number:{entity.country}:{entity.foreign_number}", f"{at}/foreign_number"
    for place, person in enumerate(card.contact_persons):
        yield from _ways(
            person.phone, person.email, f"/contact_persons/{place}/phone", f"/contact_persons/{place}/email"
        )
    for place, detail in enumerate(card.details):
        at = f"/details/{place}/value"
        phone = detail.value if detail.kind == DetailKind.PHONE else None
        email = detail.value if detail.kind == DetailKind.EMAIL else None
        yield from _ways(phone, email, at, at)


def name_key(name: str) -> str:
    """The name's letters and digits without the legal form; "" where it has none. A name that is nothing but a legal
    form stays as it is."""
    words = " ".join(_SIGNS.sub(" ", search_key(name)).split())
    bare = f" {words} "
    for form in _LONG_FORMS:
        bare = bare.replace(f" {form} ", " ")
    left = "".join(word for word in bare.split() if word not in _SHORT_FORMS)
    return left or words.replace(" ", "")


def _ways(phone: str | None, email: str | None, phone_at: str, email_at: str) -> Iterator[tuple[str, str]]:
    if phone:
        yield f"phone:{phone}", phone_at
    if email:
        yield f"email:{email.casefold()}"[:MAX_KEY], email_at
