"""`python -m tests.architecture.breaker`: break every house rule in a copy, one at a time, and demand that it goes red.

A rule whose test stays green when the rule is broken is no rule. The checkout itself is never touched; names given
as arguments choose rules whose test's address holds them.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.architecture.breaking import Break
from tests.architecture.breaks import BREAKS
from tests.architecture.tree import ROOT

COPIED = ("services", "gateway", "deploy", "benchmarks", "tests", "docs", "pyproject.toml", "Makefile")
PASSED, FAILED = 0, 1
"""pytest's exit codes; any other (nothing collected, a broken import) proves nothing about the rule."""


def copy_of_the_house(target: Path) -> Path:
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            shutil.copy(source, target / name)
    return target


def _run(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Python inside the copy; its own packages come before the checkout's editable install."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(copy),
        "PYTHONDONTWRITEBYTECODE": "1",
        "UGODA_HOME": str(copy / "var"),
    }
    return subprocess.run(
        [sys.executable, *arguments], cwd=copy, env=environment, capture_output=True, text=True, timeout=300
    )


def _pytest(copy: Path, *nodes: str) -> subprocess.CompletedProcess[str]:
    return _run(copy, "-m", "pytest", "-x", "--no-header", "-p", "no:cacheprovider", *nodes)


def demand_own_packages(copy: Path) -> None:
    """The copy must import itself, or every rule would be tried on the checkout and stay green."""
    asked = (
        "import services.chassis, gateway, deploy, tests; print(services.__path__, gateway.__path__, deploy.__path__)"
    )
    said = _run(copy, "-c", asked).stdout
    assert said.count(str(copy)) == 3, f"the copy imports another tree: {said}"


def demand_green(copy: Path) -> None:
    """Red means something only where the same test was green before."""
    nodes = list(dict.fromkeys(one.test for one in BREAKS))
    before = _pytest(copy, *nodes)
    assert before.returncode == PASSED, f"the house is not in order before anything is broken:\n{before.stdout[-4000:]}"


def try_break(copy: Path, one: Break) -> tuple[bool, str]:
    """Whether its test went red, and the first line of why."""
    undo = one.apply(copy)
    try:
        done = _pytest(copy, one.test)
    finally:
        undo()
    reason = next((line[2:].strip() for line in done.stdout.splitlines() if line.startswith("E ")), "")
    if done.returncode not in (PASSED, FAILED):
        reason = f"pytest ended with {done.returncode}: {done.stdout[-300:]}{done.stderr[-300:]}"
    return done.returncode == FAILED, reason


def main(chosen: Sequence[str]) -> int:
    wanted = [one for one in BREAKS if not chosen or any(name in one.test for name in chosen)]
    green = []
    with tempfile.TemporaryDirectory(prefix="ugoda-breaker-") as folder:
        copy = copy_of_the_house(Path(folder).resolve())
        demand_own_packages(copy)
        demand_green(copy)
        for one in wanted:
            started = time.monotonic()
            red, reason = try_break(copy, one)
            if not red:
                green.append(one.test)
            seconds = time.monotonic() - started
            print(
                f"{'red  ' if red else 'GREEN'} {seconds:4.1f} s  {one.rule}\n        {one.path}: {reason[:110]}",
                flush=True,
            )
    print(
        f"{len(wanted) - len(green)} of {len(wanted)} broken rules went red"
        + "".join(f"\n  green: {one}" for one in green)
    )
    return 1 if green else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
