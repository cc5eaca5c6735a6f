"""Places where a chaos run may kill the process: the five moments at which work is easily lost or doubled.

Off unless `UGODA_FAILPOINTS` names them (`after_commit=0.02,…`, a probability each). A hit leaves a line in
`home/failpoints/<process>.log` before the process kills itself, so that a run can prove that each was reached.
"""

import os
import random
import signal

from services.chassis.settings import settings

NAMES = (
    "before_commit",
    "after_commit",
    "after_reply_before_ack",
    "after_publish_before_delete",
    "after_event_commit_before_ack",
)


def _parse(text: str) -> dict[str, float]:
    pairs = (part.split("=") for part in text.split(",") if part)
    return {name: float(probability) for name, probability in pairs}


_armed = _parse(settings().failpoints)
_process = "unknown"


def name_process(name: str) -> None:
    global _process
    _process = name


def failpoint(name: str) -> None:
    if _armed and random.random() < _armed.get(name, 0.0):
        _die(name)


def _die(name: str) -> None:
    log = settings().home / "failpoints" / f"{_process}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a") as file:
        file.write(name + "\n")
        file.flush()
        os.fsync(file.fileno())
    os.kill(os.getpid(), signal.SIGKILL)
