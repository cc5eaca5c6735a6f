"""What a formula is made of, sign by sign; and how one is refused. Pure."""

import re
from dataclasses import dataclass

from services.chassis.errors import ErrorCode
from services.pricing.contracts import FORMULA_WRONG

_TOKEN = re.compile(
    r"[ \t\r\n]*(?:(?P<number>[0-9]+)|(?P<word>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<text>\"[^\"\\\x00-\x1f\x7f-\x9f\ud800-\udfff]*\"|'[^'\\\x00-\x1f\x7f-\x9f\ud800-\udfff]*')"
    r"|(?P<sign>\|\||&&|[=!<>]=|[-+*/%<>!?:.,()\[\]])|(?P<end>\Z))"
)


class FormulaError(Exception):
    """A formula that is refused: why, and what fills the sentence."""

    def __init__(self, code: ErrorCode, **values: object):
        super().__init__(code.name)
        self.code, self.values = code, values


@dataclass(frozen=True)
class Token:
    kind: str
    text: str
    place: int


def tokens_of(text: str) -> list[Token]:
    """The last one is the end. Raises FormulaError."""
    found: list[Token] = []
    place = 0
    while not found or found[-1].kind != "end":
        match = _TOKEN.match(text, place)
        if match is None or match.lastgroup is None:
            raise FormulaError(FORMULA_WRONG["syntax"], place=place + 1)
        found.append(Token(match.lastgroup, match[match.lastgroup], match.start(match.lastgroup) + 1))
        place = match.end()
    return found
