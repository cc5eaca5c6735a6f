"""Invented records of marketing."""

from datetime import date
from decimal import Decimal
from typing import Any

from services.marketing.models import AdvertisingChannel, Claim, ClaimCause, ClaimParticipant, EventTask, MarketingEvent
from tests.contracts.invented.made import AT, LATER, an_id, made


def channel_changed() -> list[Any]:
    above = made(AdvertisingChannel, "channel-above", name="Поголос")
    return [above, made(AdvertisingChannel, "channel", name="Казкарі", parent_id=above.id, archived_at=LATER)]


def marketing_event_changed() -> list[Any]:
    event = made(
        MarketingEvent,
        "marketing-event",
        organization_id=an_id("organization"),
        kind="exhibition",
        name="Ярмарок булав",
        channel_id=an_id("channel"),
        status="cancelled",
        planned_from=date(2026, 5, 1),
        planned_to=date(2026, 5, 3),
        actual_from=date(2026, 5, 1),
        actual_to=date(2026, 5, 2),
        place="Лиса гора",
        budget=Decimal("5000.00"),
        currency="UAH",
        responsible_id=an_id("staff-mavka"),
        description="Вигаданий захід",
        cancel_reason="Прилетів змій",
    )
    return [*channel_changed(), event]


def event_task_changed() -> list[Any]:
    task = made(
        EventTask,
        "event-task",
        event_id=an_id("marketing-event"),
        organization_id=an_id("organization"),
        title="Надрукувати буклети про булави",
        assignee_id=an_id("staff-mavka"),
        due_on=date(2026, 4, 20),
        status="done",
        result="Надруковано",
    )
    return [*marketing_event_changed(), task]


def claim_changed() -> list[Any]:
    claim = made(
        Claim,
        "claim",
        number="CLM-000001",
        partner_id=an_id("partner"),
        order_id=an_id("order"),
        shipment_id=an_id("shipment"),
        deal_id=an_id("deal"),
        item_id=an_id("item"),
        organization_id=an_id("organization"),
        subject="Булава тріснула",
        kind="quality",
        status="satisfied",
        description="На першому ж змії",
        cause_id=an_id("claim-cause"),
        cause="Сирове залізо",
        guilty_department_id=an_id("department"),
        guilty_staff_id=an_id("staff-mavka"),
        result="Замінили",
        review_started_at=AT,
        decided_at=LATER,
    )
    person = {"staff_id": an_id("staff-mavka"), "role": "Експертка", "comment": "Тріщина від самого початку"}
    claim.participants = [ClaimParticipant(id=an_id("participant"), claim_id=claim.id, position=0, **person)]
    return [made(ClaimCause, "claim-cause", name="Брак заліза"), claim]
