"""CPU and memory of processes, read from /proc."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

_TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Group:
    """A process with its descendants, but for those that are groups themselves."""

    name: str
    root: int


def cpu_ms(groups: Iterable[Group]) -> dict[str, float]:
    """CPU spent so far by each group, user and system; children that ended are in their parent's account."""
    groups = list(groups)
    stats = _stats()
    roots = {group.root for group in groups}
    return {
        group.name: sum(stats[pid].cpu_ms for pid in _family(group.root, stats, roots)) + _ended(group, stats)
        for group in groups
    }


def memory_mib(groups: Iterable[Group]) -> dict[str, float]:
    """Proportional set size: a page shared by n processes counts as 1/n in each, so that sums are true."""
    groups = list(groups)
    stats = _stats()
    roots = {group.root for group in groups}
    return {group.name: sum(map(_pss_mib, _family(group.root, stats, roots))) for group in groups}


def since(before: Mapping[str, float], after: Mapping[str, float]) -> dict[str, float]:
    return {name: after[name] - before[name] for name in before}


@dataclass(frozen=True)
class _Stat:
    parent: int
    cpu_ms: float
    ended_children_ms: float


def _stats() -> dict[int, _Stat]:
    return {pid: stat for pid in _pids() if (stat := _stat(pid)) is not None}


def _pids() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def _stat(pid: int) -> _Stat | None:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    user, system, ended_user, ended_system = (int(field) for field in fields[11:15])
    return _Stat(int(fields[1]), (user + system) * _TICK_MS, (ended_user + ended_system) * _TICK_MS)


def _family(root: int, stats: Mapping[int, _Stat], roots: set[int]) -> list[int]:
    children: dict[int, list[int]] = {}
    for pid, stat in stats.items():
        children.setdefault(stat.parent, []).append(pid)
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        if pid in stats:
            found.append(pid)
        waiting += [child for child in children.get(pid, ()) if child not in roots]
    return found


def _ended(group: Group, stats: Mapping[int, _Stat]) -> float:
    return stats[group.root].ended_children_ms if group.root in stats else 0.0


def _pss_mib(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)
