"""Stages of a kind are data: where a deal begins, where it may go, and what makes a kind broken."""

from services.deals.contracts import StageCard
from services.deals.rules.moves import allowed_from, broken, first_stage


def a_stage(code: str, *then: str) -> StageCard:
    return StageCard(code=code, name=code, next=then)


WAY = (a_stage("contact", "proposal"), a_stage("proposal", "contact", "agreement"), a_stage("agreement"))


def test_a_deal_begins_at_the_first_stage_of_its_kind() -> None:
    assert first_stage(WAY) == "contact"


def test_a_kind_without_stages_begins_nowhere_and_leads_nowhere() -> None:
    assert first_stage(()) is None
    assert allowed_from(None, ()) == ()


def test_a_deal_may_go_just_where_its_stage_says_backwards_too() -> None:
    assert allowed_from("contact", WAY) == ("proposal",)
    assert allowed_from("proposal", WAY) == ("contact", "agreement")


def test_from_the_last_stage_and_from_an_unknown_one_nothing_is_allowed() -> None:
    assert allowed_from("agreement", WAY) == ()
    assert allowed_from("forgotten", WAY) == ()


def test_a_sound_kind_has_nothing_broken() -> None:
    assert broken(WAY) == []
    assert broken(()) == []


def test_codes_that_stand_twice_and_moves_to_nowhere_are_named_together_in_order() -> None:
    stages = (a_stage("b", "nowhere"), a_stage("a"), a_stage("b"), a_stage("a"))
    assert broken(stages) == ["a", "b", "nowhere"]
