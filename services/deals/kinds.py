"""Use cases of kinds of deals and loss reasons."""

from services.chassis.tx import Tx
from services.deals.contracts import STAGES_BROKEN, AddDealKind, AddLossReason
from services.deals.models import DealKind, LossReason
from services.deals.rules import moves


def add_deal_kind(tx: Tx, command: AddDealKind) -> DealKind:
    wrong = moves.broken(command.stages)
    if wrong:
        raise STAGES_BROKEN(wrong=", ".join(wrong))
    stages = [stage.model_dump(mode="json") for stage in command.stages]
    return tx.add(DealKind(name=command.name, stages=stages))


def add_loss_reason(tx: Tx, command: AddLossReason) -> LossReason:
    return tx.add(LossReason(name=command.name))
