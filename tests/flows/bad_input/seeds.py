"""Ids of records that exist, put where the description of the API only says "a UUID"."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any
from uuid import uuid4

from tests.flows.rights.records import Known

Json = dict[str, Any]
_UUID = {"type": "string", "format": "uuid"}


_ALSO = {
    "staff": (
        "manager_id",
        "representative_id",
        "superior_id",
        "assignee_id",
        "responsible_id",
        "to_staff_id",
        "guilty_staff_id",
    ),
    "department": ("guilty_department_id",),
    "partner": ("supplier_id",),
    "price_type": ("base_id",),
    "reason": ("loss_reason_id",),
    "loyalty_card": ("card_id",),
    "card_kind": ("kind_id",),
    "proposal_line": ("line_ids",),
    "claim_cause": ("cause_id",),
    "event_provider": ("provider_id",),
}
"""Fields that are not called after what they name."""
_PLACES = {"staff": "staff", "setting": "price-settings", "product_category": "product-categories"}
"""In addresses; any other noun has an s."""


def seeds_of(shared: Known, business: Known, staff: str, user: str) -> dict[str, list[str]]:
    """Ids to try, by field name; those of path parameters called `id` by the noun that stands before them."""
    known = {**shared, **business, "staff": staff, "user": user}
    del known["name"]
    found: dict[str, list[str]] = {}
    for noun, id_ in known.items():
        place = _PLACES.get(noun, f"{noun}s".replace("_", "-"))
        for called in (f"{noun}_id", f"/{place}/", *_ALSO.get(noun, ())):
            found.setdefault(called, []).append(id_)
    return found


def seeded(described: Json, seeds: Mapping[str, list[str]]) -> Json:
    """The description with examples of ids to try; what is valid stays exactly as it was. Examples of bodies speak of
    records that exist, or they would get no further than "there is no such record"."""
    copy: Json = deepcopy(described)
    for path, methods in copy["paths"].items():
        for operation in methods.values():
            operation["parameters"] = [_parameter(one, path, seeds) for one in operation["parameters"] if _tried(one)]
            if "requestBody" in operation:
                for content in operation["requestBody"]["content"].values():
                    _seed_properties(content["schema"], seeds)
                    if "example" in content:
                        content["example"] = _known(content["example"], seeds)
    for schema in copy["components"]["schemas"].values():
        _seed_properties(schema, seeds)
    return copy


def _tried(parameter: Json) -> bool:
    # opaque: only one given before is right, so that nine lists of ten would be refused for it; tried by itself
    return bool(parameter["name"] != "cursor")


def _parameter(parameter: Json, path: str, seeds: Mapping[str, list[str]]) -> Json:
    name = parameter["name"]
    if name == "Accept-Language":
        return {**parameter, "schema": {"anyOf": [{"type": "string", "enum": ["uk", "en"]}, parameter["schema"]]}}
    if name == "Idempotency-Key":
        # one example for all requests would be one key for all of them
        return {**parameter, "schema": {**parameter["schema"], "examples": [str(uuid4())]}}
    noun = f"/{path.removeprefix('/api/v1').split('/')[1]}/"
    known = seeds.get(noun if parameter["in"] == "path" and name == "id" else name)
    return {**parameter, "schema": _with(parameter["schema"], known)} if known else parameter


def _seed_properties(schema: Json, seeds: Mapping[str, list[str]]) -> None:
    properties = schema.get("properties", {})
    for name, inner in properties.items():
        if name in seeds:
            properties[name] = _with(inner, seeds[name])


def _known(example: Json, seeds: Mapping[str, list[str]]) -> Json:
    return {name: _known_value(name, value, seeds) for name, value in example.items()}


def _known_value(name: str, value: Any, seeds: Mapping[str, list[str]]) -> Any:
    if isinstance(value, dict):
        return _known(value, seeds)
    if isinstance(value, list):
        return [_known_value(name, one, seeds) for one in value]
    return seeds[name][0] if name in seeds else value


def _with(schema: Json, known: list[str]) -> Json:
    """Every "a UUID" in it becomes "one of these, or a UUID"."""
    if schema.get("format") == "uuid":
        return {"anyOf": [{"enum": known, "type": "string"}, _UUID]}
    if "items" in schema:
        return {**schema, "items": _with(schema["items"], known)}
    return {**schema, "anyOf": [_with(one, known) for one in schema["anyOf"]]} if "anyOf" in schema else schema
