import base64
import json
import stat
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.identity import Identity
from gateway.identity.models import User
from gateway.identity.tokens import KEY_FILE, Tokens
from services.chassis.actor import Role
from services.chassis.errors import UNAUTHENTICATED, Refusal
from services.chassis.ids import uuid7
from tests.gateway.identity.cast import World

QUARTER = timedelta(minutes=15)
STAFF, PARTNER, ORGANIZATION = uuid4(), uuid4(), uuid4()


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    return Tokens(tmp_path, QUARTER)


def somebody() -> User:
    return User(
        id=uuid7(),
        login="o.melnyk",
        name="Оксана Мельник",
        roles=["manager", "marketer"],
        staff_id=STAFF,
        organization_id=ORGANIZATION,
        language="en",
    )


def issued(tokens: Tokens, **ago: float) -> str:
    return tokens.issue(somebody(), datetime.now(UTC) - timedelta(**ago))


def key_of(directory: Path) -> Ed25519PrivateKey:
    key = load_pem_private_key((directory / KEY_FILE).read_bytes(), None)
    assert isinstance(key, Ed25519PrivateKey)
    return key


def payload_of(token: str) -> dict[str, Any]:
    payload: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return payload


def header_of(token: str) -> dict[str, Any]:
    return dict(jwt.get_unverified_header(token))


def refused(tokens: Tokens, token: str) -> None:
    with pytest.raises(Refusal) as caught:
        tokens.read(token)
    assert caught.value.code is UNAUTHENTICATED


def test_a_token_says_who_its_bearer_is(tokens: Tokens) -> None:
    user = somebody()
    claims = tokens.read(tokens.issue(user, datetime.now(UTC)))
    assert claims.user_id == user.id
    assert claims.name == "Оксана Мельник"
    assert claims.roles == {Role.MANAGER, Role.MARKETER}
    assert (claims.staff_id, claims.partner_id, claims.organization_id) == (STAFF, None, ORGANIZATION)
    assert claims.language == "en"


def test_a_token_lasts_as_long_as_the_settings_say_and_has_its_own_id(tokens: Tokens) -> None:
    first, second = payload_of(issued(tokens)), payload_of(issued(tokens))
    assert first["exp"] - first["iat"] == 15 * 60
    assert UUID(first["jti"]) != UUID(second["jti"])
    assert (first["iss"], first["aud"]) == ("ugoda", "ugoda")


def test_a_stranger_checks_a_token_with_the_published_key(tokens: Tokens) -> None:
    token = issued(tokens)
    (published,) = tokens.key_set()["keys"]
    assert "d" not in published
    assert published["kid"] == header_of(token)["kid"]
    key = jwt.PyJWK(published)
    assert jwt.decode(token, key, algorithms=["EdDSA"], audience="ugoda", issuer="ugoda")["name"] == "Оксана Мельник"


def test_the_private_key_can_be_read_by_its_owner_alone(tokens: Tokens, tmp_path: Path) -> None:
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600


def test_the_key_stays_the_same_after_a_restart(tokens: Tokens, tmp_path: Path) -> None:
    assert Tokens(tmp_path, QUARTER).read(issued(tokens)).name == "Оксана Мельник"


def test_another_installations_token_is_refused(tokens: Tokens, tmp_path: Path) -> None:
    refused(tokens, issued(Tokens(tmp_path / "other", QUARTER)))


def test_a_file_with_another_kind_of_key_is_named(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

    pem = generate_private_key(SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (tmp_path / KEY_FILE).write_bytes(pem)
    with pytest.raises(ValueError, match=KEY_FILE):
        Tokens(tmp_path, QUARTER)


@pytest.mark.parametrize("seconds", [-1, 0, 1])
def test_a_token_ends_at_its_second_also_when_it_was_verified_before(tokens: Tokens, seconds: int) -> None:
    token = issued(tokens)
    end = payload_of(token)["exp"]
    assert tokens.read(token).expires == end
    if seconds < 0:
        tokens.read(token, end + seconds)
    else:
        with pytest.raises(Refusal):
            tokens.read(token, end + seconds)


@pytest.mark.parametrize("seconds", [15 * 60, 15 * 60 + 3, 15 * 60 + 60, 86_400])
def test_a_token_past_its_end_is_refused_when_first_seen(tokens: Tokens, seconds: int) -> None:
    refused(tokens, issued(tokens, seconds=seconds))


def test_a_token_of_a_clock_slightly_ahead_is_taken_and_of_a_far_one_refused(tokens: Tokens) -> None:
    tokens.read(issued(tokens, seconds=-3))
    refused(tokens, issued(tokens, seconds=-60))


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "other"},
        {"aud": ["ugoda", "other"]},
        {"iss": "other"},
        {"sub": "not-an-id"},
        {"roles": None},
        {"roles": [["manager"]]},
        {"exp": "soon"},
        {"staff_id": 5},
        {"jti": None},
    ],
)
def test_a_rightly_signed_token_with_wrong_claims_is_refused(
    tokens: Tokens, tmp_path: Path, changes: dict[str, Any]
) -> None:
    claims = payload_of(issued(tokens)) | changes
    refused(tokens, jwt.encode(claims, key_of(tmp_path), "EdDSA", headers=header_of(issued(tokens))))


