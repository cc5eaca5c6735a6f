"""Faults of one request, gathered so that all are named at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from services.chassis.errors import INVALID, UNKNOWN_REFERENCE, ErrorCode, Refusal
from services.chassis.messages import FieldProblem, Language


class Faults:
    def __init__(self, language: Language):
        self._language = language
        self._found: list[FieldProblem] = []
        self._first: Refusal | None = None

    def note(self, code: ErrorCode, pointer: str, **values: Any) -> None:
        """A fault at a field; `values` fill its sentence."""
        self.take(code(**values), pointer)

    def take(self, refusal: Refusal, pointer: str) -> None:
        """What was refused, as a fault of this field."""
        self._first = self._first or refusal
        self._found.append(FieldProblem(pointer, refusal.code.name, refusal.sentence(self._language)))

    def unknown(self, pointer: str) -> None:
        self.note(UNKNOWN_REFERENCE, pointer, field=pointer.rpartition("/")[2])

    def demand_none(self, code: ErrorCode = INVALID) -> None:
        """Raises this refusal naming every fault there is."""
        if self._found:
            raise code(self._found)

    @contextmanager
    def at(self, pointer: str) -> Iterator[None]:
        """What is refused inside is a fault of this field, and the work goes on."""
        try:
            yield
        except Refusal as refusal:
            self.take(refusal, pointer)

    def demand_none_as_found(self) -> None:
        """Raises what was found, naming every field: as it is where all are of one kind, else as wrong fields."""
        if self._first is None:
            return
        if {one.code for one in self._found} == {self._first.code.name}:
            raise self._first.code(self._found, **self._first.values)
        raise INVALID(self._found)
