"""Use cases of a deal's way: register, change, move along stages, win, lose, reopen."""

from typing import Any

from sqlalchemy import select

from services.chassis.access import remember_asked
from services.chassis.references import at_fields, require
from services.chassis.tx import Tx
from services.deals.contracts import (
    DEAL_CHANGED,
    DEAL_COMPLETED,
    DEAL_LOST,
    DEAL_NOT_CLOSED,
    DEAL_REOPENED,
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
from services.deals.documents import is_completed
from services.deals.kinds import stages_of
from services.deals.models import Deal, DealClosing, DealKind, LossReason
from services.deals.participants import takes_part
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
    closing = _close(tx, deal, DealStatus.WON)
    tx.announce(DEAL_WON, closing)
    return deal


def lose_deal(tx: Tx, command: LoseDeal) -> Deal:
    deal = open_deal(tx, command.id)
    require(tx, (LossReason, command.loss_reason_id, "/loss_reason_id"))
    if command.competitor_id is not None and not takes_part(tx, deal, command.competitor_id, Side.COMPETITOR):
        raise at_fields(NOT_A_COMPETITOR, ["/competitor_id"], tx.actor.language)
    how = {"loss_reason_id": command.loss_reason_id, "loss_comment": command.comment}
    closing = _close(tx, deal, DealStatus.LOST, **how, competitor_id=command.competitor_id)
    tx.announce(DEAL_LOST, closing)
    return deal


def reopen_deal(tx: Tx, command: ReopenDeal) -> Deal:
    """In work again at the stage where it was closed, with what was still to be done; how it was closed stays on
    record."""
    deal = tx.get(Deal, command.id)
    if deal.status == DealStatus.IN_WORK:
        raise DEAL_NOT_CLOSED(status=deal.status)
    if tx.session.scalar(select(Deal.id).where(Deal.id == deal.id, is_completed())) is not None:
        raise DEAL_COMPLETED()
    card = moves.card_of(deal.stage, stages_of(tx, deal.kind_id))
    take_up_dropped_tasks(tx, deal)
    closing = deal.closings[-1]
    closing.reopened_at, closing.reopened_by = tx.now, tx.actor.user_id
    closing.reopening_reason = command.reason
    tx.announce(DEAL_REOPENED, closing)
    deal.status = DealStatus.IN_WORK
    deal.closed_at = deal.loss_reason_id = deal.loss_comment = deal.competitor_id = None
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


_OF_CLOSING = (
    "organization_id",
    "partner_id",
    "status",
    "stage",
    "manager_id",
    "potential",
    "offer_id",
    "loss_reason_id",
    "loss_comment",
    "competitor_id",
    "closed_at",
)


def _close(tx: Tx, deal: Deal, status: DealStatus, **how: Any) -> DealClosing:
    """The stage stays as it was: a loss keeps the stage at which it was lost. What was still planned is cancelled."""
    drop_open_tasks(tx, deal)
    for name, value in {**how, "status": status, "closed_at": tx.now}.items():
        setattr(deal, name, value)
    leave(tx, deal)
    tx.announce(DEAL_CHANGED, deal)
    closing = tx.add(DealClosing(deal_id=deal.id, **{name: getattr(deal, name) for name in _OF_CLOSING}))
    deal.closings.append(closing)
    return closing
