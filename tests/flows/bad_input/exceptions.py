"""Where a check of Schemathesis may not hold, operation by operation, and why. Whatever is not here must hold."""

from collections.abc import Mapping
from typing import Any

Reasons = Mapping[str, str]
"""Codes of refusals, and why a request right in form gets them."""

EXCUSED: dict[str, dict[str, Reasons]] = {}


def excused(name: str, failure: Any) -> bool:
    """Whether every code of the refusal is an exception of this operation from this check."""
    reasons = EXCUSED.get(name, {}).get(failure.check, {})
    return bool(failure.codes) and failure.codes <= reasons.keys()
