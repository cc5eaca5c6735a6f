"""Operations that take or give a file, as OpenAPI and `/docs` tell of them (decision 0026)."""

from typing import Any

import orjson
import pytest

from gateway.docs_page import docs_page
from gateway.openapi import openapi
from services.chassis.startup import all_contracts
from services.pricing.contracts import XLSX

BYTES = {"type": "string", "format": "binary", "description": "The file's own bytes."}


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    made: dict[str, Any] = orjson.loads(orjson.dumps(openapi(all_contracts())))
    return made


def test_a_file_that_is_taken_is_the_whole_body_and_the_rest_is_in_the_address(document: dict[str, Any]) -> None:
    operation = document["paths"]["/api/v1/price-sheets"]["post"]
    assert operation["requestBody"] == {"required": True, "content": {XLSX: {"schema": BYTES}}}
    named = {(one["in"], one["name"]): one["required"] for one in operation["parameters"] if one["in"] == "query"}
    assert named == {
        ("query", "effective_from"): True,
        ("query", "set_computed"): False,
        ("query", "draft"): False,
        ("query", "whole"): False,
    }
    codes = operation["responses"]
    assert "`not_json`" not in codes.get("400", {}).get("description", "")
    assert "`too_large`" in codes["413"]["description"]


def test_a_file_that_is_given_is_the_answer_itself(document: dict[str, Any]) -> None:
    answers = document["paths"]["/api/v1/price-sheets"]["get"]["responses"]
    assert answers["200"]["content"] == {XLSX: {"schema": BYTES}}
    assert "application/problem+json" in answers["422"]["content"]


def test_every_operation_that_takes_a_file_has_a_field_for_it_and_is_no_get() -> None:
    taking = [one for contract in all_contracts() for one in contract.operations.values() if one.takes]
    assert taking
    assert [one.name for one in taking if "file" not in one.request.model_fields or one.method == "GET"] == []
    giving = [one for contract in all_contracts() for one in contract.operations.values() if one.gives]
    assert [one.name for one in giving if one.reply.__name__ != "File"] == []


def test_the_page_tells_of_files(document: dict[str, Any]) -> None:
    page = docs_page(document)
    assert f"<h3>Body</h3><p>A file, <code>{XLSX}</code></p>" in page
    assert f"a file, <code>{XLSX}</code>" in page
