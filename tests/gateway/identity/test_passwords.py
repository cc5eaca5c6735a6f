import asyncio
import threading
import unicodedata

import pytest
from pwdlib.hashers.argon2 import Argon2Hasher

from gateway.identity.errors import WEAK_PASSWORD
from gateway.identity.passwords import LEAST, MOST, Passwords, check_strength, generate
from services.chassis.errors import UNAVAILABLE, Refusal
from tests.gateway.identity.cast import PASSWORD, CountingArgon2, run


def weaknesses(password: str, login: str = "o.melnyk") -> list[str]:
    try:
        check_strength(password, login, "/password", "uk")
    except Refusal as refusal:
        return [problem.code for problem in refusal.fields]
    return []


def test_a_weak_password_is_a_fault_of_its_field() -> None:
    with pytest.raises(Refusal) as caught:
        check_strength("o.melnyk", "o.melnyk", "/password", "en")
    assert (caught.value.code, caught.value.http_status) == (WEAK_PASSWORD, 422)
    assert [problem.pointer for problem in caught.value.fields] == ["/password"] * 2
    assert caught.value.fields[0].message == "At least 12 characters are needed."


def text_of(length: int) -> str:
    return "".join(chr(ord("а") + place % 31) for place in range(length))


@pytest.mark.parametrize(("length", "problems"), [(LEAST - 1, ["password_short"]), (LEAST, []), (LEAST + 1, [])])
def test_a_password_has_twelve_characters_at_least(length: int, problems: list[str]) -> None:
    assert weaknesses(text_of(length)) == problems


@pytest.mark.parametrize(("length", "problems"), [(MOST - 1, []), (MOST, []), (MOST + 1, ["password_long"])])
def test_a_password_has_two_hundred_characters_at_most(length: int, problems: list[str]) -> None:
    assert weaknesses(text_of(length)) == problems


def test_no_kinds_of_characters_are_asked_for() -> None:
    assert weaknesses("lowercaseletters") == []


@pytest.mark.parametrize("password", ["Oksana.Melnyk@Prykladna.ua", "oksana.melnyk "])
def test_the_login_is_no_password(password: str) -> None:
    assert weaknesses(password, login="oksana.melnyk@prykladna.ua") == ["password_is_login"]


@pytest.mark.parametrize("password", ["Password1234", "Йцукенгшщзхї", "123456789012", "aaaaaaaaaaaa", "абвгабвгабвг"])
def test_what_is_tried_first_is_no_password(password: str) -> None:
    assert weaknesses(password) == ["password_common"]


def test_a_generated_password_is_good_and_never_the_same() -> None:
    made = {generate() for _ in range(100)}
    assert len(made) == 100
    assert not any(weaknesses(password) for password in made)


def test_a_hash_is_argon2id_with_the_parameters_of_rfc_9106() -> None:
    passwords = Passwords()
    stored = run(passwords.hash(PASSWORD))
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert run(passwords.verify(PASSWORD, stored)).right
    assert not run(passwords.verify(PASSWORD + " ", stored)).right
    passwords.close()


def test_composed_and_decomposed_letters_are_the_same_password() -> None:
    passwords = Passwords(CountingArgon2())
    stored = run(passwords.hash("її їдять їжаки"))
    assert run(passwords.verify(unicodedata.normalize("NFD", "її їдять їжаки"), stored)).right
    passwords.close()


def test_for_nobody_a_hash_of_todays_parameters_is_computed_and_never_fits() -> None:
    argon2 = CountingArgon2(time_cost=2)
    passwords = Passwords(argon2)
    assert not run(passwords.verify(PASSWORD, None)).right
    assert len(argon2.verified) == 1
    assert not argon2.check_needs_rehash(argon2.verified[0])
    passwords.close()


def test_a_hash_of_other_parameters_is_made_anew_once_the_password_is_right() -> None:
    stored = CountingArgon2(time_cost=1).hash(PASSWORD)
    passwords = Passwords(CountingArgon2(time_cost=2))
    assert run(passwords.verify("інший пароль тут", stored)).rehashed is None
    rehashed = run(passwords.verify(PASSWORD, stored)).rehashed
    assert rehashed is not None
    assert run(passwords.verify(PASSWORD, rehashed)).rehashed is None
    passwords.close()


class HeldArgon2(Argon2Hasher):
    """Computes only when let go; knows how many compute at once."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.let_go = threading.Event()
        self.let_go.set()
        self.lock = threading.Lock()
        self.now = self.most = 0

    def verify(self, password: str | bytes, hash: str | bytes) -> bool:  # noqa: A002 - pwdlib's name
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        self.let_go.wait(10)
        with self.lock:
            self.now -= 1
        return super().verify(password, hash)


async def _crowd(passwords: Passwords, argon2: HeldArgon2, size: int) -> list[object]:
    argon2.let_go.clear()
    asked = [asyncio.create_task(passwords.verify(PASSWORD, None)) for _ in range(size)]
    await asyncio.sleep(0.05)
    argon2.let_go.set()
    return list(await asyncio.gather(*asked, return_exceptions=True))


@pytest.mark.parametrize(("size", "turned_away"), [(4, 0), (5, 0), (6, 1)])
def test_beyond_those_at_work_and_those_waiting_people_are_turned_away(size: int, turned_away: int) -> None:
    argon2 = HeldArgon2()
    passwords = Passwords(argon2, at_once=2, waiting=3)
    refusals = [answer for answer in run(_crowd(passwords, argon2, size)) if isinstance(answer, Refusal)]
    assert [refusal.code for refusal in refusals] == [UNAVAILABLE] * turned_away
    assert argon2.most == 2
    passwords.close()


def test_places_are_free_again_after_people_went_away_while_waiting() -> None:
    async def leave(passwords: Passwords, argon2: HeldArgon2) -> None:
        argon2.let_go.clear()
        asked = [asyncio.create_task(passwords.verify(PASSWORD, None)) for _ in range(3)]
        await asyncio.sleep(0.05)
        for task in asked:
            task.cancel()
        await asyncio.gather(*asked, return_exceptions=True)
        argon2.let_go.set()
        await asyncio.sleep(0.05)
        assert not any(isinstance(answer, Refusal) for answer in await _crowd(passwords, argon2, 3))

    argon2 = HeldArgon2()
    passwords = Passwords(argon2, at_once=1, waiting=2)
    run(leave(passwords, argon2))
    passwords.close()


def test_the_event_loop_goes_on_while_a_password_is_hashed() -> None:
    async def tick(passwords: Passwords) -> int:
        work = asyncio.create_task(passwords.hash(PASSWORD))
        ticks = 0
        while not work.done():
            await asyncio.sleep(0.001)
            ticks += 1
        return ticks

    passwords = Passwords()
    assert run(tick(passwords)) >= 5
    passwords.close()
