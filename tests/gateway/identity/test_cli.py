import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result

from gateway.identity.cli import user as user_group
from services.chassis import settings as chassis_settings
from tests.gateway.identity.cast import OTHER_PASSWORD, PASSWORD


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, migrated: Path) -> Iterator[Path]:
    monkeypatch.setenv("UGODA_HOME", str(tmp_path))
    monkeypatch.delenv("UGODA_GATEWAY_DATABASE_URL", raising=False)
    chassis_settings.settings.cache_clear()
    (tmp_path / "db").mkdir()
    shutil.copy(migrated, tmp_path / "db" / "gateway.sqlite")
    yield tmp_path
    chassis_settings.settings.cache_clear()


def user(*arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(user_group, list(arguments), input=typed)


def add(*more: str, typed: str | None = f"{PASSWORD}\n") -> Result:
    return user("add", "o.melnyk", "--name", "Оксана Мельник", "--password-stdin", *more, typed=typed)


def listed() -> str:
    return user("list").output


def test_a_user_is_added_with_the_password_from_standard_input() -> None:
    result = add("--role", "manager", "--role", "marketer", "--staff-id", str(uuid4()))
    assert (result.exit_code, result.output) == (0, "Added o.melnyk (manager, marketer).\n")
    assert listed() == "o.melnyk\tactive\tmanager,marketer\tОксана Мельник\n"


def test_without_a_password_one_is_generated_and_shown_once() -> None:
    result = user("add", "boss", "--name", "Галина Ткач", "--role", "administrator")
    assert result.exit_code == 0
    shown = result.output.splitlines()[1].removeprefix("Password, shown only now: ")
    assert len(shown) == 24
    assert shown not in listed()


def test_a_client_is_added_with_its_partner() -> None:
    assert add("--role", "client", "--partner-id", str(uuid4())).exit_code == 0
    assert "client" in listed()


@pytest.mark.parametrize(
    ("more", "typed", "told"),
    [
        (["--role", "client"], PASSWORD, "/partner_id: Name the partner"),
        (["--role", "manager"], "short", "/password: At least 12 characters are needed."),
        (["--role", "manager"], "", "/password: At least 12 characters are needed."),
        (["--role", "king"], PASSWORD, "'king' is not one of"),
        (["--role", "manager", "--staff-id", "5"], PASSWORD, "not a valid UUID"),
        ([], PASSWORD, "Missing option '--role'"),
    ],
)
def test_what_is_wrong_is_told_and_nobody_is_added(more: list[str], typed: str, told: str) -> None:
    result = add(*more, typed=typed)
    assert result.exit_code != 0
    assert told in result.output
    assert listed() == ""


def test_a_wrong_login_is_told_in_words() -> None:
    result = user("add", "a b", "--name", "Петро Бондар", "--role", "manager")
    assert result.exit_code == 1
    assert "/login:" in result.output


def test_a_login_is_added_once() -> None:
    add("--role", "manager")
    assert "Somebody has this login already" in add("--role", "manager").output


def test_a_user_is_locked_and_unlocked() -> None:
    add("--role", "manager")
    assert user("lock", "O.Melnyk").exit_code == 0
    assert "\tlocked\t" in listed()
    assert user("unlock", "o.melnyk").exit_code == 0
    assert "\tactive\t" in listed()


def test_a_password_is_replaced() -> None:
    add("--role", "manager")
    result = user("password", "o.melnyk", "--password-stdin", typed=OTHER_PASSWORD)
    assert (result.exit_code, result.output) == (0, "Changed the password of o.melnyk.\n")


def test_an_unknown_login_is_told() -> None:
    for command in ("lock", "unlock", "password"):
        result = user(command, "nobody")
        assert result.exit_code == 1
        assert "There is no such record" in result.output
