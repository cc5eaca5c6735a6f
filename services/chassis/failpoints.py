"""Places where a chaos run may kill the process: the five moments at which work is easily lost or doubled.

Off unless `UGODA_FAILPOINTS` names them (`after_commit@orders=0.02,…`: a probability for each place and service).
A hit leaves a line in `home/failpoints/<process>.log` before the process kills itself, so that a run can prove that
each was reached.
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


APPLIED = "applied"
"""What a consumer notes of each event it applied, so that a chaos run sees one applied twice."""


def _parse(text: str) -> dict[str, float]:
    pairs = (part.split("=") for part in text.split(",") if part)
    return {name: float(probability) for name, probability in pairs}


_armed = _parse(settings().failpoints)
_process = "unknown"


def name_process(name: str) -> None:
    global _process
    _process = name


def failpoint(name: str, service: str = "") -> None:
    """Die here with the armed probability. `service`: whose work it is, where one process serves several."""
    whose = service or _process
    if _armed and random.random() < _armed.get(f"{name}@{whose}", 0.0):
        _note(f"{name} {whose}")
        os.kill(os.getpid(), signal.SIGKILL)


def observe(what: str) -> None:
    """Chaos runs count what their cures caught; a killed process takes its metrics with it, a file stays."""
    if _armed:
        _note(f"{what} {_process}")


def _note(line: str) -> None:
    log = settings().home / "failpoints" / f"{_process}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a") as file:
        file.write(line + "\n")
