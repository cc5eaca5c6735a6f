"""The page at `/docs`: the OpenAPI document for people, as one HTML document that needs nothing from elsewhere.

No script or style of others: there may be no network, and the page's own Content-Security-Policy allows just the
two texts below, by their hashes. Whatever comes from the document is escaped.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

import orjson

from gateway.docs_assets import SCRIPT, STYLE

Schema = Mapping[str, Any]

_REF = "#/components/schemas/"
_LONG_LIST = 30
"""Values of an enumeration shown at once; all 170 currencies under every price help nobody."""
_BOUNDS = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
    "minLength": "{} characters or more",
    "maxLength": "up to {} characters",
    "minItems": "{} items or more",
    "maxItems": "up to {} items",
    "pattern": "pattern {}",
}


def docs_headers() -> dict[str, str]:
    """Response headers of the page: its policy instead of the API's, which allows no page anything."""
    policy = (
        f"default-src 'none'; script-src {_hash(SCRIPT)}; style-src {_hash(STYLE)}; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return {"content-security-policy": policy, "content-language": "en, uk"}


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def docs_page(document: Mapping[str, Any]) -> str:
    """The whole page. `document`: OpenAPI 3.1 as `gateway.openapi` prints it."""
    info = document["info"]
    tags = [(tag["name"], tag.get("description", "")) for tag in document["tags"]]
    by_tag: dict[str, list[str]] = {name: [] for name, _ in tags}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            by_tag[operation["tags"][0]].append(_operation(method, path, operation))
    sections = "".join(_section(name, about, by_tag[name]) for name, about in tags)
    title = escape(info["title"])
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="color-scheme" content="light dark"><title>{title} API</title><style>{STYLE}</style></head><body>'
        f"<header><h1>{title} API <small>version {escape(info['version'])}</small></h1>"
        f'{_prose(info.get("description", ""))}<p><a href="/openapi.json">OpenAPI document</a></p></header>'
        f"{_navigation(tags)}<main>{sections}{_shapes(document)}</main>"
        f"<script>{SCRIPT}</script></body></html>"
    )


def _navigation(tags: Iterable[tuple[str, str]]) -> str:
    links = "".join(f'<a href="#tag-{escape(name)}">{escape(name)}</a>' for name, _ in tags)
    return (
        '<nav><input id="search" type="search" placeholder="Search: order, prices, замовлення, /deals…" '
        f'aria-label="Search operations"><span id="found" role="status"></span>{links}'
        '<a href="#shapes">shapes</a></nav>'
    )


def _section(name: str, about: str, operations: list[str]) -> str:
    return f'<section id="tag-{escape(name)}"><h2>{escape(about or name)}</h2>{"".join(operations)}</section>'


def _operation(method: str, path: str, operation: Mapping[str, Any]) -> str:
    """Closed it is one line; the text to search in is that line and the operation's name."""
    name, summary = operation["operationId"], operation["summary"]
    in_ukrainian, description = _description(operation.get("description", ""))
    return (
        f'<details class="operation" id="{escape(name)}"><summary><b class="{escape(method)}">{method.upper()}</b>'
        f'<code>{_breakable(path)}</code><span>{escape(summary)}</span><i lang="uk">{escape(in_ukrainian)}</i>'
        f"</summary><div>{description}{_sign_in(operation)}{_parameters(operation)}{_body(operation)}"
        f'{_responses(operation)}<p><a href="#{escape(name)}">#{escape(name)}</a></p></div></details>'
    )


def _breakable(path: str) -> str:
    """A long path may wrap at its slashes on a phone."""
    return escape(path).replace("/", "<wbr>/")


def _description(text: str) -> tuple[str, str]:
    """(summary in Ukrainian, the rest as HTML): `gateway.openapi` puts the summary first."""
    first, _, rest = text.partition("\n\n")
    return first.rstrip("."), _prose(rest)


def _sign_in(operation: Mapping[str, Any]) -> str:
    return "" if operation.get("security") else "<p>No token is needed.</p>"


def _prose(text: str) -> str:
    """Paragraphs, lists of lines that begin with a dash, and `code`: all the markdown that contracts use."""
    return "".join(_paragraph(part) for part in re.split(r"\n\s*\n", text) if part.strip())


def _paragraph(text: str) -> str:
    lines = [line.strip() for line in text.strip().splitlines()]
    if all(line.startswith("- ") for line in lines):
        return "<ul>" + "".join(f"<li>{_inline(line[2:])}</li>" for line in lines) + "</ul>"
    return f"<p>{_inline(' '.join(lines))}</p>"


def _inline(text: str) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


def _parameters(operation: Mapping[str, Any]) -> str:
    listed = operation.get("parameters", ())
    rows = [
        _row(one["name"], one["schema"], required=one["required"], place=one["in"], about=one.get("description", ""))
        for one in listed
    ]
    return _table("Parameters", rows)


def _body(operation: Mapping[str, Any]) -> str:
    bodies = operation.get("requestBody", {}).get("content", {})
    content = bodies.get("application/json")
    if content is None:
        return "".join(f"<h3>Body</h3><p>A file, <code>{escape(kind)}</code></p>" for kind in bodies)
    table = _table("Body", _rows_of(content["schema"])) or "<h3>Body</h3><p>None, or an empty object.</p>"
    return table + _sample(content.get("example"))


def _sample(example: Any) -> str:
    return "" if example is None else f"<p>Example: <code>{escape(_json(example))}</code></p>"


