import asyncio
import threading
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from gateway.identity import refresh_tokens, sign_in
from gateway.identity.contracts import ChangeUser
from gateway.identity.errors import (
    BAD_CREDENTIALS,
    LOCKED,
    SESSION_ENDED,
    TOKEN_REUSED,
    WEAK_PASSWORD,
    WRONG_PASSWORD,
)
from gateway.identity.models import AccessRow, LoginGuard, RefreshToken, User
from gateway.identity.passwords import WRONG, Verdict
from services.chassis.errors import Refusal
from tests.gateway.identity.cast import IP, OTHER_PASSWORD, PASSWORD, CountingArgon2, World, refused, run

KEY = b"not a secret"


def test_signing_in_gives_a_pair_of_tokens(world: World) -> None:
    user = world.add()
    signed_in = world.sign_in()
    assert world.claims(signed_in).user_id == user.id
    assert signed_in.expires_in == 15 * 60
    assert signed_in.token_type == "Bearer"


def test_a_printed_reply_shows_no_token(world: World) -> None:
    world.add()
    signed_in = world.sign_in()
    assert signed_in.access_token not in repr(signed_in)
    assert signed_in.refresh_token not in repr(signed_in)


def test_a_wrong_password_an_unknown_login_and_a_user_switched_off_are_answered_alike(world: World) -> None:
    world.add()
    off = world.add("switched.off")
    run(world.identity.change_user(ChangeUser(id=off.id, active=False)))
    answers = {
        str(refused(world.identity.sign_in(login, password, IP), BAD_CREDENTIALS).values)
        for login, password in [("o.melnyk", OTHER_PASSWORD), ("nobody", PASSWORD), ("switched.off", PASSWORD)]
    }
    assert answers == {"{}"}


def test_a_login_with_strange_characters_is_merely_unknown(world: World) -> None:
    for login in ("\x00", "о.melnyk", "' or 1=1 --", "a" * 200):
        refused(world.identity.sign_in(login, PASSWORD, IP), BAD_CREDENTIALS)


def test_tokens_are_kept_as_digests_only(world: World) -> None:
    world.add()
    token = world.sign_in().refresh_token
    with world.database.read() as session:
        (row,) = session.scalars(select(RefreshToken))
    assert token not in str(vars(row))
    assert row.token_hash == refresh_tokens.digest(token)


def test_a_hash_of_older_parameters_is_replaced_without_a_new_version(world: World) -> None:
    user = world.add()
    older = CountingArgon2(time_cost=2).hash(PASSWORD)
    with world.database.write() as session:
        session.execute(update(User).values(password_hash=older))
    world.sign_in()
    with world.database.read() as session:
        row = session.get_one(User, user.id)
    assert row.password_hash != older
    assert row.version == user.version
    world.sign_in()


def test_a_right_guess_under_way_is_refused_when_the_login_was_locked_meanwhile(world: World) -> None:
    world.add()
    keys = sign_in.Keys(b"logins", KEY)
    with world.database.read() as session:
        attempt = sign_in.begin(session, "o.melnyk", keys, world.clock())
    for _ in range(5):
        _finish(world, attempt, WRONG)
    assert _finish(world, attempt, Verdict(True)) == LOCKED.name


def test_a_right_guess_under_way_is_refused_when_the_password_was_changed_meanwhile(world: World) -> None:
    user = world.add()
    with world.database.read() as session:
        attempt = sign_in.begin(session, "o.melnyk", sign_in.Keys(b"logins", KEY), world.clock())
    run(world.identity.change_user(ChangeUser(id=user.id, password=OTHER_PASSWORD)))
    assert _finish(world, attempt, Verdict(True)) == BAD_CREDENTIALS.name


def _finish(world: World, attempt: sign_in.Attempt, verdict: Verdict) -> str | None:
    with world.database.write() as session:
        outcome = sign_in.finish(session, attempt, verdict, IP, world.clock(), timedelta(days=30))
    return outcome.code.name if isinstance(outcome, Refusal) else None


