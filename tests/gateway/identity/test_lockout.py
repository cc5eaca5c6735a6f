import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from gateway.http import RATE_LIMITED
from gateway.identity import Identity
from gateway.identity.errors import BAD_CREDENTIALS, LOCKED
from gateway.identity.lockout import AddressLimit, lock_time, network_of
from gateway.identity.models import LoginGuard
from gateway.identity.passwords import Passwords
from services.chassis.database import Database
from services.chassis.errors import Refusal
from services.chassis.settings import Settings
from tests.gateway.identity.cast import IP, PASSWORD, CountingArgon2, World, refused, run

BAD, SHUT = "bad_credentials", "locked"


@pytest.mark.parametrize(
    ("failures", "minutes"),
    [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (8, 8), (9, 16), (10, 32), (11, 60), (12, 60), (5000, 60)],
)
def test_the_pause_grows_from_the_fifth_failure_to_an_hour(failures: int, minutes: int) -> None:
    assert lock_time(failures) == timedelta(minutes=minutes)


def test_after_four_failures_the_right_password_still_works(world: World) -> None:
    world.add()
    assert world.fail(4) == [BAD] * 4
    assert world.sign_in().refresh_token


def test_after_five_failures_the_right_password_is_refused_unchecked(world: World) -> None:
    world.add()
    assert world.fail(5) == [BAD] * 5
    computed = len(world.argon2.verified)
    refusal = refused(world.identity.sign_in("o.melnyk", PASSWORD, IP), LOCKED)
    assert refusal.http_status == 429
    assert refusal.values["seconds"] == 60
    assert len(world.argon2.verified) == computed


@pytest.mark.parametrize(("seconds", "code"), [(59, LOCKED), (60, None), (61, None)])
def test_the_first_pause_lasts_a_minute(world: World, seconds: int, code: object) -> None:
    world.add()
    world.fail(5)
    world.clock.forward(seconds=seconds)
    if code is None:
        world.sign_in()
    else:
        refused(world.identity.sign_in("o.melnyk", PASSWORD, IP), LOCKED)


def test_each_failure_after_a_pause_doubles_it(world: World) -> None:
    world.add()
    world.fail(5)
    for minutes in (1, 2, 4):
        world.clock.forward(minutes=minutes)
        assert world.fail(2) == [BAD, SHUT]
    assert refused(world.identity.sign_in("o.melnyk", PASSWORD, IP), LOCKED).values["seconds"] == 8 * 60


def test_attempts_during_a_pause_do_not_lengthen_it(world: World) -> None:
    world.add()
    world.fail(20)
    world.clock.forward(seconds=60)
    world.sign_in()


def test_signing_in_forgets_the_failures(world: World) -> None:
    world.add()
    world.fail(4)
    world.sign_in()
    world.fail(4)
    world.sign_in()


@pytest.mark.parametrize(("hours", "last"), [(23.9, SHUT), (24, BAD), (24.1, BAD)])
def test_failures_are_forgotten_after_a_day(world: World, hours: float, last: str) -> None:
    world.add()
    world.fail(4)
    world.clock.forward(hours=hours)
    assert world.fail(2)[1] == last


def test_a_login_nobody_has_answers_just_like_one_that_somebody_has(world: World) -> None:
    world.add()
    assert world.fail(7, "o.melnyk") == world.fail(7, "nobody") == world.fail(7, "не-логін") == [BAD] * 5 + [SHUT] * 2


def test_for_a_login_nobody_has_a_hash_is_really_computed(world: World) -> None:
    world.add()
    before = len(world.argon2.verified)
    world.fail(1, "nobody")
    assert len(world.argon2.verified) == before + 1


def test_what_was_typed_as_a_login_is_not_kept_readable(world: World) -> None:
    world.fail(1, "мій-пароль-не-в-тому-полі")
    with world.database.read() as session:
        (guard,) = session.scalars(select(LoginGuard))
    assert len(guard.login_digest) == 64
    assert int(guard.login_digest, 16)


def test_letter_case_and_spaces_around_do_not_make_another_login(world: World) -> None:
    world.add()
    for login in ("O.MELNYK", " o.melnyk ", "O.Melnyk", "o.melnyk", "o.MELNYK"):
        world.fail(1, login)
    refused(world.identity.sign_in("o.melnyk", PASSWORD, IP), LOCKED)


def test_of_guesses_made_at_once_only_five_are_answered_even_if_one_is_right(world: World) -> None:
    async def guess() -> list[object]:
        wrong = [world.identity.sign_in("o.melnyk", f"не той пароль {number}", IP) for number in range(15)]
        return list(await asyncio.gather(*wrong, return_exceptions=True))

    world.add()
    codes = [answer.code for answer in run(guess()) if isinstance(answer, Refusal)]
    assert codes.count(BAD_CREDENTIALS) == 5
    assert codes.count(LOCKED) == 10


def test_an_address_may_try_so_often_a_minute_and_no_more() -> None:
    limit = AddressLimit(3)
    for _ in range(3):
        limit.hit(IP)
    with pytest.raises(Refusal) as caught:
        limit.hit(IP)
    assert caught.value.http_status == 429
    assert 1 <= caught.value.values["seconds"] <= 60
    limit.hit("203.0.113.8")


@pytest.mark.parametrize(
    ("ip", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
    ],
)
def test_an_ipv6_customer_counts_as_one_address(ip: str, network: str) -> None:
    assert network_of(ip) == network


def test_the_limit_of_an_address_holds_for_any_logins(tmp_path: Path, database: Database) -> None:
    identity = Identity(database, Settings(home=tmp_path, sign_in_limit_per_minute=2), Passwords(CountingArgon2()))
    for login in ("o.melnyk", "nobody"):
        refused(identity.sign_in(login, PASSWORD, IP), BAD_CREDENTIALS)
    refused(identity.sign_in("somebody", PASSWORD, IP), RATE_LIMITED)
    identity.close()
