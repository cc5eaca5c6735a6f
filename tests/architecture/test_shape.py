"""The shape of the house: small files, small functions, the same names in every service, nothing said twice."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.chassis.settings import SERVICES
from tests.architecture.tree import ROOT, Function, called, calls, complain, files, functions, tree_of, where

OURS = ("services", "gateway", "deploy", "tests", "benchmarks")
MAX_FILE = 400
MAX_FUNCTION = 50
PARTS = ("__init__", "contracts", "models", "views", "service", "jobs", "rules", "migrations")
SAME_FROM = 4
"""Statements: shorter bodies look alike by chance."""
SAYS_ALOUD = ("deploy", "tests", "benchmarks", "gateway/identity/cli.py")


def _long_file(path: Path) -> bool:
    return len(path.read_text().splitlines()) > MAX_FILE


def test_no_file_is_longer_than_400_lines() -> None:
    long = [f"{where(path)}: {len(path.read_text().splitlines())} lines" for path in files(*OURS) if _long_file(path)]
    complain("The central noun's file always explodes: split it by noun before it does.", long)


def _length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_no_function_is_longer_than_50_lines() -> None:
    long = [
        f"{where(path, function)} {function.name}: {_length(function)} lines"
        for path in files(*OURS)
        for function in functions(tree_of(path))
        if _length(function) > MAX_FUNCTION
    ]
    complain("A function that doesn't fit a screen does more than one thing.", long)


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_the_same_parts(service: str) -> None:
    folder = ROOT / "services" / service
    lacking = [part for part in PARTS if not (folder / f"{part}.py").exists() and not (folder / part).is_dir()]
    complain(f"Who knows one service knows all five: services/{service} lacks a part.", lacking)


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_says_what_it_owns_and_whom_it_asks(service: str) -> None:
    said = ast.get_docstring(tree_of(ROOT / "services" / service / "__init__.py")) or ""
    assert re.search(r"\bAnnounces\b", said), f"services/{service}/__init__.py must say what it announces"
    assert re.search(r"\bAsks\b", said), f"services/{service}/__init__.py must say whom it asks"


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        where(path)
        for path in files("services", "gateway", "deploy")
        if path.read_text().strip() and not ast.get_docstring(tree_of(path))
    ]
    complain("A file without a sentence at its top is opened to find out what it is for.", silent)


def test_nothing_is_printed() -> None:
    printed = [
        where(path, call)
        for path in files("services", "gateway")
        for call in calls(tree_of(path))
        if called(call) == "print" and not str(path.relative_to(ROOT)).startswith(SAYS_ALOUD)
    ]
    complain("What is printed has no level, time, request or trace: log it.", printed)


def _bodies(path: Path) -> Iterator[tuple[str, str]]:
    """What each longer function does, its own name and docstring left out, and where it stands."""
    for function in functions(tree_of(path)):
        body = [one for one in function.body if not (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))]
        if sum(isinstance(one, ast.stmt) for statement in body for one in ast.walk(statement)) >= SAME_FROM:
            text = ast.dump(function.args) + "".join(ast.dump(statement) for statement in body)
            yield text, f"{where(path, function)} {function.name}"


def test_no_two_functions_do_the_same() -> None:
    places = defaultdict(list)
    for path in files("services", "gateway", "deploy"):
        for text, place in _bodies(path):
            places[text].append(place)
    twice = [" = ".join(standing) for standing in places.values() if len(standing) > 1]
    complain("What is written twice is mended once: keep one of them.", twice)


def test_decisions_are_numbered_without_gaps() -> None:
    records = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("*.md"))
    strange = [name for name in records if not re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", name)]
    complain("Decision records are named NNNN-title.md.", strange)
    expected = [f"{place:04d}" for place in range(1, len(records) + 1)]
    assert [name[:4] for name in records] == expected, (
        f"A gap is a decision that was taken out of the book; records are superseded, never removed: {records}"
    )
