"""Moves of a deal along its kind's stages, by hand, as the kind allows (D3). Stages are data."""

from collections.abc import Sequence

from services.deals.contracts import StageCard


def first_stage(stages: Sequence[StageCard]) -> str | None:
    """Where a deal begins; none for a kind without stages."""
    return stages[0].code if stages else None


def allowed_from(stage: str | None, stages: Sequence[StageCard]) -> tuple[str, ...]:
    """Codes of the stages a deal may move to from here."""
    return next((card.next for card in stages if card.code == stage), ())


def broken(stages: Sequence[StageCard]) -> list[str]:
    """Codes that stand twice, and those that `next` names but no stage has."""
    codes = [card.code for card in stages]
    twice = {code for code in codes if codes.count(code) > 1}
    unknown = {code for card in stages for code in card.next if code not in codes}
    return sorted(twice | unknown)
