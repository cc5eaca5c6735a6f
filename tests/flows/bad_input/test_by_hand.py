"""Bad requests nobody's generator thinks of, over HTTP: each gets one clear problem report."""

import json
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.flows.bad_input.conftest import Ground
from tests.flows.bad_input.fuzzing import is_ukrainian
from tests.flows.rights.requests import OPERATIONS, Nothing, asked
from tests.flows.rights.waiting import wait_until
from tests.house import Answer

pytestmark = pytest.mark.flow
LISTS = sorted(name for name, one in OPERATIONS.items() if one.listing)
PARTNER: dict[str, Any] = {"kind": "company", "name": "ТОВ «Гарне»"}


def refused(answer: Answer, status: int, code: str, *pointers: str) -> None:
    """A problem report (RFC 9457) with this code, naming these fields and no others."""
    assert answer.status == status, answer.raw.decode()
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.body
    assert (problem["code"], problem["status"]) == (code, status), problem
    assert problem["title"]
    assert problem["detail"]
    assert problem["request_id"] == answer.headers["x-request-id"]
    assert sorted(field["pointer"] for field in problem.get("errors", [])) == sorted(pointers), problem
    assert all(field["code"] and field["message"] for field in problem.get("errors", []))


def post(ground: Ground, path: str, body: Any, **headers: str) -> Answer:
    return ground.api.send("POST", path, body, {name.replace("_", "-"): text for name, text in headers.items()})


def partner(ground: Ground, **more: Any) -> dict[str, Any]:
    return {**PARTNER, "organization_id": ground.shared.organization, "accept_duplicates": True, **more}


# ------------------------------------------------------------ the body as such


def test_a_body_that_is_no_json_object_is_refused(ground: Ground) -> None:
    bodies = (
        b"{",
        b"[]",
        b'"text"',
        b"null",
        b"1",
        b"{'a': 1}",
        b'{"a": NaN}',
        b'{"a": 1}{"b": 2}',
        b"\xff\xfe",
        b"\x00",
    )
    for body in bodies:
        refused(post(ground, "/partners", body), 400, "not_json")


def test_broken_utf8_and_lone_surrogates_are_refused(ground: Ground) -> None:
    for text in (b"\xd0", b"\xc3\x28", b"\xed\xa0\x80", b"\\ud800", b"\\udfff\\ud800"):
        body = json.dumps(partner(ground, name="@")).encode().replace(b"@", text)
        refused(post(ground, "/partners", body), 400, "not_json")


def test_a_form_or_xml_in_place_of_json_is_refused(ground: Ground) -> None:
    form, xml = b"name=x&kind=company", b"<partner><name>x</name></partner>"
    refused(post(ground, "/partners", form, Content_Type="application/x-www-form-urlencoded"), 400, "not_json")
    refused(post(ground, "/partners", xml, Content_Type="application/xml"), 400, "not_json")


def test_json_nested_beyond_reason_is_refused(ground: Ground) -> None:
    for depth in (100, 1_000, 100_000):
        nested = b'{"name":' + b"[" * depth + b"]" * depth + b"}"
        assert post(ground, "/partners", nested).status in (400, 422), depth


def test_a_body_is_taken_up_to_a_megabyte_and_no_further(ground: Ground) -> None:
    limit = 1_048_576
    empty = len(json.dumps(partner(ground, notes="")).encode())
    for size, status in ((limit - 1, 422), (limit, 422), (limit + 1, 413)):
        body = json.dumps(partner(ground, notes="x" * (size - empty))).encode()
        assert len(body) == size
        answer = post(ground, "/partners", body)
        refused(answer, status, "too_large" if status == 413 else "invalid", *([] if status == 413 else ["/notes"]))


def test_unknown_fields_are_refused_at_every_level(ground: Ground) -> None:
    entity = {"name": "ТОВ «Гарне»", "colour": "red"}
    body = partner(
        ground, colour="red", legal_entities=[entity], details=[{"kind": "phone", "value": "0441234567", "x": 1}]
    )
    refused(post(ground, "/partners", body), 422, "invalid", "/colour", "/legal_entities/0/colour", "/details/0/x")
    refused(ground.api.send("GET", "/partners?colour=red"), 422, "invalid", "/colour")
    refused(post(ground, f"/orders/{ground.business.order}/approve", {"id": str(uuid4())}), 422, "invalid", "/id")


def test_every_faulty_field_is_named_at_once(ground: Ground) -> None:
    body = {
        "organization_id": "x",
        "kind": "planet",
        "name": "",
        "roles": [],
        "details": [{"kind": "phone", "value": "1"}],
    }
    pointers = ("/organization_id", "/kind", "/name", "/roles", "/details/0/value")
    refused(post(ground, "/partners", body), 422, "invalid", *pointers)


