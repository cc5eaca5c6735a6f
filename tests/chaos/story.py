"""The run itself: bring everything up, sell under trouble, wait until all has settled, count."""

import argparse
import os
import threading
import time
from collections import Counter
from pathlib import Path
from queue import Empty, SimpleQueue

from deploy.local import up
from deploy.local.broker import Broker
from deploy.local.supervisor import stop_detached
from services.chassis.database import Database
from services.chassis.settings import DATABASES, SERVICES, settings
from tests.chaos.sale import Api, Company, found_company, sell
from tests.chaos.trouble import Trouble
from tests.chaos.verdict import applied_twice, observed, problems, waiting

CLIENTS = 8
HITS_NEEDED = 3
SETTLE_SECONDS = 240
IN_SERVICES = ("before_commit", "after_commit", "after_reply_before_ack", "after_event_commit_before_ack")
MAX_SALES = 5


def play(home: Path, chosen: argparse.Namespace) -> int:
    broker = Broker(home)
    armed = os.environ.pop("UGODA_FAILPOINTS")
    try:
        up.start(home)
        up.wait_until_ready()
        api = Api(up.address(), up.ADMIN, (home / "secrets" / "admin-password").read_text())
        company = found_company(api)
        stop_detached(home)
        os.environ["UGODA_FAILPOINTS"] = armed
        up.start_detached(home)
        return _sell_under_trouble(home, broker, api, company, chosen)
    finally:
        stop_detached(home)
        broker.stop()


def _sell_under_trouble(home: Path, broker: Broker, api: Api, company: Company, chosen: argparse.Namespace) -> int:
    trouble = Trouble(
        home,
        broker,
        seed=chosen.seed,
        kill_every=3.0,
        broker_stops=2 if chosen.short else 4,
    )
    if not chosen.calm:
        trouble.start()
    started = time.monotonic()
    refusals = _sell_all(api, company, range(chosen.sales))
    sold = chosen.sales
    print(f"{sold} sales in {time.monotonic() - started:.0f} s, {api.repeats} repeated requests", flush=True)
    while not (chosen.calm or chosen.short or refusals) and _missing_hits(home) and sold < chosen.sales * MAX_SALES:
        # rare places are not reached for certain: sell on, and demand the whole of it in the end
        more = range(sold, sold + chosen.sales // 4)
        refusals += _sell_all(api, company, more)
        sold = more.stop
    if not chosen.calm:
        trouble.stop()
    databases = {name: Database(settings().database_url(name)) for name in DATABASES}
    _settle(databases)
    found = refusals + problems(databases, settings().broker, sold) + applied_twice(home)
    return _report(home, trouble, found, chosen, sold)


def _sell_all(api: Api, company: Company, numbers: range) -> list[str]:
    waiting_sales: SimpleQueue[int] = SimpleQueue()
    for number in numbers:
        waiting_sales.put(number)
    refusals: list[str] = []

    def client() -> None:
        while True:
            try:
                number = waiting_sales.get_nowait()
            except Empty:
                return
            try:
                sell(api, company, number)
            except Exception as error:
                refusals.append(f"sale {number}: {error}")

    clients = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for one in clients:
        one.start()
    for one in clients:
        one.join()
    return refusals


def _settle(databases: dict[str, Database]) -> None:
    """Until nothing has been waiting for three seconds: longer than any pause but the last."""
    deadline = time.monotonic() + SETTLE_SECONDS
    quiet_since = time.monotonic()
    while time.monotonic() < deadline and time.monotonic() - quiet_since < 12:
        try:
            if waiting(databases, settings().broker):
                quiet_since = time.monotonic()
        except Exception:
            quiet_since = time.monotonic()
        time.sleep(0.5)


def _missing_hits(home: Path) -> list[str]:
    """Failpoints not reached often enough, by service."""
    counts = observed(home)
    wanted = [f"{name} {service}" for name in IN_SERVICES for service in SERVICES]
    wanted += [f"after_publish_before_delete {service}" for service in SERVICES]
    return [f"{one} ({counts[one]})" for one in wanted if counts[one] < HITS_NEEDED]


def _report(home: Path, trouble: Trouble, found: list[str], chosen: argparse.Namespace, sold: int) -> int:
    counts = observed(home)
    for what, times in sorted(trouble.done.items()):
        print(f"  {what}: {times}")
    totals: Counter[str] = Counter()
    for line, times in counts.items():
        totals[line.split()[0]] += times
    for name in (*IN_SERVICES, "after_publish_before_delete"):
        by_service = ", ".join(f"{service} {counts[f'{name} {service}']}" for service in SERVICES)
        print(f"  failpoint {name}: {totals[name]} ({by_service})")
    for name in ("redelivery", "repeated_key", "inbox_hit"):
        print(f"  {name}: {totals[name]}")
        if not chosen.calm and totals[name] == 0 and not chosen.switched_off:
            found.append(f"{name}: never seen, so its cure was not tried")
    if not chosen.calm and not chosen.short:
        found += [f"failpoint reached too seldom: {one}" for one in _missing_hits(home)]
    for problem in found[:40]:
        print(f"  WRONG {problem}")
    print(f"  {'FAILED' if found else f'ok: {sold} sales, nothing lost, nothing doubled'}", flush=True)
    return 1 if found else 0