def test_refreshing_gives_a_new_pair_with_todays_rights(world: World) -> None:
    world.add()
    first = world.sign_in()
    second = world.refresh(first.refresh_token)
    assert second.refresh_token != first.refresh_token
    assert world.claims(second).token_id != world.claims(first).token_id
    assert list(world.families().values()) == [2]


@pytest.mark.parametrize("seconds", [0, 9.9, 10])
def test_a_refresh_repeated_within_the_grace_gets_the_same_token_again(world: World, seconds: float) -> None:
    world.add()
    first = world.sign_in().refresh_token
    second = world.refresh(first).refresh_token
    world.clock.forward(seconds=seconds)
    for _ in range(20):
        assert world.refresh(first).refresh_token == second
    assert list(world.families().values()) == [2]
    assert world.refresh(second).refresh_token


def test_a_refresh_repeated_after_the_grace_ends_the_whole_family(world: World) -> None:
    world.add()
    first = world.sign_in().refresh_token
    second = world.refresh(first).refresh_token
    world.clock.forward(seconds=10.1)
    refused(world.identity.refresh(first, IP), TOKEN_REUSED)
    refused(world.identity.refresh(second, IP), SESSION_ENDED)
    refused(world.identity.refresh(first, IP), SESSION_ENDED)
    assert world.families() == {}
    assert world.outcomes() == ["user_added", "signed_in", "token_reused"]


def test_a_token_whose_successor_was_used_has_no_grace(world: World) -> None:
    world.add()
    first = world.sign_in().refresh_token
    third = world.refresh(world.refresh(first).refresh_token).refresh_token
    refused(world.identity.refresh(first, IP), TOKEN_REUSED)
    refused(world.identity.refresh(third, IP), SESSION_ENDED)


def test_a_theft_from_one_device_leaves_the_others_signed_in(world: World) -> None:
    world.add()
    stolen, other = world.sign_in().refresh_token, world.sign_in().refresh_token
    world.refresh(stolen)
    world.clock.forward(minutes=1)
    refused(world.identity.refresh(stolen, IP), TOKEN_REUSED)
    assert world.refresh(other).refresh_token


def test_successors_cannot_be_computed_without_the_key(world: World) -> None:
    world.add()
    first = world.sign_in().refresh_token
    with world.database.write() as session:
        granted = sign_in.refresh(session, first, KEY, IP, world.clock())
    assert isinstance(granted, sign_in.Granted)
    with world.database.write() as session:
        refusal = sign_in.refresh(session, first, b"another key", IP, world.clock())
    assert isinstance(refusal, Refusal)


@pytest.mark.parametrize("token", ["", "x" * 43, "\x00", "ж"])
def test_a_refresh_token_nobody_gave_out_is_refused(world: World, token: str) -> None:
    refused(world.identity.refresh(token, IP), SESSION_ENDED)


@pytest.mark.parametrize(("seconds", "lives"), [(-1, True), (0, False), (1, False)])
def test_a_sign_in_ends_after_thirty_days_however_much_it_is_used(world: World, seconds: int, lives: bool) -> None:
    world.add()
    token = world.sign_in().refresh_token
    world.clock.forward(days=20)
    token = world.refresh(token).refresh_token
    world.clock.forward(days=10, seconds=seconds)
    if lives:
        world.refresh(token)
    else:
        refused(world.identity.refresh(token, IP), SESSION_ENDED)


def test_two_refreshes_at_once_with_one_token_get_the_same_successor(world: World) -> None:
    world.add()
    token = world.sign_in().refresh_token
    assert len(set(at_once(world, token, 8))) == 1
    assert list(world.families().values()) == [2]


