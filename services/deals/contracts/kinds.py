"""Kinds of deals with their stages (D1, D3), and loss reasons (D6)."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.actor import OFFICE
from services.chassis.contracts import ById, Message
from services.chassis.errors import UNKNOWN_REFERENCE, Conflict, Invalid, error_code
from services.chassis.fields import Name
from services.chassis.moments import Flag
from services.deals.contracts.base import DOCUMENT_WORDS, HEADS, Code, DocumentKind, RequiredField, api

Days = Annotated[int, Field(ge=0, le=3650)]


class RequiredDocument(Message):
    """So many documents of a kind that are not cancelled."""

    kind: DocumentKind
    at_least: Annotated[int, Field(ge=1, le=100)] = 1


class Gates(Message):
    """What must be there before a deal goes on from a stage, or is won at it; going back needs none of it. Besides,
    the required tasks of the stage must be done."""

    fields: Annotated[tuple[RequiredField, ...], Field(max_length=10)] = ()
    documents: Annotated[tuple[RequiredDocument, ...], Field(max_length=10)] = ()
    demand: Flag = False
    """The primary demand: text or a line."""
    participant_roles: Annotated[tuple[UUID, ...], Field(max_length=20)] = ()
    """Somebody takes part in each of these roles."""


class StageTask(Message):
    """A task that a deal's plan gets when the deal first comes to the stage: its responsible has so many days."""

    title: Name
    within_days: Days | None = None
    required: Flag = True
    """The stage cannot be left for a later one before it is done."""


class StageCard(Message):
    """A stage of a kind; `next` are the codes of the stages a deal may move to from here. A deal that stays longer than
    `expected_days` is shown as overdue."""

    code: Code
    name: Name
    expected_days: Days | None = None
    next: Annotated[tuple[Code, ...], Field(max_length=20)] = ()
    gates: Gates = Gates()
    tasks: Annotated[tuple[StageTask, ...], Field(max_length=20)] = ()


class AddDealKind(Message):
    """A kind whose stages are moved by hand (the first stage is where a deal begins), or without stages."""

    name: Name
    stages: Annotated[tuple[StageCard, ...], Field(max_length=30)] = ()


class ChangeDealKind(Message):
    """Fields not given stay as they are; stages given replace all. A stage stays while deals in work stand on it. Deals
    that were registered before the kind had stages stay without one."""

    id: UUID
    name: Name | None = None
    stages: Annotated[tuple[StageCard, ...], Field(min_length=1, max_length=30)] | None = None


class DealKindView(Message):
    """A kind of deals with its stages in order; a kind without stages has none to move along."""

    id: UUID
    name: str
    stages: tuple[StageCard, ...]
    version: int


class AddBuiltInKind(Message):
    """The selling process that Ugoda brings along, as a kind of its own; named so unless you name it."""

    name: Name | None = None


class AddLossReason(Message):
    name: Name


class LossReasonView(Message):
    """A reason that losing a deal must name."""

    id: UUID
    name: str
    version: int


