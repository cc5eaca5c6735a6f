"""Faults of one request, gathered so that all are named at once."""

from typing import Any

from services.chassis.errors import INVALID, UNKNOWN_REFERENCE, ErrorCode
from services.chassis.messages import FieldProblem, Language
from services.pricing.contracts import OFFER_WRONG


class Faults:
    def __init__(self, language: Language):
        self._language = language
        self._found: list[FieldProblem] = []

    def note(self, fault: str, pointer: str, **values: Any) -> None:
        """A fault by its name in `OFFER_WRONG`, at a field; `values` fill its sentence."""
        self.add(OFFER_WRONG[fault], pointer, **values)

    def add(self, code: ErrorCode, pointer: str, **values: Any) -> None:
        sentence = code.sentence(self._language).format_map(values)
        self._found.append(FieldProblem(pointer, code.name, sentence))

    def unknown(self, pointer: str) -> None:
        self.add(UNKNOWN_REFERENCE, pointer, field=pointer.rpartition("/")[2])

    def demand_none(self) -> None:
        """Raises Invalid naming every fault there is."""
        if self._found:
            raise INVALID(self._found)
