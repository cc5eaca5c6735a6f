"""What a card keeps of another: decided without a database."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from services.partners.rules.merging import first_touch, roles_of_both

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@dataclass
class Card:
    created_at: datetime
    primary_interest: str | None


@pytest.mark.parametrize(("minutes", "wins"), [(-1, "card"), (0, "heir"), (1, "heir")])
def test_the_first_touch_of_the_card_made_earlier_wins_and_of_one_time_the_heir_s(minutes: int, wins: str) -> None:
    card, heir = Card(NOON + timedelta(minutes=minutes), "card"), Card(NOON, "heir")
    assert first_touch(card, heir) == wins


@pytest.mark.parametrize("minutes", [-1, 0, 1])
def test_the_only_first_touch_wins(minutes: int) -> None:
    at = NOON + timedelta(minutes=minutes)
    assert first_touch(Card(at, None), Card(NOON, "heir")) == "heir"
    assert first_touch(Card(at, "card"), Card(NOON, None)) == "card"


def test_roles_of_both_are_kept_each_once() -> None:
    assert roles_of_both(["supplier"], ["client", "supplier"]) == ["supplier", "client"]
