"""A rule that no break turns red is no rule: each has one, and each break can still be made."""

from collections.abc import Iterator

from tests.architecture.breaks import BREAKS
from tests.architecture.tree import ROOT, complain, files, functions, tree_of

RULES = ("tests/architecture", "tests/contracts")


def _rules() -> Iterator[str]:
    for path in files(*RULES):
        if path.name.startswith("test_"):
            names = (function.name for function in functions(tree_of(path)))
            yield from (f"{path.relative_to(ROOT)}::{name}" for name in names if name.startswith("test_"))


def _tested() -> set[str]:
    return {one.test.partition("[")[0] for one in BREAKS}


def test_every_rule_has_a_break() -> None:
    complain("Nobody has seen this rule go red: give it a break in breaks_in_*.py.", sorted(set(_rules()) - _tested()))


def test_every_break_names_a_rule_that_exists() -> None:
    complain("The break's test is gone or renamed.", sorted(_tested() - set(_rules())))


def test_every_break_can_still_be_made() -> None:
    made = [
        f"{one.rule}: {one.path} no longer holds {one.old!r}"
        for one in BREAKS
        if one.old and one.old not in (ROOT / one.path).read_text()
    ]
    complain("What the break changes was rewritten: mend the break.", made)
