"""Invented records of marketing."""

from typing import Any

from services.marketing.models import Channel, Claim
from tests.contracts.invented.made import AT, LATER, an_id, made


def channel_changed() -> list[Any]:
    above = made(Channel, "channel-above", name="Поголос")
    return [above, made(Channel, "channel", name="Казкарі", parent_id=above.id)]


def claim_changed() -> list[Any]:
    claim = made(
        Claim,
        "claim",
        number="CLM-000001",
        partner_id=an_id("partner"),
        order_id=an_id("order"),
        organization_id=an_id("organization"),
        subject="Булава тріснула",
        kind="quality",
        status="satisfied",
        description="На першому ж змії",
        cause="Сирове залізо",
        guilty_department_id=an_id("department"),
        guilty_staff_id=an_id("staff-mavka"),
        result="Замінили",
        review_started_at=AT,
        decided_at=LATER,
    )
    return [claim]