STAGES_BROKEN = error_code(
    "stages_broken",
    Invalid,
    en="Stage codes must differ and every `next` must name a stage of this kind. Correct these: {wrong}.",
    uk="Коди етапів мають різнитися, а кожен `next` має називати етап цього виду. Виправте: {wrong}.",
)
STAGES_IN_USE = error_code(
    "stages_in_use",
    Conflict,
    en="Deals in work stand on these stages: {stages}. Move the deals on, or keep the stages.",
    uk="На цих етапах є угоди в роботі: {stages}. Переведіть угоди далі або залиште етапи.",
)
STAGE_GATES = error_code(
    "stage_gates",
    Conflict,
    en="The deal cannot go on from stage “{stage}” yet. Do all that is listed, then repeat.",
    uk="Угода ще не може піти далі з етапу «{stage}». Виконайте все перелічене й повторіть.",
)
GATES = {
    "field": error_code(
        "gate_field",
        Conflict,
        en="The deal does not say its {field}. Fill it in.",
        uk="В угоді не заповнено поле: {field}. Заповніть його.",
        words={
            RequiredField.POTENTIAL: ("potential", "потенціал"),
            RequiredField.EXPECTED_CLOSE_ON: ("expected close date", "очікувана дата закриття"),
            RequiredField.OFFER: ("offer", "оферта"),
            RequiredField.DESCRIPTION: ("description", "опис"),
            RequiredField.MANAGER: ("responsible", "відповідальний"),
        },
    ),
    "documents": error_code(
        "gate_documents",
        Conflict,
        en="The deal needs documents of the kind “{kind}”: {needed}, there are {there}. Make them.",
        uk="Угоді потрібні документи виду «{kind}»: {needed}, а є {there}. Створіть їх.",
        words=DOCUMENT_WORDS,
    ),
    "demand": error_code(
        "gate_demand",
        Conflict,
        en="The deal does not say what the client needs. Enter the primary demand.",
        uk="В угоді не записано, що потрібно клієнтові. Введіть первинний попит.",
    ),
    "role": error_code(
        "gate_role",
        Conflict,
        en="Nobody takes part in the deal as “{role}”. Add such a participant.",
        uk="В угоді немає учасника з роллю «{role}». Додайте такого учасника.",
    ),
    "task": error_code(
        "gate_task",
        Conflict,
        en="The task “{title}” of this stage is not done. Finish it.",
        uk="Задачу цього етапу «{title}» не виконано. Завершіть її.",
    ),
}
"""What a stage may find lacking; each is one line of the refusal `stage_gates`."""

ADD_DEAL_KIND = api.command(
    "add_deal_kind",
    "POST /deal-kinds",
    AddDealKind,
    DealKindView,
    roles=HEADS,
    en="Add a kind of deals with its stages",
    uk="Додати вид угод з етапами",
    errors=(STAGES_BROKEN, UNKNOWN_REFERENCE),
    example={
        "name": "Оптовий продаж",
        "stages": [
            {"code": "new", "name": "Нова", "next": ["terms"]},
            {"code": "terms", "name": "Узгодження умов", "expected_days": 14},
        ],
    },
)
CHANGE_DEAL_KIND = api.command(
    "change_deal_kind",
    "PATCH /deal-kinds/{id}",
    ChangeDealKind,
    DealKindView,
    roles=HEADS,
    en="Change a kind of deals: its name, its stages",
    uk="Змінити вид угод: назву, етапи",
    errors=(STAGES_BROKEN, STAGES_IN_USE, UNKNOWN_REFERENCE),
    example={"name": "Оптовий продаж за тендером"},
)
ADD_BUILT_IN_KIND = api.command(
    "add_built_in_kind",
    "POST /deal-kinds/built-in",
    AddBuiltInKind,
    DealKindView,
    roles=HEADS,
    en="Add the built-in selling process as a kind of deals",
    uk="Додати вбудований процес продажу як вид угод",
    example={},
)
GET_DEAL_KIND = api.query(
    "get_deal_kind",
    "GET /deal-kinds/{id}",
    ById,
    DealKindView,
    roles=OFFICE,
    en="A kind of deals",
    uk="Вид угод",
)
LIST_DEAL_KINDS = api.listing(
    "list_deal_kinds",
    "GET /deal-kinds",
    DealKindView,
    roles=OFFICE,
    en="Kinds of deals",
    uk="Види угод",
    orders=("name", "-name"),
)
ADD_LOSS_REASON = api.command(
    "add_loss_reason",
    "POST /loss-reasons",
    AddLossReason,
    LossReasonView,
    roles=HEADS,
    en="Add a loss reason",
    uk="Додати причину програшу",
    description="One of the reasons that losing a deal must choose from.",
    example={"name": "Дорого"},
)
LIST_LOSS_REASONS = api.listing(
    "list_loss_reasons",
    "GET /loss-reasons",
    LossReasonView,
    roles=OFFICE,
    en="Loss reasons",
    uk="Причини програшу",
    orders=("name", "-name"),
)
