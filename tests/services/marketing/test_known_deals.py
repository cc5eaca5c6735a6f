"""What marketing knows of a deal is what it is now, however often it was closed and taken up again."""

from datetime import UTC, datetime

import pytest

from services.deals import contracts as deals
from services.marketing import contracts
from services.partners import contracts as partners
from tests.services.bench import Bench
from tests.services.builders import a_partner
from tests.services.cast import KALYNA
from tests.services.marketing.desk import MARKETER, Desk
from tests.services.news import NEWS

AT = datetime(2026, 3, 9, 10, tzinfo=UTC)
STORY = {1: ("in_work", None), 2: ("lost", AT), 3: ("in_work", None), 4: ("won", AT), 5: ("in_work", None)}


@pytest.mark.parametrize(
    ("told", "won"), [((1, 2, 3, 4), 1), ((4, 3, 2, 1), 1), ((2, 4, 1, 3), 1), ((5, 4, 3), 0), ((4, 5), 0)]
)
def test_a_deal_lost_reopened_and_won_is_one_won_deal_in_whatever_order_it_is_told(
    marketing: Bench, told: tuple[int, ...], won: int
) -> None:
    at = Desk(marketing, known=())
    channel = at.a_channel()
    interest = {"kind": "channel", "id": channel["id"], "note": None}
    marketing.hear(partners.PARTNER_CHANGED, a_partner(KALYNA, primary_interest=interest))
    subject, view = NEWS[deals.DEAL_CHANGED.address]
    for version in told:
        status, closed_at = STORY[version]
        now = {"partner_id": KALYNA.id, "created_at": AT, "status": status, "closed_at": closed_at, "version": version}
        told_now = deals.DealView.model_validate({**view.model_dump(), **now})
        marketing.hear(deals.DEAL_CHANGED, told_now, subject_id=subject)
    march = {"date_from": "2026-03-01", "date_to": "2026-03-31"}
    rows = marketing.do(contracts.REPORT_CHANNELS, march, by=MARKETER)["rows"]
    assert [(row["own"]["deals"], row["own"]["won"]) for row in rows if row["id"] == channel["id"]] == [(1, won)]
