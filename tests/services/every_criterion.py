"""Every field that segments are chosen by, in every comparison it takes."""

from typing import Any

from services.chassis.criteria import COMPARISONS, Comparison, FieldKind, Fields

_VALUES: dict[FieldKind, Any] = {
    FieldKind.TEXT: "Булава",
    FieldKind.MONEY: "10.50",
    FieldKind.QUANTITY: "1.5",
    FieldKind.COUNT: 2,
    FieldKind.DATE: "2026-02-28",
    FieldKind.YES_NO: True,
}


def every_criterion(fields: Fields, **ids: str) -> list[dict[str, Any]]:
    """`ids`: for fields that name records, one there is."""
    return [
        _leaf(name, comparison, known.choices[0] if known.choices else ids.get(name, _VALUES.get(known.kind)))
        for name, known in fields.items()
        for comparison in COMPARISONS[known.kind]
    ]


def _leaf(name: str, comparison: Comparison, value: Any) -> dict[str, Any]:
    leaf: dict[str, Any] = {"field": name, "comparison": comparison.value}
    if comparison in (Comparison.EMPTY, Comparison.FILLED):
        return leaf
    return {**leaf, "values": [value]} if comparison is Comparison.ONE_OF else {**leaf, "value": value}
