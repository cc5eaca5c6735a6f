"""The funnel from deals' stays on stages (D12): who came, who stands, who went on, and how long it took."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from services.chassis.money import half_up

_DAY = timedelta(days=1)
_MICROSECOND = timedelta(microseconds=1)
_MICROSECONDS_A_DAY = _DAY // _MICROSECOND


@dataclass(frozen=True)
class Stay:
    deal: UUID
    stage: str
    entered_at: datetime
    left_at: datetime | None


@dataclass(frozen=True)
class Figures:
    """Deals of one stage. Durations are whole microseconds, one for each deal that ended a stay here."""

    reached: Set[UUID]
    standing: Set[UUID]
    went_on: Set[UUID]
    won: Set[UUID]
    durations: Sequence[int]

    @property
    def mean_days(self) -> Decimal | None:
        return _days(sum(self.durations), len(self.durations)) if self.durations else None

    @property
    def median_days(self) -> Decimal | None:
        """The middle one of the durations in order; of an even number, half-way between the two in the middle."""
        ordered, count = sorted(self.durations), len(self.durations)
        if not count:
            return None
        return _days(ordered[(count - 1) // 2] + ordered[count // 2], 2)


def figures(
    codes: Sequence[str], stays: Iterable[Stay], stand_at: Mapping[UUID, str | None], won: Set[UUID]
) -> list[Figures]:
    """For each stage in order. `stays`: those that count; `stand_at`: where deals in work stand now; `won`: deals won.

    A deal went on from a stage if it came to a later one after it had first come to this, or if it was won.
    """
    places = {code: place for place, code in enumerate(codes)}
    first: dict[str, dict[UUID, datetime]] = defaultdict(dict)
    latest: dict[str, dict[UUID, datetime]] = defaultdict(dict)
    spent: dict[str, dict[UUID, int]] = defaultdict(lambda: defaultdict(int))
    for stay in stays:
        entered = first[stay.stage].get(stay.deal, stay.entered_at)
        first[stay.stage][stay.deal] = min(entered, stay.entered_at)
        latest[stay.stage][stay.deal] = max(latest[stay.stage].get(stay.deal, stay.entered_at), stay.entered_at)
        if stay.left_at is not None:
            spent[stay.stage][stay.deal] += (stay.left_at - stay.entered_at) // _MICROSECOND
    found = []
    for code in codes:
        came = first[code]
        later = [latest[other] for other in codes if places[other] > places[code]]
        found.append(
            Figures(
                reached=came.keys(),
                standing={deal for deal in came if stand_at.get(deal) == code},
                went_on={deal for deal, at in came.items() if deal in won or _came_after(deal, at, later)},
                won=came.keys() & won,
                durations=list(spent[code].values()),
            )
        )
    return found


def _came_after(deal: UUID, at: datetime, later: Iterable[Mapping[UUID, datetime]]) -> bool:
    return any(deal in stage and stage[deal] >= at for stage in later)


def _days(microseconds: int, parts: int) -> Decimal:
    return half_up(Decimal(microseconds) / (Decimal(parts) * _MICROSECONDS_A_DAY))
