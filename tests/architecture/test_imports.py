"""Who may import whom: the import linter's contracts (in pyproject.toml), each with its reason."""

import os
import subprocess
import sys
import tomllib

import pytest

from tests.architecture.tree import ROOT

REASONS = {
    "services-meet-in-contracts": "Another's tables and rules change without asking you; its contracts don't.",
    "the-chassis-knows-no-service": "What all five stand on must not stand on one of them.",
    "the-gateway-knows-no-business": "A rule in the gateway is one that events, jobs and other callers go round.",
    "nameko-stays-at-the-door": "Eventlet is in maintenance mode: business code must outlive it unchanged.",
    "the-gateway-runs-without-eventlet": "The gateway is asyncio: eventlet beside it patches what uvloop stands on.",
    "business-code-runs-under-any-host": "Use cases run in the worker, replay and tests, where there is no Nameko.",
    "parts-of-a-service-look-down": "A table that knows its use case can't be read alone; nor can a rule that does.",
}


def test_every_contract_of_the_import_linter_is_known_here() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    written = {contract["id"] for contract in settings["contracts"]}
    assert written == set(REASONS), "a contract was taken out of pyproject.toml, or put there without its reason here"


@pytest.mark.parametrize("contract", REASONS)
def test_imports_go_only_where_they_may(contract: str) -> None:
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, "--no-cache", "--contract", contract],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, f"{REASONS[contract]}\n{done.stdout}{done.stderr}"