# ------------------------------------------------------------ texts, numbers, dates


def test_names_must_show_something_on_one_line(ground: Ground) -> None:
    for name in (
        "",
        " ",
        "\u00a0\u2003",
        "\x00",
        "ТОВ\x00",
        "a\nb",
        "a\tb",
        "\x7f",
        "\x85",
        "x" * 201,
        5,
        None,
        [],
        True,
    ):
        refused(post(ground, "/partners", partner(ground, name=name)), 422, "invalid", "/name")


def test_names_of_every_script_and_direction_are_kept_as_they_came(ground: Ground) -> None:
    names = (
        "ТОВ «Ґанок і Їжак»",
        "\u202eЛавка\u202c",
        "שלום",
        "שלום ABC",
        "😀" * 50,
        "e\u0301",
        "x" * 200,
        "'; DROP TABLE partners; --",
    )
    for name in names:
        answer = post(ground, "/partners", partner(ground, name=name))
        assert (answer.status, answer.body["name"]) == (201, name)
        found = ground.api.get(f"/partners?limit=200&q={quote(name)}")["items"]
        assert answer.body["id"] in [row["id"] for row in found] or not found


def test_numbers_beyond_what_is_kept_are_refused(ground: Ground) -> None:
    payment = {"organization_id": ground.shared.organization, "partner_id": ground.business.partner}
    amounts = ("1000000000000", 10**30, "1e5", "١٢", "NaN", "-0.01", 0, "0.001", 1e300, True, "", " 1", "1,5", [], {})
    for amount in amounts:
        refused(post(ground, "/payments", {**payment, "amount": amount}), 422, "invalid", "/amount")
    for amount in ("0.01", "999999999999.99", 0.5):
        assert post(ground, "/payments", {**payment, "amount": amount}).status == 201, amount
    for limit in ("0", "201", "-1", "1e2", "9" * 40, "ї"):
        refused(ground.api.send("GET", f"/partners?limit={quote(limit)}"), 422, "invalid", "/limit")


def test_a_balance_beyond_one_amount_is_shown(ground: Ground) -> None:
    client = ground.api.post("/partners", partner(ground))["id"]
    body = {"organization_id": ground.shared.organization, "partner_id": client, "amount": "999999999999.99"}
    for _ in range(3):
        ground.api.post("/payments", body)

    path = f"/partners/{client}/balance"
    wait_until(lambda: ground.api.send("GET", path).status == 200, "orders to hear of the client")
    assert ground.api.get(path)["rows"][0]["paid"] == "2999999999999.97"


DATES = (
    "0",
    "2026",
    "2026-13-01",
    "2026-02-30",
    "20260101",
    "2026-01-01T00:00:00",
    "0000-01-01",
    "10000-01-01",
    0,
    1.5,
    True,
    "",
)
TIMES = ("0", "2026-01-01", "2026-01-01T00:00:00", "9999-12-31T23:59:59-14:00", "2026-01-01T25:00:00Z", 0, "вчора", "")


@pytest.mark.parametrize("kind", ["ground", "postgres_ground"])
def test_dates_and_times_are_taken_as_written_in_the_description(kind: str, request: pytest.FixtureRequest) -> None:
    ground: Ground = request.getfixturevalue(kind)
    for day in DATES:
        body = {**asked("register_deal", {**ground.shared, **ground.business, "tag": "x"}).body}
        answer = post(ground, "/deals", {**body, "expected_close_on": day})
        refused(answer, 422, "invalid", "/expected_close_on")
        answer = ground.api.send("GET", f"/orders?ordered_on_from={quote(str(day))}")
        refused(answer, 422, "invalid", "/ordered_on_from")
    for at in TIMES:
        refused(post(ground, "/tasks", {"title": "Колись", "due_at": at}), 422, "invalid", "/due_at")
        answer = ground.api.send("GET", f"/partners?created_at_to={quote(str(at))}")
        refused(answer, 422, "invalid", "/created_at_to")
    for at in ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"):
        assert ground.api.send("GET", f"/partners?created_at_to={at}").status == 200, at


def test_a_period_that_ends_before_it_begins_holds_nothing_or_is_refused(ground: Ground) -> None:
    backwards = ground.api.send("GET", "/reports/sales?date_from=2026-02-01&date_to=2026-01-31")
    refused(backwards, 422, "invalid", "/date_to")
    assert ground.api.get("/orders?ordered_on_from=2026-02-01&ordered_on_to=2026-01-31")["items"] == []
    cost = {"date_from": "2026-02-01", "date_to": "2026-01-31", "amount": "1"}
    refused(post(ground, f"/channels/{ground.shared.channel}/costs", cost), 422, "invalid", "/date_to")


