"""Formulas at work: the library that evaluates them, brought in when the first one is.

Only what `rules/formulas.py` has read comes here: the library has no limit of its own.
"""

from functools import cache, lru_cache
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from typing import Any

from services.pricing.rules.deriving import Result, Values
from services.pricing.rules.negation import by_difference


def evaluate(text: str, values: Values) -> Result | None:
    """As `rules.deriving.Evaluate` has it. A refusal of the library says in English what our own words say better:
    that something has no value is told by what was given, the rest is a division by zero or a number beyond all."""
    try:
        result: Result = _program(text).execute(values)
    except (KeyError, ArithmeticError, RuntimeError, TypeError, ValueError):
        return None
    return result


@lru_cache(maxsize=512)
def _program(text: str) -> Any:
    return _library().compile(by_difference(text) if "-" in text else text)


@cache
def _library() -> Any:
    """The compiled module alone: its package brings a command line along, and with it 25 MB and half a second."""
    package = find_spec("cel")
    found = PathFinder.find_spec("cel.cel", package.submodule_search_locations) if package else None
    if found is None or found.loader is None:
        raise ImportError("the library common-expression-language is not installed")
    module = module_from_spec(found)
    found.loader.exec_module(module)
    return module
