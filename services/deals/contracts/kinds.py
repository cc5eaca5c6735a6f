"""Kinds of deals with their stages (D1, D3), and loss reasons (D6)."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.actor import OFFICE
from services.chassis.contracts import Message
from services.chassis.errors import Invalid, error_code
from services.chassis.fields import Name
from services.deals.contracts.base import HEADS, Code, api


class StageCard(Message):
    """A stage of a kind; `next` are the codes of the stages a deal may move to from here."""

    code: Code
    name: Name
    expected_days: Annotated[int, Field(ge=0, le=3650)] | None = None
    next: Annotated[tuple[Code, ...], Field(max_length=20)] = ()


class AddDealKind(Message):
    """A kind whose stages are moved by hand (the first stage is where a deal begins), or without stages."""

    name: Name
    stages: Annotated[tuple[StageCard, ...], Field(max_length=30)] = ()


class DealKindView(Message):
    """A kind of deals with its stages in order; a kind without stages has none to move along."""

    id: UUID
    name: str
    stages: tuple[StageCard, ...]
    version: int


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

ADD_DEAL_KIND = api.command(
    "add_deal_kind",
    "POST /deal-kinds",
    AddDealKind,
    DealKindView,
    roles=HEADS,
    en="Add a kind of deals with its stages",
    uk="Додати вид угод з етапами",
    errors=(STAGES_BROKEN,),
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
