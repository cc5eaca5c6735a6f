"""Ids of records that exist, put where the description of the API only says "a UUID"."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any
from uuid import uuid4

from tests.flows.rights.scene import Business, Shared

Json = dict[str, Any]
_UUID = {"type": "string", "format": "uuid"}


def seeds_of(shared: Shared, business: Business, staff: str, user: str) -> dict[str, str]:
    """By field name; path parameters called `id` by the noun that stands before them."""
    return {
        "organization_id": shared.organization,
        "department_id": shared.department,
        "guilty_department_id": shared.department,
        "staff_id": staff,
        "manager_id": staff,
        "representative_id": staff,
        "superior_id": staff,
        "assignee_id": staff,
        "to_staff_id": staff,
        "guilty_staff_id": staff,
        "partner_id": business.partner,
        "supplier_id": business.partner,
        "item_id": shared.item,
        "price_type_id": shared.price_type,
        "setting_id": shared.setting,
        "warehouse_id": shared.warehouse,
        "kind_id": shared.kind,
        "loss_reason_id": shared.reason,
        "deal_id": business.deal,
        "order_id": business.order,
        "line_id": business.line,
        "/organizations/": shared.organization,
        "/staff/": staff,
        "/partners/": business.partner,
        "/tasks/": business.task,
        "/items/": shared.item,
        "/price-settings/": shared.setting,
        "/deals/": business.deal,
        "/orders/": business.order,
        "/receipts/": shared.receipt,
        "/shipments/": business.shipment,
        "/payments/": business.payment,
        "/channels/": shared.channel,
        "/claims/": business.claim,
        "/users/": user,
    }


def seeded(described: Json, seeds: Mapping[str, str]) -> Json:
    """The description with examples of ids to try; what is valid stays exactly as it was."""
    copy: Json = deepcopy(described)
    for path, methods in copy["paths"].items():
        for operation in methods.values():
            operation["parameters"] = [_parameter(one, path, seeds) for one in operation["parameters"] if _tried(one)]
            if "requestBody" in operation:
                _seed_properties(operation["requestBody"]["content"]["application/json"]["schema"], seeds)
    for schema in copy["components"]["schemas"].values():
        _seed_properties(schema, seeds)
    return copy


def _tried(parameter: Json) -> bool:
    # opaque: only one given before is right, so that nine lists of ten would be refused for it; tried by itself
    return bool(parameter["name"] != "cursor")


def _parameter(parameter: Json, path: str, seeds: Mapping[str, str]) -> Json:
    name = parameter["name"]
    if name == "Accept-Language":
        return {**parameter, "schema": {"anyOf": [{"type": "string", "enum": ["uk", "en"]}, parameter["schema"]]}}
    if name == "Idempotency-Key":
        # one example for all requests would be one key for all of them
        return {**parameter, "schema": {**parameter["schema"], "examples": [str(uuid4())]}}
    noun = f"/{path.removeprefix('/api/v1').split('/')[1]}/"
    known = seeds.get(noun if parameter["in"] == "path" and name == "id" else name)
    return {**parameter, "schema": _with(parameter["schema"], known)} if known else parameter


def _seed_properties(schema: Json, seeds: Mapping[str, str]) -> None:
    properties = schema.get("properties", {})
    for name, inner in properties.items():
        if name in seeds:
            properties[name] = _with(inner, seeds[name])


def _with(schema: Json, known: str) -> Json:
    """Every "a UUID" in it becomes "this one, or a UUID"."""
    if schema.get("format") == "uuid":
        return {"anyOf": [{"enum": [known], "type": "string"}, _UUID]}
    if "items" in schema:
        return {**schema, "items": _with(schema["items"], known)}
    return {**schema, "anyOf": [_with(one, known) for one in schema["anyOf"]]} if "anyOf" in schema else schema
