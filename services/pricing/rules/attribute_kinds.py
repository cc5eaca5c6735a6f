"""What a formula takes each attribute for, by what stands beside it: gathered while the formula is read (T1). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.pricing.contracts import Gives
from services.pricing.rules.formula_tokens import Token
from services.pricing.rules.item_fields import key_of

Alike = frozenset[str]
"""Attributes that are of one kind, by their keys."""


@dataclass
class AttributeKinds:
    """`by_key`: none, while nothing says which; `beside`: those put beside one another without a word of their kind, by
    the sign that did it."""

    keys: dict[str, str] = field(default_factory=dict)
    by_key: dict[str, Gives | None] = field(default_factory=dict)
    beside: dict[tuple[Alike, str], Token] = field(default_factory=dict)

    def named(self, own: str) -> tuple[Gives | None, Alike]:
        key = self.keys[own] = key_of(own)
        gives = self.by_key.setdefault(key, None)
        return gives, frozenset() if gives else frozenset({key})

    def fit(self, like: Alike, gives: Gives) -> bool:
        """Whether they may be of this kind: then they are."""
        fits = all(self.by_key[key] in (None, gives) for key in like)
        self.by_key |= dict.fromkeys(like, gives)
        return fits

    def clash(self, orders: tuple[str, ...]) -> Token | None:
        """Attributes beside one another are of one kind, wherever in the formula it is said: the sign between two that
        are not, or that orders true and false."""
        for _ in self.beside:
            for (like, text), sign in self.beside.items():
                for gives in {self.by_key[key] for key in like} - {None}:
                    if gives and (not self.fit(like, gives) or (gives is Gives.TRUTH and text in orders)):
                        return sign
        return None

    def by_field(self) -> Mapping[str, Gives | None]:
        return {own: self.by_key[key] for own, key in self.keys.items()}
