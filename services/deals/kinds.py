"""Use cases of what heads of sales set up: kinds of deals, loss reasons, roles of participants."""

from collections.abc import Iterator, Sequence, Set
from uuid import UUID

from sqlalchemy import select

from services.chassis.errors import UNKNOWN_REFERENCE
from services.chassis.messages import FieldProblem
from services.chassis.references import unknown_references
from services.chassis.tx import Tx
from services.deals.contracts import (
    STAGES_BROKEN,
    STAGES_IN_USE,
    AddBuiltInKind,
    AddDealKind,
    AddLossReason,
    AddParticipantRole,
    ChangeDealKind,
    DealStatus,
    StageCard,
)
from services.deals.models import Deal, DealKind, LossReason, ParticipantRole
from services.deals.rules import built_in, moves


def add_deal_kind(tx: Tx, command: AddDealKind) -> DealKind:
    _demand_sound(tx, command.stages)
    return tx.add(DealKind(name=command.name, stages=_as_kept(command.stages)))


def change_deal_kind(tx: Tx, command: ChangeDealKind) -> DealKind:
    kind = tx.get(DealKind, command.id)
    if command.name is not None:
        kind.name = command.name
    if command.stages is not None:
        _demand_sound(tx, command.stages)
        _demand_free(tx, kind, {stage.code for stage in command.stages})
        kind.stages = _as_kept(command.stages)
    return kind


def add_built_in_kind(tx: Tx, command: AddBuiltInKind) -> DealKind:
    language = tx.actor.language
    name = command.name or built_in.NAME[language]
    return tx.add(DealKind(name=name, stages=_as_kept(built_in.stages(language))))


def add_loss_reason(tx: Tx, command: AddLossReason) -> LossReason:
    return tx.add(LossReason(name=command.name))


def add_participant_role(tx: Tx, command: AddParticipantRole) -> ParticipantRole:
    return tx.add(ParticipantRole(name=command.name))


def stages_of(tx: Tx, kind_id: UUID) -> list[StageCard]:
    """As they are and stay until the commit: no stage is taken away while a deal is being moved there."""
    kind = tx.session.get_one(DealKind, kind_id, with_for_update={"read": True}, populate_existing=True)
    return [StageCard.model_validate(stage) for stage in kind.stages]


def _demand_sound(tx: Tx, stages: Sequence[StageCard]) -> None:
    wrong = moves.broken(stages)
    unknown = list(_unknown_roles(tx, stages))
    if wrong:
        problems = [FieldProblem(pointer, UNKNOWN_REFERENCE.name, _unknown(tx)) for pointer in unknown]
        raise STAGES_BROKEN([_broken(tx, wrong), *problems], wrong=", ".join(wrong))
    if unknown:
        raise unknown_references(unknown, tx.actor.language)


def _demand_free(tx: Tx, kind: DealKind, kept: Set[str]) -> None:
    """Stages that go have no deals in work on them."""
    gone = {stage["code"] for stage in kind.stages} - kept
    in_work = (Deal.kind_id == kind.id, Deal.status == DealStatus.IN_WORK)
    used = tx.session.scalars(select(Deal.stage).where(*in_work, Deal.stage.in_(gone)).distinct()).all()
    if used:
        named = ", ".join(sorted(stage or "" for stage in used))
        sentence = STAGES_IN_USE(stages=named).sentence(tx.actor.language)
        raise STAGES_IN_USE([FieldProblem("/stages", STAGES_IN_USE.name, sentence)], stages=named)


def _as_kept(stages: Sequence[StageCard]) -> list[dict[str, object]]:
    return [stage.model_dump(mode="json") for stage in stages]


def _broken(tx: Tx, wrong: Sequence[str]) -> FieldProblem:
    sentence = STAGES_BROKEN.sentence(tx.actor.language).format(wrong=", ".join(wrong))
    return FieldProblem("/stages", STAGES_BROKEN.name, sentence)


def _unknown(tx: Tx) -> str:
    return UNKNOWN_REFERENCE.sentence(tx.actor.language).format(field="participant_roles")


def _unknown_roles(tx: Tx, stages: Sequence[StageCard]) -> Iterator[str]:
    named = {
        f"/stages/{place}/gates/participant_roles/{row}": role
        for place, stage in enumerate(stages)
        for row, role in enumerate(stage.gates.participant_roles)
    }
    if not named:
        return iter(())
    known = set(tx.session.scalars(select(ParticipantRole.id).where(ParticipantRole.id.in_(named.values()))))
    return (pointer for pointer, role in named.items() if role not in known)
