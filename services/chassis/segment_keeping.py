"""How segments change: members put in and taken out by hand, snapshots refreshed, in sets (N3, P11).

Who came and who left is written down each time. Only differences are brought from the database and written.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, ColumnElement, Select, and_, delete, func, insert, not_, select, update

from services.chassis.jobs import Job
from services.chassis.segment_words import MemberMove, Pinned, SegmentAnswer, SegmentWay
from services.chassis.segments import Gathering, held, rows_of, ruled, together
from services.chassis.statements import upsert
from services.chassis.tx import Reader, Tx

AT_ONCE = 500
"""Ids in one statement, of those written by their ids."""
PART = 5000
"""Subjects that a step of a job looks through."""


# ------------------------------------------------------------ put in and taken out


def pin(tx: Tx, kind: Gathering, segment: Any, said: Mapping[UUID, Pinned | None]) -> None:
    """What a person says of each; none: the rule decides again. Who came and who left by it is written down."""
    rows = rows_of(tx, kind, [segment.id], kind.member.in_(said)).get(segment.id, {})
    by_rule = ruled(tx, kind, [segment], {segment.id: rows}, list(said))[segment.id]
    before = together(by_rule, rows)
    kept = {subject: bool(rows[subject].by_rule) if subject in rows else False for subject in said}
    written = [
        {"segment_id": segment.id, kind.subject: subject, "by_rule": kept[subject], "pinned": pinned}
        for subject, pinned in said.items()
        if pinned is not None or kept[subject]
    ]
    if written:
        upsert(tx.session, kind.members, written, ("segment_id", kind.subject))
    _drop(tx, kind, segment, [subject for subject, pinned in said.items() if pinned is None and not kept[subject]])
    after = {one for one, pinned in said.items() if pinned is Pinned.IN or (pinned is None and one in by_rule)}
    segment.turn += 1
    _note(tx, kind, segment, MemberMove.CAME, sorted(after - before), "hand")
    _note(tx, kind, segment, MemberMove.LEFT, sorted(before - after), "hand")


# ------------------------------------------------------------ refreshed


def refresh(tx: Tx, kind: Gathering, segment: Any) -> None:
    """The whole snapshot taken anew, in one go."""
    with tx.session.no_autoflush:  # one version of the card
        segment.turn += 1
        refresh_part(tx, kind, segment)
        finish(tx, segment)


def finish(tx: Tx, segment: Any) -> None:
    segment.refreshed_at, segment.refresh_job_id = tx.now, None


def part_after(reader: Reader, kind: Gathering, after: UUID | None, size: int) -> tuple[list[ColumnElement[bool]], Any]:
    """The next subjects by their ids, as conditions, and the last of them; none: there are no more behind these."""
    conditions = [] if after is None else [kind.card > after]
    query = select(kind.card).select_from(kind.source).where(*conditions).order_by(kind.card)
    last = reader.session.scalar(query.offset(size - 1).limit(1))
    return ([*conditions, kind.card <= last] if last is not None else conditions), last


def refresh_part(tx: Tx, kind: Gathering, segment: Any, *part: ColumnElement[bool]) -> None:
    """Of these subjects: only differences are brought here and written."""
    came, left = _differences(tx, kind, segment, part)
    table = kind.members
    fresh = [one for one, pinned in came if pinned is None]
    if fresh:
        rows = [{"segment_id": segment.id, kind.subject: one, "by_rule": True, "pinned": None} for one in fresh]
        tx.session.execute(insert(table), rows)
    gone = [one for one, pinned in left if pinned is None]
    _drop(tx, kind, segment, gone)
    for found, by_rule in ((came, True), (left, False)):
        held = [one for one, pinned in found if pinned is not None]
        for some in _by_part(held):
            these = and_(table.c.segment_id == segment.id, kind.member.in_(some))
            tx.session.execute(update(table).where(these).values(by_rule=by_rule))
    _note(tx, kind, segment, MemberMove.CAME, fresh, "rule")
    _note(tx, kind, segment, MemberMove.LEFT, gone, "rule")


_Found = list[tuple[UUID, str | None]]


def _differences(tx: Tx, kind: Gathering, segment: Any, part: Sequence[ColumnElement[bool]]) -> tuple[_Found, _Found]:
    """Whom the rule chooses now and did not, whom it does not any more; each with what a person says of it."""
    table = kind.members
    was = func.coalesce(table.c.by_rule, False, type_=Boolean).is_(True)
    every = select(kind.card, table.c.pinned).select_from(kind.with_members(segment)).where(*part)
    if segment.way == SegmentWay.BY_INDICATORS:
        rule = kind.rule_of(segment, tx.today)
        return _pairs(tx, every.where(rule, not_(was))), _pairs(tx, every.where(was, not_(rule)))
    came, left = _Found(), _Found()
    for row, of in held(tx, kind, [segment], every.add_columns(was.label("was"))):
        if bool(of) != bool(row.was):
            (came if of else left).append((row[0], row.pinned))
    return came, left


def _pairs(reader: Reader, query: Select[Any]) -> _Found:
    return [(row[0], row[1]) for row in reader.session.execute(query)]


def refresh_step(tx: Tx, job: Job, kind: Gathering) -> bool:
    """The next part of the snapshot under way: of the segment named in `params`, or of each in turn. A resumed job goes
    on where it stood; a segment whose rule was changed meanwhile begins anew."""
    kept = [kind.segment.answer == SegmentAnswer.SNAPSHOT, kind.segment.way != SegmentWay.BY_HAND]
    if "id" in job.params:
        kept.append(kind.segment.id == UUID(job.params["id"]))
    at = job.state.get("segment")
    if at is not None:
        kept.append(kind.segment.id >= UUID(at) if "turn" in job.state else kind.segment.id > UUID(at))
    query = select(kind.segment).where(*kept).order_by(kind.segment.id).limit(1).with_for_update(of=kind.segment)
    segment = tx.session.scalar(query.execution_options(populate_existing=True))
    if segment is None:
        return True
    with tx.session.no_autoflush:  # one version of the card
        goes_on = (at, job.state.get("turn")) == (str(segment.id), segment.turn)
        if not goes_on:
            segment.turn += 1
        after = UUID(job.state["after"]) if goes_on else None
        part, last = part_after(tx, kind, after, PART)
        refresh_part(tx, kind, segment, *part)
        if last is None:
            finish(tx, segment)
            job.done += 1
            job.state = {"segment": str(segment.id)}
        else:
            job.state = {"segment": str(segment.id), "after": str(last), "turn": segment.turn}
    return False


def hold_still(tx: Tx, kind: Gathering, segment: Any) -> None:
    """From live to a snapshot: it holds on to whom its rule chooses now, and nobody has come or left."""
    said = rows_of(tx, kind, [segment.id]).get(segment.id, {})
    rows = [
        {
            "segment_id": segment.id,
            kind.subject: one,
            "by_rule": True,
            "pinned": said[one].pinned if one in said else None,
        }
        for one in sorted(ruled(tx, kind, [segment], {}, None)[segment.id])
    ]
    if rows:
        upsert(tx.session, kind.members, rows, ("segment_id", kind.subject))
    segment.refreshed_at = tx.now


def forget_the_rule(tx: Tx, kind: Gathering, segment: Any) -> None:
    """It keeps no snapshot any more: what hands decided stays."""
    table = kind.members
    of_segment = table.c.segment_id == segment.id
    tx.session.execute(delete(table).where(of_segment, table.c.pinned.is_(None)))
    tx.session.execute(update(table).where(of_segment).values(by_rule=False))
    segment.refreshed_at = segment.refresh_job_id = None


def _drop(tx: Tx, kind: Gathering, segment: Any, subjects: Sequence[UUID]) -> None:
    for some in _by_part(subjects):
        tx.session.execute(delete(kind.members).where(kind.members.c.segment_id == segment.id, kind.member.in_(some)))


def _note(tx: Tx, kind: Gathering, segment: Any, move: MemberMove, subjects: Sequence[UUID], reason: str) -> None:
    if subjects:
        same = {"segment_id": segment.id, "turn": segment.turn, "move": move, "reason": reason, "at": tx.now}
        tx.session.execute(insert(kind.changes), [{**same, kind.subject: one} for one in subjects])


def _by_part(ids: Sequence[UUID]) -> Iterable[Sequence[UUID]]:
    return (ids[place : place + AT_ONCE] for place in range(0, len(ids), AT_ONCE))
