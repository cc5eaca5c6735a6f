from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from gateway import http
from gateway.identity.contracts import AUTH_OPERATIONS, ROOT_OPERATIONS, ChangeUser
from gateway.identity.routes import routes
from services.chassis.actor import Role
from services.chassis.errors import Refusal
from tests.gateway.identity.cast import OTHER_PASSWORD, PASSWORD, World, run


class Browser:
    def __init__(self, app: Starlette):
        self._app = app

    def request(self, method: str, path: str, **more: Any) -> httpx.Response:
        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(self._app)
            async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
                return await client.request(method, path, **more)

        return run(send())

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.request("GET", path, **more)

    def post(self, path: str, **more: Any) -> httpx.Response:
        return self.request("POST", path, **more)

    def patch(self, path: str, **more: Any) -> httpx.Response:
        return self.request("PATCH", path, **more)


@pytest.fixture
def client(world: World) -> Browser:
    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, Refusal)
        request.state.request_id = "test"
        return http.problem(error, request)

    return Browser(Starlette(routes=routes(world.identity), exception_handlers={Refusal: refused}))


def bearer(world: World, login: str) -> dict[str, str]:
    return {"authorization": f"Bearer {world.sign_in(login).access_token}"}


@pytest.fixture
def boss(world: World) -> dict[str, str]:
    world.add("boss", Role.ADMINISTRATOR, name="Галина Ткач")
    return bearer(world, "boss")


def signed_in(client: Browser, login: str = "o.melnyk", password: str = PASSWORD) -> dict[str, Any]:
    answer = client.post("/api/v1/auth/token", json={"login": login, "password": password})
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    body: dict[str, Any] = answer.json()
    return body


def test_a_whole_sign_in_from_first_to_last(client: Browser, world: World) -> None:
    world.add()
    first = signed_in(client)
    assert set(first) == {"access_token", "token_type", "expires_in", "refresh_token"}
    me = client.get("/api/v1/auth/me", headers={"authorization": f"Bearer {first['access_token']}"})
    assert (me.status_code, me.json()["login"], me.headers["etag"]) == (200, "o.melnyk", '"1"')
    second = client.post("/api/v1/auth/refresh", json={"refresh_token": first["refresh_token"]}).json()
    ended = client.post("/api/v1/auth/sign-out", json={"refresh_token": second["refresh_token"]})
    assert (ended.status_code, ended.content) == (204, b"")
    refused = client.post("/api/v1/auth/refresh", json={"refresh_token": second["refresh_token"]})
    assert (refused.status_code, refused.json()["code"]) == (401, "session_ended")


def test_a_wrong_password_is_a_problem_in_the_callers_language(client: Browser) -> None:
    answer = client.post(
        "/api/v1/auth/token", json={"login": "nobody", "password": PASSWORD}, headers={"accept-language": "en"}
    )
    assert answer.status_code == 401
    assert answer.json()["code"] == "bad_credentials"
    assert answer.json()["detail"].startswith("The login or the password is wrong.")


def test_a_locked_login_says_when_to_come_back(client: Browser) -> None:
    for _ in range(5):
        client.post("/api/v1/auth/token", json={"login": "nobody", "password": PASSWORD})
    answer = client.post("/api/v1/auth/token", json={"login": "nobody", "password": PASSWORD})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "60")


