"""References inside a request must exist: all wrong ones are named at once."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from services.chassis.errors import EXISTS, INVALID, UNKNOWN_REFERENCE, ErrorCode, Refusal
from services.chassis.messages import FieldProblem, Language
from services.chassis.tables import Record
from services.chassis.tx import Reader


def require(reader: Reader, *references: tuple[type[Record], UUID | None, str]) -> None:
    """Each reference is (model, id or none, JSON pointer). Raises Invalid naming every id that is not there."""
    unknown = not_there(reader, *references)
    if unknown:
        raise unknown_references(unknown, reader.actor.language)


def not_there(reader: Reader, *references: tuple[type[Record], UUID | None, str]) -> list[str]:
    """The pointers of those references that name nothing: for who has other faults to name beside them."""
    return [pointer for model, wanted, pointer in references if wanted and not _exists(reader, model, wanted)]


def demand_new(reader: Reader, field: InstrumentedAttribute[str], value: str) -> None:
    """Raises Conflict naming the field where a record has this value already: `demand_new(tx, Calendar.name, name)`."""
    if reader.session.scalar(select(field).where(field == value).limit(1)) is not None:
        raise EXISTS(field=field.key)


def demand_period(reader: Reader, date_from: date, date_to: date, pointer: str = "/date_to") -> None:
    """Raises Invalid naming the last day where the period ends before it begins."""
    if date_to < date_from:
        raise INVALID([FieldProblem(pointer, "period", _BACKWARDS[reader.actor.language])])


_BACKWARDS: Mapping[Language, str] = {
    "uk": "Період закінчується раніше, ніж починається.",
    "en": "The period ends before it begins.",
}


def unknown_references(pointers: Iterable[str], language: Language) -> Refusal:
    return at_fields(UNKNOWN_REFERENCE, pointers, language)


def at_fields(code: ErrorCode, pointers: Iterable[str], language: Language) -> Refusal:
    """This refusal, said of every field named; `{field}` in its sentence is the field's name."""
    named = [(pointer, pointer.rpartition("/")[2]) for pointer in pointers]
    sentence = code.sentence(language)
    fields = [FieldProblem(pointer, code.name, sentence.replace("{field}", name)) for pointer, name in named]
    return code(fields, field=", ".join(dict.fromkeys(name for _, name in named)))


def _exists(reader: Reader, model: type[Record], wanted: UUID) -> bool:
    query = select(model.id).where(model.id == wanted, model.archived_at.is_(None), reader.visible(model))
    return reader.session.scalar(query) is not None
