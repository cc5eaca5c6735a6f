"""An example of every body: what its contract gives, and the rest composed of the examples that fields have.

Composed are the fields that must be there, and those others that have an example of their own. Where a choice or a rule
between fields would make that misleading, the contract writes the example (`example=`); it may leave out the ids of
records, which are made up here. Everything is invented.
"""

from collections.abc import Mapping
from typing import Any
from zlib import crc32

Schema = Mapping[str, Any]

_DAYS = {True: "2026-12-31", False: "2026-12-01"}
_MOMENTS = {True: "2026-12-31T18:00:00+02:00", False: "2026-12-01T10:00:00+02:00"}


def body_example(body: Schema, schemas: Schema, written: Mapping[str, Any] | None) -> dict[str, Any]:
    """`body`: the schema of an object; `schemas`: those it may refer to; `written`: by the contract."""
    properties: Schema = body["properties"]
    if written is not None:
        lacking = [name for name in body.get("required", ()) if name not in written]
        return {**{name: _value(name, properties[name], schemas) for name in lacking}, **written}
    composed = _composed(body, schemas)
    if composed or not properties:
        return composed
    name = next(iter(properties))  # of a change any field will do
    return {name: _value(name, properties[name], schemas)}


def _composed(shape: Schema, schemas: Schema) -> dict[str, Any]:
    required = shape.get("required", ())
    return {
        name: _value(name, field, schemas)
        for name, field in shape.get("properties", {}).items()
        if name in required or "examples" in field
    }


def _value(name: str, schema: Schema, schemas: Schema) -> Any:
    if "examples" in schema:
        return schema["examples"][0]
    if "$ref" in schema:
        return _value(name, schemas[schema["$ref"].rpartition("/")[2]], schemas)
    if "anyOf" in schema:
        return _value(name, schema["anyOf"][0], schemas)
    if "enum" in schema or "const" in schema:
        return (schema.get("enum") or [schema["const"]])[0]
    match schema.get("type"):
        case "object":
            return _composed(schema, schemas)
        case "array":
            return [_value(name.removesuffix("s"), schema["items"], schemas)]
        case "boolean":
            return True
        case "integer":
            return schema.get("minimum", 1)
    return _text(name, schema.get("format"))


def _text(name: str, form: str | None) -> str | None:
    """Nothing for words that only their field can give an example of: no model takes that, and a test says so."""
    ends = name.endswith(("_to", "until"))
    match form:
        case "uuid":
            return f"0197a1e2-7c00-7000-8000-{crc32(name.encode()):012x}"
        case "date":
            return _DAYS[ends]
        case "date-time":
            return _MOMENTS[ends]
    return None