@pytest.mark.parametrize(
    "body",
    [{}, {"login": "x"}, {"login": 1, "password": PASSWORD}, {"login": "x", "password": PASSWORD, "admin": True}],
)
def test_a_body_that_is_not_as_agreed_is_refused_without_its_values(client: Browser, body: dict[str, Any]) -> None:
    answer = client.post("/api/v1/auth/token", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert PASSWORD not in answer.text


def test_a_password_is_changed_with_the_current_one(client: Browser, world: World) -> None:
    world.add()
    headers = bearer(world, "o.melnyk")
    body = {"current_password": PASSWORD, "new_password": "короткий"}
    weak = client.post("/api/v1/auth/password", json=body, headers=headers)
    assert (weak.status_code, weak.json()["code"]) == (422, "weak_password")
    assert weak.json()["errors"][0] == {
        "pointer": "/new_password",
        "code": "password_short",
        "message": "Потрібно щонайменше 12 символів.",
    }
    changed = client.post("/api/v1/auth/password", json=body | {"new_password": OTHER_PASSWORD}, headers=headers)
    assert changed.status_code == 200
    signed_in(client, password=OTHER_PASSWORD)


def test_the_key_set_is_public(client: Browser) -> None:
    answer = client.get("/.well-known/jwks.json")
    assert answer.status_code == 200
    (key,) = answer.json()["keys"]
    assert (key["kty"], key["crv"], key["alg"], key["use"]) == ("OKP", "Ed25519", "EdDSA", "sig")
    assert set(key) == {"kty", "crv", "x", "kid", "use", "alg"}


def test_an_administrator_adds_lists_and_changes_users(client: Browser, boss: dict[str, str]) -> None:
    body = {"login": "p.bondar", "name": "Петро Бондар", "password": PASSWORD, "roles": ["manager"]}
    added = client.post("/api/v1/users", json=body, headers=boss)
    assert (added.status_code, added.headers["etag"]) == (201, '"1"')
    assert "password" not in added.text
    address = f"/api/v1/users/{added.json()['id']}"
    changed = client.patch(address, json={"active": False}, headers=boss | {"if-match": '"1"'})
    assert (changed.status_code, changed.headers["etag"], changed.json()["active"]) == (200, '"2"', False)
    stale = client.patch(address, json={"active": True}, headers=boss | {"if-match": '"1"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    found = client.get("/api/v1/users", params={"active": "false"}, headers=boss).json()
    assert [user["login"] for user in found["items"]] == ["p.bondar"]


def test_users_are_listed_by_page_order_and_words(client: Browser, world: World, boss: dict[str, str]) -> None:
    for login, name in [("a.first", "Їжакевич Ірина"), ("b.second", "Гончар Іван"), ("c.third", "Ґудзь Олег")]:
        world.add(login, name=name)

    def listed(**params: Any) -> dict[str, Any]:
        body: dict[str, Any] = client.get("/api/v1/users", params=params, headers=boss).json()
        return body

    first = listed(limit=2, order="name")
    rest = listed(limit=2, order="name", cursor=first["next"])
    logins = [user["login"] for user in [*first["items"], *rest["items"]]]
    assert logins == ["boss", "b.second", "c.third", "a.first"]
    assert rest["next"] is None
    assert [user["login"] for user in listed(q="їжакевич")["items"]] == ["a.first"]
    assert [user["login"] for user in listed(q="THIRD")["items"]] == ["c.third"]
    assert set(first["items"][0]) == set(client.get("/api/v1/auth/me", headers=boss).json())


@pytest.mark.parametrize("operation", [one for one in AUTH_OPERATIONS if one.roles], ids=lambda one: one.name)
def test_without_a_token_nothing_but_signing_in_is_answered(client: Browser, operation: Any) -> None:
    path = "/api/v1" + operation.path.replace("{id}", "018f6a3e-7c1b-7d2a-9e4f-2b6c8d0e1f3a")
    answer = client.request(operation.method, path, json=None if operation.method == "GET" else {})
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, 'Bearer realm="ugoda"')


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR, Role.CLIENT}))
def test_nobody_but_an_administrator_sees_or_changes_users(client: Browser, world: World, role: Role) -> None:
    user = world.add("somebody", role)
    headers = bearer(world, "somebody")
    assert client.get("/api/v1/users", headers=headers).status_code == 403
    assert client.post("/api/v1/users", json={}, headers=headers).status_code == 403
    own = client.patch(f"/api/v1/users/{user.id}", json={"roles": ["administrator"]}, headers=headers)
    assert own.status_code == 403


def test_a_user_switched_off_is_asked_to_sign_in(client: Browser, world: World) -> None:
    user = world.add()
    headers = bearer(world, "o.melnyk")
    run(world.identity.change_user(ChangeUser(id=user.id, active=False)))
    assert client.get("/api/v1/auth/me", headers=headers).status_code == 401


def test_every_declared_operation_is_mounted(client: Browser, world: World) -> None:
    mounted = {(route.path, method) for route in routes(world.identity) for method in route.methods or ()}
    declared = {("/api/v1" + one.path, one.method) for one in AUTH_OPERATIONS}
    declared |= {(one.path, one.method) for one in ROOT_OPERATIONS}
    assert declared <= mounted
    assert {method for _, method in mounted - declared} <= {"HEAD"}


def test_every_secret_asked_for_is_marked_as_one() -> None:
    for operation in AUTH_OPERATIONS:
        for name, field in operation.request.model_json_schema()["properties"].items() if _has(operation) else ():
            secret = "password" in name or "token" in name
            assert ("writeOnly" in str(field)) == secret, f"{operation.name}.{name}"


def _has(operation: Any) -> bool:
    return bool(operation.request.model_fields)