def _responses(operation: Mapping[str, Any]) -> str:
    rows = "".join(_response(status, response) for status, response in operation["responses"].items())
    return f"<h3>Answers</h3><table>{rows}</table>"


def _response(status: str, response: Mapping[str, Any]) -> str:
    if int(status) >= 400:
        return f"<tr><th>{escape(status)}</th><td>{_prose(response['description'])}</td></tr>"
    bodies = response.get("content", {})
    schema = bodies.get("application/json", {}).get("schema", {})
    files = "".join(f"a file, <code>{escape(kind)}</code>" for kind in bodies)
    shown = _type(schema) if schema else files or "nothing"
    headers = "".join(f" · header <code>{escape(name)}</code>" for name in response.get("headers", ()))
    return f'<tr class="good"><th>{escape(status)}</th><td>{shown}{headers}</td></tr>'


def _shapes(document: Mapping[str, Any]) -> str:
    """Every named shape that a field or an answer links to, once."""
    schemas: dict[str, Schema] = document["components"]["schemas"]
    wanted: set[str] = set()
    found = _linked(document["paths"])
    while found:
        wanted |= found
        found = set().union(*(_linked(schemas[name]) for name in found)) - wanted
    shown = "".join(_shape(name, schemas[name]) for name in sorted(wanted))
    return f'<section id="shapes"><h2>Shapes</h2>{shown}</section>'


def _linked(part: object) -> set[str]:
    """Names of the shapes referred to anywhere inside."""
    if isinstance(part, Mapping):
        inside = set().union(*map(_linked, part.values()))
        return inside | {part["$ref"].removeprefix(_REF)} if "$ref" in part else inside
    return set().union(*map(_linked, part)) if isinstance(part, list) else set()


def _shape(name: str, schema: Schema) -> str:
    about = _prose(schema.get("description", ""))
    fields = _table("", _rows_of(schema)) if "properties" in schema else f"<p>{_type(schema)}</p>"
    return (
        f'<details class="shape" id="{_anchor(name)}"><summary><code>{escape(name)}</code></summary>'
        f"<div>{about}{fields}</div></details>"
    )


def _rows_of(schema: Schema) -> list[str]:
    required = set(schema.get("required", ()))
    return [_row(name, field, required=name in required) for name, field in schema.get("properties", {}).items()]


def _row(name: str, schema: Schema, *, required: bool, place: str = "", about: str = "") -> str:
    says = about or schema.get("description", "") or _option(schema).get("description", "")
    notes = [place, "required" if required else "", *_notes(schema)]
    beside = " · ".join(note for note in notes if note)
    return (
        f"<tr><th><code>{escape(name)}</code></th><td>{_type(schema)}<small>{beside}</small></td>"
        f"<td>{_prose(says)}{_examples(schema)}</td></tr>"
    )


def _table(title: str, rows: list[str]) -> str:
    heading = f"<h3>{escape(title)}</h3>" if title else ""
    return f'{heading}<table class="fields">{"".join(rows)}</table>' if rows else ""


def _option(schema: Schema) -> Schema:
    """What a field holds when it is there: an optional field is "this or null"."""
    options = [option for option in schema.get("anyOf", ()) if option.get("type") != "null"]
    return _option(options[0]) if options else schema


def _notes(schema: Schema) -> list[str]:
    """Bounds and default in words. They may stand beside the choice or inside it."""
    inner = {**schema, **{name: value for name, value in _option(schema).items() if name not in schema}}
    if "\\x" in inner.get("pattern", ""):  # "no control characters" said of every text; it reads like noise
        inner.pop("pattern")
    notes = [text.format(f"<code>{escape(str(inner[key]))}</code>") for key, text in _BOUNDS.items() if key in inner]
    if schema.get("default") is not None and schema["default"] != []:
        notes.append(f"default <code>{escape(_json(schema['default']))}</code>")
    return notes


def _examples(schema: Schema) -> str:
    examples = schema.get("examples") or _option(schema).get("examples") or ()
    shown = ", ".join(f"<code>{escape(_json(example))}</code>" for example in examples)
    return f"<p>Example: {shown}</p>" if shown else ""


def _type(schema: Schema) -> str:
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(_REF)
        return f'<a href="#{_anchor(name)}">{escape(name)}</a>'
    if "anyOf" in schema:
        # text and number are offered for every amount; the same name twice says nothing more
        return " or ".join(dict.fromkeys(_type(option) for option in schema["anyOf"]))
    if "enum" in schema or "const" in schema:
        return _choices(schema.get("enum") or [schema["const"]])
    return _plain_type(schema)


def _plain_type(schema: Schema) -> str:
    kind = schema.get("type", "any")
    if kind == "array":
        places = schema.get("prefixItems")
        return f"list of {_type(schema.get('items', {}))}" if not places else " and ".join(map(_type, places))
    values = schema.get("additionalProperties")
    if kind == "object" and isinstance(values, Mapping):
        return f"object of {_type(values)}"
    return escape(f"{kind} ({schema['format']})" if "format" in schema else str(kind))


def _choices(values: list[Any]) -> str:
    shown = " ".join(f"<code>{escape(str(value))}</code>" for value in values[:_LONG_LIST])
    more = len(values) - _LONG_LIST
    return f"{shown} and {more} more" if more > 0 else shown


def _anchor(name: str) -> str:
    return f"shape-{escape(name)}"


def _json(value: Any) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()
