"""Exact decimal amounts in messages: their bounds, their schema, and how they are read from JSON.

The kinds that messages use (money, prices, quantities, percents) are in `fields` and `sums`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import cache
from typing import Any

from pydantic import GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticKnownError, core_schema

_PLAIN_NUMBER = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,40})?")
_MATH = Context(prec=60)


@dataclass(frozen=True)
class Amount:
    """Metadata of a `Decimal` field: at most `whole_digits` before the point and `places` after it.

    Values get exactly `places` decimals (10.5 → 10.50). whole_digits + places stay within 15: such an
    amount fits a scaled 64-bit column with room for sums, and JSON numbers, which are doubles, carry it
    whole (they are read to 15 significant digits: 0.1 + 0.2 summed by a browser is 0.30). More bounds:
    `Field(gt=0)` beside it. `computed`: never typed in, only shown (see `sums`), and of any width.
    `most`: a round upper bound, itself included (100 percent), with nothing below zero. `example`: one that readers of
    the API are shown.
    """

    places: int
    whole_digits: int
    signed: bool = True
    description: str = "Decimal number"
    computed: bool = False
    most: int | None = None
    example: str = "1250"

    def __post_init__(self) -> None:
        if self.places < 1 or (self.places + self.whole_digits > 15 and not self.computed):
            raise ValueError("an amount has 1 decimal at least and 15 digits at most")

        if self.most is not None and self.most != 10 ** (self.whole_digits - 1):
            raise ValueError("a round bound is 1 and as many zeros as leave room for it")

    @property
    def step(self) -> Decimal:
        return Decimal(1).scaleb(-self.places)

    @property
    def highest(self) -> Decimal:
        return Decimal(10**self.whole_digits) - self.step if self.most is None else Decimal(self.most)

    @property
    def lowest(self) -> Decimal:
        return -self.highest if self.signed and self.most is None else Decimal(0)

    @property
    def pattern(self) -> str:
        if self.most is not None:
            below = rf"[0-9]{{1,{self.whole_digits - 1}}}(\.[0-9]{{1,{self.places}}})?"
            return rf"^({self.most}(\.0{{1,{self.places}}})?|{below})$"
        sign = "-?" if self.signed else ""
        return rf"^{sign}[0-9]{{1,{self.whole_digits}}}(\.[0-9]{{1,{self.places}}})?$"

    def __get_pydantic_core_schema__(self, source: Any, handler: object) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            _amount_reader(self),
            serialization=core_schema.plain_serializer_function_ser_schema(
                _plain, return_schema=core_schema.str_schema(), when_used="json"
            ),
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        shown = format(Decimal(self.example).quantize(self.step), "f")
        text = {"type": "string", "format": "decimal", "pattern": self.pattern}
        number = {
            "type": "number",
            "minimum": float(self.lowest),
            "maximum": float(self.highest),
            "multipleOf": float(self.step),
        }
        if handler.mode == "serialization":
            return {**text, "description": self.description, "examples": [shown]}
        return {"anyOf": [text, number], "description": self.description, "examples": [self.example]}


_plain = "{:f}".format
"""Without an exponent. A bound method of C: it is called for every amount that is shown."""


@cache
def _amount_reader(kind: Amount) -> Callable[[Any], Decimal]:
    """The validator of one kind of amount, made once."""
    written, step, highest, lowest = re.compile(kind.pattern), kind.step, kind.highest, kind.lowest

    def read(value: Any) -> Decimal:
        if type(value) is Decimal and value.same_quantum(step) and lowest <= value <= highest:
            return value if value else abs(value)  # as it comes from a column: most of what is shown
        number = _number(value)
        if not number.is_finite():
            raise PydanticKnownError("finite_number")
        if number > highest:
            raise PydanticKnownError("less_than_equal", {"le": _plain(highest)})
        if number < lowest:
            raise PydanticKnownError("greater_than_equal", {"ge": _plain(lowest)})
        fixed = number.quantize(step, context=_MATH)
        if fixed != number or (type(value) is str and not written.fullmatch(value)):
            raise PydanticKnownError("decimal_max_places", {"decimal_places": kind.places})
        return fixed if fixed else abs(fixed)  # a zero has no sign

    return read


def _number(value: Any) -> Decimal:
    """What JSON or Python gave, as a number; text must be plain: no exponent, plus, spaces, NaN."""
    if type(value) is str:
        if not _PLAIN_NUMBER.fullmatch(value):
            raise PydanticKnownError("decimal_parsing")
        return Decimal(value)
    if isinstance(value, float):
        return Decimal(format(value, ".15g"))
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return Decimal(value)
    raise PydanticKnownError("decimal_type")
