"""Failpoints kill only where a chaos run has armed them, and leave a line that proves it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from services.chassis.failpoints import NAMES, failpoint
from services.chassis.settings import Settings

HIT = """
from services.chassis.failpoints import failpoint, name_process, observe
name_process("orders")
observe("inbox_hit")
for _ in range(100):
    failpoint("after_commit")
print("alive")
"""


def _run(home: Path, armed: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "UGODA_HOME": str(home), "UGODA_FAILPOINTS": armed}
    return subprocess.run([sys.executable, "-c", HIT], env=environment, capture_output=True, text=True, timeout=60)


def test_nothing_is_armed_by_default() -> None:
    assert Settings.model_fields["failpoints"].default == ""
    assert Settings.model_fields["switched_off"].default == ""


@pytest.mark.parametrize("name", NAMES)
def test_an_unarmed_failpoint_is_passed(name: str) -> None:
    for _ in range(1000):
        failpoint(name, "orders")


def test_an_armed_failpoint_kills_and_says_where(tmp_path: Path) -> None:
    died = _run(tmp_path, "after_commit@orders=1")
    assert died.returncode == -signal.SIGKILL
    assert (tmp_path / "failpoints" / "orders.log").read_text().split("\n")[1] == "after_commit orders"


@pytest.mark.parametrize("armed", ["", "after_commit@orders=0", "after_commit@deals=1", "before_commit@orders=1"])
def test_what_is_armed_elsewhere_kills_nothing_here(tmp_path: Path, armed: str) -> None:
    assert _run(tmp_path, armed).stdout == "alive\n"


@pytest.mark.parametrize(("armed", "noted"), [("", False), ("after_commit@deals=1", True)])
def test_cures_are_counted_only_during_a_chaos_run(tmp_path: Path, armed: str, noted: bool) -> None:
    _run(tmp_path, armed)
    assert (tmp_path / "failpoints" / "orders.log").exists() == noted