# ------------------------------------------------------------ amounts that are computed


def order(ground: Ground, lines: list[dict[str, str]], **more: Any) -> dict[str, Any]:
    parties = {"organization_id": ground.shared.organization, "partner_id": ground.business.partner}
    of = {"warehouse_id": ground.shared.warehouse, "price_type_id": ground.shared.price_type}
    return {**parties, **of, "lines": [{"item_id": ground.shared.item, **line} for line in lines], **more}


def test_an_order_comes_to_just_under_a_trillion_and_no_further(ground: Ground) -> None:
    under = {"quantity": "999.999", "manual_price": "999999999.9999"}
    assert post(ground, "/orders", order(ground, [under])).status == 201
    for line in ({**under, "quantity": "1001"}, {"quantity": "9999999.999", "manual_price": "999999999.9999"}):
        refused(post(ground, "/orders", order(ground, [line])), 409, "amount_too_large", "/lines/0/quantity")
    refused(post(ground, "/orders", order(ground, [under, under])), 409, "amount_too_large", "/lines")
    many = [{"quantity": "9999999.999", "manual_price": "999999999.9999"}] * 1000
    assert post(ground, "/orders", order(ground, many)).status == 409
    # below with the VAT inside, above with it on top
    quote: dict[str, Any] = {"on": "2026-06-01", "price_type_id": ground.shared.price_type, "prices_with_vat": True}
    quote["lines"] = [{"item_id": ground.shared.item, **under}]
    assert post(ground, "/quotes", quote).status == 200
    on_top = post(ground, "/quotes", {**quote, "prices_with_vat": False})
    refused(on_top, 409, "amount_too_large", "/lines/0/quantity")


def test_payments_of_one_order_may_exceed_one_amount(ground: Ground) -> None:
    made = ground.api.post("/orders", order(ground, [{"quantity": "1"}]))
    parties = {"organization_id": ground.shared.organization, "partner_id": ground.business.partner}
    for _ in range(2):
        ground.api.post("/payments", {**parties, "order_id": made["id"], "amount": "999999999999.99"})
    assert ground.api.get(f"/orders/{made['id']}")["paid"] == "1999999999999.98"


@pytest.mark.parametrize("kind", ["ground", "postgres_ground"])
def test_goods_worth_more_than_can_be_counted_are_not_received(kind: str, request: pytest.FixtureRequest) -> None:
    ground: Ground = request.getfixturevalue(kind)
    item = ground.api.post("/items", {"sku": f"GOLD-{uuid4().hex[:8]}", "name": "Золото"})["id"]
    line = {"item_id": item, "quantity": "9999999.999", "price": "999999999.9999"}
    refused(
        post(ground, "/receipts", {"warehouse_id": ground.shared.warehouse, "lines": [line]}), 409, "amount_too_large"
    )
    stock = f"/stock?item_id={item}"
    assert ground.api.get(stock)["items"] == [], "nothing is half done"
    for _ in range(2):
        ground.api.post("/receipts", {"warehouse_id": ground.shared.warehouse, "lines": [{**line, "price": "1"}]})
    assert ground.api.get(stock)["items"][0]["on_hand"] == "19999999.998"


# ------------------------------------------------------------ addresses, methods, headers


def test_an_unknown_address_is_a_problem_too(ground: Ground) -> None:
    paths = (
        "/nothing",
        "/partners/",
        "/partners/x/y",
        "/partners/%00/timeline/",
        "//",
        "/../users",
        "/orders/%2e%2e/x",
    )
    for path in paths:
        refused(ground.api.send("GET", path), 404, "no_such_address")
    refused(ground.api.send("GET", "/healthy"), 404, "no_such_address")


def test_an_id_that_is_no_id_is_named(ground: Ground) -> None:
    for text in ("x", "0", "%00", "%ED%A0%80", "%F0%9F%98%80", "a" * 3000, f"{uuid4()}x"):
        refused(ground.api.send("GET", f"/partners/{text}"), 422, "invalid", "/id")
    for text in ("x", f"partners.{uuid4()}0", f"gateway.{uuid4()}", "partners."):
        refused(ground.api.send("GET", f"/jobs/{text}"), 422, "invalid", "/id")


def test_a_wrong_method_tells_the_right_ones(ground: Ground) -> None:
    expected = {
        "/partners": "GET, HEAD, POST",
        f"/partners/{uuid4()}": "GET, HEAD, PATCH",
        "/items/by-ids": "GET, HEAD, PATCH, POST",
        "/auth/token": "POST",
        "/.well-known/jwks.json": "GET, HEAD",
    }
    for path, allowed in expected.items():
        for method in ("DELETE", "PUT", "TRACE", "OPTIONS"):
            answer = ground.api.send(method, path)
            refused(answer, 405, "wrong_method")
            assert answer.headers["allow"] == allowed


