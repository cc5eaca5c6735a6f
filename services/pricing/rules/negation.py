"""`-x` of a formula written as `(0 - x)`. Pure.

The library's own minus gives the least whole number for itself, where the opposite is beyond all numbers; its
difference goes beyond, as it should.
"""

from collections.abc import Sequence

from services.pricing.rules.formula_tokens import Token, tokens_of

_CLOSING = {"(": ")", "[": "]"}


def by_difference(text: str) -> str:
    """Of a formula that was read."""
    tokens = tokens_of(text)[:-1]
    said = [token.text for token in tokens]
    for place, token in enumerate(tokens):
        if token.text == "-" and token.kind == "sign" and (place == 0 or not _ends_value(tokens[place - 1])):
            said[place] = "(0 -"
            said[_after_value(tokens, place + 1) - 1] += ")"
    return " ".join(said)


def _ends_value(token: Token) -> bool:
    return (token.kind in ("number", "text", "word") and token.text != "in") or token.text in (")", "]")


def _after_value(tokens: Sequence[Token], place: int) -> int:
    """The place after the value that begins at this one, with all its minuses, methods and arguments."""
    while tokens[place].text in ("-", "!"):
        place += 1
    place = _after_brackets(tokens, place) if tokens[place].text in _CLOSING else place + 1
    while place < len(tokens) and tokens[place].text in (".", *_CLOSING):
        place = place + 2 if tokens[place].text == "." else _after_brackets(tokens, place)
    return place


def _after_brackets(tokens: Sequence[Token], place: int) -> int:
    open_ones = 0
    while True:
        if tokens[place].kind == "sign":
            open_ones += (tokens[place].text in _CLOSING) - (tokens[place].text in _CLOSING.values())
        place += 1
        if not open_ones:
            return place
