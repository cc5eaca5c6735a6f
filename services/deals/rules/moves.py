"""Moves of a deal along its kind's stages, by hand, as the kind allows (D3). Stages are data."""

from collections.abc import Sequence

from services.deals.contracts import StageCard


def first_stage(stages: Sequence[StageCard]) -> str | None:
    """Where a deal begins; none for a kind without stages."""
    return stages[0].code if stages else None


def card_of(stage: str | None, stages: Sequence[StageCard]) -> StageCard | None:
    return next((card for card in stages if card.code == stage), None)


def allowed_from(stage: str | None, stages: Sequence[StageCard]) -> tuple[str, ...]:
    """Codes of the stages a deal may move to from here."""
    card = card_of(stage, stages)
    return card.next if card else ()


def goes_on(stage: str | None, to: str, stages: Sequence[StageCard]) -> bool:
    """Whether the move leads to a later stage; going back is a correction, for which nothing need be ready."""
    codes = [card.code for card in stages]
    return stage in codes and codes.index(to) > codes.index(stage)


def broken(stages: Sequence[StageCard]) -> list[str]:
    """Codes that stand twice, and those that `next` names but no stage has."""
    codes = [card.code for card in stages]
    twice = {code for code in codes if codes.count(code) > 1}
    unknown = {code for card in stages for code in card.next if code not in codes}
    return sorted(twice | unknown)
