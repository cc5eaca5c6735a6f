"""A process that is told to stop, or loses its parent, at the very moment of its birth does not live on; nor does one
that does not listen, when all are stopped."""

import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local.ports import wait_until

BORN = """
import os
import signal
import sys
import time
from pathlib import Path
from deploy.local.watching import Forked

home, killed = Path(sys.argv[1]), sys.argv[2]
signal.signal(signal.SIGTERM, lambda *_: None)  # as whoever watches has it


def at_birth():
    number = signal.SIGKILL if killed == "its parent" else signal.SIGTERM
    os.kill(os.getppid() if killed == "its parent" else os.getpid(), number)
    time.sleep(0.2)


def work():
    (home / "worked").touch()
    time.sleep(60)


os.register_at_fork(after_in_child=at_birth)
child = Forked("child", home, work)
child.watch()
deadline = time.monotonic() + 10
while child.lives() and time.monotonic() < deadline:
    time.sleep(0.05)
print("lives" if child.lives() else "ended")
child.signal(signal.SIGKILL)
"""

DEAF = """
import os
import signal
import sys
import time
from pathlib import Path
from deploy.local import nursery, watching
from deploy.local.watching import Forked, watch_until_stopped

home, hurry = Path(sys.argv[1]), 5


def deaf():
    signal.signal(signal.SIGTERM, lambda *_: None)
    (home / "deaf").write_text(str(os.getpid()))
    while True:
        time.sleep(0.1)


def middle():
    watch_until_stopped([Forked("deaf", home, deaf)], home / "services", patience=nursery.PATIENCE / hurry)


patience = watching.STOP_SECONDS / hurry
watch_until_stopped([Forked("middle", home, middle)], home / "processes", patience=patience)
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "log").mkdir()
    return tmp_path


def born(home: Path, killed: str) -> str:
    """What became of a child; nothing where its parent was killed. Ends when both have let go of the output."""
    command = [sys.executable, "-W", "ignore", "-c", BORN, str(home), killed]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=50, check=False).stdout.strip()


def test_a_child_told_to_stop_at_its_birth_stops(home: Path) -> None:
    assert born(home, "itself") == "ended"
    assert not (home / "worked").exists()


def test_a_child_whose_parent_dies_at_its_birth_does_nothing(home: Path) -> None:
    assert born(home, "its parent") == ""
    assert not (home / "worked").exists()


def test_a_service_that_does_not_listen_is_gone_when_all_have_stopped(home: Path) -> None:
    command = [sys.executable, "-W", "ignore", "-c", DEAF, str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as all_of_them:
        assert wait_until((home / "deaf").exists, seconds=20)
        all_of_them.terminate()
        all_of_them.wait(20)
    assert wait_until(lambda: not runs((home / "deaf").read_text()), seconds=1)


def runs(pid: str) -> bool:
    """One that has ended, and nobody has asked how, runs no more."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
