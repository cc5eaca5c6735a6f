"""The story's own figures and codes, without a server; the story itself is in tests/flows/operations."""

from decimal import Decimal

import click
import pytest
from stdnum.ua import edrpou

from deploy.demo import figures
from deploy.demo.finding import code_of
from deploy.demo.sale import demand

VAT_WITHIN = Decimal("1.2")


def test_every_run_s_client_has_a_valid_code_of_its_own() -> None:
    codes = [code_of(run) for run in range(1, 3000)]
    assert all(map(edrpou.is_valid, codes))
    assert len(set(codes)) == len(codes)


def test_the_figures_follow_from_the_prices() -> None:
    listed = Decimal(figures.WHOLESALE_PRICES[figures.TELEVISION])
    assert listed * (100 - Decimal(figures.CARD_PERCENT)) / 100 == figures.PRICE_WITH_CARD
    parts = (figures.PIECES_TYPED * figures.TYPED_PRICE, figures.PIECES_AT_CARD_PRICE * figures.PRICE_WITH_CARD)
    assert sum(parts) == figures.TOTAL == figures.ADVANCE + figures.REST
    assert figures.TOTAL * Decimal(figures.PAYMENT_STAGES[0]["percent"]) / 100 == figures.ADVANCE
    assert figures.PIECES * figures.PRICE_WITH_CARD == figures.PROPOSED
    assert sum(round(part / VAT_WITHIN, 2) for part in parts) == figures.REVENUE
    assert figures.REVENUE - figures.PIECES * Decimal(figures.PURCHASE_PRICE) == figures.MARGIN
    assert sum(Decimal(actual) for _, actual in figures.FAIR_COSTS.values()) == figures.FAIR_COST
    assert Decimal(figures.FAIR_BUDGET) - figures.FAIR_COST == figures.FAIR_LEFT
    earned = (figures.MARGIN - figures.FAIR_COST) / figures.FAIR_COST
    assert str(round(earned, 4)) == figures.FAIR_RETURN


def test_what_is_typed_is_further_below_the_rules_than_may_be() -> None:
    off = (figures.PRICE_WITH_CARD - figures.TYPED_PRICE) * 100 / figures.PRICE_WITH_CARD
    assert off > Decimal(figures.MANUAL_LIMIT)


def test_a_figure_that_is_not_right_ends_the_story() -> None:
    demand("balance", Decimal("0.00"), Decimal(0))
    with pytest.raises(click.ClickException, match=r"balance: 0.01 instead of 0"):
        demand("balance", Decimal("0.01"), Decimal(0))
