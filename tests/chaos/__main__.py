"""`make chaos`: sales by unsure clients while processes, relay, gateway and broker are killed; then the counting.

python -m tests.chaos                                200 sales on SQLite, then on PostgreSQL
python -m tests.chaos --sales 40 --database sqlite   the short form that CI runs
python -m tests.chaos --switched-off inbox           must fail: shows that the counting notices
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from services.chassis.settings import DATABASES, SERVICES
from tests.house import house_ports


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sales", type=int, default=200)
    parser.add_argument("--database", choices=("sqlite", "postgres", "both"), default="both")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--switched-off", choices=("inbox", "keys"), default="")
    parser.add_argument("--calm", action="store_true", help="no trouble at all: how long it takes by itself")
    parser.add_argument("--short", action="store_true", help="do not demand every failpoint three times")
    chosen = parser.parse_args()
    kinds = ("sqlite", "postgres") if chosen.database == "both" else (chosen.database,)
    return max(_run(kind, chosen) for kind in kinds)


def _run(kind: str, chosen: argparse.Namespace) -> int:
    print(f"\n== {chosen.sales} sales on {kind} ==", flush=True)
    with _house(kind, chosen) as home:
        from tests.chaos.story import play

        return play(home, chosen)


@contextmanager
def _house(kind: str, chosen: argparse.Namespace) -> Iterator[Path]:
    """A home of its own: ports, secrets, databases; gone afterwards unless it is asked to stay."""
    home = Path(tempfile.mkdtemp(prefix="ugoda-chaos-"))
    environment = {
        "UGODA_HOME": str(home),
        **house_ports(),
        "UGODA_HTTP_WORKERS": "2",
        "UGODA_RPC_TIMEOUT_SECONDS": "4",
        "UGODA_EVENT_RETRY_DELAYS_MS": "[300,1000,3000,10000,30000]",
        "UGODA_RATE_LIMIT_PER_MINUTE": "1000000",
        "UGODA_SIGN_IN_LIMIT_PER_MINUTE": "100000",
        "UGODA_SWITCHED_OFF": chosen.switched_off,
        "UGODA_LOG_LEVEL": "WARNING",
        "UGODA_FAILPOINTS": "" if chosen.calm else _FAILPOINTS,
    }
    for name in list(os.environ):
        if name.startswith("UGODA_"):
            del os.environ[name]
    os.environ.update(environment)
    postgres = None
    if kind == "postgres":
        from deploy.local.postgres import Postgres

        postgres = Postgres(home, durable=True)
        postgres.start()
        for name in DATABASES:
            os.environ[f"UGODA_{name.upper()}_DATABASE_URL"] = postgres.create_database(f"ugoda_{name}")
    from services.chassis.settings import settings

    settings.cache_clear()
    try:
        yield home
    finally:
        if postgres is not None:
            postgres.stop()
            postgres.remove()
        if os.environ.get("KEEP"):
            print(f"kept: {home}")
        else:
            shutil.rmtree(home, ignore_errors=True)


_PROBABILITIES = {
    # about six hits each in 200 sales: what a service does often is less likely to kill it
    "before_commit": {"partners": 0.0015, "pricing": 0.01, "deals": 0.008, "orders": 0.003, "marketing": 0.003},
    "after_commit": {"partners": 0.0015, "pricing": 0.01, "deals": 0.008, "orders": 0.003, "marketing": 0.003},
    "after_reply_before_ack": {"partners": 0.007, "pricing": 0.008, "deals": 0.01, "orders": 0.004, "marketing": 0.03},
    "after_event_commit_before_ack": {
        "partners": 0.0015,
        "pricing": 0.03,
        "deals": 0.02,
        "orders": 0.03,
        "marketing": 0.004,
    },
    "after_publish_before_delete": dict.fromkeys(SERVICES, 0.05),
}
_FAILPOINTS = ",".join(
    f"{name}@{service}={probability}"
    for name, services in _PROBABILITIES.items()
    for service, probability in services.items()
)


if __name__ == "__main__":
    sys.exit(main())
