"""Use cases of a deal's way: register, change, move along stages, win, lose, reopen."""

from typing import Any

from services.chassis.access import remember_asked
from services.chassis.references import at_fields, require
from services.chassis.tx import Tx
from services.deals.contracts import (
    DEAL_CHANGED,
    DEAL_LOST,
    DEAL_NOT_LOST,
    DEAL_STAGE,
    DEAL_WON,
    NOT_A_COMPETITOR,
    POTENTIAL_OF_DEMAND,
    ChangeDeal,
    DealStatus,
    LoseDeal,
    MoveDeal,
    PotentialFrom,
    RegisterDeal,
    ReopenDeal,
    Side,
    WinDeal,
)
from services.deals.kinds import stages_of
from services.deals.models import Deal, DealKind, DealReopening, LossReason
from services.deals.plan import drop_open_tasks, take_up_dropped_tasks
from services.deals.rules import demand, moves
from services.deals.stages import come_to, demand_gates, leave
from services.deals.state import changed, open_deal
from services.partners.contracts import PrimaryInterest, TermsOfSale

_NEVER_EMPTY = {"name", "potential_from"}


def register_deal(tx: Tx, command: RegisterDeal, terms: TermsOfSale) -> Deal:
    require(tx, (DealKind, command.kind_id, "/kind_id"))
    _demand_one_potential(tx, command)
    remember_asked(tx.session, terms)
    deal = Deal(
        name=command.name,
        kind_id=command.kind_id,
        organization_id=command.organization_id,
        partner_id=terms.partner_id,
        manager_id=command.manager_id or tx.actor.staff_id or terms.manager_id,
        status=DealStatus.IN_WORK,
        stage=None,
        offer_id=command.offer_id,
        potential=command.potential,
        potential_from=command.potential_from,
        currency=command.currency,
        expected_close_on=command.expected_close_on,
        description=command.description,
        **_interest(command.primary_interest),
    )
    stages = stages_of(tx, command.kind_id)
    # the number last of what is asked of the database: it locks its counter until the commit
    deal.number = tx.number("DEAL", command.organization_id)
    tx.add(deal)
    for card in stages[:1]:
        come_to(tx, deal, card)
    tx.announce(DEAL_CHANGED, deal)
    return deal


def change_deal(tx: Tx, command: ChangeDeal) -> Deal:
    deal = open_deal(tx, command.id)
    _demand_one_potential(tx, command)
    given = {name: getattr(command, name) for name in command.model_fields_set - {"id"}}
    if "potential" in given:
        given.setdefault("potential_from", PotentialFrom.TYPED)
    if "primary_interest" in given:
        given |= _interest(given.pop("primary_interest"))
    for name, value in given.items():
        if value is not None or name not in _NEVER_EMPTY:
            setattr(deal, name, value)
    if deal.potential_from == PotentialFrom.DEMAND:
        deal.potential = demand.potential_of(row.budget for row in deal.demand)
    tx.announce(DEAL_CHANGED, deal)
    return deal


def move_deal(tx: Tx, command: MoveDeal) -> Deal:
    deal = open_deal(tx, command.id)
    stages = stages_of(tx, deal.kind_id)
    allowed = moves.allowed_from(deal.stage, stages)
    if command.stage not in allowed:
        raise DEAL_STAGE(stage=deal.stage or "—", allowed=", ".join(allowed) or "—")
    if moves.goes_on(deal.stage, command.stage, stages):
        demand_gates(tx, deal, moves.card_of(deal.stage, stages))
    leave(tx, deal)
    card = moves.card_of(command.stage, stages)
    assert card is not None, "a stage that may be moved to is one of the kind's"
    come_to(tx, deal, card)
    tx.announce(DEAL_CHANGED, deal)
    return deal


def win_deal(tx: Tx, command: WinDeal) -> Deal:
    deal = open_deal(tx, command.id)
    demand_gates(tx, deal, moves.card_of(deal.stage, stages_of(tx, deal.kind_id)))
    _close(tx, deal, DealStatus.WON)
    tx.announce(DEAL_WON, deal)
    return deal


def lose_deal(tx: Tx, command: LoseDeal) -> Deal:
    """What was still planned for it is cancelled."""
    deal = open_deal(tx, command.id)
    require(tx, (LossReason, command.loss_reason_id, "/loss_reason_id"))
    competitors = {one.subject_id for one in deal.participants if one.side == Side.COMPETITOR}
    if command.competitor_id is not None and command.competitor_id not in competitors:
        raise at_fields(NOT_A_COMPETITOR, ["/competitor_id"], tx.actor.language)
    deal.loss_reason_id = command.loss_reason_id
    deal.loss_comment = command.comment
    deal.competitor_id = command.competitor_id
    _close(tx, deal, DealStatus.LOST)
    drop_open_tasks(tx, deal)
    tx.announce(DEAL_LOST, deal)
    return deal


def reopen_deal(tx: Tx, command: ReopenDeal) -> Deal:
    """In work again at the stage where it was lost, with what was still to be done; how it was lost stays on record."""
    deal = tx.get(Deal, command.id)
    if deal.status != DealStatus.LOST:
        raise DEAL_NOT_LOST(status=deal.status)
    deal.reopenings.append(
        DealReopening(
            deal_id=deal.id,
            at=tx.now,
            by=tx.actor.user_id,
            reason=command.reason,
            lost_at=deal.closed_at,
            loss_reason_id=deal.loss_reason_id,
            competitor_id=deal.competitor_id,
        )
    )
    take_up_dropped_tasks(tx, deal)
    deal.status = DealStatus.IN_WORK
    deal.closed_at = deal.loss_reason_id = deal.loss_comment = deal.competitor_id = None
    card = moves.card_of(deal.stage, stages_of(tx, deal.kind_id))
    if card is not None:
        come_to(tx, deal, card)
    return changed(tx, deal)


def _interest(said: PrimaryInterest | None) -> dict[str, Any]:
    """The columns of what brought a deal; nothing is told by nothing."""
    parts = ("kind", "id", "note")
    return {f"interest_{part}": getattr(said, part, None) for part in parts}


def _demand_one_potential(tx: Tx, command: RegisterDeal | ChangeDeal) -> None:
    if command.potential is not None and command.potential_from is PotentialFrom.DEMAND:
        raise at_fields(POTENTIAL_OF_DEMAND, ["/potential"], tx.actor.language)


def _close(tx: Tx, deal: Deal, status: DealStatus) -> None:
    """The stage stays as it was: a loss keeps the stage at which it was lost."""
    deal.status = status
    deal.closed_at = tx.now
    leave(tx, deal)
    tx.announce(DEAL_CHANGED, deal)
