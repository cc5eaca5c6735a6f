"""What readers of the API find in its description: words for everything that is asked, examples that can be sent."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import orjson
import schemathesis
from pydantic import ValidationError

from gateway import wording
from gateway.identity.contracts import api as identity
from gateway.openapi import openapi
from services.chassis.common import common
from services.chassis.contracts import Operation
from tests.architecture.tree import complain, contracts

ID = "0197a1e2-7c00-7000-8000-000000000000"


@cache
def _described() -> dict[str, Any]:
    return openapi([*contracts().values(), common, identity])


def _operations() -> Iterator[tuple[Operation, dict[str, Any]]]:
    declared = {
        one.name: one for contract in [*contracts().values(), common, identity] for one in contract.operations.values()
    }
    for methods in _described()["paths"].values():
        for shown in methods.values():
            yield declared[shown["operationId"]], shown


def test_the_description_is_valid_openapi() -> None:
    schemathesis.openapi.from_dict(_described()).validate()


def test_no_two_addresses_differ_in_names_alone() -> None:
    """To OpenAPI `/deals/{id}` and `/deals/{deal_id}` are one address told twice, and its readers find one of them."""
    told: dict[str, set[str]] = {}
    for path in _described()["paths"]:
        told.setdefault(re.sub("{.+?}", "{}", path), set()).add(path)
    twice = [" and ".join(sorted(paths)) for paths in told.values() if len(paths) > 1]
    complain("Call what stands in an address alike in all operations of it.", twice)


def test_every_operation_says_in_words_what_it_does() -> None:
    silent = [
        operation.address
        for operation, shown in _operations()
        if not (shown["summary"] and wording.of_operation(operation) and wording.of_answer(operation))
    ]
    complain("Its name alone tells nobody when to use it: description=, or a docstring of its request.", silent)


def test_every_parameter_says_what_it_means() -> None:
    silent = [
        f"{operation.address}: {one['name']}"
        for operation, shown in _operations()
        for one in shown["parameters"]
        if not one["description"].strip()
    ]
    complain("What can't be told from a filter's kind is told by about=, of a field by its docstring.", silent)


def _refused(operation: Operation, example: dict[str, Any]) -> Iterator[str]:
    """Why the gateway would not take this body, read as it reads bodies."""
    path = dict.fromkeys(operation.path_fields, f"orders.{ID}" if operation.service == "common" else ID)
    try:
        text = orjson.dumps({**example, **path})
        operation.request.model_validate_json(text, strict=True, extra="forbid")
    except ValidationError as error:
        yield from (f"{operation.address}: {one['loc']} {one['msg']}" for one in error.errors())


def test_every_body_has_an_example_that_its_own_model_takes() -> None:
    wrong = list[str]()
    for operation, shown in _operations():
        if "requestBody" not in shown or operation.takes:  # a file's bytes speak for themselves
            continue
        content = shown["requestBody"]["content"]["application/json"]
        if not content["example"] and content["schema"]["properties"] and operation.example is None:
            wrong.append(f"{operation.address}: nothing in it")
        else:
            wrong += _refused(operation, content["example"])
    complain("Examples are copied: give the operation example=, or the field Field(examples=[…]).", wrong)
