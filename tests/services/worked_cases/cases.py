"""The cases as the file has them, by topic."""

from pathlib import Path
from typing import Any

import pytest
import yaml

Case = dict[str, Any]

PATH = Path(__file__).parents[3] / ".." / "shared" / "spec" / "worked-cases.yaml"


def all_cases() -> list[Case]:
    return list(yaml.safe_load(PATH.read_text())["cases"]) if PATH.exists() else []


def topic(case: Case) -> str:
    return str(case["id"]).split("-")[1]


def of_topics(*topics: str) -> list[Any]:
    """Parameters of a test: the cases of these topics."""
    found = [pytest.param(case, id=case["id"]) for case in all_cases() if topic(case) in topics]
    return found or [pytest.param(None, id="absent")]


def given(case: Case | None) -> Case:
    if case is None:
        pytest.skip(f"THE WORKED CASES ARE ABSENT ({PATH}): none of them was compared")
    return case