@pytest.mark.parametrize("claim", ["iss", "aud", "sub", "iat", "exp", "jti", "roles", "name", "partner_id", "language"])
def test_a_rightly_signed_token_that_lacks_a_claim_is_refused(tokens: Tokens, tmp_path: Path, claim: str) -> None:
    claims = {name: value for name, value in payload_of(issued(tokens)).items() if name != claim}
    refused(tokens, jwt.encode(claims, key_of(tmp_path), "EdDSA", headers=header_of(issued(tokens))))


@pytest.mark.parametrize("changes", [{"typ": "JWT"}, {"typ": "rt+jwt"}, {"kid": "other"}, {"kid": None}])
def test_a_rightly_signed_token_of_another_kind_or_key_is_refused(
    tokens: Tokens, tmp_path: Path, changes: dict[str, Any]
) -> None:
    header = {name: value for name, value in (header_of(issued(tokens)) | changes).items() if value}
    refused(tokens, jwt.encode(payload_of(issued(tokens)), key_of(tmp_path), "EdDSA", headers=header))


def part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "HS256"])
def test_an_unsigned_token_is_refused(tokens: Tokens, algorithm: str) -> None:
    header = header_of(issued(tokens)) | {"alg": algorithm}
    body = part(payload_of(issued(tokens)))
    refused(tokens, f"{part(header)}.{body}.")
    refused(tokens, f"{part(header)}.{body}.{issued(tokens).rpartition('.')[2]}")


def test_a_token_signed_with_the_public_key_as_a_shared_secret_is_refused(tokens: Tokens) -> None:
    import hashlib
    import hmac

    (published,) = tokens.key_set()["keys"]
    secret = base64.urlsafe_b64decode(published["x"] + "==")
    signed = f"{part(header_of(issued(tokens)) | {'alg': 'HS256'})}.{part(payload_of(issued(tokens)))}"
    mac = base64.urlsafe_b64encode(hmac.new(secret, signed.encode(), hashlib.sha256).digest()).decode().rstrip("=")
    refused(tokens, f"{signed}.{mac}")


def test_the_roles_inside_cannot_be_changed(tokens: Tokens) -> None:
    header, _, signature = issued(tokens).split(".")
    forged = payload_of(issued(tokens)) | {"roles": ["administrator"]}
    refused(tokens, f"{header}.{part(forged)}.{signature}")


@given(place=st.integers(min_value=0), letter=st.sampled_from("AQgw_-9z.= é"))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_token_with_a_letter_changed_is_refused(tokens: Tokens, place: int, letter: str) -> None:
    token = issued(tokens)
    place %= len(token) - 1  # the very last letter carries four bits that mean nothing
    if token[place] != letter:
        refused(tokens, token[:place] + letter + token[place + 1 :])


def test_a_role_of_a_newer_version_is_no_role(tokens: Tokens, tmp_path: Path) -> None:
    claims = payload_of(issued(tokens)) | {"roles": ["manager", "role_of_tomorrow"]}
    token = jwt.encode(claims, key_of(tmp_path), "EdDSA", headers=header_of(issued(tokens)))
    assert tokens.read(token).roles == {Role.MANAGER}


@pytest.mark.parametrize("text", ["", ".", "..", "a.b.c", "x" * 4097, "токен", "\ud800"])
def test_what_is_no_token_is_refused(tokens: Tokens, text: str) -> None:
    refused(tokens, text)


def test_a_verified_token_is_not_verified_again(tokens: Tokens) -> None:
    token = issued(tokens)
    tokens.read(token)
    began = time.process_time()
    for _ in range(2_000):
        tokens.read(token)
    # one verification takes some 0.2 ms: this many would take 400
    assert time.process_time() - began < 0.1


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_header_names_its_scheme_in_any_case(world: World, scheme: str) -> None:
    world.add()
    token = world.sign_in().access_token
    assert world.identity.authenticate(f"{scheme} {token}").name == "Оксана Мельник"


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic bzpw", "token"])
def test_a_header_without_a_token_is_refused(world: World, header: str | None) -> None:
    identity: Identity = world.identity
    with pytest.raises(Refusal) as caught:
        identity.authenticate(header)
    assert caught.value.code is UNAUTHENTICATED
