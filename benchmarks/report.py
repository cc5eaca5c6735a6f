"""The results as a table and as JSON, and whether they keep what was promised."""

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.rounds import FLOOR, Measured
from services.chassis.settings import SERVICES

MOST_OVER_FLOOR = 2.5
MOST_ORDER_CPU_MS = 12.0
LEAST_ORDERS_PER_SECOND = 100.0
MOST_MEMORY_MIB = 500.0
_COLUMNS = "{:<20}{:>6}{:>8}{:>8}{:>8}{:>8}{:>9}{:>9}{:>8}{:>8}{:>9}{:>8}{:>8}"
_HEADINGS = (
    "case",
    "conns",
    "per s",
    "p50 ms",
    "p95 ms",
    "p99 ms",
    "gateway",
    "services",
    "relay",
    "broker",
    "database",
    "all",
    "client",
)


def table(measured: Sequence[Measured]) -> str:
    lines = ["CPU in milliseconds for each request, consequences included; `client` is the load's own.", ""]
    lines.append(_COLUMNS.format(*_HEADINGS))
    for one in measured:
        numbers = (
            f"{one.rate:.0f}",
            *(f"{one.percentile(share):.1f}" for share in (0.5, 0.95, 0.99)),
            *(f"{spent:.2f}" for spent in (one.gateway_cpu, one.service_cpu)),
            *(f"{one.cpu(name):.2f}" for name in ("relay", "broker", "database")),
            f"{one.total_cpu:.2f}",
            f"{one.client_cpu:.2f}",
        )
        lines.append(_COLUMNS.format(one.case, one.connections, *numbers))
    return "\n".join(lines)


def memory_table(memory: Mapping[str, float]) -> str:
    lines = ["Memory after the load, MiB (a page shared by n processes counts as 1/n in each):"]
    lines += [f"  {name:<12}{size:>8.1f}" for name, size in memory.items()]
    lines.append(f"  {'without broker and database':<28}{own_memory(memory):>8.1f}")
    return "\n".join(lines)


def own_memory(memory: Mapping[str, float]) -> float:
    return sum(size for name, size in memory.items() if name not in ("broker", "database"))


def verdicts(measured: Sequence[Measured], memory: Mapping[str, float]) -> list[str]:
    """One line for each promise; `MISSED` where it is not kept on this machine, now."""
    by = {(one.case, one.connections): one for one in measured}
    lines = []
    for connections in sorted({one.connections for one in measured}):
        floor, read = by.get((FLOOR, connections)), by.get(("read_order", connections))
        if floor and read:
            ratio = over_floor(read, floor)
            lines.append(
                _verdict(f"reading an order over the floor at {connections}: CPU ×{ratio:.2f}", ratio, MOST_OVER_FLOOR)
            )
    order = by.get(("create_and_approve", 8))
    if order:
        lines.append(
            _verdict(f"an order created and approved: {order.total_cpu:.1f} ms", order.total_cpu, MOST_ORDER_CPU_MS)
        )
        kept = "kept" if order.rate >= LEAST_ORDERS_PER_SECOND else "MISSED"
        lines.append(f"{kept:<7} orders a second at 8: {order.rate:.0f}, at least {LEAST_ORDERS_PER_SECOND:.0f}")
    used = own_memory(memory)
    lines.append(_verdict(f"memory of all processes but the broker: {used:.0f} MiB", used, MOST_MEMORY_MIB))
    return lines


def over_floor(one: Measured, floor: Measured) -> float:
    """Gateway and service together, against the floor's."""
    return (one.gateway_cpu + one.service_cpu) / (floor.gateway_cpu + floor.service_cpu)


def as_json(
    measured: Sequence[Measured], memory: Mapping[str, float], idle: Mapping[str, float], about: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        **about,
        "cases": [_case(one) for one in measured],
        "memory_mib": {name: round(size, 1) for name, size in memory.items()},
        "memory_without_broker_mib": round(own_memory(memory), 1),
        "idle_cpu_ms_per_second": {name: round(spent, 2) for name, spent in idle.items()},
        "verdicts": verdicts(measured, memory),
    }


def _case(one: Measured) -> dict[str, Any]:
    return {
        "case": one.case,
        "connections": one.connections,
        "rounds": len(one.rounds),
        "requests": sum(each.count for each in one.rounds),
        "per_second": round(one.rate, 1),
        "p50_ms": round(one.percentile(0.5), 2),
        "p95_ms": round(one.percentile(0.95), 2),
        "p99_ms": round(one.percentile(0.99), 2),
        "settled_seconds": round(one.settled, 2),
        "cpu_ms": {name: round(one.cpu(name), 3) for name in one.rounds[0].cpu},
        "cpu_services_ms": round(one.cpu(*SERVICES, "echo"), 3),
        "cpu_all_ms": round(one.total_cpu, 3),
        "cpu_all_ms_of_rounds": [round(each.per_request(*each.cpu), 3) for each in one.rounds],
        "client_cpu_ms": round(one.client_cpu, 3),
    }


def _verdict(what: str, value: float, most: float) -> str:
    return f"{'kept' if value <= most else 'MISSED':<7} {what}, at most {most:g}"
