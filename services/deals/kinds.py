"""Use cases of kinds of deals and loss reasons."""

from collections.abc import Sequence

from services.chassis.messages import FieldProblem
from services.chassis.tx import Tx
from services.deals.contracts import STAGES_BROKEN, AddDealKind, AddLossReason
from services.deals.models import DealKind, LossReason
from services.deals.rules import moves


def _broken(tx: Tx, wrong: Sequence[str]) -> FieldProblem:
    sentence = STAGES_BROKEN.sentence(tx.actor.language).format(wrong=", ".join(wrong))
    return FieldProblem("/stages", STAGES_BROKEN.name, sentence)


def add_deal_kind(tx: Tx, command: AddDealKind) -> DealKind:
    wrong = moves.broken(command.stages)
    if wrong:
        raise STAGES_BROKEN([_broken(tx, wrong)], wrong=", ".join(wrong))
    stages = [stage.model_dump(mode="json") for stage in command.stages]
    return tx.add(DealKind(name=command.name, stages=stages))


def add_loss_reason(tx: Tx, command: AddLossReason) -> LossReason:
    return tx.add(LossReason(name=command.name))
