"""Many segments of many items: asked once for a document, refreshed in sets (N3)."""

from collections.abc import Callable
from time import process_time
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import insert, select

from services.chassis.ids import uuid7, uuid_for
from services.chassis.runtime import Incoming
from services.chassis.segment_keeping import refresh
from services.chassis.segments import members_of, segments_of
from services.chassis.tx import Reader
from services.pricing.models import Item, ItemSegment, ItemSegmentChange
from services.pricing.segments import ITEMS
from tests.services.cast import PRICER
from tests.services.pricing.desk import Desk
from tests.services.pricing.segmented import a_segment, pin, says

MANY, SEGMENTS = 10_000, 200
BRANDS = 10


def stocked(desk: Desk, count: int) -> list[UUID]:
    """So many items, a tenth of each brand, written past the use cases."""
    with desk.bench.database.write() as session:
        now = desk.bench.runtime.reader(session, PRICER).now
        same = {"kind": "goods", "unit": "шт", "vat_rate": "20", "withdrawn": False, "version": 1}
        times = {"created_at": now, "updated_at": now}
        rows = [
            {
                **same,
                **times,
                "id": uuid_for("many", str(place)),
                "sku": f"MANY-{place:05}",
                "name": f"Булава {place}",
                "sort_key": f"{place:05}",
                "search_key": f"булава {place}",
                "brand": f"Кузня {place % BRANDS}",
            }
            for place in range(count)
        ]
        session.execute(insert(Item), rows)
    return [row["id"] for row in rows]


def looked(desk: Desk, question: Callable[[Reader], Any]) -> tuple[Any, int]:
    """What a question is answered, and in how many statements."""
    with desk.bench.statements() as seen, desk.bench.database.read() as session:
        found = question(desk.bench.runtime.reader(session, PRICER))
    return found, len(seen)


def all_ways(desk: Desk) -> list[UUID]:
    """Segments of every way and both answers."""
    rule, formula = says("brand", "starts_with", "Кузня 1"), 'item.brand == "Кузня 2"'
    made = [
        a_segment(desk, "За показниками", rule=rule),
        a_segment(desk, "За формулою", formula=formula),
        a_segment(desk, "Знімок", rule=rule, answer="snapshot"),
        a_segment(desk, "Ручний"),
    ]
    return [UUID(one["id"]) for one in made]


@pytest.mark.parametrize("lines", [1, 20, 400])
def test_a_document_asks_for_segments_in_the_same_four_statements(desk: Desk, lines: int) -> None:
    items = stocked(desk, 400)
    segments = all_ways(desk)
    pin(desk, {"id": str(segments[3])}, put_in=[str(items[0])])
    found, count = looked(desk, lambda reader: segments_of(reader, ITEMS, items[:lines], segments))
    assert count == 4
    assert found[items[0]] == {segments[3]}
    assert len(found) == lines
    more = [
        *segments,
        *(UUID(a_segment(desk, f"Ще {place}", rule=says("brand", "filled"))["id"]) for place in range(9)),
    ]
    assert looked(desk, lambda reader: segments_of(reader, ITEMS, items[:lines], more))[1] == 4


def test_nothing_is_asked_where_there_is_nothing_to_ask(desk: Desk) -> None:
    assert looked(desk, lambda reader: segments_of(reader, ITEMS, [uuid7()], []))[1] == 0
    assert looked(desk, lambda reader: members_of(reader, ITEMS, []))[1] == 0


def test_a_refresh_is_two_questions_and_writes_only_differences(desk: Desk) -> None:
    items = stocked(desk, 1000)
    segment = a_segment(desk, rule=says("brand", value="Кузня 3"), answer="snapshot")
    first, again = (refreshed(desk, UUID(segment["id"])) for _ in range(2))
    assert (len(first), len(again)) == (6, 4)  # the card twice, two questions; first members and changes, too
    assert len(desk.bench.rows(ItemSegmentChange)) == len(items) // BRANDS


def refreshed(desk: Desk, segment_id: UUID) -> list[str]:
    with desk.bench.statements() as seen, desk.bench.database.write() as session:
        tx = desk.bench.runtime.tx(session, Incoming(PRICER), "test")
        refresh(tx, ITEMS, tx.locked(ItemSegment, ItemSegment.id == segment_id)[0])
        session.flush()
    return seen


def test_two_hundred_segments_of_ten_thousand_items_are_refreshed_and_asked_in_seconds(desk: Desk) -> None:
    """By the processor's own time of this process; measured: four seconds."""
    items = stocked(desk, MANY)
    with desk.bench.database.write() as session:
        tx = desk.bench.runtime.tx(session, Incoming(PRICER), "test")
        for place in range(SEGMENTS):
            rule = {"all_of": [says("brand", value=f"Кузня {place % BRANDS}"), says("name", "contains", str(place))]}
            card = {"name": f"Сегмент {place}", "name_en": None, "formula": None, "refreshed_at": None}
            gathered = {"way": "by_indicators", "answer": "snapshot", "rule": rule, "refresh_job_id": None}
            tx.add(ItemSegment(**card, **gathered, turn=0))
        tx.finish()
    begun = process_time()
    with desk.bench.database.write() as session:
        tx = desk.bench.runtime.tx(session, Incoming(PRICER), "test")
        segments = tx.locked(ItemSegment)
        for segment in segments:
            refresh(tx, ITEMS, segment)
        tx.finish()
        ids = [segment.id for segment in segments]
    spent = process_time() - begun
    begun = process_time()
    found, count = looked(desk, lambda reader: segments_of(reader, ITEMS, items[:100], ids))
    assert count == 2  # their cards, their rows
    assert sum(len(of) for of in found.values()) == expected(items[:100])
    assert process_time() - begun < 1
    assert spent < 20
    with desk.bench.database.read() as session:
        assert session.scalar(select(ItemSegment.refreshed_at).limit(1)) is not None


def expected(items: list[UUID]) -> int:
    """How many memberships of the first items a plain reading counts."""
    return sum(
        place % BRANDS == number % BRANDS and str(number) in f"булава {place}"
        for place in range(len(items))
        for number in range(SEGMENTS)
    )
