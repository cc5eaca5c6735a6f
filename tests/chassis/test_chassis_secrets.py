"""Secrets are written once, whole, for their owner's eyes alone, however many processes start at the same moment."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from services.chassis.settings import Settings, write_secret

RACER = """
import sys, time
from pathlib import Path
from services.chassis.settings import write_secret
folder, mine = Path(sys.argv[1]), sys.argv[2]
(folder / f"ready-{mine}").touch()
while len(list(folder.glob("ready-*"))) < 2:
    time.sleep(0.001)
for number in range(200):
    path = folder / "secrets" / str(number)
    if not path.exists():
        write_secret(path, mine * 50_000)
    print(path.read_text()[:1] if len(set(path.read_text())) == 1 and path.stat().st_size == 50_000 else "torn")
"""


def _race(folder: Path) -> list[list[str]]:
    racers = [
        subprocess.Popen([sys.executable, "-c", RACER, str(folder), mine], stdout=subprocess.PIPE, text=True)
        for mine in "ab"
    ]
    return [racer.communicate(timeout=60)[0].split() for racer in racers]


def test_two_processes_that_start_at_once_agree_on_every_secret(tmp_path: Path) -> None:
    first, second = _race(tmp_path)
    assert len(first) == 200
    assert first == second
    assert set(first) <= {"a", "b"}


def test_a_race_leaves_no_drafts_behind(tmp_path: Path) -> None:
    _race(tmp_path)
    assert [path.name for path in (tmp_path / "secrets").iterdir() if path.name.startswith(".")] == []


def test_a_secret_is_for_its_owner_alone(tmp_path: Path) -> None:
    config = Settings(home=tmp_path)
    config.secret("token-key")
    assert stat.S_IMODE((tmp_path / "secrets" / "token-key").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700


def test_a_secret_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    config = Settings(home=tmp_path)
    first = config.secret("token-key")
    write_secret(tmp_path / "secrets" / "token-key", "something else")
    assert config.secret("token-key") == first


def test_two_houses_have_different_secrets(tmp_path: Path) -> None:
    houses = [Settings(home=tmp_path / name) for name in ("one", "two")]
    assert len({house.secret("token-key") for house in houses}) == 2


def test_without_a_broker_the_way_to_get_one_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("UGODA_BROKER_URL", raising=False)
    with pytest.raises(RuntimeError, match="UGODA_BROKER_URL"):
        _ = Settings(home=tmp_path, broker_url="").broker
