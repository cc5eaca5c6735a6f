"""What brought a client: the first touch, kept for good (P4)."""

from enum import StrEnum
from uuid import UUID

from pydantic import ConfigDict, Field, ValidationInfo, field_validator

from services.chassis.contracts import Message
from services.chassis.errors import Conflict, error_code
from services.chassis.fields import Name
from services.chassis.messages import field_error, register_field_error


class PrimaryInterestKind(StrEnum):
    SOURCE = "source"
    """From outside, in words: "saw our van", "a fair in Lutsk"."""
    MANAGER = "manager"
    """One of our people found it."""
    MARKETING_EVENT = "marketing_event"
    CHANNEL = "channel"
    PARTNER = "partner"
    """Another partner brought it."""


register_field_error(
    "interest_of_nobody",
    en="Say which one it was: give its id.",
    uk="Вкажіть, хто або що саме: потрібен ідентифікатор.",
)
register_field_error(
    "interest_without_id",
    en="A source from outside has no id. Describe it in the note.",
    uk="Зовнішнє джерело не має ідентифікатора. Опишіть його в примітці.",
)
register_field_error(
    "interest_without_words",
    en="Describe the source in a few words.",
    uk="Опишіть джерело кількома словами.",
)


class PrimaryInterest(Message):
    """What brought the client. `id`: of the member of staff, marketing event, advertising channel or partner; none for
    a source from outside, which is described in `note`. Channels and marketing events are marketing's: their ids are
    taken on trust, and a report shows one that marketing does not know as unknown."""

    model_config = ConfigDict(from_attributes=True)

    kind: PrimaryInterestKind
    id: UUID | None = Field(default=None, validate_default=True)
    note: Name | None = Field(default=None, validate_default=True)


class NewPrimaryInterest(PrimaryInterest):
    """One being said: it names what brought the client. What was kept before is shown as it is."""

    @field_validator("id")
    @classmethod
    def id_where_there_is_one(cls, value: UUID | None, info: ValidationInfo) -> UUID | None:
        kind = info.data.get("kind")
        if kind is PrimaryInterestKind.SOURCE and value is not None:
            field_error("interest_without_id")
        if kind not in (PrimaryInterestKind.SOURCE, None) and value is None:
            field_error("interest_of_nobody")
        return value

    @field_validator("note")
    @classmethod
    def words_where_there_is_no_id(cls, value: str | None, info: ValidationInfo) -> str | None:
        if info.data.get("kind") is PrimaryInterestKind.SOURCE and value is None:
            field_error("interest_without_words")
        return value


INTEREST_KEPT = error_code(
    "interest_kept",
    Conflict,
    en="What brought this client is on record already and stays. Ask the head of sales if it is wrong.",
    uk="Первинний інтерес цього клієнта вже записано, і він не змінюється. Якщо він хибний, зверніться до керівника.",
)