def test_a_parameter_given_twice_is_refused_unless_it_is_a_list(ground: Ground) -> None:
    refused(ground.api.send("GET", "/partners?limit=5&limit=6"), 422, "invalid", "/limit")
    refused(ground.api.send("GET", "/partners?q=a&q=a"), 422, "invalid", "/q")
    assert ground.api.send("GET", "/partners?kind=company&kind=individual").status == 200


def test_a_broken_if_match_is_named_and_a_stale_one_refused(ground: Ground) -> None:
    path = f"/orders/{ground.business.order}/cancel"
    for tag in ("1", "abc", '"abc"', '"-1"', '"9999999999"', '""', "W/1", "ї".encode().decode("latin-1")):
        refused(post(ground, path, {"reason": "Ні"}, If_Match=tag), 422, "invalid", "/headers/If-Match")
    refused(post(ground, path, {"reason": "Ні"}, If_Match='"999999999"'), 412, "stale")


def test_a_broken_idempotency_key_is_named(ground: Ground) -> None:
    for key in ("", "a b", "x" * 201, "ключ".encode().decode("latin-1"), "\t"):
        answer = post(ground, "/loss-reasons", {"name": "Причина"}, Idempotency_Key=key)
        refused(answer, 422, "invalid", "/headers/Idempotency-Key")
    assert post(ground, "/loss-reasons", {"name": "Причина"}, Idempotency_Key=f"{uuid4()}{'x' * 164}").status == 201


def test_the_same_key_with_another_body_names_the_key(ground: Ground) -> None:
    key = str(uuid4())
    assert post(ground, "/loss-reasons", {"name": "Перша"}, Idempotency_Key=key).status == 201
    answer = post(ground, "/loss-reasons", {"name": "Друга"}, Idempotency_Key=key)
    refused(answer, 422, "key_reused", "/headers/Idempotency-Key")


@pytest.mark.parametrize("kind", ["ground", "postgres_ground"])
@pytest.mark.parametrize("name", LISTS)
def test_no_text_breaks_a_list(kind: str, name: str, request: pytest.FixtureRequest) -> None:
    """Cursors, words to search, words to filter by: a wrong one is named, and none is an error of ours."""
    ground: Ground = request.getfixturevalue(kind)
    path = asked(name, {**Nothing(), **ground.shared, **ground.business, "service": "orders"}).path
    taken = [text for text in ("q", "stage", "kind") if text in OPERATIONS[name].request.model_fields]

    @settings(max_examples=10, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.text(max_size=60) | st.sampled_from(["\0", "%", "_", "\\", "'", "W10", "WyItYXQiLCAwLCAwXQ"]))
    def tried(text: str) -> None:
        cursor = ground.api.send("GET", f"{path}&cursor={quote(text, errors='replace')}")
        refused(cursor, 422, "invalid", "/cursor")
        for field in taken:
            answer = ground.api.send("GET", f"{path}&{field}={quote(text, errors='replace')}")
            assert answer.status == 200 or answer.body["errors"], answer.raw.decode()

    tried()


@pytest.mark.parametrize("language", ["uk", "en"])
def test_every_text_of_a_refusal_is_in_the_callers_language(ground: Ground, language: str) -> None:
    bad: list[tuple[str, str, Any]] = [
        ("POST", "/partners", b"{"),
        (
            "POST",
            "/partners",
            {"organization_id": "x", "kind": "planet", "name": "", "details": [{"kind": "phone", "value": "1"}]},
        ),
        ("POST", "/partners", {**PARTNER, "organization_id": str(uuid4())}),
        ("POST", "/auth/token", {"login": "nobody-of-ours", "password": "wrong"}),
        ("POST", "/receipts", {}),
        ("POST", "/price-settings", {"effective_from": "x", "prices": []}),
        ("GET", "/partners?cursor=x", None),
        ("GET", "/partners?limit=1&limit=2", None),
        ("GET", "/partners?colour=red", None),
        ("GET", "/orders?order=colour", None),
        ("GET", f"/orders/{uuid4()}", None),
        ("GET", "/nothing", None),
        ("DELETE", "/orders", None),
    ]
    for method, path, body in bad:
        answer = ground.api.send(method, path, body, {"Accept-Language": language})
        assert answer.status >= 400
        assert answer.headers["content-language"] == language
        problem = answer.body
        texts = [problem["title"], problem["detail"], *(field["message"] for field in problem.get("errors", []))]
        wrong = [text for text in texts if is_ukrainian(text) != (language == "uk")]
        assert not wrong, f"{method} {path}: {wrong}"
