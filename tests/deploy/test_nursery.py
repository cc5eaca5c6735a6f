"""What services share with the supervisor was imported before eventlet patched them: what did it keep of the unpatched?

A copy made at an import (`from time import sleep`) is not patched later, and whoever calls it stops the whole process.
"""

import subprocess
import sys

HARMLESS = {
    # locks that are held over no switch of greenlets: a sum, an entry in a table
    "opentelemetry.metrics._internal",
    "opentelemetry.util._once",
    "prometheus_client.metrics",
    "prometheus_client.registry",
    "prometheus_client.values",
    "reprlib",
    "tempfile",
    "wrapt.synchronization",
    # what no service runs
    "asyncio.base_futures",
    "asyncio.events",
    "click.globals",
    "jwt.jwks_client",
    "multiprocessing.connection",
    "multiprocessing.util",
    "rich.console",
    "uvicorn._subprocess",
    "uvicorn.supervisors.basereload",
    "uvicorn.supervisors.multiprocess",
    "uvicorn.supervisors.statreload",
    # the unpatched modules themselves; and watching, which sleeps for real on purpose
    "_queue",
    "posix",
    "deploy.local.nursery",
    "deploy.local.supervisor",
    "deploy.local.watching",
}

IMPORTED = """
import sys
from deploy.local import supervisor

supervisor.preload(supervisor._PRELOADED)
print(*sys.modules)
"""

KEPT = """
import sys
from types import FunctionType
from deploy.local import nursery, supervisor

supervisor.preload(supervisor._PRELOADED)
before = dict(sys.modules)
STANDARD = ("os", "select", "selectors", "socket", "ssl", "subprocess", "queue", "threading", "_thread", "time")
unpatched = {name: dict(vars(before[name])) for name in STANDARD}
nursery.patch()
gone = {
    id(value)
    for name, values in unpatched.items()
    for key, value in values.items()
    if callable(value) and vars(before[name]).get(key) is not value
}

def kept(module):
    for value in list(vars(module).values()):
        yield value
        if isinstance(value, type):
            yield from value.__bases__
            yield from list(vars(value).values())
        elif isinstance(value, FunctionType):
            yield from value.__defaults__ or ()

print(len(gone))
for name, module in sorted(before.items()):
    if name not in STANDARD and any(id(value) in gone for value in kept(module)):
        print(name)
"""


def test_what_was_imported_before_the_patch_kept_nothing_that_blocks() -> None:
    patched, *kept = printed_by(KEPT)
    assert int(patched) > 30
    assert set(kept) - HARMLESS == set()


def test_what_talks_to_the_broker_is_imported_after_the_patch() -> None:
    imported = printed_by(IMPORTED)
    assert "sqlalchemy" in imported
    assert {"kombu", "amqp", "nameko", "eventlet"} & set(imported) == set()


def printed_by(code: str) -> list[str]:
    command = [sys.executable, "-W", "ignore", "-c", code]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.split()