def at_once(world: World, token: str, times: int) -> list[str]:
    barrier, given = threading.Barrier(times), []

    def refresh() -> None:
        barrier.wait(10)
        with world.database.write() as session:
            outcome = sign_in.refresh(session, token, KEY, IP, world.clock())
        given.append(outcome.refresh_token if isinstance(outcome, sign_in.Granted) else outcome.code.name)

    threads = [threading.Thread(target=refresh) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(given) == times
    return given


def test_signing_out_ends_the_family_and_no_other(world: World) -> None:
    world.add()
    here, there = world.sign_in().refresh_token, world.sign_in().refresh_token
    run(world.identity.sign_out(here, IP))
    refused(world.identity.refresh(here, IP), SESSION_ENDED)
    assert world.refresh(there).refresh_token


def test_signing_out_twice_or_with_any_token_is_no_error(world: World) -> None:
    world.add()
    token = world.sign_in().refresh_token
    for text in (token, token, "unknown"):
        run(world.identity.sign_out(text, IP))
    assert world.outcomes().count("signed_out") == 1


def test_changing_the_password_ends_every_sign_in_but_the_new_one(world: World) -> None:
    user = world.add()
    here, there = world.sign_in(), world.sign_in()
    change = world.identity.change_own_password(world.claims(here), PASSWORD, OTHER_PASSWORD, IP, "uk")
    fresh = run(change)
    for old in (here, there):
        refused(world.identity.refresh(old.refresh_token, IP), SESSION_ENDED)
    assert world.refresh(fresh.refresh_token).refresh_token
    refused(world.identity.sign_in("o.melnyk", PASSWORD, IP), BAD_CREDENTIALS)
    world.sign_in(password=OTHER_PASSWORD)
    assert run(world.identity.me(world.claims(fresh))).version == user.version + 1


def test_guessing_the_current_password_is_counted_like_signing_in(world: World) -> None:
    world.add()
    claims = world.claims(world.sign_in())
    for _ in range(5):
        change = world.identity.change_own_password(claims, "не той пароль", OTHER_PASSWORD, IP, "uk")
        refusal = refused(change, WRONG_PASSWORD)
        assert refusal.http_status == 422
        assert [problem.pointer for problem in refusal.fields] == ["/current_password"]
    refused(world.identity.change_own_password(claims, PASSWORD, OTHER_PASSWORD, IP, "uk"), LOCKED)
    refused(world.identity.sign_in("o.melnyk", PASSWORD, IP), LOCKED)


def test_a_weak_new_password_is_refused_before_the_current_one_is_checked(world: World) -> None:
    world.add()
    claims = world.claims(world.sign_in())
    refused(world.identity.change_own_password(claims, PASSWORD, "короткий", IP, "uk"), WEAK_PASSWORD)
    world.sign_in()


def test_who_tried_what_from_where_is_written_down(world: World) -> None:
    user = world.add()
    world.fail(1)
    world.fail(1, "nobody")
    world.sign_in()
    with world.database.read() as session:
        rows = session.scalars(select(AccessRow).order_by(AccessRow.id)).all()
    told: list[tuple[str, UUID | None, str]] = [(row.outcome, row.user_id, row.ip) for row in rows]
    assert told == [
        ("user_added", user.id, ""),
        ("bad_credentials", user.id, IP),
        ("bad_credentials", None, IP),
        ("signed_in", user.id, IP),
    ]
    assert all(row.at == world.clock() for row in rows)


def test_what_is_past_its_time_is_dropped_and_nothing_else(world: World) -> None:
    world.add()
    world.sign_in()
    world.fail(1, "nobody")
    world.clock.forward(days=36)
    world.identity.clean_up()
    assert _count(world) == (1, 0)
    world.clock.forward(days=1)
    world.sign_in()
    assert _count(world) == (1, 1)


def _count(world: World) -> tuple[int, int]:
    """Refresh tokens and login guards."""
    with world.database.read() as session:
        return (
            session.scalar(select(func.count()).select_from(RefreshToken)) or 0,
            session.scalar(select(func.count()).select_from(LoginGuard)) or 0,
        )


def test_many_people_sign_in_at_once(world: World) -> None:
    async def crowd() -> None:
        await asyncio.gather(*(world.identity.sign_in(f"user.{number}", PASSWORD, IP) for number in range(10)))

    for number in range(10):
        world.add(f"user.{number}")
    run(crowd())
    assert len(world.families()) == 10
