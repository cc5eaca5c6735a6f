"""Use cases of a deal's way: register, change, move along stages, win, lose."""

from uuid import UUID

from services.chassis.access import remember_asked
from services.chassis.references import at_fields, require
from services.chassis.tx import Tx
from services.deals.contracts import (
    DEAL_CHANGED,
    DEAL_CLOSED,
    DEAL_LOST,
    DEAL_STAGE,
    DEAL_WON,
    POTENTIAL_OF_DEMAND,
    ChangeDeal,
    DealStatus,
    LoseDeal,
    MoveDeal,
    PotentialFrom,
    RegisterDeal,
    StageCard,
    WinDeal,
)
from services.deals.models import Deal, DealKind, DealStage, LossReason
from services.deals.rules import demand, moves
from services.partners.contracts import TermsOfSale

_NEVER_EMPTY = {"name", "potential_from"}


def register_deal(tx: Tx, command: RegisterDeal, terms: TermsOfSale) -> Deal:
    require(tx, (DealKind, command.kind_id, "/kind_id"))
    _demand_one_potential(tx, command)
    remember_asked(tx.session, terms)
    stage = moves.first_stage(_stages(tx, command.kind_id))
    deal = Deal(
        name=command.name,
        kind_id=command.kind_id,
        organization_id=command.organization_id,
        partner_id=terms.partner_id,
        manager_id=command.manager_id or tx.actor.staff_id or terms.manager_id,
        status=DealStatus.IN_WORK,
        stage=stage,
        offer_id=command.offer_id,
        potential=command.potential,
        potential_from=command.potential_from,
        currency=command.currency,
        expected_close_on=command.expected_close_on,
        description=command.description,
    )
    if stage is not None:
        deal.stages = [_stay(tx, deal, stage)]
    deal.number = tx.number("DEAL", command.organization_id)
    tx.add(deal)
    tx.announce(DEAL_CHANGED, deal)
    return deal


def change_deal(tx: Tx, command: ChangeDeal) -> Deal:
    deal = open_deal(tx, command.id)
    _demand_one_potential(tx, command)
    given = {name: getattr(command, name) for name in command.model_fields_set - {"id"}}
    if "potential" in given:
        given.setdefault("potential_from", PotentialFrom.TYPED)
    for name, value in given.items():
        if value is not None or name not in _NEVER_EMPTY:
            setattr(deal, name, value)
    if deal.potential_from == PotentialFrom.DEMAND:
        deal.potential = demand.potential_of(row.budget for row in deal.demand)
    tx.announce(DEAL_CHANGED, deal)
    return deal


def move_deal(tx: Tx, command: MoveDeal) -> Deal:
    deal = open_deal(tx, command.id)
    allowed = moves.allowed_from(deal.stage, _stages(tx, deal.kind_id))
    if command.stage not in allowed:
        raise DEAL_STAGE(stage=deal.stage or "—", allowed=", ".join(allowed) or "—")
    _leave_stage(tx, deal)
    deal.stages.append(_stay(tx, deal, command.stage))
    deal.stage = command.stage
    tx.announce(DEAL_CHANGED, deal)
    return deal


def win_deal(tx: Tx, command: WinDeal) -> Deal:
    deal = open_deal(tx, command.id)
    _close(tx, deal, DealStatus.WON)
    tx.announce(DEAL_WON, deal)
    return deal


def lose_deal(tx: Tx, command: LoseDeal) -> Deal:
    deal = open_deal(tx, command.id)
    require(tx, (LossReason, command.loss_reason_id, "/loss_reason_id"))
    deal.loss_reason_id = command.loss_reason_id
    deal.loss_comment = command.comment
    _close(tx, deal, DealStatus.LOST)
    tx.announce(DEAL_LOST, deal)
    return deal


def _demand_one_potential(tx: Tx, command: RegisterDeal | ChangeDeal) -> None:
    if command.potential is not None and command.potential_from is PotentialFrom.DEMAND:
        raise at_fields(POTENTIAL_OF_DEMAND, ["/potential"], tx.actor.language)


def open_deal(tx: Tx, deal_id: UUID) -> Deal:
    """The deal for change; refused once it is won or lost."""
    deal = tx.get(Deal, deal_id)
    if deal.status != DealStatus.IN_WORK:
        raise DEAL_CLOSED(status=deal.status)
    return deal


def _close(tx: Tx, deal: Deal, status: DealStatus) -> None:
    """The stage stays as it was: a loss keeps the stage at which it was lost."""
    deal.status = status
    deal.closed_at = tx.now
    _leave_stage(tx, deal)
    tx.announce(DEAL_CHANGED, deal)


def _leave_stage(tx: Tx, deal: Deal) -> None:
    for stay in deal.stages:
        if stay.left_at is None:
            stay.left_at = tx.now


def _stay(tx: Tx, deal: Deal, stage: str) -> DealStage:
    return DealStage(deal_id=deal.id, stage=stage, entered_at=tx.now, moved_by=tx.actor.user_id)


def _stages(tx: Tx, kind_id: object) -> list[StageCard]:
    kind = tx.session.get_one(DealKind, kind_id)
    return [StageCard.model_validate(stage) for stage in kind.stages]
