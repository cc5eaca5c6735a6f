"""Invented records of deals."""

from datetime import date
from decimal import Decimal
from typing import Any

from services.deals.models import Deal, DealClosing, DealKind, LossReason, PlannedTask
from tests.contracts.invented.made import LATER, an_id, made


def _deal(status: str) -> list[Any]:
    deal = made(
        Deal,
        "deal",
        number="DEAL-000001",
        name="Сто булав для Котигорошка",
        kind_id=an_id("deal-kind"),
        organization_id=an_id("organization"),
        partner_id=an_id("partner"),
        manager_id=an_id("staff-mavka"),
        status=status,
        stage="talks",
        potential=Decimal("1250.50"),
        currency="UAH",
        expected_close_on=date(2026, 4, 30),
        description="Вигадана угода",
        loss_reason_id=an_id("loss-reason") if status == "lost" else None,
        loss_comment="Забракло заліза" if status == "lost" else None,
        closed_at=LATER,
        offer_id=an_id("offer"),
        potential_from="typed",
        competitor_id=an_id("rival") if status == "lost" else None,
    )
    reason = made(LossReason, "loss-reason", name="Дорого")
    return [made(DealKind, "deal-kind", name="Звичайна", stages=[]), reason, deal]


def deal_changed() -> list[Any]:
    return _deal("lost")


def _closing(status: str, **more: Any) -> list[Any]:
    *needed, deal = _deal(status)
    same = ("organization_id", "partner_id", "manager_id", "stage", "potential", "offer_id")
    same += ("loss_reason_id", "loss_comment", "competitor_id", "closed_at")
    told = {name: getattr(deal, name) for name in same}
    return [*needed, deal, made(DealClosing, "deal-closing", deal_id=deal.id, status=status, **told, **more)]


def deal_won() -> list[Any]:
    return _closing("won")


def deal_lost() -> list[Any]:
    return _closing("lost")


def deal_reopened() -> list[Any]:
    return _closing("lost", reopened_at=LATER, reopened_by=an_id("user-mavka"), reopening_reason="Знайшли булаву")


def plan_task_changed() -> list[Any]:
    task = made(
        PlannedTask,
        "plan-task",
        deal_id=an_id("deal"),
        organization_id=an_id("organization"),
        partner_id=an_id("partner"),
        title="Зважити булаву",
        description="На возі, не в руках",
        stage="talks",
        status="done",
        required=True,
        assignee_id=an_id("staff-mavka"),
        due_on=date(2026, 3, 25),
        result="Сто пудів",
        ended_at=LATER,
        ended_by=an_id("user-mavka"),
    )
    return [*_deal("in_work"), task]
