"""The page at `/docs`: complete, self-contained, harmless whatever the contracts say."""

import base64
import hashlib
import re
from html.parser import HTMLParser
from typing import Any

import orjson
import pytest

from gateway.docs_page import docs_headers, docs_page
from gateway.identity.contracts import api as identity
from gateway.openapi import openapi
from services.chassis.common import common
from services.chassis.startup import all_contracts

VOID = {"meta", "input", "wbr"}


class Page(HTMLParser):
    """Elements as they nest; fails where a tag is closed that was not opened last."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.inline: dict[str, str] = {}
        self.text = ""
        self._open: list[str] = []
        self.feed(html)
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self._open.append(tag)
        for name, value in attrs:
            self.attributes.append((tag, name))
            if name == "id":
                self.ids.append(value or "")
            if name in ("href", "src"):
                self.links.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] in ("script", "style"):
            self.inline[self._open[-1]] = data
        else:
            self.text += data


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    made: dict[str, Any] = orjson.loads(orjson.dumps(openapi([*all_contracts(), common, identity])))
    return made


@pytest.fixture(scope="module")
def page(document: dict[str, Any]) -> Page:
    return Page(docs_page(document))


def test_every_operation_is_on_the_page_under_its_own_anchor(page: Page, document: dict[str, Any]) -> None:
    names = [one["operationId"] for methods in document["paths"].values() for one in methods.values()]
    assert len(names) > 50
    assert set(names) <= set(page.ids)


def test_both_languages_are_on_the_page(page: Page) -> None:
    assert "Create an order" in page.text
    assert "Створити замовлення" in page.text


def test_every_problem_code_of_an_operation_is_on_the_page(page: Page, document: dict[str, Any]) -> None:
    answers = [one["responses"] for methods in document["paths"].values() for one in methods.values()]
    codes = {code for one in answers for it in one.values() for code in re.findall(r"- `(\w+)`", it["description"])}
    assert {"invalid", "stale", "deal_closed"} <= codes
    assert [code for code in codes if code not in page.text] == []


def test_every_link_inside_the_page_leads_somewhere(page: Page) -> None:
    inside = {link[1:] for link in page.links if link.startswith("#")}
    assert inside - set(page.ids) == set()


def test_no_anchor_stands_twice(page: Page) -> None:
    assert len(page.ids) == len(set(page.ids))


def test_the_page_asks_nothing_of_other_hosts(page: Page) -> None:
    assert {link for link in page.links if not link.startswith("#")} == {"/openapi.json"}


def test_the_policy_allows_just_the_script_and_style_of_the_page(page: Page) -> None:
    policy = docs_headers()["content-security-policy"]
    allowed = set(re.findall(r"'sha256-([^']+)'", policy))
    inline = {base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in page.inline.values()}
    assert set(page.inline) == {"script", "style"}
    assert allowed == inline
    assert "unsafe" not in policy


def test_the_page_has_no_inline_handlers_or_styles_that_the_policy_would_refuse(page: Page) -> None:
    assert [name for _, name in page.attributes if name == "style" or name.startswith("on")] == []


def test_text_of_contracts_cannot_become_markup() -> None:
    evil = '<img src=x onerror="alert(1)">'
    schema = {"type": "string", "description": evil, "examples": [evil], "enum": [evil], "pattern": evil}
    operation = {
        "operationId": evil,
        "tags": ["deals"],
        "summary": evil,
        "description": f"{evil}\n\n{evil} `{evil}`",
        "parameters": [{"name": evil, "in": "query", "required": True, "schema": schema, "description": evil}],
        "requestBody": {"content": {"application/json": {"schema": {"properties": {evil: schema}}, "example": evil}}},
        "responses": {
            "200": {"description": evil, "headers": {evil: {}}},
            "422": {"description": f"- `{evil}`: {evil}"},
        },
        "security": [],
    }
    made = docs_page(
        {
            "info": {"title": evil, "version": evil, "description": evil},
            "tags": [{"name": "deals", "description": evil}],
            "paths": {f"/{evil}": {"post": operation}},
            "components": {"schemas": {}},
        }
    )
    assert "<img" not in made
    assert ("img", "src") not in Page(made).attributes


def test_an_optional_field_says_that_it_may_be_null_and_a_required_one_that_it_is_required() -> None:
    made = docs_page(
        {
            "info": {"title": "T", "version": "1"},
            "tags": [{"name": "t"}],
            "paths": {"/x": {"get": {"operationId": "x", "tags": ["t"], "summary": "X", "responses": {"200": _REPLY}}}},
            "components": {"schemas": {"Reply": {"required": ["must"], "properties": {"must": _DATE, "may": _MAYBE}}}},
        }
    )
    assert "string (date)<small>required</small>" in made
    assert "string (date) or null<small></small>" in made


_DATE = {"type": "string", "format": "date"}
_MAYBE = {"anyOf": [_DATE, {"type": "null"}], "default": None}
_REPLY = {"description": "", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Reply"}}}}
