"""The short form of `make chaos`: a few sales while processes and the broker are killed, on both databases."""

import os
import subprocess
import sys

import pytest

SALES = "16"


@pytest.mark.flow
@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_under_random_kills_no_sale_is_lost_or_doubled(database: str):
    command = ["-m", "tests.chaos", "--sales", SALES, "--database", database, "--short", "--seed", "7"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("UGODA_")}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", *command], env=environment, capture_output=True, text=True, timeout=900
    )
    print(done.stdout)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
