"""Faults of one request, gathered so that all are named at once."""

from typing import Any

from services.chassis.errors import INVALID, UNKNOWN_REFERENCE, ErrorCode, Refusal
from services.chassis.messages import FieldProblem, Language


class Faults:
    def __init__(self, language: Language):
        self._language = language
        self._found: list[FieldProblem] = []

    def note(self, code: ErrorCode, pointer: str, **values: Any) -> None:
        """A fault at a field; `values` fill its sentence."""
        self.take(code(**values), pointer)

    def take(self, refusal: Refusal, pointer: str) -> None:
        """What was refused, as a fault of this field."""
        self._found.append(FieldProblem(pointer, refusal.code.name, refusal.sentence(self._language)))

    def unknown(self, pointer: str) -> None:
        self.note(UNKNOWN_REFERENCE, pointer, field=pointer.rpartition("/")[2])

    def demand_none(self, code: ErrorCode = INVALID) -> None:
        """Raises this refusal naming every fault there is."""
        if self._found:
            raise code(self._found)
